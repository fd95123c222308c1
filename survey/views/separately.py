"""The section page of somebody who answers separately: the same questions, and their own answers alone."""

from functools import cached_property
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import NotFoundError
from survey.languages import gettext as _
from survey.languages import ngettext
from survey.policy import Action, may
from survey.questionnaires.answers import State
from survey.services import separately
from survey.services.answers import Kept
from survey.services.assessments import Entry
from survey.views import cards
from survey.views.access import now, person, signed_in
from survey.views.consensus import Arranged, arranged
from survey.views.home import choose
from survey.views.place import Item, Place
from survey.views.sections import clashing, decided

blueprint = Blueprint("separately", __name__, url_prefix="/assessments/<wave>/<region>/separately/sections")


class Own(Place):
    """A section with the reader's own separate answers in the place of the region's."""

    @cached_property
    def kept(self) -> dict[str, Kept]:
        """What the reader has answered of the questions that this page must know of."""
        return separately.own(
            db.session,
            assessment=self.assessment,
            questionnaire=self.outline.source,
            of=person(),
            codes=self.outline.needed[self.section.code],
        )

    def again(self) -> "Own":
        """Return the same place with what is kept now."""
        return Own(self.assessment, self.outline, self.section)

    @cached_property
    def mine(self) -> frozenset[str]:
        """All questions: whoever answers separately is asked everything."""
        return frozenset(self.outline.source.questions)


def _own(wave: str, region: str, section: str) -> tuple[Arranged, Own]:
    at = arranged(wave, region)
    if at.own is None or section not in at.outline.sections:
        raise NotFoundError("section")
    return at, Own(at.assessment, at.outline, at.outline.sections[section])


@blueprint.get("/<section>")
@signed_in
def show(wave: str, region: str, section: str) -> str | Response:
    """Show the questions of a section with the reader's own answers, while these can be changed."""
    at, own = _own(wave, region, section)
    can_change = not at.is_open and may(person(), Action.ANSWER_SEPARATELY, at.assessment)
    if not can_change or (at.own is not None and at.own.finished_at is not None):
        return redirect(url_for("consensus.index", wave=wave, region=region))
    return _page(own, own.items())


@blueprint.post("/<section>")
@signed_in
def save(wave: str, region: str, section: str) -> Response | tuple[str, int]:
    """Save the section, then go on; a fault or a conflict shows the page again with all that was typed."""
    if "page-language" in request.form:
        choose(request.form["page-language"])
    _, own = _own(wave, region, section)
    sent = own.fields()(request.form)
    valid = sent.validate()
    replies = sent.replies()
    if not valid:
        return _page(own, own.items(replies)), 422
    before = own.states
    outcome = separately.record(
        db.session,
        assessment=own.assessment,
        questionnaire=own.outline.source,
        entries={code: Entry(reply.answer, reply.version) for code, reply in decided(replies).items()},
        by=person(),
        now=now(),
    )
    db.session.commit()
    kept_now = own.again()
    if outcome.conflicts:
        return _page(kept_now, kept_now.items(clashing(kept_now, replies, outcome))), 409
    return _onward(kept_now, before)


def _page(own: Own, items: list[Item]) -> str:
    codes = list(own.outline.sections)
    place = codes.index(own.section.code)
    return render_template(
        "consensus/section.html",
        assessment=own.assessment,
        section=own.outline.pages[own.section.code],
        items=items,
        card=cards.of(own.outline.key),
        faults=[item for item in items if item.reply.fault or item.reply.conflict],
        number=place + 1,
        count=len(codes),
        before=own.outline.pages[codes[place - 1]] if place else None,
        after=own.outline.pages[codes[place + 1]] if place + 1 < len(codes) else None,
        progress=own.progress(),
        fallbacks=own.outline.fallbacks,
        answers_form="answers",
    )


def _onward(own: Own, before: dict[str, State]) -> Response:
    """Go to the next section, or stay where answers have opened questions or the language was changed."""
    where: dict[str, Any] = {"wave": own.assessment.wave.key, "region": own.assessment.region.key}
    here = own.section.code
    if "page-language" in request.form:
        return redirect(url_for(".show", section=here, **where))
    opened = [code for code in before if before[code] is State.HIDDEN and own.states[code] is State.NOT_ANSWERED]
    mine = [code for code in opened if own.outline.source.section_of[code].code == here]
    if mine:
        said = ngettext(
            "Saved. Your answers have opened %(num)s more question.",
            "Saved. Your answers have opened %(num)s more questions.",
            len(mine),
        )
        flash(said, "success")
        return redirect(url_for(".show", section=here, **where, _anchor=f"q-{mine[0]}"))
    flash(_("Saved: %(section)s.", section=own.section.title), "success")
    codes = list(own.outline.sections)
    following = codes[codes.index(here) + 1 :]
    if following and "page-stay" not in request.form:
        return redirect(url_for(".show", section=following[0], **where))
    return redirect(url_for("consensus.index", **where))
