"""A report on paper, read back in both languages: each part it has to have, and the numbers of the pages beside it."""

import csv
import re
from html import unescape
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from survey.charts.theme import score_text
from survey.database import begin_write, db
from survey.models import Audience, Citation, Evidence, EvidenceKind
from survey.questionnaires.answers import Answer, State
from tests.charts.samples import reader
from tests.installations import NOW, open_wave, sign_in
from tests.reports.test_form import plain
from tests.views.opening import of, open_sections
from tests.views.standing_in_review import somebody
from tests.views.standings import GOOD, MODEST, UNKNOWN, stand

REGION = "/results/2026/salzburg"
BEFORE = GOOD | {"share": Answer(State.ANSWERED, 10.0), "spaces": UNKNOWN}
PEERS = ("timis", "leipzig", "arad")

ENGLISH = {
    "cover": ["Intercultural self-assessment", "Salzburg", "Stage submitted", "Data of", "Fingerprint begins with"],
    "contents": ["Contents", "What to know first", "How the scores come about"],
    "summary": ["Salzburg reaches 89.6 of 100 points.", "What is missing most", "The shortest way to 95.0"],
    "numbers": ["Index stands at 89.6 of 100; the areas reach from 87.5 (Encounter) to 91.7 (Housing)."],
    "dimensions": ["Equality stands at 91.7 of 100", "Share of the dimension", "Interaction stands at 87.5"],
    "areas": ["Housing is highest with 91.7, Encounter lowest with 87.5."],
    "change": ["Index: Salzburg rose from 58.3 in Wave 2025 to 89.6 in Wave 2026 (+31.2)."],
    "parts": ["58.3 +18.8 +12.5 0.0 89.6"],
    "peers": ["Beside 3 peers, whose results you may see: Arad, Leipzig, Timiș.", "Housing 91.7"],
    "steps": ["To bring Index from 89.6 to 95.0, 1 change is enough; it reaches 95.8."],
    "answers": ["Does the region help newcomers to find a home?", "In the whole region", "Points: 2 of 2"],
    "evidence": ["Public decision"],
    "method": ["It does not compute the Intercultural Cities Index", "Missing answers", "Coverage", "Rounding"],
    "about": ["About this report", "Fingerprint of the data (SHA-256)", "edition 1"],
}  # fmt: skip
GERMAN = {
    "cover": ["Interkulturelle Selbstbewertung", "Stand eingereicht", "Daten vom", "Fingerabdruck beginnt mit"],
    "contents": ["Inhalt", "Das Wichtigste zuerst"],
    "summary": ["Salzburg erreicht 89,6 von 100 Punkten."],
    "numbers": ["Index: 89,6 von 100"],
    "areas": ["91,7", "87,5"],
    "change": ["58,3 +18,8 +12,5 0,0 89,6", "Was sich seit der letzten Welle geändert hat"],
    "peers": ["Neben 3 Vergleichsregionen, deren Ergebnisse Sie sehen dürfen: Arad, Leipzig, Timiș."],
    "steps": ["Der kürzeste Weg zu 95,0"],
    "answers": ["In the whole region", "Public decision"],
    "method": ["Es berechnet nicht den ICC-Index des Europarats"],
    "about": ["Zu diesem Bericht", "Fingerabdruck der Daten (SHA-256)"],
}  # fmt: skip


@pytest.fixture
def app(app):
    """Salzburg has submitted in two waves, three other regions have opened what they submitted in the second."""
    open_wave(app, key="2025")
    stand(app, "salzburg", BEFORE, wave="2025")
    open_wave(app, key="2026")
    stand(app, "salzburg", GOOD, wave="2026")
    for region in PEERS:
        stand(app, region, MODEST, wave="2026")
        open_sections(app, region, housing=Audience.PARTNERSHIP, encounter=Audience.PARTNERSHIP)
    with app.app_context():
        _cite()
    return app


