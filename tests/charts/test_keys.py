"""The key of a figure: in columns on a wide page, line by line and over the whole width on a phone."""

from survey.charts import keys
from survey.charts.drawing.fit import merged


def test_entries_stand_in_columns_below_the_marks():
    key = keys.across(y=-0.1, columns=4)
    assert (key["orientation"], key["y"], key["yanchor"]) == ("h", -0.1, "top")
    assert 4 * key["entrywidth"] < 1
    assert (key["itemclick"], key["itemdoubleclick"]) == (False, False)


def test_on_a_phone_each_entry_has_a_line_over_the_whole_figure():
    key = merged(keys.across(y=-0.1, columns=3), keys.STACKED)
    assert (key["xref"], key["x"], key["yref"], key["y"]) == ("container", 0, "container", 0)
    assert (key["orientation"], key["entrywidthmode"], key["entrywidth"]) == ("h", "pixels", 220)
    assert keys.room(3) > 3 * keys.LINE
