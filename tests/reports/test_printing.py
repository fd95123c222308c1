"""Reports as PDF, read back: tagged, named, in the reader's language, and nothing that people wrote can run."""

import json
import re
from dataclasses import replace
from time import process_time

import pytest
from flask import Flask, g
from sqlalchemy import delete

from survey.localising import in_language
from survey.models import StoredAnswer
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.reader import read as read_file
from survey.reports import partnership, printing, regional
from survey.reports.document import Paragraph, Part, Piece, Tabled
from survey.services import editions
from tests.databases import NOW, World, world
from tests.reports import reporting
from tests.reports.reporting import Read, submit_rest
from tests.reports.test_form import HOSTILE, LIBRARY, german, plain
from tests.views.standings import GOOD

__all__ = ["german"]
ARABIC = "منطقة سالزبورغ"


@pytest.fixture
def here(tmp_path) -> World:
    made = world(tmp_path)
    made.save(**{code: (answer, 0) for code, answer in GOOD.items()})
    return made


def made(here: World, **options) -> Read:
    return reporting.read(printing.pdf(regional.report(reporting.of_region(here, **options)), now=NOW))


def test_the_pdf_is_tagged_named_and_nobodys(here):
    found = made(here)
    root = found.reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - an object of the reader
    assert root["/Lang"].startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert found.reader.metadata.title == "Report of Here, Wave Wave 2026"
    assert found.reader.metadata.author is None
    assert "<pdfuaid:part>1<" in found.reader.xmp_metadata.stream.get_data().decode()
    assert found.tags["/Title"] == 1
    assert found.tags["/H1"] == len(found.bookmarks)
    assert found.tags["/Table"] >= 4
    assert found.tags["/TH"] >= 12
    assert found.tags["/TOC"] >= 1


def test_every_drawing_says_what_it_shows(here):
    found = made(here)
    assert found.tags["/Figure"] == len(found.alternatives) == 5
    assert found.alternatives[0].startswith("The areas that count most for Equality. ")
    assert found.alternatives[2] == (
        "Scores and intervals: Areas. Housing is highest with 91.7, Encounter lowest with 87.5."
    )
    assert found.alternatives[3].startswith("The shortest way to 95.0. To bring Index from 89.6 to 95.0, ")


def test_bookmarks_lead_to_the_parts_in_their_order(here):
    assert made(here).bookmarks == [
        "What to know first",
        "Equality",
        "Interaction",
        "Areas",
        "What changed, peers and first steps",
        "Answers and evidence",
        "How the scores come about",
        "About this report",
    ]


def test_each_page_but_the_cover_says_whose_which_and_how_many(here):
    pages = made(here, demonstration=True).pages
    for number, page in enumerate(pages[1:], 2):
        assert f"Page {number} of {len(pages)}" in page
        assert "Here · Wave Wave 2026" in page
        assert "draft, not submitted · 4 May 2026" in page
    assert all("Demonstration: all answers and scores here are invented." in page for page in pages)
    assert "This is a draft: nothing has been submitted" in pages[0]


def test_what_is_submitted_is_no_draft(here):
    submit_rest(here)
    assert "This is a draft" not in made(here).text


def test_a_report_speaks_german(here, german):
    found = made(here)
    assert found.reader.trailer["/Root"]["/Lang"].startswith("de")
    assert found.bookmarks[0] == "Das Wichtigste zuerst"
    for words in ("Index: 89,6 von 100", "Seite 2 von", "Fingerabdruck der Daten", "4. Mai 2026"):
        assert words in found.text


def test_what_people_wrote_is_printed_as_typed_and_never_runs(here):
    here.save(proud=(Answer(State.ANSWERED, f"{HOSTILE}\nGrüße, Łódź, Αθήνα, София"), 0))
    reporting.cite(here, "support", title=HOSTILE, note="<b>no markup</b>")
    text = plain(made(here).text)
    assert text.count(plain(HOSTILE)) == 2
    assert plain("Grüße, Łódź, Αθήνα, София") in text
    assert plain("<b>no markup</b>") in text


def test_only_addresses_of_the_web_can_be_followed(here):
    reporting.cite(here, "support", title="The decision", url="https://www.example.org/decision?a=1&b=2")
    reporting.cite(here, "support", title="A trap", url="javascript:alert(1)")
    assert [one for one in made(here).links if "example.org" in one or "javascript" in one] == [
        "https://www.example.org/decision?a=1&b=2"
    ]


