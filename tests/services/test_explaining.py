"""Words about findings: as they are kept, at each question, in threads that are there or not."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import InvalidError
from survey.models import AuditEntry, Deed, Thread
from survey.services import comments, explaining
from survey.services.findings import Finding
from tests.databases import EACH, NOW, World, world_on

LATER = NOW + timedelta(hours=1)
BOTH = Finding("rule_help", "warning", ("support", "mixed"), "rule_help", lambda: "Who?")


@pytest.fixture(params=EACH)
def here(request, tmp_path) -> World:
    return world_on(request.param, tmp_path)


def keep(here: World, words: str, finding: Finding = BOTH) -> None:
    begin_write(here.session)
    explaining.keep(here.session, assessment=here.assessment, said=[(finding, words)], by=here.coordinator, now=LATER)
    here.session.commit()


def threads(here: World) -> dict[str, list[tuple[int, str]]]:
    here.session.expire_all()
    found = here.session.scalars(sa.select(Thread).order_by(Thread.question))
    return {each.question: [(one.number, one.words) for one in each.comments] for each in found}


def test_words_are_kept_as_comments_are_and_empty_ones_are_left_out():
    assert explaining.checked({"a": " One\r\ntwo \x00", "b": "", "c": " \n", "d": "\u2003"}) == {"a": "One\ntwo"}
    assert explaining.checked({"a": "x\r\n" * 500}) == {"a": "x\n" * 499 + "x"}, "a new line is one character"


def test_all_words_that_are_too_long_are_named():
    with pytest.raises(InvalidError) as refusal:
        explaining.checked({"a": "x" * 1001, "b": "y", "c": "z" * 100_000})
    assert refusal.value.fields == {"a": "long", "c": "long"}


def test_a_word_stands_at_each_question_and_goes_on_in_threads_that_are_there(here):
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.contributor, "now": NOW}
    comments.write(here.session, code="support", words="Hm.", chosen=(), **known)
    here.session.commit()
    keep(here, "The district does.")
    assert threads(here) == {
        "mixed": [(1, "The district does.")],
        "support": [(1, "Hm."), (2, "The district does.")],
    }


def test_the_log_remembers_what_was_explained(here):
    keep(here, "The district does.")
    noted = here.session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == Deed.COMMENTED))
    assert {(one.question, one.detail["check"], one.detail["number"]) for one in noted} == {
        ("support", "rule_help", 1),
        ("mixed", "rule_help", 1),
    }


def test_a_resolved_thread_is_open_again(here):
    keep(here, "One.")
    comments.resolve(here.session, assessment=here.assessment, code="support", by=here.coordinator, now=LATER)
    here.session.commit()
    keep(here, "Two.")
    thread = here.session.scalars(sa.select(Thread).where(Thread.question == "support")).one()
    assert (thread.resolved_at, thread.resolved_by_id) == (None, None)
    reopened = here.session.scalars(sa.select(AuditEntry.question).where(AuditEntry.deed == Deed.THREAD_REOPENED))
    assert reopened.all() == ["support"]
