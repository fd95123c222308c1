"""One's own account: a new password ends what others may have begun; an address changes once it is confirmed."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import InvalidError, LinkError
from survey.models import AuditEntry, Deed, EmailChange, How, Purpose, SignIn
from survey.services import links, own_account, sessions
from tests.databases import NOW, World, world

NEW = "new@example.org"


@pytest.fixture
def here(tmp_path) -> World:
    return world(tmp_path)


def ask(here: World, email: str = NEW, now=NOW):
    asked = own_account.ask_email(here.session, email=email, by=here.coordinator, now=now)
    here.session.commit()
    return asked


def deeds(here: World) -> list[Deed]:
    wanted = sa.select(AuditEntry.deed).where(AuditEntry.person_id == here.coordinator.id).order_by(AuditEntry.id)
    return list(here.session.scalars(wanted))


def test_nothing_changes_before_the_new_address_is_confirmed(here):
    asked = ask(here, "  New@Example.org ")
    assert asked.email == NEW
    assert here.coordinator.email == "here@example.org"
    assert own_account.waiting(here.session, user=here.coordinator, now=NOW) == NEW
    assert own_account.peek_email(here.session, token=asked.token, now=NOW).email == NEW
    assert here.coordinator.email == "here@example.org", "looking changes nothing"
    assert here.session.scalars(sa.select(EmailChange.digest)).one() != asked.token


def test_the_link_changes_the_address_once_and_ends_links_sent_to_the_old_one(here):
    old = links.make(here.session, user=here.coordinator, purpose=Purpose.SIGN_IN, now=NOW)
    mark = here.coordinator.fs_uniquifier
    asked = ask(here)
    moved = own_account.confirm_email(here.session, token=asked.token, now=NOW)
    here.session.commit()
    assert (moved.before, moved.user.email) == ("here@example.org", NEW)
    assert moved.user.fs_uniquifier != mark, "a link for a new password that went to the old address opens nothing"
    assert own_account.waiting(here.session, user=here.coordinator, now=NOW) is None
    for gone in (lambda: own_account.confirm_email(here.session, token=asked.token, now=NOW),):
        with pytest.raises(LinkError):
            gone()
    here.session.rollback()
    with pytest.raises(LinkError):
        links.peek(here.session, token=old.token, now=NOW)
    assert deeds(here) == [Deed.EMAIL_ASKED, Deed.EMAIL_CHANGED]


def test_a_later_wish_takes_the_place_of_the_first(here):
    first, second = ask(here), ask(here, "other@example.org")
    with pytest.raises(LinkError):
        own_account.peek_email(here.session, token=first.token, now=NOW)
    assert own_account.confirm_email(here.session, token=second.token, now=NOW).user.email == "other@example.org"


def test_an_old_link_confirms_nothing(here):
    asked = ask(here)
    with pytest.raises(LinkError) as refused:
        own_account.confirm_email(here.session, token=asked.token, now=NOW + timedelta(days=1))
    assert refused.value.code == "expired"
    assert own_account.waiting(here.session, user=here.coordinator, now=NOW + timedelta(days=1)) is None


def test_an_address_that_is_taken_gets_no_link_whether_it_is_taken_before_or_meanwhile(here):
    assert ask(here, "there@example.org").token is None
    asked = ask(here)
    begin_write(here.session)
    here.neighbour.email = NEW
    here.session.commit()
    with pytest.raises(LinkError):
        own_account.confirm_email(here.session, token=asked.token, now=NOW)
    here.session.rollback()
    assert here.coordinator.email == "here@example.org"


@pytest.mark.parametrize(("email", "why"), [("here@example.org", "same"), ("nonsense", "address")])
def test_what_is_no_new_address_is_refused(here, email, why):
    with pytest.raises(InvalidError) as refused:
        ask(here, email)
    assert refused.value.fields == {"email": why}


def test_a_new_password_ends_the_other_sessions_and_a_change_of_the_address(here):
    begin_write(here.session)
    for _ in range(3):
        sessions.begin(here.session, user=here.coordinator, how=How.LINK, kept=False, browser="", now=NOW)
    here.session.commit()
    asked, mark = ask(here), here.coordinator.fs_uniquifier
    own = here.session.scalars(sa.select(SignIn.id)).first()
    own_account.change_password(here.session, hashed="$argon2", by=here.coordinator, now=NOW, but=own)
    here.session.commit()
    assert here.session.scalars(sa.select(SignIn.id)).all() == [own]
    assert here.coordinator.password == "$argon2"
    assert here.coordinator.fs_uniquifier != mark
    with pytest.raises(LinkError):
        own_account.peek_email(here.session, token=asked.token, now=NOW)
    assert deeds(here)[-2:] == [Deed.PASSWORD_CHANGED, Deed.SIGN_IN_ENDED]


def test_a_name_is_kept_without_blanks_around_it(here):
    own_account.rename(here.session, name="  Hera  ", by=here.coordinator)
    here.session.commit()
    assert here.coordinator.name == "Hera"
    with pytest.raises(InvalidError):
        own_account.rename(here.session, name="  ", by=here.coordinator)
