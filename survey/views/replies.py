"""What reviewers asked for and adjusted, as the region reads it, and the region's replies."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import ClosedError, InvalidError
from survey.forms.reviews import ReplyForm, read_reply
from survey.languages import gettext as _
from survey.languages import region_name
from survey.policy import Action, may
from survey.scoring.lenses import Verdict
from survey.services import assessments, reviews, verdicts
from survey.services.reviews import REGIONS_TURN, REVIEWERS_TURN, SETTLED, Item
from survey.views.access import now, person, signed_in
from survey.views.desk import Desk
from survey.views.outline import outline
from survey.views.wording import in_words

blueprint = Blueprint("replies", __name__, url_prefix="/assessments/<wave>/<region>/replies")


@blueprint.get("")
@signed_in
def index(wave: str, region: str) -> str:
    """Show each answer that was sent back or adjusted, with both values, and the form to reply."""
    return _page(_desk(wave, region))


@blueprint.post("/<question>")
@signed_in
def reply(wave: str, region: str, question: str) -> Response | tuple[str, int]:
    """Keep the region's reply to one verdict."""
    at, sent = _desk(wave, region), read_reply(request.form)
    if sent.consent is None:
        return _page(at, question, sent, _("Please choose whether you agree.")), 422
    try:
        verdicts.reply(
            db.session,
            assessment=at.assessment,
            code=question,
            consent=sent.consent,
            words=sent.words,
            seen=sent.seen,
            by=person(),
            now=now(),
        )
    except ClosedError as error:
        if error.code not in {"answer-changed", "review-changed"}:
            raise
        db.session.rollback()
        late = _("This has changed meanwhile. Please look at it again; your reply is not kept yet.")
        return _page(_desk(wave, region), question, sent, late=late), 409
    except InvalidError as error:
        db.session.rollback()
        words = {
            "missing": _("Please say why you do not agree, so that the reviewer can follow."),
            "change": _("The reviewer asks for another answer. Change it, or say why it stays."),
        }
        code = next(iter(error.fields.values()))
        return _page(
            _desk(wave, region), question, sent, words.get(code, _("This cannot be used. Please change it."))
        ), 422
    db.session.commit()
    flash(_("Your reply is kept. The reviewer sees it at once."), "success")
    return redirect(url_for(".index", wave=wave, region=region, _anchor=f"r-{question}"))


def _desk(wave: str, region: str) -> Desk:
    assessment = assessments.find(db.session, wave=wave, region=region, by=person())
    found = outline(assessment.wave.edition)
    g.place = region_name(assessment.region)
    return Desk(assessment, found, reviews.items(db.session, assessment=assessment, questionnaire=found.source))


def _page(
    at: Desk,
    faulty: str | None = None,
    sent: ReplyForm | None = None,
    fault: str | None = None,
    late: str | None = None,
) -> str:
    told = [item for item in at.items if item.review and item.review.verdict is not Verdict.ACCEPTED]
    turns = {"region": REGIONS_TURN, "reviewer": REVIEWERS_TURN, "settled": SETTLED}
    return render_template(
        "reviews/replies.html",
        assessment=at.assessment,
        desk=at,
        groups={name: [item for item in told if item.status in turn] for name, turn in turns.items()},
        questions=at.outline.shown.questions,
        said={item.code: in_words(at.outline.shown.questions[item.code], item.kept.answer) for item in told},
        stands={item.code: _stands(at, item) for item in told},
        marks={item.code: reviews.mark(item.review) for item in told},
        can_reply=may(person(), Action.REPLY, at.assessment),
        faulty=faulty,
        sent=sent,
        said_wrong=fault,
        late=late,
    )


def _stands(at: Desk, item: Item) -> str | None:
    stands = reviews.standing(at.outline.source.questions[item.code], item.review) if item.review else None
    return in_words(at.outline.shown.questions[item.code], stands) if stands else None
