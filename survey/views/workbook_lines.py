"""What the preview of a workbook shows: each answer in words as it was, as the workbook has it, and as it is now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey import languages
from survey.forms import workbooks as form
from survey.languages import gettext as _
from survey.models.assessment import Assessment
from survey.questionnaires.model import TextQuestion
from survey.services.answers import Kept
from survey.services.workbooks import Difference, Preview
from survey.views.outline import Outline
from survey.views.wording import in_words, side_by_side


@dataclass(frozen=True)
class Line:
    """One answer of the preview: the question, the three values in words, and who saved the last, when.

    ``hidden`` carries the answer to where it is taken in; ``decided`` is ``mine``, ``theirs`` or "" of a conflict.
    """

    code: str
    text: str
    was: str
    mine: str
    theirs: str
    name: str
    time: str
    hidden: form.Pairs
    decided: str = ""


@dataclass(frozen=True)
class Shown:
    """A whole preview in words; ``same``, ``moved`` and ``foreign`` go no further, of the rest each line does."""

    conflicts: tuple[Line, ...]
    new: Mapping[str, tuple[Line, ...]]
    foreign: tuple[Line, ...]
    same: tuple[str, ...]
    moved: tuple[str, ...]
    unchanged: int

    @property
    def count(self) -> int:
        """How many answers would be written, if one's own are chosen."""
        return len(self.conflicts) + sum(map(len, self.new.values()))


def shown(outline: Outline, assessment: Assessment, found: Preview, decided: Mapping[str, str]) -> Shown:
    """Return a preview in words: what is new by the title of its section, all else as the questionnaire has it."""
    titles = {code: question.text for code, question in outline.shown.questions.items()}
    return Shown(
        conflicts=_lines(outline, assessment, found.conflicts, decided),
        new=_by_section(outline, _lines(outline, assessment, found.new, {})),
        foreign=_lines(outline, assessment, found.foreign, {}),
        same=tuple(titles[code] for code in found.same),
        moved=tuple(titles[code] for code in found.moved),
        unchanged=len(found.unchanged),
    )


def _by_section(outline: Outline, lines: Sequence[Line]) -> dict[str, tuple[Line, ...]]:
    placed = {code: tuple(one for one in lines if one.code in codes) for code, codes in _codes(outline).items()}
    return {outline.pages[code].title: some for code, some in placed.items() if some}


def _codes(outline: Outline) -> dict[str, frozenset[str]]:
    return {code: frozenset(one.code for one in section.questions) for code, section in outline.sections.items()}


def _lines(
    outline: Outline, assessment: Assessment, found: Sequence[Difference], decided: Mapping[str, str]
) -> tuple[Line, ...]:
    return tuple(_line(outline, assessment, one, decided.get(one.code, "")) for one in found)


def _line(outline: Outline, assessment: Assessment, one: Difference, decided: str) -> Line:
    question, theirs = outline.shown.questions[one.code], one.theirs
    mine_said, theirs_said = in_words(question, one.mine), in_words(question, theirs.answer)
    if isinstance(question, TextQuestion) and one.mine.has_value and theirs.answer.has_value:
        mine_said, theirs_said = side_by_side(mine_said, theirs_said)
    return Line(
        code=one.code,
        text=question.text,
        was=in_words(question, one.was),
        mine=mine_said,
        theirs=theirs_said,
        name=theirs.changed_by or _("somebody"),
        time=_moment(theirs, assessment.wave.time_zone),
        hidden=form.hidden(outline.source.questions[one.code], one.mine, version=theirs.version, base=one.base),
        decided=decided,
    )


def _moment(theirs: Kept, zone: str) -> str:
    """Return day and hour at which an answer was saved: a workbook may have been away for weeks."""
    return languages.format_datetime(theirs.changed_at, zone) if theirs.changed_at else ""
