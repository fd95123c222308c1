"""Evidence by pages: what is changed, who sees and finds it, in review, and the archive."""

import csv
import io
import json
import re
import zipfile

import pytest

from survey.database import begin_write, db
from survey.models import Assignment, Citation, Evidence
from tests import installations
from tests.installations import NOW, open_wave
from tests.services.citing import PDF, PNG
from tests.views.standing_in_review import in_review, of_salzburg, somebody

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


def test_page_quotation_and_confidentiality_are_changed(app, sign_in):
    coordinator = sign_in("coordinator")
    send(coordinator, "document", title="Minutes", page="3")
    path = f"{SUPPORT}/{piece(app)}"
    mark = seen(coordinator, path)
    wrong = {"evidence-seen": mark, "evidence-page": "1" * 61, "evidence-quotation": "Kept?"}
    answer = coordinator.send(path, wrong)
    assert answer.status_code == 422
    assert "Kept?</textarea>" in words(answer)
    right = {"evidence-seen": mark, "evidence-page": "4", "evidence-confidential": "1"}
    assert coordinator.send(path, right).location == SUPPORT
    page = words(coordinator.get(SUPPORT))
    assert "Page or place: 4" in page
    assert "Confidential</span>" in page
    late = coordinator.send(path, right)
    assert late.status_code == 409


def test_what_is_confidential_is_not_there_for_others(app, sign_in):
    coordinator, team, administrator = sign_in("coordinator"), sign_in("team"), sign_in("administrator")
    send(coordinator, "file", file=(PDF, "secret.pdf"), title="Top secret", confidential="1")
    number = piece(app)
    for client in (team, administrator):
        for path in (SUPPORT, ALL, f"{BASE}/answers"):
            page = words(client.get(path))
            assert "secret" not in page
            assert "(1)" not in page
            assert "1 piece" not in page
        assert client.get(f"{SUPPORT}/{number}/file").status_code == 404
        assert "piece of evidence" not in words(client.get(f"{BASE}/log"))
    assert "added a piece of evidence to" in words(coordinator.get(f"{BASE}/log"))
    contributor = sign_in("contributor")
    assert "Top secret" in words(contributor.get(SUPPORT))
    assert download(contributor, f"{SUPPORT}/{number}/file")[0] == PDF
    assert sign_in("neighbour").get(SUPPORT).status_code == 404
    assert sign_in("neighbour").get(f"{SUPPORT}/{number}/file").status_code == 404


def test_a_piece_is_found_at_its_own_answer_only(app, sign_in):
    coordinator = sign_in("coordinator")
    send(coordinator, "file", file=(PDF, "plan.pdf"))
    number = piece(app)
    for path in (f"{SERVICES}/{number}/file", f"{SUPPORT}/{number + 1}/file", f"{SERVICES}/{number}"):
        assert coordinator.get(path).status_code == 404
    assert coordinator.get(f"{BASE}/questions/nonsense/evidence").status_code == 404


def test_a_contributor_adds_where_questions_were_given(app, sign_in):
    contributor = sign_in("contributor")
    page = words(contributor.get(SUPPORT))
    assert "Add a piece of evidence" not in page
    with app.app_context():
        begin_write(db.session)
        given = {"user_id": somebody("contributor").id, "given_by_id": somebody("coordinator").id, "given_at": NOW}
        db.session.add(Assignment(assessment_id=of_salzburg().id, part="support", **given))
        db.session.commit()
    assert send(contributor, "note", note="I know it.").status_code == 302
    assert "Add a piece of evidence" in words(contributor.get(SUPPORT))
    token = contributor.token(SUPPORT)
    sent = {"evidence-kind": "note", "evidence-note": "No.", "page-csrf_token": token}
    assert contributor.post(SERVICES, data=sent).status_code == 404
    for name in ("team", "neighbour", "reviewer", "administrator"):
        other = sign_in(name)
        sent["page-csrf_token"] = other.token("/privacy")
        assert other.post(SUPPORT, data=sent).status_code == 404


def test_a_page_names_how_many_pieces_an_answer_has(app, sign_in):
    coordinator = sign_in("coordinator")
    for number in range(2):
        send(coordinator, "note", note=f"Note {number}")
    section = words(coordinator.get(f"{BASE}/sections/housing"))
    assert f'<a href="{SUPPORT}" aria-describedby="text-support">Evidence (2)</a>' in section
    assert re.search(rf'href="{SUPPORT}" [^>]*>Evidence \(2\)</a>', words(coordinator.get(f"{BASE}/answers")))
    assert re.search(rf'href="{SUPPORT}" [^>]*>Evidence \(2\)</a>', words(sign_in("team").get(f"{BASE}/answers")))
    assert f'href="{SERVICES}"' not in words(sign_in("team").get(f"{BASE}/answers"))


