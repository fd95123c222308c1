"""One answer under review: all that helps to judge it, the verdict, and standing by a disputed one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import BadValueError, ClosedError, InvalidError
from survey.forms import answers as form
from survey.forms.reviews import VerdictForm, read_verdict
from survey.languages import gettext as _
from survey.policy import Action, may
from survey.scoring.lenses import Verdict
from survey.services import reviews, verdicts
from survey.services.reviews import Status
from survey.views.access import now, person, signed_in
from survey.views.desk import Desk, desk
from survey.views.wording import in_words

blueprint = Blueprint("verdicts", __name__, url_prefix="/assessments/<wave>/<region>/review")


@blueprint.get("/<question>")
@signed_in
def show(wave: str, region: str, question: str) -> str:
    """Show one answer with all that helps to judge it."""
    at = desk(wave, region)
    item = at.item(question)
    given = item.review if item.status is not Status.CHANGED else None
    stands = reviews.standing(at.outline.source.questions[question], given) if given else None
    reply = form.kept(at.outline.source.questions[question], stands or item.kept.answer, item.kept.version)
    filled = VerdictForm(given.verdict if given else None, (given.reason or "") if given else "", 0, reply, {})
    return _question_page(at, question, filled)


def _question_page(at: Desk, code: str, filled: VerdictForm) -> str:
    item, shown = at.item(code), at.outline.shown.questions[code]
    before, after = at.around(code)
    stands = reviews.standing(at.outline.source.questions[code], item.review) if item.review else None
    return render_template(
        "reviews/question.html",
        assessment=at.assessment,
        section=at.section(code),
        question=shown,
        item=item,
        said=in_words(shown, item.kept.answer),
        stands=in_words(shown, stands) if stands else None,
        form=filled,
        before=before,
        after=after,
        place=[one.code for one in at.items].index(code) + 1,
        total=len(at.items),
        can_review=may(person(), Action.REVIEW, at.assessment),
    )


@blueprint.post("/<question>")
@signed_in
def judge(wave: str, region: str, question: str) -> Response | tuple[str, int]:
    """Keep a verdict and go on to the next answer that waits."""
    at = desk(wave, region)
    at.item(question)
    asked = at.outline.source.questions[question]
    filled = read_verdict(asked, request.form)
    if filled.verdict is None:
        filled.faults["verdict"] = _("Please choose one of the three.")
    elif not filled.faults:
        try:
            _give(at, question, filled, filled.verdict)
        except (InvalidError, BadValueError) as error:
            db.session.rollback()
            _explain(filled, error)
        except ClosedError as error:
            if error.code != "answer-changed":
                raise
            db.session.rollback()
            flash(
                _("The region has changed this answer meanwhile. Please look at it again; nothing is saved yet."),
                "error",
            )
            return _question_page(desk(wave, region), question, filled), 409
    if filled.faults:
        return _question_page(at, question, filled), 422
    db.session.commit()
    after = at.around(question)[1]
    flash(_("Saved: %(section)s.", section=at.outline.sections[at.section(question).code].title), "success")
    if after is None:
        return redirect(url_for("reviews.index", wave=wave, region=region))
    return redirect(url_for(".show", wave=wave, region=region, question=after))


def _give(at: Desk, code: str, filled: VerdictForm, verdict: Verdict) -> None:
    verdicts.give(
        db.session,
        assessment=at.assessment,
        questionnaire=at.outline.source,
        code=code,
        version=filled.version,
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
    """Stand by a disputed verdict."""
    at = desk(wave, region)
    verdicts.uphold(db.session, assessment=at.assessment, code=question, by=person(), now=now())
    db.session.commit()
    flash(_("The verdict stands; the region's view stays beside it."), "success")
    return redirect(url_for(".show", wave=wave, region=region, question=question))
