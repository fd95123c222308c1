"""How a score was computed: one level of the tree a page, with numbers that can be followed by hand."""

from flask import Blueprint, Response, g, render_template

from survey import languages
from survey.database import db
from survey.services import disclosures, explanations
from survey.services.explanations import Explanation
from survey.views import figures, files, parts
from survey.views.access import person, signed_in
from survey.views.outline import outline

blueprint = Blueprint("explained", __name__, url_prefix="/results/<wave>/<region>/explained/<component>")


@blueprint.get("")
@signed_in
def show(wave: str, region: str, component: str) -> str:
    """Show what the component is the mean of, and what each part adds."""
    return _page(_found(wave, region, component))


@blueprint.get("/tree.csv")
@signed_in
def file(wave: str, region: str, component: str) -> Response | tuple[str, int]:
    """Send the whole tree down to the answers; with a wish that cannot be, the page again, which says what can."""
    found = _found(wave, region, component)
    wish, faults = figures.purpose()
    if faults:
        return _page(found, faults), 422
    what, language = f"explained-{component}", languages.current()
    return files.send(
        found.table(), what=what, whose=region, wave=found.assessment.wave, purpose=wish, language=language
    )


def _found(wave: str, region: str, component: str) -> Explanation:
    assessment = disclosures.find(db.session, wave=wave, region=region, by=person())
    return explanations.explain(db.session, assessment=assessment, component=component, by=person())


def _page(found: Explanation, faults: tuple[str, ...] = ()) -> str:
    edition = found.assessment.wave.edition
    titles = figures.titles(edition)
    listed = parts.parts(found.component, found.top, outline(edition), titles, found.shown, found.points)
    blocks = parts.blocks(listed, titles)
    g.place = languages.region_name(found.assessment.region)
    return render_template(
        "explained/show.html",
        at=found,
        assessment=found.assessment,
        component=found.component,
        title=titles[found.top.code],
        blocks=blocks,
        terms=parts.terms(listed),
        sums=parts.sums([block.sums.exact for block in blocks]),
        asks=any(part.question for part in listed),
        wholes=[(code, titles[code]) for code in found.wholes],
        faults=faults,
    )
