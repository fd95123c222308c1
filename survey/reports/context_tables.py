"""The tables of what stands around a region's scores, as sheets: those of the pages, with all their rows."""

from collections.abc import Iterator

from survey.charts.change import parts_of
from survey.charts.sheets import SheetChart
from survey.languages import gettext
from survey.reports import codes, columns, onward, steps
from survey.reports.material import Regional
from survey.reports.moved import Moved
from survey.reports.raised import Raised
from survey.reports.sheets import Sheet, described
from survey.services.tables import Value


def around(material: Regional) -> Iterator[Sheet]:
    """Yield the change, the peers and the first steps, each where the reader may see it and there is something."""
    context = material.around
    if context.moved and context.moved.found.components:
        yield _change(material, context.moved)
        if material.answered:
            yield _by_question(material, context.moved)
    if len(context.peers):
        about = gettext("Each area beside the median of the peers whose results you may see.")
        yield _of(gettext("Peers"), about, onward.beside(material))
    if context.raised and context.begun:
        yield from _steps(material, context.raised)


def _change(material: Regional, moved: Moved) -> Sheet:
    later = material.facts.title
    about = gettext(
        "What changed since %(wave)s: in each row the earlier score and the three parts add up to the later score.",
        wave=moved.earlier,
    )
    heads = (*columns.component(), *columns.change(moved.earlier, later))
    rows = [_changed(moved, code) for code in moved.found.components]
    return described(gettext("Changes"), about, heads, rows, still=2)


def _changed(moved: Moved, code: str) -> tuple[Value, ...]:
    found = moved.found.difference(code)
    parts = parts_of(found).values() if found.total is not None else (None, None, None)
    return (code, moved.now.titles[code].text, found.value_b, *parts, found.value_a)


def _by_question(material: Regional, moved: Moved) -> Sheet:
    code = onward.moved_in(material, moved)
    chart = moved.chart(code, material.of(code), material.facts)
    title = moved.now.titles[code].text
    about = gettext("The same change for %(component)s, question by question.", component=title)
    return _of(gettext("Change by question"), about, chart)


def _steps(material: Regional, raised: Raised) -> Iterator[Sheet]:
    code = material.whole
    readings = material.of(code)
    gains = raised.gains(code, readings, material.facts)
    about = gettext("What full points in one more question would bring, the most first.")
    yield _of(gettext("First steps"), about, gains)
    towards = raised.towards(code, steps.target(raised, code), readings, material.facts)
    if towards.chart.rows:
        about = gettext("The cheapest sets of changes that reach the target, by the efforts that the region has set.")
        yield _of(gettext("Way to the target"), about, towards.chart)


def _of(title: str, about: str, chart: SheetChart) -> Sheet:
    return described(title, about, codes.columns(chart.columns), list(chart.rows), still=1)
