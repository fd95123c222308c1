"""What a check can find in answers: each finding with the questions to look at and a sentence in the reader's language.

A number out of its range is no finding: what is kept was parsed, and parsing refuses it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from survey.languages import catalogue, current, format_date, format_number, format_plain, gettext, ngettext
from survey.questionnaires import kinds
from survey.questionnaires import rules as of_rules
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.model import (
    NumberQuestion,
    Question,
    Questionnaire,
    ScaleQuestion,
    Section,
    ShareQuestion,
    SingleQuestion,
)
from survey.questionnaires.rules import Rule, Rules, Severity
from survey.scoring.lineage import Link

JUMP = 40
"""More of 100 points than this between two waves, up or down, asks what has changed."""

STRAIGHT = 6
"""So many choices of one section have to stand at the same place before anything is said."""

NUMBERS = 4
"""So many numbers have to be the same before anything is said."""


@dataclass(frozen=True)
class Finding:
    """Something that a check found: its code, how much it weighs, and the questions to look at, at least one.

    ``key`` tells it from all others of an assessment and is the same each time the same is found; ``text`` makes the
    sentence about it in the reader's language.
    """

    code: str
    severity: Severity
    questions: tuple[str, ...]
    key: str
    text: Callable[[], str] = field(compare=False, repr=False)


@dataclass(frozen=True)
class Given:
    """What is looked at: the answers to a questionnaire, by code, and the states as ``progress.resolve`` gives them."""

    questionnaire: Questionnaire
    answers: Mapping[str, Answer]
    states: Mapping[str, State]

    def answer(self, code: str) -> Answer:
        """Return the answer to a question as it counts: nothing while the question is hidden."""
        return NOT_ANSWERED if self.states[code] is State.HIDDEN else self.answers.get(code, NOT_ANSWERED)

    def asked(self, section: Section) -> list[Question]:
        """Return the questions of a section that are not hidden."""
        return [one for one in section.questions if self.states[one.code] is not State.HIDDEN]


@dataclass(frozen=True)
class Earlier:
    """What the region submitted last in an earlier wave (``title``), and how today's questions (``a``) continue it."""

    title: str
    questionnaire: Questionnaire
    answers: Mapping[str, Answer]
    links: Sequence[Link]


@dataclass(frozen=True)
class BrokenLink:
    """A link among the evidence that led to no page on the day it was looked up, and the questions that cite it."""

    evidence: int
    title: str
    day: date
    questions: tuple[str, ...]


def lacking(given: Given) -> Iterator[Finding]:
    """Yield what answers lack: the answer itself, a reason, a day; errors, in the order of the questionnaire."""
    for code, state in given.states.items():
        answer = given.answer(code)
        if state is State.NOT_ANSWERED:
            yield _lack("unanswered", code, lambda: gettext("This question has no answer yet."))
        elif state is State.NOT_APPLICABLE and not answer.reason:
            yield _lack("reason_missing", code, lambda: gettext("Please say why this does not apply."))
        elif state is State.PLANNED and answer.planned_date is None:
            yield _lack("date_missing", code, lambda: gettext("Please say from when it is planned."))


def _lack(check: str, code: str, text: Callable[[], str]) -> Finding:
    return Finding(check, "error", (code,), f"{check}-{code}", text)


def past_dates(given: Given, today: date) -> Iterator[Finding]:
    """Yield a warning for each plan whose day is over."""
    for code, state in given.states.items():
        day = given.answer(code).planned_date
        if state is State.PLANNED and day is not None and day < today:
            yield Finding("past_date", "warning", (code,), f"past_date-{code}", partial(_past, day))


def _past(day: date) -> str:
    return gettext(
        "This was planned for %(date)s, and that day is over. Choose what is true today, give another day, or say why.",
        date=format_date(day),
    )


def without_evidence(given: Given, cited: Collection[str]) -> Iterator[Finding]:
    """Yield a warning for each section with answers that earn points today and cite none of the evidence asked for."""
    for section in given.questionnaire.sections:
        bare = [one.code for one in given.asked(section) if one.evidence and _earns(one, given.answer(one.code))]
        lacks = tuple(code for code in bare if code not in cited)
        if lacks:
            yield Finding("no_evidence", "warning", lacks, f"no_evidence-{section.code}", partial(_bare, len(lacks)))


def _bare(count: int) -> str:
    return ngettext(
        "One answer here earns points and names no evidence. Add it, or say where it can be found.",
        "%(num)s answers here earn points and name no evidence. Add it, or say where it can be found.",
        count,
    )


