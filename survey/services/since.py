"""How a region's scores changed since an earlier wave: what was answered differently, what counted, what was asked.

The earlier side is what was frozen last in that wave, the later one what holds now. Both are read and scored once for
each state of the answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from survey.errors import NotFoundError
from survey.models import Assessment, User
from survey.policy import Action, may
from survey.questionnaires.answers import Answer
from survey.questionnaires.model import Questionnaire
from survey.scoring import difference
from survey.scoring.difference import Difference, Scored
from survey.scoring.framework import Framework
from survey.scoring.lineage import Link
from survey.scoring.points import matrix
from survey.services import answers, continuing, editions, results, versions
from survey.services.results import MOST_KEPT
from survey.services.versions import Version


@dataclass(frozen=True)
class Side:
    """One wave of a comparison: what was asked, the answers as they counted, and the same as a row to score."""

    asked: Questionnaire
    answers: Mapping[str, Answer]
    scored: Scored


@dataclass(frozen=True)
class Change:
    """The answers of two waves side by side; ``links`` say which question continues which."""

    now: Side
    then: Side
    links: tuple[Link, ...]
    _found: dict[str, Difference] = field(default_factory=dict)

    @cached_property
    def components(self) -> tuple[str, ...]:
        """The components that both waves measure, in the public order of the later one."""
        earlier = set(self.then.scored.framework.published)
        return tuple(code for code in self.now.scored.framework.published if code in earlier)

    def difference(self, code: str) -> Difference:
        """Return now minus then in a component; KeyError for one that only one of the waves measures."""
        if code not in self._found:
            self._found[code] = difference.between(self.now.scored, self.then.scored, code, self.links)
        return self._found[code]

    def comparable(self, code: str) -> float:
        """Return the share 0-1 of today's nominal weight in a component that was asked on the same scale then."""
        weights = self.now.scored.framework.effective_weights(code)
        return min(1.0, sum(weights.get(link.a, 0.0) for link in self.links if link.relation != "rescaled"))


_known: WeakKeyDictionary[Engine, dict[tuple[int, results.Version, int], Change]] = WeakKeyDictionary()


def earlier(session: Session, *, assessment: Assessment, by: User) -> list[Version]:
    """Return what the region froze last in each wave before, by the same questionnaire; the latest wave first.

    Only waves whose scores this person may see; NotFoundError if they may not see those of the assessment itself.
    """
    if not may(by, Action.SEE_SCORES, assessment):
        raise NotFoundError("results")
    last: dict[int, Version] = {}
    for one in versions.of_region(session, assessment=assessment, by=by):
        if _order(one.assessment) < _order(assessment) and may(by, Action.SEE_SCORES, one.assessment):
            last.pop(one.assessment.id, None)
            last[one.assessment.id] = one
    return list(reversed(last.values()))


def change(session: Session, *, assessment: Assessment, version: Version) -> Change:
    """Return how the assessment differs from a version of :func:`earlier`, which has asked whether one may see it."""
    edition = assessment.wave.edition
    state = results.answered(session, edition=edition, seen=[assessment])[assessment.id]
    kept = _known.setdefault(session.get_bind().engine, {})
    key = assessment.id, state, version.id
    if key not in kept:
        kept[key] = _sides(session, assessment, version)
    while len(kept) > MOST_KEPT:
        kept.pop(next(iter(kept)))
    return kept[key]


def _sides(session: Session, assessment: Assessment, version: Version) -> Change:
    later, older = assessment.wave.edition, version.assessment.wave.edition
    asked, asked_then = editions.load(session, edition=later), editions.load(session, edition=older)
    given = answers.given(answers.kept(session, assessment=assessment, questionnaire=asked))
    given_then = versions.answers(session, questionnaire=asked_then, version=version)
    return Change(
        _side(asked, given, results.framework(session, edition=later)),
        _side(asked_then, given_then, results.framework(session, edition=older)),
        continuing.links(session, later=later, earlier=older),
    )


def _side(asked: Questionnaire, given: Mapping[str, Answer], measured: Framework) -> Side:
    return Side(asked, versions.counted(asked, given), Scored(measured, matrix(asked, [given])))


def _order(assessment: Assessment) -> tuple[object, int]:
    return assessment.wave.opens, assessment.wave_id
