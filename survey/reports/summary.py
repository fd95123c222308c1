"""The first page of a region's report, for whoever reads nothing else: a verdict, what it rests on, where to begin."""

from collections.abc import Iterator, Sequence

from survey.charts import changed, peers, words
from survey.charts.cards import card
from survey.charts.changed import Told
from survey.charts.peers import FEWEST
from survey.charts.readings import Reading, ranked
from survey.charts.rounding import rounded
from survey.languages import format_number, gettext, ngettext
from survey.reports import beginnings, groups, onward, sentences
from survey.reports.document import Block, Card, Facts, Figures, Paragraph, Part
from survey.reports.material import Regional

LITTLE = 5.0
"""A change of fewer points is told with a warning."""


def part(material: Regional, parts: tuple[Part, ...]) -> Part:
    """Return the first page, with the parts that stand below it."""
    areas = material.readings.level("area").all
    below = (*beginnings.parts(material, areas), *parts)
    return Part("summary", gettext("What to know first"), tuple(_blocks(material, areas)), below)


def _blocks(material: Regional, areas: Sequence[Reading]) -> Iterator[Block]:
    shown = material.readings.level("index", "dimension")
    for text in _verdict(material, areas):
        yield Paragraph(text, "lead")
    if len(shown):
        yield Figures(tuple(_figure(reading) for reading in shown))
        yield Paragraph(_measure(), "soft")
        yield Facts(tuple(_facts(material, areas)))


def _verdict(material: Regional, areas: Sequence[Reading]) -> Iterator[str]:
    """Say how much of what is possible the region reaches, and beside whom; from whom the index is hidden, how far
    the areas reach that they may see.
    """
    index = material.readings.level("index").all
    if not index:
        yield words.extremes(areas) or words.no_scores()
    elif index[0].score is None:
        yield sentences.overall(index[0], areas)
    else:
        yield " ".join((*sentences.reached(index[0], index[0].score), *_among_peers(material)))


def _among_peers(material: Regional) -> Iterator[str]:
    [found] = peers.beside(material.readings.level("index"), material.around.peers)
    if found.middle is None:
        return
    names = {"region": found.own.region_name, "middle": format_number(found.middle)}
    if found.verdict == "above":
        yield ngettext(
            "The middle of its %(num)s peer is %(middle)s: %(region)s lies above it.",
            "The middle of its %(num)s peers is %(middle)s: %(region)s lies above it.",
            found.n,
            **names,
        )
    elif found.verdict == "below":
        yield ngettext(
            "The middle of its %(num)s peer is %(middle)s: %(region)s lies below it.",
            "The middle of its %(num)s peers is %(middle)s: %(region)s lies below it.",
            found.n,
            **names,
        )
    else:
        yield ngettext(
            "The middle of its %(num)s peer is %(middle)s: %(region)s cannot be told apart from it.",
            "The middle of its %(num)s peers is %(middle)s: %(region)s cannot be told apart from it.",
            found.n,
            **names,
        )


def _figure(reading: Reading) -> Card:
    made = card(reading)
    return reading.title, made.score, made.openness, groups.accent(reading.component), reading.lang


def _facts(material: Regional, areas: Sequence[Reading]) -> Iterator[tuple[str, str]]:
    """Yield what stands beside the scores, each under its name."""
    if len(material.around.peers.regions) >= FEWEST:
        yield gettext("Beside its peers"), " ".join(_compared(material))
    moved = material.around.moved
    if material.around.scores and moved is not None and moved.found.components:
        told = moved.told(onward.moved_in(material, moved))
        yield gettext("Since %(wave)s", wave=moved.earlier), " ".join((changed.headline(told), *_little(told)))
    index = material.readings.at(material.region, material.whole)
    if index is not None and index.score is not None:
        yield gettext("Still open"), sentences.openness(index)
    order = ranked(areas)
    if len(order) >= 2 * beginnings.NAMED:
        yield gettext("Strongest areas"), _listed(order[: beginnings.NAMED])
    yield gettext("What it rests on"), _rests_on(material)


def _little(told: Told) -> Iterator[str]:
    """Warn of a small change, which says little."""
    total = told.found.total
    published = not (told.found.withheld_a or told.found.withheld_b)
    if published and total is not None and rounded(total) and abs(total) < LITTLE:
        yield gettext("Nobody should build on a difference of a few points.")


def _compared(material: Regional) -> Iterator[str]:
    """Say in how many areas the region lies below and above the middle of its peers, and name these."""
    others = material.around.peers
    found = peers.beside(material.readings.level("area"), others)
    count = {which: sum(one.verdict == which for one in found) for which in ("above", "below", "equal", "open")}
    if sum(count.values()):
        yield ngettext(
            "In %(below)s of %(num)s area it lies below the middle of its peers, in %(above)s above it.",
            "In %(below)s of %(num)s areas it lies below the middle of its peers, in %(above)s above it.",
            sum(count.values()),
            below=format_number(count["below"], 0),
            above=format_number(count["above"], 0),
        )
    if count["equal"] + count["open"]:
        yield gettext("In the others the two are equal or cannot be told apart.")
    weak = sorted((one for one in found if one.verdict == "below"), key=lambda one: one.difference or 0.0)
    if weak:
        yield gettext("Furthest below: %(areas)s.", areas=peers.listed(weak[: beginnings.NAMED]))
    yield gettext("Middle: as many peers lie above it as below.")
    yield gettext("Peers: %(names)s.", names=", ".join(others.regions.values()))
    without = [name for key, name in others.regions.items() if not _has_index(material, key)]
    if without and len(without) < len(others.regions):
        yield gettext("Without an index that can be seen: %(names)s.", names=", ".join(without))


def _has_index(material: Regional, region: str) -> bool:
    found = material.around.peers.at(region, material.whole)
    return found is not None and found.score is not None


def _listed(order: Sequence[tuple[Reading, float]]) -> str:
    return "; ".join(f"{reading.title} {format_number(score)}" for reading, score in order)


def _rests_on(material: Regional) -> str:
    """Say who stands behind the scores: the region alone, or others, too; intervals tell of missing answers only."""
    if material.lenses is None:
        return gettext("All this is what the region reports of itself; no review stands beside it.")
    return " ".join((gettext("The scores are what the region reports of itself."), *material.lenses.headline))


def _measure() -> str:
    """Say what the numbers mean, for whoever reads nothing else."""
    return gettext(
        "100 would be full points for every question that applies, 0 none at all. Index and dimensions weigh the same "
        "answers differently, so that the index need not lie between the dimensions."
    )
