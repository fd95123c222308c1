"""What the address of a comparison asks for: regions, level, component; and what of it cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from survey.charts.heatmap import BY_NAME
from survey.languages import gettext as _
from survey.scoring.framework import Framework

LEVELS = ("area", "dimension", "composite")
"""The levels that a comparison can show, the usual one first."""

GROUPED = "composite"
"""What areas can be grouped by."""
REPORTED, VERIFIED = "reported", "verified"
"""The lenses that scores can be seen through."""


@dataclass(frozen=True)
class Choice:
    """What is shown: the keys of the regions (none: all), a level, and the component of the dot plot.

    ``sort`` is the component by which the regions stand in the heat map, or ``name``; ``grouped`` says that its areas
    stand below their composites. ``peers`` is the group of regions among which those are chosen, ``verified`` that
    scores are seen through the reviewers' eyes.
    ``faults`` says in whole sentences what the address asked for that cannot be; the rest is the nearest view
    that can.
    """

    regions: tuple[str, ...]
    level: str
    component: str
    sort: str = BY_NAME
    grouped: bool = False
    peers: str = ""
    verified: bool = False
    faults: tuple[str, ...] = ()

    @property
    def address(self) -> dict[str, object]:
        """The parameters that lead to this view again."""
        found: dict[str, object] = {"regions": list(self.regions), "level": self.level, "component": self.component}
        if self.sort != BY_NAME:
            found["sort"] = self.sort
        if self.grouped:
            found["group"] = GROUPED
        if self.peers:
            found["peers"] = self.peers
        if self.verified:
            found["lens"] = VERIFIED
        return found


def read(
    args: MultiDict[str, str], *, regions: Sequence[str], levels: Sequence[str], components: Sequence[str]
) -> Choice:
    """Return the choice that an address makes among the regions, levels and components that there are.

    Regions may be repeated or joined by commas; empty values are passed over.
    """
    wished = [key for part in args.getlist("regions") for key in part.split(",") if key]
    level, component = args.get("level") or levels[0], args.get("component") or components[0]
    faults = [no_region(key) for key in wished if key not in regions]
    if level not in levels:
        faults.append(_('"%(value)s" is no level that can be compared. Choose one below.', value=level))
    if component not in components:
        faults.append(_('"%(value)s" is nothing that is scored. Choose one below.', value=component))
    sort, group = args.get("sort") or BY_NAME, args.get("group") or ""
    if sort not in (BY_NAME, *components):
        faults.append(_('The regions cannot be ordered by "%(value)s". Choose an order below.', value=sort))
    if group and (group != GROUPED or "composite" not in levels):
        faults.append(_('The areas cannot be grouped by "%(value)s" here.', value=group))
    lens = args.get("lens") or REPORTED
    if lens not in (REPORTED, VERIFIED):
        faults.append(_('"%(value)s" is no lens. Choose one below.', value=lens))
    return Choice(
        regions=tuple(key for key in regions if key in wished),
        level=level if level in levels else levels[0],
        component=component if component in components else components[0],
        sort=sort if sort in components else BY_NAME,
        grouped=group == GROUPED and "composite" in levels,
        verified=lens == VERIFIED,
        faults=tuple(faults),
    )


def no_region(key: str) -> str:
    """Say that there is no such region among those whose scores the reader may see."""
    return _('"%(value)s" is no region whose submitted scores you can see here. Choose below.', value=key)


def levels(framework: Framework) -> list[str]:
    """Return those of :data:`LEVELS` that a questionnaire has."""
    return [level for level in LEVELS if codes(framework, level)]


def codes(framework: Framework, level: str) -> list[str]:
    """Return the components of a level, in the public order."""
    return [code for code in framework.published if framework.by_code[code].level == level]
