"""One answer under review: all that helps to judge it, the verdict, and standing by a disputed one."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import BadValueError, ClosedError, InvalidError
from survey.forms import answers as form
from survey.forms.reviews import VerdictForm, read_verdict
from survey.languages import gettext as _
from survey.models.review import ReviewedAnswer
from survey.policy import Action, may
from survey.scoring.lenses import Verdict
from survey.services import citations, reviews, verdicts
from survey.services.recording import require_stage
from survey.services.reviews import Status
from survey.views.access import now, person, signed_in
from survey.views.desk import Desk, desk
from survey.views.evidence_shown import shown as pieces
from survey.views.wording import in_words

blueprint = Blueprint("verdicts", __name__, url_prefix="/assessments/<wave>/<region>/review")

TABS = ("evidence.question", "comments.question", "history.question")
"""The pages about one question that help to judge its answer."""


@blueprint.get("/<question>")
@signed_in
def show(wave: str, region: str, question: str) -> str:
    """Show one answer with all that helps to judge it."""
    at = desk(wave, region)
    item, asked = at.item(question), at.outline.source.questions[question]
    given = item.review if item.status is not Status.CHANGED else None
    stands = reviews.standing(asked, given) if given else None
    reply = form.kept(asked, stands or item.kept.answer, item.kept.version)
    filled = VerdictForm(
        verdict=given.verdict if given else None,
        reason=(given.reason or "") if given else "",
        version=item.kept.version,
        seen=reviews.mark(item.review),
        reply=reply,
        faults={},
    )
    return _page(at, question, filled)


def _page(at: Desk, code: str, filled: VerdictForm) -> str:
    item, shown = at.item(code), at.outline.shown.questions[code]
    before, after = at.around(code)
    cited = citations.of_question(db.session, assessment=at.assessment, code=code, by=person())
    earlier = reviews.earlier(db.session, assessment=at.assessment, code=code)
    return render_template(
        "reviews/question.html",
        assessment=at.assessment,
        section=at.section(code),
        question=shown,
        item=item,
        seen=reviews.mark(item.review),
        said=in_words(shown, item.kept.answer),
        stands=_stands(at, item.review) if item.review else None,
        earlier=[(one, _stands(at, one)) for one in earlier],
        form=filled,
        before=before,
        after=after,
        number=[one.code for one in at.items].index(code) + 1,
        total=len(at.items),
        evidence=pieces(cited, assessment=at.assessment),
        tabs=[tab for tab in TABS if tab in current_app.view_functions],
        can_review=may(person(), Action.REVIEW, at.assessment),
    )


def _stands(at: Desk, review: ReviewedAnswer) -> str | None:
    """Return in words the answer that a verdict puts in the place of the reported one."""
    stands = reviews.standing(at.outline.source.questions[review.question], review)
    return in_words(at.outline.shown.questions[review.question], stands) if stands else None


@blueprint.post("/<question>")
@signed_in
def judge(wave: str, region: str, question: str) -> Response | tuple[str, int]:
    """Keep a verdict and go on to the next answer that waits; what somebody changed meanwhile is shown first."""
    at = desk(wave, region)
    require_stage(at.assessment, by=person(), action=Action.REVIEW)
    item = at.item(question)
    filled = read_verdict(at.outline.source.questions[question], request.form)
    try:
        if item.kept.version != filled.version:
            raise ClosedError("answer-changed")
        if filled.verdict is None:
            filled.faults["verdict"] = _("Please choose one of the three.")
        elif not filled.faults:
            _give(at, question, filled, filled.verdict)
    except (InvalidError, BadValueError) as error:
        _explain(filled, error)
    except ClosedError as error:
        return _again(wave, region, question, filled, error)
    if filled.faults:
        db.session.rollback()
        return _page(desk(wave, region), question, filled), 422
    db.session.commit()
    following = at.waiting(question)
    if following is None:
        flash(_("Saved. No other answer waits for you."), "success")
        return redirect(url_for("reviews.index", wave=wave, region=region))
    flash(_("Saved. This is the next answer."), "success")
    return redirect(url_for(".show", wave=wave, region=region, question=following))


def _again(wave: str, region: str, code: str, filled: VerdictForm, error: ClosedError) -> tuple[str, int]:
    """Show the answer as it is now, with what the reviewer had chosen and typed; nothing is written."""
    words = {
        "answer-changed": _(
            "The region has changed this answer meanwhile. Please look at it again; nothing is saved yet."
        ),
        "review-changed": _(
            "Somebody has judged this answer or replied meanwhile. Please look at it again; nothing is saved yet."
        ),
    }
    if error.code not in words:
        raise error
    db.session.rollback()
    flash(words[error.code], "error")
    return _page(desk(wave, region), code, filled), 409


def _give(at: Desk, code: str, filled: VerdictForm, verdict: Verdict) -> None:
    verdicts.give(
        db.session,
        assessment=at.assessment,
        questionnaire=at.outline.source,
        code=code,
        version=filled.version,
        seen=filled.seen,
        verdict=verdict,
        reason=filled.reason,
        adjusted=filled.reply.answer if verdict is Verdict.ADJUSTED else None,
        by=person(),
        now=now(),
    )


def _explain(filled: VerdictForm, error: InvalidError | BadValueError) -> None:
    words = {
        ("reason", "missing"): _("Please say why, so that the region can answer."),
        ("reason", "long"): _("This is too long. Please shorten it to 2,000 characters."),
        ("adjusted", "missing"): _("Please choose the answer that is to stand instead."),
        ("adjusted", "same"): _("This is what the region reported. Choose another answer, or accept it."),
    }
    if isinstance(error, BadValueError):
        filled.faults["adjusted"] = str(error)
        return
    for name, code in error.fields.items():
        filled.faults[name] = words.get((name, str(code)), _("This cannot be used. Please change it."))


@blueprint.post("/<question>/uphold")
@signed_in
def uphold(wave: str, region: str, question: str) -> Response:
    """Stand by a disputed verdict, if the reviewer has seen the region's latest words."""
    at = desk(wave, region)
    seen = request.form.get("page-seen", "")
    verdicts.uphold(db.session, assessment=at.assessment, code=question, seen=seen, by=person(), now=now())
    db.session.commit()
    flash(_("The verdict stands; the region's view stays beside it."), "success")
    return redirect(url_for(".show", wave=wave, region=region, question=question))
