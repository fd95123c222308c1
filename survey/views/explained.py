"""How a score was computed: one level of the tree a page, with numbers that can be followed by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, g, render_template, url_for

from survey import languages
from survey.charts import rounding
from survey.charts.rounding import note
from survey.database import db
from survey.models import Audience
from survey.policy import Action, ever
from survey.scoring.lenses import Verdict
from survey.services import citations, disclosures, explanations, reviews
from survey.services.explanations import Explanation
from survey.services.reviews import UNDER_REVIEW, Status
from survey.views import audience, figures, files, parts
from survey.views.access import person, signed_in
from survey.views.outline import outline

blueprint = Blueprint("explained", __name__, url_prefix="/results/<wave>/<region>/explained/<component>")
blueprint.add_app_template_filter(note, "hides")


@dataclass(frozen=True)
class Reviewed:
    """How far the review of an answer is, and where it stands."""

    status: Status
    url: str


@dataclass(frozen=True)
class Behind:
    """What stands behind answers, by question: how many pieces of evidence the reader may see, and the review."""

    cited: Mapping[str, int]
    reviewed: Mapping[str, Reviewed]


@blueprint.get("")
@signed_in
def show(wave: str, region: str, component: str) -> str | tuple[str, int]:
    """Show what the component is the mean of, and what each part adds; or, with ``as``, how others see that."""
    to, faults = audience.wished()
    return _page(_found(wave, region, component, to), faults, to)


@blueprint.get("/tree.csv")
@signed_in
def file(wave: str, region: str, component: str) -> Response | str | tuple[str, int]:
    """Send the whole tree down to the answers; with a wish that cannot be, the page again, which says what can."""
    to, unknown = audience.wished()
    found = _found(wave, region, component, to)
    wish, faults = figures.purpose()
    if faults := (*unknown, *faults):
        return _page(found, faults, to)
    what, language = f"explained-{component}", languages.current()
    return files.send(
        found.table(), what=what, whose=region, wave=found.assessment.wave, purpose=wish, language=language
    )


def _found(wave: str, region: str, component: str, to: Audience | None) -> Explanation:
    assessment = disclosures.find(db.session, wave=wave, region=region, by=person())
    return explanations.explain(db.session, assessment=assessment, component=component, by=person(), to=to)


def _page(found: Explanation, faults: tuple[str, ...], to: Audience | None) -> str | tuple[str, int]:
    edition = found.assessment.wave.edition
    titles = figures.titles(edition)
    listed = parts.parts(found.component, found.top, outline(edition), titles, found.shown, found.points)
    blocks = parts.blocks(listed, titles)
    g.place = languages.region_name(found.assessment.region)
    made = render_template(
        "explained/show.html",
        at=found,
        to=to,
        shown_as=audience.address(to),
        assessment=found.assessment,
        component=found.component,
        title=titles[found.top.code],
        blocks=blocks,
        terms=parts.terms(listed),
        sums=rounding.sums([block.sums.exact for block in blocks]),
        about=_behind(found, [part.node.code for part in listed if part.question]),
        asks=any(part.question for part in listed),
        wholes=[(code, titles[code]) for code in found.wholes],
        faults=faults,
    )
    return (made, 422) if faults else made


def _behind(found: Explanation, codes: Sequence[str]) -> Behind | None:
    """Return what stands behind the answers to these questions; None without any, and of a region of others."""
    at = found.assessment
    if not codes or not found.view.whole:
        return None
    cited = citations.counts(db.session, assessment=at, by=person())
    if at.stage not in UNDER_REVIEW:
        return Behind(cited, {})
    where = {"wave": at.wave.key, "region": at.region.key}
    reviewing = ever(person(), Action.REVIEW, at)
    replies, verdict = url_for("replies.index", **where), url_for("verdicts.show", question="-", **where)  # type: ignore[arg-type]
    reviewed = {}
    for item in reviews.items(db.session, assessment=at, questionnaire=found.questionnaire):
        if item.code not in codes or item.review is None:
            continue
        if reviewing:
            url = f"{verdict.removesuffix('-')}{item.code}"
        else:
            url = replies if item.review.verdict is Verdict.ACCEPTED else f"{replies}#r-{item.code}"
        reviewed[item.code] = Reviewed(item.status, url)
    return Behind(cited, reviewed)
