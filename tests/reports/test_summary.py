"""The first page of a region's report, for whoever reads nothing else: worked out by hand."""

from dataclasses import replace

import pytest

from survey.charts.readings import Readings
from survey.questionnaires.answers import Answer, State
from survey.reports import regional
from survey.reports.document import Facts, Figures, Paragraph, Part, Tabled
from survey.reports.material import Regional
from survey.reports.sentences import reached
from tests.charts.samples import reading
from tests.databases import World, world
from tests.reports import reporting
from tests.reports.test_regional import blocks, part, texts
from tests.services.following import LATER, follow, submitted
from tests.services.test_since import ANEW
from tests.views.standings import GOOD


@pytest.fixture
def here(tmp_path) -> World:
    made = world(tmp_path)
    made.save(**{code: (answer, 0) for code, answer in GOOD.items()})
    return made


def first(material: Regional) -> Part:
    return part(regional.report(material), "summary")


def lead(page: Part) -> str:
    return blocks(page, Paragraph)[0].text


def facts(page: Part) -> dict[str, str]:
    return dict(blocks(page, Facts)[0].pairs)


def tables(page: Part) -> dict[str, Tabled]:
    return {one.title: one for below in page.parts for one in blocks(below, Tabled)}


def table(page: Part, title: str) -> list[list[str]]:
    """Return the heads and rows of a table of the page, as words."""
    found = tables(page)[title].table
    return [[cell.text for cell in row] for row in (found.heads, *found.rows)]


def beside(here: World, **scores: list[float]) -> Regional:
    """Return the material with peers that have these scores, by component."""
    material = reporting.of_region(here)
    levels = {"index": "index"}
    peers = [
        reading(f"p{place}", code, score, level=levels.get(code, "area"))
        for code, every in scores.items()
        for place, score in enumerate(every)
    ]
    return replace(material, around=replace(material.around, peers=Readings(tuple(peers))))


def test_it_begins_with_a_verdict_in_plain_words(here):
    page = first(reporting.of_region(here))
    assert lead(page) == "Here reaches 89.6 of 100 points. That is about nine tenths of the points there are."
    assert [card[:2] for card in blocks(page, Figures)[0].cards] == [
        ("Index", "89.6"),
        ("Equality", "91.7"),
        ("Interaction", "87.5"),
    ]
    assert "100 would be full points" in blocks(page, Paragraph)[-1].text


@pytest.mark.parametrize(
    ("peers", "said"),
    [
        ([50.0, 60.0, 70.0], "The middle of its 3 peers is 60.0: Here lies above it."),
        ([91.0, 92.0, 93.0, 99.0], "The middle of its 4 peers is 92.5: Here lies below it."),
    ],
)
def test_it_says_where_the_index_stands_beside_the_middle_of_its_peers(here, peers, said):
    assert lead(first(beside(here, index=peers))).endswith(said)


def test_where_an_interval_holds_the_middle_of_the_peers_it_says_that_neither_is_above(tmp_path):
    """One answer is unknown, so the index can end up on either side of 70."""
    made = world(tmp_path)
    answers = {code: (answer, 0) for code, answer in GOOD.items()}
    made.save(**{**answers, "mixed": (Answer(State.DOES_NOT_KNOW), 0)})
    material = beside(made, index=[75.0, 80.0, 85.0])
    index = material.readings.at("here", "index")
    assert index.low < 80 < index.high
    assert "The middle of its 3 peers is 80.0: Here cannot be told apart from it." in lead(first(material))


def test_the_middle_of_one_or_two_peers_is_not_told_here_either(here):
    page = first(beside(here, index=[50.0, 60.0], housing=[30.0, 40.0]))
    assert "middle" not in " ".join(texts(page))


def test_it_counts_areas_below_and_above_and_names_the_peers(here):
    """Housing is 91.7 (275/3), encounter 87.5."""
    page = first(beside(here, housing=[30.0, 40.0, 95.0], encounter=[90.0, 91.0, 92.0]))
    assert facts(page)["Beside its peers"] == (
        "In 1 of 2 areas it lies below the middle of its peers, in 1 above it. Furthest below: "
        "Encounter −3.5. Middle: as many peers lie above it as below. Peers: P0, P1, P2."
    )


def test_it_says_what_the_scores_rest_on(here):
    rests = facts(first(reporting.of_region(here)))["What it rests on"]
    assert rests == "All this is what the region reports of itself; no review stands beside it."


def test_the_weakest_area_stands_with_its_peers_and_with_what_is_missing_most(here):
    page = first(beside(here, encounter=[90.0, 91.0, 92.0]))
    assert table(page, "Weakest areas") == [
        ["Area", "Score", "Middle of the peers", "What is missing most"],
        ["Encounter", "87.5", "91.0", "Share of 100 % of places let to newcomers Today: 30 %"],
    ]


def test_the_first_steps_are_those_of_the_way_to_the_next_target(here):
    """From 89.6, five points or more away is 95; a share of 40 brings 12.5 of encounter, half of it of the index."""
    page = first(reporting.of_region(here))
    assert table(page, "First steps: The shortest way to 95.0") == [
        ["Question", "Answer today", "It would become", "Gain"],
        ["Share of 100 % of places let to newcomers", "30 %", "40 % or more", "+6.2"],
    ]
    said = texts(page.parts)
    assert any("95 is the next multiple of five" in text for text in said)
    assert any("Questions that a change opens are not counted" in text for text in said)


def test_what_is_decided_already_is_told_beside_the_steps(tmp_path):
    made = world(tmp_path)
    answers = {code: (answer, 0) for code, answer in GOOD.items()}
    made.save(**{**answers, "support": (Answer(State.PLANNED, "planned"), 0)})
    material = reporting.of_region(made)
    planned = material.readings.at("here", "index").planned
    [said] = [text for text in texts(first(material)) if "decided already" in text]
    assert said.startswith("1 answer says that something is decided already and not yet done")
    assert f"with it, the score would be {planned:.1f}." in said


def test_a_small_change_since_the_wave_before_is_told_with_a_warning(tmp_path):
    """From 81.6 to 77.4."""
    made = submitted(tmp_path)
    follow(made, made.questionnaire)
    made.save(now=LATER, **{code: (answer, 0) for code, answer in ANEW.items()})
    since = facts(first(reporting.of_region(made)))["Since Wave Wave 2026"]
    assert since.endswith("(−4.2). Nobody should build on a difference of a few points.")


def test_whoever_may_not_take_answers_away_reads_none_on_the_first_page(here):
    page = first(reporting.of_region(here, here.contributor))
    assert table(page, "Weakest areas") == [["Area", "Score"], ["Encounter", "87.5"]]
    assert not [title for title in tables(page) if title.startswith("First steps")]


def test_before_the_first_answer_there_is_neither_a_verdict_nor_a_step(tmp_path):
    page = first(reporting.of_region(world(tmp_path)))
    assert "has no score" in lead(page)
    assert not [below for below in page.parts if below.code in {"weakest", "begin"}]


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (0.0, "hardly any"),
        (10.0, "a tenth"),
        (34.6, "a third"),
        (50.0, "half"),
        (66.7, "two thirds"),
        (100.0, "almost"),
    ],
)
def test_a_score_is_told_in_parts_of_the_whole(score, words):
    said = reached(reading("here", "index", score, level="index"), score)
    assert words in said[1]


def test_a_score_with_a_wide_interval_is_not_told_in_parts_of_the_whole():
    open_one = replace(reading("here", "index", 34.6, level="index"), low=20.0, high=60.0)
    assert reached(open_one, 34.6) == ("Here reaches 34.6 of 100 points.",)
