"""The meeting: questions by disagreement, who said what, the agreed answer, and minority views."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import ClosedError, InvalidError, NotFoundError
from survey.forms.answers import version
from survey.forms.consensus import ViewForm, read_view
from survey.languages import gettext as _
from survey.models import Consensus
from survey.policy import Action, may
from survey.questionnaires.answers import NOT_ANSWERED, State
from survey.questionnaires.model import Question
from survey.scoring.disagreement import Disagreement
from survey.services import assessments, individual, meeting, results
from survey.services.assessments import Entry
from survey.services.meeting import Opened
from survey.views import figures
from survey.views.access import now, person, signed_in
from survey.views.consensus import Arranged, arranged
from survey.views.place import Item, Place
from survey.views.sections import clashing, decided
from survey.views.wording import in_words

blueprint = Blueprint("meeting", __name__, url_prefix="/assessments/<wave>/<region>/separately/meeting")
AT_ONCE = 20
"""So many questions stand on one page of the list."""


@dataclass(frozen=True)
class Said:
    """One answer in words, and the names of those who gave it."""

    words: str
    names: str


@dataclass(frozen=True)
class Row:
    """One question of the list: how far people are apart, what they said, what the region reports at present."""

    question: Question
    spread: Disagreement
    said: list[Said]
    reported: str
    agreed: bool
    views: int


@dataclass(frozen=True)
class Table:
    """Where the reader is: what is arranged, what everybody answered, and the questions by disagreement."""

    at: Arranged
    found: Consensus
    opened: Opened

    @property
    def whose(self) -> dict[str, Any]:
        """What services ask for."""
        return {"assessment": self.at.assessment, "by": person(), "now": now()}

    def said(self, code: str) -> list[Said]:
        """Return the different answers to a question in words, the most frequent first."""
        shown = self.at.outline.shown.questions[code]
        voices = meeting.voices(self.found, self.opened, code)
        return [Said(in_words(shown, one.answer), ", ".join(one.names)) for one in voices]


def _table(wave: str, region: str) -> Table:
    """Return what is on the table; ClosedError before it is open, NotFoundError for those whom it does not concern."""
    at = arranged(wave, region)
    found, opened = meeting.opened(
        db.session, assessment=at.assessment, questionnaire=at.outline.source, by=person(), now=now()
    )
    return Table(at, found, opened)


@blueprint.get("")
@signed_in
def index(wave: str, region: str) -> str | Response:
    """Show all questions, those with most disagreement first, and both lenses; before it is open, how far it is."""
    try:
        table = _table(wave, region)
    except ClosedError:
        return redirect(url_for("consensus.index", wave=wave, region=region))
    order, spread = list(table.opened.order), table.opened.spread
    agreed = meeting.agreed(db.session, assessment=table.at.assessment)
    apart = [code for code in order if spread[code].variety]
    pages = range(1, 2 + (len(order) - 1) // AT_ONCE)
    page = _page_number(pages)
    return render_template(
        "consensus/meeting.html",
        assessment=table.at.assessment,
        found=table.found,
        apart=len(apart),
        agreed=len(agreed.intersection(apart)),
        rows=_rows(table, order[(page - 1) * AT_ONCE : page * AT_ONCE], agreed),
        page=page,
        pages=pages,
        lenses=_lenses(table) if page == 1 else [],
    )


def _page_number(pages: range) -> int:
    """Return which page of the list the address asks for; the first one for anything that is none."""
    asked = version(request.args.get("page", ""))
    return asked if asked in pages else 1


def _rows(table: Table, codes: list[str], agreed: Collection[str]) -> list[Row]:
    kept = assessments.answers(db.session, assessment=table.at.assessment, codes=codes)
    views = meeting.views(db.session, **table.whose)
    shown = table.at.outline.shown.questions
    return [
        Row(
            question=shown[code],
            spread=table.opened.spread[code],
            said=table.said(code),
            reported=in_words(shown[code], kept[code].answer if code in kept else NOT_ANSWERED),
            agreed=code in agreed,
            views=len(views.get(code, ())),
        )
        for code in codes
    ]


def _lenses(table: Table) -> list[Mapping[str, Any]]:
    """Return index and dimensions as reported and as the mean over people, with the number of these."""
    edition = table.at.assessment.wave.edition
    card = results.of_region(db.session, assessment=table.at.assessment, by=person()).card
    means = individual.individual(db.session, questionnaire=table.at.outline.source, **table.whose)
    titles = figures.titles(edition)
    return [
        {"title": titles[code], "reported": one.score, "individual": means[code].score, "n": means[code].n}
        for code, one in card.items()
        if one.level in {"index", "dimension"}
    ]


@blueprint.get("/<question>")
@signed_in
def show(wave: str, region: str, question: str) -> str | Response:
    """Show one question: who said what, the agreed answer, and minority views."""
    try:
        table = _table(wave, region)
    except ClosedError:
        return redirect(url_for("consensus.index", wave=wave, region=region))
    place = _place(table, question)
    return _page(table, place, _item(place, place.items(), question))


@blueprint.post("/<question>")
@signed_in
def agree(wave: str, region: str, question: str) -> Response | tuple[str, int]:
    """Record the agreed answer as the region's; a conflict shows both, and nothing is overwritten."""
    table = _table(wave, region)
    place = _place(table, question)
    sent = place.fields(question)(request.form)
    valid = sent.validate()
    replies = sent.replies()
    item = None if valid else _item(place, place.items(replies), question)
    if item is not None:
        return _page(table, place, item), 422
    outcome = meeting.agree(
        db.session,
        questionnaire=place.outline.source,
        entries={code: Entry(reply.answer, reply.version, touched=True) for code, reply in decided(replies).items()},
        **table.whose,
    )
    db.session.commit()
    if outcome.conflicts:
        place = place.again()
        return _page(table, place, _item(place, place.items(clashing(place, replies, outcome)), question)), 409
    flash(_("The agreed answer is kept.") if outcome.written else _("This answer stands already."), "success")
    return redirect(url_for(".show", wave=wave, region=region, question=question))


