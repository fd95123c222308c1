"""The headers that guard readers: on every answer of every route, errors, redirects and files included."""

import dataclasses
import re
from pathlib import Path

import pytest

from survey.app import create_app
from tests.installations import PASSWORD, email, open_wave, settings, sign_in
from tests.views.test_routes import EXPECTED, SPECIAL, VALUES

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FRAMED = {"public.embed"}


@pytest.fixture(scope="module")
def app(template, tmp_path_factory):
    made = template.copy(tmp_path_factory.mktemp("headers") / "instance")
    open_wave(made)
    return made


def judge(answer, *, framed: bool = False, https: bool = False) -> None:
    where = answer.request.path
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value, where
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'"), where
    assert "unsafe" not in policy, where
    assert "sandbox" in policy or "base-uri 'none'" in policy, where
    kind = answer.headers["Content-Type"]
    assert not kind.startswith("text/") or "charset=utf-8" in kind, where
    assert not [name for name, _value in answer.headers if name.startswith("Access-Control")], where
    if not framed:
        assert "frame-ancestors 'none'" in policy, where
        assert answer.headers["X-Frame-Options"] == "DENY", where
    assert ("Strict-Transport-Security" in answer.headers) is https, where
    assert answer.headers["Cache-Control"], where
    assert "Server" not in answer.headers
    assert "X-Powered-By" not in answer.headers


@pytest.mark.parametrize("who", [None, "coordinator", "administrator"])
def test_every_route_answers_with_them(app, who):
    client = sign_in(app, who) if who else app.test_client()
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint in EXPECTED:
            values = {name: SPECIAL.get(rule.endpoint, VALUES).get(name) or VALUES[name] for name in rule.arguments}
            path = app.url_map.bind("127.0.0.1").build(rule.endpoint, values, method="GET")
            with client.get(path) as answer:
                judge(answer, framed=rule.endpoint in FRAMED and answer.status_code == 200)
                if (
                    who
                    and answer.status_code == 200
                    and answer.mimetype == "text/html"
                    and "public" not in rule.endpoint
                ):
                    assert 'action="/sign-out"' in answer.get_data(as_text=True), path


def test_errors_and_files_answer_with_them(app):
    client = sign_in(app, "coordinator")
    asked = {
        "/nothing-here": 404,
        "/assets/x/site.css": 200,
        "/assets/x/nothing.js": 404,
        "/waves/new": 404,
        "/assessments/2026/salzburg/submit": 405,
        "/compare/2026?level=nonsense": 422,
    }
    for path, status in asked.items():
        with client.get(path) as answer:
            assert answer.status_code == status, path
            judge(answer)
    judge(client.post("/language"))
    judge(client.post("/language", data={"page-next": "x" * 1_000_001}))
    judge(client.options("/privacy"))
    judge(client.open("/privacy", method="PUT"))
    for method in ("TRACE", "TRACK", "CONNECT", "DELETE", "PATCH"):
        assert client.open("/privacy", method=method).status_code == 405
    for folder in ("/assets/", "/assets/x/", "/static/", "/evidence/", "/.git/config"):
        assert client.get(folder).status_code == 404, folder


def test_a_failure_of_ours_answers_with_them(template, tmp_path):
    made = template.copy(tmp_path / "instance")
    made.testing = False

    @made.get("/fails")
    def fails() -> str:
        raise RuntimeError("on purpose")

    answer = made.test_client().get("/fails")
    assert answer.status_code == 500
    assert "on purpose" not in answer.get_data(as_text=True)
    judge(answer)


def test_only_behind_https_browsers_are_told_to_insist_on_it(app):
    given = dataclasses.replace(settings(Path(app.instance_path)), base_url="https://survey.example.org")
    served = create_app(given)
    client = served.test_client()
    for path in ("/", "/privacy", "/nothing-here", "/assets/x/site.css", "/waves/"):
        with client.get(path, base_url="https://survey.example.org") as answer:
            judge(answer, https=True)
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_behind_https_each_cookie_is_of_this_host_alone_and_for_no_script(app):
    given = dataclasses.replace(settings(Path(app.instance_path)), base_url="https://survey.example.org")
    served = create_app(given)
    client, there = served.test_client(), {"base_url": "https://survey.example.org"}
    token = re.search(r'name="page-csrf_token"[^>]* value="([^"]+)"', client.get("/sign-in", **there).text)
    sent = {"email": email("coordinator"), "password": PASSWORD, "remember": "y", "page-csrf_token": token[1]}
    answer = client.post("/sign-in", data=sent, headers={"Referer": "https://survey.example.org/sign-in"}, **there)
    assert answer.status_code == 302
    cookies = answer.headers.getlist("Set-Cookie")
    assert sorted(one.partition("=")[0] for one in cookies) == ["__Host-known", "__Host-remember", "__Host-survey"]
    for one in cookies:
        parts = {part.strip() for part in one.split(";")}
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= parts, one
        assert "Domain" not in one
        assert len(one) < 4096
