"""Regions and figures as administrators change them: by forms, by files with a look first, taken away as files."""

import csv
import re
from io import BytesIO, StringIO

import pytest

from survey.database import db
from survey.models import AuditEntry, ContextFigure, Region
from tests import judge
from tests.installations import open_wave

VIENNA = {
    "key": "vienna",
    "name": "Vienna",
    "local_name": "Wien",
    "country": "AT",
    "nuts": "AT13",
    "nuts_level": "2",
    "languages": "de; hr",
    "partner_body": "City of Vienna",
    "member_since": "2026-01-01",
    "has_left": "no",
}
SHARE = {
    "measure": "foreign_born_share",
    "value": "19.5",
    "unit": "percent",
    "as_of": "2025",
    "source": "https://example.org/figures",
    "confidence": "high",
    "note": "The city of Salzburg only.",
}


@pytest.fixture
def ada(app, sign_in):
    open_wave(app)
    return sign_in("administrator")


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def region(app, key: str) -> dict[str, object] | None:
    with app.app_context():
        found = db.session.query(Region).filter_by(key=key).one_or_none()
        return found and {name: getattr(found, name) for name in ("name", "local_name", "languages", "partner_body")}


def figure(app, **wanted) -> ContextFigure | None:
    with app.app_context():
        return db.session.query(ContextFigure).filter_by(**wanted).one_or_none()


def deeds(app) -> list[tuple[str, str]]:
    with app.app_context():
        found = db.session.query(AuditEntry).filter(AuditEntry.region_id.is_not(None)).order_by(AuditEntry.id)
        return [(one.deed.value, one.region.key) for one in found]


def test_a_region_is_added_and_changed_and_noted(app, ada):
    answer = ada.send("/regions/new", VIENNA)
    assert answer.location == "/regions/vienna"
    assert "What is kept about Vienna is up to date." in words(ada.get("/regions/vienna"))
    assert region(app, "vienna")["languages"] == "de;hr"
    kept = ada.get("/regions/vienna/edit").get_data(as_text=True)
    assert 'value="City of Vienna"' in kept
    assert "Vienna. Names in other languages come with the translations." in re.sub("<[^>]+>", "", kept)
    ada.send("/regions/vienna/edit", {**VIENNA, "partner_body": "Municipality", "key": "graz"})
    assert region(app, "vienna")["partner_body"] == "Municipality"
    assert region(app, "graz") is None
    assert deeds(app) == [("region_changed", "vienna")] * 2
    assert "Ada Ahlgren changed what is kept about the region." in words(ada.get("/regions/vienna/log"))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("key", "salzburg", "Another region has this key."),
        ("key", "New Key", "Use small letters, figures and hyphens only"),
        ("name", "", "This is empty. Please fill it in."),
        ("languages", "klingonisch", "Give codes of languages"),
        ("country", "??", "This is no code of a country."),
        ("member_since", "soon", "Give a day as year, month and day"),
        ("member_until", "2026-12-31", "There is a last day, but the region has not left."),
    ],
)
def test_a_region_that_cannot_be_is_told_with_everything_still_typed_in(app, ada, field, value, said):
    answer = ada.send("/regions/new", {**VIENNA, field: value})
    assert answer.status_code == 422
    assert said in words(answer)
    assert 'value="Wien"' in answer.get_data(as_text=True)
    assert region(app, "vienna") is None


def test_a_figure_is_added_changed_and_removed_and_peers_follow(app, ada):
    assert ada.send("/regions/salzburg/figures/new", SHARE).location == "/regions/salzburg"
    page = words(ada.get("/regions/salzburg"))
    assert "The figure is kept. Peer groups follow it from now on." in page
    assert "19.5" in page
    assert "The city of Salzburg only." in page
    made = figure(app, as_of="2025", measure="foreign_born_share", value=19.5)
    path = f"/regions/salzburg/figures/{made.id}"
    ada.send(path, {**SHARE, "value": "20.5", "measure": "population", "as_of": "2020"})
    assert figure(app, id=made.id).value == 20.5
    assert figure(app, id=made.id).measure == "foreign_born_share"
    assert "Remove this figure?" in words(ada.get(f"{path}/remove"))
    ada.send(f"{path}/remove")
    assert figure(app, id=made.id) is None
    assert ada.get(path).status_code == 404
    assert deeds(app) == [("context_changed", "salzburg")] * 3


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("value", "a fifth", "Give a number"),
        ("value", "120", "at most 100 percent"),
        ("unit", "persons", "Change measure or unit."),
        ("as_of", "last year", "Give a year, a month or a day"),
        ("source", "the office", "This is no web address."),
        ("measure", "happiness", "This measure is not known."),
    ],
)
def test_a_figure_that_cannot_be_is_told(app, ada, field, value, said):
    answer = ada.send("/regions/salzburg/figures/new", {**SHARE, field: value})
    assert answer.status_code == 422
    assert said in words(answer)


