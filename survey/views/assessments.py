"""An assessment as a whole: its task list, and reading what was answered."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from survey.database import db
from survey.languages import region_name
from survey.models.assessment import Assessment, Stage
from survey.policy import Action, may
from survey.questionnaires import progress
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.model import Question, Section
from survey.questionnaires.progress import Progress
from survey.services import assessments, assignments, before, citations, parts, reviews
from survey.services.assessments import Kept
from survey.services.reviews import REGIONS_TURN
from survey.views import durations
from survey.views.about import questions
from survey.views.access import person, signed_in
from survey.views.outline import Outline, outline
from survey.views.wording import in_words

blueprint = Blueprint("assessments", __name__, url_prefix="/assessments/<wave>/<region>")
STEPS = (Action.WITHDRAW, Action.REOPEN, Action.EXTEND)
"""What the page of stages offers; the link to it names what the reader may do there."""


@dataclass(frozen=True)
class Task:
    """One line of the task list; ``open`` are the codes of its open questions, ``seconds`` an estimate for them."""

    section: Section
    progress: Progress
    url: str
    open: tuple[str, ...]
    seconds: float

    @property
    def status(self) -> str:
        """``done``, ``open`` or ``none``: finished, in progress, not started."""
        if self.progress.done >= self.progress.total:
            return "done"
        return "open" if self.progress.done else "none"

    @property
    def time(self) -> str:
        """How long it still takes, in words."""
        return durations.about(self.seconds)

    @property
    def onward(self) -> str:
        """The address at which to go on: the first open question, or the beginning of a section not started."""
        return f"{self.url}#q-{self.open[0]}" if self.status == "open" else self.url


@dataclass(frozen=True)
class Row:
    """One question with its answer in words, for reading; ``title`` is the question without a mark of its language."""

    question: Question
    title: str
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
    g.place = region_name(assessment.region)
    return Whole(assessment, found, kept, answers, progress.resolve(found.source, answers))


@blueprint.get("/")
@signed_in
def tasks(wave: str, region: str) -> str | Response:
    """Show what is done and what comes next; a contributor, the own questions."""
    at = whole(wave, region)
    if not may(person(), Action.EDIT, at.assessment):
        return redirect(url_for(".read", wave=wave, region=region))
    if at.assessment.stage is Stage.IN_REVIEW:
        return redirect(url_for("replies.index", wave=wave, region=region))
    if not may(person(), Action.ASSIGN, at.assessment):
        return redirect(url_for("colleagues.mine", wave=wave, region=region))
    sections = progress.progress(at.outline.source, at.states)
    earlier = before.before(db.session, assessment=at.assessment, questionnaire=at.outline.source, by=person())
    confirmable = earlier.to_confirm if earlier else frozenset()
    listed = [_task(at, code, part, confirmable) for code, part in sections.items()]
    return render_template(
        "assessments/tasks.html",
        assessment=at.assessment,
        about=at.outline.shown.about,
        tasks=listed,
        done=[task for task in listed if task.status == "done"],
        overall=progress.overall(sections),
        following=_following(listed),
        time=durations.about(sum(task.seconds for task in listed)),
        audited=may(person(), Action.AUDIT, at.assessment),
        waiting=Counter(at.outline.source.section_of[code].code for code in confirmable),
        empty=earlier is not None and not earlier.carried,
        others=assessments.others(db.session, assessment=at.assessment, by=person()),
        helping=_helping(at),
    )


def _helping(at: Whole) -> dict[str, str]:
    """Return by section the names of those to whom it, or one of its questions, was given."""
    names: dict[str, list[str]] = defaultdict(list)
    for one in assignments.in_force(db.session, assessment=at.assessment):
        section = at.outline.source.section_of.get(one.part)
        code = section.code if section else one.part
        if one.user.name not in names[code]:
            names[code].append(one.user.name)
    return {code: "; ".join(some) for code, some in names.items()}


def _task(at: Whole, code: str, part: Progress, confirmable: Collection[str]) -> Task:
    asked = [one for one in at.outline.asked[code] if at.states[one.question.code] is State.NOT_ANSWERED]
    ways = [durations.to_confirm(one.question) if one.question.code in confirmable else one.seconds for one in asked]
    seconds = sum(ways) + (0 if part.done else durations.to_begin(at.outline.sections[code]))
    url = url_for("sections.show", wave=at.assessment.wave.key, region=at.assessment.region.key, section=code)
    return Task(at.outline.pages[code], part, url, tuple(one.question.code for one in asked), seconds)


def _following(listed: list[Task]) -> Task | None:
    """Return the section to go on with: the first one begun; the shortest while none is; else the first that waits."""
    begun = [task for task in listed if task.status == "open"]
    waiting = [task for task in listed if task.status == "none"]
    if begun or len(waiting) < len(listed):
        return next(iter(begun + waiting), None)
    return min(waiting, key=lambda task: task.seconds, default=None)


@blueprint.get("/answers")
@signed_in
def read(wave: str, region: str) -> str:
    """Show all answers for reading."""
    at = whole(wave, region)
    rows = {code: [_row(at, question) for question in page.questions] for code, page in at.outline.pages.items()}
    return render_template(
        "assessments/read.html",
        assessment=at.assessment,
        sections=at.outline.pages,
        rows=rows,
        fallbacks=at.outline.fallbacks,
        cited=citations.counts(db.session, assessment=at.assessment, by=person()),
        citable=citations.citable(db.session, assessment=at.assessment, questionnaire=at.outline.source, by=person()),
        questions=questions(at.assessment),
        editable=may(person(), Action.EDIT, at.assessment),
        mine=parts.editable(db.session, assessment=at.assessment, questionnaire=at.outline.source, by=person()),
        scored=may(person(), Action.SEE_SCORES, at.assessment),
        audited=may(person(), Action.AUDIT, at.assessment),
        step=next((one.value for one in STEPS if may(person(), one, at.assessment)), None),
        waiting=_waiting(at),
        others=assessments.others(db.session, assessment=at.assessment, by=person()),
    )


def _waiting(at: Whole) -> int:
    """Return how many answers wait for the reader's reply to the review."""
    if not may(person(), Action.REPLY, at.assessment):
        return 0
    items = reviews.items(db.session, assessment=at.assessment, questionnaire=at.outline.source)
    return sum(item.status in REGIONS_TURN for item in items)


def _row(at: Whole, question: Question) -> Row:
    state = at.states[question.code]
    answer = Answer(State.HIDDEN) if state is State.HIDDEN else at.answers.get(question.code, NOT_ANSWERED)
    title = at.outline.questionnaire.questions[question.code].text
    return Row(question, title, state, in_words(question, answer))
