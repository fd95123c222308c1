"""What to do first, in a region's report: the way to the next target, what would raise most, what is decided."""

from collections.abc import Iterator

from survey.charts.specification import Cell, Table
from survey.languages import format_number, gettext, ngettext, region_name
from survey.reports.document import Paragraph, Part, Tabled
from survey.reports.material import Regional
from survey.reports.parts import below, charted, drawn
from survey.reports.raised import Raised
from survey.services import efforts, raising


def part(material: Regional) -> Part:
    """Return the part; who may not see what it is made of reads where it can be found."""
    title, raised = gettext("What to do first"), material.around.raised
    if raised is None:
        return below("steps", title, Paragraph(_not_taken_away(material)))
    if not material.around.begun:
        nothing = gettext(
            "There is nothing to show yet: no question that counts has an answer. Scores appear here with the first "
            "one."
        )
        return below("steps", title, Paragraph(nothing))
    code = material.whole
    readings = material.of(code)
    towards = raised.towards(code, target(raised, code), readings, material.facts)
    lead = f"{towards.chart.sentence} {why(target(raised, code))}"
    said = (*_first(raised, code), *planned(material, raised, code))
    blocks = (Paragraph(lead, "lead"), *map(Paragraph, said))
    made = [below("plan", towards.chart.title, *drawn(towards.chart))] if towards.chart.table.rows else []
    made += [charted("gains", raised.gains(code, readings, material.facts)), *_planned(raised, code)]
    return Part("steps", title, (*blocks, Paragraph(_efforts(raised), "soft")), tuple(made))


def target(raised: Raised, code: str) -> float:
    """Return the target that the region's page proposes, too, where its address names none."""
    return raising.within_reach(raising.value(raised.known, code))


def why(target: float) -> str:
    """Say why a report goes for this target."""
    return gettext(
        "%(target)s is the next multiple of five that lies five points or more ahead; the region can set itself "
        "another.",
        target=format_number(target, 0),
    )


def left_out(count: int) -> Iterator[str]:
    """Say that a way has more steps than stand on the first page."""
    if count > 0:
        yield ngettext(
            "%(num)s further step stands under “What to do first”.",
            "%(num)s further steps stand under “What to do first”.",
            count,
        )


def planned(material: Regional, raised: Raised, code: str) -> Iterator[str]:
    """Say how many answers tell of a plan, and where the component would stand with all of it done."""
    count = len(raised.planned(code))
    reading = material.readings.at(material.region, code)
    if count and reading is not None and reading.planned is not None:
        yield ngettext(
            "%(num)s answer says that something is decided already and not yet done; with it, the score would be "
            "%(score)s. What is decided counts once it is done, and so it does here.",
            "%(num)s answers say that something is decided already and not yet done; with all of it, the score would "
            "be %(score)s. What is decided counts once it is done, and so it does here.",
            count,
            score=format_number(reading.planned),
        )


def _planned(raised: Raised, code: str) -> Iterator[Part]:
    """Yield what is decided already, as a table."""
    found = raised.planned(code)
    if found:
        title = gettext("What is decided already")
        heads = (Cell(gettext("Question")), Cell(gettext("Area")), Cell(gettext("Answer today")))
        rows = tuple(
            (Cell(one.title.text, lang=one.title.lang), Cell(one.area, "words"), Cell(one.today, "words"))
            for one in found
        )
        yield below("planned", title, Tabled(title, Table(heads, rows)))


def _first(raised: Raised, code: str) -> Iterator[str]:
    count = len(raised.to_answer(code))
    if count:
        yield ngettext(
            "%(num)s question has no answer yet. Answer it first; it is not in this list.",
            "%(num)s questions have no answer yet. Answer them first; they are not in this list.",
            count,
        )


def _efforts(raised: Raised) -> str:
    scored = raised.known.framework.questions
    said = ngettext(
        "The region has said what full points take for %(set)s of %(num)s question, from 1 (little) to 100.",
        "The region has said what full points take for %(set)s of %(num)s questions, from 1 (little) to 100.",
        len(scored),
        set=format_number(sum(code in raised.own for code in scored), 0),
    )
    usual = gettext("Where it has not, the effort counts as %(usual)s.", usual=format_number(efforts.USUAL, 0))
    return f"{said} {usual}"


def _not_taken_away(material: Regional) -> str:
    if not material.around.scores:
        return gettext(
            "What would raise the scores follows from the answers. They are with the people of %(region)s, its "
            "reviewers and the project team.",
            region=region_name(material.assessment.region),
        )
    return gettext(
        "What would raise the scores names answers, so it stands in the reports of those who may take answers away. On "
        "the platform you find it under Priorities."
    )
