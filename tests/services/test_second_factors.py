"""The second factor: codes that are right once, kept encrypted, for the person they were made for."""

import dataclasses
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from survey.database import sessions
from survey.errors import InvalidError, NotFoundError, RefusedError
from survey.models import AuditEntry, Deed, User
from survey.services import recovery_codes, second_factors
from tests.databases import EACH, NOW, bind, world, world_on
from tests.second_factors import totp

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B: "12345678901234567890"
LATER = NOW + timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Keys:
    """The keys of an installation."""

    secret_key: str = "the key of today"
    former_keys: tuple[str, ...] = ()


def switched_on(made, keys: Keys = Keys()) -> tuple[str, list[str]]:
    """Give the coordinator a second factor, and return its secret and the recovery codes."""
    asked = second_factors.propose(made.coordinator, issuer="Survey", keys=keys)
    codes = second_factors.switch_on(
        made.session, user=made.coordinator, sealed=asked.sealed, code=totp(asked.secret, NOW), keys=keys, now=NOW
    )
    made.session.commit()
    return asked.secret, codes


def check(made, code: str, now: datetime = LATER, keys: Keys = Keys()) -> bool:
    right = second_factors.check(made.session, user=made.coordinator, code=code, keys=keys, now=now)
    made.session.commit()
    return right


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "94287082"), (1111111109, "07081804"), (1234567890, "89005924"), (20000000000, "65353130")],
)
def test_our_app_is_right_by_the_vectors_of_rfc_6238(seconds: int, code: str):
    assert totp(RFC_SECRET, datetime.fromtimestamp(seconds, UTC), digits=8) == code


def test_a_right_code_switches_it_on_and_is_noted(tmp_path):
    made = world(tmp_path)
    _secret, codes = switched_on(made)
    assert made.coordinator.second_factor is not None
    assert made.coordinator.second_factor.since == NOW
    assert len(codes) == recovery_codes.left(made.session, user=made.coordinator) == 10
    deeds = made.session.scalars(sa.select(AuditEntry.deed).order_by(AuditEntry.id)).all()
    assert deeds[-2:] == [Deed.SECOND_FACTOR_ON, Deed.RECOVERY_CODES_MADE]


def test_the_secret_can_be_typed_and_scanned(tmp_path):
    made = world(tmp_path)
    asked = second_factors.propose(made.coordinator, issuer="Self-assessment (survey.example.org)", keys=Keys())
    bare = asked.secret.replace("-", "")
    assert len(bare) == 32  # 160 bits, as RFC 4226 asks for
    assert asked.address.startswith("otpauth://totp/Self-assessment%20")
    assert f"secret={bare}" in asked.address
    again = second_factors.propose(made.coordinator, issuer="x", keys=Keys(), sealed=asked.sealed)
    assert again.secret == asked.secret


def test_neither_secret_nor_recovery_codes_can_be_read_in_the_database(tmp_path):
    made = world(tmp_path)
    secret, codes = switched_on(made)
    made.session.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("survey.db*"))
    assert secret.replace("-", "").encode() not in kept
    assert not [code for code in codes if code.encode() in kept or code.replace("-", "").encode() in kept]


def test_a_wrong_code_switches_nothing_on(tmp_path):
    made = world(tmp_path)
    asked = second_factors.propose(made.coordinator, issuer="x", keys=Keys())
    wrong = f"{(int(totp(asked.secret, NOW)) + 1) % 10**6:06}"
    with pytest.raises(InvalidError):
        second_factors.switch_on(
            made.session, user=made.coordinator, sealed=asked.sealed, code=wrong, keys=Keys(), now=NOW
        )
    assert made.coordinator.second_factor is None


def test_a_secret_that_was_made_for_somebody_else_is_not_taken(tmp_path):
    made = world(tmp_path)
    asked = second_factors.propose(made.neighbour, issuer="x", keys=Keys())
    with pytest.raises(NotFoundError):
        second_factors.propose(made.coordinator, issuer="x", keys=Keys(), sealed=asked.sealed)


