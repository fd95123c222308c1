"""Every route that takes what is sent: not without a token, and not more than fits."""

import pytest
from flask_wtf.csrf import CSRFProtect

from tests.installations import sign_in
from tests.security.two_regions import changing, contents, fill
from tests.views.test_routes import SPECIAL, VALUES

LARGE = "x" * 1_000_001
TAKE_FILES = {"evidence.add", "workbooks.preview", "workbooks.take_in", "stakeholders.bring"}


@pytest.fixture(scope="module")
def app(template, tmp_path_factory):
    made = template.copy(tmp_path_factory.mktemp("changes") / "instance")
    fill(made)
    return made


def paths(app) -> dict[str, str]:
    build = app.url_map.bind("127.0.0.1").build
    found = {}
    for rule in changing(app):
        given = {name: SPECIAL.get(rule.endpoint, VALUES).get(name) or VALUES[name] for name in rule.arguments}
        found[rule.endpoint] = build(rule.endpoint, given, method="POST")
    return found


def test_no_route_takes_another_method_than_post_and_none_is_exempt(app):
    methods = {method for rule in changing(app) for method in rule.methods} - {"GET", "HEAD", "OPTIONS"}
    assert methods == {"POST"}
    guard = app.extensions["csrf"]
    assert isinstance(guard, CSRFProtect)
    assert (guard._exempt_views, guard._exempt_blueprints) == (set(), set())
    assert app.config["WTF_CSRF_ENABLED"]
    assert app.config["WTF_CSRF_CHECK_DEFAULT"]


@pytest.mark.parametrize("who", ["coordinator", "administrator"])
@pytest.mark.parametrize("how", ["none", "made up", "of another", "as JSON"])
def test_nothing_is_taken_without_the_token_of_ones_own_session(app, who, how):
    client, before = sign_in(app, who), contents(app)
    other = app.test_client().token("/sign-in")
    token = {"none": "", "made up": "x"}.get(how, other)
    for endpoint, path in paths(app).items():
        if how == "as JSON":
            answer = client.post(path, json={"page-csrf_token": token}, headers={"Accept": "application/json"})
        else:
            answer = client.post(path, data={"page-csrf_token": token})
        assert answer.status_code == 400, endpoint
    assert contents(app) == before


def test_what_is_too_large_is_refused_and_nothing_of_it_kept(app):
    client, before = sign_in(app, "coordinator"), contents(app)
    token = client.token("/privacy")
    for endpoint, path in paths(app).items():
        answer = client.post(path, data={"page-csrf_token": token, "support.reason": LARGE})
        if answer.status_code != 413:  # takes a file, so more may come; its view says how much
            assert endpoint in TAKE_FILES, (endpoint, answer.status_code)
            continue
        said = answer.get_data(as_text=True)
        assert "That was too much at once" in said or "This file is too large" in said, endpoint
    assert contents(app) == before


def test_many_small_fields_are_too_much_as_well(app):
    client, before = sign_in(app, "coordinator"), contents(app)
    boundary = "b"
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n'
    body = part * 2_001 + f"--{boundary}--\r\n"
    answer = client.post(
        "/assessments/2026/salzburg/sections/housing",
        data=body.encode(),
        content_type=f"multipart/form-data; boundary={boundary}",
    )
    assert answer.status_code == 413
    assert contents(app) == before
