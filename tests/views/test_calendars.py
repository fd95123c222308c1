"""The calendar file as people get it: its name and kind, links to it, its language, and for whom there is none."""

import pytest
from icalendar import Calendar

from tests.installations import open_wave

FILE, SALZBURG = "/waves/2026/calendar.ics", "/assessments/2026/salzburg/calendar.ics"


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def summaries(client, path: str = FILE) -> list[str]:
    return [str(one["summary"]) for one in Calendar.from_ical(client.get(path).get_data()).walk("VEVENT")]


def test_the_file_has_a_name_and_a_kind(app, sign_in):
    answer = sign_in("coordinator").get(FILE)
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="deadlines_2026.ics"'
    assert b"UID:2026-due-salzburg@127.0.0.1" in answer.get_data()


@pytest.mark.parametrize(
    ("name", "page", "file"),
    [
        ("coordinator", "/assessments/2026/salzburg/", SALZBURG),
        ("contributor", "/assessments/2026/salzburg/mine", SALZBURG),
        ("team", "/waves/2026", FILE),
        ("team", "/waves/2026/progress", FILE),
    ],
)
def test_pages_lead_to_it(app, sign_in, name, page, file):
    assert f'href="{file}"' in sign_in(name).get(page).get_data(as_text=True)


def test_one_region_has_a_file_of_its_own(app, sign_in):
    client = sign_in("coordinator")
    assert "deadlines_salzburg_2026.ics" in client.get(SALZBURG).headers["Content-Disposition"]
    assert summaries(client, SALZBURG) == summaries(client)
    assert sign_in("neighbour").get(SALZBURG).status_code == 404


def test_it_is_in_the_language_of_the_reader(app, sign_in):
    assert summaries(sign_in("coordinator", language="de")) == [
        "Erster Tag zum Antworten – Welle 2026",
        "Letzter Tag zum Antworten: Salzburg – Welle 2026",
    ]


def test_whoever_takes_no_part_finds_nothing(app, sign_in):
    assert sign_in("nobody").get(FILE).status_code == 404
    assert sign_in("team").get("/waves/1999/calendar.ics").status_code == 404
