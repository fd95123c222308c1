"""Inviting colleagues by pages: by mail, asked back where an address has an account, and told nothing of others."""

import pytest

from tests.installations import open_wave
from tests.views.standing_in_review import letters
from tests.views.test_colleagues import HERE, invite, words


@pytest.fixture
def app(app):
    open_wave(app)
    return app


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
