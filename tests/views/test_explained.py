"""How was this computed: who sees it, numbers that add up, and every reason why a part does not count."""

import csv
import re
from io import StringIO

import pytest

from survey.charts.rounding import rounded
from tests.installations import open_wave, sign_in
from tests.views.standing_in_review import REPLIES, REVIEW, in_review
from tests.views.standings import GOOD, MODEST, stand

PATH = "/results/2026/salzburg/explained"


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def page(app, component, who="coordinator", status=200, language="en"):
    """Return the text of a page, without tags and with single spaces."""
    answer = sign_in(app, who, language=language).get(f"{PATH}/{component}")
    assert answer.status_code == status, answer.get_data(as_text=True)
    main = answer.get_data(as_text=True).partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def rows(app, component, who="coordinator"):
    """Return the file of the tree as dicts, by path."""
    answer = sign_in(app, who).get(f"{PATH}/{component}/tree.csv")
    assert answer.status_code == 200
    found = csv.DictReader(StringIO(answer.get_data(as_text=True), newline=""))
    return {row["path"]: row for row in found}


@pytest.mark.parametrize(
    ("who", "draft", "submitted"),
    [
        ("coordinator", 200, 200),
        ("neighbour", 404, 404),
        ("nobody", 404, 404),
        ("team", 404, 200),
        ("administrator", 404, 200),
    ],
)
def test_whoever_sees_a_score_sees_how_it_came_about_and_nobody_else(app, who, draft, submitted):
    client = sign_in(app, who)
    paths = (f"{PATH}/index", f"{PATH}/housing/tree.csv")
    assert [client.get(path).status_code for path in paths] == [draft, draft]
    stand(app, "salzburg", GOOD)
    assert [client.get(path).status_code for path in paths] == [submitted, submitted]


@pytest.mark.parametrize("component", ["nothing", "support", "Index"])
def test_what_is_no_component_is_not_found(app, component):
    page(app, component, status=404)


def test_an_area_is_followed_by_hand(app):
    # access = (support 100 + services 100) / 2 = 100; housing = (mixed 75 + staff 100 + access 100) / 3 = 91.7.
    stand(app, "salzburg", GOOD)
    text = page(app, "housing")
    assert "Salzburg reaches 91.7 of 100. Everything that applies is known." in text
    assert "91.7 = 1 × 75.0 + 1 × 100.0 + 1 × 100.0 1 + 1 + 1" in text
    assert "0.75 of 1 points" in text
    assert "33.3% 75.0 25.0 +8.3" in text
    assert "Together 91.7" in text


def test_rounding_that_hides_a_tenth_is_told(app):
    # 25.0 + 33.3 + 33.3 = 91.6 as shown, 91.7 with all digits.
    stand(app, "salzburg", GOOD)
    assert "The parts as shown add up to 91.6 because of rounding; unrounded the sum is 91.667." in page(app, "housing")
    assert "because of rounding" not in page(app, "access")


@pytest.mark.parametrize(("value", "shown"), [(0.05, "0.0"), (0.15, "0.2"), (2.25, "2.2"), (91.66666, "91.7")])
def test_numbers_are_rounded_as_they_are_shown(value, shown):
    assert str(rounded(value)) == shown


def test_parts_that_do_not_count_say_why(app):
    # Nothing is known of encounter but the share; services is hidden and counts 0.
    stand(app, "salzburg", {"mixed": MODEST["mixed"]})
    housing = page(app, "housing")
    assert "Not known: it is left out and widens the band." in housing
    assert "a score needs 60%" in housing
    access = page(app, "access")
    assert "Not asked, because of an earlier answer" in access
    encounter = page(app, "encounter")
    assert "That is not the same as 0." in encounter
    assert "Together" not in encounter


def test_a_withheld_part_counts_above_and_says_so(app):
    stand(app, "salzburg", {"mixed": MODEST["mixed"], "share": MODEST["share"], "spaces": MODEST["spaces"]})
    assert "Too little known to be published by itself; it counts here all the same." in page(app, "index")


