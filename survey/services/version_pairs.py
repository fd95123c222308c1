"""Two frozen versions of one region side by side: each question of either, and whether its answer differs."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from survey.questionnaires.answers import Answer
from survey.questionnaires.model import Question, Questionnaire
from survey.scoring.lineage import Relation
from survey.services import continuing, editions, versions
from survey.services.versions import Version


@dataclass(frozen=True)
class Pair:
    """One question with its answer in the earlier version (``then``) and in the later one (``now``).

    A question that only one of the two asks has no answer on the other side, and no ``relation``.
    """

    asked_then: Question | None
    asked_now: Question | None
    then: Answer | None
    now: Answer | None
    relation: Relation | None

    @property
    def differs(self) -> bool:
        """Whether value, state, reason or day are others, or one side was not asked at all."""
        return self.then != self.now

    @property
    def question(self) -> Question:
        """The question, as it is asked in the later version where that has it."""
        return self.asked_now or self.asked_then  # type: ignore[return-value]  # a pair is made of at least one


def pairs(session: Session, *, earlier: Version, later: Version) -> list[Pair]:
    """Return every question of two versions, in the order of the later one; what is gone stands at the end."""
    of = {"later": later.assessment.wave.edition, "earlier": earlier.assessment.wave.edition}
    links = {link.a: link for link in continuing.links(session, **of)}
    now_asked, then_asked = (editions.load(session, edition=of[side]) for side in ("later", "earlier"))
    now, then = _counted(session, now_asked, later), _counted(session, then_asked, earlier)
    found = []
    for code, question in now_asked.questions.items():
        link = links.get(code)
        before = (then_asked.questions[link.b], then[link.b], link.relation) if link else (None, None, None)
        found.append(Pair(before[0], question, before[1], now[code], before[2]))
    return [*found, *_gone(then_asked, then, {link.b for link in links.values()})]


def _gone(asked: Questionnaire, given: dict[str, Answer], continued: set[str]) -> Iterator[Pair]:
    for code, question in asked.questions.items():
        if code not in continued:
            yield Pair(question, None, given[code], None, None)


def _counted(session: Session, asked: Questionnaire, version: Version) -> dict[str, Answer]:
    return versions.counted(asked, versions.answers(session, questionnaire=asked, version=version))
