"""The report of one region: what to know first, each dimension, the areas, the answers, the method."""

from collections.abc import Iterator
from dataclasses import replace

from survey.charts import bands, intervals, theme, words
from survey.charts.intervals import DOT
from survey.charts.readings import Reading, Readings
from survey.charts.specification import Cell, Chart, Table
from survey.languages import format_number, format_percent, gettext, region_name
from survey.models import Stage
from survey.reports import closing, covers, gains, groups, onward, replies, sentences, summary
from survey.reports.document import Block, Drawing, Listing, Paragraph, Part, Report, Tabled
from survey.reports.groups import Group
from survey.reports.material import Regional
from survey.reports.parts import drawn


def report(material: Regional) -> Report:
    """Return the report of a region in the reader's language."""
    whose = region_name(material.assessment.region)
    draft = material.assessment.stage is Stage.DRAFT
    notice = gettext("This is a draft: nothing has been submitted, and every answer can still change.")
    return covers.report(
        material,
        name=name(material),
        title=whose,
        about=gettext("Report on intercultural policies: equality, diversity, interaction"),
        whose=whose,
        parts=tuple(_parts(material)),
        notice=notice if draft else "",
    )


def name(material: Regional) -> str:
    """Return what the report is called among others."""
    region = region_name(material.assessment.region)
    return gettext("Report of %(region)s, %(wave)s", region=region, wave=material.facts.title)


def _parts(material: Regional) -> Iterator[Part]:
    yield _summary(material)
    for reading in material.readings.level("dimension"):
        yield _dimension(material, reading)
    for group in groups.groups(material.framework, material.edition.titles):
        yield from _group(material, group)
    yield onward.part(material)
    yield from _lenses(material)
    if material.answered:
        yield replies.part(material, material.answered)
    yield closing.method(material)
    yield closing.about(material)


def _summary(material: Regional) -> Part:
    shown = material.readings.level("index", "dimension")
    return summary.part(material, (_numbers(material, shown),) if len(shown) else ())


def _numbers(material: Regional, shown: Readings) -> Part:
    """Return index and dimensions, each as a sentence, and together as a table."""
    chart = bands.dimensions(shown, material.facts)
    index, areas = shown.level("index").all, material.readings.level("area").all
    said = [sentences.overall(one, areas) for one in index]
    said += [sentences.stands(one, _carrying(material, one.component)) for one in shown.level("dimension")]
    apply = [_asked(material, one) for one in index]
    blocks: tuple[Block, ...] = (Listing(tuple(said)), Tabled(chart.title, chart.table), *apply)
    return Part("numbers", gettext("Index and dimensions"), blocks, page=False)


def _asked(material: Regional, index: Reading) -> Paragraph:
    """Say how many questions apply, and why reviewers speak of more answers."""
    said = gettext(
        "Of the %(num)s questions that count, %(applicable)s were asked and apply to this region.",
        num=format_number(len(material.framework.questions), 0),
        applicable=format_number(index.applicable, 0),
    )
    if material.assessment.stage not in {Stage.IN_REVIEW, Stage.CONCLUDED}:
        return Paragraph(said, "soft")
    more = gettext("Reviewers also look at the answer that something does not apply, so they speak of more answers.")
    return Paragraph(f"{said} {more}", "soft")


def _carrying(material: Regional, dimension: str) -> tuple[Reading, ...]:
    """Return the readings of the areas that count most for a dimension, as far as they may be seen."""
    shares = groups.shares(material.framework, material.edition.source, dimension)
    found = (material.readings.at(material.region, code) for code in groups.heaviest(shares))
    return tuple(reading for reading in found if reading)


def _lenses(material: Regional) -> Iterator[Part]:
    if material.lenses:
        said = tuple(Paragraph(text) for text in material.lenses.sentences)
        yield Part(
            "lenses", material.lenses.title, (*said, Tabled(material.lenses.title, _scores(material.lenses.table)))
        )


def _scores(lenses: Table) -> Table:
    """Return the table of lenses with one column for each: its score with its interval, or why there is none."""
    places = range(1, len(lenses.heads), 3)
    rows = ((row[0], *(_seen(row[place], row[place + 1]) for place in places)) for row in lenses.rows)
    return Table((lenses.heads[0], *(lenses.heads[place] for place in places)), tuple(rows))


