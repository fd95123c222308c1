"""Builders of a region that answers separately first: two people, or three, until the twentieth of May."""

from datetime import UTC, date, datetime

from survey.models import Assessment, AuditEntry, Consensus, Deed, User
from survey.questionnaires.answers import Answer, State
from survey.services import consensus, separately
from survey.services.recording import Entry, Outcome
from tests.databases import NOW, World

DUE = date(2026, 5, 20)
LAST_MOMENT = datetime(2026, 5, 20, 21, 59, 59, tzinfo=UTC)
"""A second before midnight in Vienna, where the wave is at home."""
MIDNIGHT = datetime(2026, 5, 20, 22, 0, tzinfo=UTC)


def value(given) -> Answer:
    """Return an answer with a value."""
    return Answer(State.ANSWERED, given)


def ask(here: World, *people: User, due: date = DUE, by: User | None = None, now: datetime = NOW) -> list[User]:
    """Ask the coordinator and the contributor, or others, and commit."""
    chosen = [each.id for each in people or (here.coordinator, here.contributor)]
    new = consensus.arrange(
        here.session, assessment=here.assessment, due=due, people=chosen, by=by or here.coordinator, now=now
    )
    here.session.commit()
    return list(new)


def say(here: World, by: User, *, now: datetime = NOW, version: int = 0, **answers: Answer) -> Outcome:
    """Keep a person's own answers and commit."""
    outcome = separately.record(
        here.session,
        assessment=here.assessment,
        questionnaire=here.questionnaire,
        entries={code: Entry(answer, version) for code, answer in answers.items()},
        by=by,
        now=now,
    )
    here.session.commit()
    return outcome


def done(here: World, *people: User, now: datetime = NOW) -> bool:
    """Let people say that they are finished; return whether the last of them opened the answers."""
    opened = False
    for each in people:
        opened = consensus.finish(here.session, assessment=here.assessment, by=each, now=now)
        here.session.commit()
    return opened


def visit(here: World, by: User, now: datetime = NOW) -> Consensus | None:
    """Come to the page, and commit."""
    found = consensus.visit(here.session, assessment=here.assessment, by=by, now=now)
    here.session.commit()
    return found


def around(here: World, by: User, now: datetime = NOW) -> dict[str, object]:
    """Return what the services of the meeting ask for."""
    return {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": by, "now": now}


def deeds(here: World, assessment: Assessment | None = None) -> list[tuple[Deed, int | None]]:
    """Return what was done about an assessment and by whom, the oldest first."""
    key = (assessment or here.assessment).id
    found = here.session.query(AuditEntry).filter_by(assessment_id=key).order_by(AuditEntry.id)
    return [(each.deed, each.by_id) for each in found]
