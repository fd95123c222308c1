"""Axes around nothing: what they hold, and where their ticks stand."""

import pytest

from survey.charts import axes
from survey.charts.axes import TICKS, around_zero
from tests.charts.samples import reader


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([], [0, 0.5]),
        ([0.0], [0, 0.5]),
        ([-3.1, 2.3], [-4, -2, 0, 2, 4]),
        ([12.0], [0, 5, 10, 15]),
        ([-0.4], [-0.4, -0.2, 0]),
        ([100.0, -100.0], [-100, -50, 0, 50, 100]),
    ],
)
def test_an_axis_holds_all_values_and_nothing(values, ticks):
    with reader():
        axis, end = around_zero(values)
    assert axis["tickvals"] == pytest.approx(ticks)
    assert all(axis["range"][0] <= value <= axis["range"][1] for value in (*values, 0))
    assert end < axis["range"][1]
    assert sum(tick > 0 for tick in axis["tickvals"]) <= TICKS + 1


def test_what_is_gained_has_its_sign_in_the_format_of_the_reader():
    with reader("de"):
        axis, _ = around_zero([0.4])
    assert axis["ticktext"] == ["0", "+0,2", "+0,4"]


@pytest.mark.parametrize(
    ("ticks", "shown"),
    [
        ([0, 25, 50, 75, 100], [0, 50, 100]),
        ([-60, -40, -20, 0, 20], [-40, 0]),
        ([-4, -2, 0, 2, 4], [-4, 0, 4]),
        ([-5, 0, 5], [-5, 0, 5]),
        ([5, 10, 15, 20, 25], [5, 15, 25]),
    ],
)
def test_a_phone_gets_every_second_tick_and_always_nothing(ticks, shown):
    found = axes.fewer({"tickvals": ticks, "ticktext": [f"{tick} points" for tick in ticks]})
    assert found == {"tickvals": shown, "ticktext": [f"{tick} points" for tick in shown], "tickangle": 0}


def test_a_column_of_numbers_ends_at_one_place_and_says_more_where_there_is_more():
    plain = axes.column(["1.0", "2.0"], 116)
    assert (plain["x"], plain["y"], plain["text"]) == ([116, 116], [0, 1], ["1.0", "2.0"])
    assert (plain["textposition"], plain["hoverinfo"]) == ("middle left", "skip")
    told = axes.column(["1.0"], 116, ["Housing\n<1.0>"])
    assert (told["hoverinfo"], told["hovertext"]) == ("text", ["Housing<br>&lt;1.0&gt;"])


def test_a_phone_has_more_room_for_the_numbers_at_the_end():
    # From -20 to +20, so that 40 points lie between the ticks: 0.4 of them, 16, are added for the numbers.
    axis = {"range": [-20, 30], "tickvals": [-20, 0, 20], "ticktext": ["-20", "0", "+20"]}
    differing, end = axes.slim(axis, 29)
    assert differing["range"] == [-20, 46]
    assert end == 45
