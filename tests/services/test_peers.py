"""Peer groups: by what regions have in common, by a figure, by nearness; nobody without the figure."""

import pytest

from survey.models import ContextFigure, Region
from survey.services.peers import group, parse


def region(key, country="RO", languages="ro", level=3, **figures):
    made = Region(key=key, country=country, languages=languages, nuts_level=level)
    made.context = [
        ContextFigure(measure=name, value=value, unit="persons", as_of=as_of, note=note)
        for name, rows in figures.items()
        for value, as_of, note in rows
    ]
    return made


REGIONS = [
    region("arad", population=[(400_000, "2021", None), (390_000, "2024", "Rounded.")]),
    region("timis", population=[(650_000, "2021-12-01", None)]),
    region("leipzig", "DE", "de", 2, population=[(630_000, "2023", "City only.")]),
    region("salzburg", "AT", "de", 2, population=[(570_000, "2024", None)]),
    region("bolzano", "IT", "it;de", 2),
]


def members(text):
    return group(REGIONS, parse(text)).members


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("country:RO", ("arad", "timis")),
        ("language:de", ("leipzig", "salzburg", "bolzano")),
        ("nuts:3", ("arad", "timis")),
        ("country:FR", ()),
        ("population:400000-630000", ("leipzig", "salzburg")),
        ("population:-400000", ("arad",)),
        ("population:600000-", ("timis", "leipzig")),
        ("nearest:population:1:timis", ("timis", "leipzig")),
        ("nearest:population:2:salzburg", ("timis", "leipzig", "salzburg")),
        ("nearest:population:50:salzburg", ("arad", "timis", "leipzig", "salzburg")),
        ("nearest:population:2:bolzano", ()),
        ("nearest:population:2:atlantis", ()),
    ],
)
def test_who_belongs_to_a_group(text, expected):
    assert members(text) == expected


def test_who_has_no_figure_is_named_and_the_latest_one_counts():
    found = group(REGIONS, parse("population:-700000"))
    assert found.lacking == ("bolzano",)
    assert found.figures["arad"].value == 390_000
    assert found.dates == ["2021-12-01", "2023", "2024"]
    assert found.noted == {"arad": "Rounded.", "leipzig": "City only."}
    assert found.units == ["persons"]


@pytest.mark.parametrize(
    "text",
    [
        "", "population", "population:", "population:-", "population:5-3", "population:a-b", "population:1-2-3",
        "population:nan-5", "weather:1-2", "country:", "nearest:population:0:arad", "nearest:population:51:arad",
        "nearest:population:two:arad", "nearest:population:2:", "nearest:weather:2:arad", "nearest:population:²:arad",
    ],
)  # fmt: skip
def test_what_names_no_group(text):
    assert parse(text) is None
