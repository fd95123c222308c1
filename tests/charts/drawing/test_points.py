"""Points, lines and texts: worked by hand on a sheet of 100 by 100 pixels over values from 0 to 10."""

from tests.charts.drawing.sheets import SVG, all_of, drawn, figure, texts

LINE = {"type": "scatter", "mode": "lines"}


def ways(*traces, **layout):
    """Return the paths of a figure."""
    return [one["d"] for one in all_of(drawn(figure(*traces, **layout)), "path")]


def test_a_line_is_broken_where_a_value_is_missing():
    trace = LINE | {"x": [0, 1, 2, 3, 4], "y": [0, 1, None, 3, 4]}
    assert ways(trace) == ["M0 100L10 90M30 70L40 60"]
    assert ways(trace | {"connectgaps": True}) == ["M0 100L10 90L30 70L40 60"]


def test_a_line_may_go_in_steps():
    assert ways(LINE | {"x": [0, 1], "y": [0, 1], "line": {"shape": "hv"}}) == ["M0 100L10 100L10 90"]
    assert ways(LINE | {"x": [0, 1], "y": [0, 1], "line": {"shape": "vh"}}) == ["M0 100L0 90L10 90"]


def test_dashes_belong_to_a_series():
    found = all_of(drawn(figure(LINE | {"x": [0, 1], "y": [0, 1], "line": {"dash": "dash", "width": 2}})), "path")[0]
    assert found["stroke-dasharray"] == "6 6"


def test_symbols_stand_at_their_points():
    trace = {"type": "scatter", "mode": "markers", "x": [1, None], "y": [2, 3], "marker": {"size": [10, 20]}}
    assert [(one["cx"], one["cy"], one["r"]) for one in all_of(drawn(figure(trace)), "circle")] == [("10", "80", "5")]


def test_colours_of_symbols_may_come_from_a_scale():
    scale = [[0, "var(--heat-0)"], [1, "var(--heat-9)"]]
    marker = {"color": [0, 10], "colorscale": scale, "cmin": 0, "cmax": 10}
    found = all_of(
        drawn(figure({"type": "scatter", "mode": "markers", "x": [1, 2], "y": [1, 2], "marker": marker})), "circle"
    )
    assert [one["fill"] for one in found] == ["var(--heat-0)", "var(--heat-9)"]


def test_a_text_stands_on_or_beside_its_point():
    trace = {"type": "scatter", "mode": "markers+text", "x": [5] * 3, "y": [5] * 3, "text": list("abc")}
    trace |= {"textposition": ["middle right", "top center", "middle left"], "marker": {"size": 10}}
    sheet = drawn(figure(trace))
    assert texts(sheet) == ["a", "b", "c"]
    assert [one["x"] for one in all_of(sheet, "text")] == ["58", "50", "42"]


def test_bars_of_error_go_from_low_to_high():
    trace = {"type": "scatter", "mode": "markers", "x": [5], "y": [5]}
    both = {"array": [2], "arrayminus": [1], "symmetric": False}
    assert ways(trace | {"error_x": both}) == ["M40 50L70 50"]
    assert ways(trace | {"error_y": {"array": [2]}}) == ["M50 70L50 30"]


def test_an_area_reaches_down_to_zero_or_to_the_line_before():
    first = LINE | {"x": [0, 10], "y": [2, 2], "line": {"width": 0}}
    second = LINE | {"x": [0, 10], "y": [4, 4], "fill": "tonexty", "line": {"width": 0}, "fillcolor": "var(--line)"}
    assert ways(first | {"fill": "tozeroy"}) == ["M0 80L100 80L100 100L0 100Z"]
    assert ways(first, second) == ["M0 60L100 60L100 80L0 80Z"]


def test_a_pale_trace_is_pale_as_a_whole():
    trace = LINE | {"x": [0, 1], "y": [0, 1], "opacity": 0.4}
    assert [one.attrib["opacity"] for one in drawn(figure(trace)).iter(f"{SVG}g") if "opacity" in one.attrib] == ["0.4"]
