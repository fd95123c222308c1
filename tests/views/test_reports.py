"""Reports as people fetch them: who gets which, what they are called, and that page, PDF, workbook, data agree."""

import hashlib
import json
import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from survey.database import begin_write, db
from survey.models import Citation, Comment, Evidence, EvidenceKind, Thread
from tests.installations import NOW, open_wave, sign_in
from tests.reports.test_form import plain
from tests.views.standing_in_review import in_review, of_salzburg, somebody
from tests.views.standings import GOOD, MODEST, stand

REGION, WAVE = "/results/2026/salzburg/report", "/compare/2026/report"
ENDINGS = ("", ".pdf", ".xlsx", ".json")


@pytest.fixture
def stood(app):
    """Salzburg and Timiș have submitted."""
    open_wave(app)
    stand(app, "salzburg", GOOD)
    stand(app, "timis", MODEST)
    return app


def page(app, path, who="coordinator", language="en") -> str:
    """Return the text of a page without its tags, each space and line end as one space."""
    answer = sign_in(app, who, language=language).get(path)
    assert answer.status_code == 200
    return words(answer.get_data(as_text=True))


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def paper(app, path, who="coordinator", language="en") -> str:
    """Return the text of a PDF, each space and line end as one space."""
    answer = sign_in(app, who, language=language).get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return " ".join(" ".join(one.extract_text() for one in PdfReader(BytesIO(answer.data)).pages).split())


def book(app, path, who="coordinator"):
    answer = sign_in(app, who).get(path)
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.data))


def cells(workbook) -> list[str]:
    return [str(cell) for sheet in workbook for row in sheet.iter_rows(values_only=True) for cell in row if cell]


@pytest.mark.parametrize(
    ("who", "draft", "submitted"),
    [
        ("coordinator", 200, 200),
        ("contributor", 200, 200),
        ("reviewer", 404, 200),
        ("neighbour", 404, 404),
        ("nobody", 404, 404),
        ("team", 404, 200),
        ("administrator", 404, 200),
    ],
)
def test_who_gets_a_regions_report_in_each_form(app, who, draft, submitted):
    open_wave(app)
    client = sign_in(app, who)
    assert {client.get(f"{REGION}{ending}").status_code for ending in ENDINGS} == {draft}
    stand(app, "salzburg", GOOD)
    assert {client.get(f"{REGION}{ending}").status_code for ending in ENDINGS} == {submitted}


def test_whoever_is_not_signed_in_is_asked_to(stood):
    for path in (REGION, WAVE):
        assert {stood.test_client().get(f"{path}{ending}").status_code for ending in ENDINGS} == {302}


@pytest.mark.parametrize("path", [f"{REGION}.doc", "/results/2026/atlantis/report.pdf", "/compare/1999/report.xlsx"])
def test_what_is_not_there_is_not_found(stood, path):
    assert sign_in(stood, "team").get(path).status_code == 404


def test_files_are_called_after_region_wave_and_day(stood):
    client = sign_in(stood, "coordinator")
    for path, whose in ((REGION, "salzburg"), (WAVE, "eu-belong")):
        for ending in ENDINGS[1:]:
            told = client.get(f"{path}{ending}").headers["Content-Disposition"]
            assert re.fullmatch(rf'attachment; filename="report_{whose}_2026_\d{{4}}-\d\d-\d\d\{ending}"', told)


def test_a_demonstration_says_so_on_page_paper_and_in_names(demonstration):
    open_wave(demonstration)
    stand(demonstration, "salzburg", GOOD)
    invented = "Demonstration: all answers and scores here are invented."
    assert page(demonstration, REGION).count(invented) == 2
    assert paper(demonstration, f"{REGION}.pdf").count(invented) > 5
    told = sign_in(demonstration, "coordinator").get(f"{REGION}.xlsx").headers["Content-Disposition"]
    assert told.endswith('_demonstration.xlsx"')


def test_page_paper_and_workbook_say_the_same(stood):
    """The index of Salzburg: the mean of 91.7 (housing) and 87.5 (encounter)."""
    said = "Index stands at 89.6 of 100; the areas reach from 87.5 (Encounter) to 91.7 (Housing)."
    assert said in page(stood, REGION)
    assert plain(said) in plain(paper(stood, f"{REGION}.pdf"))
    scores = {row[2]: row[5] for row in book(stood, f"{REGION}.xlsx")["Scores"].iter_rows(values_only=True)}
    assert scores["index"] == pytest.approx((275 / 3 + 87.5) / 2)


