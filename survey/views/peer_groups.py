"""Peer groups on the pages of a comparison: which can be chosen, what they are called, and what to beware of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from werkzeug.datastructures import MultiDict

from survey.database import db
from survey.languages import (
    format_number,
    format_percent,
    gettext,
    language_name,
    ngettext,
    region_name,
    territory_name,
)
from survey.models import Region
from survey.services import peers
from survey.services.peers import ALIKE, Peers, Wish
from survey.services.regions import MEASURES, SHARES
from survey.views.measures import measures

NEAR = 4
"""So many nearest regions are offered; an address can ask for another number."""
LEAST = 4
"""A figure makes groups from so many regions on that have it."""


@dataclass(frozen=True)
class Shown:
    """A chosen group in the reader's language: its name, who is left out, and warnings where measures differ.

    ``notes`` are what the sources say of single figures, by name of the region; they are in English.
    """

    peers: Peers
    name: str
    lacking: str
    warnings: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]


def read(args: MultiDict[str, str], keys: Sequence[str]) -> tuple[Shown | None, tuple[str, ...]]:
    """Return the group that an address asks for among these regions, and what of it cannot be, in whole sentences.

    It stands under ``peers``, or as a measure ``figure`` with its ends ``from`` and ``to``, as the form sends it.
    """
    low, high = (args.get(end, "").strip().replace(",", ".") for end in ("from", "to"))
    text = f"{args.get('figure', '')}:{low}-{high}" if low or high else args.get("peers", "")
    if not text:
        return None, ()
    wish = peers.parse(text)
    if wish is None and (low or high):
        return None, (gettext("That is no range of a figure. Take one or two numbers from 0, the smaller one first."),)
    if wish is None:
        return None, (gettext('"%(value)s" is no group of peers. Choose one below.', value=text),)
    regions = peers.regions_of(db.session, keys=keys)
    found = peers.group(regions, wish)
    if not found.members:
        return None, (gettext('No region that you see here belongs to the group "%(value)s".', value=text),)
    return _shown(found, regions), ()


def _shown(found: Peers, regions: Sequence[Region]) -> Shown:
    names = {one.key: region_name(one) for one in regions}
    return Shown(
        found,
        name(found.wish, names),
        ", ".join(names[key] for key in found.lacking),
        tuple(_warnings(found)),
        tuple((names[key], note) for key, note in found.noted.items()),
    )


def _warnings(found: Peers) -> Iterator[str]:
    if len(found.dates) > 1:
        first, last = found.dates[0], found.dates[-1]
        yield gettext("The figures are of different days, from %(first)s to %(last)s.", first=first, last=last)
    if len(found.units) > 1:
        yield gettext("The figures are in different units: %(units)s.", units=", ".join(found.units))
    if found.noted:
        yield gettext("Some figures measure something else than their name says:")


def name(wish: Wish, names: dict[str, str]) -> str:
    """Return a group in words; ``names`` are those of the regions by key."""
    if wish.by in ALIKE:
        return {
            "country": gettext("in %(country)s", country=territory_name(wish.value)),
            "language": gettext("official language %(language)s", language=language_name(wish.value)),
            "nuts": gettext("regions of NUTS level %(level)s", level=wish.value),
        }[wish.by]
    measure = measures()[wish.by]
    if wish.count:
        near = names.get(wish.value, wish.value)
        return gettext("%(num)s nearest to %(region)s: %(measure)s", num=wish.count, region=near, measure=measure)
    low, high = ("" if abs(end) == inf else _amount(wish.by, end) for end in (wish.low, wish.high))
    if not low:
        return gettext("%(measure)s up to %(high)s", measure=measure, high=high)
    if not high:
        return gettext("%(measure)s from %(low)s", measure=measure, low=low)
    return gettext("%(measure)s from %(low)s to %(high)s", measure=measure, low=low, high=high)


def _amount(measure: str, value: float) -> str:
    """Return a figure as people read it: shares, which are kept in percent, with their sign."""
    digits = int(value % 1 > 0)
    return format_percent(value / 100, digits) if measure in SHARES else format_number(value, digits)


@dataclass(frozen=True)
class Offer:
    """What can be chosen: groups by heading, each as its address and its name; figures by code, with their reach."""

    groups: Mapping[str, list[tuple[str, str]]]
    figures: Mapping[str, str]


def offer(keys: Sequence[str], chosen: Shown | None) -> Offer:
    """Return what can be chosen among these regions; the chosen group is always among the groups."""
    regions = peers.regions_of(db.session, keys=keys)
    names = {one.key: region_name(one) for one in regions}
    texts = list(dict.fromkeys([*_alike(regions), *_by_figure(regions), *([chosen.peers.wish.text] if chosen else ())]))
    groups: dict[str, list[tuple[str, str]]] = {}
    for text in texts:
        if (wish := peers.parse(text)) is not None:
            groups.setdefault(_heading(wish), []).append((text, name(wish, names)))
    return Offer(groups, dict(_figures(regions)) if len(regions) > 1 else {})


def _heading(wish: Wish) -> str:
    alike = {"country": gettext("Country"), "language": gettext("Language"), "nuts": gettext("Level of the region")}
    if wish.count:
        return gettext("Nearest")
    return alike[wish.by] if wish.by in alike else measures()[wish.by]


def _figures(regions: Sequence[Region]) -> Iterator[tuple[str, str]]:
    """Yield each measure that some of the regions have: its name, of how many it is known, and from where to where."""
    for measure in MEASURES:
        known = [figure.value for one in regions if (figure := peers.figure(one, measure)) is not None]
        if known:
            low, high = (_amount(measure, end) for end in (min(known), max(known)))
            yield (
                measure,
                ngettext(
                    "%(measure)s (known of %(num)s region: %(low)s)",
                    "%(measure)s (known of %(num)s regions: %(low)s to %(high)s)",
                    len(known),
                    measure=measures()[measure],
                    low=low,
                    high=high,
                ),
            )


def _alike(regions: Sequence[Region]) -> Iterator[str]:
    """Groups of two regions or more that are not all of them."""
    for by in ALIKE:
        values = [value for one in regions for value in peers.alike(one, by)]
        for value in sorted(set(values)):
            if 1 < values.count(value) < len(regions):
                yield f"{by}:{value}"


def _by_figure(regions: Sequence[Region]) -> Iterator[str]:
    for measure in MEASURES:
        known = {one.key: figure.value for one in regions if (figure := peers.figure(one, measure)) is not None}
        if len(known) < LEAST:
            continue
        middle = format(round(median(known.values()), 1), "g" if max(known.values()) < 1000 else ".0f")
        yield f"{measure}:-{middle}"
        yield f"{measure}:{middle}-"
        if measure == "population" and len(known) > NEAR + 1:
            yield from (f"nearest:{measure}:{NEAR}:{key}" for key in known)
