"""Handing a region over by pages: asked back first, the own mandate ends, and the new coordinator gets a mail."""

import pytest

from survey.database import db
from survey.models import Mandate
from tests.installations import open_wave
from tests.views.standing_in_review import letters, somebody

HOME = "/assessments/2026/salzburg/"
PAGE = f"{HOME}colleagues/hand-over/"


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def words(answer) -> str:
    return answer.get_data(as_text=True)


def coordinators(app) -> list[str]:
    with app.app_context():
        held = db.session.query(Mandate).filter_by(duty="coordinator", until=None)
        return sorted(one.user.email for one in held if one.region.key == "salzburg")


def colleague(app) -> dict[str, str]:
    with app.app_context():
        return {"page-to": str(somebody("contributor").id)}


def new(email: str = "new@example.org", name: str = "Nora New") -> dict[str, str]:
    return {"name": name, "email": email, "language": "en"}


def test_a_colleague_follows_once_it_is_confirmed(app, sign_in):
    coordinator = sign_in("coordinator")
    asked = coordinator.send(PAGE, colleague(app))
    page = words(asked)
    assert (asked.status_code, coordinators(app), letters(app)) == (200, ["coordinator@example.org"], [])
    assert "to Cora Carter?" in page
    assert "Your mandate ends at once." in page
    assert "has an account here already" not in page
    done = coordinator.send(PAGE, colleague(app) | {"page-sure": "contributor@example.org"})
    assert (done.location, coordinators(app)) == ("/", ["contributor@example.org"])
    (letter,) = letters(app)
    assert "To: contributor@example.org" in letter
    assert coordinator.get(HOME).status_code == 404
    assert sign_in("contributor").get(HOME).status_code == 200


def test_somebody_new_follows_once_it_is_confirmed(app, sign_in):
    coordinator = sign_in("coordinator")
    asked = words(coordinator.send(PAGE, new()))
    assert "to Nora New?" in asked
    assert 'name="name" value="Nora New"' in asked
    assert coordinators(app) == ["coordinator@example.org"]
    done = coordinator.send(PAGE, new() | {"page-sure": "new@example.org"})
    assert (done.location, coordinators(app)) == ("/", ["new@example.org"])
    (letter,) = letters(app)
    assert "Clara Conti invites you to coordinate the intercultural self-assessment of Salzburg" in letter


def test_a_confirmation_of_another_address_confirms_nothing(app, sign_in):
    answer = sign_in("coordinator").send(PAGE, new() | {"page-sure": "other@example.org"})
    assert (answer.status_code, coordinators(app)) == (200, ["coordinator@example.org"])


def test_an_address_with_an_account_is_pointed_out_without_a_name(app, sign_in):
    page = words(sign_in("coordinator").send(PAGE, new("nobody@example.org", "Olga")))
    assert "This address has an account here already." in page
    assert "Orsini" not in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (new(""), "Please give an e-mail address."),
        (new("nonsense"), "This is no e-mail address."),
        (new(name=""), "Please give the person"),
        (new("coordinator@example.org"), "This person coordinates the region already."),
        (new("reviewer@example.org"), "This person cannot answer for your region."),
        (new("team@example.org"), "This person cannot answer for your region."),
        ({"page-to": "0"}, "Please choose a colleague of your region."),
        ({"page-to": "nonsense"}, "Please choose a colleague of your region."),
    ],
)
def test_who_cannot_follow_is_refused_and_what_was_typed_stays(app, sign_in, sent, said):
    answer = sign_in("coordinator").send(PAGE, sent | {"page-sure": sent.get("email", "")})
    page = words(answer)
    assert (answer.status_code, coordinators(app), letters(app)) == (422, ["coordinator@example.org"], [])
    assert said in page
    assert f'value="{sent.get("email", "")}"' in page


def test_a_neighbour_is_no_colleague(app, sign_in):
    with app.app_context():
        other = {"page-to": str(somebody("neighbour").id), "page-sure": "neighbour@example.org"}
    assert sign_in("coordinator").send(PAGE, other).status_code == 422
    assert "Nils Novak" not in words(sign_in("coordinator").get(PAGE))


@pytest.mark.parametrize("name", ["contributor", "reviewer", "neighbour", "nobody", "team", "administrator"])
def test_nobody_else_hands_the_region_over(app, sign_in, name):
    client = sign_in(name)
    assert client.get(PAGE).status_code == 404
    sent = new() | {"page-sure": "new@example.org"}
    assert client.send(PAGE, sent, page="/privacy").status_code == 404
    assert coordinators(app) == ["coordinator@example.org"]


def test_handing_over_speaks_german(app, sign_in):
    page = words(sign_in("coordinator", language="de").send(PAGE, new()))
    assert "an Nora New übergeben?" in page
    assert "Ihr Auftrag endet sofort." in page