@pytest.mark.parametrize("sealed", ["", "x", "gAAAAA", "ä", "a" * 200])
def test_a_secret_that_was_made_up_is_not_taken(tmp_path, sealed: str):
    made = world(tmp_path)
    with pytest.raises(RefusedError):
        second_factors.switch_on(
            made.session, user=made.coordinator, sealed=sealed, code="123456", keys=Keys(), now=NOW
        )


def test_a_second_app_takes_no_place_silently(tmp_path):
    made = world(tmp_path)
    switched_on(made)
    with pytest.raises(InvalidError):
        switched_on(made)


@pytest.mark.parametrize(("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_wrong(tmp_path, steps: int, right: bool):
    made = world(tmp_path)
    secret, _codes = switched_on(made)
    assert check(made, totp(secret, LATER + timedelta(seconds=30 * steps))) is right


def test_a_code_works_once_and_no_earlier_one_after_it(tmp_path):
    made = world(tmp_path)
    secret, _codes = switched_on(made)
    before, code, after = (totp(secret, LATER + timedelta(seconds=30 * step)) for step in (-1, 0, 1))
    assert check(made, code)
    assert not check(made, code)
    assert not check(made, before)
    assert check(made, after)


def test_the_code_that_switched_it_on_does_not_sign_in(tmp_path):
    made = world(tmp_path)
    secret, _codes = switched_on(made)
    assert not check(made, totp(secret, NOW), now=NOW)


@pytest.mark.parametrize("written", ["{} {}", " {}{} ", "{}\u00a0{}", "{}-{}", "{}{}\r\n"])
def test_a_code_may_be_pasted_with_spaces(tmp_path, written: str):
    made = world(tmp_path)
    secret, _codes = switched_on(made)
    code = totp(secret, LATER)
    assert check(made, written.format(code[:3], code[3:]))


@pytest.mark.parametrize("written", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12e456", "0x1234", "\0" * 6])
def test_what_is_no_code_is_wrong(tmp_path, written: str):
    made = world(tmp_path)
    switched_on(made)
    assert not check(made, written)


@pytest.mark.parametrize("kind", EACH)
def test_of_two_workers_with_the_same_code_one_lets_in(tmp_path, kind: str):
    made = world_on(kind, tmp_path)
    secret, _codes = switched_on(made)
    url, code, key = made.session.get_bind().engine.url, totp(secret, LATER), made.coordinator.id
    both, found = Barrier(2), []

    def work() -> None:  # on an engine of its own, as a worker is
        with sessions(bind(tmp_path, url.render_as_string(hide_password=False)))() as session:
            user = session.get(User, key)
            assert user is not None
            assert user.second_factor is not None
            both.wait()
            found.append(second_factors.check(session, user=user, code=code, keys=Keys(), now=LATER))
            session.commit()

    workers = [Thread(target=work) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(found) == [False, True]


def test_a_new_key_opens_what_the_former_one_sealed_until_it_is_renewed(tmp_path):
    made = world(tmp_path)
    secret, _codes = switched_on(made, Keys("the key before"))
    with pytest.raises(RefusedError):
        check(made, totp(secret, LATER), keys=Keys())
    both = Keys(former_keys=("the key before",))
    assert check(made, totp(secret, LATER), keys=both)
    assert second_factors.renew(made.session, keys=both) == 1
    made.session.commit()
    next_day = LATER + timedelta(days=1)
    assert check(made, totp(secret, next_day), now=next_day, keys=Keys())


def test_switching_off_removes_app_and_codes(tmp_path):
    made = world(tmp_path)
    secret, codes = switched_on(made)
    second_factors.switch_off(made.session, user=made.coordinator, now=LATER)
    made.session.commit()
    assert made.coordinator.second_factor is None
    assert not check(made, totp(secret, LATER))
    assert not recovery_codes.use(made.session, user=made.coordinator, code=codes[0], now=LATER)
    assert made.session.scalars(sa.select(AuditEntry.deed)).all()[-1] == Deed.SECOND_FACTOR_OFF
