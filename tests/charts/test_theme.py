"""Colours by name, classes of the heat map, labels, numbers of the locale."""

import pytest

from survey.charts import theme
from tests.charts import samples


@pytest.mark.parametrize(
    ("score", "step"),
    [(0, 0), (9.99, 0), (10, 1), (49.9, 4), (49.99999999999999, 5), (50, 5), (89.9, 8), (90, 9), (100, 9)],
)
def test_ten_classes_of_ten_points(score, step):
    assert theme.heat_class(score) == step


def test_the_scale_has_a_flat_step_for_each_class():
    scale = theme.heat_scale()
    assert scale[0] == [0.0, "var(--heat-0)"]
    assert scale[-1] == [1.0, "var(--heat-9)"]
    assert [edge for edge, _ in scale] == sorted(edge for edge, _ in scale)
    for step in range(theme.CLASSES):
        assert [edge for edge, colour in scale if colour == f"var(--heat-{step})"] == [step / 10, (step + 1) / 10]


def test_the_three_dimensions_differ_in_colour_symbol_and_sign():
    accents = theme.accents(samples.DIMENSIONS).values()
    for what in ("colour", "symbol", "sign"):
        assert len({getattr(accent, what) for accent in accents}) == 3


def test_dimensions_keep_their_accent_in_any_order_and_company():
    accents = theme.accents(["participation", "interaction", "equality"])
    assert accents["equality"] == theme.DIMENSIONS["equality"]
    assert accents["interaction"] == theme.DIMENSIONS["interaction"]
    assert accents["participation"] not in theme.DIMENSIONS.values()


def test_regions_laid_over_each_other_differ_in_more_than_colour():
    for what in ("colour", "symbol", "sign", "dash"):
        assert len({getattr(accent, what) for accent in theme.SERIES}) == 3


def test_markup_is_shown_and_not_read():
    assert theme.plain('<a href="x">&') == '&lt;a href="x"&gt;&amp;'
    assert theme.hover("one\n<two>") == "one<br>&lt;two&gt;"


@pytest.mark.parametrize(
    ("text", "width", "lines", "expected"),
    [
        ("Sport", 10, 2, "Sport"),
        ("Housing and neighbourhoods", 14, 2, "Housing and<br>neighbourhoods"),
        ("Encounter between newcomers and residents", 16, 2, "Encounter<br>between …"),
        ("Gleichberechtigung", 12, 2, "Gleichberechtigung"),
        ("Öffentliche Dienstleistungen", 11, 2, "Öffentliche<br>Dienstleistungen"),
        ("Kultur und gesellschaftliches Leben", 16, 2, "Kultur und<br>gesellschaftliches …"),
        ("Gleichberechtigungsangelegenheiten", 10, 2, "Gleichb-<br>erechti- …"),
        ("Gleichberechtigungsangelegenheiten", 20, 1, "Gleichberechtigun- …"),
        ("Emilia-Romagna", 7, 2, "Emilia-<br>Romagna"),
        ("Multistakeholder", 10, 3, "Multis-<br>takeho-<br>lder"),
        ("", 10, 2, ""),
    ],
)
def test_labels_are_broken_between_words(text, width, lines, expected):
    assert theme.wrapped(text, width, lines) == expected


def test_a_line_can_be_held_to_its_room():
    assert theme.wrapped("Housing & neighbourhoods", 11, 2, most=12) == "Housing &amp;<br>neighbourho…"


@pytest.mark.parametrize(
    ("text", "expected"), [("Sport", "Sport"), ("Participation", "Participa…"), ("A & B", "A &amp; B")]
)
def test_labels_of_one_line_end_in_an_ellipsis(text, expected):
    assert theme.clipped(text, 10) == expected


def test_the_longest_line_counts():
    assert theme.longest(["one<br>three", "four"]) == 5
    assert theme.longest([]) == 0


@pytest.mark.parametrize(("language", "signs", "number"), [("en", ".,", "61.4"), ("de", ",.", "61,4")])
def test_numbers_follow_the_locale(language, signs, number):
    with samples.reader(language):
        assert theme.separators() == signs
        assert theme.score_text(61.4) == number
        assert theme.score_text(None) == "–"


def test_scores_run_from_0_to_100_everywhere():
    low, high = theme.score_axis()["range"]
    assert low <= 0
    assert high >= 100
    assert theme.score_axis()["tickvals"] == [0, 25, 50, 75, 100]


def test_figures_cannot_be_dragged_or_zoomed():
    assert theme.layout(height=100)["dragmode"] is False
    assert theme.score_axis()["fixedrange"] is theme.name_axis(["a"])["fixedrange"] is True


def test_the_mark_of_a_demonstration_has_room():
    figure = {
        "data": [],
        "layout": theme.layout(height=100, top=10),
        "narrow": {"layout": {"height": 80, "margin": {"t": 5}}},
    }
    marked = theme.marked(figure, True)
    assert (marked["layout"]["height"], marked["layout"]["margin"]["t"]) == (122, 32)
    assert (marked["narrow"]["layout"]["height"], marked["narrow"]["layout"]["margin"]["t"]) == (102, 27)
    assert theme.marked(figure, False) is figure
