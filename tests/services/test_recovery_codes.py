"""Recovery codes: ten at first, each good once, the earlier ones gone when new ones are made."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.models import AuditEntry, Deed, RecoveryCode
from survey.services import recovery_codes
from tests.databases import NOW, world

LATER = NOW + timedelta(days=1)


@pytest.fixture
def made(tmp_path):
    return world(tmp_path)


def use(made, code: str, who: str = "coordinator") -> bool:
    right = recovery_codes.use(made.session, user=getattr(made, who), code=code, now=LATER)
    made.session.commit()
    return right


def fresh(made) -> list[str]:
    codes = recovery_codes.make(made.session, user=made.coordinator, now=NOW)
    made.session.commit()
    return codes


def test_ten_codes_of_120_bits_that_are_easy_to_copy(made):
    codes = fresh(made)
    assert len(set(codes)) == 10
    assert all(len(code) == 29 and code.count("-") == 5 for code in codes)
    assert len(recovery_codes.SIGNS) == 32  # 24 signs of 5 bits
    assert not set(recovery_codes.SIGNS) & set("01lo")


def test_each_works_once_and_how_many_are_left_is_noted(made):
    codes = fresh(made)
    assert use(made, codes[3])
    assert not use(made, codes[3])
    assert recovery_codes.left(made.session, user=made.coordinator) == 9
    entry = made.session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == Deed.RECOVERY_CODE_USED)).one()
    assert entry.detail == {"count": 9}
    assert entry.by_id == made.coordinator.id


@pytest.mark.parametrize("written", [str.upper, lambda code: code.replace("-", " "), lambda code: f" {code}\n"])
def test_capitals_spaces_and_hyphens_do_not_matter(made, written):
    assert use(made, written(fresh(made)[0]))


def test_a_code_is_of_one_person(made):
    code = fresh(made)[0]
    assert not use(made, code, who="neighbour")
    assert use(made, code)


def test_new_ones_end_the_earlier_ones(made):
    first, second = fresh(made), fresh(made)
    assert not use(made, first[0])
    assert use(made, second[0])
    assert made.session.scalar(sa.select(sa.func.count()).select_from(RecoveryCode)) == 10


@pytest.mark.parametrize("written", ["", "abcd", "abcd-efgh-jkmn-pqrs-tuvw-xyz0", "1" * 24, "ä" * 24, "x" * 4000])
def test_what_was_made_up_is_wrong(made, written: str):
    fresh(made)
    assert not use(made, written)


def test_only_ones_own_codes_are_given_as_a_file(made):
    codes = fresh(made)
    known = {"user": made.coordinator}
    assert recovery_codes.are_of(made.session, codes=codes, **known)
    assert not recovery_codes.are_of(made.session, codes=[*codes[:9], "abcd-efgh-jkmn-pqrs-tuvw-xyz2"], **known)
    assert not recovery_codes.are_of(made.session, codes=["<script>"], **known)
    assert not recovery_codes.are_of(made.session, codes=[], **known)