def test_none_chosen_to_be_used_again_is_said(app, sign_in):
    coordinator = sign_in("coordinator")
    send(coordinator, "note", note="Here")
    answer = coordinator.send(f"{SERVICES}/reuse", {"evidence-page": "7"}, page=SERVICES)
    assert answer.status_code == 422
    assert "Choose one of the pieces" in words(answer)
    long = {"evidence-piece": str(piece(app)), "evidence-page": "7" * 61}
    answer = coordinator.send(f"{SERVICES}/reuse", long, page=SERVICES)
    assert answer.status_code == 422
    assert "7" * 61 in words(answer)
    for forged in ("99999", "-1", "x"):
        answer = coordinator.send(f"{SERVICES}/reuse", {"evidence-piece": forged}, page=SERVICES)
        assert answer.status_code in {404, 422}


def test_in_review_the_reviewer_sees_and_downloads(template, tmp_path, sign_in):
    app = template.copy(tmp_path / "reviewed")
    in_review(app)
    coordinator, reviewer = (installations.sign_in(app, name) for name in ("coordinator", "reviewer"))
    send(coordinator, "file", file=(PNG, "photo.png"), title="A photo", confidential="1")
    page = words(reviewer.get(f"{BASE}/review/support"))
    assert "<b>A photo</b>" in page
    number = piece(app)
    assert download(reviewer, f"{SUPPORT}/{number}/file")[0] == PNG
    assert "Add a piece of evidence" not in words(reviewer.get(SUPPORT))
    assert "The region names no evidence" in words(reviewer.get(f"{BASE}/review/services"))
    with app.app_context():
        begin_write(db.session)
        db.session.query(Citation).update({"cited_at": of_salzburg().submitted_at})
        db.session.commit()
    assert "Take away" not in words(coordinator.get(SUPPORT))
    assert "stays with it during the review" in words(coordinator.get(f"{SUPPORT}/{number}/away"))
    assert "stay as they are during the review" in words(coordinator.get(f"{SUPPORT}/{number}"))


def test_the_archive_holds_files_and_a_list(app, sign_in):
    coordinator = sign_in("coordinator")
    send(coordinator, "file", file=(PDF, "plan.pdf"), title="=1+1", page="12", quotation="Zitat")
    first = piece(app)
    send(coordinator, "file", file=(PDF + b"\n", "PLAN.pdf"), title="Other", confidential="1")
    send(coordinator, "link", url="https://example.org/x")
    coordinator.send(f"{SERVICES}/reuse", {"evidence-piece": str(first)}, page=SERVICES)
    answer = coordinator.get(f"{ALL}/archive")
    named = answer.headers["Content-Disposition"]
    assert re.search(r'attachment; filename="evidence_salzburg_2026_[\d-]+\.zip"', named)
    packed = zipfile.ZipFile(io.BytesIO(answer.data))
    assert packed.testzip() is None
    assert packed.namelist() == ["manifest.csv", "manifest.json", "files/plan.pdf", "files/PLAN (2).pdf"]
    assert packed.read("files/plan.pdf") == PDF
    rows = list(csv.DictReader(io.StringIO(packed.read("manifest.csv").decode())))
    assert [(row["question"], row["title"], row["file"], row["confidential"]) for row in rows] == [
        ("support", "'=1+1", "files/plan.pdf", "no"),
        ("support", "Other", "files/PLAN (2).pdf", "yes"),
        ("support", "https://example.org/x", "", "no"),
        ("services", "'=1+1", "files/plan.pdf", "no"),
    ]
    told = json.loads(packed.read("manifest.json"))
    assert (told["region"], told["wave"], len(told["evidence"])) == ("salzburg", "2026", 4)
    one = told["evidence"][0]
    assert (one["title"], one["page"], one["quotation"], one["added_by"]) == ("=1+1", "12", "Zitat", "Clara Conti")
    assert len(one["sha256"]) == 64
    assert sign_in("team").get(f"{ALL}/archive").status_code == 404


def test_the_archive_of_the_team_holds_nothing_confidential(template, tmp_path):
    app = template.copy(tmp_path / "reviewed")
    in_review(app)
    coordinator, team = (installations.sign_in(app, name) for name in ("coordinator", "team"))
    send(coordinator, "file", file=(PDF, "secret.pdf"), confidential="1")
    send(coordinator, "file", file=(PNG, "open.png"))
    packed = zipfile.ZipFile(io.BytesIO(team.get(f"{ALL}/archive").data))
    assert packed.namelist() == ["manifest.csv", "manifest.json", "files/open.png"]
    assert b"secret" not in packed.read("manifest.json")


@pytest.mark.parametrize("path", [SUPPORT, ALL])
def test_pages_in_german(app, sign_in, path):
    coordinator = sign_in("coordinator", language="de")
    send(coordinator, "note", note="Beschlossen.")
    assert "Nachweise" in words(coordinator.get(path))
