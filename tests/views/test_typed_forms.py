"""A file or JSON in the place of a field is no failure of the platform: the form is shown again, or refused."""

from io import BytesIO

import pytest
from werkzeug.datastructures import MultiDict

from tests.installations import sign_in

FORMS = {
    "/account/delete": ("contributor", ("address", "password")),
    "/account/profile": ("contributor", ("name", "language")),
    "/account/email": ("contributor", ("email", "password")),
    "/account/password": ("contributor", ("password", "new_password")),
    "/people/": ("team", ("name", "email", "part", "region")),
    "/waves/new": ("team", ("key", "title", "opens", "due")),
    "/regions/new": ("administrator", ("key", "name", "languages")),
    "/sign-in": (None, ("email", "password")),
}


@pytest.mark.parametrize("path", FORMS)
def test_a_file_in_the_place_of_words_is_no_failure(app, path):
    who, fields = FORMS[path]
    client = sign_in(app, who) if who else app.test_client()
    token = client.token("/accessibility" if who else "/sign-in")
    for field in fields:
        sent = MultiDict([("page-csrf_token", token), (field, (BytesIO(b"x"), "a.pdf"))])
        answer = client.post(path, data=sent, content_type="multipart/form-data")
        assert answer.status_code in {200, 302, 303, 422}, (field, answer.status)


@pytest.mark.parametrize("path", FORMS)
def test_json_in_the_place_of_a_form_is_no_failure(app, path):
    who, fields = FORMS[path]
    client = sign_in(app, who) if who else app.test_client()
    token = client.token("/accessibility" if who else "/sign-in")
    for field in fields:
        answer = client.post(path, json={field: {"a": [1]}}, headers={"X-CSRFToken": token})
        assert answer.status_code in {200, 302, 303, 400, 422}, (field, answer.status)