def test_a_figure_that_is_there_already_is_told(app, ada):
    ada.send("/regions/salzburg/figures/new", SHARE)
    answer = ada.send("/regions/salzburg/figures/new", SHARE)
    assert answer.status_code == 422
    assert "There is a figure of this measure and date already." in words(answer)


def upload(ada, text: str):
    return ada.send("/regions/import", {"file": (BytesIO(text.encode()), "file.csv")})


def hidden(answer, name: str) -> str:
    page = judge.parse(answer.get_data(as_text=True))
    return next(one.get("value") for one in page.named("input") if one.get("name") == name)


def test_a_file_is_looked_at_and_then_done_at_once(app, ada):
    taken = ada.get("/regions/context.csv").get_data(as_text=True)
    changed = taken.replace("donegal,population,167084", "donegal,population,167085") + ",".join(
        ["donegal", "foreign_born_share", "12.5", "percent", "2022", "https://example.org/x", "low", ""]
    )
    looked = upload(ada, changed)
    assert looked.status_code == 200
    assert "The file would change 2 rows" in words(looked)
    assert "21 rows are as they were." in words(looked)
    assert "167084 167085" in words(looked)
    assert figure(app, value=167085) is None
    sent = {name: hidden(looked, name) for name in ("content", "mark")}
    done = ada.send("/regions/import/apply", sent, page="/regions/import")
    assert done.location == "/regions/"
    assert "2 rows are changed." in words(ada.get("/regions/"))
    assert figure(app, value=167085) is not None
    assert figure(app, measure="foreign_born_share", value=12.5) is not None
    again = ada.send("/regions/import/apply", sent, page="/regions/import")
    assert again.status_code == 409
    assert "Something has changed while you were looking." in words(again)


def test_faults_of_a_file_are_told_by_line(app, ada):
    taken = ada.get("/regions/regions.csv?for=excel").get_data(as_text=True)
    answer = upload(ada, taken.replace(",IT,", ",it,"))
    assert answer.status_code == 422
    assert "Line 2, country: “it” This is no code of a country." in words(answer)
    assert upload(ada, taken).status_code == 200
    nothing = ada.send("/regions/import", {})
    assert (nothing.status_code, "No file was chosen." in words(nothing)) == (422, True)
    assert ada.send("/regions/import/apply", {"content": "x", "mark": ""}, page="/regions/import").status_code == 422
    assert "The file changes nothing" in words(upload(ada, taken))


def test_the_lists_are_files_for_those_who_run_the_survey(sign_in, ada):
    team = sign_in("team")
    rows = list(csv.DictReader(StringIO(team.get("/regions/regions.csv").get_data(as_text=True))))
    assert len(rows) == 11
    assert rows[0].keys() >= {"key", "country", "member_since"}
    assert team.get("/regions/regions.csv?for=fun").status_code == 422
    for path in ("/regions/import", "/regions/new", "/regions/salzburg/edit", "/regions/salzburg/figures/new"):
        assert team.get(path).status_code == 404
        assert f'href="{path}"' not in team.get("/regions/salzburg").get_data(as_text=True)
    assert team.send("/regions/new", VIENNA, page="/people/").status_code == 404


@pytest.mark.parametrize("path", ["/regions/", "/regions/import", "/regions/new", "/regions/salzburg/figures/new"])
def test_these_pages_speak_german(ada, sign_in, path):
    assert '<html lang="de"' in sign_in("administrator", language="de").get(path).get_data(as_text=True)
