"""What all pages of a comparison share: the wave, what the reader may see of it, and what the address chooses."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Response, g, render_template, request, url_for

from survey.charts import readings as rows
from survey.charts.readings import Readings, Title
from survey.charts.specification import Chart, Facts
from survey.database import db
from survey.languages import gettext as _
from survey.languages import wave_name
from survey.models import Audience, Wave
from survey.policy import Action, may
from survey.scoring.framework import Framework
from survey.services import assessments, results, waves
from survey.services.assessments import Line
from survey.services.behind import Behind, behind
from survey.services.results import Result
from survey.services.seen_verified import verified_of
from survey.views import audience, choice, figures, peer_groups
from survey.views.access import person
from survey.views.choice import Choice

SHOWN = ("index", "dimension", "composite", "area")
"""The levels from which one component is chosen, in the order of the list."""


@dataclass(frozen=True)
class Comparison:
    """A wave as its comparison shows it to one reader.

    ``found`` are the results that the reader may see and ``all`` their readings, before regions were chosen; ``chosen``
    and ``shown`` are the same of the chosen ones. ``peers`` is the group that they were chosen from, if any. ``out_of``
    counts the regions of the wave; ``to`` is the audience as which it is looked at, None for the reader's own eyes.
    """

    wave: Wave
    framework: Framework
    titles: Mapping[str, Title]
    lines: Sequence[Line]
    found: Sequence[Result]
    all: Readings
    choice: Choice
    shown: Readings
    facts: Facts
    peers: peer_groups.Shown | None
    out_of: int
    to: Audience | None

    @property
    def key(self) -> Hashable:
        """All that charts of what is shown follow from, besides the page and the language."""
        return (
            request.blueprint,
            self.wave.edition.structure_hash,
            self.shown,
            self.facts,
            replace(self.choice, faults=()),
        )

    @property
    def where(self) -> dict[str, object]:
        """The parameters that lead to this view again."""
        return {**self.choice.address, "wave": self.wave.key, **audience.address(self.to)}

    @property
    def others(self) -> bool:
        """Whether there are regions of others among those that can be chosen."""
        return any(not may(person(), Action.SEE_SCORES, one.assessment) for one in self.found)

    @property
    def chosen(self) -> list[Result]:
        """The results of the regions that are shown."""
        return [one for one in self.found if one.assessment.region.key in self.shown.regions]

    @property
    def levels(self) -> list[str]:
        """The levels that this questionnaire has."""
        return choice.levels(self.framework)

    @property
    def component(self) -> Readings:
        """The readings of the chosen component."""
        return Readings(self.shown.of(self.choice.component))

    @property
    def closed(self) -> int:
        """How many of the regions that are shown have not opened the chosen component."""
        return len(self.shown.regions) - len(self.component)

    @property
    def options(self) -> list[tuple[str, list[tuple[str, Title]]]]:
        """What can be chosen as the component: by level, each as code and title."""
        by_level = [(level, choice.codes(self.framework, level)) for level in SHOWN]
        return [(level, [(code, self.titles[code]) for code in codes]) for level, codes in by_level if codes]

    def facts_of(self, some: Sequence[Result]) -> Facts:
        """Return the facts of a chart that shows these regions."""
        return figures.facts_of_wave(_("submitted assessments"), self.wave, some, self.out_of)

    def behind(self) -> Behind:
        """Return the answers behind the results that are shown."""
        return behind(db.session, edition=self.wave.edition, found=self.chosen)


def comparison(key: str, *, lenses: bool = False, previews: bool = False) -> Comparison:
    """Return the comparison that the address asks for; NotFoundError for a wave that is not the reader's.

    The verified lens is looked through, and the eyes of others, only where a page has it (``lenses``, ``previews``).
    """
    wave = waves.find(db.session, key=key, by=person())
    to, wrong = audience.wished() if previews else (None, audience.unshowable(()))
    found: Sequence[Result] = results.submitted(db.session, wave=wave, by=person(), to=to or Audience.PRIVATE)
    measured = results.framework(db.session, edition=wave.edition)
    keys = [one.assessment.region.key for one in found]
    wished = choice.read(
        request.args,
        regions=keys,
        levels=choice.levels(measured),
        components=[code for level in SHOWN for code in choice.codes(measured, level)],
    )
    group, faults = peer_groups.read(request.args, keys)
    wished = replace(wished, peers=group.peers.wish.text if group else "", faults=(*wrong, *wished.faults, *faults))
    if lenses and wished.verified:
        found, wished = _verified(found, wished)
    made = _made(wave, measured, found, wished, group, to)
    lens = choice.VERIFIED if lenses and wished.verified else choice.REPORTED
    return replace(made, facts=replace(made.facts, lens=lens))


def _verified(found: Sequence[Result], wished: Choice) -> tuple[Sequence[Result], Choice]:
    """Return the results in review through the reviewers' eyes; the reported ones where there is none, and why."""
    seen = verified_of(db.session, found=found, by=person())
    if seen:
        return seen, wished
    why = _("No review has begun yet, so there is nothing verified to show.")
    return found, replace(wished, verified=False, faults=(*wished.faults, why))


