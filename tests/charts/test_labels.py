"""Labels of points keep out of each other's way."""

from itertools import combinations

from survey.charts.labels import PLACES, places

STEP, CLEAR = (15, 13), (14, 12)


def spots(points):
    """Return where the middles of the labels come to lie."""
    chosen = places(points, STEP, CLEAR)
    return [
        (x + PLACES[name][0] * STEP[0], y + PLACES[name][1] * STEP[1])
        for (x, y), name in zip(points, chosen, strict=True)
    ]


def test_a_lonely_point_has_its_label_to_the_right():
    assert places([(0, 0)], STEP, CLEAR) == ["middle right"]


def test_a_neighbour_to_the_right_sends_the_label_to_the_left():
    assert places([(0, 0), (14, 0)], STEP, CLEAR) == ["middle left", "middle right"]


def test_labels_of_a_small_crowd_do_not_cover_each_other():
    points = [(0, 0), (12, 4), (4, 14), (30, 2), (20, 24)]
    for (x, y), (u, v) in combinations(spots(points), 2):
        assert abs(x - u) >= CLEAR[0] or abs(y - v) >= CLEAR[1]


def test_points_on_one_spot_still_get_labels():
    assert len(set(places([(0, 0)] * 4, STEP, CLEAR))) == 4


def test_nobody_to_label():
    assert places([], STEP, CLEAR) == []
