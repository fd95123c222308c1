"""The method: how answers become scores, made from the framework of an edition; with its weights as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from flask import Blueprint, Response, render_template

from survey import languages
from survey.charts.readings import Title
from survey.database import db
from survey.errors import NotFoundError
from survey.languages import gettext as _
from survey.models import Edition
from survey.questionnaires.editions import order
from survey.scoring.changes import Change, Kind, changes
from survey.scoring.explanation import Node
from survey.scoring.framework import LEVELS, Component, build
from survey.scoring.robustness import Settings
from survey.scoring.stakeholders import LEAST
from survey.services import editions, method, waves
from survey.services.method import Method
from survey.services.tables import Purpose, Table, dialect, encode
from survey.services.worked_example import Example, example
from survey.views import figures, parts
from survey.views.access import now
from survey.views.outline import outline
from survey.views.parts import Block, Part

blueprint = Blueprint("method", __name__, url_prefix="/method")

SOURCES = (
    "OECD and JRC (2008): Handbook on Constructing Composite Indicators. Methodology and User Guide. OECD Publishing.",
)
"""What the method follows, under the titles that one finds it by."""

_examples: dict[str, Example | None] = {}


@dataclass(frozen=True)
class Step:
    """What changed from one edition to the next: the editions' names, and each change with the title of what it is."""

    earlier: str
    later: str
    changes: list[tuple[Change, Title]]


@dataclass(frozen=True)
class Worked:
    """One component of the worked example: its parts as a table, and those of the formula if it can be read."""

    component: Component
    top: Node
    block: Block
    terms: list[Part] | None


@blueprint.get("")
def current() -> str | tuple[str, int]:
    """Explain the method of the day: that of the current wave's edition, or of the latest stored."""
    wave = waves.current(db.session, now=now())
    stored = editions.listing(db.session)
    if wave is None and not stored:
        return render_template("method/none.html")
    return _page(wave.edition if wave else stored[0])


@blueprint.get("/<name>")
def edition(name: str) -> str | tuple[str, int]:
    """Explain the method of one edition, called by its key and edition."""
    return _page(method.find(db.session, name=name))


@blueprint.get('/<name>/<any("weights", "example"):what>.csv')
def file(name: str, what: str) -> Response | tuple[str, int]:
    """Send the weights of an edition, or the answers of its worked example; with a wish that cannot be, the page."""
    found = method.find(db.session, name=name)
    wish, faults = figures.purpose()
    if faults:
        return _page(found, faults)
    return sheet(found, what, wish)


