"""The cookie of a session is Flask's own."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface


def test_what_flask_signs_is_read_and_the_other_way_round(app):
    ours, flasks = app.session_interface, SecureCookieSessionInterface()
    for one, other in ((ours, flasks), (flasks, ours)):
        signed = one.get_signing_serializer(app).dumps({"language": "de"})
        assert other.get_signing_serializer(app).loads(signed) == {"language": "de"}


def test_the_signer_is_made_once_for_its_application_and_for_no_other(app):
    ours = app.session_interface
    assert ours.get_signing_serializer(app) is ours.get_signing_serializer(app)
    assert ours.get_signing_serializer(Flask("other")) is None
