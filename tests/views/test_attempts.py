"""Failed sign-ins: who tried too often is told when to try again, whatever the address, and nobody is shut out."""

import dataclasses
import re
from contextlib import contextmanager
from ipaddress import ip_network

import pytest
import sqlalchemy as sa
from flask_security import utils

from survey.database import db
from survey.models import Attempt, AuditEntry, Deed, User
from tests.installations import PASSWORD, email
from tests.views.signing_in import exhaust, letters

CLARA = email("coordinator")
WRONG = "wrong horse battery"


def attempt(client, address=CLARA, password=WRONG, *, network="192.0.2.7", **more):
    """Try to sign in from a network, as the proxy on this machine tells it."""
    data = {"email": address, "password": password, "page-csrf_token": client.token("/sign-in")}
    return client.post("/sign-in", data=data, headers={"X-Forwarded-For": f"203.0.113.9, {network}", **more})


@contextmanager
def counted_hashes(app):
    """Count how often the slow hash is computed; the hash itself stays the real one."""
    context = app.extensions["security"].pwd_context
    found: list[str] = []
    real = {name: getattr(context, name) for name in ("hash", "verify")}

    def noting(name):
        def call(*args, **kwargs):
            found.append(name)
            return real[name](*args, **kwargs)

        return call

    for name in real:
        setattr(context, name, noting(name))
    try:
        yield found
    finally:
        for name, function in real.items():
            setattr(context, name, function)


def test_the_sixth_attempt_is_told_to_wait_and_when_to_come_back(app):
    exhaust(app)
    answer = attempt(app.test_client(), password=PASSWORD)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    html = answer.get_data(as_text=True)
    assert re.search(r"Please try again in 1 minute, at \d\d:\d\d\.", html)
    assert "Please wait a little" in html


def test_a_script_is_told_the_same(app):
    exhaust(app)
    answer = attempt(app.test_client(), Accept="application/json")
    assert answer.status_code == 429
    assert "try again in 1 minute" in answer.json["message"]


def test_nothing_is_computed_for_whoever_has_to_wait(app):
    client = app.test_client()
    with counted_hashes(app) as found:
        attempt(client)
        assert found, "the hash is computed while attempts are free"
        exhaust(app, times=4)
        found.clear()
        for _ in range(20):
            assert attempt(client).status_code == 429
        assert found == []


def test_an_address_without_an_account_is_answered_alike(app):
    pages = {}
    for address in (CLARA, "unknown@example.org"):
        client, seen = app.test_client(), []
        for times in (4, 0):
            exhaust(app, address, times=times)
            answer = attempt(client, address)
            html = re.sub(r'value="[^"]*"|\d\d:\d\d|' + re.escape(address), "", answer.get_data(as_text=True))
            seen.append((answer.status_code, html))
        pages[address] = seen
    first, second = pages.values()
    assert [status for status, _html in first] == [422, 429]
    assert first == second


def test_capital_letters_and_blanks_are_the_same_address(app):
    exhaust(app)
    client = app.test_client()
    for address in ("Coordinator@example.org", " coordinator@example.org", "COORDINATOR@EXAMPLE.ORG"):
        assert attempt(client, address).status_code == 429


def test_the_right_password_clears_the_count(app):
    exhaust(app, times=4)
    assert attempt(app.test_client(), password=PASSWORD).status_code == 302
    with app.app_context():
        assert db.session.scalars(sa.select(Attempt.tries)).all() == [0], "that of the network, given back"


def test_a_browser_that_is_known_is_not_shut_out_by_what_others_try(app):
    known = app.test_client()
    assert attempt(known, password=PASSWORD).status_code == 302
    known.send("/sign-out", page="/privacy")
    exhaust(app)
    assert attempt(app.test_client(), password=PASSWORD).status_code == 429
    assert attempt(known, password=PASSWORD).status_code == 302


def test_a_known_browser_has_a_count_of_its_own_and_only_for_its_person(app):
    known = app.test_client()
    assert attempt(known, password=PASSWORD).status_code == 302
    known.send("/sign-out", page="/privacy")
    assert [attempt(known).status_code for _ in range(6)] == [422] * 5 + [429]
    exhaust(app, email("neighbour"))
    assert attempt(known, email("neighbour"), PASSWORD).status_code == 429


def test_one_network_that_tries_many_addresses_waits_and_others_do_not(app):
    client = app.test_client()
    exhaust(app, "198.51.100.4", kind="network", free=30, times=29)
    assert attempt(client, "person@example.org", network="198.51.100.4").status_code == 422
    assert attempt(client, "another@example.org", network="198.51.100.4").status_code == 429
    assert attempt(client, "another@example.org", network="198.51.100.5").status_code == 422