def test_names_from_right_to_left_stand_on_their_pages(here):
    here.assessment.region.name = ARABIC
    found = made(here)
    assert found.reader.metadata.title == f"Report of {ARABIC}, Wave Wave 2026"
    assert len(found.pages) >= 8
    assert "Equality stands at 91.7 of 100" in found.text


LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung"


@pytest.mark.parametrize(
    "word", [LONG, "x" * 400, "https://www.example.org/" + "very/long/path-of-a-page/" * 12, f"{LONG}/{LONG}"]
)
def test_no_word_is_wider_than_the_page(here, german, word):
    here.save(proud=(Answer(State.ANSWERED, word), 0))
    found = made(here)
    signs = re.sub(r"[^\w]", "", word)
    assert signs in re.sub(r"[^\w]", "", found.text)
    edges = [edge for page in found.reader.pages for edge in _right_edges(page)]
    assert max(edges) < 595 - 40


def _right_edges(page) -> list[float]:
    """Return where pieces of text of a page begin, and end by a cautious guess of four tenths of their size a sign."""
    found: list[float] = []

    def visit(text, matrix, at, _face, size):
        if text.strip():
            found.append(at[4] * matrix[0] + matrix[4] + 0.4 * (size or 10) * abs(at[0] or 1) * len(text.rstrip("\n")))

    page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("sign", ["😀", "漢字", "\u200b", "\x0b", "e\u0301", "\U0010ffff"])
def test_signs_that_no_face_has_keep_nobody_from_their_report(here, sign):
    here.save(proud=(Answer(State.ANSWERED, f"before {sign} after"), 0))
    found = made(here)
    assert "before" in found.text
    assert "after" in found.text
    assert found.reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_template_is_given_plain_values_alone(here):
    report = regional.report(reporting.of_region(here))
    assert json.loads(json.dumps(printing.data(report)))["title"] == "Here"


def test_a_piece_is_followed_and_read_where_its_address_is_not_its_title(here):
    report = regional.report(reporting.of_region(here))
    shown = printing._piece(Piece("https://a.example", "Link", "https://a.example"))
    assert (shown["url"], shown["shown"]) == ("https://a.example", "")
    part = Part("x", "X", (Paragraph("a" * 80),))
    broken = printing.data(replace(report, parts=(part,)))["parts"][0]["blocks"][0]["text"]
    assert broken.replace("\u00ad", "") == "a" * 80
    assert max(map(len, broken.split("\u00ad"))) == 12


def test_the_partnership_has_a_report_of_its_own(here):
    submit_rest(here)
    found = reporting.read(printing.pdf(partnership.report(reporting.of_wave(here)), now=NOW))
    assert found.reader.metadata.title == "Report of the partnership, Wave Wave 2026"
    assert found.tags["/Figure"] == 2
    assert "Answers and evidence" not in found.bookmarks
    assert "pdfuaid" in found.reader.xmp_metadata.stream.get_data().decode()


def test_many_regions_stand_in_tables_that_fit(here):
    submit_rest(here)
    material = reporting.of_wave(here)
    many = [replace(one, region=f"r{at}", region_name=f"Region {at}") for at in range(30) for one in material.readings]
    wide = partnership.report(replace(material, readings=replace(material.readings, all=tuple(many))))
    tables = [one for part in wide.every_part() for one in part.blocks if isinstance(one, Tabled)]
    assert max(len(one.table.heads) for one in tables) == 13
    assert "Region 29" in reporting.read(printing.pdf(wide, now=NOW)).text


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_whole_index_is_there_and_made_in_time(here, language):
    asked = read_file(LIBRARY / "regional_index-2026.yaml")
    here.wave.edition = editions.store(here.session, questionnaire=asked, now=NOW)
    here.questionnaire = asked
    here.session.execute(delete(StoredAnswer))
    here.session.commit()
    with Flask("survey").test_request_context():
        g.language = language
        made(here)  # faces are read once per process
        taken = []
        for _again in range(2):
            began = process_time()
            content = printing.pdf(regional.report(reporting.of_region(here)), now=NOW)
            taken.append(process_time() - began)
        found, shown = reporting.read(content), in_language(asked, language).questionnaire
    assert min(taken) < 1
    assert len(found.pages) >= 20
    text = plain(found.text)
    assert [one.code for one in shown.questions.values() if plain(one.text) not in text] == []
