"""Accounts at a provider, linked to accounts here: one there for one here, by issuer and subject alone."""

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import InvalidError, NotFoundError
from survey.models import AuditEntry, Deed, Identity
from survey.services import identities
from survey.services.provider import Found
from tests.databases import NOW, world

CLARA = Found("https://id.example.org", "248289761001", "clara@ministry.example")


@pytest.fixture
def made(tmp_path):
    return world(tmp_path)


def link(made, who: str, found: Found = CLARA) -> Identity:
    one = identities.link(made.session, user=getattr(made, who), found=found, now=NOW)
    made.session.commit()
    return one


def unlink(made, who: str, key: int) -> None:
    identities.unlink(made.session, user=getattr(made, who), key=key, now=NOW)
    made.session.commit()


def keep_password(made, password: str | None) -> None:
    begin_write(made.session)
    made.coordinator.password = password
    made.session.commit()


def test_who_is_linked_is_found_and_it_is_noted(made):
    link(made, "coordinator")
    assert identities.whose(made.session, CLARA) is made.coordinator
    assert [one.shown for one in identities.linked(made.session, user=made.coordinator)] == ["clara@ministry.example"]
    entry = made.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.deed, entry.by_id) == (Deed.IDENTITY_LINKED, made.coordinator.id)
    assert entry.detail == {"issuer": "https://id.example.org"}  # and no subject: the log is read by others, too


@pytest.mark.parametrize(
    "other",
    [
        Found("https://elsewhere.example", CLARA.subject, CLARA.shown),
        Found(CLARA.issuer, "248289761002", CLARA.shown),
        Found(CLARA.issuer + "/", CLARA.subject, CLARA.shown),
    ],
)
def test_an_address_or_half_of_the_name_finds_nobody(made, other: Found):
    link(made, "coordinator")
    assert identities.whose(made.session, other) is None


def test_the_address_of_an_account_finds_nobody(made):
    assert identities.whose(made.session, Found(CLARA.issuer, "1", made.administrator.email)) is None


def test_one_there_is_for_one_here(made):
    link(made, "coordinator")
    with pytest.raises(InvalidError) as taken:
        link(made, "neighbour")
    assert taken.value.fields == {"identity": "taken"}
    with pytest.raises(InvalidError) as another:
        link(made, "coordinator", Found(CLARA.issuer, "2", "x"))
    assert another.value.fields == {"identity": "another"}
    assert made.session.scalar(sa.select(sa.func.count()).select_from(Identity)) == 1


def test_a_closed_account_is_not_found(made):
    link(made, "coordinator")
    begin_write(made.session)
    made.coordinator.active = False
    made.session.commit()
    assert identities.whose(made.session, CLARA) is None


def test_a_link_is_removed_and_can_be_made_anew(made):
    keep_password(made, "$argon2id$")
    unlink(made, "coordinator", link(made, "coordinator").id)
    assert identities.whose(made.session, CLARA) is None
    assert made.session.scalars(sa.select(AuditEntry.deed)).all()[-1] == Deed.IDENTITY_UNLINKED
    assert link(made, "neighbour").user_id == made.neighbour.id


def test_nobody_removes_the_link_of_somebody_else(made):
    key = link(made, "coordinator").id
    for who, number in (("neighbour", key), ("administrator", key), ("coordinator", key + 1)):
        with pytest.raises(NotFoundError):
            unlink(made, who, number)
        made.session.rollback()


def test_the_only_way_in_stays(made):
    keep_password(made, None)
    key = link(made, "coordinator").id
    with pytest.raises(InvalidError) as refused:
        unlink(made, "coordinator", key)
    assert refused.value.fields == {"identity": "only"}
