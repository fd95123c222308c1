"""Through whose eyes: what the region reported beside what its reviewers verified, and where the two differ most."""

from dataclasses import dataclass

from flask import Blueprint, Response, url_for

from survey.charts import lenses as charts
from survey.charts import readings as rows
from survey.charts.readings import Title
from survey.charts.sheets import SheetChart
from survey.database import db
from survey.languages import SOURCE
from survey.languages import gettext as _
from survey.services import reviews, verified
from survey.services.verified import BothLenses
from survey.views import figures, one_region
from survey.views.access import person, signed_in
from survey.views.improving import improving
from survey.views.one_region import OneRegion
from survey.views.outline import outline
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


@blueprint.get("")
@signed_in
def show(wave: str, region: str) -> str | tuple[str, int]:
    """Show both lenses once the review has begun, and the questions that make the difference."""
    at = one_region.one_region(wave, region)
    return _page(at, _both(at), ())


@blueprint.get('/<any("lenses"):chart>.csv')
@blueprint.get('/<any("lenses"):chart>.<any("svg"):ending>')
@signed_in
def file(wave: str, region: str, chart: str, ending: str = "csv") -> Response | str | tuple[str, int]:
    """Send both lenses as a file or a drawing; where that cannot be, the page again, which says so."""
    at = one_region.one_region(wave, region)
    both = _both(at)
    wish, faults = figures.purpose()
    if both is None:
        faults = (_("The review has not begun, so there is one lens only and no file."),)
    if both is None or faults:
        return _page(at, both, faults)
    return figures.file(_chart(at, both), whose=region, wave=at.assessment.wave, wish=wish, ending=ending)


def _page(at: OneRegion, both: BothLenses | None, faults: tuple[str, ...]) -> str | tuple[str, int]:
    return one_region.page(
        "lenses/show.html",
        at,
        faults=faults,
        chart_of_both=None if both is None else _chart(at, both),
        apart=[] if both is None else _apart(at, both),
        replies=url_for("replies.index", **at.where),  # type: ignore[arg-type]
    )


def _both(at: OneRegion) -> BothLenses | None:
    return verified.verified_results(db.session, assessment=at.assessment, by=person())


def _chart(at: OneRegion, both: BothLenses) -> SheetChart:
    seen = rows.of_cards([(at.assessment, both.verified)], at.titles, at.assessment.wave.time_zone)
    shown = at.readings.level(*SHOWN)
    return charts.lenses(shown, seen, at.facts, standing=both.standing, to_review=both.to_review)


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
                title=Title(found.questionnaire.questions[code].text, SOURCE if code in found.fallbacks else None),
                reported=in_words(shown, known.answers[code]),
                verified=in_words(shown, stands) if stands else in_words(shown, known.answers[code]),
                points=-gap.total,
                why=bool(review and review.reason),
                disputed=bool(review and review.consent == "disputed"),
            )
        )
    return listed