def test_each_part_leads_down_and_each_question_to_its_answer(app):
    stand(app, "salzburg", GOOD)
    client = sign_in(app, "coordinator")
    index = client.get(f"{PATH}/index").get_data(as_text=True)
    assert f'href="{PATH}/housing"' in index
    housing = client.get(f"{PATH}/housing").get_data(as_text=True)
    assert f'href="{PATH}/index"' in housing
    assert f'href="{PATH}/access"' in housing
    assert 'href="/results/2026/salzburg"' in housing
    target = re.search(r'href="(/assessments/2026/salzburg/answers)#(a-mixed)"', housing)
    assert target
    assert f'id="{target[2]}"' in client.get(target[1]).get_data(as_text=True)


def test_every_score_of_the_results_and_of_the_comparison_leads_here(app):
    stand(app, "salzburg", GOOD)
    stand(app, "catalonia", MODEST)
    for path in ("/results/2026/salzburg", "/compare/2026"):
        client = sign_in(app, "team")
        text = client.get(path).get_data(as_text=True)
        links = set(re.findall(r'href="(/results/2026/[a-z-]+/explained/[a-z_]+)"', text))
        assert len(links) >= 5
        assert {client.get(link).status_code for link in links} == {200}
    cells = re.findall(r'<td class="heat-\d">(.*?)</td>', text)
    assert cells
    assert all(cell.startswith("<a ") for cell in cells)


def test_the_file_holds_the_whole_way_down_unrounded(app):
    stand(app, "salzburg", GOOD)
    found = rows(app, "index")
    assert found["index/housing/access/support"]["answer"] == "everywhere"
    assert float(found["index/housing"]["value"]) == pytest.approx(275 / 3)
    parts = [row for row in found.values() if row["level"] == "question"]
    assert sum(float(row["contribution"]) for row in parts) == pytest.approx(float(found["index"]["value"]))


def test_a_wish_that_cannot_be_shows_the_page_with_what_can(app):
    answer = sign_in(app, "coordinator").get(f"{PATH}/housing/tree.csv?for=fun")
    assert answer.status_code == 422
    assert "is no purpose of a file" in answer.get_data(as_text=True)


def test_files_are_named_after_what_they_hold_and_written_for_their_purpose(app):
    answer = sign_in(app, "coordinator", language="de").get(f"{PATH}/housing/tree.csv?for=excel")
    assert re.search(
        r'filename="explained-housing_salzburg_2026_[\d-]+_excel\.csv"', answer.headers["Content-Disposition"]
    )
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert ";" in answer.get_data(as_text=True).splitlines()[0]


def test_each_answer_leads_to_its_evidence_and_its_review(template, tmp_path):
    app = template.copy(tmp_path / "reviewed")
    in_review(app)
    assert "No evidence" in page(app, "access")
    reviewer = sign_in(app, "reviewer")
    for code, verdict in (("support", "returned"), ("services", "accepted")):
        sent = {"page-verdict": verdict, "page-version": "1", "page-reason": "Because."}
        assert reviewer.send(f"{REVIEW}/{code}", sent).status_code == 302
    client = sign_in(app, "coordinator")
    link = {"evidence-kind": "link", "evidence-title": "A page", "evidence-url": "https://region.example/homes"}
    assert client.send("/assessments/2026/salzburg/questions/support/evidence", link).status_code == 302
    text = client.get(f"{PATH}/access").get_data(as_text=True)
    assert "1 piece of evidence" in text
    assert 'href="/assessments/2026/salzburg/questions/support/evidence"' in text
    assert re.findall(r'href="(/assessments/2026/salzburg/replies[^"]*)"', text) == [f"{REPLIES}#r-support", REPLIES]
    assert "Change asked for" in text
    seen = sign_in(app, "reviewer").get(f"{PATH}/access").get_data(as_text=True)
    assert f'href="{REVIEW}/support"' in seen
