"""What is typed is shown as it was typed: no template, no markup, no line of a header, no way to another site."""

import io
import re
from urllib.parse import urljoin, urlsplit

import pytest
from werkzeug.datastructures import FileStorage

from survey.database import db
from survey.errors import BadValueError
from survey.models import Evidence, Wave
from survey.services import mail
from tests import judge
from tests.installations import open_wave, settings, sign_in
from tests.security.two_regions import fill
from tests.services.citing import PDF

TYPED = "{{ 1337*1337 }} {% raw %} ${1337*1337} <i id=typed>x</i> %(name)s %s"
DONE = "1787569"
AT = "/assessments/2026/salzburg"
SUPPORT = f"{AT}/questions/support"
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "http://127.0.0.1:8000@evil.example/",
)


@pytest.fixture(scope="module")
def app(template, tmp_path_factory):
    """An installation in whose free texts stands what a template, a browser or a format would take for its own."""
    made = template.copy(tmp_path_factory.mktemp("typed") / "instance")
    fill(made)
    client = sign_in(made, "coordinator")
    staff = {"staff.mark": "NA", "staff.reason": TYPED, "staff.version": "0", "page-touched": "staff"}
    assert client.send(f"{AT}/sections/housing", staff).status_code in {302, 303}
    proud = {"proud": TYPED, "proud.version": "0", "page-touched": "proud"}
    assert client.send(f"{AT}/sections/closing", proud).status_code in {302, 303}
    note = {"evidence-kind": "note", "evidence-note": TYPED, "evidence-title": TYPED, "evidence-quotation": TYPED}
    assert client.send(f"{SUPPORT}/evidence", note).status_code == 302
    assert client.send(f"{SUPPORT}/comments", {"comment-words": TYPED}).status_code == 302
    person = {"name": TYPED[:119], "email": "typed@example.org", "language": "en"}
    assert client.send(f"{AT}/colleagues/invite", person, page=f"{AT}/colleagues").status_code == 302
    return made


@pytest.mark.parametrize(
    "path",
    [
        f"{AT}/",
        f"{AT}/answers",
        f"{AT}/sections/housing",
        f"{AT}/sections/closing",
        f"{AT}/evidence",
        f"{SUPPORT}/evidence",
        f"{SUPPORT}/comments",
        f"{AT}/comments",
        f"{AT}/colleagues",
        f"{AT}/log",
        f"{AT}/check",
        "/account/data",
    ],
)
def test_free_texts_are_shown_as_they_were_typed(app, path):
    answer = sign_in(app, "coordinator").get(path)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert DONE not in html
    assert not [one for one in judge.parse(html).elements if one.get("id") == "typed"]


def test_they_are_there(app):
    client = sign_in(app, "coordinator")
    for path, times in {
        f"{SUPPORT}/evidence": 3,
        f"{SUPPORT}/comments": 1,
        f"{AT}/colleagues": 1,
        f"{AT}/answers": 2,
        f"{AT}/sections/closing": 1,
    }.items():
        assert client.get(path).get_data(as_text=True).count("{{ 1337*1337 }}") >= times, path


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nothing_leads_to_another_site(app, target):
    client = sign_in(app, "coordinator")
    sent = {"page-language": "en", "page-next": target}
    visitor = app.test_client()
    given = {"email": "coordinator@example.org", "password": "correct horse battery", "next": target}
    answers = [
        client.send("/language", sent, page="/privacy"),
        visitor.send("/sign-in", given),
        client.get("/account/privacy", query_string={"next": target}),
        client.get("/sign-in", query_string={"next": target}),
    ]
    for answer in answers:
        location = answer.headers.get("Location", "/")
        assert urlsplit(urljoin("http://here/there", location)).netloc == "here", location
        assert not re.match(r"[\s/\\]*[\s\\]|//", location), location


@pytest.mark.parametrize("target", ["/x\r\nSet-Cookie: evil=1", "/x\nX-Evil: 1", "/x%0d%0aX-Evil:%201"])
def test_no_line_of_a_header_comes_from_an_address(app, target):
    client = sign_in(app, "coordinator")
    answer = client.send("/language", {"page-language": "en", "page-next": target}, page="/privacy")
    assert answer.status_code == 302
    assert "X-Evil" not in answer.headers
    assert "evil" not in [one.split("=")[0] for one in answer.headers.getlist("Set-Cookie")]


@pytest.mark.parametrize("name", ['a"; x=".pdf', "a\r\nX-Evil: 1.pdf", "../../etc/passwd.pdf", "a\u202efdp.exe.pdf"])
def test_no_line_of_a_header_comes_from_the_name_of_a_file(app, name):
    client = sign_in(app, "coordinator")
    kept = FileStorage(io.BytesIO(PDF), filename=name, content_type="application/pdf")
    sent = {"evidence-kind": "file", "evidence-title": "Paper", "evidence-file": kept}
    answer = client.send(f"{SUPPORT}/evidence", sent)
    assert answer.status_code in {302, 422}
    with app.app_context():
        found = [one.id for one in db.session.query(Evidence).filter(Evidence.file_name.is_not(None))]
    for piece in found:
        with client.get(f"{SUPPORT}/evidence/{piece}/file") as download:
            told = download.headers["Content-Disposition"]
            assert told.startswith("attachment; filename")
            assert not re.search(r"[\r\n\u202e/]", told)
            assert "X-Evil" not in download.headers


def test_no_line_of_a_header_comes_from_what_names_a_wave(template, tmp_path):
    made = template.copy(tmp_path / "instance")
    open_wave(made)
    team = sign_in(made, "team")
    sent = {"key": "2027\r\nX-Evil: 1", "title": "2027\r\nX-Evil: 1", "opens": "2027-01-01", "due": "2027-02-01"}
    assert team.send("/waves/new", sent).status_code == 422
    with made.app_context():
        assert [one.key for one in db.session.query(Wave)] == ["2026"]


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\x00", "\u2028"])
def test_no_line_of_a_mail_s_header_comes_from_a_name(tmp_path, break_):
    for to, subject in ((f"a{break_}@example.org", "Hello"), ("a@example.org", f"Hello{break_}Bcc: b@example.org")):
        with pytest.raises(BadValueError):
            mail.message(to=to, subject=subject, body="", settings=settings(tmp_path))
