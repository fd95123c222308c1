"""The gate: no way in goes round the second factor, whoever must have one sets it up first, nothing typed is lost."""

import dataclasses
from pathlib import Path

import pytest
import sqlalchemy as sa
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter

from survey.app import create_app
from survey.database import begin_write, db
from survey.models import AuditEntry, Deed, SecondFactor, User
from survey.services import people
from tests.installations import NOW, PASSWORD, email, open_wave, settings
from tests.second_factors import give
from tests.views.two_steps import mails

ASKS = "/sign-in/code"
SETS_UP = "/account/second-factor"
TASKS = "/assessments/2026/salzburg/"
HOUSING = f"{TASKS}sections/housing"


@pytest.fixture
def half(app, sign_in):
    """The coordinator after the password and before the code, with app and recovery codes."""
    open_wave(app)
    made, codes = give(app, "coordinator")
    return sign_in("coordinator"), made, codes


@pytest.fixture
def demanding(app):
    """The same installation where coordinators must have a second factor."""
    open_wave(app)
    served = create_app(dataclasses.replace(settings(Path(app.instance_path)), second_factor=("coordinator",)))
    served.testing = True
    served.test_client_class = app.test_client_class
    served.extensions["test_template"] = app.extensions["test_template"]
    return served


def sample(converter: BaseConverter) -> str | int:
    """Return something that can stand in an address."""
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return 1 if isinstance(converter, IntegerConverter) else "x"


def signed_in(app, name: str):
    client = app.test_client()
    assert client.send("/sign-in", {"email": email(name), "password": PASSWORD}).status_code == 302
    return client


def test_every_page_leads_to_the_code_and_the_code_back_to_the_page(half):
    client, made, _codes = half
    asked = client.get(f"{TASKS}answers?x=1")
    assert asked.location == f"{ASKS}?next=/assessments/2026/salzburg/answers?x%3D1"
    page = client.get(asked.location)
    assert "Your code, please" in page.get_data(as_text=True)
    assert "Clara" not in page.get_data(as_text=True)
    code = made.code()
    answer = client.send(ASKS, {"code": f"{code[:3]} {code[3:]}", "next": f"{TASKS}answers?x=1"})
    assert answer.location == f"{TASKS}answers?x=1"
    assert client.get(answer.location).status_code == 200


def test_every_view_is_behind_the_gate(app, half):
    client, _made, _codes = half
    shown = {"pages", "method", "public", "assets", "health"}
    adapter = app.url_map.bind("127.0.0.1")
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint.partition(".")[0] in shown or rule.endpoint == "code.ask":
            continue
        values = {name: sample(rule._converters[name]) for name in rule.arguments}
        answer = client.get(adapter.build(rule.endpoint, values, method="GET"))
        if rule.endpoint == "security.logout":
            assert answer.status_code in {200, 302}
            continue
        assert answer.status_code == 302, rule.endpoint
        assert answer.location.startswith(ASKS), rule.endpoint


def test_what_everybody_may_read_is_read_as_by_a_stranger(half):
    client, _made, _codes = half
    for path in ("/method", "/privacy", "/public/"):
        page = client.get(path, follow_redirects=True).get_data(as_text=True)
        assert "Sign out" not in page


def test_a_form_that_was_sent_before_the_code_is_given_back(app, half):
    client, _made, _codes = half
    answer = client.send(HOUSING, {"support.reason": "The state decides on this."}, page=ASKS)
    assert answer.status_code == 401
    page = answer.get_data(as_text=True)
    assert "The state decides on this." in page
    assert f'href="{ASKS}"' in page
    with app.app_context():
        assert not list(db.session.scalars(sa.select(AuditEntry).where(AuditEntry.question.is_not(None))))


