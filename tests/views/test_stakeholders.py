"""The page of stakeholders' answers, and the third lens on the pages of a result and in its report."""

import csv
import re
from fractions import Fraction
from io import BytesIO, StringIO

import pytest

from survey.database import db
from survey.models import StakeholderCount
from tests.installations import open_wave, sign_in
from tests.services.bringing import PEOPLE, long, wide
from tests.views.standings import GOOD, stand

PAGE, RESULTS = "/assessments/2026/salzburg/stakeholders", "/results/2026/salzburg"


@pytest.fixture
def app(app):
    """Give an installation in which Salzburg has submitted."""
    open_wave(app)
    stand(app, "salzburg", GOOD)
    return app


def send(app, content: bytes, who="coordinator"):
    """Send a file as the page does."""
    return sign_in(app, who).send(PAGE, {"file": (BytesIO(content), "answers.csv")}, page=PAGE)


def bring(app, content: bytes | None = None) -> None:
    """Bring the answers of twelve people."""
    assert send(app, content or wide()).status_code == 303


def text_of(app, path: str, who="coordinator", status=200) -> str:
    """Return a page."""
    answer = sign_in(app, who).get(path)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def kept(app) -> int:
    """Return how many counts are kept."""
    with app.app_context():
        return db.session.query(StakeholderCount).count()


def test_an_empty_page_tells_what_to_do(app):
    text = text_of(app, PAGE)
    assert "No answers of stakeholders are here yet." in text
    assert "Count and keep the answers" in text
    assert "survey stakeholders bring 2026 salzburg FILE" in text
    for who in ("contributor", "team", "reviewer"):
        shown = text_of(app, PAGE, who)
        assert "The coordinators of the region can bring them" in shown
        assert 'type="file"' not in shown
    assert f'href="{PAGE}"' in text_of(app, f"{RESULTS}/lenses")
    assert "There is one lens so far" in text_of(app, f"{RESULTS}/lenses")


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_template_is_filled_in_and_sent_back(app, language):
    answer = sign_in(app, "coordinator").get(f"{PAGE}/template.csv?for=excel&language={language}")
    assert 'filename="stakeholders_salzburg_2026' in answer.headers["Content-Disposition"]
    lines = answer.get_data(as_text=True).splitlines()
    separator = ";" if ";" in lines[0] else ","
    filled = [line.replace(f"1{separator}spaces{separator}", f"1{separator}spaces{separator}some", 1) for line in lines]
    people = [f"{n}{line[1:]}" for n in range(10, 25) for line in filled[1:]]
    assert send(app, "\r\n".join([lines[0], *people]).encode()).status_code == 303
    assert "15 stakeholders answered." in text_of(app, PAGE)
    assert "cannot" not in text_of(app, f"{PAGE}/template.csv?for=fun", status=422)


def test_what_was_brought_is_shown_replaced_and_taken_away(app):
    bring(app)
    text = text_of(app, PAGE)
    assert "12 stakeholders answered." in text
    assert re.findall(r'<td class="figure">(.*?)</td>', text) == [
        "10",
        "fewer than 10",
        "10",
        "fewer than 10",
        "10",
        "12",
    ]
    assert "What is here now goes as soon as another file is kept" in text
    bring(app, long({code: values * 2 for code, values in PEOPLE.items()}))
    assert "24 stakeholders answered." in text_of(app, PAGE)
    assert "The counts of 24 people are deleted" in text_of(app, f"{PAGE}/away")
    coordinator = sign_in(app, "coordinator")
    assert coordinator.send(f"{PAGE}/away", {}, page=f"{PAGE}/away").status_code == 303
    assert kept(app) == 0
    assert coordinator.send(f"{PAGE}/away", {}, page=PAGE).status_code == 404
    assert "There are no answers" in text_of(app, f"{PAGE}/away")


