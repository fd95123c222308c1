"""What is old enough to go, on both databases: exactly that, in one transaction, and never a file that is still had."""

import os
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from survey import periods
from survey.database import begin_write
from survey.models import AuditEntry, Evidence, NoticeConsent, StoredFile, Token, User
from survey.services import contents, evidence_store, mail, retention
from survey.settings import Settings
from tests.databases import NOW
from tests.services.everywhere import ADDRESS, BOTH, dump, everywhere

LATER = NOW + timedelta(days=6 * 366)
NONE_LEFT = {"unfinished": 0}
HAD, REMOVED, UNKNOWN = b"had", b"removed", b"unknown"


def settings(folder: Path, **kept: int) -> Settings:
    given = {**periods.STANDARD, **kept}
    return Settings(instance=folder, secret_key="for tests", database_url="sqlite://", kept=given)


def store(folder: Path, content: bytes) -> Path:
    path = evidence_store.path(settings(folder), 1, sha256(content).hexdigest())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def piece(made, content: bytes, **more) -> None:
    digest = sha256(content).hexdigest()
    file = StoredFile(region_id=1, digest=digest, size=3, media_type="application/pdf", stored_at=NOW)
    known = {"region_id": 1, "kind": "file", "title": "Strategy", "added_at": NOW, "added_by_id": 1}
    made.session.add(Evidence(file=file, file_name="strategy.pdf", **known, **more))


@pytest.fixture(params=BOTH)
def filled(request, tmp_path):
    """A filled database in which all but Zoë's colleague have come, with mails and files beside it."""
    made, zoe = everywhere(request.param, tmp_path)
    begin_write(made.session)
    for user in made.session.query(User).filter(User.email != "zoe.other@example.org", User.id != zoe.id):
        made.session.add(NoticeConsent(user_id=user.id, version="standard-1", language="en", given_at=NOW))
    piece(made, HAD)
    piece(made, REMOVED, removed_at=NOW, removed_by_id=1)
    made.session.commit()
    for content in (HAD, REMOVED, UNKNOWN):
        store(tmp_path, content)
    for days in (0, 6 * 366 - 29):
        one = mail.message(to=ADDRESS, subject="Hello", body="It is open.", settings=settings(tmp_path))
        mail.send(one, settings=settings(tmp_path), now=NOW + timedelta(days=days))
    return made, tmp_path


def files(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and "survey.db" not in path.name
    }


def clear(made, folder: Path, **kept: int) -> retention.Done:
    return retention.clear(made.session, settings=settings(folder, **kept), now=LATER)


def test_what_is_old_goes_and_nothing_else(filled):
    made, folder = filled
    before = {table.name: len(list(contents.lines(made.session.connection(), table))) for table in tables(made)}
    done = clear(made, folder)
    made.session.commit()
    assert done.counts == {"links": 1, "mails": 1, "invitations": 1, "files": 3, "log": entries(made)} | NONE_LEFT
    assert done.kept == []
    assert retention.remove(done, settings=settings(folder)) == 3
    after = {table.name: len(list(contents.lines(made.session.connection(), table))) for table in tables(made)}
    changed = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert changed == {"token": -1, "stored_file": -2, "audit_entry": 1}
    assert store(folder, HAD).is_file()
    assert sum("mail/" in name for name in files(folder)) == 1
    gone = made.session.query(Evidence).filter(Evidence.removed_at.is_not(None), Evidence.kind == "file").one()
    assert (gone.file_id, gone.file_name) == (None, None)
    assert "zoe.other" not in dump(made)
    assert made.session.query(Token).count() == 0


def tables(made):
    return contents.tables(made.session.connection())


def entries(made) -> int:
    return made.session.query(AuditEntry).filter(AuditEntry.detail["forgotten"].as_boolean()).count()


def test_nobody_is_named_in_old_entries_of_the_log(filled):
    made, folder = filled
    clear(made, folder)
    made.session.commit()
    old = made.session.query(AuditEntry).filter(AuditEntry.done_at < LATER - timedelta(days=5 * 366))
    assert old.count() >= 1
    assert {(each.by_id, each.person_id) for each in old} == {(None, None)}
    assert {"forgotten": True, "duty": "contributor"} in [each.detail for each in old]
    assert clear(made, folder).counts["log"] == 0


def test_looking_only_changes_nothing(filled):
    made, folder = filled
    before = dump(made), files(folder)
    assert sum(clear(made, folder).counts.values()) == 7
    made.session.rollback()
    assert (dump(made), files(folder)) == before


def test_a_second_time_nothing_is_left_to_go(filled):
    made, folder = filled
    retention.remove(clear(made, folder), settings=settings(folder))
    made.session.commit()
    assert set(clear(made, folder).counts.values()) == {0}


def test_a_period_of_nothing_keeps_for_good(filled):
    made, folder = filled
    before = dump(made)
    done = clear(made, folder, **dict.fromkeys(periods.STANDARD, 0))
    assert set(done.counts.values()) == {0}
    assert dump(made) == before


def test_whoever_never_came_and_is_needed_stays_and_is_named(filled):
    made, folder = filled
    begin_write(made.session)
    made.session.query(NoticeConsent).filter_by(user_id=made.neighbour.id).delete()
    made.session.commit()
    assert clear(made, folder).kept == ["there@example.org"]


def test_whoever_has_a_link_that_still_works_is_waited_for(filled):
    made, folder = filled
    begin_write(made.session)
    other = made.session.query(User).filter_by(email="zoe.other@example.org").one()
    known = {"purpose": "invitation", "digest": "c" * 64, "created_at": NOW, "expires_at": LATER + timedelta(days=1)}
    made.session.add(Token(user_id=other.id, **known))
    made.session.commit()
    assert clear(made, folder).counts["invitations"] == 0


def test_what_killed_uploads_and_backups_left_goes_after_a_day_even_where_files_are_kept(filled):
    made, folder = filled
    upload, fresh = store(folder, HAD).with_name(".new-abc"), store(folder, HAD).with_name(".new-def")
    backup = folder / "backups" / ".backup-xyz"
    backup.mkdir(parents=True)
    for path in (upload, fresh, backup / "packed"):
        path.write_bytes(b"half")
    for path, hours in ((upload, 25), (backup, 25), (fresh, 23)):
        at = (LATER - timedelta(hours=hours)).timestamp()
        os.utime(path, (at, at))
    done = retention.clear(made.session, settings=settings(folder, files=0), now=LATER)
    assert (done.counts["files"], done.counts["unfinished"]) == (0, 2)
    assert upload.exists()  # looking deletes nothing
    made.session.commit()
    retention.remove(done, settings=settings(folder))
    assert (upload.exists(), backup.exists(), fresh.exists()) == (False, False, True)


def test_a_file_that_was_just_stored_again_stays(filled):
    made, folder = filled
    done = clear(made, folder)
    made.session.commit()
    again = store(folder, REMOVED)
    os.utime(again, (LATER.timestamp(), LATER.timestamp()))
    assert retention.remove(done, settings=settings(folder)) == 2
    assert again.read_bytes() == REMOVED
    assert not [name for name in files(folder) if ".gone" in name]
