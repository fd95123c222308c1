"""What needs an administrator: each matter by itself, its words and its cure, and nothing on a good day."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import NotFoundError
from survey.models import Evidence, EvidenceKind, Installation, MailState, Mandate, Topic
from survey.policy import OPERATOR
from survey.services import attention, links, outbox, runs
from survey.services.attention import Matter, Need
from survey.services.attention_words import words
from survey.services.evidence_words import Piece
from tests.databases import NOW, world
from tests.installations import settings
from tests.services.citing import add

DAY = timedelta(days=1)
HEAD = "0011"


@pytest.fixture
def here(tmp_path):
    """A world as it is on a good day: everybody has come, a backup of tonight, tables as the code needs them."""
    made = world(tmp_path)
    begin_write(made.session)
    for one in (made.coordinator, made.neighbour, made.team, made.administrator, made.contributor, made.reviewer):
        one.password = "hash"
    made.session.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
    made.session.execute(sa.text(f"INSERT INTO alembic_version VALUES ('{HEAD}')"))
    made.session.commit()
    run(made, "backup", rows=3)
    return made


def run(here, name: str, *, ago: timedelta = DAY / 2, fault: str | None = None, **counts: int) -> None:
    runs.keep(here.session, name=name, started=NOW - ago, ended=NOW - ago, counts=counts, fault=fault)
    here.session.commit()


def needs(here, tmp_path, *, heads=(HEAD,), now=NOW, **change) -> list[Need]:
    of = replace(settings(tmp_path), **change)
    return attention.look(here.session, settings=of, heads=heads, now=now, by=here.administrator)


def look(here, tmp_path, **how) -> dict[Matter, dict]:
    return {one.matter: dict(one.said) for one in needs(here, tmp_path, **how)}


def test_nothing_needs_anybody_on_a_good_day(here, tmp_path):
    found = look(here, tmp_path)
    found.pop(Matter.DISK, None)  # the disk of whoever runs this may be full
    assert found == {}


def test_tables_of_another_version_come_before_everything(here, tmp_path):
    assert look(here, tmp_path, heads=("0012",)) == {Matter.TABLES: {"at": HEAD, "needed": "0012"}}


def test_a_backup_is_missed_after_two_days_whether_it_is_a_file_or_a_run(here, tmp_path):
    assert Matter.BACKUP not in look(here, tmp_path, now=NOW + DAY)
    assert look(here, tmp_path, now=NOW + 3 * DAY)[Matter.BACKUP] == {"days": 3}
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "survey-20260507T020000Z.tar.gz").write_bytes(b"1")
    assert Matter.BACKUP not in look(here, tmp_path, now=NOW + 3 * DAY)


def test_a_backup_that_was_never_made(here, tmp_path):
    begin_write(here.session)
    here.session.execute(sa.text("DELETE FROM scheduled_run"))
    here.session.commit()
    assert look(here, tmp_path)[Matter.BACKUP] == {"days": None}
    assert Matter.BACKUP not in look(here, tmp_path, demonstration=True)


def test_a_run_that_went_wrong_is_said_until_one_goes_well(here, tmp_path):
    run(here, "remind", fault="Not sent: 2. The next run tries again.", sent=1)
    said = look(here, tmp_path)[Matter.RUN_FAILED]
    assert (said["name"], said["fault"]) == ("remind", "Not sent: 2. The next run tries again.")
    run(here, "remind", sent=2)
    assert Matter.RUN_FAILED not in look(here, tmp_path)


def test_a_run_is_told_with_the_command_that_there_is(here, tmp_path):
    run(here, "check-backup", fault="survey-1.tar.gz is damaged.")
    (said,) = [one for one in needs(here, tmp_path) if one.matter is Matter.RUN_FAILED]
    assert words(said, zone="Europe/Brussels").command == "survey storage --check"


def test_work_that_does_not_come_is_overdue_and_named(here, tmp_path):
    begin_write(here.session)
    here.session.add(Installation(id=1, kind="real", created_at=NOW - 3 * DAY))
    here.session.commit()
    for name in ("mail send", "remind", "check-links"):
        run(here, name)
    late = {"commands": ["survey mail send", "survey remind", "survey retention", "survey check-certificate"]}
    assert look(here, tmp_path)[Matter.OVERDUE] == late
    assert Matter.OVERDUE not in look(here, tmp_path, demonstration=True)
    for name in ("mail send", "remind", "retention", "check-certificate"):
        run(here, name, ago=DAY / 48)
    assert Matter.OVERDUE not in look(here, tmp_path)


def test_a_certificate_is_told_of_three_weeks_before_its_end(here, tmp_path):
    public = {"base_url": "https://survey.example.org", "smtp_url": "smtps://mail.example.org"}
    run(here, "check-certificate", days=21)
    assert Matter.CERTIFICATE not in look(here, tmp_path, **public)
    assert look(here, tmp_path, now=NOW + DAY, **public)[Matter.CERTIFICATE] == {"days": 20}
    assert Matter.CERTIFICATE not in look(here, tmp_path, now=NOW + DAY)  # people come by http now
    run(here, "check-certificate", fault="Browsers do not take the certificate: it has expired.", days=-1)
    found = look(here, tmp_path, **public)
    assert found[Matter.CERTIFICATE] == {"days": -1}
    assert Matter.RUN_FAILED not in found
    ended = words(Need(Matter.CERTIFICATE, {"days": -1}), zone="Europe/Brussels")
    assert ended.what == "The certificate has ended: browsers warn everybody who comes."


def test_regions_that_nobody_coordinates_are_named(here, tmp_path):
    begin_write(here.session)
    here.session.scalars(sa.select(Mandate).where(Mandate.user_id == here.neighbour.id)).unique().one().until = NOW
    here.coordinator.active = False
    here.session.commit()
    assert [one.key for one in look(here, tmp_path)[Matter.COORDINATORS]["regions"]] == ["here", "there"]


def test_people_who_have_not_come_wait_and_their_links_end(here, tmp_path):
    begin_write(here.session)
    here.coordinator.password = here.neighbour.password = None
    links.make(here.session, user=here.coordinator, purpose=links.Purpose.INVITATION, now=NOW)
    here.session.commit()
    assert look(here, tmp_path)[Matter.INVITATIONS] == {"waiting": 1, "over": 1}
    assert look(here, tmp_path, now=NOW + 15 * DAY)[Matter.INVITATIONS] == {"waiting": 0, "over": 2}


def test_the_first_administrator_waits_while_the_link_that_was_printed_works(here, tmp_path):
    begin_write(here.session)
    here.coordinator.password = None
    links.make(here.session, user=here.coordinator, purpose=links.Purpose.SIGN_IN, now=NOW)
    here.session.commit()
    assert look(here, tmp_path)[Matter.INVITATIONS] == {"waiting": 1, "over": 0}
    assert look(here, tmp_path, now=NOW + DAY)[Matter.INVITATIONS] == {"waiting": 0, "over": 1}


def test_mails_that_were_given_up_or_wait_for_hours(here, tmp_path):
    words = outbox.Words("Subject", "Body")
    waits = outbox.put(here.session, topic=Topic.WORK, to=here.coordinator, words=words, now=NOW)
    lost = outbox.put(here.session, topic=Topic.WORK, to=here.neighbour, words=words, now=NOW)
    lost.state, lost.ended_at = MailState.GIVEN_UP, NOW
    here.session.commit()
    assert look(here, tmp_path)[Matter.MAILS] == {"given_up": 1, "waiting": 0}
    assert look(here, tmp_path, now=NOW + DAY)[Matter.MAILS] == {"given_up": 1, "waiting": 1}
    assert waits.state is MailState.WAITING


def test_links_that_lead_nowhere_are_counted_while_an_answer_names_them(here, tmp_path):
    add(here, Piece(EvidenceKind.LINK, "Gone", url="https://example.org/gone"))
    assert Matter.LINKS not in look(here, tmp_path)
    begin_write(here.session)
    here.session.execute(sa.update(Evidence).values(checked_at=NOW, fault="gone"))
    known = {"added_at": NOW, "added_by_id": here.coordinator.id, "checked_at": NOW, "fault": "gone"}
    uncited = Evidence(region_id=1, kind=EvidenceKind.LINK, title="Old", url="https://example.org/old", **known)
    here.session.add(uncited)
    here.session.commit()
    assert look(here, tmp_path)[Matter.LINKS] == {"count": 1}


def test_how_people_come_and_how_mails_leave(here, tmp_path):
    open_to_all = {"base_url": "http://survey.example.org"}
    found = look(here, tmp_path, **open_to_all)
    assert found[Matter.NO_HTTPS] == {"address": "http://survey.example.org"}
    assert found[Matter.MAIL_FILES] == {"count": 0}
    well = {"base_url": "https://survey.example.org", "smtp_url": "smtps://mail.example.org"}
    assert {Matter.NO_HTTPS, Matter.MAIL_FILES}.isdisjoint(look(here, tmp_path, **well))


def test_the_most_urgent_comes_first(here, tmp_path):
    run(here, "remind", fault="OSError")
    found = look(here, tmp_path, base_url="http://survey.example.org", demonstration=True, now=NOW)
    found.pop(Matter.DISK, None)
    assert list(found) == [Matter.RUN_FAILED, Matter.NO_HTTPS, Matter.MAIL_FILES, Matter.DEMONSTRATION]


def test_it_is_for_administrators(here, tmp_path):
    for by in (here.team, here.coordinator):
        with pytest.raises(NotFoundError):
            attention.look(here.session, settings=settings(tmp_path), heads=(HEAD,), now=NOW, by=by)
    assert attention.look(here.session, settings=settings(tmp_path), heads=("9",), now=NOW, by=OPERATOR)


SAID = {
    Matter.TABLES: {"at": "0004", "needed": "0010"},
    Matter.DISK: {"free": 900_000_000, "total": 40_000_000_000},
    Matter.RUN_FAILED: {"name": "remind", "at": NOW, "fault": "OSError"},
    Matter.CERTIFICATE: {"days": 1},
    Matter.OVERDUE: {"commands": ["survey mail send", "survey remind"]},
    Matter.BACKUP: {"days": 3},
    Matter.NO_HTTPS: {"address": "http://survey.example.org"},
    Matter.MAIL_FILES: {"count": 2},
    Matter.INVITATIONS: {"waiting": 1, "over": 2},
    Matter.MAILS: {"given_up": 1, "waiting": 2},
    Matter.LINKS: {"count": 2},
    Matter.DEMONSTRATION: {},
}
TOLD = {
    Matter.TABLES: "The tables are at 0004, and this version needs 0010.",
    Matter.DISK: "The disk is nearly full: 900.0 MB of 40.0 GB are free.",
    Matter.RUN_FAILED: "“survey remind” went wrong on 4 May 2026, 12:30: OSError",
    Matter.CERTIFICATE: "The certificate is good for 1 more day.",
    Matter.OVERDUE: "This is overdue: survey mail send, survey remind.",
    Matter.BACKUP: "The last backup is 3 days old.",
    Matter.NO_HTTPS: "People come by http, at http://survey.example.org: what they send can be read on the way.",
    Matter.MAIL_FILES: "No mail server is set: 2 mails are files that nobody gets.",
    Matter.COORDINATORS: "Nobody coordinates these regions: Here, There.",
    Matter.INVITATIONS: "1 person was invited and has not come yet. The links of 2 invited people work no more.",
    Matter.MAILS: "1 mail was given up. 2 mails have waited for more than an hour.",
    Matter.LINKS: "2 links in evidence lead nowhere.",
    Matter.DEMONSTRATION: "This is a demonstration: all answers are invented, and every page says so.",
}


@pytest.mark.parametrize("matter", list(Matter))
def test_each_matter_is_told_with_its_cure_and_command(here, matter):
    said = SAID.get(matter) or {"regions": [here.assessment.region, here.elsewhere.region]}
    told = words(Need(matter, said), zone="Europe/Brussels")
    assert told.what == TOLD[matter]
    assert told.cure.endswith(".")
    assert told.command
