"""Readings to draw: regions with scores per component, and what a figure becomes in the browser."""

from contextlib import contextmanager
from datetime import date

import plotly.graph_objects as go
from flask import Flask, g

from survey.charts.drawing import svg
from survey.charts.readings import Reading, Readings
from survey.charts.specification import Facts

ELEVEN = (
    "Emilia-Romagna", "Catalonia", "Navarre", "Pomerania", "Wielkopolska (Greater Poland)", "Donegal", "Arad", "Timiș",
    "Salzburg", "Leipzig", "Västra Götaland",
)  # fmt: skip
DIMENSIONS = ("equality", "diversity", "interaction")
AREAS = ("housing", "labour", "sport", "encounter")
HOSTILE = '<b>Pomme & "Poire"</b><script>alert(1)</script>'


def facts(counted=11, out_of=11, **other):
    """Return the facts of a comparison."""
    return Facts("2026", "Wave 2026", "submitted assessments", counted, out_of, as_of=date(2026, 11, 12), **other)


def reading(region, component, score, *, level="area", name=None, title=None, **other):
    """Return one reading; without a score it is withheld at 40 % coverage unless ``other`` says more."""
    known = {
        "low": 20.0 if score is None else score,
        "high": 80.0 if score is None else score,
        "coverage": 0.4 if score is None else 1.0,
        "not_applicable": 0.0,
        "planned": score,
        "answered": 2 if score is None else 5,
        "applicable": 5,
        "stage": "submitted",
        "submitted": date(2026, 11, 3),
    }
    return Reading(
        region=region,
        region_name=name or region.title(),
        component=component,
        title=title or component.title(),
        level=level,
        score=score,
        **(known | other),
    )


def table(scores, level="area"):
    """Return the readings of a table ``{region: {component: score}}``."""
    return Readings(
        tuple(
            reading(region, code, score, level=level) for region, row in scores.items() for code, score in row.items()
        )
    )


def many(components=AREAS, level="area", names=ELEVEN):
    """Return readings of several regions whose scores all differ, the first component the widest apart."""
    return Readings(
        tuple(
            reading(f"r{at}", code, 30.5 + at * (5 - place) + place, level=level, name=name)
            for at, name in enumerate(names)
            for place, code in enumerate(components)
        )
    )


@contextmanager
def reader(language="en"):
    """Read in a language."""
    with Flask("reader").test_request_context():
        g.language = language
        yield


def merged(base, over):
    """Return what the script makes of a figure and what differs on a narrow page."""
    if not isinstance(base, dict) or not isinstance(over, dict):
        return over
    return base | {key: merged(base[key], value) if key in base else value for key, value in over.items()}


def forms(figure):
    """Return the figure as it is drawn on a wide and on a narrow page."""
    narrow = figure["narrow"]
    wide = {"data": figure["data"], "layout": figure["layout"]}
    slim = {
        "data": [merged(trace, patch) for trace, patch in zip(figure["data"], narrow["data"], strict=True)],
        "layout": merged(figure["layout"], narrow["layout"]),
    }
    return wide, slim


def validated(figure):
    """Return both forms of a figure as Plotly reads them; ValueError for what it or our drawing does not know."""
    for narrow in (False, True):
        svg(figure, narrow=narrow)
    return tuple(go.Figure(form) for form in forms(figure))


def texts(value):
    """Yield every text in a figure, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


def cells(chart):
    """Return the texts of a chart's table by head of row and head of column."""
    return {
        row[0].text: dict(
            zip((head.text for head in chart.table.heads[1:]), (cell.text for cell in row[1:]), strict=True)
        )
        for row in chart.table.rows
    }


def column(chart, name):
    """Return one column of a chart's file."""
    place = chart.columns.index(name)
    return [row[place] for row in chart.rows]
