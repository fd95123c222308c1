"""Reviewing by pages: the queue, a section at once, telling the region by mail, concluding."""

import re

import pytest

from survey.database import db
from survey.models import ReviewedAnswer
from tests import installations
from tests.views.standing_in_review import (
    REVIEW,
    TO_REVIEW,
    answer,
    in_review,
    judge,
    letters,
    of_salzburg,
    submitted,
)


@pytest.fixture
def app(app):
    in_review(app)
    return app


def stage(app) -> str:
    with app.app_context():
        return of_salzburg().stage.value


def test_a_reviewer_begins_at_the_list_of_their_regions(sign_in):
    page = sign_in("reviewer").get("/", follow_redirects=True).get_data(as_text=True)
    assert "Your reviews" in page
    assert "8 answers wait for you" in page


@pytest.mark.parametrize("path", ["/compare/2026", "/results/2026/salzburg", REVIEW])
def test_the_menu_of_a_reviewer_leads_to_results_and_to_the_comparison(sign_in, path):
    text = sign_in("reviewer").get(path).get_data(as_text=True)
    menu = text.partition('<nav aria-label="Main">')[2].partition("</nav>")[0]
    titles = re.findall(r"<a[^>]*>([^<]*)</a>", menu)
    assert titles[:5] == ["Your reviews", "Review", "Answers", "Results", "Compare"]


def test_whoever_reviews_nothing_is_told_so(sign_in):
    assert "Nothing waits for you." in sign_in("nobody").get("/reviews").get_data(as_text=True)


def test_the_review_is_opened_by_a_button_and_the_region_is_told(template, tmp_path):
    app = template.copy(tmp_path / "fresh")
    submitted(app)
    reviewer = installations.sign_in(app, "reviewer")
    assert "can no longer withdraw" in reviewer.get(REVIEW).get_data(as_text=True)
    assert reviewer.send(f"{REVIEW}/open", page=REVIEW).status_code == 302
    assert stage(app) == "in_review"
    (letter,) = letters(app)
    assert "To: coordinator@example.org" in letter
    assert "8 answers are read against their evidence." in letter
    assert reviewer.send(f"{REVIEW}/open", page=REVIEW).status_code == 409
    assert len(letters(app)) == 1


@pytest.mark.parametrize("shown", ["open", "region", "disputed", "settled", "unsettled", "nonsense"])
def test_the_queue_is_narrowed_by_its_address(sign_in, shown):
    assert sign_in("reviewer", language="de").get(f"{REVIEW}?show={shown}").status_code == 200


def test_the_queue_counts_whose_turn_it_is(sign_in):
    reviewer = sign_in("reviewer")
    judge(reviewer, "support", "accepted")
    judge(reviewer, "share", "adjusted", "The report says 10.", share="10")
    judge(reviewer, "spaces", "returned", "Where?")
    answer(sign_in("coordinator"), "share", "disputed", "The register says 20.")
    page = reviewer.get(REVIEW).get_data(as_text=True)
    for words in ("All 8", "For the reviewer: 6", "For the region: 1", "Disputed: 1", "Settled: 1"):
        assert words in page
    disputed = reviewer.get(f"{REVIEW}?show=disputed").get_data(as_text=True)
    assert (disputed.count("/review/share"), disputed.count("/review/spaces")) == (1, 0)


def test_the_rest_of_a_section_is_accepted_at_once(app, sign_in):
    reviewer = sign_in("reviewer")
    judge(reviewer, "support", "returned", "Which towns?")
    assert "Accept the 2 that are left in this section" in reviewer.get(REVIEW).get_data(as_text=True)
    versions = {"page-version-services": "1", "page-version-staff": "4"}
    page = reviewer.send(f"{REVIEW}/accept/housing", versions, page=REVIEW)
    told = reviewer.get(page.location).get_data(as_text=True)
    assert "1 answer is accepted." in told
    assert "1 answer has changed or was judged meanwhile." in told
    with app.app_context():
        assert {row.question for row in db.session.query(ReviewedAnswer)} == {"support", "services"}
    assert reviewer.send(f"{REVIEW}/accept/nonsense", page=REVIEW).status_code == 404


