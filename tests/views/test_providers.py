"""Signing in by a provider, against a small real one: linked by who is signed in, believed when all of it is right."""

import dataclasses
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import sqlalchemy as sa

from survey.app import create_app
from survey.database import db
from survey.models import Identity, User
from survey.services import identities
from survey.services.provider import Found
from tests.installations import NOW, PASSWORD, email, settings
from tests.oidc import (
    CLIENT_ID,
    CLIENT_SECRET,
    GOES,
    PAGE,
    at_the_provider,
    button,
    gone,
    openid_provider,
    there_and_back,
)
from tests.second_factors import give
from tests.views.two_steps import mails, set_password

BACK = "/sign-in/provider/back"


@pytest.fixture(scope="module")
def desk():
    with openid_provider() as served:
        yield served


@pytest.fixture
def provider(desk):
    """The provider, with nobody's fault."""
    desk.fault, desk.person = "", {"sub": "248289761001", "email": "clara@ministry.example"}
    desk.codes.clear()
    desk.asked.clear()
    return desk


@pytest.fixture
def served(app, provider):
    """The installation with this provider in its settings."""
    known = {"oidc_issuer": provider.url, "oidc_client_id": CLIENT_ID, "oidc_client_secret": CLIENT_SECRET}
    said = dataclasses.replace(settings(Path(app.instance_path)), oidc_name="Ministry ID", **known)
    made = create_app(said)
    made.testing = True
    made.test_client_class = app.test_client_class
    return made


def signed_in(served, name: str = "coordinator"):
    client = served.test_client()
    assert client.send("/sign-in", {"email": email(name), "password": PASSWORD}).status_code == 302
    return client


def link(served, provider) -> None:
    """Link the coordinator's account with whoever sits at the provider, past the pages."""
    with served.app_context():
        user = db.session.query(User).filter_by(email=email("coordinator")).one()
        found = Found(provider.url, provider.person["sub"], provider.person["email"])
        identities.link(db.session, user=user, found=found, now=NOW)
        db.session.commit()


def linked(served) -> list[tuple[str, str]]:
    with served.app_context():
        return [(one.issuer, one.subject) for one in db.session.scalars(sa.select(Identity))]


def test_an_account_is_linked_by_a_button_and_then_signs_in(served, provider):
    client = signed_in(served)
    there_and_back(client)
    assert linked(served) == []  # coming back alone links nothing
    page = client.get(f"{PAGE}/found").get_data(as_text=True)
    assert "Ministry ID says that you are clara@ministry.example there." in page
    client.send(f"{PAGE}/found")
    assert linked(served) == [(provider.url, "248289761001")]
    assert "You can sign in with Ministry ID now" in mails(served)[-1]
    other = served.test_client()
    assert "Sign in with Ministry ID" in other.get("/sign-in").get_data(as_text=True)
    answer = there_and_back(other, onward="/people/me/log")
    assert answer.location == "/people/me/log"
    page = other.get(answer.location).get_data(as_text=True)
    assert "Clara Conti linked the account with one at a provider" in page


