"""Comments: the thread of one question, and all threads of an assessment, those that are open first."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import InvalidError
from survey.forms.comments import CommentForm, read_comment
from survey.languages import gettext as _
from survey.languages import region_name, speaking
from survey.models.mail import Mail
from survey.models.user import User
from survey.policy import Action, may
from survey.security import N_, external
from survey.services import assessments, comments
from survey.services.comments import Brief, Written
from survey.services.mentions import MentionError, Unclear
from survey.views import letters
from survey.views.about import About, about
from survey.views.access import now, person, signed_in
from survey.views.once import done, once
from survey.views.outline import outline

blueprint = Blueprint("comments", __name__, url_prefix="/assessments/<wave>/<region>")
HERE = "/questions/<question>/comments"


@blueprint.get("/comments")
@signed_in
def index(wave: str, region: str) -> str:
    """Show the open threads by section; those that are resolved are folded."""
    assessment = assessments.find(db.session, wave=wave, region=region, by=person())
    found = outline(assessment.wave.edition)
    g.place = region_name(assessment.region)
    threads = comments.of_questions(db.session, assessment)
    groups: dict[bool, dict[str, list[tuple[str, Brief]]]] = {False: {}, True: {}}
    for code in found.source.questions:
        if code in threads:
            group = groups[threads[code].resolved]
            group.setdefault(found.source.section_of[code].code, []).append((code, threads[code]))
    return render_template(
        "comments/index.html",
        assessment=assessment,
        sections=found.pages,
        questions=found.shown.questions,
        open=groups[False],
        resolved=groups[True],
    )


@blueprint.get(HERE)
@signed_in
def question(wave: str, region: str, question: str) -> str:
    """Show the comments on one question, and the field for another one."""
    return _page(about(wave, region, question), CommentForm())


@blueprint.post(HERE)
@signed_in
@once
def write(wave: str, region: str, question: str) -> Response | tuple[str, int]:
    """Keep a comment, then tell the people whom it calls."""
    at, sent = about(wave, region, question), read_comment(request.form)
    try:
        written = comments.write(
            db.session,
            assessment=at.assessment,
            questionnaire=at.outline.source,
            code=question,
            words=sent.words,
            chosen=sent.chosen,
            by=person(),
            now=now(),
        )
    except InvalidError as error:
        db.session.rollback()
        sent.faults = _faults(error)
        return _page(about(wave, region, question), sent), 422
    link = external(url_for(".question", **at.where, _anchor=f"c-{written.comment.number}"))
    mails = [_letter(at, each, written, link) for each in written.called]
    onward = done(url_for(".question", **at.where, _anchor=f"c-{written.comment.number}"))
    db.session.commit()
    told = "; ".join(each.name for each in letters.send(mails))
    flash(
        _("Your comment is kept. Told by mail: %(names)s.", names=told) if told else _("Your comment is kept."),
        "success",
    )
    return redirect(onward)


@blueprint.post(f"{HERE}/resolve")
@signed_in
def resolve(wave: str, region: str, question: str) -> Response:
    """Mark the thread as resolved."""
    at = about(wave, region, question)
    comments.resolve(db.session, assessment=at.assessment, code=question, by=person(), now=now())
    db.session.commit()
    flash(_("Marked as resolved. It can be opened again below."), "success")
    return redirect(url_for(".question", **at.where))


@blueprint.post(f"{HERE}/reopen")
@signed_in
def reopen(wave: str, region: str, question: str) -> Response:
    """Open a resolved thread again."""
    at = about(wave, region, question)
    comments.reopen(db.session, assessment=at.assessment, code=question, by=person(), now=now())
    db.session.commit()
    flash(_("The comments are open again."), "success")
    return redirect(url_for(".question", **at.where))


def _page(at: About, sent: CommentForm) -> str:
    return render_template(
        "comments/question.html",
        assessment=at.assessment,
        section=at.section,
        question=at.question,
        thread=comments.thread(db.session, assessment=at.assessment, code=at.question.code),
        zone=at.assessment.wave.time_zone,
        form=sent,
        readers=[each for each in comments.readers(db.session, assessment=at.assessment) if each.id != person().id],
        may_comment=may(person(), Action.COMMENT, at.assessment),
        longest=comments.LONGEST,
    )


def _faults(error: InvalidError) -> list[str]:
    if isinstance(error, MentionError):
        return [_unclear(each) for each in error.unclear]
    words = {
        "missing": _("Please write something, then send it."),
        "long": _("A comment has at most 4,000 characters. Please shorten it, or write two."),
    }
    unknown = _("Somebody you have chosen cannot read this assessment. Choose again from the list.")
    return [words.get(code, unknown) for code in error.fields.values()]


def _unclear(mention: Unclear) -> str:
    match mention.code:
        case "nobody":
            return _("After @ stands no name. Write the name directly behind it, or leave the sign out.")
        case "ambiguous":
            return _(
                "@%(name)s can mean several people: %(people)s. Write the whole name, or choose below.",
                name=mention.typed,
                people="; ".join(mention.names),
            )
        case _:
            return _(
                "@%(name)s is nobody who can read this assessment. Check the name, or choose below.",
                name=mention.typed,
            )


def _letter(at: About, to: User, written: Written, link: str) -> Mail | None:
    with speaking(to.language):
        asked = outline(at.assessment.wave.edition).questionnaire.questions[at.question.code].text
    return letters.write(
        to,
        "comments/mention.txt",
        N_("You are mentioned in a comment"),
        by=person(),
        region=at.assessment.region,
        asked=asked,
        words=written.comment.words,
        link=link,
    )
