"""An assessment as a whole: its task list, the check before submitting, submitting, and reading what was answered."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import ObstaclesError
from survey.languages import gettext as _
from survey.models.assessment import Assessment, Stage
from survey.policy import Action, may
from survey.questionnaires import progress
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.model import Question, Section
from survey.questionnaires.progress import Progress
from survey.services import assessments, submissions
from survey.services.assessments import Kept
from survey.services.submissions import Obstacle
from survey.views.access import need, now, person, signed_in
from survey.views.outline import Outline, outline
from survey.views.wording import in_words

blueprint = Blueprint("assessments", __name__, url_prefix="/assessments/<wave>/<region>")


@dataclass(frozen=True)
class Task:
    """One line of the task list."""

    section: Section
    progress: Progress
    url: str

    @property
    def status(self) -> str:
        """``done``, ``open`` or ``none``: finished, in progress, not started."""
        if self.progress.done >= self.progress.total:
            return "done"
        return "open" if self.progress.done else "none"


@dataclass(frozen=True)
class Row:
    """One question with its answer in words, for reading."""

    question: Question
    state: State
    words: str


@dataclass(frozen=True)
class Whole:
    """An assessment with all its answers and states."""

    assessment: Assessment
    outline: Outline
    kept: Mapping[str, Kept]
    answers: Mapping[str, Answer]
    states: Mapping[str, State]


def whole(wave: str, region: str) -> Whole:
    """Return the assessment with everything in it; NotFoundError for what is not there or not for this reader."""
    assessment = assessments.find(db.session, wave=wave, region=region, by=person())
    kept = assessments.answers(db.session, assessment=assessment)
    found = outline(assessment.wave.edition)
    answers = {code: one.answer for code, one in kept.items()}
    g.place = assessment.region.name
    return Whole(assessment, found, kept, answers, progress.resolve(found.source, answers))


@blueprint.get("/")
@signed_in
def tasks(wave: str, region: str) -> str | Response:
    """Show what is done and what comes next."""
    at = whole(wave, region)
    if not may(person(), Action.EDIT, at.assessment):
        return redirect(url_for(".read", wave=wave, region=region))
    parts = progress.progress(at.outline.source, at.states)
    listed = [
        Task(section, parts[code], url_for("sections.show", wave=wave, region=region, section=code))
        for code, section in at.outline.sections.items()
    ]
    return render_template(
        "assessments/tasks.html",
        assessment=at.assessment,
        outline=at.outline,
        tasks=listed,
        done=[task for task in listed if task.status == "done"],
        waiting=[task for task in listed if task.status != "done"],
        overall=progress.overall(parts),
        following=_following(at, listed),
    )


def _following(at: Whole, listed: list[Task]) -> tuple[Task, int, str] | None:
    """Return where to go on: the first section begun and not finished, else the first not finished; how many questions
    are open there, and the first of them."""
    waiting = [task for task in listed if task.status == "open"] or [task for task in listed if task.status == "none"]
    if not waiting:
        return None
    task = waiting[0]
    codes = [question.code for question in task.section.questions if at.states[question.code] is State.NOT_ANSWERED]
    return task, len(codes), codes[0]


@blueprint.get("/check")
@signed_in
def check(wave: str, region: str) -> str | tuple[str, int]:
    """Show what is still in the way of submitting, each with a link to its question."""
    at = whole(wave, region)
    need(Action.SUBMIT, at.assessment)
    return _check_page(at, submissions.obstacles(at.outline.source, at.answers))


def _check_page(at: Whole, obstacles: list[Obstacle]) -> str:
    listed = [
        (one, at.outline.questionnaire.questions[one.code], at.outline.source.section_of[one.code].code)
        for one in obstacles
    ]
    counts = {state: sum(one is state for one in at.states.values()) for state in State}
    return render_template(
        "assessments/check.html",
        assessment=at.assessment,
        obstacles=listed,
        sections=at.outline.sections,
        counts={state.value: count for state, count in counts.items()},
        total=len(at.states),
    )


@blueprint.post("/submit")
@signed_in
def submit(wave: str, region: str) -> Response | tuple[str, int]:
    """Submit the assessment; what is in the way is shown, and nothing happens."""
    at = whole(wave, region)
    if at.assessment.stage is Stage.DRAFT:
        need(Action.SUBMIT, at.assessment)
    try:
        submissions.submit(
            db.session, assessment=at.assessment, questionnaire=at.outline.source, by=person(), now=now()
        )
    except ObstaclesError as error:
        db.session.rollback()
        return _check_page(whole(wave, region), list(error.obstacles)), 422  # type: ignore[arg-type]
    db.session.commit()
    flash(_("The assessment is submitted. Thank you, and thanks to everybody who took part."), "success")
    return redirect(url_for(".read", wave=wave, region=region))


@blueprint.get("/answers")
@signed_in
def read(wave: str, region: str) -> str:
    """Show all answers for reading."""
    at = whole(wave, region)
    rows = {
        code: [_row(at, question) for question in section.questions] for code, section in at.outline.sections.items()
    }
    return render_template(
        "assessments/read.html",
        assessment=at.assessment,
        sections=at.outline.sections,
        rows=rows,
        editable=may(person(), Action.EDIT, at.assessment),
        scored=may(person(), Action.SEE_SCORES, at.assessment),
    )


def _row(at: Whole, question: Question) -> Row:
    state = at.states[question.code]
    answer = Answer(State.HIDDEN) if state is State.HIDDEN else at.answers.get(question.code, NOT_ANSWERED)
    return Row(question, state, in_words(question, answer))
