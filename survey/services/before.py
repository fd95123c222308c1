"""An assessment beside the wave before: what is to be confirmed or answered anew, what is new, what is gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from survey.models import Assessment, User, Wave
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.progress import resolve
from survey.scoring.lineage import Relation
from survey.services import answers, carrying, continuing, editions, parts
from survey.services.carrying import Carried


@dataclass(frozen=True)
class Before:
    """What an assessment starts from, and how its questions continue those of the wave before.

    ``carried`` by the code of today's question; ``asked`` are the questions that are asked if all that waits is
    confirmed; ``mine`` those that the reader may answer now. ``relations`` say what became of each question that
    continues one; ``new`` and ``gone`` are questions that only one of the two waves asks, ``gone`` by its code then.
    """

    wave: Wave
    then: Questionnaire
    carried: Mapping[str, Carried]
    asked: frozenset[str]
    mine: frozenset[str]
    relations: Mapping[str, Relation]
    new: tuple[str, ...]
    gone: tuple[str, ...]

    @cached_property
    def to_confirm(self) -> frozenset[str]:
        """The questions whose earlier answer waits and can be confirmed."""
        return frozenset(code for code in self._counted if self.carried[code].waits)

    @cached_property
    def anew(self) -> frozenset[str]:
        """The questions that wait to be answered anew."""
        waits = (code for code, one in self.carried.items() if one.waits and one.cleared is not None)
        return frozenset(waits) & self.asked

    @property
    def total(self) -> int:
        """How many earlier answers there are to confirm, those settled included."""
        return len(self._counted)

    @property
    def done(self) -> int:
        """How many of them are settled: confirmed, or answered otherwise in this wave."""
        return self.total - len(self.to_confirm)

    def mine_of(self, codes: Iterable[str]) -> list[str]:
        """Return those of these questions that the reader may confirm, in the same order."""
        return [code for code in codes if code in self.to_confirm and code in self.mine]

    @cached_property
    def _counted(self) -> list[str]:
        return [
            code for code, one in self.carried.items() if one.cleared is None and (not one.waits or code in self.asked)
        ]


def before(session: Session, *, assessment: Assessment, questionnaire: Questionnaire, by: User) -> Before | None:
    """Return what an assessment starts from; None where its wave follows no other."""
    wave = assessment.wave.follows
    if wave is None:
        return None
    found = carrying.carried(session, assessment=assessment)
    own = answers.given(answers.kept(session, assessment=assessment, questionnaire=questionnaire))
    links = continuing.links(session, later=assessment.wave.edition, earlier=wave.edition)
    then = editions.load(session, edition=wave.edition)
    continued = {link.b for link in links}
    relations = {link.a: link.relation for link in links}
    return Before(
        wave=wave,
        then=then,
        carried=found,
        asked=_asked(questionnaire, found, own),
        mine=parts.editable(session, assessment=assessment, questionnaire=questionnaire, by=by),
        relations=relations,
        new=tuple(code for code in questionnaire.questions if code not in relations),
        gone=tuple(code for code in then.questions if code not in continued),
    )


def _asked(questionnaire: Questionnaire, found: Mapping[str, Carried], own: Mapping[str, Answer]) -> frozenset[str]:
    """Return the questions that are asked once all that waits is confirmed."""
    fitting = {code: one.answer(questionnaire) for code, one in found.items() if one.waits and one.cleared is None}
    states = resolve(questionnaire, {**fitting, **own})
    return frozenset(code for code, state in states.items() if state is not State.HIDDEN)
