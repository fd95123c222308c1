"""Files of what stakeholders answered: read with every fault at once, into numbers of people for each value.

Two layouts are read. The long one has a line for each answer, with the columns ``unit``, ``question`` and ``value`` or
``state``, as answers are exported; the wide one has a line for each person, with ``unit`` and a column for each
question. ``unit`` is any code for a person: it tells answers of one person apart from another's, and goes no further.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from survey.errors import BadValueError, Fault, FaultsError
from survey.languages import gettext as _
from survey.languages import ngettext
from survey.questionnaires import kinds
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State, Value
from survey.questionnaires.model import NumberQuestion, Question, Questionnaire, ShareQuestion
from survey.scoring.lenses import Lens
from survey.scoring.stakeholders import LEAST, Counts
from survey.services import csv_files
from survey.services.csv_files import Lines
from survey.services.stakeholder_words import allowed, cure
from survey.services.tables import Table

LARGEST = 5_000_000
"""Bytes of a file: ten thousand people in the wide layout."""
UNIT, QUESTION, STATE, VALUE, LENS = "unit", "question", "state", "value", "lens"
_KNOWN = (State.ANSWERED, State.PLANNED)


@dataclass(frozen=True)
class Brought:
    """What a file says of all its people together: how many answered something, and the counts by question code."""

    people: int
    counts: Mapping[str, Counts]


@dataclass(frozen=True)
class _Cell:
    """One answer as it stands in a file: its line, the column by which its value is called, and its texts."""

    line: int
    column: str
    unit: str
    question: str
    value: str
    state: str = ""
    lens: str = ""


@dataclass
class _Found:
    """What was read so far: values by question and person, the line of each, and everything that is wrong."""

    faults: list[tuple[int, Fault]] = field(default_factory=list)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    given: dict[str, list[Value]] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)

    def wrong(self, line: int, column: str, code: str, value: str, said: str = "") -> None:
        """Note a fault with line, column, value and what is allowed."""
        where = _("Line %(number)s, %(column)s", number=line, column=column)
        shown = f"“{value[:60]}”" if value else _("It is empty.")
        self.faults.append((line, Fault(code, where, shown, said or cure(code))))

    def refuse(self) -> None:
        """Raise FaultsError if anything is wrong, in the order of the lines."""
        if self.faults:
            raise FaultsError([fault for _line, fault in sorted(self.faults, key=lambda each: each[0])])


def read(content: bytes, questionnaire: Questionnaire) -> Brought:
    """Read a file; FaultsError names every fault with line, column, value and what is allowed.

    Cells stand between commas; or between semicolons, then with a comma before decimals. Of questions without points
    nothing is taken. A file of fewer than :data:`survey.scoring.stakeholders.LEAST` people is refused as a whole.
    """
    lines = csv_files.read(content, largest=LARGEST, cure=_("Keep the columns unit, question and value alone."))
    found = _Found()
    for cell in _cells(lines, questionnaire, found):
        _take(cell, questionnaire, found, comma=lines.comma)
    found.refuse()
    if len(found.people) < LEAST:
        raise FaultsError([_few(len(found.people))])
    return Brought(len(found.people), {code: Counter(values) for code, values in found.given.items()})


def _few(people: int) -> Fault:
    said = ngettext(
        "%(num)s person answered a question that counts.", "%(num)s people answered a question that counts.", people
    )
    least = _("Nothing is shown of fewer than %(least)s people, so that nobody can be told.", least=LEAST)
    return Fault("few", _("The file"), said, least)


def _cells(lines: Lines, questionnaire: Questionnaire, found: _Found) -> Iterator[_Cell]:
    """Yield the answers of a file in the layout that its head tells."""
    head = [name.strip() for name in lines.head]
    asked = [name for name in head if name in questionnaire.questions]
    if UNIT not in head or not (asked or (QUESTION in head and {STATE, VALUE} & set(head))):
        raise FaultsError([_no_head()])
    if len(set(head)) < len(head):
        twice = next(name for name in head if head.count(name) > 1)
        raise FaultsError([Fault("twice", csv_files.place(1), f"“{twice}”", _("Give each column one name."))])
    rows = list(_whole(lines, head, found))
    yield from _long(rows) if QUESTION in head else _wide(rows, head, found)


def _no_head() -> Fault:
    said = _("The first line does not name the columns of answers.")
    return Fault("head", csv_files.place(1), said, _("Name unit, question and value; or unit and codes of questions."))


def _whole(lines: Lines, head: Sequence[str], found: _Found) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows that have as many cells as the head, by column."""
    for number, cells in lines.rows:
        if len(cells) == len(head):
            yield number, {name: text.strip() for name, text in zip(head, cells, strict=True)}
        else:
            found.faults.append((number, csv_files.ragged(number)))


