"""Waves: open by the calendar where they are at home; made for the members of the opening day."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import ClosedError, InvalidError, NotFoundError
from survey.models import Assessment, AuditEntry, Deed, Region, Wave
from survey.policy import OPERATOR
from survey.services import waves
from survey.services.waves import WaveState
from tests.databases import DUE, NOW, OPENS, World, open_wave, person, region, world


@pytest.fixture
def here(tmp_path):
    return world(tmp_path)


def wave(*, zone: str = "Europe/Vienna", closed: bool = False) -> Wave:
    """Return a wave open from 1 to 31 May 2026."""
    return Wave(opens=OPENS, due=DUE, time_zone=zone, closed=closed)


def create(here: World, **change: object) -> Wave:
    """Create a wave as the project team, or otherwise."""
    values = {
        "key": "2029",
        "title": "Second wave",
        "edition": here.edition,
        "opens": date(2029, 1, 1),
        "due": date(2029, 3, 31),
        "time_zone": "Europe/Dublin",
        "by": here.team,
        "now": NOW,
    }
    return waves.create(here.session, **(values | change))


@pytest.mark.parametrize(
    ("zone", "moment", "expected"),
    [
        ("Europe/Vienna", datetime(2026, 4, 30, 21, 59, 59, tzinfo=UTC), WaveState.UPCOMING),
        ("Europe/Vienna", datetime(2026, 4, 30, 22, 0, tzinfo=UTC), WaveState.OPEN),
        ("Europe/Vienna", datetime(2026, 5, 31, 21, 59, 59, tzinfo=UTC), WaveState.OPEN),
        ("Europe/Vienna", datetime(2026, 5, 31, 22, 0, tzinfo=UTC), WaveState.OVER),
        ("Atlantic/Azores", datetime(2026, 5, 31, 23, 59, 59, tzinfo=UTC), WaveState.OPEN),
        ("Atlantic/Azores", datetime(2026, 6, 1, 0, 0, tzinfo=UTC), WaveState.OVER),
        ("Pacific/Kiritimati", datetime(2026, 4, 30, 10, 0, tzinfo=UTC), WaveState.OPEN),
        ("UTC", datetime(2026, 6, 1, 1, 0, tzinfo=UTC).astimezone(), WaveState.OVER),
    ],
)
def test_the_first_and_the_last_day_count_where_the_wave_is_at_home(zone, moment, expected):
    assert waves.state(wave(zone=zone), moment) is expected
    assert waves.is_open(wave(zone=zone), moment) is (expected is WaveState.OPEN)


def test_a_closed_wave_is_closed_on_every_day():
    for moment in (NOW - timedelta(days=90), NOW, NOW + timedelta(days=90)):
        assert waves.state(wave(closed=True), moment) is WaveState.CLOSED


@pytest.mark.parametrize(
    ("moment", "closed", "code"),
    [
        (NOW - timedelta(days=90), False, "wave-upcoming"),
        (NOW + timedelta(days=90), False, "wave-over"),
        (NOW, True, "wave-closed"),
    ],
)
def test_why_a_wave_is_not_open_is_said(moment, closed, code):
    with pytest.raises(ClosedError) as refusal:
        waves.require_open(Assessment(wave=wave(closed=closed)), moment)
    assert (refusal.value.code, refusal.value.data) == (code, {"opens": OPENS, "due": DUE})


def test_an_open_wave_needs_no_excuse():
    waves.require_open(Assessment(wave=wave()), NOW)


def test_a_wave_has_an_assessment_for_each_member(here):
    made = create(here)
    found = here.session.scalars(sa.select(Assessment).where(Assessment.wave == made)).all()
    assert {(each.region.key, each.stage) for each in found} == {("here", "draft"), ("there", "draft")}


@pytest.mark.parametrize(
    ("membership", "included"),
    [
        ({}, True),
        ({"since": date(2029, 1, 1)}, True),
        ({"since": date(2029, 1, 2)}, False),
        ({"left": True}, False),
        ({"left": True, "until": date(2029, 1, 1)}, True),
        ({"left": True, "until": date(2028, 12, 31)}, False),
        ({"partnership": "another"}, False),
    ],
)
def test_members_of_the_opening_day_take_part(here, membership, included):
    begin_write(here.session)
    region(here.session, "third", **membership)
    here.session.commit()
    made = create(here)
    wanted = sa.select(Region.key).join(Assessment, Assessment.region_id == Region.id)
    assert ("third" in here.session.scalars(wanted.where(Assessment.wave_id == made.id)).all()) is included


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"key": "Wave 2"}, {"key": "pattern"}),
        ({"key": ""}, {"key": "pattern"}),
        ({"key": "a/b"}, {"key": "pattern"}),
        ({"key": "-a"}, {"key": "pattern"}),
        ({"key": "a\n"}, {"key": "pattern"}),
        ({"key": "x" * 41}, {"key": "pattern"}),
        ({"key": "2026"}, {"key": "taken"}),
        ({"title": "  "}, {"title": "missing"}),
        ({"due": date(2028, 12, 31)}, {"due": "before-opens"}),
        ({"review_due": date(2029, 3, 30)}, {"review_due": "before-due"}),
        ({"conclude_due": date(2029, 6, 30)}, {"conclude_due": "without-review"}),
        (
            {"review_due": date(2029, 6, 30), "conclude_due": date(2029, 6, 29)},
            {"conclude_due": "before-review"},
        ),
        ({"time_zone": "Europe/Atlantis"}, {"time_zone": "unknown"}),
        ({"time_zone": "../../etc/passwd"}, {"time_zone": "unknown"}),
        ({"key": "?", "title": "", "time_zone": ""}, {"key": "pattern", "title": "missing", "time_zone": "unknown"}),
    ],
)
def test_a_wave_that_cannot_be_is_refused_with_all_that_is_wrong(here, change, fields):
    with pytest.raises(InvalidError) as refusal:
        create(here, **change)
    assert refusal.value.fields == fields
    here.session.rollback()
    assert here.session.scalars(sa.select(Wave.key)).all() == ["2026"]


def test_the_stages_of_a_wave_have_last_days_and_its_making_is_logged(here):
    last = {"review_due": date(2029, 3, 31), "conclude_due": date(2029, 3, 31)}
    made = create(here, **last)
    assert (made.review_due, made.conclude_due) == (date(2029, 3, 31), date(2029, 3, 31))
    noted = here.session.scalars(sa.select(AuditEntry).where(AuditEntry.by_id == here.team.id)).one()
    assert (noted.deed, noted.detail) == (Deed.WAVE_MADE, {"wave": "2029"})


@pytest.mark.parametrize("key", ["2029", "spring-2029", "a"])
def test_a_wave_of_one_day_is_a_wave(here, key):
    made = create(here, key=key, due=date(2029, 1, 1), title=" Spring ")
    assert (made.key, made.title) == (key, "Spring")


@pytest.mark.parametrize("name", ["coordinator", "neighbour"])
def test_only_those_who_run_the_survey_open_and_close_waves(here, name):
    for act in (create, lambda here, by: waves.close(here.session, wave=here.wave, by=by)):
        with pytest.raises(NotFoundError):
            act(here, by=getattr(here, name))
        here.session.rollback()


@pytest.mark.parametrize("name", ["team", "administrator"])
def test_those_who_run_the_survey_do(here, name):
    create(here, by=getattr(here, name))
    waves.close(here.session, wave=here.wave, by=getattr(here, name))
    here.session.commit()
    assert here.wave.closed


def test_a_wave_is_found_by_those_who_take_part(here):
    begin_write(here.session)
    nobody = person(here.session, "nobody")
    here.session.commit()
    for by in (here.coordinator, here.team, OPERATOR):
        assert waves.find(here.session, key="2026", by=by) is here.wave
    for key, by in (("2026", nobody), ("1999", here.team), ("1999", here.coordinator)):
        with pytest.raises(NotFoundError):
            waves.find(here.session, key=key, by=by)


def test_the_current_wave_is_the_latest_open_one(here):
    begin_write(here.session)
    open_wave(here.session, here.edition, key="old", opens=date(2023, 1, 1), due=date(2023, 2, 1))
    open_wave(here.session, here.edition, key="next", opens=date(2029, 1, 1), due=date(2029, 2, 1))
    here.session.commit()
    moments = {2022: None, 2023: "old", 2025: "old", 2026: "2026", 2027: "2026", 2030: "next"}
    for year, expected in moments.items():
        moment = NOW.replace(year=year, month=1 if year == 2023 else 5)
        found = waves.current(here.session, now=moment)
        assert (found.key if found else None) == expected, year


def test_waves_are_listed_latest_first(here):
    begin_write(here.session)
    open_wave(here.session, here.edition, key="old", opens=date(2023, 1, 1), due=date(2023, 2, 1))
    here.session.commit()
    assert [each.key for each in waves.listing(here.session)] == ["2026", "old"]
