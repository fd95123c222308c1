"""The stages by pages: where it stands, each step for those who may, reasons kept as typed, and clear refusals."""

import re
from datetime import timedelta

import pytest

from survey.database import begin_write, db
from survey.languages import format_date
from survey.models import Stage, Transition
from survey.services import stages
from tests import installations
from tests.installations import NOW, open_wave
from tests.views.standing_in_review import in_review, letters, of_salzburg, somebody, submitted

STAGE = "/assessments/2026/salzburg/stage"
PEOPLE = ("coordinator", "contributor", "reviewer", "neighbour", "nobody", "team", "administrator")
REASON = 'Two answers\nwere <b>wrong</b> "again".'


@pytest.fixture
def draft(app):
    open_wave(app)
    return app


@pytest.fixture
def handed_in(app):
    submitted(app)
    return app


@pytest.fixture
def reviewed(app):
    in_review(app)
    return app


def words(answer) -> str:
    return answer.get_data(as_text=True)


def stage(app) -> tuple[str, int]:
    with app.app_context():
        return of_salzburg().stage.value, db.session.query(Transition).count()


def day(days: int) -> str:
    """Return a day before or after the last one of the wave, which ends in thirty."""
    return (NOW + timedelta(days=30 + days)).date().isoformat()


def extend(client, due: str, reason: str = "Elections."):
    return client.send(f"{STAGE}/extend", {"extend-due": due, "extend-reason": reason}, page=STAGE)


def test_a_fresh_draft_says_what_is_ahead(draft, sign_in):
    page = words(sign_in("coordinator").get(STAGE))
    assert re.search(r'<li aria-current="step"><span><strong>Draft</strong>', page)
    assert page.count("ahead</span>") == 3
    assert "None yet: the assessment has been a draft since the wave began." in page
    assert f'href="{STAGE.replace("/stage", "/check")}"' in page


@pytest.mark.parametrize("name", PEOPLE)
def test_each_sees_the_steps_they_may_take(handed_in, sign_in, name):
    answer = sign_in(name).get(STAGE)
    offered = set(re.findall(r'action="[^"]*/(withdraw|reopen|extend|review/open)"', words(answer)))
    steps = {"coordinator": {"withdraw"}, "reviewer": {"review/open"}, "team": {"reopen"}, "administrator": {"reopen"}}
    assert answer.status_code == (404 if name in ("neighbour", "nobody") else 200)
    assert offered == steps.get(name, set())


def test_a_region_withdraws_with_a_reason_that_everybody_reads(handed_in, sign_in):
    coordinator = sign_in("coordinator")
    sent = coordinator.send(f"{STAGE}/withdraw", {"withdraw-reason": REASON}, page=STAGE)
    assert (sent.location, stage(handed_in)) == (STAGE, ("draft", 2))
    page = words(coordinator.get(STAGE))
    assert "The assessment is a draft again. Every answer is still there." in page
    assert "Made a draft again" in page
    assert "Why: Two answers\nwere &lt;b&gt;wrong&lt;/b&gt; &#34;again&#34;." in page
    assert (
        coordinator.send("/assessments/2026/salzburg/submit", page="/assessments/2026/salzburg/check").status_code
        == 302
    )


def test_the_team_gives_it_back_from_a_concluded_review(reviewed, sign_in):
    with reviewed.app_context():
        begin_write(db.session)
        stages.step(db.session, assessment=of_salzburg(), to=Stage.CONCLUDED, by=somebody("reviewer"), now=NOW)
        db.session.commit()
    team = sign_in("team")
    assert team.send(f"{STAGE}/reopen", {"reopen-reason": "New figures."}, page=STAGE).location == STAGE
    assert stage(reviewed) == ("draft", 4)
    assert "The region can answer again." in words(team.get(STAGE))


@pytest.mark.parametrize(("step", "name"), [("withdraw", "coordinator"), ("reopen", "team")])
@pytest.mark.parametrize("reason", ["", " \n ", "x" * 2001])
def test_a_step_without_a_reason_or_with_too_much_changes_nothing(handed_in, sign_in, step, name, reason):
    answer = sign_in(name).send(f"{STAGE}/{step}", {f"{step}-reason": reason}, page=STAGE)
    assert (answer.status_code, stage(handed_in)) == (422, ("submitted", 1))
    page = words(answer)
    assert ("Please say why" in page) == (not reason.strip())
    assert ("at most 2000 characters" in page) == bool(reason.strip())
    assert reason.strip() in page