@blueprint.post("/<question>/view")
@signed_in
def hold(wave: str, region: str, question: str) -> Response | tuple[str, int]:
    """Keep the reader's minority view in their own words."""
    table = _table(wave, region)
    place, sent = _place(table, question), read_view(request.form)
    try:
        meeting.hold(db.session, questionnaire=place.outline.source, code=question, words=sent.words, **table.whose)
    except InvalidError as error:
        db.session.rollback()
        sent.fault = {
            "missing": _("Please write how you see it, then send it."),
            "long": _("A minority view has at most 4,000 characters. Please shorten it."),
        }[error.fields["words"]]
        return _page(table, place, _item(place, place.items(), question), sent), 422
    db.session.commit()
    flash(_("Your view is kept."), "success")
    return redirect(url_for(".show", wave=wave, region=region, question=question, _anchor="views"))


def _place(table: Table, code: str) -> Place:
    """Return the section of a question with the region's answers; NotFoundError for a question that is not asked."""
    found = table.at.outline
    if code not in found.source.questions:
        raise NotFoundError("question", question=code)
    return Place(table.at.assessment, found, found.sections[found.source.section_of[code].code])


def _item(place: Place, items: list[Item], code: str) -> Item | None:
    """Return the question as a form shows it, None for those who do not record what was agreed upon."""
    if not may(person(), Action.LEAD_CONSENSUS, place.assessment):
        return None
    return next((item for item in items if item.question.code == code), None)


def _page(table: Table, place: Place, item: Item | None, form: ViewForm | None = None) -> str:
    code = request.view_args["question"] if request.view_args else ""
    order = list(table.opened.order)
    number = order.index(code)
    shown = place.outline.shown.questions[code]
    views = meeting.views(db.session, **table.whose).get(code, [])
    mine = next((each for each in views if each.user_id == person().id), None)
    return render_template(
        "consensus/question.html",
        assessment=table.at.assessment,
        question=shown,
        said=table.said(code),
        spread_of=table.opened.spread[code],
        item=item,
        reported=in_words(shown, place.answers.get(code, NOT_ANSWERED)),
        off=place.states[code] is State.HIDDEN,
        agreed=code in meeting.agreed(db.session, assessment=place.assessment),
        number=number + 1,
        page=1 + number // AT_ONCE,
        count=len(order),
        before=order[number - 1] if number else None,
        after=order[number + 1] if number + 1 < len(order) else None,
        views=[each for each in views if each is not mine],
        mine=mine,
        can_hold=table.at.own is not None and may(person(), Action.ANSWER_SEPARATELY, place.assessment),
        form=form or ViewForm(mine.words if mine else ""),
        zone=place.zone,
    )