def test_the_region_is_told_by_mail_with_the_counts(app, sign_in):
    reviewer = sign_in("reviewer")
    assert reviewer.send(f"{REVIEW}/send", page=f"{REVIEW}/proud").status_code == 302
    assert letters(app) == []
    judge(reviewer, "proud", "returned", "Which cafés?")
    judge(reviewer, "support", "adjusted", "Five towns.", support="partly")
    judge(reviewer, "share", "adjusted", "The report says 10.", share="10")
    assert "Send to the region" in reviewer.get(REVIEW).get_data(as_text=True)
    assert reviewer.send(f"{REVIEW}/send", page=REVIEW).status_code == 302
    (letter,) = letters(app)
    assert "For 1 answer a change is asked for." in letter
    assert "2 answers were adjusted." in letter
    assert "/assessments/2026/salzburg/replies" in letter


def test_a_mail_that_cannot_leave_is_said_and_the_review_is_open(template, tmp_path):
    app = template.copy(tmp_path / "fresh")
    submitted(app)
    (app.extensions["survey_settings"].instance / "mail").write_text("no folder")
    reviewer = installations.sign_in(app, "reviewer")
    reviewer.send(f"{REVIEW}/open", page=REVIEW)
    assert "could not be sent" in reviewer.get(REVIEW).get_data(as_text=True)
    assert stage(app) == "in_review"


def test_a_region_reads_the_letter_in_its_language(app, sign_in):
    sign_in("coordinator").send("/language", {"page-language": "de"}, page="/assessments/2026/salzburg/answers")
    reviewer = sign_in("reviewer")
    judge(reviewer, "proud", "returned", "Which cafés?")
    reviewer.send(f"{REVIEW}/send", page=REVIEW)
    (letter,) = letters(app)
    assert "Bei 1 Antwort" in letter


def accept_the_rest(reviewer) -> None:
    """Accept by section what nobody has judged."""
    for section, codes in {
        "housing": ["support", "services", "staff"],
        "encounter": ["share", "spaces", "spaces_note"],
        "closing": ["proud", "visitors"],
    }.items():
        versions = {f"page-version-{code}": "1" for code in codes}
        assert reviewer.send(f"{REVIEW}/accept/{section}", versions, page=REVIEW).status_code == 302


def test_the_whole_way_from_the_verdict_to_the_conclusion(app, sign_in):
    reviewer, coordinator = sign_in("reviewer"), sign_in("coordinator")
    judge(reviewer, "support", "adjusted", "The decision names five towns.", support="partly")
    judge(reviewer, "share", "adjusted", "The report says 10.", share="10")
    judge(reviewer, "proud", "returned", "Which cafés?")
    answer(coordinator, "support", "agreed")
    answer(coordinator, "share", "disputed", "The register says 20.")
    closing = "/assessments/2026/salzburg/sections/closing"
    sent = {"proud": "Our twelve cafés.", "proud.version": "1", "page-touched": "proud"}
    assert coordinator.send(closing, sent).status_code == 302
    accept_the_rest(reviewer)
    refused = reviewer.send(f"{REVIEW}/conclude", page=f"{REVIEW}/support")
    page = refused.get_data(as_text=True)
    assert (refused.status_code, stage(app)) == (409, "in_review")
    assert "2 answers still wait for somebody." in page
    assert [code for code in TO_REVIEW if f'/review/{code}"' in page] == ["share", "proud"]
    seen = reviewer.get(f"{REVIEW}/share").get_data(as_text=True)
    mark = seen.partition('name="page-seen" value="')[2].partition('"')[0]
    assert reviewer.send(f"{REVIEW}/share/uphold", {"page-seen": mark}, page=REVIEW).status_code == 302
    judge(reviewer, "proud", "accepted")
    assert "Everything is settled" in reviewer.get(REVIEW).get_data(as_text=True)
    assert reviewer.send(f"{REVIEW}/conclude", page=REVIEW).status_code == 302
    assert stage(app) == "concluded"
    letter = letters(app)[-1]
    for words in (
        "6 answers were accepted.",
        "1 answer was adjusted and you agreed.",
        "With 1 verdict you do not agree",
    ):
        assert words in letter
    assert reviewer.send(f"{REVIEW}/support", {"page-verdict": "accepted"}, page="/reviews").status_code == 409


@pytest.mark.parametrize("name", ["team", "administrator"])
def test_who_runs_the_survey_concludes_and_does_nothing_else(app, sign_in, name):
    client = sign_in(name)
    for path in (f"{REVIEW}/send", f"{REVIEW}/accept/housing", f"{REVIEW}/open"):
        assert client.send(path, page=REVIEW).status_code == 404, path
    accept_the_rest(sign_in("reviewer"))
    assert client.send(f"{REVIEW}/conclude", page=REVIEW).status_code == 302
    assert stage(app) == "concluded"