def test_the_data_file_has_the_fingerprint_that_page_and_paper_name(stood):
    content = sign_in(stood, "coordinator").get(f"{REGION}.json").data
    digest = hashlib.sha256(content).hexdigest()
    spaced = re.sub("(.{8})(?=.)", r"\1 ", digest)
    assert spaced in page(stood, REGION)
    assert spaced in paper(stood, f"{REGION}.pdf")
    assert digest in cells(book(stood, f"{REGION}.xlsx"))
    assert json.loads(content)["region"] == "salzburg"


def _with_things_to_hide(app) -> None:
    with app.app_context():
        begin_write(db.session)
        by, at = somebody("coordinator"), of_salzburg()
        for title, confidential in (("Public decision", False), ("Secret budget", True)):
            words = {"title": title, "note": f"Note of {title}", "confidential": confidential}
            piece = Evidence(kind=EvidenceKind.NOTE, region_id=at.region_id, added_at=NOW, added_by_id=by.id, **words)
            db.session.add(piece)
            db.session.flush()
            where = {"assessment_id": at.id, "question": "support", "evidence_id": piece.id}
            db.session.add(Citation(**where, quotation=f"Quoted from {title}", cited_at=NOW, cited_by_id=by.id))
        said = Comment(number=1, words="Between us colleagues", written_at=NOW, author_id=by.id, mentions=[])
        db.session.add(Thread(assessment_id=at.id, question="mixed", comments=[said]))
        db.session.commit()


@pytest.mark.parametrize("who", ["coordinator", "reviewer", "team"])
def test_no_report_holds_what_is_confidential_or_a_comment(stood, who):
    _with_things_to_hide(stood)
    found = [
        page(stood, REGION, who),
        paper(stood, f"{REGION}.pdf", who),
        " ".join(cells(book(stood, f"{REGION}.xlsx", who))),
        sign_in(stood, who).get(f"{REGION}.json").get_data(as_text=True),
    ]
    for text in found:
        assert "Secret budget" not in text
        assert "Between us" not in text
    assert all("Public decision" in text and "Quoted from Public" in text for text in found[:2])


def test_a_contributor_may_not_take_answers_away_and_gets_scores(stood):
    assert "How mixed are the neighbourhoods?" in page(stood, REGION)
    for text in (page(stood, REGION, "contributor"), paper(stood, f"{REGION}.pdf", "contributor")):
        assert "Index stands at 89.6" in text
        assert "How mixed are the neighbourhoods?" not in text
    assert "Answers" not in book(stood, f"{REGION}.xlsx", "contributor").sheetnames
    assert "answers" not in sign_in(stood, "contributor").get(f"{REGION}.json").json


def test_the_partnership_is_shown_as_far_as_its_reader_may_see_it(stood):
    assert "8 regions" not in page(stood, WAVE, "team")
    everything = page(stood, WAVE, "team"), paper(stood, f"{WAVE}.pdf", "team")
    for text in everything:
        assert "Index: 2 regions lie between 18.8 (Timiș) and 89.6 (Salzburg), the median is 54.2." in text
    for text in (
        page(stood, WAVE),
        paper(stood, f"{WAVE}.pdf"),
        " ".join(cells(book(stood, f"{WAVE}.xlsx"))),
        sign_in(stood, "coordinator").get(f"{WAVE}.json").get_data(as_text=True),
    ):
        assert "Salzburg" in text or "salzburg" in text
        assert "Timi" not in text
        assert "timis" not in text
        assert "18.8" not in text
        assert "54.2" not in text


def test_a_review_stands_beside_what_was_reported(app):
    in_review(app)
    assert "As reported, and as verified" in page(app, REGION, "reviewer")
    assert "As reported, and as verified" in paper(app, f"{REGION}.pdf", "reviewer")


def test_reports_speak_the_readers_language(stood):
    assert "Das Wichtigste zuerst" in page(stood, REGION, language="de")
    assert "Index: 89,6 von 100" in paper(stood, f"{REGION}.pdf", language="de")


def test_links_lead_from_result_and_comparison(stood):
    client = sign_in(stood, "coordinator")
    for path, report in (("/results/2026/salzburg", REGION), ("/compare/2026", WAVE)):
        html = client.get(path).get_data(as_text=True)
        for ending in ("", ".pdf", ".xlsx"):
            assert f'href="{report}{ending}"' in html


def test_a_page_loads_no_charting_and_its_drawings_have_words(stood):
    html = sign_in(stood, "coordinator").get(REGION).get_data(as_text=True)
    assert "plotly" not in html
    assert html.count('role="img" aria-label="') == html.count('class="report-drawing"') == 5
    assert "style=" not in html


def test_what_few_pages_need_is_loaded_for_these_alone():
    import subprocess
    import sys

    heavy = {"typst", "xlsxwriter", "pymupdf_fonts", "pandas", "alembic", "icalendar", "puremagic", "pyrage"}
    code = f"import sys, survey.app; print({heavy} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.strip() == "set()"
