"""Files about regions and figures: read with every fault by line, told what they would change, and done at once."""

from datetime import date
from importlib.resources import files

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import FaultsError, NotFoundError, RefusedError
from survey.models import AuditEntry, ContextFigure, Region
from survey.policy import OPERATOR
from survey.services import peers, region_changes, region_files, region_rows, regions
from survey.services.region_changes import Kind
from survey.services.tables import Purpose, dialect, encode
from tests.databases import EACH, NOW, dispose, make, person
from tests.postgresql import database

HEAD = ",".join(region_rows.REGION)
FIGURES = ",".join(region_rows.FIGURE)
VIENNA = "vienna,Vienna,Wien,AT,AT13,2,de,City of Vienna,,2026-01-01,no,,"
SHARE = "salzburg,foreign_born_share,{value},percent,2025,https://example.org/x,high,"


@pytest.fixture
def session(tmp_path):
    """A database with the regions and figures of the package."""
    made = make(tmp_path)()
    regions.load(made)
    made.commit()
    return made


def read(session, *lines: str) -> region_files.Lines:
    keys = list(session.scalars(sa.select(Region.key)))
    return region_files.read("\n".join(lines).encode(), regions=keys)


def faults(session, *lines: str) -> list[tuple[str, str]]:
    with pytest.raises(FaultsError) as refusal:
        read(session, *lines)
    return [(one.place, one.code) for one in refusal.value.faults]


def apply(session, *lines: str, **more):
    found = read(session, *lines)
    made = region_changes.apply(session, kind=found.kind, rows=found.rows, by=OPERATOR, now=NOW, **more)
    session.commit()
    return made


@pytest.mark.parametrize(("name", "count"), [("regions.csv", 11), ("context.csv", 22)])
@pytest.mark.parametrize("kind", EACH)
def test_the_files_of_the_package_change_nothing_and_what_is_taken_away_neither(kind, name, count, tmp_path):
    session = make(tmp_path, database() if kind == "postgresql" else None)()
    regions.load(session)
    session.commit()
    content = files("survey").joinpath("data", name).read_bytes()
    keys = list(session.scalars(sa.select(Region.key)))
    found = region_files.read(content, regions=keys)
    same = region_changes.plan(session, kind=found.kind, rows=found.rows, by=OPERATOR)
    assert (list(same.differences), same.same) == ([], count)
    taken = region_files.table(found.kind, region_changes.kept(session, found.kind))
    for purpose, language in ((Purpose.ANALYSIS, "en"), (Purpose.EXCEL, "en"), (Purpose.EXCEL, "de")):
        again = region_files.read(encode(taken, dialect(purpose, language)), regions=keys)
        assert region_changes.plan(session, kind=found.kind, rows=again.rows, by=OPERATOR).differences == []
    session.close()
    dispose()


def test_a_region_is_added_and_changed_and_noted(session):
    planned = apply(session, HEAD, VIENNA)
    assert [(one.region, one.new) for one in planned.differences] == [("vienna", True)]
    made = regions.find(session, key="vienna", by=OPERATOR)
    assert (made.local_name, made.nuts_level, made.memberships[0].since) == ("Wien", 2, date(2026, 1, 1))
    changed = apply(session, HEAD, VIENNA.replace("City of Vienna", "Municipality").replace("no,,", "yes,2026-12-31,"))
    assert changed.differences[0].cells == {
        "partner_body": ("City of Vienna", "Municipality"),
        "has_left": (False, True),
        "member_until": (None, date(2026, 12, 31)),
    }
    assert apply(session, HEAD, VIENNA.replace("City", "City")).differences != []  # back as it was
    noted = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(one.deed.value, one.region.key) for one in noted] == [("region_changed", "vienna")] * 3


def test_a_figure_is_what_peers_are_made_of_from_then_on(session):
    planned = apply(session, FIGURES, SHARE.format(value="19.5"), SHARE.format(value="18").replace("2025", "2020"))
    assert [one.what for one in planned.differences] == ["foreign_born_share 2025", "foreign_born_share 2020"]
    of = regions.find(session, key="salzburg", by=OPERATOR)
    assert peers.figure(of, "foreign_born_share").value == 19.5
    apply(session, FIGURES, SHARE.format(value="20.5"))
    session.expire_all()
    assert peers.figure(regions.find(session, key="salzburg", by=OPERATOR), "foreign_born_share").value == 20.5
    noted = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(one.deed.value, one.detail["count"]) for one in noted] == [("context_changed", 2), ("context_changed", 1)]