def sheet(found: Edition, what: str, wish: Purpose) -> Response:
    """Return the file of an edition's weights or of its example's answers; NotFoundError where there is no example."""
    made = _weights(found) if what == "weights" else _answers(found)
    answer = Response(encode(made, dialect(wish, languages.current())), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{what}_{found.key}-{found.edition}.csv"'
    return answer


def _weights(found: Edition) -> Table:
    return _method(found).weights({code: title.text for code, title in _titles(found).items()})


def _answers(found: Edition) -> Table:
    shown = _example(found)
    if shown is None:
        raise NotFoundError("example")
    return shown.table()


def _method(found: Edition) -> Method:
    source = outline(found).source
    return Method(source, build(source))


def _example(found: Edition) -> Example | None:
    if found.structure_hash not in _examples:
        source = outline(found).source
        _examples[found.structure_hash] = example(source, build(source))
    return _examples[found.structure_hash]


def _titles(found: Edition) -> Mapping[str, Title]:
    """Return the titles of all components and the texts of all questions in the reader's language."""
    shown = outline(found)
    texts = {
        code: Title(question.text, languages.SOURCE if code in shown.fallbacks else None)
        for code, question in shown.questionnaire.questions.items()
    }
    return {**texts, **figures.titles(found)}


def _page(found: Edition, faults: tuple[str, ...] = ()) -> tuple[str, int]:
    files = {"endpoint": "method.file", "where": {"name": f"{found.key}-{found.edition}"}}
    page = render_template("method/show.html", frame="base.html", files=files, faults=faults, **known(found))
    return page, 422 if faults else 200


def known(found: Edition) -> dict[str, object]:
    """Return what the page of an edition's method shows, in whichever frame it stands."""
    shown, made = outline(found), _method(found)
    return {
        "edition": found,
        "outline": shown,
        "method": made,
        "titles": _titles(found),
        "levels": {level: made.framework.at(level) for level in LEVELS if level != "question"},
        "means": sorted({one.mean for one in made.framework.components}),
        "policies": sorted({one.missing for one in made.framework.components}),
        "words": _words(),
        "shown": _shown(found),
        "drawn": Settings(),
        "least_people": LEAST,
        "sources": SOURCES,
        "dimension_rule": _dimension_rule(made),
        "steps": list(_steps(found)),
    }


def _dimension_rule(made: Method) -> str:
    """Return in words what weighs how much in a dimension, which the index need not lie between."""
    if made.questionnaire.framework.dimensions.source == "areas":
        return _("A dimension is a mean of the areas. The weight of an area in it: its weight times its loading.")
    return _(
        "A dimension is a mean of all questions that count for it. The weight of a question in it: its share in its "
        "area, times the weight of the area, times its loading. What does not apply leaves it as it leaves any mean; "
        "so the index need not lie between the dimensions."
    )


def _shown(found: Edition) -> dict[str, Worked | None] | None:
    """Return what the page shows of the worked example: its area and its index, each with their parts."""
    made = _example(found)
    if made is None:
        return None
    return {"area": _worked(found, made, made.area), "index": _worked(found, made, made.index) if made.index else None}


def _worked(found: Edition, made: Example, top: Node) -> Worked:
    component, titles = build(made.questionnaire).by_code[top.code], figures.titles(found)
    points = {code: (row.points, row.possible) for code, row in made.rows.items()}
    listed = parts.parts(component, top, outline(found), titles, made.shown, points)
    return Worked(component, top, parts.blocks(listed, titles)[0], parts.terms(listed))


def _steps(found: Edition) -> list[Step]:
    """Return what changed between each edition up to this one and the one before it, the latest first."""
    listed = [one for one in method.siblings(db.session, edition=found) if order(one.edition) <= order(found.edition)]
    made = []
    for later, earlier in pairwise(listed):
        titles = {**_titles(earlier), **_titles(later)}
        told = changes(editions.load(db.session, edition=earlier), editions.load(db.session, edition=later))
        made.append(Step(earlier.edition, later.edition, [(one, titles[one.code]) for one in told]))
    return made


def _words() -> dict[str, dict[str, str]]:
    """Return codes in the reader's words: levels, means, policies, kinds of change."""
    return {
        "level": {
            "index": _("Index"),
            "dimension": _("Dimension"),
            "composite": _("Composite"),
            "area": _("Area"),
            "group": _("Group"),
            "question": _("Question"),
        },
        "mean": {"arithmetic": _("arithmetic"), "geometric": _("geometric"), "harmonic": _("harmonic")},
        "missing": {"exclude": _("left out"), "zero": _("counts as 0")},
        "change": _changed(),
    }


def _changed() -> dict[str, str]:
    return {
        Kind.ADDED: _("new question"),
        Kind.REMOVED: _("no longer asked"),
        Kind.REWORDED: _("asked in other words"),
        Kind.RESCALED: _("answered or counted on another scale"),
        Kind.MOVED: _("moved to another section"),
        Kind.WEIGHT: _("another weight or other loadings"),
        Kind.CONDITION: _("asked under another condition"),
        Kind.COMPONENT_ADDED: _("new component"),
        Kind.COMPONENT_REMOVED: _("component no longer measured"),
        Kind.RULES: _("another mean, policy or minimum coverage"),
        Kind.PARTS: _("other parts or weights"),
    }
