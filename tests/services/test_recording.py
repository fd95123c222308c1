"""Recording answers: versions, conflicts, acknowledgements, and what is refused before anything is written."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from survey.models import AnswerChange
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.services import assessments, recording
from survey.services.answers import Kept
from survey.services.recording import Conflict
from tests.databases import NOW, World, colleague, text, world
from tests.statements import asked, kinds

YES, PARTLY = Answer(State.ANSWERED, "everywhere"), Answer(State.ANSWERED, "partly")
PLANNED = Answer(State.PLANNED, "planned", planned_date=date(2027, 1, 1))
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def here(tmp_path):
    return world(tmp_path)


def stored(here: World, code: str) -> Kept:
    """Return what is kept for one question."""
    here.session.rollback()
    return assessments.answers(here.session, assessment=here.assessment)[code]


def history(here: World, code: str) -> list[tuple[int, State, str | None]]:
    """Return all versions of one answer."""
    row = AnswerChange
    wanted = sa.select(row.version, row.state, row.value).where(row.question == code).order_by(row.version)
    return [tuple(each) for each in here.session.execute(wanted)]


def test_a_first_answer_is_version_one(here):
    outcome = here.save(support=(YES, 0))
    assert (outcome.saved, outcome.written, outcome.conflicts) == ({"support": 1}, {"support"}, [])
    assert stored(here, "support") == Kept(YES, 1, NOW, "Here")


def test_each_write_is_the_next_version_and_a_row_of_history(here):
    here.save(support=(YES, 0))
    here.save(support=(PARTLY, 1))
    outcome = here.save(support=(YES, 2), now=LATER)
    assert outcome.saved == {"support": 3}
    assert stored(here, "support") == Kept(YES, 3, LATER, "Here")
    assert history(here, "support") == [
        (1, State.ANSWERED, "everywhere"),
        (2, State.ANSWERED, "partly"),
        (3, State.ANSWERED, "everywhere"),
    ]


def test_taking_an_answer_back_is_a_write(here):
    here.save(support=(YES, 0))
    outcome = here.save(support=(NOT_ANSWERED, 1))
    assert outcome.written == {"support"}
    assert stored(here, "support").answer == NOT_ANSWERED
    assert history(here, "support")[-1] == (2, State.NOT_ANSWERED, None)


def test_nothing_given_where_nothing_is_kept_writes_nothing(here):
    outcome = here.save(support=(NOT_ANSWERED, 0))
    assert (outcome.saved, outcome.written) == ({"support": 0}, set())
    assert history(here, "support") == []


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("support", PLANNED),
        ("support", Answer(State.DOES_NOT_KNOW)),
        ("support", Answer(State.NOT_APPLICABLE, reason="The state does this.")),
        ("support", Answer(State.NOT_APPLICABLE)),
        ("services", Answer(State.ANSWERED, ("advice", "legal"))),
        ("mixed", Answer(State.ANSWERED, 4)),
        ("staff", Answer(State.ANSWERED, 2.5)),
        ("share", Answer(State.ANSWERED, 40.0)),
        ("proud", text('NA, "DK" | =1+1\nand a second line: ≥ 100 % – ü')),
        ("proud", text("NA")),
        ("proud", text("DK")),
    ],
)
def test_every_answer_comes_back_as_it_was_given(here, code, answer):
    here.save(**{code: (answer, 0)})
    assert stored(here, code).answer == answer


@pytest.mark.parametrize(
    ("code", "given", "kept"),
    [
        ("services", Answer(State.ANSWERED, ("legal", "advice")), Answer(State.ANSWERED, ("advice", "legal"))),
        ("support", Answer(State.ANSWERED, "planned", planned_date=date(2027, 1, 1)), PLANNED),
        ("support", Answer(State.ANSWERED, "everywhere", reason="x", planned_date=date(2027, 1, 1)), YES),
        ("support", Answer(State.DOES_NOT_KNOW, reason="no"), Answer(State.DOES_NOT_KNOW)),
        ("proud", text("  spa\ud800ces\x00 "), text("spaces")),
        ("proud", text(" "), NOT_ANSWERED),
        ("services", Answer(State.ANSWERED, ()), NOT_ANSWERED),
        ("support", Answer(State.NOT_APPLICABLE, reason="  "), Answer(State.NOT_APPLICABLE)),
    ],
)
def test_an_answer_is_kept_in_one_way_of_writing_it(here, code, given, kept):
    here.save(**{code: (text("first") if code == "proud" else Answer(State.DOES_NOT_KNOW, reason="x"), 0)})
    version = stored(here, code).version
    here.save(**{code: (given, version)})
    assert stored(here, code).answer == kept


def test_a_stale_version_is_a_conflict_and_nothing_is_overwritten(here):
    here.save(support=(YES, 0))
    outcome = here.save(support=(PARTLY, 0), by=colleague(here), now=LATER)
    assert outcome.conflicts == [Conflict("support", PARTLY, Kept(YES, 1, NOW, "Here"))]
    assert (outcome.saved, outcome.written) == ({}, set())
    assert stored(here, "support").answer == YES
    assert len(history(here, "support")) == 1


def test_keeping_mine_after_a_conflict_goes_on_from_theirs(here):
    here.save(support=(YES, 0))
    conflict = here.save(support=(PARTLY, 0)).conflicts[0]
    outcome = here.save(support=(conflict.mine, conflict.theirs.version))
    assert outcome.saved == {"support": 2}


def test_sending_again_what_is_kept_is_acknowledged_without_a_write(here):
    here.save(support=(YES, 0))
    outcome = here.save(support=(YES, 0))
    assert (outcome.saved, outcome.written, outcome.conflicts) == ({"support": 1}, set(), [])
    assert len(history(here, "support")) == 1


def test_a_field_left_as_it_was_loaded_does_not_overwrite_what_others_wrote(here):
    here.save(support=(YES, 0), proud=(text("Mine"), 0))
    here.save(support=(PARTLY, 1), by=colleague(here))
    outcome = here.save(support=(YES, 1), proud=(text("Mine, too"), 1))
    assert (outcome.saved, outcome.conflicts) == ({"proud": 2}, [])
    assert outcome.untouched["support"].answer == PARTLY
    assert stored(here, "support").answer == PARTLY


def test_an_empty_field_loaded_before_anybody_answered_overwrites_nothing(here):
    here.save(support=(YES, 0))
    outcome = here.save(support=(NOT_ANSWERED, 0))
    assert set(outcome.untouched) == {"support"}
    assert stored(here, "support").answer == YES


def test_each_question_stands_for_itself(here):
    here.save(support=(YES, 0))
    outcome = here.save(support=(PARTLY, 0), proud=(text("The team"), 0))
    assert outcome.saved == {"proud": 1}
    assert [each.code for each in outcome.conflicts] == ["support"]


def test_a_version_that_never_was_is_a_conflict(here):
    outcome = here.save(support=(YES, 7))
    assert outcome.conflicts == [Conflict("support", YES, Kept(NOT_ANSWERED, 0, None, None))]
    here.save(support=(YES, 0))
    assert len(here.save(support=(PARTLY, 7)).conflicts) == 1


def test_a_hidden_question_keeps_its_answer(here):
    """What hides it may be changed back; hiding is worked out, never kept."""
    here.save(services=(Answer(State.ANSWERED, ("advice",)), 0), support=(Answer(State.ANSWERED, "no"), 0))
    assert stored(here, "services").answer.value == ("advice",)


def meanwhile(here: World, monkeypatch: pytest.MonkeyPatch, statement: str, **values: object) -> None:
    """Let another write between the next reading of answers and the writing, as PostgreSQL allows.

    SQLite has one writer at a time, so it is done in the same transaction: the constraints are as real.
    """

    once, reading = [statement], recording.kept

    def kept(session, **given):
        found = reading(session, **given)
        if once:
            session.connection().execute(sa.text(once.pop()), values)
        return found

    monkeypatch.setattr(recording, "kept", kept)


FIRST = (
    "INSERT INTO answer (assessment_id, question, version, state, value, changed_at, changed_by_id) "
    "VALUES (:assessment, 'support', 1, 'answered', 'everywhere', '2026-05-04 10:30:00.000000', :by)"
)


@pytest.mark.parametrize(("mine", "saved", "conflicts"), [(PARTLY, {}, ["support"]), (YES, {"support": 1}, [])])
def test_of_two_first_answers_at_once_one_is_kept(here, monkeypatch, mine, saved, conflicts):
    meanwhile(here, monkeypatch, FIRST, assessment=here.assessment.id, by=here.coordinator.id)
    outcome = here.save(support=(mine, 0))
    assert (outcome.saved, [each.code for each in outcome.conflicts]) == (saved, conflicts)
    assert stored(here, "support") == Kept(YES, 1, NOW, "Here")


def test_of_two_changes_at_once_one_is_kept(here, monkeypatch):
    here.save(support=(YES, 0))
    meanwhile(here, monkeypatch, "UPDATE answer SET version = 2, value = 'no'")
    outcome = here.save(support=(PARTLY, 1))
    assert [each.theirs.version for each in outcome.conflicts] == [2]
    assert stored(here, "support").answer.value == "no"


def test_saving_one_answer_costs_few_statements(here):
    here.save(support=(YES, 0))
    here.save(support=(PARTLY, 1))  # from now on the objects of person and assessment are kept
    with asked() as reads:
        here.save(support=(YES, 2))
    assert kinds(reads) == ["SELECT", "SELECT", "SELECT", "UPDATE", "INSERT"]
