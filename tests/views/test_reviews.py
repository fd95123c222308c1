"""Reviewing by pages: the queue, one answer after the other, the region's replies, concluding."""

import pytest

from survey.database import db
from survey.models import ReviewedAnswer
from survey.scoring.lenses import Verdict
from tests import installations
from tests.views.standing_in_review import GIVEN, REVIEW, in_review, of_salzburg, submitted

REPLIES = "/assessments/2026/salzburg/replies"
TO_REVIEW = [code for code in GIVEN if code != "mixed"]


@pytest.fixture
def app(app):
    in_review(app)
    return app


def verdict(client, code: str, kind: str, reason: str = "", version: str = "1", **more: str):
    sent = {"page-verdict": kind, "page-reason": reason, "page-version": version, **more}
    return client.send(f"{REVIEW}/{code}", sent)


def stage(app) -> str:
    with app.app_context():
        return of_salzburg().stage.value


def test_a_reviewer_begins_at_the_list_of_their_regions(sign_in):
    page = sign_in("reviewer").get("/", follow_redirects=True).get_data(as_text=True)
    assert "Your reviews" in page
    assert "8 answers wait for you" in page


def test_the_review_is_opened_by_a_button(template, tmp_path):
    app = template.copy(tmp_path / "fresh")
    submitted(app)
    reviewer = installations.sign_in(app, "reviewer")
    assert "can no longer withdraw" in reviewer.get(REVIEW).get_data(as_text=True)
    assert reviewer.send(f"{REVIEW}/open", page=REVIEW).status_code == 302
    assert stage(app) == "in_review"
    assert reviewer.send(f"{REVIEW}/open", page=REVIEW).status_code == 409


def test_answers_are_judged_one_after_the_other(app, sign_in):
    reviewer = sign_in("reviewer")
    answer = verdict(reviewer, "support", "accepted")
    assert answer.location.endswith("/review/services")
    answer = verdict(reviewer, "services", "adjusted", "Only advice is on the page.", services="advice")
    assert answer.status_code == 302
    page = reviewer.get(f"{REVIEW}/services").get_data(as_text=True)
    assert "Advice; Legal help" in page
    assert "Adjusted by Rita Rossi" in page
    with app.app_context():
        rows = db.session.query(ReviewedAnswer).order_by(ReviewedAnswer.id).all()
        assert [(row.question, row.verdict, row.adjusted_value) for row in rows] == [
            ("support", Verdict.ACCEPTED, None),
            ("services", Verdict.ADJUSTED, "advice"),
        ]


@pytest.mark.parametrize(
    ("kind", "reason", "more", "said"),
    [
        ("", "", {}, "Please choose one of the three."),
        ("returned", "", {}, "Please say why"),
        ("adjusted", "Because.", {"share": "140"}, "Please give a number from 0 to 100"),
        ("adjusted", "Because.", {"share": "20"}, "This is what the region reported"),
        ("adjusted", "", {"share": "10"}, "Please say why"),
        ("adjusted", "Because.", {"share": ""}, "Please choose the answer that is to stand"),
    ],
)
def test_a_wrong_verdict_comes_back_with_all_that_was_typed(app, sign_in, kind, reason, more, said):
    answer = verdict(sign_in("reviewer"), "share", kind, reason, **more)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert all(value in page for value in (reason, *more.values()))
    with app.app_context():
        assert db.session.query(ReviewedAnswer).count() == 0


def test_an_answer_that_changed_meanwhile_is_looked_at_again(sign_in):
    answer = verdict(sign_in("reviewer"), "support", "accepted", version="7")
    assert answer.status_code == 409
    assert "The region has changed this answer meanwhile" in answer.get_data(as_text=True)


def accept_the_rest(reviewer) -> None:
    for section, codes in {
        "housing": ["support", "services", "staff"],
        "encounter": ["share", "spaces", "spaces_note"],
        "closing": ["proud", "visitors"],
    }.items():
        versions = {f"page-version-{code}": "1" for code in codes}
        assert reviewer.send(f"{REVIEW}/accept/{section}", versions, page=REVIEW).status_code == 302