def _seen(score: Cell, interval: Cell) -> Cell:
    if score.look == "absent":
        return replace(score, text=score.note or score.text, note="")
    return replace(score, text=gettext("%(score)s (%(interval)s)", score=score.text, interval=interval.text), of=None)


def _dimension(material: Regional, reading: Reading) -> Part:
    carrying = _carrying(material, reading.component)
    shares = groups.shares(material.framework, material.edition.source, reading.component)
    blocks: list[Block] = [Paragraph(sentences.stands(reading, carrying), "lead")]
    moves = sentences.openness(reading)
    blocks += [Paragraph(moves)] if moves else []
    if carrying:
        part = format_percent(sum(shares[one.component] for one in carrying))
        title = gettext("The areas that count most for %(dimension)s", dimension=reading.title)
        chart = replace(_accented(material, reading, carrying), title=title)
        blocks += [Drawing(chart), *(Paragraph(note, "soft") for note in chart.notes)]
        blocks.append(Tabled(title, _carried(carrying, shares)))
        said = gettext("These areas count most here: together they make %(share)s of the dimension.", share=part)
        blocks += [Paragraph(said, "soft")]
    blocks += gains.rankings(material, reading.component)
    return Part(
        f"dimension-{reading.component}",
        reading.title,
        tuple(blocks),
        accent=groups.accent(reading.component),
        lang=reading.lang,
    )


def _accented(material: Regional, whole: Reading, carrying: tuple[Reading, ...]) -> Chart:
    """Return the bands of a dimension and its areas in its colour, the dimension with its own symbol."""
    rows = (whole, *carrying)
    mark = theme.accents(list(material.readings.level("dimension").components))[whole.component]
    marks = [mark, *(replace(DOT, colour=mark.colour) for _ in carrying)]
    figure = intervals.intervals(rows, [one.title for one in rows], marks)
    chart = bands.bands(Readings(carrying), material.facts)
    return replace(chart, readings=Readings(rows), figure=theme.marked(figure, material.facts.demonstration))


def _carried(carrying: tuple[Reading, ...], shares: dict[str, float]) -> Table:
    """Return the areas of a dimension as a table: how much of it they make, and where they stand."""
    heads = (
        gettext("Area"),
        gettext("Share of the dimension"),
        gettext("Score"),
        gettext("Interval"),
        gettext("Coverage"),
    )
    rows = tuple(
        (
            Cell(one.title, lang=one.lang),
            words.number_cell(format_percent(shares[one.component])),
            replace(words.score_cell(one), of=None),
            words.number_cell(words.interval(one)),
            words.number_cell(words.coverage_text(one)),
        )
        for one in carrying
    )
    return Table(tuple(map(Cell, heads)), rows)


def _group(material: Regional, group: Group) -> Iterator[Part]:
    codes = (group.code, *group.areas) if group.code else group.areas
    found = tuple(filter(None, (material.readings.at(material.region, code) for code in codes)))
    if not found:
        return
    chart = bands.bands(Readings(found), material.facts)
    blocks = (*_told(found, chart), *_drawn(chart, group.title), *_strengths(material, group, found))
    yield Part(f"group-{group.code or 'further'}", group.title, blocks, lang=group.lang)


def _strengths(material: Regional, group: Group, found: tuple[Reading, ...]) -> tuple[Block, ...]:
    """Return what is strong and what is missing: answers where there is one score of all and they may be seen."""
    made = gains.rankings(material, group.code)
    return made or sentences.strengths([reading for reading in found if reading.level == "area"])


def _told(found: tuple[Reading, ...], chart: Chart) -> Iterator[Block]:
    whole = found[0] if found[0].level == "composite" else None
    if whole is None:
        yield Paragraph(chart.sentence, "lead")
        return
    yield Paragraph(sentences.overall(whole, found[1:]), "lead")
    moves = sentences.openness(whole)
    if moves:
        yield Paragraph(moves)
    yield Paragraph(_made_of(whole, found[1:]), "soft")


def _made_of(whole: Reading, areas: tuple[Reading, ...]) -> str:
    return gettext(
        "%(title)s sums up these areas: %(areas)s.", title=whole.title, areas="; ".join(one.title for one in areas)
    )


def _drawn(chart: Chart, title: str) -> Iterator[Block]:
    named = replace(chart, title=gettext("Scores and intervals: %(title)s", title=title))
    yield from drawn(named)