def _earns(question: Question, answer: Answer) -> bool:
    return kinds.is_scored(question) and (_share(question, answer) or 0) > 0


def _share(question: Question, answer: Answer) -> float | None:
    """Return how much of its points an answer earns today, from 0 to 100; None without a value or points."""
    most = kinds.possible(question)
    if not most or not answer.has_value or answer.value is None:
        return None
    return 100 * kinds.earned(question, answer.value).today / most


def jumps(given: Given, earlier: Earlier) -> Iterator[Finding]:
    """Yield a warning for each answer that earns much more or less than in the wave before, on the same scale."""
    for link in earlier.links:
        if link.relation == "rescaled":
            continue
        asked, then = given.questionnaire.questions[link.a], earlier.questionnaire.questions[link.b]
        now = _share(asked, given.answer(link.a))
        before = _share(then, earlier.answers.get(link.b, NOT_ANSWERED))
        if now is not None and before is not None and abs(now - before) > JUMP:
            text = partial(_jumped, earlier.title, before, now)
            yield Finding("jump", "warning", (link.a,), f"jump-{link.a}", text)


def _jumped(wave: str, before: float, now: float) -> str:
    return gettext(
        "In wave %(wave)s this answer earned %(before)s of 100, today it earns %(now)s. What has changed?",
        wave=wave,
        before=format_number(before, 0),
        now=format_number(now, 0),
    )


def broken_links(given: Given, links: Sequence[BrokenLink]) -> Iterator[Finding]:
    """Yield a warning for each link that led nowhere and is cited by an answer that counts."""
    for link in links:
        asked = tuple(code for code in link.questions if given.states.get(code, State.HIDDEN) is not State.HIDDEN)
        if asked:
            text = partial(_broken, link.title, link.day)
            yield Finding("broken_link", "warning", asked, f"broken_link-{link.evidence}", text)


def _broken(title: str, day: date) -> str:
    return gettext(
        "The link “%(title)s” led to no page on %(date)s. Mend it, or say where the page is now.",
        title=title,
        date=format_date(day),
    )


def straight_lines(given: Given) -> Iterator[Finding]:
    """Yield a note for each section whose choices all stand at the same place, from the first or from the last one."""
    for section in given.questionnaire.sections:
        asked = [one for one in given.asked(section) if isinstance(one, SingleQuestion | ScaleQuestion)]
        places = [_place(one, given.answer(one.code)) for one in asked]
        known = [place for place in places if place is not None]
        if len(asked) < STRAIGHT or len(known) < len(asked):
            continue
        if any(len(ends) == 1 for ends in map(set, zip(*known, strict=True))):
            codes = tuple(one.code for one in asked)
            yield Finding(
                "straight_line", "note", codes, f"straight_line-{section.code}", partial(_straight, len(codes))
            )


def _straight(count: int) -> str:
    return gettext(
        "All %(count)s choices of this section stand at the same place. That can be so; please look once more.",
        count=count,
    )


def _place(question: SingleQuestion | ScaleQuestion, answer: Answer) -> tuple[int, int] | None:
    """Return where an answer stands, counted from the first and from the last option or step; None without a value."""
    if not answer.has_value:
        return None
    if isinstance(question, ScaleQuestion):
        return int(str(answer.value)) - question.lowest, question.highest - int(str(answer.value))
    place = [option.code for option in question.options].index(str(answer.value))
    return place, len(question.options) - 1 - place


def same_numbers(given: Given) -> Iterator[Finding]:
    """Yield a note where every number and percentage of the questionnaire is the same."""
    numeric = [
        one.code for one in given.questionnaire.questions.values() if isinstance(one, NumberQuestion | ShareQuestion)
    ]
    found = {code: answer.value for code in numeric if (answer := given.answer(code)).has_value}
    if len(found) >= NUMBERS and len(set(found.values())) == 1:
        text = partial(_same, float(str(next(iter(found.values())))))
        yield Finding("same_number", "note", tuple(found), "same_number", text)


def _same(number: float) -> str:
    return gettext(
        "Every number and percentage is %(number)s. That can be so; please look once more.", number=format_plain(number)
    )


def contradictions(given: Given, rules: Rules) -> Iterator[Finding]:
    """Yield what the rules beside the questions find, in the order of their file."""
    for rule in of_rules.met(rules, given.states, given.answers):
        text = partial(_said, given.questionnaire.key, rule)
        yield Finding(rule.code, rule.severity, rule.questions, rule.code, text)


def _said(key: str, rule: Rule) -> str:
    return str(catalogue(key, current()).upgettext(rule.code, rule.text))
