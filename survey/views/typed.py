"""What somebody had typed into a form that was refused, so that the page about it gives everything back."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from flask import request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from survey import languages
from survey.database import db
from survey.errors import NotFoundError
from survey.forms import answers as form
from survey.forms.answers import Reply
from survey.languages import gettext as _
from survey.models.wave import Wave
from survey.questionnaires import kinds
from survey.questionnaires.model import Question, ScaleQuestion, TextQuestion
from survey.services import waves
from survey.views.access import now, reader
from survey.views.outline import outline
from survey.views.wording import as_html

MOST = 16_000_000
"""Bytes of a form that is too large to be taken which are still read to be given back, to people with an account."""

UNSHOWN = {"password", "password_confirm", "again", "username", "next", "remember", "submit"}
"""Fields of our forms that are secret, or that nobody types."""

ANSWERING = {"sections", "separately", "meeting"}
"""Whose forms hold answers to the questions of a section, named by their codes."""

FROM_A_FILE = {"workbooks"}
"""Whose forms hold nothing that was typed on the page: the file is still where it came from."""

KEPT_BY_THE_PAGE = {"version", "decimal", "theirs"}
"""What a page notes beside a question, after the dot of its name."""


@dataclass(frozen=True)
class Typed:
    """What stood in the controls of one question or field: what was chosen, in words, and the texts."""

    title: str
    said: str
    texts: tuple[str, ...] = ()


def typed(*, named: bool = True) -> list[Typed]:
    """Return what the refused form held, question by question; nothing where it cannot be read.

    Unless it is to be ``named``, the database is not asked for the questions.
    """
    if request.method != "POST" or request.blueprint in FROM_A_FILE:
        return []
    if reader() is not None:
        request.max_content_length = request.max_form_memory_size = MOST
    try:
        sent = request.form
    except HTTPException:
        return []
    asked = {one.code: one for one in _questions()} if named else {}
    return [*_answers(asked, sent), *_others(asked, sent)]


def _others(asked: Mapping[str, Question], sent: MultiDict[str, str]) -> list[Typed]:
    """Return what is in no question's controls; it has a number, since the names of fields are no words."""
    found = [
        value
        for name, value in sent.items(multi=True)
        if value.strip() and name.partition(".")[0] not in asked and _is_typed(name)
    ]
    return [Typed(_("Field %(number)s", number=number), "", (value,)) for number, value in enumerate(found, 1)]


def _is_typed(name: str) -> bool:
    if request.blueprint in ANSWERING:
        return not name.startswith("page-") and name.partition(".")[2] not in KEPT_BY_THE_PAGE
    return not name.startswith("page-") and name not in UNSHOWN


def _questions() -> tuple[Question, ...]:
    """Return the questions that a form of answers is about, if their wording is for this reader."""
    wave, section = _wave(), (request.view_args or {}).get("section")
    page = outline(wave.edition).pages.get(str(section)) if wave else None
    return page.questions if page else ()


def _wave() -> Wave | None:
    """Return the wave of the address: one that the reader has a part in, or the wave of the day, whose wording is
    public by the method page."""
    key, by = (request.view_args or {}).get("wave"), reader()
    if key is None or request.blueprint not in ANSWERING:
        return None
    if by is not None:
        with suppress(NotFoundError):
            return waves.find(db.session, key=key, by=by)
    today = waves.current(db.session, now=now())
    return today if today is not None and today.key == key else None


def _answers(asked: Mapping[str, Question], sent: MultiDict[str, str]) -> Iterator[Typed]:
    """Yield what was given to each question, right or wrong."""
    for question in asked.values():
        reply = form.read(question, sent)
        given = Typed(question.text, Markup("; ").join(_said(question, reply)), _texts(question, reply))
        if given.said or given.texts:
            yield given


def _said(question: Question, reply: Reply) -> Iterator[str]:
    """Yield what was chosen, by its label, or the number that was typed, and the day of a plan."""
    labels: dict[str, str] = {one.code: one.label for one in kinds.options(question)}
    if isinstance(question, ScaleQuestion):
        labels |= {str(step): label for step, label in question.labels.items()}
    labels |= {"DK": _("We cannot tell"), "NA": _("Not in our remit, or does not apply")}
    yield from (labels.get(one, one) for one in sorted(reply.chosen, key=[*labels, *reply.chosen].index) if one)
    if reply.text and not isinstance(question, TextQuestion):
        unit = "%" if question.kind == "share" else getattr(question, "unit", None) or ""
        yield as_html(_("%(number)s %(unit)s"), number=reply.text, unit=unit).strip()
    if reply.date:
        yield as_html(_("From %(date)s"), date=_day(reply.date))


def _day(text: str) -> str:
    with suppress(ValueError):
        return languages.format_date(date.fromisoformat(text))
    return text


def _texts(question: Question, reply: Reply) -> tuple[str, ...]:
    own = reply.text if isinstance(question, TextQuestion) else ""
    return tuple(text for text in (own, reply.reason) if text)
