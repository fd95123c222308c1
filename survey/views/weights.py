"""The index by weights of one's own: they stand in the address, and the published index stands beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from survey.charts import readings as rows
from survey.charts.own_weights import own_weights
from survey.charts.readings import Readings, Title
from survey.charts.specification import Chart
from survey.languages import format_percent, format_plain
from survey.languages import gettext as _
from survey.services.weighing import own_index
from survey.views import choice, compared
from survey.views.access import signed_in
from survey.views.compared import Comparison, Page

blueprint = Blueprint("weights", __name__, url_prefix="/compare/<wave>/weights")
FIELD = "weight-"
"""What the name of a field begins with in the form; the address that it leads to has them all under ``weights``."""
MOST = 1000
"""The largest weight: only ratios count, and beyond this a typing error is likelier."""


@dataclass(frozen=True)
class Wish:
    """The weights of an address by code, those not named as published; ``by`` is what is weighed."""

    by: str
    weights: Mapping[str, float]
    faults: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The weights as an address has them."""
        return ",".join(f"{code}:{weight:g}" for code, weight in self.weights.items())


@dataclass(frozen=True)
class Field:
    """One weight as a field: its text, the share that it comes to, and the published weight in words, if it has one."""

    code: str
    title: Title
    weight: str
    share: str
    published: str | None


@blueprint.get("")
@signed_in
def show(wave: str) -> Page | Response:
    """Show both indices; what the form sends becomes an address that holds all weights in one place."""
    at = compared.comparison(wave)
    if sent := [(name.removeprefix(FIELD), text) for name, text in request.args.items() if name.startswith(FIELD)]:
        text = ",".join(f"{code}:{value.strip().replace(',', '.') or 0}" for code, value in sent)
        return redirect(url_for("weights.show", wave=wave, **at.choice.address, weights=text))  # type: ignore[arg-type,return-value]
    wish = read(request.args, at)
    return _page(at, wish, (*at.choice.faults, *wish.faults))


@blueprint.get('/<any("own-weights"):chart>.csv')
@blueprint.get('/<any("own-weights"):chart>.<any("svg"):ending>')
@signed_in
def file(wave: str, chart: str, ending: str = "csv") -> Response | Page:
    """Send the rows of the chart, or its drawing; where that cannot be, the page says what can."""
    at = compared.comparison(wave)
    wish = read(request.args, at)
    return compared.file(at, _charts(at, wish), chart, ending, lambda faults: _page(at, wish, faults), wish.faults)


def bases(at: Comparison) -> dict[str, dict[str, float]]:
    """Return what can be weighed, and how it usually is: the parts of the index, or the dimensions alike."""
    if at.framework.index is None:
        return {}
    parts = dict(at.framework.by_code[at.framework.index].parts)
    alike = dict.fromkeys(choice.codes(at.framework, "dimension"), 1.0)
    found = {"dimensions": alike} if len(alike) > 1 else {}
    return found | {"parts": {code: weight for code, weight in parts.items() if code in at.framework.by_code}}


def read(args: MultiDict[str, str], at: Comparison) -> Wish:
    """Return the weights that an address asks for; with one that cannot be, the usual ones and why."""
    known = bases(at)
    by = args.get("by") if args.get("by") in known else next(iter(known), "")
    usual, faults = known.get(str(by), {}), []
    if args.get("by") and by != args.get("by"):
        faults.append(_('"%(value)s" is nothing that can be weighed. Choose below.', value=args["by"]))
    pairs = [part.partition(":") for part in args.get("weights", "").split(",") if part]
    base = next((name for name, codes in known.items() if pairs and all(code in codes for code, _s, _w in pairs)), None)
    if pairs and base is None:
        faults.append(_("These weights name what cannot be weighed together. Here are the usual weights instead."))
        return Wish(str(by), usual, tuple(faults))
    wished = {code: _number(text) for code, _sign, text in pairs}
    for code, _sign, text in pairs:
        if wished[code] is None:
            faults.append(_no_weight(text, at.titles[code].text))
    by, usual = base or str(by), known.get(base or str(by), {})
    weights = usual | {code: weight for code, weight in wished.items() if weight is not None}
    if pairs and not any(weights.values()):
        faults.append(_("All weights are 0. Give at least one part a weight above 0."))
    return Wish(by, usual if faults else weights, tuple(faults))


def _no_weight(text: str, part: str) -> str:
    return _(
        '"%(value)s" is no weight for %(part)s. Take a number from 0 to %(most)s.', value=text, part=part, most=MOST
    )


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if isfinite(found) and 0 <= found <= MOST else None


def _charts(at: Comparison, wish: Wish) -> dict[str, Chart]:
    if not wish.weights or not at.shown.regions:
        return {}
    index = str(at.framework.index)
    cards = [(one.assessment, card) for one, card in own_index(at.behind(), wish.weights)]
    own = rows.of_cards(cards, at.titles, at.wave.time_zone)
    published = Readings(at.shown.of(index))
    chart = own_weights(published, own, wish.weights, at.titles, at.facts)
    return {chart.code: chart}


def _page(at: Comparison, wish: Wish, faults: Sequence[str]) -> Page:
    return compared.page(
        "compare/weights.html",
        at,
        _charts(at, wish),
        faults,
        wish=wish,
        bases=list(bases(at)),
        field=FIELD,
        most=MOST,
        fields=_fields(at, wish),
    )


def _fields(at: Comparison, wish: Wish) -> list[Field]:
    """Return the fields of what is weighed, each with the weight by which the published index takes it."""
    total = sum(wish.weights.values())
    published = bases(at).get(wish.by, {}) if wish.by == "parts" else {}
    whole = sum(published.values())
    return [
        Field(
            code,
            at.titles[code],
            f"{weight:g}",
            format_percent(weight / total),
            _published(published[code], whole) if code in published else None,
        )
        for code, weight in wish.weights.items()
    ]


def _published(weight: float, whole: float) -> str:
    return _("published: %(weight)s (%(share)s)", weight=format_plain(weight), share=format_percent(weight / whole))