def test_the_counts_can_be_taken_along_and_give_the_scores(app):
    bring(app)
    path = f"{PAGE}/counts.csv"
    answer = sign_in(app, "coordinator").get(path)
    assert 'filename="stakeholder-counts_salzburg_2026' in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(StringIO(answer.get_data(as_text=True))))
    told = [
        (row["question"], row["value"], *(float(row[name]) for name in ("people", "points", "possible")))
        for row in rows
    ]
    assert told == [
        ("support", "everywhere", 4, 2, 2),
        ("support", "partly", 4, 1, 2),
        ("support", "planned", 2, 0, 2),
        ("mixed", "1", 5, 0, 1),
        ("mixed", "5", 5, 1, 1),
        ("share", "20", 10, 0.5, 1),
        ("spaces", "none", 6, 0, 1),
        ("spaces", "some", 6, 1, 1),
    ]
    shares: dict[str, list[Fraction]] = {}
    for row in rows:
        worth = Fraction(row["points"]) / Fraction(row["possible"])
        shares.setdefault(row["question"], []).extend([worth] * int(row["people"]))
    means = {code: sum(each) / len(each) for code, each in shares.items()}
    assert means == {"support": Fraction(3, 5), **dict.fromkeys(("mixed", "share", "spaces"), Fraction(1, 2))}
    scores = sign_in(app, "coordinator").get("/exports/2026/scores-long.csv").get_data(as_text=True)
    found = {row["component"]: row for row in csv.DictReader(StringIO(scores)) if row["lens"] == "stakeholders"}
    assert float(found["encounter"]["score"]) == pytest.approx(100 * float(means["share"] + means["spaces"]) / 2)
    assert text_of(app, f"{path}?for=fun", status=422)
    assert f'href="{path}"' in text_of(app, PAGE)


@pytest.mark.parametrize(
    ("who", "status"), [("contributor", 200), ("team", 200), ("reviewer", 200), ("neighbour", 404)]
)
def test_the_counts_are_for_whoever_sees_everything_of_the_region(app, who, status):
    bring(app)
    text_of(app, f"{PAGE}/counts.csv", who, status)


def test_there_is_no_file_of_counts_where_nobody_was_asked(app):
    text_of(app, f"{PAGE}/counts.csv", status=404)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            wide({"support": ["often", *["no"] * 11]}),
            "Line 2, support</strong>: “often” One of these is allowed: everywhere",
        ),
        (wide({"support": ["no"] * 9}), "9 people answered a question that counts."),
        (b"", "The first line does not name the columns of answers."),
        (b"\xff\xfe", "The file is not in UTF-8."),
    ],
)
def test_a_file_with_faults_is_refused_as_a_whole(app, content, said):
    bring(app)
    answer = send(app, content)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert kept(app) == 9


def test_no_file_is_no_file(app):
    answer = sign_in(app, "coordinator").send(PAGE)
    assert answer.status_code == 422
    assert "No file was chosen." in answer.get_data(as_text=True)


def test_more_faults_than_a_page_lists_are_counted(app):
    text = send(app, wide({"support": ["often"] * 103})).get_data(as_text=True)
    assert text.count("“often”") == 100
    assert "3 more faults are not listed." in text


@pytest.mark.parametrize("who", ["contributor", "team", "reviewer", "administrator", "neighbour"])
def test_nobody_else_brings_or_takes_away(app, who):
    bring(app)
    client = sign_in(app, who)
    for path, sent in ((PAGE, {"file": (BytesIO(wide({"mixed": ["1"] * 10})), "a.csv")}), (f"{PAGE}/away", {})):
        assert client.send(path, sent, page="/privacy").status_code == 404
    assert kept(app) == 9


def test_the_lens_stands_beside_the_report_before_any_review(app):
    bring(app)
    text = text_of(app, f"{RESULTS}/lenses")
    assert "As reported, and as stakeholders see it" in text
    assert "The index is 89.6 as reported and 52.5 as stakeholders see it." in text
    listed = text.partition('id="perceived"')[2]
    assert re.findall(r'#a-(\w+)"', listed) == ["spaces", "support", "mixed", "share"]
    assert re.findall(r'class="figure" data-label="Difference">(.*?)<', listed) == ["−50.0", "−40.0", "−25.0", "−25.0"]
    assert "12 stakeholders know it." in listed
    assert "12 stakeholders answered. The index is 89.6 as reported" in text_of(app, RESULTS)


def test_the_report_has_the_lens_too(app):
    bring(app)
    text = text_of(app, f"{RESULTS}/report")
    assert "As reported, and as stakeholders see it" in text
    assert re.findall(r"<th[^>]*><span>([^<]*)</span>", text.partition('id="lenses"')[2])[:3] == [
        "Component",
        "Reported",
        "Stakeholders",
    ]
    most = re.compile(r"Stakeholders differ most in [^.]*\.[^.]*\.")
    assert most.search(text)[0] == most.search(text_of(app, f"{RESULTS}/lenses"))[0]


def test_the_log_tells_who_brought_them(app):
    bring(app)
    assert "brought answers of stakeholders. People: 12." in text_of(app, "/assessments/2026/salzburg/log")


@pytest.mark.parametrize(("who", "links"), [("coordinator", 1), ("team", 1), ("neighbour", 0)])
def test_exports_lead_to_the_counts_of_those_who_see_everything(app, who, links):
    bring(app)
    text = text_of(app, "/exports/2026", who)
    assert text.count("stakeholders/counts.csv") == links
    assert "/weights.csv" in text
