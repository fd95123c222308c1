"""Builders of a database in which one wave follows another, by the same edition or by the next."""

from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa

from survey.database import begin_write
from survey.models import Assessment, CarriedAnswer, Wave
from survey.policy import OPERATOR
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.reader import read
from survey.services import carrying, editions, submissions
from tests.databases import DUE, EXPLAINED, NOW, World, open_wave, text, world

NEXT = Path(__file__).parent.parent / "small_next.yaml"
OPENS = date(2026, 6, 15)
LATER = NOW + timedelta(days=45)
GIVEN = {
    "support": Answer(State.ANSWERED, "everywhere"),
    "services": Answer(State.ANSWERED, ("advice", "legal")),
    "mixed": Answer(State.ANSWERED, 4),
    "staff": Answer(State.NOT_APPLICABLE, reason="The state decides."),
    "share": Answer(State.ANSWERED, 20.5),
    "spaces": Answer(State.ANSWERED, "some"),
    "spaces_note": text("Three houses."),
    "proud": text("Our cafés."),
    "visitors": Answer(State.ANSWERED, 12),
}


def next_edition() -> Questionnaire:
    """Return the edition that follows the small one."""
    return read(NEXT)


def submit(here: World, given: dict[str, Answer], *, seen: int = 0) -> None:
    """Answer everything as given, the rest with "does not know", and submit."""
    every = {code: given.get(code, Answer(State.DOES_NOT_KNOW)) for code in here.questionnaire.questions}
    here.save(**{code: (answer, seen) for code, answer in every.items()})
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire}
    submissions.submit(here.session, by=here.coordinator, now=NOW, words=EXPLAINED, **known)
    here.session.commit()


def submitted(folder: Path, given: dict[str, Answer] | None = None) -> World:
    """Return a world in which Here has submitted."""
    here = world(folder)
    submit(here, GIVEN if given is None else given)
    return here


def make_wave(here: World, asked: Questionnaire | None = None, *, key: str = "2027", opens: date = OPENS) -> Wave:
    """Return another wave, of the next edition unless another is named; nothing is committed."""
    begin_write(here.session)
    edition = editions.store(here.session, questionnaire=asked or next_edition(), now=NOW)
    return open_wave(here.session, edition, key=key, opens=opens, due=DUE + timedelta(days=60))


def follow(here: World, asked: Questionnaire | None = None, *, time_bound: tuple[str, ...] = ()) -> int:
    """Let a wave of the next edition, or of another, start from the first; from now on the world is about it."""
    before = here.wave
    here.wave = make_wave(here, asked)
    count = carrying.carry_over(
        here.session, wave=here.wave, earlier=before, by=OPERATOR, now=NOW, time_bound=frozenset(time_bound)
    )
    here.session.commit()
    of_here = sa.select(Assessment).where(Assessment.wave_id == here.wave.id)
    found = {each.region_id: each for each in here.session.scalars(of_here)}
    here.assessment, here.elsewhere = (found[each.region_id] for each in (here.assessment, here.elsewhere))
    here.questionnaire = asked or next_edition()
    return count


def rows(here: World) -> dict[str, CarriedAnswer]:
    """Return what Here starts from, by question."""
    wanted = sa.select(CarriedAnswer).where(CarriedAnswer.assessment_id == here.assessment.id)
    return {each.question: each for each in here.session.scalars(wanted)}
