"""Parts that begin on no page of their own, and how a chart stands in one: its sentence, drawing, notes and table."""

from collections.abc import Iterator

from survey.charts.specification import Chart
from survey.reports.document import Block, Drawing, Paragraph, Part, Tabled


def below(code: str, title: str, *blocks: Block) -> Part:
    """Return a part that follows on the page where the one before it ends."""
    return Part(code, title, blocks, page=False)


def charted(code: str, chart: Chart) -> Part:
    """Return a chart as a part."""
    return below(code, chart.title, Paragraph(chart.sentence), *drawn(chart))


def drawn(chart: Chart) -> Iterator[Block]:
    """Yield a chart with how to read it and its table; nothing where it shows nothing."""
    if chart.table.rows:
        yield Drawing(chart)
        yield from (Paragraph(note, "soft") for note in chart.notes)
        yield Tabled(chart.title, chart.table)
