"""The results page of a region in review: the reported scores, and beside them the verified ones."""

import csv
import re
from io import StringIO

import pytest

from tests.installations import sign_in
from tests.views.standing_in_review import REVIEW, in_review, submitted
from tests.views.test_stakeholders import bring

RESULTS = "/results/2026/salzburg"
LENSES = f"{RESULTS}/lenses"
VERDICTS = {"services": {}, "staff": {}, "spaces": {}, "share": {"share": "10"}, "support": {"support": "partly"}}


@pytest.fixture
def app(app):
    in_review(app)
    return app


def table(app, who: str) -> dict[str, list[str]]:
    """Return the rows of the table of both lenses by component, without its notes."""
    text = sign_in(app, who).get(LENSES).get_data(as_text=True)
    part = text.partition('id="lenses"')[2].partition("</table>")[0]
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", part)
    plain = re.compile(r'<span class="away">.*?</span>|<[^>]+>')
    return {name: [plain.sub("", cell) for cell in re.findall(r"<td.*?</td>", cells)] for name, cells in rows}


def judge_some(app) -> None:
    """Accept three answers and adjust two."""
    reviewer = sign_in(app, "reviewer")
    for code, adjusted in VERDICTS.items():
        sent = {"page-verdict": "adjusted" if adjusted else "accepted", "page-version": "1", "page-reason": "Because."}
        assert reviewer.send(f"{REVIEW}/{code}", {**sent, **adjusted}).status_code == 302


@pytest.mark.parametrize("who", ["coordinator", "reviewer", "team"])
def test_both_lenses_stand_side_by_side(app, who):
    assert table(app, who)["Index"] == ["87.5", "62.5 to 87.5", "75%", "–", "0.0 to 100.0", "0%", "–"]
    judge_some(app)
    found = table(app, who)
    assert found["Index"] == ["87.5", "62.5 to 87.5", "75%", "68.8", "50.0 to 75.0", "75%", "−18.8"]
    assert found["Interaction"] == ["75.0", "75.0", "100%", "62.5", "62.5", "100%", "−12.5"]
    for path in (RESULTS, LENSES):
        text = sign_in(app, who).get(path).get_data(as_text=True)
        assert "The index is 87.5 as reported and 68.8 as verified." in text
    assert "Reviewers have accepted or adjusted 5 of 8 answers." in text


def test_the_questions_that_make_the_difference_are_listed_with_both_answers(app):
    text = sign_in(app, "coordinator").get(LENSES).get_data(as_text=True)
    assert "So far the reviewers value no answer otherwise than the region." in text
    judge_some(app)
    text = sign_in(app, "coordinator").get(LENSES).get_data(as_text=True).partition('id="apart"')[2]
    assert re.findall(r'replies#r-(\w+)"', text) == ["support", "share"]
    assert re.findall(r'class="figure" data-label="Difference">(.*?)<', text) == ["−50.0", "−25.0"]
    assert "In parts of the region" in text
    assert text.count("The reviewer gave a reason.") == 2


def test_both_lenses_come_as_a_file(app):
    judge_some(app)
    answer = sign_in(app, "team").get(f"{LENSES}/lenses.csv")
    rows = {row["component"]: row for row in csv.DictReader(StringIO(answer.get_data(as_text=True), newline=""))}
    assert (rows["index"]["reported_score"], rows["index"]["verified_score"]) == ("87.5", "68.75")
    assert sign_in(app, "team").get(f"{LENSES}/lenses.csv?for=dinner").status_code == 422


@pytest.mark.parametrize(("who", "status"), [("contributor", 200), ("neighbour", 404), ("nobody", 404)])
def test_who_sees_both_lenses(app, who, status):
    assert sign_in(app, who).get(LENSES).status_code == status


def test_before_the_review_there_is_one_lens(template, tmp_path):
    app = template.copy(tmp_path / "fresh")
    submitted(app)
    assert "as verified" not in sign_in(app, "coordinator").get(RESULTS).get_data(as_text=True)
    assert "There is one lens so far" in sign_in(app, "coordinator").get(LENSES).get_data(as_text=True)
    assert sign_in(app, "coordinator").get(f"{LENSES}/lenses.csv").status_code == 422


def test_the_files_hold_both(app):
    judge_some(app)
    answer = sign_in(app, "team").get("/exports/2026/scores-long.csv?for=analysis")
    rows = list(csv.DictReader(StringIO(answer.get_data(as_text=True), newline="")))
    index = {row["lens"]: row["score"] for row in rows if row["component"] == "index" and row["unit"] == "salzburg"}
    assert index == {"reported": "87.5", "verified": "68.75"}
    assert list(rows[0])[-1] == "lens"


def test_all_three_stand_side_by_side_in_review(app):
    bring(app)
    text = sign_in(app, "reviewer").get(LENSES).get_data(as_text=True)
    assert "Salzburg through three lenses" in text
    assert "Where reported and verified differ most" in text
    assert "Where reported and stakeholders differ most" in text
    answer = sign_in(app, "team").get(f"{LENSES}/lenses.csv")
    index = next(csv.DictReader(StringIO(answer.get_data(as_text=True))))
    assert [index[name] for name in ("reported_score", "verified_score", "stakeholders_score")] == ["87.5", "", "52.5"]
    assert (index["stakeholders_people"], index["stakeholders_coverage"]) == ("12", "0.75")
    assert "Stakeholders" in sign_in(app, "team").get(f"{LENSES}/lenses.svg").get_data(as_text=True)
