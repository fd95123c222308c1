"""One answer under review: what its page shows, verdicts that are kept and refused, standing by one."""

import re

import pytest

from survey.database import db
from survey.models import ReviewedAnswer, StoredAnswer
from survey.scoring.lenses import Verdict
from tests.views.standing_in_review import REVIEW, answer, in_review, judge


@pytest.fixture
def app(app):
    in_review(app)
    return app


def kept(app) -> list[tuple[str, Verdict, str | None, bool]]:
    """Return the verdicts: question, verdict, what stands instead, whether it holds."""
    with app.app_context():
        rows = db.session.query(ReviewedAnswer).order_by(ReviewedAnswer.id).all()
        return [(row.question, row.verdict, row.adjusted_value, row.replaced_at is None) for row in rows]


def read(client, code: str) -> str:
    return client.get(f"{REVIEW}/{code}").get_data(as_text=True)


def test_the_page_has_all_that_helps_to_judge(sign_in):
    page = read(sign_in("reviewer"), "support")
    for words in (
        *("Does the region help newcomers to find a home?", "A home is a place to stay for a year or longer."),
        *("A decision, a budget line.", "In the whole region", "Answer 1 of 8", "Save and go on"),
    ):
        assert words in page
    assert '<span class="place">Review · Salzburg</span>' in page
    for tab in ("comments", "history"):
        assert f'href="/assessments/2026/salzburg/questions/support/{tab}"' in page


def test_answers_are_judged_one_after_the_other(app, sign_in):
    reviewer = sign_in("reviewer")
    assert judge(reviewer, "support", "accepted").location.endswith("/review/services")
    sent = judge(reviewer, "services", "adjusted", "Only advice is on the page.", services="advice")
    assert sent.location.endswith("/review/staff")
    page = read(reviewer, "services")
    assert "Advice; Legal help" in page
    assert "Adjusted by Rita Rossi" in page
    assert kept(app) == [
        ("support", Verdict.ACCEPTED, None, True),
        ("services", Verdict.ADJUSTED, "advice", True),
    ]
    with app.app_context():
        assert {row.version for row in db.session.query(StoredAnswer)} == {1}


def test_after_the_last_answer_comes_the_first_that_waits(sign_in):
    reviewer = sign_in("reviewer")
    assert judge(reviewer, "visitors", "accepted").location.endswith("/review/support")


@pytest.mark.parametrize(
    ("kind", "reason", "more", "said"),
    [
        ("", "", {}, "Please choose one of the three."),
        ("nonsense", "Because.", {}, "Please choose one of the three."),
        ("returned", "", {}, "Please say why"),
        ("adjusted", "Because.", {"share": "140"}, "Please give a number from 0 to 100"),
        ("adjusted", "Because.", {"share": "20"}, "This is what the region reported"),
        ("adjusted", "", {"share": "10"}, "Please say why"),
        ("adjusted", "Because.", {"share": ""}, "Please choose the answer that is to stand"),
        ("returned", "x" * 2001, {}, "Please shorten it"),
    ],
)
def test_a_wrong_verdict_comes_back_with_all_that_was_typed(app, sign_in, kind, reason, more, said):
    sent = judge(sign_in("reviewer"), "share", kind, reason, **more)
    page = sent.get_data(as_text=True)
    assert sent.status_code == 422
    assert said in page
    assert all(value in page for value in (reason, *more.values()))
    assert kept(app) == []


def test_an_answer_that_changed_meanwhile_is_looked_at_again(app, sign_in):
    reviewer, coordinator = sign_in("reviewer"), sign_in("coordinator")
    judge(reviewer, "proud", "returned", "Which cafés?")
    old = re.search(r'name="page-seen" value="(\d+)"', read(reviewer, "proud"))[1]
    closing = "/assessments/2026/salzburg/sections/closing"
    sent = {"proud": "Our twelve cafés.", "proud.version": "1", "page-touched": "proud"}
    assert coordinator.send(closing, sent).status_code == 302
    late = judge(reviewer, "proud", "returned", "Still which?", **{"page-version": "1", "page-seen": old})
    page = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "The region has changed this answer meanwhile" in page
    assert "Our twelve cafés." in page
    assert "Still which?" in page
    assert 'name="page-version" value="2"' in page
    assert [verdict for _, verdict, _, _ in kept(app)] == [Verdict.RETURNED]
    assert judge(reviewer, "proud", "accepted").status_code == 302


def test_nobody_goes_over_a_verdict_or_a_reply_unseen(app, sign_in):
    reviewer = sign_in("reviewer")
    judge(reviewer, "share", "adjusted", "The report says 10.", share="10")
    late = judge(reviewer, "share", "accepted", **{"page-seen": ""})
    assert late.status_code == 409
    assert "Somebody has judged this answer or replied meanwhile" in late.get_data(as_text=True)
    seen = re.search(r'name="page-seen" value="(\d+)"', read(reviewer, "share"))[1]
    answer(sign_in("coordinator"), "share", "disputed", "The register says 20.")
    assert judge(reviewer, "share", "accepted", **{"page-seen": seen}).status_code == 409
    assert reviewer.send(f"{REVIEW}/share/uphold", {"page-seen": seen}, page=REVIEW).status_code == 409
    assert kept(app) == [("share", Verdict.ADJUSTED, "10", True)]


def test_earlier_verdicts_stay_on_the_page(app, sign_in):
    reviewer = sign_in("reviewer")
    judge(reviewer, "share", "adjusted", "The report says 10.", share="10")
    answer(sign_in("coordinator"), "share", "disputed", "The register says 20.")
    assert judge(reviewer, "share", "accepted").status_code == 302
    page = read(reviewer, "share")
    assert "1 earlier verdict" in page
    for words in ("The report says 10.", "Adjusted to: 10 %", "The register says 20."):
        assert words in page.partition("1 earlier verdict")[2]
    assert [holds for *_, holds in kept(app)] == [False, True]


@pytest.mark.parametrize("name", ["coordinator", "contributor", "neighbour", "nobody"])
def test_the_desk_is_not_there_for_others(sign_in, name):
    client = sign_in(name)
    assert client.get(REVIEW).status_code == 404
    assert client.get(f"{REVIEW}/support").status_code == 404


@pytest.mark.parametrize("name", ["team", "administrator"])
def test_who_runs_the_survey_sees_the_queue_and_judges_nothing(app, sign_in, name):
    client = sign_in(name)
    assert "Your verdict" not in read(client, "support")
    for sent in ({"page-verdict": "accepted", "page-version": "1"}, {}):
        assert client.send(f"{REVIEW}/support", sent, page=REVIEW).status_code == 404
    assert client.send(f"{REVIEW}/support/uphold", page=REVIEW).status_code == 404
    assert kept(app) == []


@pytest.mark.parametrize("code", ["mixed", "nonsense"])
def test_what_is_not_to_be_reviewed_has_no_page(sign_in, code):
    reviewer = sign_in("reviewer")
    assert reviewer.get(f"{REVIEW}/{code}").status_code == 404
    assert reviewer.send(f"{REVIEW}/{code}", {"page-verdict": "accepted"}, page=REVIEW).status_code == 404
