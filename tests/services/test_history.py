"""The history of a question: nothing missing, in order, page by page; earlier versions restored as new ones."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import ClosedError, NotFoundError
from survey.models import AnswerChange, Consent, Source, StoredAnswer
from survey.questionnaires.answers import Answer, State
from survey.scoring.lenses import Verdict
from survey.services import history, stages, submissions, verdicts
from survey.services.recording import Entry, record
from tests.databases import NOTHING, NOW, World, text, world


@pytest.fixture
def here(tmp_path) -> World:
    return world(tmp_path)


def after(minutes: int):
    return NOW + timedelta(minutes=minutes)


def past(here: World, code: str = "proud", before: int | None = None) -> history.History:
    return history.history(
        here.session,
        assessment=here.assessment,
        questionnaire=here.questionnaire,
        code=code,
        before=before,
    )


def restore(here: World, version: int, *, seen: int, by=None, now=NOW):
    outcome = history.restore(
        here.session,
        assessment=here.assessment,
        questionnaire=here.questionnaire,
        code="proud",
        version=version,
        seen=seen,
        by=by or here.coordinator,
        now=now,
    )
    here.session.commit()
    return outcome


def kinds(found: history.History) -> list[tuple[str, str | None]]:
    return [(each.kind.value, each.by) for each in found.events]


def test_a_question_without_answers_has_an_empty_history(here):
    assert past(here) == history.History([], None)


def test_each_version_stands_with_the_one_before_it(here):
    here.save(proud=(text("One"), 0))
    here.save(proud=(text("Two"), 1), now=after(1))
    here.save(proud=(NOTHING, 2), now=after(2), mixed=(Answer(State.ANSWERED, 3), 0))
    found = past(here)
    assert [
        (each.version.version, each.version.before, each.version.answer, each.version.current, each.at)
        for each in found.events
    ] == [
        (3, text("Two"), NOTHING, True, after(2)),
        (2, text("One"), text("Two"), False, after(1)),
        (1, NOTHING, text("One"), False, NOW),
    ]
    assert found.older is None


@pytest.mark.parametrize("source", list(Source))
def test_a_version_says_by_what_and_why_it_was_written(here, source):
    record(
        here.session,
        assessment=here.assessment,
        questionnaire=here.questionnaire,
        entries={"proud": Entry(text("One"), 0)},
        by=here.coordinator,
        now=NOW,
        source=source,
        why="The council decided.",
    )
    here.session.commit()
    version = past(here).events[0].version
    assert (version.source, version.why) == (source, "The council decided.")


def test_conflicts_reviews_and_replies_stand_between_the_versions(here):
    here.complete()
    here.save(proud=(text("Cafés"), 1), now=after(1))
    here.save(proud=(text("Houses"), 1), now=after(2))
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire}
    submissions.submit(here.session, **known, by=here.coordinator, now=after(3))
    stages.open_review(here.session, assessment=here.assessment, by=here.reviewer, now=after(4))
    verdict = {**known, "code": "proud", "version": 2, "by": here.reviewer, "reason": "Which?"}
    verdicts.give(here.session, **verdict, verdict=Verdict.RETURNED, now=after(5))
    verdicts.give(here.session, **verdict, verdict=Verdict.ADJUSTED, adjusted=text("One café"), now=after(6))
    reply = {"assessment": here.assessment, "code": "proud", "words": "No."}
    verdicts.reply(here.session, **reply, consent=Consent.DISPUTED, by=here.coordinator, now=after(7))
    verdicts.uphold(here.session, assessment=here.assessment, code="proud", by=here.reviewer, now=after(8))
    here.session.commit()
    found = past(here)
    assert kinds(found) == [
        ("upheld", "Reviewer"),
        ("reply", "Here"),
        ("review", "Reviewer"),
        ("review", "Reviewer"),
        ("conflict", "Here"),
        ("version", "Here"),
        ("version", "Here"),
    ]
    assert [each.review.replaced_at for each in found.events[2:4]] == [None, after(6)]
    assert kinds(past(here, "support")) == [("version", "Here")]


def test_a_long_history_comes_page_by_page_with_nothing_left_out_or_twice(here):
    for version in range(120):
        here.save(proud=(text(f"{version}"), version), now=after(version))
    here.save(proud=(text("stale"), 30), now=after(200))
    seen, conflicts, before = [], 0, None
    while True:
        found = past(here, before=before)
        seen += [each.version.version for each in found.events if each.version]
        conflicts += sum(each.kind is history.Kind.CONFLICT for each in found.events)
        assert all(each.version.before == text(f"{each.version.version - 2}") for each in found.events[1:9])
        assert sum(bool(each.version and each.version.current) for each in found.events) == (before is None)
        before = found.older
        if before is None:
            break
    assert seen == list(range(120, 0, -1))
    assert conflicts == 1


def test_an_earlier_version_is_restored_as_a_new_one(here):
    here.save(proud=(text("One"), 0))
    here.save(proud=(text("Two"), 1))
    assert restore(here, 1, seen=2).written == {"proud"}
    newest = past(here).events[0].version
    assert (newest.version, newest.answer, newest.source, newest.why) == (3, text("One"), Source.PAGE, "restored")
    assert here.session.scalar(sa.select(sa.func.count(AnswerChange.id))) == 3


def test_what_holds_already_is_not_written_again(here):
    here.save(proud=(text("One"), 0))
    outcome = restore(here, 1, seen=1)
    assert (outcome.written, outcome.saved) == (set(), {"proud": 1})


def test_restoring_never_overwrites_what_was_not_seen(here):
    here.save(proud=(text("One"), 0))
    here.save(proud=(text("Two"), 1))
    here.save(proud=(text("Three"), 2), by=here.coordinator)
    outcome = restore(here, 1, seen=2)
    assert [each.code for each in outcome.conflicts] == ["proud"]
    assert here.session.scalar(sa.select(StoredAnswer.value)) == "Three"
    assert ("conflict", "Here") in kinds(past(here))


def test_only_who_keeps_the_log_of_the_region_restores(here):
    here.save(proud=(text("One"), 0))
    here.save(proud=(text("Two"), 1))
    for other in (here.contributor, here.team, here.administrator, here.neighbour, here.reviewer):
        known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "code": "proud", "by": other}
        assert not history.may_restore(here.session, **known)
        with pytest.raises(NotFoundError):
            restore(here, 1, seen=2, by=other)
        here.session.rollback()
    known["by"] = here.coordinator
    assert history.may_restore(here.session, **known)


@pytest.mark.parametrize("version", [0, 2, 99])
def test_a_version_that_never_was_is_not_found(here, version):
    here.save(proud=(text("One"), 0))
    with pytest.raises(NotFoundError):
        restore(here, version, seen=1)


def test_nothing_is_restored_in_what_is_submitted_or_over(here):
    here.complete()
    here.save(proud=(text("Two"), 1))
    with pytest.raises(ClosedError):
        restore(here, 1, seen=2, now=NOW + timedelta(days=90))
    here.session.rollback()
    begin_write(here.session)
    submissions.submit(
        here.session,
        assessment=here.assessment,
        questionnaire=here.questionnaire,
        by=here.coordinator,
        now=NOW,
    )
    here.session.commit()
    with pytest.raises(ClosedError):
        restore(here, 1, seen=2)


def test_a_question_that_is_not_asked_has_no_history(here):
    with pytest.raises(NotFoundError):
        past(here, "nonsense")
