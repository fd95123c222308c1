"""Mandates by pages of who runs the survey: ended after a question, and a coordinator replaced in one step."""

import pytest

from survey.database import db
from survey.models import Mandate
from tests.installations import open_wave
from tests.views.standing_in_review import letters

COORDINATOR, CONTRIBUTOR, REVIEWER = 1, 3, 4
"""The numbers of Salzburg's mandates in every test installation."""


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def words(answer) -> str:
    return answer.get_data(as_text=True)


def page(mandate: int, what: str) -> str:
    return f"/people/mandates/{mandate}/{what}"


def in_force(app) -> list[tuple[str, str]]:
    """Return who does what for Salzburg."""
    with app.app_context():
        held = db.session.query(Mandate).filter_by(until=None).order_by(Mandate.id)
        return [(one.user.email.partition("@")[0], one.duty.value) for one in held if one.region.key == "salzburg"]


ALL = [("coordinator", "coordinator"), ("contributor", "contributor"), ("reviewer", "reviewer")]


@pytest.mark.parametrize("name", ["team", "administrator"])
@pytest.mark.parametrize(("mandate", "gone"), [(COORDINATOR, 0), (CONTRIBUTOR, 1), (REVIEWER, 2)])
def test_any_mandate_ends_after_a_question(app, sign_in, name, mandate, gone):
    client = sign_in(name)
    asked = words(client.get(page(mandate, "end")))
    assert "It holds at once" in asked
    assert ("Nobody else coordinates this region." in asked) == (mandate == COORDINATOR)
    assert ("What they have answered stays." in asked) == (mandate != REVIEWER)
    assert client.send(page(mandate, "end")).location == "/people/"
    assert "has ended" in words(client.get("/people/"))
    assert in_force(app) == [one for place, one in enumerate(ALL) if place != gone]
    assert client.get(page(mandate, "end")).status_code == 404
    again = client.send(page(mandate, "end"), page="/people/")
    assert (again.status_code, "This mandate has ended already." in words(again)) == (409, True)


def replace(client, email: str = "new@example.org", name: str = "Nora New", mandate: int = COORDINATOR, **more: str):
    return client.send(
        page(mandate, "replace"), {"name": name, "email": email, "language": "en", **more}, page="/people/"
    )


def test_a_coordinator_who_has_left_is_replaced(app, sign_in):
    team = sign_in("team")
    assert "Who follows Clara Conti?" in words(team.get(page(COORDINATOR, "replace")))
    assert replace(team).location == "/people/"
    assert in_force(app) == [*ALL[1:], ("new", "coordinator")]
    (letter,) = letters(app)
    assert "To: new@example.org" in letter
    assert sign_in("coordinator").get("/assessments/2026/salzburg/").status_code == 302  # signed out
    assert team.get(page(COORDINATOR, "replace")).status_code == 404
    assert replace(team, "other@example.org").status_code == 409


def test_an_account_that_is_there_is_asked_about_with_what_it_is(app, sign_in):
    team = sign_in("team")
    asked = words(replace(team, "neighbour@example.org", "Nils"))
    assert "neighbour@example.org is Nils Novak here already." in asked
    assert "Coordinator of Leipzig" in asked
    assert (in_force(app), letters(app)) == (ALL, [])
    replace(team, "neighbour@example.org", "Nils", **{"page-confirmed": "neighbour@example.org"})
    assert in_force(app) == [*ALL[1:], ("neighbour", "coordinator")]


@pytest.mark.parametrize(
    ("email", "name", "said"),
    [
        ("", "Nora", "Please give an e-mail address."),
        ("new@example.org", "", "Please give the person"),
        ("coordinator@example.org", "Clara", "This person coordinates the region already."),
        ("reviewer@example.org", "Rita", "Nobody answers what they review"),
        ("team@example.org", "Theo", "This person is in the project team"),
    ],
)
def test_who_cannot_follow_is_refused_with_the_reason(app, sign_in, email, name, said):
    answer = replace(sign_in("team"), email, name)
    assert (answer.status_code, in_force(app), letters(app)) == (422, ALL, [])
    assert said in words(answer)
    assert f'value="{email}"' in words(answer)


def test_only_coordinators_are_replaced(app, sign_in):
    team = sign_in("team")
    for mandate in (CONTRIBUTOR, REVIEWER, 999):
        assert team.get(page(mandate, "replace")).status_code == 404
        assert replace(team, mandate=mandate).status_code == 404
    assert in_force(app) == ALL


@pytest.mark.parametrize("name", ["coordinator", "contributor", "reviewer", "neighbour", "nobody"])
def test_nobody_else_finds_these_pages(app, sign_in, name):
    client = sign_in(name)
    sent = {"name": "Nora", "email": "new@example.org", "language": "en"}
    for what in ("end", "replace"):
        assert client.get(page(CONTRIBUTOR, what)).status_code == 404
        assert client.send(page(COORDINATOR, what), sent, page="/privacy").status_code == 404
    assert in_force(app) == ALL


def test_these_pages_speak_german(sign_in):
    team = sign_in("team", language="de")
    assert "Auftrag von Clara Conti beenden?" in words(team.get(page(COORDINATOR, "end")))
    assert "Wer folgt auf Clara Conti?" in words(team.get(page(COORDINATOR, "replace")))
