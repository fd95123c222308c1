"""What stands in the report of the partnership: only what was submitted and may be seen, with hand-worked medians."""

from dataclasses import replace

import pytest

from survey.charts.readings import Readings
from survey.reports import partnership
from survey.reports.document import Drawing, Listing, Paragraph, Ranking, Tabled
from tests.charts.samples import reading
from tests.databases import World, world
from tests.reports import reporting
from tests.reports.reporting import submit_rest
from tests.reports.test_regional import blocks, part, texts
from tests.views.standings import GOOD


@pytest.fixture
def here(tmp_path) -> World:
    made = world(tmp_path)
    made.save(**{code: (answer, 0) for code, answer in GOOD.items()})
    return made


def three(here: World):
    """Return a report of three regions: the index 20, 50, 80; housing 10, 30 and none; encounter 60, 70, 90."""
    scores = {"index": (20.0, 50.0, 80.0), "housing": (10.0, 30.0, None), "encounter": (60.0, 70.0, 90.0)}
    levels = {"index": "index"}
    found = Readings(
        tuple(
            reading(region, code, scores[code][at], level=levels.get(code, "area"))
            for at, region in enumerate(("alpha", "beta", "gamma"))
            for code in scores
        )
    )
    return partnership.report(replace(reporting.of_wave(here), readings=found))


def test_nothing_that_is_not_submitted_stands_in_it(here):
    made = partnership.report(reporting.of_wave(here))
    assert "No region has submitted" in blocks(part(made, "summary"), Paragraph)[0].text
    assert [one.code for one in made.parts] == ["summary", "method", "about"]


def test_one_region_is_told_as_one(here):
    submit_rest(here)
    made = partnership.report(reporting.of_wave(here))
    said = blocks(part(made, "summary"), Listing)[0].items
    assert said[0] == "Index: only Here has a score, 89.6 of 100."
    assert dict(made.facts)["Regions"] == "1 of 2 regions"


def test_whoever_may_not_see_a_region_gets_a_report_without_it(here):
    submit_rest(here)
    made = partnership.report(reporting.of_wave(here, here.neighbour))
    assert not [text for text in texts(made) if "89.6" in text or "91.7" in text]
    assert "No region has submitted" in blocks(part(made, "summary"), Paragraph)[0].text


def test_lowest_median_and_highest_are_said_of_those_with_a_score(here):
    made = three(here)
    assert blocks(part(made, "summary"), Listing)[0].items == (
        "Index: 3 regions lie between 20.0 (Alpha) and 80.0 (Gamma), the median is 50.0.",
    )
    assert blocks(part(made, "group-further"), Ranking)[0].lists == (
        ("Strongest areas, by the median", (("Encounter", "70.0", None),)),
        ("Weakest areas, by the median", (("Housing", "20.0", None),)),
    )


def test_who_has_not_opened_a_score_is_counted(here):
    made = three(here)
    material = replace(reporting.of_wave(here), readings=Readings((*_of(made), reading("delta", "housing", 5.0))))
    said = blocks(part(partnership.report(material), "summary"), Listing)[0].items
    assert said == (
        "Index: 3 regions lie between 20.0 (Alpha) and 80.0 (Gamma), the median is 50.0. 1 region has not opened this "
        "score.",
    )


def _of(made):
    """Return the readings of the index behind a report of :func:`three`."""
    return [
        reading(name, "index", at, level="index") for name, at in (("alpha", 20.0), ("beta", 50.0), ("gamma", 80.0))
    ]


def test_a_heat_map_is_a_coloured_table_with_a_dash_for_no_score(here):
    table = blocks(part(three(here), "group-further"), Tabled)[0].table
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Housing", "10.0", "30.0", "–"],
        ["Encounter", "60.0", "70.0", "90.0"],
    ]
    assert [cell.look for cell in table.rows[0]] == ["", "heat-1", "heat-3", "absent"]


def test_each_dimension_has_a_drawing_of_all_regions(here):
    submit_rest(here)
    found = part(partnership.report(reporting.of_wave(here)), "dimension-equality")
    assert blocks(found, Drawing)[0].chart.title == "Equality, region by region"
    assert found.accent == "equality"
