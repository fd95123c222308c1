"""The queue of mails: in the transaction of the deed, seen by who runs the survey, tried again, withdrawn, tidied."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import BadValueError, ClosedError, NotFoundError
from survey.models import AuditEntry, Mail, MailState, Topic
from survey.policy import OPERATOR
from survey.services import outbox
from survey.services.outbox import Words
from tests.databases import EACH, NOW, World, world_on
from tests.services.posting import PLAIN, Settings, after, files, put, row, send


@pytest.fixture(params=EACH)
def here(request, tmp_path) -> World:
    return world_on(request.param, tmp_path)


def test_a_mail_is_there_with_its_deed_and_gone_without_it(here):
    begin_write(here.session)
    outbox.put(here.session, topic=Topic.WORK, to=here.contributor, words=PLAIN, now=NOW)
    here.session.rollback()
    assert outbox.listed(here.session, by=OPERATOR) == []
    key = put(here)
    found = row(here, key)
    assert (found.state, found.to, found.by_id) == ("waiting", "contributor@example.org", here.coordinator.id)


def test_a_name_is_told_of_once(here):
    name = outbox.name("told", 1, 2)
    put(here, once=name)
    begin_write(here.session)
    again = outbox.put(here.session, topic=Topic.WORK, to=here.contributor, words=PLAIN, now=NOW, once=name)
    assert again is None
    assert outbox.name("told", 1, 2) != outbox.name("told", 12)


def test_what_can_be_no_mail_is_refused_before_anything_is_kept(here):
    with pytest.raises(BadValueError):
        put(here, words=Words("One\r\nBcc: all@example.org", "text"))


@pytest.mark.parametrize("name", ["coordinator", "contributor", "reviewer", "neighbour"])
def test_only_who_runs_the_survey_sees_and_changes_the_queue(here, name):
    key, who = put(here), getattr(here, name)
    with pytest.raises(NotFoundError):
        outbox.listed(here.session, by=who)
    for change in (outbox.retry, outbox.withdraw):
        with pytest.raises(NotFoundError):
            change(here.session, key=key, by=who, now=NOW)
        here.session.rollback()
    assert row(here, key).state == "waiting"


def test_the_list_begins_with_the_newest_and_can_be_narrowed(here, tmp_path):
    first, second = put(here), put(here, words=Words("Second", "text"))
    send(here, Settings(tmp_path), keys=[first])
    assert [one.id for one in outbox.listed(here.session, by=here.administrator)] == [second, first]
    assert [one.id for one in outbox.listed(here.session, by=here.team, states=[MailState.SENT])] == [first]
    assert outbox.counts(here.session) == {"waiting": 1, "sent": 1, "given_up": 0, "withdrawn": 0}


def test_a_withdrawn_mail_is_never_sent_and_its_words_are_gone(here, tmp_path):
    key = put(here)
    outbox.withdraw(here.session, key=key, by=here.administrator, now=NOW)
    here.session.commit()
    assert send(here, Settings(tmp_path), keys=[key]) == []
    assert (row(here, key).state, row(here, key).body) == ("withdrawn", None)
    with pytest.raises(ClosedError, match="withdrawn"):
        outbox.retry(here.session, key=key, by=here.administrator, now=NOW)


def test_a_mail_that_was_given_up_can_be_tried_again(here, tmp_path):
    key = put(here)
    send(here, Settings(tmp_path), now=after(days=3))
    assert row(here, key).state == "given_up"
    outbox.retry(here.session, key=key, by=here.administrator, now=after(days=4))
    here.session.commit()
    assert [one.state for one in send(here, Settings(tmp_path), now=after(days=4))] == ["sent"]
    with pytest.raises(ClosedError, match="sent"):
        outbox.retry(here.session, key=key, by=here.administrator, now=after(days=4))


def test_trying_again_and_withdrawing_stand_in_the_log_with_whom_and_about_what(here):
    first, second = put(here), put(here)
    outbox.retry(here.session, key=first, by=here.administrator, now=NOW)
    outbox.withdraw(here.session, key=second, by=OPERATOR, now=after(hours=1))
    here.session.commit()
    kept = here.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert [(one.deed, one.by, one.person, one.detail) for one in reversed(kept)] == [
        ("mail_retried", here.administrator, here.contributor, {"topic": "work"}),
        ("mail_withdrawn", None, here.contributor, {"topic": "work"}),
    ]


def test_a_farewell_goes_with_its_row_however_it_ends(here, tmp_path):
    gone = "former.colleague@example.org"
    farewell = {"topic": Topic.FAREWELL, "to": None, "by": None, "address": gone}
    sent, late, never, other = put(here, **farewell), put(here, **farewell), put(here, **farewell), put(here)
    assert [one.to for one in send(here, Settings(tmp_path), keys=[sent])] == [gone]
    assert gone in files(tmp_path)[0]
    assert [one.state for one in send(here, Settings(tmp_path), keys=[late], now=after(days=4))] == ["given_up"]
    outbox.withdraw(here.session, key=never, by=here.administrator, now=NOW)
    here.session.commit()
    assert [one.id for one in outbox.listed(here.session, by=OPERATOR)] == [other]


def test_a_mail_that_is_being_sent_is_left_alone(here):
    key = put(here)
    begin_write(here.session)
    here.session.execute(sa.update(Mail).values(claimed_until=after(minutes=5)))
    here.session.commit()
    with pytest.raises(ClosedError, match="being_sent"):
        outbox.withdraw(here.session, key=key, by=OPERATOR, now=NOW)


def test_a_mail_that_is_not_there_is_not_found(here):
    with pytest.raises(NotFoundError):
        outbox.retry(here.session, key=99, by=OPERATOR, now=NOW)


def test_what_did_not_arrive_is_told_until_a_later_mail_does(here, tmp_path):
    people = [here.contributor.id, here.reviewer.id]
    (tmp_path / "mail").write_text("a file where the folder should be")
    first = put(here)
    assert outbox.unsent(here.session, people=people) == {}, "nobody has tried yet"
    send(here, Settings(tmp_path))
    assert {who: one.id for who, one in outbox.unsent(here.session, people=people).items()} == {people[0]: first}
    (tmp_path / "mail").unlink()
    send(here, Settings(tmp_path), keys=[put(here, words=Words("Second", "text"))])
    assert outbox.unsent(here.session, people=people) == {}


def test_words_are_forgotten_after_two_weeks_and_mails_after_a_month(here, tmp_path):
    given_up, sent, waiting = put(here), put(here), put(here, now=after(days=60))
    send(here, Settings(tmp_path), now=after(days=3), keys=[given_up])
    send(here, Settings(tmp_path), keys=[sent])
    outbox.tidy(here.session, now=after(days=16))
    here.session.commit()
    assert row(here, given_up).body == PLAIN.body
    assert outbox.tidy(here.session, now=after(days=17) + timedelta(seconds=1)) == 0
    here.session.commit()
    assert row(here, given_up).body is None
    assert outbox.tidy(here.session, now=after(days=40)) == 2
    here.session.commit()
    assert [one.id for one in outbox.listed(here.session, by=OPERATOR)] == [waiting]
