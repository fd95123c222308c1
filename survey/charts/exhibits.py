"""Every chart of the platform, made of the invented readings of one state: what the gallery shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from survey.charts import examples, invented, theme, tiles
from survey.charts.bands import bands, dimensions
from survey.charts.beside import Beside
from survey.charts.change import PARTS, change
from survey.charts.changed import Told
from survey.charts.dots import dot_plot
from survey.charts.gains import gains
from survey.charts.gaps import Pair, by_area, by_question
from survey.charts.heatmap import heat_map
from survey.charts.improvements import Improvement
from survey.charts.lenses import lenses
from survey.charts.multiples import small_multiples
from survey.charts.own_weights import own_weights
from survey.charts.pairs import pair_by_pair
from survey.charts.peers import beside, peers
from survey.charts.plan import COLUMNS, Way, plan, rows
from survey.charts.profile import profile
from survey.charts.radar import MOST, radar
from survey.charts.ranks import rank_intervals
from survey.charts.readings import Readings, Title
from survey.charts.sheets import Sheet, SheetChart
from survey.charts.specification import Chart, Facts
from survey.charts.ternary import ternary
from survey.charts.tiles import tile_map
from survey.charts.verified import both_lenses
from survey.charts.waves import over_waves
from survey.languages import gettext, wave_name

INDEX = Title("Index")


def exhibits(state: str) -> dict[str, Chart]:
    """Return the charts of a state by their code in the reader's language; KeyError for no state.

    What needs two regions is left out where there are fewer, as it is on the pages.
    """
    found = examples.STATES[state]()
    facts, questions = examples.facts(found), examples.questions(state)
    made = (*_compared(found, facts), *_ranked(found, facts, questions), *_of_one(found, facts, questions))
    return {chart.code: chart for chart in made}


def _compared(found: Readings, facts: Facts) -> Iterator[Chart]:
    """Yield what the page of a comparison shows."""
    few = found.within(list(found.regions)[:MOST])
    accents = theme.accents(list(examples.DIMENSIONS))
    yield heat_map(found.level("index", "area"), facts)
    yield dot_plot(Readings(found.of("equality")), facts, accents["equality"])
    yield tile_map(_placed(Readings(found.of("index"))), facts)
    yield small_multiples(found.level("area"), list(found.regions), facts)
    yield profile(found.level("dimension"), facts)
    yield ternary(found.level("dimension"), facts)
    yield radar(few.level("area"), facts)


def _placed(found: Readings) -> Readings:
    """Return readings with the keys of regions that stand on the map; the last of more than three does not."""
    last = len(found) - 1 if len(found) > MOST else None
    keys = list(tiles.POSITIONS)
    return Readings(tuple(one if at == last else replace(one, region=keys[at]) for at, one in enumerate(found)))


def _ranked(found: Readings, facts: Facts, questions: Mapping[str, str]) -> Iterator[Chart]:
    """Yield what shows regions against each other, over waves, through other eyes and by other weights."""
    index = Readings(found.of("index"))
    ranked = invented.ranked(index)
    yield rank_intervals(index, ranked, facts)
    if len(index) > 1:
        yield pair_by_pair(index, ranked, facts)
    gap = invented.gap(found, questions)
    if gap:
        titles = {code: Title(text) for code, text in {**found.components, **questions}.items()}
        pair = Pair(gap, found, titles, facts)
        yield by_area(pair)
        yield by_question(pair)
    yield over_waves(invented.waves(index), "index", INDEX, found.regions, facts)
    weights = dict(zip(examples.DIMENSIONS, (2.0, 1.0, 0.0), strict=True))
    named = {code: Title(text) for code, text in examples.DIMENSIONS.items()}
    yield own_weights(index, invented.reweighed(index), weights, named, facts)
    yield replace(both_lenses(index, invented.verified(index), facts), code="lenses-of-regions")


def _of_one(found: Readings, facts: Facts, questions: Mapping[str, str]) -> Iterator[Chart]:
    """Yield what the pages of one region show: of the first one."""
    own = found.within(list(found.regions)[:1])
    index, areas = own.level("index"), own.level("area")
    yield dimensions(own.level("index", "dimension"), facts)
    yield bands(areas, facts)
    others = found.within(list(found.regions)[1:])
    yield peers(beside(areas, others), others, facts)
    reviewed = Beside(invented.verified(own), 61, 125)
    yield lenses(own, reviewed, facts)
    asked = replace(reviewed, stakeholders=invented.perceived(own), people=48)
    yield replace(lenses(own, asked, facts), code="lenses-of-three")
    yield _changed(own, facts)
    more = invented.improvements(questions, list(areas.components.values()) or [""]) if len(index) else []
    yield gains(INDEX, more, index, facts, "r0")
    if len(index):
        way = _way(index, more[:4])
        yield plan(way, index, facts, Sheet(COLUMNS, rows("r0", facts, "index", way.target, [way.steps])))


def _changed(own: Readings, facts: Facts) -> SheetChart:
    split, lines = invented.moved(own)
    region = next(iter(own.regions.values()), "–")
    told = Told(region, INDEX.text, wave_name("2025"), wave_name("2026"), split)
    sheet = Sheet(
        ("area", *PARTS), [(line.title.text, *(getattr(line.split, part) for part in PARTS)) for line in lines]
    )
    return change(told, lines, own.level("index"), facts, gettext("Area"), sheet)


def _way(index: Readings, steps: Sequence[Improvement]) -> Way:
    """Return a way of these steps from the score of the one reading; without a score there is nothing to begin at."""
    before = index.all[0].score
    gained = sum(one.gain or 0.0 for one in steps)
    reached = None if before is None else min(100.0, before + gained)
    target = 60.0 if reached is None else float(int(reached))
    effort = sum(one.effort for one in steps)
    least = max(effort - 1, 0)
    return Way(
        INDEX.text, target, before, reached, reached, effort, least, steps, weighed=any(one.set for one in steps)
    )
