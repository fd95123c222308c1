"""Evidence by pages: added, cited again, changed, taken away; refused with everything typed; who sees what."""

import io
import re
import zipfile

import pytest

from survey.database import db
from survey.models import Evidence
from survey.services import evidence_types
from tests.installations import open_wave
from tests.services.citing import HTML, PDF, bomb, package

BASE = "/assessments/2026/salzburg"
ALL = f"{BASE}/evidence"
SUPPORT = f"{BASE}/questions/support/evidence"
SERVICES = f"{BASE}/questions/services/evidence"
SCRIPT = "<script>alert(1)</script> {{ 7*7 }} %(name)s"


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def words(answer) -> str:
    return answer.get_data(as_text=True)


def send(client, kind="note", path=SUPPORT, file=None, **fields):
    sent = {f"evidence-{name}": value for name, value in fields.items()}
    sent |= {"evidence-file": (io.BytesIO(file[0]), file[1])} if file else {}
    answer = client.send(path, {"evidence-kind": kind, **sent})
    answer.request.environ["wsgi.input"].close()  # a large one is a file of the client
    return answer


def download(client, path):
    """Return what a download holds and the answer it came with, whose file is closed."""
    with client.get(path) as answer:
        return answer.data, answer


def piece(app) -> int:
    """Return the number of the piece that was added last."""
    with app.app_context():
        return max(one.id for one in db.session.query(Evidence))


def kept(app) -> list[Evidence]:
    with app.app_context():
        return db.session.query(Evidence).order_by(Evidence.id).all()


def seen(client, path) -> str:
    return re.search(r'name="evidence-seen" value="(\d+)"', words(client.get(path)))[1]


def test_a_piece_from_the_form_to_its_removal(app, sign_in):
    coordinator = sign_in("coordinator")
    page = words(coordinator.get(SUPPORT))
    assert "Nothing is named here yet." in page
    assert "There is no evidence yet." in words(coordinator.get(ALL))
    answer = send(coordinator, "file", file=(PDF, "Bericht 2026.pdf"), title="Report", page="12", quotation="We do.")
    assert (answer.status_code, answer.location) == (302, SUPPORT)
    page = words(coordinator.get(SUPPORT))
    assert "<b>Report</b>" in page
    assert "Download Bericht 2026.pdf" in page
    assert "Page or place: 12" in page
    assert '<blockquote class="typed">We do.</blockquote>' in page
    assert "Clara Conti, " in page
    number = piece(app)
    assert coordinator.send(f"{SERVICES}/reuse", {"evidence-piece": str(number)}, page=SERVICES).status_code == 302
    assert "<b>Report</b>" in words(coordinator.get(SERVICES))
    assert "1 piece of evidence shows that the answers are so." in words(coordinator.get(ALL))
    assert "answers name it still" in words(coordinator.get(f"{SUPPORT}/{number}/removal"))
    for path in (SUPPORT, SERVICES):
        away = f"{path}/{number}/away"
        answer = coordinator.send(away, {"evidence-seen": seen(coordinator, away)})
        assert answer.location == path
    assert "named nowhere" in words(coordinator.get(SUPPORT))
    removal = f"{SUPPORT}/{number}/removal"
    assert "This cannot be undone." in words(coordinator.get(removal))
    assert coordinator.send(removal).status_code == 302
    assert "Report" not in words(coordinator.get(SUPPORT))
    assert coordinator.get(removal).status_code == 404


def test_links_documents_and_notes_are_shown_as_text(app, sign_in):
    coordinator = sign_in("coordinator")
    send(coordinator, "link", url="www.example.org/a?b=1&c=2", title=SCRIPT)
    send(coordinator, "document", title="Minutes", page="3")
    send(coordinator, "note", note=f"Line\n{SCRIPT}")
    page = words(coordinator.get(SUPPORT))
    assert 'href="https://www.example.org/a?b=1&amp;c=2" rel="noopener noreferrer nofollow"' in page
    assert "<script>alert" not in page
    assert page.count("{{ 7*7 }} %(name)s") >= 2
    assert "3 pieces</h2>" in page