def _cite() -> None:
    begin_write(db.session)
    by, at = somebody("coordinator"), of("salzburg")
    for title, confidential in (("Public decision", False), ("Secret budget", True)):
        known = {"kind": EvidenceKind.NOTE, "region_id": at.region_id, "added_at": NOW, "added_by_id": by.id}
        piece = Evidence(**known, title=title, note="Read it.", confidential=confidential)
        db.session.add(piece)
        db.session.flush()
        where = {"assessment_id": at.id, "question": "support", "evidence_id": piece.id}
        db.session.add(Citation(**where, cited_at=NOW, cited_by_id=by.id))
    db.session.commit()


def pages(app, path, who="coordinator", language="en") -> list[str]:
    """Return the text of each page of a PDF, each space and line end as one space."""
    answer = sign_in(app, who, language=language).get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return [" ".join(one.extract_text().split()) for one in PdfReader(BytesIO(answer.data)).pages]


@pytest.mark.parametrize(("language", "expected"), [("en", ENGLISH), ("de", GERMAN)])
def test_a_regions_report_has_every_part(app, language, expected):
    found = pages(app, f"{REGION}/report.pdf", language=language)
    text = plain(" ".join(found))
    assert [(part, said) for part, some in expected.items() for said in some if plain(said) not in text] == []
    assert [said for said in expected["cover"] if plain(said) not in plain(found[0])] == []
    assert "Secret budget" not in " ".join(found)
    wave = "Wave 2026" if language == "en" else "Welle 2026"
    assert all(wave in page for page in found[1:])


def test_the_whole_fingerprint_stands_on_the_last_page(app):
    whole = sign_in(app, "coordinator").get(f"{REGION}/report").get_data(as_text=True)
    [mark] = re.findall(r"<code>((?:[0-9a-f]{8} ){7}[0-9a-f]{8})</code>", whole)
    found = pages(app, f"{REGION}/report.pdf")
    assert mark.replace(" ", "") in found[-1].replace(" ", "")
    assert mark[:17] in found[0]


def test_the_report_says_of_change_peers_and_steps_what_the_pages_say(app):
    client, text = sign_in(app, "coordinator"), plain(" ".join(pages(app, f"{REGION}/report.pdf")))
    change, peers, steps = (client.get(f"{REGION}/{path}").get_data(as_text=True) for path in PAGES)
    account = re.findall(r"<dt>.*?</dt><dd>(.*?)</dd>", change)
    assert plain(" ".join(account)) in text
    for html in (change, peers, steps):
        found = re.findall(r'<p class="said"[^>]*>(.*?)</p>', html, re.DOTALL)
        assert found
        for said in found:
            assert plain(unescape(re.sub(r"<[^>]+>", "", said))) in text


PAGES = ("change", "peers", "priorities")


def test_a_neighbour_reads_scores_and_peers_and_of_no_answer_and_no_change(app):
    open_sections(app, "salzburg", housing=Audience.PARTNERSHIP)
    text = " ".join(pages(app, f"{REGION}/report.pdf", "neighbour"))
    assert plain("What changed is shown to the people of Salzburg") in plain(text)
    assert "91.7" in text
    for closed in ("58.3", "87.5", "89.6", "+18.8", "How mixed are", "Priorities", "Encounter"):
        assert closed not in text
    assert "Beside 3 peers" in text


@pytest.mark.parametrize(("language", "first"), [("en", "What to know first"), ("de", "Das Wichtigste zuerst")])
def test_the_partnerships_report_has_cover_summary_dimensions_areas_and_method(app, language, first):
    found = pages(app, "/compare/2026/report.pdf", "team", language)
    text = plain(" ".join(found))
    expected = {
        "en": ["The regions side by side", "Equality: 4 regions lie between", "This report shows 4 regions"],
        "de": ["Die Regionen nebeneinander", "Salzburg", "Timiș"],
    }[language]
    shared = [first, "SHA-256", *expected]
    assert [said for said in shared if plain(said) not in text] == []
    assert ("Fingerprint begins with" if language == "en" else "Fingerabdruck beginnt mit") in found[0]
    assert "Secret budget" not in text


WHOLE = "/compare/2026/report"
LEVELS = ("dimension", "area")