def test_a_script_is_told_that_a_step_is_missing(half):
    client, _made, _codes = half
    token = client.token(ASKS)
    answer = client.post(HOUSING, data={"page-csrf_token": token}, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert "code of your app" in answer.get_json()["message"]


def test_a_wrong_code_and_a_used_one_let_nobody_in(half):
    client, made, _codes = half
    assert client.send(ASKS, {"code": made.wrong()}).status_code == 422
    assert client.get(TASKS).location.startswith(ASKS)
    code = made.code()
    assert client.send(ASKS, {"code": code}).status_code == 302
    client.send("/sign-out")
    other = signed_in(client.application, "coordinator")
    assert other.send(ASKS, {"code": code}).status_code == 422
    assert other.get(TASKS).location.startswith(ASKS)


def test_a_recovery_code_lets_in_once_and_is_told_by_mail(app, half):
    client, _made, codes = half
    page = client.get(f"{ASKS}?with=recovery").get_data(as_text=True)
    assert "Recovery code" in page
    assert client.send(f"{ASKS}?with=recovery", {"code": codes[0].upper().replace("-", " ")}).status_code == 302
    assert "9 recovery codes are left." in client.get(TASKS).get_data(as_text=True)
    assert "A recovery code was used" in mails(app)[-1]
    assert "9 recovery codes are left." in mails(app)[-1]
    other = signed_in(app, "coordinator")
    answer = other.send(f"{ASKS}?with=recovery", {"code": codes[0]})
    assert answer.status_code == 422
    assert "Each works once" in answer.get_data(as_text=True)


def test_few_recovery_codes_are_said(app, half):
    client, _made, codes = half
    for code in codes[:7]:
        client = signed_in(app, "coordinator")
        assert client.send(ASKS, {"code": code}).status_code == 302
    page = client.get(TASKS).get_data(as_text=True)
    assert "3 recovery codes are left." in page
    assert "Make new ones" in page


def test_a_link_in_a_mail_does_not_go_round_it(app):
    with app.app_context():
        user = db.session.query(User).filter_by(email=email("administrator")).one()
        made = people.sign_in_link(db.session, user=user, now=NOW)
        db.session.commit()
    mine, _codes = give(app, "administrator")
    client = app.test_client()
    assert client.send(f"/welcome/{made.token}").location == "/"
    assert client.get("/").location == ASKS
    assert client.get("/people/").location.startswith(ASKS)
    assert client.send(ASKS, {"code": mine.code()}).status_code == 302
    assert client.get("/people/").status_code == 200


def test_staying_signed_in_does_not_go_round_it(app):
    made, _codes = give(app, "coordinator")
    client = app.test_client()
    sent = {"email": email("coordinator"), "password": PASSWORD, "remember": "y"}
    assert client.send("/sign-in", sent).status_code == 302
    assert client.send(ASKS, {"code": made.code()}).status_code == 302
    assert client.get("/people/me/log").status_code == 200
    client.delete_cookie("survey")  # the window was closed
    assert client.get("/people/me/log").location.startswith(ASKS)


def test_signing_in_again_in_the_same_browser_asks_again(half):
    client, made, _codes = half
    assert client.send(ASKS, {"code": made.code()}).status_code == 302
    client.send("/sign-out")
    assert client.send("/sign-in", {"email": email("coordinator"), "password": PASSWORD}).status_code == 302
    assert client.get(TASKS).location.startswith(ASKS)


def test_a_session_of_before_is_asked_after_it_was_set_up_elsewhere(app, sign_in):
    client = sign_in("coordinator")
    assert client.get("/people/me/log").status_code == 200
    give(app, "coordinator")
    assert client.get("/people/me/log").location.startswith(ASKS)


def test_whoever_will_not_give_a_code_can_sign_out(half):
    client, _made, _codes = half
    assert client.send("/sign-out", page=ASKS).status_code == 302
    assert client.get(TASKS).location.startswith("/sign-in?")


def test_the_way_back_leads_nowhere_else(half):
    client, made, _codes = half
    answer = client.send(ASKS, {"code": made.code(), "next": "https://evil.example/"})
    assert answer.location == "/"


def test_codes_that_cannot_be_checked_are_said_and_recovery_codes_still_work(app, half):
    _client, made, codes = half
    with app.app_context():
        begin_write(db.session)
        db.session.execute(sa.update(SecondFactor).values(secret="sealed by a key that nobody has any more"))
        db.session.commit()
    client = signed_in(app, "coordinator")
    answer = client.send(ASKS, {"code": made.now()})
    assert answer.status_code == 422
    assert "cannot be checked at present" in answer.get_data(as_text=True)
    assert client.send(ASKS, {"code": codes[0]}).status_code == 302


def test_whoever_must_have_one_sets_it_up_before_anything_else(demanding):
    client = signed_in(demanding, "coordinator")
    asked = client.get(TASKS)
    assert asked.location == f"{SETS_UP}?next={TASKS}"
    assert "asks for it" in client.get(asked.location).get_data(as_text=True)
    assert client.get("/privacy").status_code == 200
    answer = client.send(HOUSING, {"support.reason": "The state decides on this."}, page=SETS_UP)
    assert answer.status_code == 401
    assert "The state decides on this." in answer.get_data(as_text=True)
    assert f'href="{SETS_UP}"' in answer.get_data(as_text=True)


def test_nobody_else_must(demanding):
    assert signed_in(demanding, "contributor").get(f"{TASKS}mine").status_code == 200
    assert signed_in(demanding, "administrator").get("/people/").status_code == 200


def test_the_log_tells_it_in_sentences(app, sign_in):
    made, codes = give(app, "coordinator")
    client = sign_in("coordinator")
    assert client.send(ASKS, {"code": codes[0]}).status_code == 302
    page = client.get("/people/me/log").get_data(as_text=True)
    assert "Clara Conti switched two-step sign-in on." in page
    assert "Clara Conti signed in with a recovery code. Codes left: 9." in page
    assert Deed.RECOVERY_CODES_MADE in client.get("/people/me/log.csv").get_data(as_text=True)
    assert made.secret not in page