def test_more_time_for_one_region_is_shown_where_people_look(draft, sign_in):
    team, coordinator = sign_in("team"), sign_in("coordinator")
    later = day(7)
    assert extend(team, later).location == STAGE
    shown = re.sub(r"\s+", " ", words(coordinator.get(STAGE)))
    assert "This region has more time than the others" in shown
    assert "Last day set to" in shown
    assert "Why: Elections." in shown
    assert "This region has more time" not in words(sign_in("neighbour").get(STAGE.replace("salzburg", "leipzig")))
    with draft.test_request_context():
        said = format_date(NOW.date() + timedelta(days=37))
    assert f"You have until {said}" in words(coordinator.get("/assessments/2026/salzburg/"))
    assert extend(team, day(0), "Not needed.").status_code == 302
    assert "This region has more time" not in words(coordinator.get(STAGE))


@pytest.mark.parametrize(
    ("due", "reason", "said"),
    [
        (day(-1), "Elections.", "The wave itself ends later."),
        ("", "Elections.", "Please give the last day"),
        ("31.12.2026", "Elections.", "Please give the last day"),
        (day(3), "", "Please say why"),
    ],
)
def test_what_cannot_be_the_last_day_comes_back_as_typed(draft, sign_in, due, reason, said):
    answer = extend(sign_in("team"), due, reason)
    assert answer.status_code == 422
    page = words(answer)
    assert said in page
    assert f">\r\n{reason}</textarea>" in page or f">\n{reason}</textarea>" in page
    assert due in page
    with draft.app_context():
        assert of_salzburg().extended_due is None


def test_a_day_that_is_over_is_refused_after_the_wave(template, tmp_path):
    app = template.copy(tmp_path / "over")
    open_wave(app, days=-5)
    answer = extend(installations.sign_in(app, "team"), (NOW - timedelta(days=2)).date().isoformat())
    assert (answer.status_code, "This day is over already." in words(answer)) == (422, True)


@pytest.mark.parametrize(
    ("made", "step", "name", "said"),
    [
        ("draft", "withdraw", "coordinator", "This assessment is a draft."),
        ("draft", "reopen", "team", "This assessment is a draft."),
        ("handed_in", "extend", "team", "This assessment is submitted."),
        ("reviewed", "withdraw", "coordinator", "This assessment is in review."),
        ("reviewed", "extend", "administrator", "This assessment is in review."),
    ],
)
def test_a_step_that_is_too_late_says_so_and_gives_back_the_reason(request, sign_in, made, step, name, said):
    app = request.getfixturevalue(made)
    before = stage(app)
    sent = {f"{step}-reason": REASON, "extend-due": day(3)}
    answer = sign_in(name).send(f"{STAGE}/{step}", sent, page=STAGE)
    page = words(answer)
    assert (answer.status_code, stage(app)) == (409, before)
    assert said in page
    assert "were &lt;b&gt;wrong&lt;/b&gt;" in page


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("step", ["withdraw", "reopen", "extend"])
def test_steps_of_others_are_not_there(handed_in, sign_in, name, step):
    if (step, name) in {("withdraw", "coordinator"), ("reopen", "team"), ("reopen", "administrator")}:
        return
    answer = sign_in(name).send(f"{STAGE}/{step}", {f"{step}-reason": REASON, "extend-due": day(3)}, page="/privacy")
    late = step == "extend" and name in ("team", "administrator")
    assert (answer.status_code, stage(handed_in)) == (409 if late else 404, ("submitted", 1))


def test_the_reviewer_opens_the_review_here_and_the_region_is_told(handed_in, sign_in):
    reviewer = sign_in("reviewer")
    assert reviewer.send("/assessments/2026/salzburg/review/open", page=STAGE).status_code == 302
    assert len(letters(handed_in)) == 1
    assert "Go to the review" in words(reviewer.get(STAGE))


def test_reading_the_answers_leads_to_the_stages(handed_in, sign_in):
    for name, link in [
        ("coordinator", "Stages, and withdraw"),
        ("team", "Stages, and reopen"),
        ("reviewer", "Stages and last days"),
    ]:
        page = words(sign_in(name).get("/assessments/2026/salzburg/answers"))
        assert f'<a href="{STAGE}">{link}</a>' in page
        assert '<span class="tag open">Submitted</span>' in page


def test_stages_are_told_in_german(handed_in, sign_in):
    page = words(sign_in("coordinator", language="de").get(STAGE))
    assert "Stand der Selbstbewertung von" in page
    assert "Eingereichtes zurückziehen" in page
