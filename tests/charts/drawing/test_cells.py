"""Heat maps: worked by hand on a sheet of 100 by 100 pixels."""

from survey.charts import theme
from tests.charts.drawing.sheets import BARE, all_of, drawn, figure, texts

MAP = {"type": "heatmap", "colorscale": theme.heat_scale(), "zmin": 0, "zmax": 100, "x": [0, 1], "y": [0, 1]}
AXES = {"xaxis": BARE | {"range": [-0.5, 1.5]}, "yaxis": BARE | {"range": [1.5, -0.5]}}


def test_each_cell_has_its_place_and_its_colour_and_a_missing_one_none():
    found = all_of(drawn(figure(MAP | {"z": [[5, 95], [None, 97]], "xgap": 2, "ygap": 4}, **AXES)), "path")
    assert [(one["fill"], one["d"]) for one in found] == [
        ("var(--heat-0)", "M1 2h48v46h-48z"),
        ("var(--heat-9)", "M51 2h48v46h-48zM51 52h48v46h-48z"),
    ]


def test_cells_may_have_texts_of_their_own():
    sheet = drawn(figure(MAP | {"z": [[5, 6]], "text": [["5", "6"]], "texttemplate": "%{text}"}, **AXES))
    assert texts(sheet) == ["5", "6"]


def test_one_column_is_one_wide():
    found = all_of(drawn(figure(MAP | {"z": [[50]], "x": [3], "y": [4]})), "path")
    assert found[0]["d"] == "M25 55h10v10h-10z"
