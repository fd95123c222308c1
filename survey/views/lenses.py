"""Through whose eyes: what the region reported beside what others see, and where they differ most."""

from dataclasses import dataclass

from flask import Blueprint, Response, url_for

from survey.charts import lenses as charts
from survey.charts.beside import Beside
from survey.charts.readings import Title
from survey.charts.sheets import SheetChart
from survey.database import db
from survey.languages import SOURCE
from survey.languages import gettext as _
from survey.policy import Action, may
from survey.services import reviews
from survey.services.stakeholders import ByStakeholders
from survey.services.verified import BothLenses
from survey.views import figures, one_region
from survey.views.access import person, signed_in
from survey.views.improving import improving
from survey.views.one_region import OneRegion
from survey.views.outline import Outline, outline
from survey.views.through import Through, through
from survey.views.wording import in_words

blueprint = Blueprint("lenses", __name__, url_prefix="/results/<wave>/<region>/lenses")
MOST = 15
"""So many questions are listed, those first about which the lenses are furthest apart."""
SHOWN = ("index", "dimension", "area")


@dataclass(frozen=True)
class Apart:
    """One question that the lenses do not value the same: both answers in words, verified minus reported in points.

    ``why`` says that the reviewer gave a reason, ``disputed`` that the region did not agree.
    """

    code: str
    title: Title
    reported: str
    verified: str
    points: float
    why: bool
    disputed: bool


@dataclass(frozen=True)
class Perceived:
    """One question that stakeholders value otherwise: the answer in words, both values 0-100, and their difference.

    ``people`` of the stakeholders know it.
    """

    code: str
    title: Title
    reported: str
    mine: float
    theirs: float
    points: float
    people: int


@blueprint.get("")
@signed_in
def show(wave: str, region: str) -> str | tuple[str, int]:
    """Show the lenses that there are, and the questions that make the difference."""
    at = one_region.one_region(wave, region)
    return _page(at, through(at), ())


@blueprint.get('/<any("lenses"):chart>.csv')
@blueprint.get('/<any("lenses"):chart>.<any("svg"):ending>')
@signed_in
def file(wave: str, region: str, chart: str, ending: str = "csv") -> Response | str | tuple[str, int]:
    """Send the lenses as a file or a drawing; where that cannot be, the page again, which says so."""
    at = one_region.one_region(wave, region)
    found = through(at)
    wish, faults = figures.purpose()
    if found.beside is None:
        faults = (_("There is one lens only so far, so there is no file."),)
    if found.beside is None or faults:
        return _page(at, found, faults)
    return figures.file(_chart(at, found.beside), whose=region, wave=at.assessment.wave, wish=wish, ending=ending)


def _page(at: OneRegion, found: Through, faults: tuple[str, ...]) -> str | tuple[str, int]:
    both, seen, beside = found.both, found.seen, found.beside
    return one_region.page(
        "lenses/show.html",
        at,
        faults=faults,
        chart_of_all=None if beside is None else _chart(at, beside),
        lenses=0 if beside is None else len(beside.lenses) + 1,
        reviewed=both is not None,
        apart=[] if both is None else _apart(at, both),
        seen=seen,
        perceived=[] if seen is None else _perceived(at, seen),
        brings=may(person(), Action.BRING_STAKEHOLDERS, at.assessment),
        replies=url_for("replies.index", **at.where),  # type: ignore[arg-type]
    )


def _chart(at: OneRegion, beside: Beside) -> SheetChart:
    return charts.lenses(at.readings.level(*SHOWN), beside, at.facts)


def _apart(at: OneRegion, both: BothLenses) -> list[Apart]:
    found, known = outline(at.assessment.wave.edition), improving(at).known
    said = reviews.in_force(db.session, assessment=at.assessment)
    listed = []
    for gap in both.gaps[:MOST]:
        code, review = gap.question, said.get(gap.question)
        stands = reviews.standing(found.source.questions[code], review) if review else None
        shown = found.shown.questions[code]
        listed.append(
            Apart(
                code=code,
                title=_title(found, code),
                reported=in_words(shown, known.answers[code]),
                verified=in_words(shown, stands) if stands else in_words(shown, known.answers[code]),
                points=-gap.total,
                why=bool(review and review.reason),
                disputed=bool(review and review.consent == "disputed"),
            )
        )
    return listed


def _perceived(at: OneRegion, seen: ByStakeholders) -> list[Perceived]:
    found, known = outline(at.assessment.wave.edition), improving(at).known
    return [
        Perceived(
            code=gap.question,
            title=_title(found, gap.question),
            reported=in_words(found.shown.questions[gap.question], known.answers[gap.question]),
            mine=gap.a,
            theirs=gap.b,
            points=-gap.total,
            people=seen.known[gap.question],
        )
        for gap in seen.gaps[:MOST]
    ]


def _title(found: Outline, code: str) -> Title:
    return Title(found.questionnaire.questions[code].text, SOURCE if code in found.fallbacks else None)
