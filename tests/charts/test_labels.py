"""Labels of points keep out of each other's way."""

from itertools import combinations

from survey.charts.labels import away, places

STEP, CLEAR = (15, 13), (14, 12)
CROWD = [(at % 4 * 5.0, at // 4 * 5.0) for at in range(11)]


def anywhere(_spot):
    return True


def test_a_lonely_point_has_its_label_to_the_right():
    assert places([(0, 0)], STEP, CLEAR, anywhere) == [(15, 0)]


def test_a_neighbour_to_the_right_sends_the_label_to_the_left():
    assert places([(0, 0), (14, 0)], STEP, CLEAR, anywhere) == [(-15, 0), (29, 0)]


def test_labels_of_a_crowd_cover_neither_each_other_nor_points():
    found = places(CROWD, STEP, CLEAR, anywhere)
    for (x, y), (u, v) in [*combinations(found, 2), *((label, point) for label in found for point in CROWD)]:
        assert abs(x - u) >= CLEAR[0] or abs(y - v) >= CLEAR[1]


def test_points_on_one_spot_still_get_labels():
    assert len(set(places([(0, 0)] * 4, STEP, CLEAR, anywhere))) == 4


def test_a_label_keeps_to_where_labels_may_stand():
    assert places([(0, 0)], STEP, CLEAR, lambda spot: spot[0] < 0) == [(-15, 0)]


def test_nobody_to_label():
    assert places([], STEP, CLEAR, anywhere) == []


def test_a_line_leads_to_a_label_that_stands_far_away():
    assert not away((0, 0), (15, -13), STEP)
    assert away((0, 0), (30, 0), STEP)
    assert away((0, 0), (0, 26), STEP)
