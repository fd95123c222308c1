"""Deleting an account: nothing is left of a person but a number, and a region never stands without anybody."""

from pathlib import Path

import pytest

from survey import names
from survey.database import begin_write
from survey.errors import NotFoundError, RefusedError
from survey.models import AuditEntry, Comment, Deed, Duty, Mandate, Role, RoleName, User
from survey.policy import OPERATOR
from survey.services import accounts, addressees, leaving, mail, mail_files
from survey.services.personal import FATES, Fate
from survey.settings import Settings
from tests.databases import NOW, person, world
from tests.models.rows import LATER
from tests.services.everywhere import ADDRESS, BOTH, NAME, counted, dump, everywhere


def leave(made, user: User, by: object = None) -> leaving.Left:
    left = leaving.delete_account(made.session, user=user, by=by or user, now=LATER)  # type: ignore[arg-type]
    made.session.commit()
    return left


@pytest.mark.parametrize("kind", BOTH)
def test_neither_name_nor_address_is_left_anywhere(tmp_path, kind):
    made, zoe = everywhere(kind, tmp_path)
    before, told = counted(made, zoe.id), dump(made)
    assert "Zobel" in told
    assert ADDRESS in told
    left = leave(made, zoe)
    assert (left.email, left.name, left.language) == (ADDRESS, NAME, "de")
    after = dump(made)
    for word in ("Zobel", "zobel", "zoe.zobel", "argon2"):
        assert word not in after
    assert "Zoe Other" in after
    for name, (fate, _why) in FATES.items():
        assert counted(made, zoe.id)[name] == (0 if fate is Fate.GOES else before[name]) + (
            name in {"audit_entry.by_id", "audit_entry.person_id"}
        ), name


@pytest.mark.parametrize("kind", BOTH)
def test_a_number_stands_where_the_name_stood(tmp_path, kind):
    made, zoe = everywhere(kind, tmp_path)
    key, mark = zoe.id, zoe.fs_uniquifier
    leave(made, zoe)
    gone = made.session.get_one(User, key)
    assert (gone.name, gone.email, gone.password, gone.language) == (
        f"former colleague {key}",
        f"former-{key}@deleted.invalid",
        None,
        None,
    )
    assert (gone.active, gone.deleted_at, gone.roles) == (False, LATER, [])
    assert gone.fs_uniquifier != mark
    assert not any(each.in_force for each in gone.mandates)
    words = made.session.query(Comment).filter_by(number=3).one().words
    called = f"@former colleague {key}"
    assert words == f"{called}, {called}, {called} and @Zoe Other: who knows? Zoëlle does."
    entry = made.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert entry is not None
    assert (entry.deed, entry.by_id, entry.person_id, entry.detail) == (Deed.ACCOUNT_DELETED, key, key, {})


def test_the_address_is_free_for_a_new_account_that_is_somebody_else(tmp_path):
    made, zoe = everywhere("sqlite", tmp_path)
    key = zoe.id
    leave(made, zoe)
    begin_write(made.session)
    new = accounts.account(made.session, email=ADDRESS, name="Somebody", language=None, now=LATER)
    assert new.id != key


def test_the_only_coordinator_hands_over_first(tmp_path):
    made = world(tmp_path)
    assert [each.key for each in leaving.alone(made.session, user=made.coordinator)] == ["here"]
    assert leaving.handed_over_in(made.session, user=made.coordinator) == {"here": "2026"}
    with pytest.raises(RefusedError) as refused:
        leave(made, made.coordinator)
    assert (refused.value.code, refused.value.data) == ("alone", {"regions": ["here"]})
    made.session.rollback()
    begin_write(made.session)
    second = person(made.session, "second", region=made.assessment.region)
    made.session.commit()
    leave(made, made.coordinator)
    assert [each.key for each in leaving.alone(made.session, user=second)] == ["here"]
    told = addressees.of_region(made.session, region_id=made.assessment.region_id, duties=list(Duty))
    assert made.coordinator.id not in {each.id for each in told}


def test_a_coordinator_whose_account_is_closed_does_not_count(tmp_path):
    made = world(tmp_path)
    begin_write(made.session)
    person(made.session, "closed", region=made.assessment.region, active=False)
    made.session.commit()
    with pytest.raises(RefusedError, match="alone"):
        leave(made, made.coordinator)


def test_the_only_administrator_stays(tmp_path):
    made = world(tmp_path)
    assert leaving.only_administrator(made.session, user=made.administrator)
    assert not leaving.only_administrator(made.session, user=made.team)
    with pytest.raises(RefusedError, match="only-administrator"):
        leave(made, made.administrator)
    made.session.rollback()
    begin_write(made.session)
    role = made.session.query(Role).filter_by(name=RoleName.ADMINISTRATOR).one()
    made.session.get_one(User, made.team.id).roles.append(role)
    made.session.commit()
    leave(made, made.administrator)
    assert leaving.only_administrator(made.session, user=made.team)


def test_nobody_deletes_the_account_of_somebody_else_but_the_operator(tmp_path):
    made = world(tmp_path)
    for by in (made.administrator, made.coordinator):
        with pytest.raises(NotFoundError):
            leave(made, made.contributor, by)
        made.session.rollback()
    leave(made, made.contributor, OPERATOR)
    entry = made.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert entry is not None
    assert (entry.deed, entry.by_id, entry.person_id) == (Deed.ACCOUNT_DELETED, None, made.contributor.id)
    with pytest.raises(NotFoundError):
        leave(made, made.contributor, OPERATOR)


def test_mandates_end_and_parts_are_taken_back(tmp_path):
    made = world(tmp_path)
    leave(made, made.contributor)
    ended = made.session.query(Mandate).filter_by(user_id=made.contributor.id).one()
    assert (ended.until, ended.duty) == (LATER, Duty.CONTRIBUTOR)


def test_mails_that_are_files_are_forgotten(tmp_path: Path):
    settings = Settings(instance=tmp_path, secret_key="for tests", database_url="sqlite://")
    bodies = {
        ADDRESS: "Hello",
        "ann@example.org": f"{NAME} asks you. Write to {ADDRESS}: it is übrig.",
        "bob@example.org": "Nobody else.",
    }
    for to, body in bodies.items():
        mail.send(mail.message(to=to, subject=f"For {to}", body=body, settings=settings), settings=settings, now=NOW)
    untouched = next(path for path in (tmp_path / "mail").glob("*.eml") if b"Nobody" in path.read_bytes())
    before = untouched.read_bytes()
    assert mail_files.forget(tmp_path, email=ADDRESS, name=NAME, instead=names.former(7)) == 2
    left = {path: mail_files.words(path) for path in (tmp_path / "mail").iterdir()}
    assert len(left) == 2
    assert untouched.read_bytes() == before
    assert "former colleague 7 asks you. Write to former colleague 7: it is übrig.\n" in left.values()
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in left)
    assert mail_files.forget(tmp_path / "nothing", email=ADDRESS, name=NAME, instead="x") == 0
