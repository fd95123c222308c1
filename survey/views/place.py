"""Where a section page stands: the assessment, one section, what is kept, and each question as the page shows it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import g

from survey import languages
from survey.database import db
from survey.errors import NotFoundError
from survey.forms import answers as form
from survey.forms.answers import Reply
from survey.languages import gettext as _
from survey.languages import region_name
from survey.models.assessment import Assessment
from survey.questionnaires import progress
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.model import Section, TextQuestion
from survey.services import assessments, carrying, citations, comments, parts
from survey.services.answers import Kept, kept
from survey.services.assessments import Conflict
from survey.services.carrying import Carried
from survey.views.about import questions
from survey.views.access import person
from survey.views.outline import Asked, Outline, numbers, outline
from survey.views.wording import anew, in_words, side_by_side


@dataclass(frozen=True)
class Item:
    """One question of the page: what is asked, what stands in its controls, whether it is shown, when it was saved.

    ``about`` is what the addresses of its evidence and its comments begin with; ``cited`` says how many pieces of
    evidence its answer names, ``talked`` how many comments there are.
    ``unsaved`` says that its controls hold something right that was sent and is not kept, because of another question;
    ``earlier`` what was answered in the wave before and waits to be confirmed.
    """

    asked: Asked
    number: str
    reply: Reply
    hidden: bool
    saved: str | None
    about: str = ""
    cited: int = 0
    talked: int = 0
    unsaved: bool = False
    earlier: "Earlier | None" = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.asked, name)


@dataclass(frozen=True)
class Earlier:
    """What was answered in an earlier wave, in words; ``why`` it has to be answered anew, empty where it can stand."""

    wave: str
    words: str
    why: str


@dataclass(frozen=True)
class Clash:
    """What the conflict panel of a question shows: both values, who saved the other, when, and its version."""

    mine: str
    theirs: str
    name: str
    time: str
    version: int
    own: bool


@dataclass(frozen=True)
class Place:
    """Where the reader is: an assessment, its questionnaire, one section, and what is kept."""

    assessment: Assessment
    outline: Outline
    section: Section

    @cached_property
    def kept(self) -> dict[str, Kept]:
        """What is kept of the questions that this page must know of; read when first asked for."""
        needed = self.outline.needed[self.section.code]
        return kept(db.session, assessment=self.assessment, questionnaire=self.outline.source, codes=needed)

    def knowing(self, found: dict[str, Kept]) -> "Place":
        """Return the same place with what is known to be kept now."""
        at = Place(self.assessment, self.outline, self.section)
        at.__dict__["kept"] = found
        return at

    def again(self) -> "Place":
        """Return the same place with what is kept now, after something was written."""
        return Place(self.assessment, self.outline, self.section)

    @cached_property
    def mine(self) -> frozenset[str]:
        """The questions of the whole assessment that the reader may answer now."""
        return parts.editable(db.session, assessment=self.assessment, questionnaire=self.outline.source, by=person())

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """The questions of this section that the reader may answer now, in file order."""
        return tuple(one for one in self.outline.asked[self.section.code] if one.question.code in self.mine)

    @property
    def zone(self) -> str:
        """The time zone of the wave, in which times are shown."""
        return self.assessment.wave.time_zone

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """The kept answers by question code."""
        return {code: one.answer for code, one in self.kept.items()}

    @cached_property
    def states(self) -> dict[str, State]:
        """The state of every question that this page must know of, hidden ones included."""
        return progress.resolve(self.outline.source, self.answers, self.outline.needed[self.section.code])

    @cached_property
    def earlier(self) -> dict[str, Earlier]:
        """What waits to be confirmed among the questions of this page, by code."""
        codes = [one.question.code for one in self.asked]
        waiting = carrying.waiting(db.session, assessment=self.assessment, codes=codes)
        return {code: self._earlier(one) for code, one in waiting.items()}

    def _earlier(self, one: Carried) -> Earlier:
        if one.cleared is None:
            source, shown = self.outline.source, self.outline.shown
        else:
            then = outline(one.wave.edition)
            source, shown = then.source, then.shown
        said = in_words(shown.questions[one.asked], one.answer(source))
        return Earlier(one.wave.title, said, anew(one.cleared))

    @cached_property
    def cited(self) -> dict[str, int]:
        """How many pieces of evidence the answers name, by question code."""
        return citations.counts(db.session, assessment=self.assessment, by=person())

    @cached_property
    def talked(self) -> dict[str, int]:
        """How many comments there are, by question code."""
        return comments.counts(db.session, self.assessment)

    @cached_property
    def questions(self) -> str:
        """What the addresses of the pages about the questions begin with."""
        return questions(self.assessment)

    def progress(self) -> str:
        """Return how far this section has come, in words."""
        part = progress.count(self.states[question.code] for question in self.section.questions)
        return _("%(done)s of %(total)s done", done=part.done, total=part.total)

    def fields(self, only: str | None = None) -> type[form.SectionForm]:
        """Return the form class of this section, or of one of its questions."""
        asked = {one.code: one for one in self.section.questions if only in (None, one.code)}
        return form.section_form(form.Questions((*self.outline.key, self.section.code, only or ""), asked))

    def items(self, replies: dict[str, Reply] | None = None, *, touched: Collection[str] = ()) -> list[Item]:
        """Return the questions of the page, with what was just sent where something was.

        ``touched`` names those that the sender has just chosen or typed.
        """
        sent, asked = replies or {}, self.asked
        hidden = [self._hidden(one.question.code, sent) for one in asked]
        numbered = numbers((one.follows, off) for one, off in zip(asked, hidden, strict=True))
        return [
            self._item(one, number, off, sent.get(one.question.code), one.question.code in touched)
            for one, number, off in zip(asked, numbered, hidden, strict=True)
        ]

    def _hidden(self, code: str, sent: Mapping[str, Reply]) -> bool:
        """Whether a question is not asked; one with something to mend, to decide or to keep stays in sight."""
        if self.states[code] is not State.HIDDEN:
            return False
        reply = sent.get(code)
        return reply is None or not (reply.fault or reply.conflict or self._differs(code, reply))

    def _differs(self, code: str, reply: Reply) -> bool:
        return reply.answer != self.answers.get(code, NOT_ANSWERED)

    def _item(self, asked: Asked, number: str, hidden: bool, sent: Reply | None, touched: bool) -> Item:
        code = asked.question.code
        known = self.kept.get(code)
        answer, version = answer_and_version(known)
        reply = sent or form.kept(asked.question, answer, version)
        right = not (reply.fault or reply.conflict)
        unsaved = sent is not None and right and sent.answer != answer and (touched or sent.version == version)
        return Item(
            asked,
            number,
            reply,
            hidden,
            moment(known, self.zone) if known else None,
            f"{self.questions}{code}",
            self.cited.get(code, 0),
            self.talked.get(code, 0),
            unsaved,
            self.earlier.get(code),
        )


def moment(known: Kept, zone: str) -> str:
    """Return the hour at which an answer was saved."""
    return languages.format_time(known.changed_at, zone) if known.changed_at else ""


def answer_and_version(known: Kept | None) -> tuple[Answer, int]:
    """Return an answer and its version; nothing kept is version 0."""
    return (known.answer, known.version) if known else (NOT_ANSWERED, 0)


def place(wave: str, region: str, section: str) -> Place:
    """Return where a page is; NotFoundError for what is not there or not for this reader."""
    assessment = assessments.find(db.session, wave=wave, region=region, by=person())
    found = outline(assessment.wave.edition)
    if section not in found.sections:
        raise NotFoundError("section")
    g.place = region_name(assessment.region)
    return Place(assessment, found, found.sections[section])


def clash(at: Place, conflict: Conflict) -> Clash:
    """Return both values of an answer that two people changed, in words."""
    question = at.outline.shown.questions[conflict.code]
    theirs = conflict.theirs
    mine_said, theirs_said = in_words(question, conflict.mine), in_words(question, theirs.answer)
    if isinstance(question, TextQuestion) and conflict.mine.has_value and theirs.answer.has_value:
        mine_said, theirs_said = side_by_side(mine_said, theirs_said)
    return Clash(
        mine=mine_said,
        theirs=theirs_said,
        name=theirs.changed_by or _("somebody"),
        time=moment(theirs, at.zone),
        version=theirs.version,
        own=theirs.changed_by == person().name,
    )
