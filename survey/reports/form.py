"""The questionnaire on paper: a form to fill in by hand, or the same with the answers of an assessment."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from survey import languages
from survey.languages import gettext as _
from survey.languages import region_name, wave_name
from survey.models import Assessment, Stage
from survey.questionnaires import conditions, expressions
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.model import Question, Questionnaire, Section
from survey.reports import boxes, typesetting
from survey.reports.boxes import Box
from survey.services.stage_names import stage_name

TEMPLATE = "form.typ"


@dataclass(frozen=True)
class Item:
    """One question on paper, all texts in the reader's language.

    ``lines`` is how many lines there are to write on (0: only boxes), ``unit`` what stands behind a number, ``said`` an
    answer that is no box, ``state`` how the answer is to be read; both are empty in a blank form.
    """

    number: str
    code: str
    text: str
    notes: tuple[str, ...]
    evidence: str
    hint: str
    boxes: tuple[Box, ...]
    lines: int
    unit: str
    said: str
    state: str


@dataclass(frozen=True)
class Part:
    """One section on paper."""

    title: str
    intro: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Form:
    """A form with everything that stands on its pages; ``facts`` are names and values, ``warning`` stands on each."""

    language: str
    title: str
    head: str
    head_end: str
    page: str
    warning: str
    notice: str
    facts: tuple[tuple[str, str], ...]
    how: tuple[str, ...]
    words: Mapping[str, str]
    parts: tuple[Part, ...] = field(default=())


def form(
    assessment: Assessment,
    questionnaire: Questionnaire,
    *,
    now: datetime,
    answers: Mapping[str, Answer] | None = None,
    states: Mapping[str, State] | None = None,
    demonstration: bool = False,
    untranslated: bool = False,
) -> bytes:
    """Return the form of an assessment as a PDF, whose questionnaire is in the reader's language already.

    Blank without ``answers``; with them ``states`` says which questions are not asked. ``untranslated`` says that some
    texts are still in English.
    """
    filled = answers is not None
    made = Form(
        language=languages.current(),
        parts=tuple(_parts(questionnaire, answers, states or {})),
        warning=_("Demonstration: all answers and scores here are invented.") if demonstration else "",
        notice=_notice(assessment, filled),
        how=() if filled else _how(assessment),
        words=_words(),
        **_heads(assessment, questionnaire, now, filled, untranslated),  # type: ignore[arg-type]
    )
    return typesetting.pdf(TEMPLATE, asdict(made), now=now)


def _heads(
    assessment: Assessment, questionnaire: Questionnaire, now: datetime, filled: bool, untranslated: bool
) -> dict[str, object]:
    region, wave = region_name(assessment.region), wave_name(assessment.wave.title)
    stage, zone = stage_name(assessment.stage), assessment.wave.time_zone
    day = languages.format_date(now.astimezone(ZoneInfo(zone)).date())
    known = [
        (_("Region"), region),
        (_("Wave"), wave),
        (_("Questionnaire"), _("%(title)s, edition %(edition)s", **_edition(questionnaire))),
        (_("Stage"), stage),
        (_("Answers until"), languages.format_date(assessment.due)),
        (_("Printed on"), day),
    ]
    if untranslated:
        known.append((_("Language"), _("Texts that are not translated yet stand here in English.")))
    title = _("Answers of %(region)s", region=region) if filled else _("Questions for %(region)s", region=region)
    # The page's own numbers are filled in by the template, which alone knows them.
    page = _("Page %(page)s of %(pages)s", page="{page}", pages="{pages}")
    return {"title": title, "head": f"{region} · {wave}", "head_end": f"{stage} · {day}", "page": page, "facts": known}


def _edition(questionnaire: Questionnaire) -> dict[str, str]:
    return {"title": questionnaire.title, "edition": questionnaire.edition}


def _notice(assessment: Assessment, filled: bool) -> str:
    if filled and assessment.stage is Stage.DRAFT:
        return _("This is a draft: nothing has been submitted, and every answer can still change.")
    return ""


def _how(assessment: Assessment) -> tuple[str, ...]:
    return (
        _("Tick one box where it is round, and as many as hold where they are square."),
        _("“We cannot tell” and “Not in our remit, or does not apply” are full answers."),
        _("Some questions are asked only after certain answers; a line below the question says so."),
        _("Enter the answers on the platform afterwards: paper is not sent in."),
    )


def _words() -> dict[str, str]:
    return {
        "chosen": _("chosen"),
        "contents": _("Sections"),
        "how": _("How to fill it in"),
        "answer": _("Answer:"),
    }


def _parts(
    questionnaire: Questionnaire, answers: Mapping[str, Answer] | None, states: Mapping[str, State]
) -> Iterator[Part]:
    numbers = {
        question.code: f"{place}.{number}"
        for place, section in enumerate(questionnaire.sections, 1)
        for number, question in enumerate(section.questions, 1)
    }
    for place, section in enumerate(questionnaire.sections, 1):
        items = tuple(_item(question, numbers, answers, states) for question in section.questions)
        yield Part(_title(place, section), section.intro or "", items)


def _title(place: int, section: Section) -> str:
    return f"{place} {section.title}"


def _item(
    question: Question,
    numbers: Mapping[str, str],
    answers: Mapping[str, Answer] | None,
    states: Mapping[str, State],
) -> Item:
    answer = None if answers is None else answers.get(question.code, NOT_ANSWERED)
    if answer is not None and states.get(question.code) is State.HIDDEN:
        answer = Answer(State.HIDDEN)
    return Item(
        number=numbers[question.code],
        code=question.code,
        text=question.text,
        notes=tuple(filter(None, (_condition(question, numbers), question.help or ""))),
        evidence=_("What counts as evidence: %(evidence)s", evidence=question.evidence) if question.evidence else "",
        hint=boxes.hint(question),
        boxes=boxes.boxes(question, answer),
        lines=boxes.lines(question) if answer is None else 0,
        unit=boxes.unit(question),
        said=boxes.said(question, answer) if answer else "",
        state=boxes.state(answer) if answer else "",
    )


def _condition(question: Question, numbers: Mapping[str, str]) -> str:
    """Return after which questions this one is asked; "" where it always is."""
    if question.condition is None:
        return ""
    read = [numbers[code] for code in conditions.codes(expressions.parse(question.condition))]
    return _("Asked only after certain answers to question %(numbers)s.", numbers=", ".join(read))
