"""A wave that follows another: what is handed on, what is cleared, and that nothing counts until it is confirmed."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import ClosedError, InvalidError, NotFoundError
from survey.models import AnswerChange, Assignment, AuditEntry, Cleared, Deed, Source, StoredAnswer
from survey.policy import OPERATOR
from survey.questionnaires.answers import Answer, State
from survey.services import carrying, reviews, stages, submissions, verdicts
from survey.services.reviews import Verdict
from tests.databases import NOW, World, colleague, text, world
from tests.services.following import GIVEN, LATER, follow, make_wave, next_edition, rows, submitted


@pytest.fixture
def here(tmp_path):
    """A region whose answers of the wave before wait, by the next edition of the questionnaire."""
    made = submitted(tmp_path)
    follow(made, time_bound=("staff",))
    return made


def confirm(here: World, *codes: str, **change: object) -> carrying.Outcome:
    """Confirm as the coordinator, or otherwise, and commit."""
    values = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator, "now": LATER}
    outcome = carrying.confirm(here.session, codes=codes, **(values | change))
    here.session.commit()
    return outcome


def test_what_each_relation_hands_on(here):
    found = rows(here)
    cleared = {code: row.cleared for code, row in found.items()}
    assert cleared == {
        "support": None,  # the same
        "services": Cleared.NO_LONGER_FITS,  # an option is gone
        "mixed": Cleared.RESCALED,
        "staff": Cleared.TIME_BOUND,
        "share": None,
        "places": None,  # in other words, under another code
        "spaces_note": None,
        "visitors": Cleared.NO_LONGER_FITS,  # out of range
    }
    assert (found["places"].from_question, found["places"].value, found["places"].from_version) == ("spaces", "some", 1)
    assert (found["services"].value, found["mixed"].value) == ("advice|legal", "4")
    assert found["staff"].reason == "The state decides."


def test_by_the_same_edition_everything_is_handed_on(tmp_path):
    made = submitted(tmp_path)
    assert follow(made, made.questionnaire) == len(GIVEN)
    assert {row.cleared for row in rows(made).values()} == {None}


@pytest.mark.parametrize(("day", "cleared"), [(14, Cleared.TIME_BOUND), (15, Cleared.TIME_BOUND), (16, None)])
def test_a_plan_whose_day_has_come_must_be_answered_anew(tmp_path, day, cleared):
    planned = Answer(State.PLANNED, "planned", planned_date=date(2026, 6, day))
    made = submitted(tmp_path, {"support": planned})
    follow(made, made.questionnaire)
    assert rows(made)["support"].cleared is cleared


def test_a_hidden_answer_is_not_handed_on(tmp_path):
    made = submitted(tmp_path, {**GIVEN, "support": Answer(State.ANSWERED, "no")})
    follow(made, made.questionnaire)
    assert {"services", "spaces_note"}.isdisjoint(rows(made))


def test_only_what_was_submitted_is_handed_on(tmp_path):
    made = submitted(tmp_path)
    known = {"assessment": made.assessment, "by": made.coordinator, "now": NOW}
    stages.withdraw(made.session, reason="One was wrong.", **known)
    made.session.commit()
    made.save(proud=(text("A draft only."), 1))
    follow(made, made.questionnaire)
    assert rows(made)["proud"].value == "Our cafés."


def test_of_several_versions_the_last_is_handed_on(tmp_path):
    made = submitted(tmp_path)
    known = {"assessment": made.assessment, "now": NOW}
    asked = {"questionnaire": made.questionnaire}
    stages.open_review(made.session, by=made.reviewer, **known)
    verdict = {"code": "proud", "verdict": Verdict.RETURNED, "reason": "Which?", "version": 1}
    verdicts.give(made.session, by=made.reviewer, **verdict, **known, **asked)
    made.session.commit()
    made.save(proud=(text("Our houses."), 1))
    for item in reviews.items(made.session, assessment=made.assessment, **asked):
        accepted = {"code": item.code, "version": item.kept.version, "verdict": Verdict.ACCEPTED, "reason": ""}
        verdicts.give(made.session, by=made.reviewer, **accepted, **known, **asked)
    reviews.conclude(made.session, by=made.reviewer, **known, **asked)
    made.session.commit()
    follow(made, made.questionnaire)
    assert (rows(made)["proud"].value, rows(made)["proud"].from_version) == ("Our houses.", 2)


def test_a_region_that_never_submitted_begins_empty(tmp_path):
    made = world(tmp_path)
    made.complete()
    assert follow(made) == 0
    assert rows(made) == {}


def test_each_region_gets_its_own_and_one_line_in_the_log(here):
    assert {row.from_assessment_id for row in rows(here).values()} != {here.assessment.id}
    assert carrying.carried(here.session, assessment=here.elsewhere) == {}
    (noted,) = here.session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == Deed.ANSWERS_CARRIED_OVER))
    assert (noted.assessment_id, noted.detail) == (here.assessment.id, {"count": 8, "wave": "2026"})


def test_a_wave_follows_one_other(here):
    with pytest.raises(ClosedError, match="carried-over"):
        carrying.carry_over(here.session, wave=here.wave, earlier=here.wave, by=here.team, now=NOW)


def test_a_wave_follows_an_earlier_one_of_the_same_questionnaire(tmp_path):
    made = submitted(tmp_path)
    foreign = next_edition().model_copy(update={"key": "another", "lineage": {}})
    for asked, opens, code in (
        (foreign, date(2026, 6, 15), "other-questionnaire"),
        (None, date(2026, 4, 1), "later"),
    ):
        wave = make_wave(made, asked, key=f"w-{code}", opens=opens)
        with pytest.raises(InvalidError) as refusal:
            carrying.carry_over(made.session, wave=wave, earlier=made.wave, by=OPERATOR, now=NOW)
        assert refusal.value.fields == {"follows": code}
        made.session.rollback()


@pytest.mark.parametrize("name", ["coordinator", "contributor", "reviewer", "neighbour"])
def test_only_who_runs_the_survey_hands_on(tmp_path, name):
    made = submitted(tmp_path)
    wave = make_wave(made)
    made.session.commit()
    with pytest.raises(NotFoundError):
        carrying.carry_over(made.session, wave=wave, earlier=made.wave, by=getattr(made, name), now=NOW)


def test_what_waits_is_found_in_one_statement(here):
    seen: list[str] = []
    sa.event.listen(here.session.get_bind(), "before_cursor_execute", lambda *call: seen.append(call[2]))
    found = carrying.waiting(here.session, assessment=here.assessment, codes=["support", "mixed", "waiting"])
    assert {code: (one.wave.key, one.cleared) for code, one in found.items()} == {
        "support": ("2026", None),
        "mixed": ("2026", Cleared.RESCALED),
    }
    assert found["support"].wave.edition.edition == "1"
    assert len(seen) == 1
    assert found["support"].answer(here.questionnaire) == GIVEN["support"]


def test_a_first_wave_waits_for_nothing(tmp_path):
    made = world(tmp_path)
    assert carrying.waiting(made.session, assessment=made.assessment, codes=["support"]) == {}
    assert carrying.carried(made.session, assessment=made.assessment) == {}


def test_a_confirmed_answer_is_kept_with_its_history(here):
    outcome = confirm(here, "support", "places")
    assert (outcome.saved, outcome.conflicts) == ({"support": 1, "places": 1}, [])
    changes = here.session.scalars(sa.select(AnswerChange).where(AnswerChange.assessment_id == here.assessment.id))
    assert {(each.question, each.value, each.source, each.why, each.changed_by_id) for each in changes} == {
        ("support", "everywhere", Source.CARRY_OVER, "Wave 2026", here.coordinator.id),
        ("places", "some", Source.CARRY_OVER, "Wave 2026", here.coordinator.id),
    }
    assert carrying.waiting(here.session, assessment=here.assessment, codes=["support", "places"]) == {}


@pytest.mark.parametrize("code", ["services", "mixed", "staff", "visitors", "waiting", "proud", "nonsense"])
def test_what_was_cleared_or_never_said_is_not_confirmed(here, code):
    with pytest.raises(NotFoundError):
        confirm(here, "support", code)
    here.session.rollback()
    own = sa.select(StoredAnswer).where(StoredAnswer.assessment_id == here.assessment.id)
    assert here.session.scalars(own).all() == []


def test_somebody_was_faster(here):
    here.save(support=(Answer(State.ANSWERED, "no"), 0), share=(GIVEN["share"], 0), now=LATER)
    outcome = confirm(here, "support", "share", "places", by=colleague(here))
    assert [each.code for each in outcome.conflicts] == ["support"]
    assert (outcome.saved, outcome.written) == ({"share": 1, "places": 1}, {"places"})
    kept = sa.select(StoredAnswer.value).where(
        StoredAnswer.assessment_id == here.assessment.id, StoredAnswer.question == "support"
    )
    assert here.session.scalars(kept).one() == "no"


def test_a_contributor_confirms_own_parts_only(here):
    with pytest.raises(NotFoundError):
        confirm(here, "support", by=here.contributor)
    here.session.rollback()
    begin_write(here.session)
    given = {"user_id": here.contributor.id, "part": "encounter", "given_at": NOW, "given_by_id": here.coordinator.id}
    here.session.add(Assignment(assessment_id=here.assessment.id, **given))
    here.session.commit()
    assert confirm(here, "share", "places", by=here.contributor).written == {"share", "places"}
    with pytest.raises(NotFoundError):
        confirm(here, "support", "spaces_note", by=here.contributor)


@pytest.mark.parametrize("name", ["team", "administrator", "neighbour", "reviewer"])
def test_nobody_else_confirms(here, name):
    with pytest.raises(NotFoundError):
        confirm(here, "support", by=getattr(here, name))


def test_nothing_is_confirmed_outside_the_wave_or_after_submitting(here):
    with pytest.raises(ClosedError, match="wave-upcoming"):
        confirm(here, "support", now=NOW)
    here.session.rollback()
    here.save(now=LATER, **dict.fromkeys(here.questionnaire.questions, (Answer(State.DOES_NOT_KNOW), 0)))
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator}
    submissions.submit(here.session, now=LATER + timedelta(hours=1), **known)
    here.session.commit()
    with pytest.raises(ClosedError, match="submitted"):
        confirm(here, "support")
