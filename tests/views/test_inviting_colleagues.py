"""Inviting colleagues by pages: by mail, asked back where an address has an account, and told nothing of others."""

import re

import pytest

from survey.database import db
from survey.models import User
from survey.services import notices
from tests.installations import PASSWORD, open_wave
from tests.views.standing_in_review import letters
from tests.views.test_colleagues import HERE, invite, key, words


@pytest.fixture
def app(app):
    open_wave(app)
    return app


READ = {"page-version": notices.STANDARD}
"""What the page of an invitation notes: which privacy notice it showed."""


def test_a_colleague_is_invited_by_mail(app, sign_in):
    coordinator = sign_in("coordinator")
    assert invite(coordinator).location == HERE
    page = words(coordinator.get(HERE))
    assert "An invitation is on its way to new@example.org." in page
    assert "Invited, has not come yet" in page
    assert "2 colleagues help with" in page
    (letter,) = letters(app)
    assert "Clara Conti asks for your help with the intercultural self-assessment of Salzburg" in letter


def test_an_address_with_an_account_is_asked_about_first_and_tells_nothing(app, sign_in):
    coordinator = sign_in("coordinator")
    asked = invite(coordinator, "nobody@example.org", "Olga")
    assert "This address has an account" in words(asked)
    assert "Olga Orsini" not in words(asked)
    assert letters(app) == []
    assert (
        invite(coordinator, "nobody@example.org", "Olga", **{"page-confirmed": "nobody@example.org"}).location == HERE
    )
    assert "Olga Orsini" in words(coordinator.get(HERE))


@pytest.mark.parametrize(
    ("email", "name", "said"),
    [
        ("", "Nora", "Please give an e-mail address."),
        ("nonsense", "Nora", "This is no e-mail address."),
        ("new@example.org", " ", "Please give the person"),
        ("coordinator@example.org", "Clara", "coordinates the region already, and can answer everything"),
        ("reviewer@example.org", "Rita", "This person cannot answer for your region."),
        ("team@example.org", "Theo", "This person cannot answer for your region."),
    ],
)
def test_who_cannot_be_invited_comes_back_as_typed(app, sign_in, email, name, said):
    answer = invite(sign_in("coordinator"), email, name)
    assert (answer.status_code, letters(app)) == (422, [])
    assert said in words(answer)
    assert f'value="{email}"' in words(answer)


def test_who_is_invited_again_is_named_and_the_first_link_says_to_use_the_latest(app, sign_in, client):
    coordinator = sign_in("coordinator")
    invite(coordinator)
    invite(coordinator, name="Nora Newer")
    page = words(coordinator.get(HERE))
    assert "A new invitation is on its way to new@example.org, invited before as Nora New." in page
    first, second = [re.search(r"/welcome/\S+", letter)[0] for letter in letters(app)]
    assert "A newer link was sent to you." in words(client.get(first))
    assert client.get(second).status_code == 200


def test_a_mail_about_work_lets_somebody_in_who_has_never_come(app, sign_in, client):
    coordinator = sign_in("coordinator")
    invite(coordinator)
    with app.app_context():
        new = db.session.query(User).filter_by(email="new@example.org").one().id
    for to in (new, key(app, "contributor")):
        sent = {"page-to": str(to), "page-part": ["housing"], "page-due": ""}
        assert coordinator.send(HERE, sent).status_code == 302
    coordinator.send(f"{HERE}/remind", {"page-person": str(new)}, page=HERE)
    _invitation, given, known, reminder = letters(app)
    assert "/welcome/" not in known, "who has a password signs in with it"
    links = [re.search(r"/welcome/\S+", letter)[0] for letter in (given, reminder)]
    assert "You have not been here yet." in given
    assert client.get(links[0]).status_code == 410, "the latest mail takes the place of earlier ones"
    opened = client.get(links[1])
    assert opened.status_code == 200
    answer = client.send(links[1], {"password": PASSWORD, "again": PASSWORD, **READ}, page=links[1])
    assert answer.status_code == 302, words(answer)
    assert client.get("/", follow_redirects=True).request.path.endswith("/mine")
