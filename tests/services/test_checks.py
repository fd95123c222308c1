"""Checks over a whole assessment: in which order and weight, which are explained, what is in the way of submitting."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import InvalidError, ObstaclesError
from survey.models import Assessment, Citation, Comment, Evidence, EvidenceKind, Stage, Submission, Thread
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.rules import Rule, Rules
from survey.services import checks, editions, explaining, stages, submissions
from tests.databases import EACH, EXPLAINED, NOW, World, world_on
from tests.services.following import GIVEN, make_wave, submit
from tests.services.following import LATER as NEXT_WAVE

LATER = NOW + timedelta(hours=1)
BARE = "no_evidence-housing"


@pytest.fixture(params=EACH)
def here(request, tmp_path) -> World:
    return world_on(request.param, tmp_path)


def look(here: World, now=NOW) -> list[tuple[str, str, bool]]:
    """Return weight, key and whether it is explained of each finding."""
    found = checks.look(here.session, assessment=here.assessment, questionnaire=here.questionnaire, now=now)
    return [(one.finding.severity, one.finding.key, one.explained) for one in found]


def answer(here: World, now=NOW, **given: Answer) -> None:
    """Answer all that is given, the rest with "does not know"."""
    unknown = Answer(State.DOES_NOT_KNOW)
    here.save(now=now, **{code: (given.get(code, unknown), 0) for code in here.questionnaire.questions})


def cite(here: World, code: str, **more: object) -> Evidence:
    """Name a link as evidence for an answer."""
    begin_write(here.session)
    values = {"kind": EvidenceKind.LINK, "title": "Decision", "url": "https://example.org", **more}
    evidence = Evidence(region_id=here.assessment.region_id, added_at=NOW, added_by_id=here.coordinator.id, **values)
    here.session.add(evidence)
    here.session.flush()
    at = {"assessment_id": here.assessment.id, "cited_at": NOW, "cited_by_id": here.coordinator.id}
    here.session.add(Citation(question=code, evidence_id=evidence.id, **at))
    here.session.commit()
    return evidence


def send(here: World, now=LATER, **words: str) -> Submission:
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator, "now": now}
    made = submissions.submit(here.session, words=words, **known)
    here.session.commit()
    return made


def withdraw(here: World) -> None:
    stages.withdraw(here.session, assessment=here.assessment, reason="Again.", by=here.coordinator, now=LATER)
    here.session.commit()


def test_an_empty_assessment_lacks_every_answer_in_the_order_of_the_file(here):
    asked = ["support", "mixed", "staff", "share", "spaces", "proud", "visitors"]
    assert look(here) == [("error", f"unanswered-{code}", False) for code in asked]


def test_errors_come_before_warnings_before_notes(here):
    rules = Rules(
        questionnaire="small",
        edition="1",
        rules=(
            Rule(code="rule_note", severity="note", when="staff > 0", questions=("staff",), text="Look."),
            Rule(code="rule_wrong", severity="error", when="share > 20", questions=("share", "staff"), text="Wrong."),
        ),
    )
    begin_write(here.session)
    editions.keep_rules(here.session, edition=here.edition, rules=rules)
    here.session.commit()
    answer(
        here,
        support=Answer(State.ANSWERED, "everywhere"),
        staff=Answer(State.ANSWERED, 3),
        share=Answer(State.ANSWERED, 30),
    )
    assert look(here) == [
        ("error", "rule_wrong", False),
        ("warning", BARE, False),
        ("note", "rule_note", False),
    ]
    with pytest.raises(ObstaclesError) as refusal:
        send(here, **EXPLAINED)
    assert [one.key for one in refusal.value.obstacles] == ["rule_wrong"], "no word explains an error away"


def test_evidence_answers_the_question_for_it_until_it_is_gone(here):
    answer(here, support=Answer(State.ANSWERED, "everywhere"))
    assert look(here) == [("warning", BARE, False)]
    evidence = cite(here, "support")
    assert look(here) == []
    begin_write(here.session)
    evidence.removed_at, evidence.removed_by_id = NOW, here.coordinator.id
    here.session.commit()
    assert look(here) == [("warning", BARE, False)]


def test_a_broken_link_among_the_evidence_asks_for_a_word(here):
    answer(here, support=Answer(State.ANSWERED, "everywhere"))
    evidence = cite(here, "support", fault="404", checked_at=NOW)
    assert look(here) == [("warning", f"broken_link-{evidence.id}", False)]


def test_a_plan_is_over_where_the_wave_is_at_home(here):
    answer(here, support=Answer(State.PLANNED, "planned", planned_date=date(2026, 5, 10)))
    assert look(here, NOW.replace(day=10, hour=21, minute=59)) == []
    assert look(here, NOW.replace(day=10, hour=22)) == [("warning", "past_date-support", False)]


def test_a_jump_is_against_what_was_submitted_last_in_the_wave_before(here):
    submit(here, GIVEN)
    here.wave = make_wave(here, here.questionnaire)
    here.session.commit()
    wanted = sa.select(Assessment).where(Assessment.wave_id == here.wave.id)
    found = {one.region_id: one for one in here.session.scalars(wanted)}
    here.assessment, elsewhere = found[here.assessment.region_id], found[here.elsewhere.region_id]
    answer(here, NEXT_WAVE, share=Answer(State.ANSWERED, 40), spaces=Answer(State.ANSWERED, "some"))
    assert look(here) == [("warning", "jump-share", False)]  # 20.5 of 40 then, 40 of 40 today
    here.assessment = elsewhere
    assert {severity for severity, _, _ in look(here)} == {"error"}, "There has submitted nothing before"


def test_a_warning_asks_for_a_word_which_is_kept_as_a_comment(here):
    answer(here, support=Answer(State.ANSWERED, "everywhere"))
    for words in ({}, {BARE: " \r\n"}, {BARE: "\u3000\x00"}, {"unknown-key": "Something."}):
        with pytest.raises(ObstaclesError) as refusal:
            send(here, **words)
        assert [one.key for one in refusal.value.obstacles] == [BARE]
        here.session.rollback()
    assert here.session.scalars(sa.select(Comment)).all() == []
    send(here, **{BARE: " On our page.\r\nSee there.\x00 "})
    (comment,) = here.session.scalars(sa.select(Comment))
    assert (comment.words, comment.author_id, comment.number) == ("On our page.\nSee there.", here.coordinator.id, 1)
    assert here.session.scalars(sa.select(Thread.question)).all() == ["support"]


def test_a_word_that_is_too_long_is_refused_under_its_finding(here):
    answer(here, support=Answer(State.ANSWERED, "everywhere"))
    with pytest.raises(InvalidError) as refusal:
        send(here, **{BARE: "x" * (explaining.LONGEST + 1)})
    assert refusal.value.fields == {BARE: "long"}
    here.session.rollback()
    assert (here.assessment.stage, here.session.scalars(sa.select(Comment)).all()) == (Stage.DRAFT, [])
    assert send(here, **{BARE: "x" * explaining.LONGEST}).number == 1


def test_a_word_holds_until_the_answer_changes(here):
    answer(here, support=Answer(State.ANSWERED, "everywhere"))
    send(here, **{BARE: "On our page."})
    withdraw(here)
    assert look(here) == [("warning", BARE, True)]
    here.save(support=(Answer(State.ANSWERED, "partly"), 1), now=LATER + timedelta(hours=1))
    assert look(here) == [("warning", BARE, False)]
    with pytest.raises(ObstaclesError):
        send(here, LATER + timedelta(hours=2))
    here.session.rollback()
    send(here, LATER + timedelta(hours=2), **{BARE: "In parts."})
    assert here.session.scalars(sa.select(Comment.words).order_by(Comment.id)).all() == ["On our page.", "In parts."]


def test_what_was_explained_needs_no_word_again(here):
    answer(here, support=Answer(State.ANSWERED, "everywhere"))
    send(here, **{BARE: "On our page."})
    withdraw(here)
    assert send(here, LATER + timedelta(hours=1)).number == 2
    assert here.session.scalars(sa.select(Comment.words)).all() == ["On our page."]


def test_nothing_is_written_by_looking(here):
    answer(here, support=Answer(State.ANSWERED, "everywhere"))
    look(here)
    assert not here.session.new
    assert not here.session.dirty