def on_the_pages(client) -> dict[tuple[str, str], dict[str, str]]:
    """Return every row of the heat maps on the pages of a comparison, by the names of region and component."""
    found = {}
    for level in LEVELS:
        text = client.get(f"/compare/2026/heat-map.csv?for=analysis&level={level}").get_data(as_text=True)
        found |= {(row["region"], row["title"]): row for row in csv.DictReader(StringIO(text, newline=""))}
    return found


def tables(html: str) -> dict[str, list[list[str]]]:
    """Return the tables of a page by their captions, each as rows of texts with its heads first."""
    found = {}
    for table in re.findall(r"<table.*?</table>", html, re.DOTALL):
        [caption] = re.findall(r"<caption[^>]*>(.*?)</caption>", table, re.DOTALL)
        rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in table.split("<tr>")[1:]]
        found[unescape(caption)] = [[unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in rows]
    return found


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_table_of_the_partnerships_report_has_the_numbers_of_the_pages(app, language):
    client = sign_in(app, "team", language=language)
    pages_say, found = on_the_pages(client), tables(client.get(WHOLE).get_data(as_text=True))
    with reader(language):
        said = {key: score_text(float(row["score"])) for key, row in pages_say.items()}
    told = {}
    for caption, (heads, *rows) in found.items():
        for first, *cells in rows:
            if len(heads) == 5:  # components down, the four regions across
                told |= {(region, first): cell for region, cell in zip(heads[1:], cells, strict=True)}
            else:  # one dimension, regions down: score, interval, planned, coverage, questions answered
                title = next(title for _region, title in pages_say if caption.startswith(title))
                row = pages_say[first, title]
                assert cells[0] == said[first, title]
                assert cells[-1] == (f"{row['answered']} of {row['applicable']}" if language == "en" else cells[-1])
    assert told == said
    assert len(found) == 4


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_table_of_the_partnerships_page_stands_row_for_row_on_paper(app, language):
    text = plain(" ".join(pages(app, f"{WHOLE}.pdf", "team", language)))
    for caption, rows in tables(sign_in(app, "team", language=language).get(WHOLE).get_data(as_text=True)).items():
        assert rows[1:]
        assert [row for row in rows if plain("".join(row)) not in text] == [], caption


def test_every_sheet_of_the_partnerships_workbook_has_the_numbers_of_the_pages_unrounded(app):
    client = sign_in(app, "team")
    book, pages_say = load_workbook(BytesIO(client.get(f"{WHOLE}.xlsx").data)), on_the_pages(client)
    assert book.sheetnames == ["About these tables", "Scores", "Areas", "Dimensions", "Answers", "Codebook"]
    whole = {(row[1], row[3]): row for row in list(book["Scores"].values)[1:]}
    assert set(whole) - set(pages_say) == {(region, "Access") for region in ("Salzburg", "Arad", "Leipzig", "Timiș")}
    for key in pages_say:
        numbers = [float(pages_say[key][name]) for name in ("score", "low", "high", "coverage")]
        assert list(whole[key][5:9]) == pytest.approx(numbers)
    for sheet in ("Areas", "Dimensions"):
        heads, *rows = book[sheet].values
        for _code, title, *cells in rows:
            expected = [float(pages_say[region, title]["score"]) for region in heads[2:]]
            assert cells == pytest.approx(expected)


def test_the_answers_in_the_partnerships_workbook_are_those_that_the_wave_exports(app):
    client = sign_in(app, "team")
    [_heads, *rows] = load_workbook(BytesIO(client.get(f"{WHOLE}.xlsx").data))["Answers"].values
    told = {(row[0], row[2]): (row[6], row[8]) for row in rows}
    text = client.get("/exports/2026/answers-long.csv").get_data(as_text=True)
    exported = list(csv.DictReader(StringIO(text, newline="")))
    assert len(told) == len(exported) == 4 * 9
    for row in exported:
        value, points = told[row["unit"], row["question"]]
        assert str(value or "") == row["value"]
        assert float(points or 0) == float(row["points"] or 0)