def test_what_was_shown_is_what_is_done_or_nothing(session):
    found = read(session, FIGURES, SHARE.format(value="19.5"))
    shown = region_changes.plan(session, kind=found.kind, rows=found.rows, by=OPERATOR)
    apply(session, FIGURES, SHARE.format(value="30"))
    with pytest.raises(RefusedError, match="moved"):
        apply(session, FIGURES, SHARE.format(value="19.5"), mark=shown.mark)
    session.rollback()
    of = regions.find(session, key="salzburg", by=OPERATOR)
    assert peers.figure(of, "foreign_born_share").value == 30


def test_a_figure_is_removed_for_good(session):
    of = regions.find(session, key="salzburg", by=OPERATOR)
    figure = of.context[0].id
    region_changes.remove(session, figure=figure, region=of, by=OPERATOR, now=NOW)
    session.commit()
    assert session.get(ContextFigure, figure) is None
    with pytest.raises(NotFoundError):
        region_changes.remove(session, figure=figure, region=of, by=OPERATOR, now=NOW)


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("key", "West Flanders", "key"),
        ("key", "new", "key"),
        ("name", "", "missing"),
        ("name", "x" * 201, "long"),
        ("country", "XX9", "country"),
        ("country", "at", "country"),
        ("nuts_level", "4", "level"),
        ("languages", "de;klingonisch", "languages"),
        ("member_since", "1.1.2026", "day"),
        ("has_left", "maybe", "yes-no"),
        ("member_until", "2026-12-31", "not-left"),
    ],
)
def test_each_fault_of_a_region_is_told_by_line_and_column(session, column, value, code):
    cells = VIENNA.split(",")
    cells[region_rows.REGION.index(column)] = value
    assert faults(session, HEAD, VIENNA.replace("vienna", "graz"), ",".join(cells)) == [(f"Line 3, {column}", code)]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("region", "atlantis", "unknown-region"),
        ("measure", "happiness", "measure"),
        ("value", "many", "number"),
        ("value", "-1", "number"),
        ("value", "inf", "number"),
        ("value", "101", "above-hundred"),
        ("unit", "persons", "other-unit"),
        ("unit", "heads", "unit"),
        ("as_of", "last year", "as-of"),
        ("as_of", "2024-13", "as-of"),
        ("as_of", "20240101", "as-of"),
        ("source", "the office", "source"),
        ("source", "javascript:alert(1)", "source"),
        ("source", "", "no-source"),
        ("confidence", "certain", "confidence"),
    ],
)
def test_each_fault_of_a_figure_is_told_by_line_and_column(session, column, value, code):
    cells = SHARE.format(value="1").split(",")
    cells[region_rows.FIGURE.index(column)] = value
    assert faults(session, FIGURES, ",".join(cells)) == [(f"Line 2, {column}", code)]


def test_all_faults_are_told_at_once(session):
    bad = VIENNA.replace("vienna", "graz").replace(",AT,", ",at,").replace(",2,de", ",9,de")
    assert faults(session, HEAD, bad, VIENNA, VIENNA) == [
        ("Line 2, country", "country"),
        ("Line 2, nuts_level", "level"),
        ("Line 4, key", "twice"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "head"),
        (b"a,b,c\n1,2,3", "head"),
        (HEAD.encode() + b"\nvienna,Vienna", "cells"),
        ("Ä".encode("latin-1"), "utf-8"),
        (b"x" * 500_001, "large"),
        (HEAD.encode() + b'\n"vienna', "table"),
    ],
)
def test_what_is_no_such_file_is_said(content, code):
    with pytest.raises(FaultsError) as refusal:
        region_files.read(content, regions=())
    assert {one.code for one in refusal.value.faults} == {code}


def test_a_membership_that_ends_before_it_begins(session):
    assert faults(session, HEAD, VIENNA.replace("no,,", "yes,2025-12-31,")) == [
        ("Line 2, member_until", "before-since")
    ]


def test_only_an_administrator_changes_regions(session):
    begin_write(session)
    by = person(session, "olga")
    session.commit()
    found = read(session, HEAD, VIENNA)
    for act in (region_changes.plan, region_changes.apply):
        more = {"now": NOW} if act is region_changes.apply else {}
        with pytest.raises(NotFoundError):
            act(session, kind=Kind.REGIONS, rows=found.rows, by=by, **more)
        session.rollback()