def test_the_whole_way_from_the_verdict_to_the_conclusion(app, sign_in):
    reviewer, coordinator = sign_in("reviewer"), sign_in("coordinator")
    verdict(reviewer, "support", "adjusted", "The decision names five towns.", support="partly")
    verdict(reviewer, "share", "adjusted", "The report says 10.", share="10")
    verdict(reviewer, "proud", "returned", "Which cafés?")
    page = coordinator.get(REPLIES).get_data(as_text=True)
    assert "3 answers need your reply." in page
    assert "The decision names five towns." in page
    assert coordinator.send(f"{REPLIES}/support", {"page-consent": "agreed"}, page=REPLIES).status_code == 302
    refused = coordinator.send(f"{REPLIES}/share", {"page-consent": "disputed"}, page=REPLIES)
    assert (refused.status_code, "Please say why you do not agree" in refused.get_data(as_text=True)) == (422, True)
    words = {"page-consent": "disputed", "page-reply": "The register says 20."}
    assert coordinator.send(f"{REPLIES}/share", words, page=REPLIES).status_code == 302
    closing = "/assessments/2026/salzburg/sections/closing"
    sent = {"proud": "Our twelve cafés.", "proud.version": "1", "page-touched": "proud"}
    assert coordinator.send(closing, sent).status_code == 302
    accept_the_rest(reviewer)
    conclude = f"{REVIEW}/conclude"
    assert reviewer.send(conclude, page=f"{REVIEW}/support").status_code == 409
    assert stage(app) == "in_review"
    assert "The register says 20." in reviewer.get(f"{REVIEW}/share").get_data(as_text=True)
    assert reviewer.send(f"{REVIEW}/share/uphold", page=f"{REVIEW}/share").status_code == 302
    verdict(reviewer, "proud", "accepted", version="2")
    assert "Everything is settled" in reviewer.get(REVIEW).get_data(as_text=True)
    assert reviewer.send(conclude, page=REVIEW).status_code == 302
    assert stage(app) == "concluded"
    mails = sorted((app.extensions["survey_settings"].instance / "mail").glob("*.eml"))
    assert "clara" not in mails[-1].read_text()
    assert "To: coordinator@example.org" in mails[-1].read_text()


def test_the_region_is_told_by_mail_in_its_language(app, sign_in):
    reviewer = sign_in("reviewer")
    verdict(reviewer, "proud", "returned", "Which cafés?")
    assert reviewer.send(f"{REVIEW}/send", page=REVIEW).status_code == 302
    mail = next((app.extensions["survey_settings"].instance / "mail").glob("*.eml")).read_text()
    assert "asks for your reply to 1 answer" in mail.replace("\n", " ")
    assert "/assessments/2026/salzburg/replies" in mail


@pytest.mark.parametrize("name", ["coordinator", "contributor", "neighbour", "nobody"])
def test_the_desk_is_not_there_for_others(sign_in, name):
    client = sign_in(name)
    assert client.get(REVIEW).status_code == 404
    assert client.get(f"{REVIEW}/support").status_code == 404


def test_the_team_sees_the_queue_and_judges_nothing(sign_in):
    team = sign_in("team")
    assert "Your verdict" not in team.get(f"{REVIEW}/support").get_data(as_text=True)
    token = team.token(REVIEW)
    sent = {"page-verdict": "accepted", "page-version": "1", "page-csrf_token": token}
    assert team.post(f"{REVIEW}/support", data=sent).status_code == 404


@pytest.mark.parametrize("shown", ["open", "region", "settled", "nonsense"])
def test_the_queue_is_narrowed_by_its_address(sign_in, shown):
    assert sign_in("reviewer", language="de").get(f"{REVIEW}?show={shown}").status_code == 200
