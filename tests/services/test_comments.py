"""Comments: written one after the other, resolved and opened again, calling people who may read them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from survey.database import begin_write, sessions
from survey.errors import ClosedError, InvalidError, NotFoundError
from survey.models import Assessment, AuditEntry, Comment, Deed, Stage, Thread, User
from survey.services import comments
from survey.services.mentions import MentionError
from tests.databases import NOW, World, bind, colleague, person, world


@pytest.fixture
def here(tmp_path) -> World:
    return world(tmp_path)


def write(here: World, words: str, *, code: str = "support", by=None, chosen=()) -> comments.Written:
    written = comments.write(
        here.session,
        assessment=here.assessment,
        questionnaire=here.questionnaire,
        code=code,
        words=words,
        by=by or here.coordinator,
        now=NOW,
        chosen=chosen,
    )
    here.session.commit()
    return written


def settle(here: World, do, *, by=None) -> None:
    do(here.session, assessment=here.assessment, code="support", by=by or here.coordinator, now=NOW)
    here.session.commit()


def at_stage(here: World, stage: Stage) -> None:
    begin_write(here.session)
    values = {"stage": stage, "submitted_at": NOW, "submitted_by_id": here.coordinator.id}
    here.session.execute(sa.update(type(here.assessment)).values(**values))
    here.session.commit()
    here.session.expire_all()


def deeds(here: World) -> list[Deed]:
    return list(
        here.session.scalars(sa.select(AuditEntry.deed).where(AuditEntry.by_id.is_not(None)).order_by(AuditEntry.id))
    )


def test_comments_stand_in_the_order_in_which_they_were_written(here):
    write(here, "Who knows?")
    write(here, "  I do.\r\nSee below.\x00 ", by=here.contributor)
    found = comments.thread(here.session, assessment=here.assessment, code="support")
    assert [(one.number, one.author.name, one.words) for one in found.comments] == [
        (1, "Here", "Who knows?"),
        (2, "Contributor", "I do.\nSee below."),
    ]
    assert deeds(here) == [Deed.COMMENTED, Deed.COMMENTED]


def test_nothing_of_the_words_is_in_the_audit_log(here):
    write(here, "Confidential words.")
    assert here.session.scalars(sa.select(AuditEntry.detail).where(AuditEntry.by_id.is_not(None))).one() == {
        "number": 1
    }


def test_the_same_words_sent_twice_are_one_comment(here):
    first = write(here, "@Contributor please look.")
    again = write(here, "@Contributor please look.")
    assert (first.called, again.called) == ([here.contributor], [])
    assert here.session.scalar(sa.select(sa.func.count(Comment.id))) == 1


def test_a_thread_is_resolved_and_opened_again_by_whoever_comments(here):
    write(here, "Who knows?")
    settle(here, comments.resolve, by=here.contributor)
    settle(here, comments.resolve)
    found = comments.thread(here.session, assessment=here.assessment, code="support")
    assert (found.resolved_at, found.resolved_by) == (NOW, here.contributor)
    settle(here, comments.reopen)
    assert found.resolved_at is None
    assert deeds(here) == [Deed.COMMENTED, Deed.THREAD_RESOLVED, Deed.THREAD_REOPENED]


def test_writing_opens_a_resolved_thread(here):
    write(here, "Who knows?")
    settle(here, comments.resolve)
    write(here, "Wait.")
    assert comments.of_questions(here.session, here.assessment)["support"].resolved is False
    assert deeds(here)[-2:] == [Deed.THREAD_REOPENED, Deed.COMMENTED]


@pytest.mark.parametrize("do", [comments.resolve, comments.reopen])
def test_what_nobody_has_begun_is_not_resolved(here, do):
    with pytest.raises(NotFoundError):
        settle(here, do)


@pytest.mark.parametrize(
    ("words", "code"), [("", "missing"), (" \n\x00", "missing"), ("a" * 4001, "long"), ("\ud800", "missing")]
)
def test_words_that_are_none_or_too_many_are_refused(here, words, code):
    with pytest.raises(InvalidError) as caught:
        write(here, words)
    assert caught.value.fields == {"words": code}
    assert here.session.scalar(sa.select(Thread.id)) is None


def test_the_longest_comment_is_kept_whole(here):
    assert len(write(here, "ä" * 4000).comment.words) == 4000


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("@Contributor, look.", ["Contributor"]),
        ("(@here)", []),
        ("@Team and @administrator: see @Team", ["Administrator", "Team"]),
        ("Write to info@contributor.example", []),
        ("Ask @CONTRIBUTOR’s colleague, or @Contributor.", ["Contributor"]),
    ],
)
def test_people_are_called_by_name_and_nobody_calls_themselves(here, words, names):
    assert [one.name for one in write(here, words).called] == names


@pytest.mark.parametrize(
    ("words", "code"), [("@", "nobody"), ("at @ noon", "nobody"), ("@Nobody!", "unknown"), ("@There?", "unknown")]
)
def test_a_mention_of_nobody_is_refused_and_nothing_is_kept(here, words, code):
    with pytest.raises(MentionError) as caught:
        write(here, words)
    assert [one.code for one in caught.value.unclear] == [code]
    here.session.rollback()
    assert here.session.scalar(sa.select(Thread.id)) is None


def two_of_a_name(here: World) -> list[int]:
    begin_write(here.session)
    made = [person(here.session, name, region=here.assessment.region) for name in ("anna a. berg", "anna b. berg")]
    here.session.commit()
    return [one.id for one in made]


def test_a_part_of_a_name_that_several_have_is_ambiguous_until_one_is_chosen(here):
    anna, other = two_of_a_name(here)
    with pytest.raises(MentionError) as caught:
        write(here, "@Anna, @Nobody")
    assert [(one.typed, one.names) for one in caught.value.unclear] == [
        ("Anna", ("Anna A. Berg", "Anna B. Berg")),
        ("Nobody", ()),
    ]
    here.session.rollback()
    assert [one.id for one in write(here, "@Anna?", chosen=[other]).called] == [other]
    assert [one.id for one in write(here, "@anna a. berg?").called] == [anna]


def test_a_whole_name_is_not_taken_for_the_beginning_of_another(here):
    colleague(here)
    with pytest.raises(MentionError):
        write(here, "@Colleagues")


def test_people_are_called_by_choice_if_they_may_view(here):
    assert write(here, "Look.", chosen=[here.team.id]).called == [here.team]
    for other in (here.neighbour, here.reviewer):
        with pytest.raises(InvalidError) as caught:
            write(here, "Look again.", chosen=[other.id])
        assert caught.value.fields == {"chosen": "unknown"}
        here.session.rollback()


def test_only_who_may_view_reads(here):
    def names() -> list[str]:
        return [one.name for one in comments.readers(here.session, assessment=here.assessment)]

    assert names() == ["Administrator", "Contributor", "Here", "Team"]
    at_stage(here, Stage.IN_REVIEW)
    assert names() == ["Administrator", "Contributor", "Here", "Reviewer", "Team"]


def test_who_may_comment_depends_on_the_stage(here):
    for other in (here.team, here.neighbour, here.reviewer):
        with pytest.raises(NotFoundError):
            write(here, "Not now.", by=other)
        here.session.rollback()
    at_stage(here, Stage.IN_REVIEW)
    for number, by in enumerate((here.reviewer, here.team, here.coordinator), 1):
        assert write(here, "Now.", by=by).comment.number == number
    at_stage(here, Stage.CONCLUDED)
    with pytest.raises(ClosedError):
        write(here, "Too late.")


def test_a_question_that_is_not_asked_has_no_comments(here):
    with pytest.raises(NotFoundError):
        write(here, "What?", code="nonsense")


def test_the_threads_of_a_page_are_read_in_one_statement(here):
    for words in ("One", "Two", "Three"):
        write(here, words)
    write(here, "Other", code="mixed", by=here.contributor)
    statements = []
    sa.event.listen(here.session.get_bind(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    found = comments.of_questions(here.session, here.assessment)
    assert found["support"] == comments.Brief(3, "Three", "Here", NOW, False)
    assert set(found) == {"support", "mixed"}
    assert sum(each.startswith("SELECT") for each in statements) == 1
    assert comments.counts(here.session, here.assessment) == {"support": 3, "mixed": 1}
    assert comments.of_questions(here.session, here.elsewhere) == {}
    assert comments.counts(here.session, here.elsewhere) == {}


def test_many_who_write_at_once_get_numbers_one_by_one(here, tmp_path):
    def write_ten(name: str) -> None:
        session = sessions(bind(tmp_path))()
        by = session.scalars(sa.select(User).where(User.name == name)).unique().one()
        assessment = session.get_one(Assessment, here.assessment.id)
        for turn in range(10):
            known = {"assessment": assessment, "questionnaire": here.questionnaire, "code": "support"}
            comments.write(session, **known, words=f"{name} {turn}", by=by, now=NOW)
            session.commit()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write_ten, ["Here", "Contributor"]))
    found = here.session.execute(sa.select(Comment.number, Comment.words).order_by(Comment.number)).all()
    assert [row.number for row in found] == list(range(1, 21))
    assert {row.words for row in found} == {f"{name} {turn}" for name in ("Here", "Contributor") for turn in range(10)}