def _made(
    wave: Wave,
    measured: Framework,
    found: Sequence[Result],
    wished: Choice,
    group: peer_groups.Shown | None,
    to: Audience | None,
) -> Comparison:
    titles = figures.titles(wave.edition)
    every = rows.of_cards([(one.assessment, one.card) for one in found], titles, wave.time_zone)
    shown = every.within(group.peers.members) if group else every
    if wished.regions and (chosen := shown.within(wished.regions)):
        shown = chosen
    elif wished.regions:
        why = _("None of the regions that you chose is shown by the rest of what you chose. All others are shown.")
        wished = replace(wished, regions=(), faults=(*wished.faults, why))
    lines = assessments.overview(db.session, wave=wave, by=person())
    seen = [one for one in found if one.assessment.region.key in shown.regions]
    out_of = len(assessments.of_wave(db.session, wave=wave))
    facts = replace(
        figures.facts_of_wave(_("submitted assessments"), wave, seen, out_of),
        peers=wished.peers,
        peers_named=group.name if group else "",
    )
    return Comparison(wave, measured, titles, lines, found, every, wished, shown, facts, group, out_of, to)


Page = str | tuple[str, int]


def page(template: str, at: Comparison, charts: Mapping[str, Chart], faults: Sequence[str], **more: object) -> Page:
    """Return a page of the comparison; with faults it says what cannot be, above the nearest view that can."""
    figures.draws()
    g.place = wave_name(at.wave.title)
    everywhere = may(person(), Action.MANAGE)
    others = waves.listing(db.session) if everywhere else []
    text = render_template(
        template,
        at=at,
        charts=charts,
        faults=faults,
        everywhere=everywhere,
        others=[wave for wave in others if wave.id != at.wave.id],
        tabs=tabs(at),
        groups_of_peers=peer_groups.offer(list(at.all.regions), at.peers),
        **more,
    )
    return (text, 422) if faults else text


def tabs(at: Comparison) -> list[tuple[str, str, bool]]:
    """Return the pages of a comparison: title, address with what is chosen, and whether it is this one."""
    pages = (
        (_("Side by side"), "compare"),
        (_("Ranks"), "ranks"),
        (_("Why above?"), "pair"),
        (_("From wave to wave"), "trends"),
        (_("Your weights"), "weights"),
        (_("Reported and verified"), "both"),
    )
    here = request.blueprint
    return [
        (title, url_for(f"{name}.show", wave=at.wave.key, **at.choice.address), name == here)  # type: ignore[arg-type]
        for title, name in pages
    ]


def file(
    at: Comparison,
    charts: Mapping[str, Chart],
    code: str,
    ending: str,
    again: Callable[[Sequence[str]], Page],
    faults: Sequence[str] = (),
) -> Response | Page:
    """Send the rows of one chart, or its drawing; where that cannot be, the page ``again``, which says what can."""
    wish, of_file = figures.purpose()
    said = [*at.choice.faults, *faults, *of_file]
    if code not in charts:
        said.append(_("This chart cannot be drawn of what is chosen. Choose below."))
    else:
        said += figures.undrawn(charts[code], ending)
    if said:
        return again(said)
    return figures.file(charts[code], whose="comparison", wave=at.wave, wish=wish, ending=ending)
