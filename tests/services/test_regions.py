"""The eleven regions and the figures about them, compared with what is known and what is not."""

import csv
import re
from datetime import date
from importlib.resources import files

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import NotFoundError
from survey.models import ContextFigure, Membership, Region
from survey.policy import OPERATOR
from survey.services import regions
from tests.databases import make, person, world

PARTNERS = {
    "arad",
    "catalonia",
    "donegal",
    "emilia-romagna",
    "leipzig",
    "navarra",
    "pomerania",
    "salzburg",
    "timis",
    "vastra-gotaland",
    "wielkopolska",
}


@pytest.fixture
def session(tmp_path):
    with make(tmp_path)() as opened:
        regions.load(opened)
        opened.commit()
        yield opened


def figures(session, key: str) -> dict[tuple[str, str], ContextFigure]:
    """Return a region's figures by measure and date."""
    found = regions.find(session, key=key, by=OPERATOR)
    return {(each.measure, each.as_of): each for each in found.context}


def test_the_eleven_partners_are_there(session):
    assert {each.key for each in regions.listing(session, by=OPERATOR)} == PARTNERS


def test_loading_again_adds_nothing_and_changes_nothing(session):
    begin_write(session)
    session.execute(sa.update(Region).where(Region.key == "arad").values(partner_body="Somebody else"))
    counted = [session.scalar(sa.select(sa.func.count(kind.id))) for kind in (Region, Membership, ContextFigure)]
    session.commit()
    assert regions.load(session) == 0
    session.commit()
    assert counted == [
        session.scalar(sa.select(sa.func.count(kind.id))) for kind in (Region, Membership, ContextFigure)
    ]
    assert session.scalar(sa.select(Region.partner_body).where(Region.key == "arad")) == "Somebody else"


def test_what_is_missing_is_added(session):
    begin_write(session)
    session.execute(sa.text("DELETE FROM context_figure WHERE measure = 'foreign_citizens'"))
    session.commit()
    assert regions.load(session) == 0
    session.commit()
    assert ("foreign_citizens", "2025-01-01") in figures(session, "navarra")


@pytest.mark.parametrize(
    ("day", "missing"),
    [
        (date(2022, 1, 2), PARTNERS),
        (date(2022, 1, 3), {"vastra-gotaland"}),
        (date(2026, 11, 22), {"vastra-gotaland"}),
    ],
)
def test_membership_counts_on_a_day(session, day, missing):
    """Västra Götaland left on a day that nobody knows: it is a member on no day."""
    assert {each.key for each in regions.members(session, on=day)} == PARTNERS - missing


def test_a_former_member_stays_in_the_data(session):
    found = regions.find(session, key="vastra-gotaland", by=OPERATOR)
    membership = found.memberships[0]
    assert (membership.left, membership.since, membership.until) == (True, date(2022, 1, 3), None)
    assert "not known" in (membership.note or "")
    assert [each.measure for each in found.context] == ["population"]


@pytest.mark.parametrize(
    ("key", "measure", "as_of", "value"),
    [
        ("catalonia", "population", "2025-04-01", 8124368),
        ("catalonia", "foreign_citizens", "2024-01-01", 1444192),
        ("catalonia", "foreign_citizens_share", "2024-01-01", 18.0),
        ("catalonia", "foreign_born_share", "2024-01-01", 23.8),
        ("salzburg", "population", "2024-01-01", 571479),
        ("salzburg", "foreign_citizens_share", "2020-01-01", 17.7),
        ("pomerania", "foreign_citizens", "2021-11", 30000),
        ("wielkopolska", "foreign_citizens", "2020-04", 35900),
        ("leipzig", "population", "2023", 628799),
    ],
)
def test_a_figure_has_its_own_date(session, key, measure, as_of, value):
    assert figures(session, key)[measure, as_of].value == value


def test_what_has_no_figure_is_left_out(session):
    """Emilia-Romagna's population has no date in the sources, so it has no figure."""
    assert "population" not in {measure for measure, _ in figures(session, "emilia-romagna")}
    assert {measure for measure, _ in figures(session, "arad")} == {"population"}


@pytest.mark.parametrize(
    ("key", "measure", "words"),
    [
        ("pomerania", "foreign_citizens", "residence permit"),
        ("wielkopolska", "foreign_citizens", "residence permit"),
        ("leipzig", "population", "City of Leipzig only"),
    ],
)
def test_a_measure_that_means_something_else_says_so(session, key, measure, words):
    notes = [each.note or "" for (found, _), each in figures(session, key).items() if found == measure]
    assert [words in note for note in notes] == [True]


def test_every_figure_names_measure_unit_date_confidence_and_source_or_why_not(session):
    for each in session.scalars(sa.select(ContextFigure)):
        assert each.measure in regions.MEASURES
        assert each.unit == ("percent" if each.measure.endswith("share") else "persons")
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", each.as_of)
        assert each.confidence in {"high", "medium", "low"}
        assert each.source.startswith("http") or "no published source" in (each.note or "")
        assert each.unit == "persons" or 0 <= each.value <= 100


def test_every_region_names_what_a_page_shows(session):
    for each in regions.listing(session, by=OPERATOR):
        assert re.fullmatch(r"[A-Z]{2}", each.country)
        assert each.nuts.startswith(each.country)
        assert all(re.fullmatch(r"[a-z]{2,3}", language) for language in each.languages.split(";"))
        assert each.name
        assert each.local_name
        assert each.partner_body


def test_the_files_are_plain_tables():
    for name in ("regions.csv", "context.csv"):
        text = files("survey").joinpath("data", name).read_text(encoding="utf-8")
        rows = list(csv.reader(text.splitlines()))
        assert {len(row) for row in rows} == {len(rows[0])}, name
        assert not [cell for row in rows for cell in row if cell != cell.strip()], name


@pytest.mark.parametrize(("name", "expected"), [("coordinator", ["here"]), ("team", ["here", "there"])])
def test_a_person_sees_the_regions_that_are_theirs(tmp_path, name, expected):
    made = world(tmp_path)
    by = getattr(made, name)
    assert [each.key for each in regions.listing(made.session, by=by)] == expected
    assert regions.find(made.session, key="here", by=by).name == "Here"


@pytest.mark.parametrize(("name", "key"), [("coordinator", "there"), ("coordinator", "nowhere"), ("team", "nowhere")])
def test_a_region_that_is_not_theirs_is_not_found(tmp_path, name, key):
    made = world(tmp_path)
    with pytest.raises(NotFoundError):
        regions.find(made.session, key=key, by=getattr(made, name))


def test_whoever_has_no_part_sees_no_region(session):
    begin_write(session)
    nobody = person(session, "nobody")
    session.commit()
    assert regions.listing(session, by=nobody) == []
