"""What was submitted: the frozen versions of a region, and two of them side by side, question by question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, g, render_template, request

from survey import languages
from survey.database import db
from survey.languages import gettext as _
from survey.languages import region_name
from survey.models.assessment import Assessment
from survey.questionnaires import kinds
from survey.questionnaires.answers import Answer
from survey.questionnaires.model import Question
from survey.services import assessments, version_pairs, versions
from survey.services.tables import Purpose, Table
from survey.services.version_pairs import Pair
from survey.services.versions import Version
from survey.views import files
from survey.views.access import person, signed_in
from survey.views.outline import outline
from survey.views.wording import in_words

blueprint = Blueprint("submissions", __name__, url_prefix="/assessments/<wave>/<region>/submissions")

COLUMNS = (
    "question",
    "text",
    "relation",
    "state_then",
    "value_then",
    "reason_then",
    "planned_date_then",
    "state_now",
    "value_now",
    "reason_now",
    "planned_date_now",
)
"""The columns of the file; new ones come to the end."""


@dataclass(frozen=True)
class Chosen:
    """Two versions to compare, the earlier first; ``every`` says that equal answers are shown, too.

    ``faults`` are whole sentences about what the address asks for and cannot have; then the nearest is chosen.
    """

    listed: Sequence[Version]
    earlier: Version
    later: Version
    every: bool
    faults: tuple[str, ...]

    @property
    def wishes(self) -> dict[str, str]:
        """What stands in the address of this comparison."""
        return {"then": self.earlier.code, "now": self.later.code} | ({"every": "1"} if self.every else {})


@dataclass(frozen=True)
class Row:
    """One question of a comparison as the page shows it: both answers in words, and what became of the question."""

    code: str
    text: str
    then: str
    now: str
    differs: bool
    note: str


@blueprint.get("")
@signed_in
def index(wave: str, region: str) -> str:
    """List what was submitted and concluded, in this wave and the ones before."""
    return _list(_assessment(wave, region))


@blueprint.get("/compare")
@signed_in
def compare(wave: str, region: str) -> str | tuple[str, int]:
    """Show two versions side by side: what differs, or every question."""
    at = _assessment(wave, region)
    return _compared(at, _chosen(at))


def _list(at: Assessment) -> str:
    listed = versions.of_region(db.session, assessment=at, by=person())
    return render_template("submissions/index.html", assessment=at, versions=listed)


def _compared(at: Assessment, chosen: Chosen | None) -> str | tuple[str, int]:
    """Return the page of a comparison; the list of versions where there are not two."""
    if chosen is None:
        return _list(at)
    found = version_pairs.pairs(db.session, earlier=chosen.earlier, later=chosen.later)
    page = render_template(
        "submissions/compare.html",
        assessment=at,
        chosen=chosen,
        rows=[row for row in _rows(chosen, found) if row.differs or chosen.every],
        different=sum(one.differs for one in found),
        count=len(found),
    )
    return (page, 422) if chosen.faults else page


@blueprint.get("/compare.csv")
@signed_in
def file(wave: str, region: str) -> Response | tuple[str, int]:
    """Send the same comparison as a file: every question, or what differs."""
    at = _assessment(wave, region)
    chosen, purpose = _chosen(at), request.args.get("for", Purpose.ANALYSIS)
    if chosen is None or chosen.faults or purpose not in set(Purpose):
        shown = _compared(at, chosen)
        return (shown[0] if isinstance(shown, tuple) else shown), 422
    found = version_pairs.pairs(db.session, earlier=chosen.earlier, later=chosen.later)
    cells = (_cells(one) for one in found if one.differs or chosen.every)
    what = f"comparison_{chosen.earlier.code}_{chosen.later.code}"
    language = languages.current()
    return files.send(
        Table(COLUMNS, cells), what=what, whose=region, wave=at.wave, purpose=Purpose(purpose), language=language
    )


def _assessment(wave: str, region: str) -> Assessment:
    found = assessments.find(db.session, wave=wave, region=region, by=person())
    g.place = region_name(found.region)
    return found


def _chosen(at: Assessment) -> Chosen | None:
    """Return which two versions the address asks for, the last two where it does not; None where there are not two."""
    listed = versions.of_region(db.session, assessment=at, by=person())
    if len(listed) < 2:
        return None
    known = {one.code: one for one in listed}
    wished = [request.args.get("then", listed[-2].code), request.args.get("now", listed[-1].code)]
    faults = [_("There is no version “%(code)s”. Choose one below.", code=code) for code in wished if code not in known]
    earlier, later = known.get(wished[0], listed[-2]), known.get(wished[1], listed[-1])
    if listed.index(earlier) > listed.index(later):
        earlier, later = later, earlier
    return Chosen(listed, earlier, later, bool(request.args.get("every")), tuple(faults))


def _rows(chosen: Chosen, found: Sequence[Pair]) -> Iterator[Row]:
    now, then = (outline(one.assessment.wave.edition).shown.questions for one in (chosen.later, chosen.earlier))
    for one in found:
        asked_now = now[one.asked_now.code] if one.asked_now else None
        asked_then = then[one.asked_then.code] if one.asked_then else None
        text = (asked_now or asked_then or one.question).text
        words = _words(asked_then, one.then), _words(asked_now, one.now)
        yield Row(one.question.code, text, *words, one.differs, _note(one))


def _words(asked: Question | None, answer: Answer | None) -> str:
    return in_words(asked, answer) if asked and answer else _("Was not a question then")


def _note(one: Pair) -> str:
    if one.asked_now is None:
        return _("No longer asked")
    if one.asked_then is None:
        return _("New question")
    return {"reworded": _("Asked in other words"), "rescaled": _("Asked on another scale")}.get(str(one.relation), "")


def _cells(one: Pair) -> tuple[str | date | None, ...]:
    return one.question.code, one.question.text, one.relation, *_side(one.then), *_side(one.now)


def _side(answer: Answer | None) -> tuple[str | date | None, ...]:
    """Return the four cells of one side; empty ones for a question that was not there."""
    if answer is None:
        return (None,) * 4
    value = None if answer.value is None else kinds.value_text(answer.value)
    return answer.state.value, value, answer.reason, answer.planned_date