@pytest.mark.parametrize(
    ("file", "status", "said"),
    [
        ((b"", "a.pdf"), 422, "This file is empty."),
        ((HTML, "a.pdf"), 422, "but its content is something else."),
        ((HTML, "a.html"), 422, "Files of this kind are not accepted as evidence."),
        ((b"MZ" + bytes(90), "a.exe"), 422, "Files of this kind are not accepted"),
        ((PDF + bytes(evidence_types.LARGEST_FILE), "a.pdf"), 422, "a piece of evidence may have 20 megabytes"),
        ((bytes(24_000_000), "a.pdf"), 413, "a piece of evidence may have 20 megabytes"),
        ((bomb(), "a.xlsx"), 422, "Unpacked, this file would be far larger"),
        ((package("word/document.xml", ("word/vbaProject.bin", b"x")), "a.docx"), 422, "holds macros"),
        (None, 422, "Choose the file on your computer."),
    ],
    ids=["empty", "renamed", "page", "program", "large", "huge", "bomb", "macros", "none"],
)
def test_a_wrong_file_is_refused_and_what_was_typed_comes_back(app, sign_in, file, status, said):
    answer = send(sign_in("coordinator"), "file", file=file, title='My "title"', quotation="As it\nstands")
    page = words(answer)
    assert answer.status_code == status
    assert said in page
    if status == 422:
        assert 'value="My &#34;title&#34;"' in page
        assert "As it\nstands</textarea>" in page
    assert kept(app) == []
    folder = app.extensions["survey_settings"].instance / "evidence"
    assert not folder.exists()


def test_everything_that_is_wrong_is_said_at_once(app, sign_in):
    answer = send(sign_in("coordinator"), "file", file=(HTML, "a.pdf"), page="1" * 61, title="t" * 201)
    page = words(answer)
    assert "please shorten it to 60 characters" in page
    assert "please shorten it to 200 characters" in page
    assert "but its content is something else." in page


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("", {}, "Choose what you want to add"),
        ("link", {"url": "ftp://example.org/a"}, "This is no address on the web."),
        ("link", {"url": ""}, "Give the address of the page"),
        ("document", {"url": "https://example.org"}, "Say what the document is called"),
        ("note", {"note": "n" * 4001}, "please shorten it to 4,000 characters"),
        ("note", {"note": " "}, "Write what shows that the answer is so."),
    ],
)
def test_a_wrong_piece_is_refused_and_what_was_typed_comes_back(app, sign_in, kind, fields, said):
    answer = send(sign_in("coordinator"), kind, confidential="1", **fields)
    page = words(answer)
    assert answer.status_code == 422
    assert said in page
    assert re.search(r'name="evidence-confidential"[^>]* checked>', page)
    for typed in fields.values():
        assert typed in page
    assert kept(app) == []


@pytest.mark.parametrize(
    ("sent", "header"),
    [
        ("plan.pdf", "attachment; filename=plan.pdf"),
        ("../../etc/passwd.pdf", "attachment; filename=passwd.pdf"),
        ("Größe.pdf", "attachment; filename=Groe.pdf; filename*=UTF-8''Gr%C3%B6%C3%9Fe.pdf"),
        ("a%0D%0AX-Evil: 1.pdf", 'attachment; filename="a%0D%0AX-Evil_ 1.pdf"'),
    ],
)
def test_a_file_is_only_ever_a_download(app, sign_in, sent, header):
    coordinator = sign_in("coordinator")
    assert send(coordinator, "file", file=(PDF, sent)).status_code == 302
    content, answer = download(coordinator, f"{SUPPORT}/{piece(app)}/file")
    assert content == PDF
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == header
    assert "X-Evil" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_bytes_that_are_lost_are_not_there(app, sign_in):
    coordinator = sign_in("coordinator")
    send(coordinator, "file", file=(PDF, "plan.pdf"))
    for one in (app.extensions["survey_settings"].instance / "evidence").rglob("*"):
        if one.is_file():
            one.unlink()
    assert coordinator.get(f"{SUPPORT}/{piece(app)}/file").status_code == 404
    assert zipfile.ZipFile(io.BytesIO(coordinator.get(f"{ALL}/archive").data)).namelist() == [
        "manifest.csv",
        "manifest.json",
    ]
