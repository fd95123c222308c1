"""Who has what open: the matrix, its orders and file, reminding from there, and for whom there is nothing."""

import csv
import re
from datetime import date, timedelta
from io import StringIO

import pytest

from survey.database import begin_write, db
from survey.models import Region
from survey.services import assignments, stages
from survey.services.assignments import Wish
from tests.databases import text
from tests.installations import NOW, open_wave, small
from tests.installations import sign_in as sign_in_to
from tests.views.standing_in_review import letters, of_salzburg, somebody
from tests.views.standings import GOOD, stand

PROGRESS = "/waves/2026/progress"


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def give(app, *parts: str) -> None:
    with app.app_context():
        known = {"assessment": of_salzburg(), "questionnaire": small(), "by": somebody("coordinator"), "now": NOW}
        assignments.give(db.session, wish=Wish(somebody("contributor").id, parts), **known)
        db.session.commit()


def row(page: str, region: str) -> str:
    """Return the words of one row, without tags."""
    found = next(one for one in page.split("<tr>") if f"/2026/{region}/answers" in one)
    return " ".join(re.sub("<[^>]+>", " ", found).split())


def order(page: str) -> list[str]:
    return re.findall(r"/2026/(\w[\w-]*)/answers", page)


def rows(client, query: str = "", separator: str = ",") -> list[dict[str, str]]:
    answer = client.get(f"{PROGRESS}.csv{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(StringIO(answer.get_data().decode("utf-8-sig")), delimiter=separator))


def remind(client, page: str = PROGRESS, **sent):
    return client.send(f"{PROGRESS}/remind", sent, page=page)


def test_a_cell_says_how_much_is_done_by_sign_and_word_and_to_whom_it_is_open(app, sign_in):
    give(app, "encounter")
    stand(app, "salzburg", {"support": GOOD["support"]}, submitted=False)
    page = sign_in("team").get(PROGRESS).get_data(as_text=True)
    said = row(page, "salzburg")
    assert "◐ 1/4 In progress" in said
    assert "○→ 0/2 Not started; open to Cora Carter" in said
    assert 'title="open to Cora Carter"' in page
    assert "Clara Conti" in said
    assert "Nobody yet: invite" in row(page, "timis")


def test_a_submitted_region_shows_its_stage_and_no_score(app, sign_in):
    stand(app, "salzburg", GOOD)
    page = sign_in("team").get(PROGRESS).get_data(as_text=True)
    assert "Submitted" in row(page, "salzburg")
    assert "1 of 10 regions has submitted." in page
    assert 'value="salzburg"' not in page, "nobody is reminded who has finished"
    assert "All regions" in page


def test_an_extension_is_marked(app, sign_in):
    day = (NOW + timedelta(days=50)).date()
    with app.app_context():
        known = {"assessment": of_salzburg(), "due": day, "reason": "Ill.", "by": somebody("team"), "now": NOW}
        stages.extend(db.session, **known)
        db.session.commit()
    team = sign_in("team")
    assert "extended" in row(team.get(PROGRESS).get_data(as_text=True), "salzburg")
    found = {one["region"]: one for one in rows(team)}
    assert (found["salzburg"]["last_day"], found["salzburg"]["extended"]) == (day.isoformat(), "yes")
    assert found["timis"]["extended"] == "no"


def test_regions_stand_in_the_order_that_is_asked_for(app, sign_in):
    stand(app, "arad", {"proud": text("Us.")}, submitted=False)
    stand(app, "salzburg", GOOD)
    team = sign_in("team")
    by_name = order(team.get(PROGRESS).get_data(as_text=True))
    least, silent = (order(team.get(f"{PROGRESS}?sort={one}").get_data(as_text=True)) for one in ("done", "activity"))
    assert by_name == sorted(by_name)
    assert (least[-2:], silent[-2:]) == (["arad", "salzburg"], ["arad", "salzburg"])
    assert [one["region"] for one in rows(team, "?sort=done")] == least


def test_an_order_that_there_is_not_is_said(app, sign_in):
    answer = sign_in("team").get(f"{PROGRESS}?sort=score")
    assert answer.status_code == 200
    assert '"score" is no order of regions' in answer.get_data(as_text=True).replace("&#34;", '"')


def test_the_file_holds_the_same_rows_for_both_purposes(app, sign_in):
    give(app, "encounter")
    stand(app, "salzburg", {"support": GOOD["support"]}, submitted=False)
    team, german = sign_in("team"), sign_in("team", language="de")
    found = {one["region"]: one for one in rows(team)}["salzburg"]
    assert (found["done"], found["housing_done"], found["housing_total"]) == ("1", "1", "4")
    assert (found["encounter_given_to"], found["coordinators"]) == ("Cora Carter", "Clara Conti")
    assert rows(german, "?for=excel", ";")[0].keys() == found.keys()
    name = team.get(f"{PROGRESS}.csv?for=excel").headers["Content-Disposition"]
    assert re.search(r"progress_eu-belong_2026_\d{4}-\d\d-\d\d_excel\.csv", name)
    assert team.get(f"{PROGRESS}.csv?for=fun").status_code == 422


def test_the_file_is_harmless_in_a_spreadsheet(app, sign_in):
    with app.app_context():
        begin_write(db.session)
        somebody("coordinator").name = "=1+1"
        db.session.commit()
    assert {one["region"]: one for one in rows(sign_in("team"))}["salzburg"]["coordinators"] == "'=1+1"


def test_one_click_reminds_the_ticked_regions_once_a_day(app, sign_in):
    give(app, "encounter")
    team = sign_in("team")
    remind(team, **{"page-region": ["salzburg"], "page-whom": "ticked"})
    assert {one.split()[1] for one in letters(app)} == {"contributor@example.org", "coordinator@example.org"}
    page = team.get(PROGRESS).get_data(as_text=True)
    assert "Reminded by mail: Clara Conti; Cora Carter." in page
    assert re.search(r"Clara Conti, Cora Carter \d+ \w+ \d{4}", row(page, "salzburg"))
    remind(team, **{"page-region": ["salzburg"], "page-whom": "ticked"})
    assert "Already reminded today" in team.get(PROGRESS).get_data(as_text=True)
    assert len(letters(app)) == 2


def test_all_are_reminded_but_those_who_have_finished(app, sign_in):
    stand(app, "salzburg", GOOD)
    remind(sign_in("team"), **{"page-whom": "all"})
    assert [one.split()[1] for one in letters(app)] == ["neighbour@example.org"]


def test_without_a_tick_nothing_is_sent_and_the_cure_is_said(app, sign_in):
    for sent in ({}, {"page-region": ["timis"]}, {"page-region": ["atlantis"]}):
        answer = remind(sign_in("team"), **{"page-whom": "ticked", **sent})
        assert answer.status_code == 422
        assert "Please tick at least one region" in answer.get_data(as_text=True)
    assert letters(app) == []


def test_after_the_last_day_nobody_can_be_reminded(template, tmp_path):
    over = template.copy(tmp_path / "over")
    open_wave(over, days=-1)
    page = sign_in_to(over, "team").get(PROGRESS).get_data(as_text=True)
    assert "Remind the ticked regions" not in page


@pytest.mark.parametrize("name", ["coordinator", "neighbour", "contributor", "reviewer", "nobody"])
def test_only_who_runs_the_survey_finds_the_page_or_reminds(app, sign_in, name):
    client = sign_in(name)
    assert client.get(PROGRESS).status_code == 404
    assert remind(client, page="/people/me/log", **{"page-whom": "all"}).status_code == 404
    assert letters(app) == []


def test_a_wave_without_regions_says_what_to_do(app, sign_in):
    with app.app_context():
        begin_write(db.session)
        for one in db.session.query(Region):
            for each in one.memberships:
                each.since = date(2126, 1, 1)
        db.session.commit()
    open_wave(app, key="empty")
    assert "No region takes part" in sign_in("team").get("/waves/empty/progress").get_data(as_text=True)


def test_in_german(app, sign_in):
    give(app, "encounter")
    page = sign_in("team", language="de").get(PROGRESS).get_data(as_text=True)
    assert "offen bei Cora Carter" in page
    assert "Stand der Arbeit" in page
