"""Why somebody was signed out, on the sign-in page to which a page leads: told to that browser and to nobody else."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.database import db
from survey.models import User
from survey.policy import OPERATOR
from survey.services import sessions
from tests.installations import NOW, email, open_wave
from tests.views.signing_in import age, signed_in

TASKS = "/assessments/2026/salzburg/"


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def why(client) -> str:
    """Follow the way from a page to signing in, and return what stands there about being signed out."""
    page = client.get(client.get(TASKS).location).get_data(as_text=True)
    found = re.search(r'<p class="message" role="status">(.*?)</p>', page)
    return found[1] if found else ""


def test_the_sign_in_page_says_why_one_was_signed_out(app):
    here, there = signed_in(app), signed_in(app)
    here.send("/account/sessions/end-others", page="/account")
    assert why(there).startswith("You ended this sign-in yourself, in another browser.")
    there.environ_base["HTTP_ACCEPT_LANGUAGE"] = "de"
    assert why(there).startswith("Sie haben diese Anmeldung selbst beendet")
    with app.app_context():
        user = db.session.scalars(sa.select(User).where(User.email == email("coordinator"))).unique().one()
        sessions.end_all(db.session, user=user, by=OPERATOR, now=NOW)
        db.session.commit()
    assert why(here) == "An administrator, or whoever ended your part in the survey, has signed you out."
    assert why(app.test_client()) == "", "whoever was never signed in here learns nothing"


@pytest.mark.parametrize(
    ("back", "said"),
    [
        ({"seen_at": timedelta(hours=4, minutes=10)}, "because nothing was done here for a while."),
        ({"made_at": timedelta(hours=14, minutes=10)}, "because you had been signed in for long."),
    ],
)
def test_the_sign_in_page_says_that_a_session_was_over(app, sign_in, back, said):
    person = sign_in("coordinator")
    age(app, **back)
    assert said in why(person)


def test_whoever_signs_out_is_not_told_why(app):
    client = signed_in(app)
    client.send("/sign-out", page="/privacy")
    assert why(client) == ""