BALANCER = "10.1.2.3"


@pytest.mark.parametrize(
    ("peer", "said", "counted"),
    [
        ("127.0.0.1", "203.0.113.9, 198.51.100.4", "198.51.100.4"),
        (BALANCER, "203.0.113.9, 198.51.100.4", "198.51.100.4"),
        (f"::ffff:{BALANCER}", "198.51.100.4", "198.51.100.4"),
        ("127.0.0.1", f"203.0.113.9, 198.51.100.4, {BALANCER}", "198.51.100.4"),
        ("10.1.2.9", "203.0.113.9", "10.1.2.9"),
        ("192.0.2.1", f"198.51.100.4, {BALANCER}", "192.0.2.1"),
        (BALANCER, "", None),
        (BALANCER, "198.51.100.4, nobody", None),
    ],
)
def test_a_network_is_what_the_first_proxy_that_is_trusted_says(app, peer, said, counted):
    given = dataclasses.replace(app.extensions["survey_settings"], trusted_proxies=(ip_network(f"{BALANCER}/32"),))
    app.extensions["survey_settings"] = given
    exhaust(app, counted or "nobody", kind="network", free=30, times=30)
    client = app.test_client()
    data = {"email": "person@example.org", "password": WRONG, "page-csrf_token": client.token("/sign-in")}
    answer = client.post(
        "/sign-in", data=data, headers={"X-Forwarded-For": said}, environ_overrides={"REMOTE_ADDR": peer}
    )
    assert answer.status_code == (429 if counted else 422)


@pytest.mark.parametrize("network", ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"])
def test_a_household_of_ipv6_is_one_network(app, network):
    attempt(app.test_client(), network="2001:db8:1:2::77")
    attempt(app.test_client(), "other@example.org", network=network)
    with app.app_context():
        assert db.session.scalars(sa.select(Attempt.tries).order_by(Attempt.tries)).all() == [1, 1, 2]


def test_neither_address_nor_network_stands_in_the_table(app):
    attempt(app.test_client())
    with app.app_context():
        kept = str(db.session.execute(sa.select(Attempt.__table__)).all())
    assert "coordinator" not in kept
    assert "192.0.2" not in kept


def test_the_log_of_the_account_tells_of_it_without_an_actor(app, sign_in):
    attempt(app.test_client())
    exhaust(app, times=3)
    for _ in range(3):
        attempt(app.test_client())
    with app.app_context():
        user = db.session.scalars(sa.select(User).where(User.email == email("coordinator"))).unique().one()
        wanted = sa.select(AuditEntry.deed).where(AuditEntry.person_id == user.id).order_by(AuditEntry.id)
        assert list(db.session.scalars(wanted)) == [Deed.SIGN_IN_FAILED, Deed.SIGN_IN_BLOCKED]
        key = user.id
    own = sign_in("coordinator").get("/people/me/log").get_data(as_text=True)
    assert "The platform refused a wrong password for the account of Clara Conti." in own
    assert "refused a wrong password" in sign_in("administrator").get(f"/people/{key}/log").get_data(as_text=True)
    assert "refused a wrong password" not in sign_in("team").get(f"/people/{key}/log").get_data(as_text=True)


@pytest.mark.parametrize("address", [email("coordinator"), "unknown@example.org"])
def test_links_for_a_new_password_are_counted_alike(app, address):
    client = app.test_client()
    assert client.send("/reset", {"email": address}).status_code == 200
    exhaust(app, address, about="request", free=4, times=3)
    assert client.send("/reset", {"email": address}).status_code == 429
    assert len(letters(app)) == (1 if "coordinator" in address else 0)


def test_giving_the_password_once_more_is_counted_too(app, sign_in):
    person = sign_in("coordinator")
    exhaust(app, times=4)
    assert [person.send("/verify", {"password": WRONG}).status_code for _ in range(2)] == [422, 429]


def test_the_hash_is_the_one_that_is_slow(app):
    with app.app_context():
        kept = utils.hash_password("x" * 12)
    assert kept.startswith("$argon2id$")
    kibibytes, rounds = (int(re.search(rf"[$,]{name}=(\d+)", kept)[1]) for name in "mt")
    assert rounds >= {True: 1, False: 3}[kibibytes >= 47_104]
    assert kibibytes >= 12_288
