"""An administrator's page of one person: giving, taking, closing, opening, inviting again, and looking for people."""

import csv
import re
from io import StringIO

import pytest

from survey.database import begin_write, db
from survey.models import AuditEntry, User
from tests.installations import email, open_wave
from tests.installations import sign_in as signed_in


@pytest.fixture
def app(app):
    open_wave(app)
    return app


@pytest.fixture
def ada(sign_in):
    return sign_in("administrator")


def key(app, name: str) -> int:
    with app.app_context():
        return db.session.query(User.id).filter_by(email=email(name)).scalar()


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def do(app, ada, name: str, change: str):
    """Open the page that asks, press its button, and return the page that follows."""
    path = f"/people/{key(app, name)}"
    asked = ada.get(f"{path}/{change}")
    assert asked.status_code == 200
    answer = ada.send(f"{path}/{change}")
    assert answer.location == path
    return ada.get(path)


def test_a_role_is_given_and_taken_and_each_is_undone_on_the_page_that_says_so(app, ada):
    given = words(do(app, ada, "nobody", "give-team"))
    assert "Olga Orsini belongs to the project team now." in given
    assert "Take out of the project team" in given
    assert signed_in(app, "nobody").get("/waves/2026").status_code == 200
    taken = words(do(app, ada, "nobody", "take-team"))
    assert "does not belong to the project team any more" in taken
    assert signed_in(app, "nobody").get("/waves/2026").status_code == 404
    log = words(ada.get(f"/people/{key(app, 'nobody')}/log"))
    assert "Ada Ahlgren took Olga Orsini into the project team." in log
    assert "Ada Ahlgren took Olga Orsini out of the project team." in log


def test_a_closed_account_is_signed_out_and_comes_back_when_opened(app, ada):
    clara = signed_in(app, "coordinator")
    assert "The account of Clara Conti is closed." in words(do(app, ada, "coordinator", "close"))
    assert clara.get("/assessments/2026/salzburg/").status_code == 302
    assert "is open again" in words(do(app, ada, "coordinator", "open"))
    assert clara.get("/assessments/2026/salzburg/").status_code == 302  # the cookie of before opens nothing


def test_the_last_administrator_cannot_go_and_is_told_what_to_do(app, ada):
    path = f"/people/{key(app, 'administrator')}"
    answer = ada.send(f"{path}/take-administrator")
    assert answer.location == path
    assert "is the last administrator who can sign in. Make somebody else one first." in words(ada.get(path))
    assert ada.get(f"{path}/close").location == path
    ada.send(f"{path}/close", page=f"{path}/give-team")
    assert "Nobody closes their own account." in words(ada.get(path))


def test_who_gives_the_own_role_away_is_led_to_the_beginning(app, ada):
    do(app, ada, "nobody", "give-administrator")
    answer = ada.send(f"/people/{key(app, 'administrator')}/take-administrator")
    assert answer.location == "/"
    assert ada.get("/administration/").status_code == 404


def test_whoever_answers_for_a_region_gets_no_role(app, ada):
    path = f"/people/{key(app, 'coordinator')}"
    page = ada.get(path)
    assert "Whoever answers for a region runs no survey" in words(page)
    assert ada.get(f"{path}/give-team").location == path
    ada.send(f"{path}/give-team", page=f"{path}/close")
    assert "Clara Conti answers for a region. End that mandate first." in words(ada.get(path))
    with app.app_context():
        assert db.session.query(AuditEntry).filter_by(deed="role_given").count() == 0


def test_a_new_invitation_goes_to_who_has_never_come(app, ada, tmp_path):
    with app.app_context():
        begin_write(db.session)
        db.session.query(User).filter_by(email=email("neighbour")).one().password = None
        db.session.commit()
    assert "An invitation is on its way to neighbour@example.org." in words(do(app, ada, "neighbour", "invite"))
    again = words(do(app, ada, "neighbour", "invite"))
    assert "The earlier link works no more." in again
    assert "The link of the invitation works until" in again
    mails = list((tmp_path / "instance" / "mail").glob("*.eml")) or list(tmp_path.rglob("*.eml"))
    assert len(mails) == 2


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("text=CONTI", ["Clara Conti"]),
        ("text=nils%20no", ["Nils Novak"]),
        ("text=example.org&part=team", ["Theo Tessin"]),
        ("part=reviewer", ["Rita Rossi"]),
        ("part=none", ["Olga Orsini"]),
        ("region=salzburg", ["Clara Conti", "Cora Carter", "Rita Rossi"]),
        ("region=salzburg&part=coordinator", ["Clara Conti"]),
        ("region=leipzig&part=contributor", []),
        ("state=invited", []),
        ("state=in_use&part=administrator", ["Ada Ahlgren"]),
    ],
)
def test_people_are_found_and_the_file_holds_the_same(sign_in, asked, names):
    team = sign_in("team")
    page = team.get(f"/people/?{asked}").get_data(as_text=True)
    assert re.findall(r'<th scope="row">([^<]+)</th>', page) == names
    table = list(csv.DictReader(StringIO(team.get(f"/people/list.csv?{asked}").get_data(as_text=True))))
    assert [one["name"] for one in table] == names
    assert ("Nobody fits." in page) == (not names)


@pytest.mark.parametrize("asked", ["part=king", "region=atlantis", "state=asleep"])
def test_what_cannot_be_looked_for_is_said_and_everybody_is_shown(sign_in, asked):
    for path in ("/people/", "/people/list.csv"):
        answer = sign_in("team").get(f"{path}?{asked}")
        assert answer.status_code == 422
        assert "is not known" in words(answer)
        assert "Olga Orsini" in words(answer)


def test_a_file_for_nothing_is_refused(ada):
    assert ada.get("/people/list.csv?for=fun").status_code == 422


def test_the_file_says_what_people_are(sign_in):
    rows = csv.DictReader(StringIO(sign_in("team").get("/people/list.csv").get_data(as_text=True)))
    clara = next(one for one in rows if one["name"] == "Clara Conti")
    assert (clara["email"], clara["account"], clara["mandates"]) == (
        email("coordinator"),
        "in_use",
        "coordinator salzburg",
    )


def test_the_project_team_sees_the_list_and_no_page_of_a_person(app, sign_in):
    team, path = sign_in("team"), f"/people/{key(app, 'nobody')}"
    assert f'href="{path}"' not in team.get("/people/").get_data(as_text=True)
    assert team.get(path).status_code == 404
    assert team.send(f"{path}/give-administrator", page="/people/").status_code == 404
    assert sign_in("administrator").get("/people/999").status_code == 404