def test_what_leaves_with_the_browser_is_as_it_should_be(served, provider):
    there = urlsplit(gone(served.test_client()))
    sent = {name: values[0] for name, values in parse_qs(there.query).items()}
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{provider.url}/authorize"
    assert sent["redirect_uri"] == f"http://127.0.0.1:8000{BACK}"
    assert sent["code_challenge_method"] == "S256"
    assert min(len(sent[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert CLIENT_SECRET not in there.query


def test_an_address_links_nothing_even_if_the_provider_has_verified_it(served, provider):
    provider.person = {"sub": "1", "email": email("administrator"), "email_verified": True}
    client = served.test_client()
    answer = there_and_back(client)
    assert answer.status_code == 403
    page = answer.get_data(as_text=True)
    assert "no account here is linked" in page
    assert "Sign in here with your address and password, this once." in page
    assert client.get("/people/").status_code == 302
    assert linked(served) == []


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [("state", 400, "too late"), ("declined", 403, "did not confirm"), ("signature", 502, "cannot be trusted")],
)
def test_an_answer_that_is_not_right_signs_nobody_in(served, provider, fault: str, status: int, words: str):
    link(served, provider)
    provider.fault = fault
    client = served.test_client()
    answer = there_and_back(client)
    assert answer.status_code == status
    assert words in answer.get_data(as_text=True)
    assert client.get("/people/me/log").location.startswith("/sign-in")


def test_a_code_is_good_once(served, provider):
    link(served, provider)
    client = served.test_client()
    back = at_the_provider(gone(client))
    with client.session_transaction() as session:
        errand = dict(session["provider_errand"])
    assert client.get(back).status_code == 302
    client.send("/sign-out")
    assert client.get(back).status_code == 400  # this browser is on no errand any more
    with client.session_transaction() as session:
        session["provider_errand"] = errand
    answer = client.get(back)
    assert answer.status_code == 502  # the provider does not take the code again
    assert client.get("/people/me/log").status_code == 302


def test_an_answer_that_another_browser_began_is_not_taken(served, provider):
    link(served, provider)
    back = at_the_provider(gone(served.test_client()))
    client = served.test_client()
    assert client.get(back).status_code == 400
    assert client.get("/people/me/log").status_code == 302


def test_an_answer_to_signing_in_links_nothing_to_whoever_signed_in_meanwhile(served, provider):
    client = served.test_client()
    back = at_the_provider(gone(client))
    assert client.send("/sign-in", {"email": email("coordinator"), "password": PASSWORD}).status_code == 302
    assert client.get(back).status_code == 400
    assert client.get(f"{PAGE}/found").location == PAGE


def test_an_answer_that_comes_too_late_is_not_taken(served, provider):
    client = served.test_client()
    back = at_the_provider(gone(client))
    with client.session_transaction() as session:
        session["provider_errand"] = {**session["provider_errand"], "at": "2026-01-01T00:00:00+00:00"}
    assert client.get(back).status_code == 400


def test_a_link_to_begin_with_begins_nothing(served, provider):
    client = served.test_client()
    assert client.get(f"{GOES}?next=/people/me/log").location == "/sign-in?next=/people/me/log"
    assert "elsewhere" not in client.get(f"{GOES}?next=https://elsewhere.example").location
    assert client.post(GOES).status_code == 401, "nor does a form of another site"
    assert signed_in(served).get(GOES).location == PAGE
    assert provider.asked == []


@pytest.mark.parametrize("query", [{}, {"code": "x"}, {"state": "x"}, {"code": "x", "state": "x"}, {"error": "x"}])
def test_an_address_that_was_made_up_is_refused(served, query: dict[str, str]):
    assert served.test_client().get(f"{BACK}?{urlencode(query)}").status_code == 400


@pytest.mark.parametrize("fault", ["down", "nonsense", "discovery"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_provider_that_does_not_answer_is_a_plain_page(served, provider, fault: str, language: str):
    provider.fault = fault
    client = served.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    answer = button(client)
    assert answer.status_code == 502
    assert f'<html lang="{language}">' in answer.get_data(as_text=True)
    assert client.send("/sign-in", {"email": email("coordinator"), "password": PASSWORD}).status_code == 302


def test_the_provider_is_no_second_factor(app, served, provider):
    link(served, provider)
    made, _codes = give(app, "coordinator")
    provider.person |= {"acr": "gold", "amr": ["otp", "hwk"]}
    client = served.test_client()
    assert there_and_back(client, onward="/people/me/log").location == "/people/me/log"
    assert client.get("/people/me/log").location.startswith("/sign-in/code")
    assert client.send("/sign-in/code", {"code": made.code()}).status_code == 302
    assert client.get("/people/me/log").status_code == 200


def test_without_a_provider_there_are_no_such_pages(client, sign_in):
    assert "provider" not in client.get("/sign-in").get_data(as_text=True)
    assert client.get(GOES).status_code == 404
    assert client.send(GOES, page="/sign-in").status_code == 404
    assert client.get(BACK).status_code == 404
    assert sign_in("coordinator").get(PAGE).status_code == 404


def test_what_the_provider_calls_somebody_is_no_markup(served, provider):
    provider.person = {"sub": "3", "email": "<b>x</b>\u202e\n" + "y" * 300}
    client = signed_in(served)
    there_and_back(client)
    page = client.get(f"{PAGE}/found").get_data(as_text=True)
    assert "<b>x</b>" not in page
    assert "y" * 121 not in page
    assert "\u202e" not in page


def test_a_link_that_cannot_be_made_says_why(served, provider):
    link(served, provider)
    client = signed_in(served, "neighbour")
    there_and_back(client)
    client.send(f"{PAGE}/found")
    assert "belongs to another account here" in client.get(PAGE).get_data(as_text=True)


def test_a_link_is_removed_by_a_button_unless_it_is_the_only_way_in(served, provider):
    link(served, provider)
    client = signed_in(served)
    assert "clara@ministry.example" in client.get(PAGE).get_data(as_text=True)
    password = set_password(served, None)
    client.send(f"{PAGE}/1/unlink", page=PAGE)
    assert "your only way in" in client.get(PAGE).get_data(as_text=True)
    set_password(served, password)
    assert client.send(f"{PAGE}/1/unlink", page=PAGE).location == PAGE
    assert linked(served) == []
    assert "no longer sign in" in mails(served)[-1]
    assert client.send(f"{PAGE}/1/unlink", page=PAGE).status_code == 404