def _long(rows: Sequence[tuple[int, Mapping[str, str]]]) -> Iterator[_Cell]:
    for number, row in rows:
        column = VALUE if VALUE in row else STATE
        value, state, lens = (row.get(name, "") for name in (VALUE, STATE, LENS))
        yield _Cell(number, column, row[UNIT], row[QUESTION], value, state, lens)


def _wide(rows: Sequence[tuple[int, Mapping[str, str]]], head: Sequence[str], found: _Found) -> Iterator[_Cell]:
    seen: dict[str, int] = {}
    for number, row in rows:
        unit = row[UNIT]
        if unit and unit in seen:
            found.wrong(number, UNIT, "twice", unit, _again(seen[unit]))
            continue
        seen[unit] = number
        for name in head:
            if name not in (UNIT, LENS):
                yield _Cell(number, name, unit, name, row[name], lens=row.get(LENS, ""))


def _again(line: int) -> str:
    return _("It stands in line %(number)s already. Leave one of them out.", number=line)


def _take(cell: _Cell, questionnaire: Questionnaire, found: _Found, *, comma: bool) -> None:
    """Take one answer, or note what is wrong with it; of a question without points nothing is taken."""
    question = questionnaire.questions.get(cell.question)
    wrong = len(found.faults)
    if not cell.unit:
        found.wrong(cell.line, UNIT, "no-unit", "")
    if cell.lens not in ("", Lens.STAKEHOLDERS):
        found.wrong(cell.line, LENS, "lens", cell.lens)
    if question is None:
        found.wrong(cell.line, QUESTION, "unknown-question", cell.question)
        return
    answer = _answer(cell, question, found, comma=comma) if kinds.is_scored(question) else NOT_ANSWERED
    first = found.lines.setdefault((cell.unit, cell.question), cell.line)
    if first != cell.line and cell.unit:
        found.wrong(cell.line, QUESTION, "twice", cell.question, _again(first))
    if len(found.faults) == wrong and answer.value is not None:
        found.given.setdefault(question.code, []).append(answer.value)
        found.people.add(cell.unit)


def _answer(cell: _Cell, question: Question, found: _Found, *, comma: bool) -> Answer:
    """Return an answer to a question that counts; what is wrong with it is noted."""
    state, value = cell.state, cell.value
    if state and state not in set(State):
        found.wrong(cell.line, STATE, "state", state)
    elif state in _KNOWN and not value:
        found.wrong(cell.line, cell.column, "no-value", value, f"{allowed(question)} {cure('no-value')}")
    elif state and state not in _KNOWN and value:
        found.wrong(cell.line, cell.column, "value-without", value)
    elif value:
        return _value(cell, question, found, comma=comma)
    return NOT_ANSWERED


def _value(cell: _Cell, question: Question, found: _Found, *, comma: bool) -> Answer:
    decimal = comma and isinstance(question, NumberQuestion | ShareQuestion)
    try:
        answer = kinds.parse(question, cell.value.replace(",", ".") if decimal else cell.value)
    except BadValueError:
        found.wrong(cell.line, cell.column, "value", cell.value, allowed(question))
        return NOT_ANSWERED
    if cell.state == State.PLANNED and answer.state is not State.PLANNED:
        found.wrong(cell.line, STATE, "not-planned", cell.state)
    return answer


def template(questionnaire: Questionnaire, translated: Questionnaire) -> Table:
    """Return the long layout to fill in: a line for each question that counts, of one person, with what is allowed.

    Texts stand in the language of the questionnaire given second.
    """
    rows = [
        ("1", code, None, translated.questions[code].text, allowed(question))
        for code, question in questionnaire.questions.items()
        if kinds.is_scored(question)
    ]
    return Table((UNIT, QUESTION, VALUE, "text", "allowed"), rows)


def counted(wave: str, region: str, questionnaire: Questionnaire, counts: Mapping[str, Counts]) -> Table:
    """Return how many people gave each value, what it is worth today and at most, by question and then by value.

    The share of a question is the sum of people times points over possible points and all of its people.
    """
    rows = [
        (wave, region, code, text, people, kinds.earned(question, value).today, kinds.possible(question))
        for code, question in questionnaire.questions.items()
        for text, value, people in sorted((kinds.value_text(one), one, n) for one, n in counts.get(code, {}).items())
    ]
    return Table(("wave", UNIT, QUESTION, VALUE, "people", "points", "possible"), rows)
