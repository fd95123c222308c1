"""Readings: who reached what, in the order in which they come."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from survey.charts.readings import Readings, Title, of_cards, ranked, scored
from survey.models.assessment import Stage
from survey.scoring.scorecard import ComponentScore
from tests.charts import samples

TABLE = samples.table({"arad": {"housing": 40.0, "sport": None}, "timis": {"housing": 60.0, "sport": 10.0}})


def assessment(stage=Stage.SUBMITTED, submitted_at=datetime(2026, 11, 3, 23, 30, tzinfo=UTC)):
    region = SimpleNamespace(key="arad", name="Arad")
    return SimpleNamespace(region=region, stage=stage, submitted_at=submitted_at)


def card(**numbers):
    known = {
        "score": 61.4, "low": 52.0, "high": 71.0, "coverage": 0.8, "not_applicable": 0.1, "planned": 64.0,
        "answered": 4, "applicable": 5,
    }  # fmt: skip
    return {"housing": ComponentScore("housing", "area", **(known | numbers))}


def test_regions_and_components_keep_their_order():
    assert TABLE.regions == {"arad": "Arad", "timis": "Timis"}
    assert TABLE.components == {"housing": "Housing", "sport": "Sport"}


def test_a_place_in_the_table_is_found():
    assert TABLE.at("timis", "sport").score == 10.0
    assert TABLE.at("arad", "sport").score is None
    assert TABLE.at("nowhere", "sport") is None


def test_one_component_of_all_regions():
    assert [one.region for one in TABLE.of("sport")] == ["arad", "timis"]


def test_some_regions_only():
    assert set(TABLE.within(["timis"]).regions) == {"timis"}
    assert len(TABLE.within([])) == 0


def test_some_levels_only():
    mixed = Readings((samples.reading("arad", "index", 50.0, level="index"), *TABLE))
    assert list(mixed.level("index").components) == ["index"]
    assert len(mixed.level("index", "area")) == len(mixed)


def test_what_has_no_score_has_no_rank():
    assert [one.component for one, _ in scored(TABLE.all)] == ["housing", "housing", "sport"]
    assert [score for _, score in ranked(TABLE.all)] == [60.0, 40.0, 10.0]


def test_equal_to_the_last_bits_stays_in_order():
    close = (samples.reading("arad", "housing", 50.0), samples.reading("timis", "housing", 50.0 + 1e-12))
    assert [one.region for one, _ in ranked(close)] == ["arad", "timis"]


def test_a_card_becomes_readings_with_the_readers_titles():
    found = of_cards([(assessment(), card())], {"housing": Title("Wohnen")}, "UTC").all[0]
    assert (found.region, found.region_name, found.title, found.level) == ("arad", "Arad", "Wohnen", "area")
    assert (found.score, found.low, found.high, found.planned) == (61.4, 52.0, 71.0, 64.0)
    assert (found.coverage, found.not_applicable, found.answered, found.applicable) == (0.8, 0.1, 4, 5)
    assert found.stage == "submitted"


def test_the_day_of_submitting_is_the_waves_own():
    titles = {"housing": Title("Housing")}
    assert of_cards([(assessment(), card())], titles, "UTC").all[0].submitted == date(2026, 11, 3)
    assert of_cards([(assessment(), card())], titles, "Europe/Vienna").all[0].submitted == date(2026, 11, 4)


def test_a_draft_was_not_submitted():
    found = of_cards([(assessment(Stage.DRAFT, None), card())], {"housing": Title("Housing")}, "UTC").all[0]
    assert (found.stage, found.submitted) == ("draft", None)


def test_a_title_that_is_not_translated_keeps_its_language():
    found = of_cards([(assessment(), card())], {"housing": Title("Housing", "en")}, "UTC")
    assert found.all[0].lang == "en"
    assert found.langs == {"housing": "en"}
