"""The meeting: what is most disagreed upon first, the agreed answer in the history, minority views, two lenses."""

import pytest

from survey.errors import ClosedError, InvalidError, NotFoundError
from survey.models import AnswerChange, Deed, MinorityView, Source, StoredAnswer
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.scoring.aggregation import score
from survey.scoring.framework import build
from survey.scoring.points import matrix
from survey.services import individual, meeting, submissions
from survey.services.meeting import LONGEST_VIEW
from survey.services.recording import Entry
from tests.databases import NOW, World, colleague, world
from tests.services.separate import around, ask, deeds, done, say, value

UNKNOWN = Answer(State.DOES_NOT_KNOW)
MINE = {"support": value("everywhere"), "services": value(("advice", "legal")), "mixed": value(1), "share": value(10.0)}
YOURS = {"support": value("no"), "mixed": value(3), "share": value(10.0), "visitors": value(7.0)}


@pytest.fixture
def here(tmp_path) -> World:
    made = world(tmp_path)
    ask(made)
    say(made, made.coordinator, **MINE)
    say(made, made.contributor, **YOURS)
    done(made, made.coordinator, made.contributor)
    return made


def opened(here: World, by=None):
    return meeting.opened(here.session, **around(here, by or here.coordinator))


def agree(here: World, answer: Answer, *, version: int = 0, by=None):
    outcome = meeting.agree(
        here.session, entries={"support": Entry(answer, version)}, **around(here, by or here.coordinator)
    )
    here.session.commit()
    return outcome


def hold(here: World, words: str, *, by=None, code: str = "support") -> None:
    meeting.hold(here.session, code=code, words=words, **around(here, by or here.contributor))
    here.session.commit()


def test_what_is_most_disagreed_upon_comes_first(here):
    _, found = opened(here)
    distances = {code: each.distance for code, each in found.spread.items() if each.distance}
    # support: shares 1 and 0; mixed: 0 and a half; visitors: a number and nothing; services: asked of one alone
    assert distances == {"support": 0.5, "mixed": 0.25, "visitors": 0.5}
    assert found.order == ["support", "visitors", "mixed", *[code for code in found.spread if code not in distances]]
    assert found.spread["services"].people == 1
    assert found.spread["share"].people == 2


def test_who_said_what(here):
    consensus, found = opened(here, here.contributor)
    assert [(one.answer, one.names) for one in meeting.voices(consensus, found, "support")] == [
        (value("everywhere"), ["Here"]),
        (value("no"), ["Contributor"]),
    ]
    assert [(one.answer, one.names) for one in meeting.voices(consensus, found, "share")] == [
        (value(10.0), ["Here", "Contributor"])
    ]
    assert [one.answer for one in meeting.voices(consensus, found, "services")] == [
        value(("advice", "legal")),
        Answer(State.HIDDEN),
    ]
    assert meeting.voices(consensus, found, "proud")[0].answer == NOT_ANSWERED


def test_the_agreed_answer_is_the_regions_and_the_history_says_how_it_came(here):
    assert agree(here, value("partly")).saved == {"support": 1}
    assert here.session.query(StoredAnswer).one().value == "partly"
    change = here.session.query(AnswerChange).one()
    assert (change.source, change.changed_by_id, change.version) == (Source.CONSENSUS, here.coordinator.id, 1)
    _, found = opened(here)
    assert found.answers[here.contributor.id]["support"] == value("no")


def test_an_agreed_answer_that_meets_another_is_a_conflict(here):
    here.save(support=(value("no"), 0))
    (conflict,) = agree(here, value("partly")).conflicts
    assert (conflict.mine, conflict.theirs.answer, conflict.theirs.version) == (value("partly"), value("no"), 1)
    assert deeds(here)[-1][0] is Deed.CONFLICT_FOUND
    assert agree(here, value("partly"), version=1).saved == {"support": 2}


def test_only_who_leads_records_it_and_only_in_a_draft(here):
    with pytest.raises(NotFoundError):
        agree(here, value("partly"), by=here.contributor)
    here.session.rollback()
    here.complete()
    submissions.submit(here.session, **around(here, here.coordinator))
    here.session.commit()
    for change in (lambda: agree(here, value("partly")), lambda: hold(here, "No.")):
        with pytest.raises(ClosedError, match="submitted"):
            change()
        here.session.rollback()
    opened(here)


def test_a_minority_view_is_kept_in_the_words_of_its_author_once(here):
    hold(here, "  I would say no.\r\nNot in the north.\x00 ")
    hold(here, "Everywhere!", by=here.coordinator)
    hold(here, "No. Not in the north, nor in the west.")
    found = meeting.views(here.session, assessment=here.assessment, by=here.coordinator, now=NOW)
    assert [(view.user.name, view.words) for view in found["support"]] == [
        ("Contributor", "No. Not in the north, nor in the west."),
        ("Here", "Everywhere!"),
    ]
    assert deeds(here)[-3:] == [
        (Deed.MINORITY_VIEW, here.contributor.id),
        (Deed.MINORITY_VIEW, here.coordinator.id),
        (Deed.MINORITY_VIEW, here.contributor.id),
    ]


@pytest.mark.parametrize(("words", "code"), [("", "missing"), (" \x00\n", "missing"), ("x" * 4001, "long")])
def test_words_that_cannot_be_kept(here, words, code):
    with pytest.raises(InvalidError) as refused:
        hold(here, words)
    assert refused.value.fields == {"words": code}
    assert LONGEST_VIEW == 4000
    assert here.session.query(MinorityView).count() == 0


def test_views_are_for_those_who_took_part(here):
    other = colleague(here)
    for stranger in (other, here.neighbour, here.team, here.reviewer):
        with pytest.raises(NotFoundError):
            hold(here, "No.", by=stranger)
        here.session.rollback()
    with pytest.raises(NotFoundError):
        hold(here, "No.", code="nothing")


def test_the_individual_lens_is_the_mean_over_people_of_scores_of_the_one_engine(here):
    framework = build(here.questionnaire)
    scores = score(framework, matrix(here.questionnaire, [MINE, YOURS]))
    mine, yours = scores.card(0), scores.card(1)
    found = individual.individual(here.session, **around(here, here.contributor))
    assert list(found) == list(framework.published)
    for code, mean in found.items():
        known = [card[code].score for card in (mine, yours) if card[code].score is not None]
        assert mean.n == len(known)
        assert mean.score == (pytest.approx(sum(known) / len(known)) if known else None)
    # housing, by hand: the group of support and services 100, mixed 0, staff unknown: 50; the other 0 and 50: 25
    assert (found["housing"].score, found["housing"].n) == (pytest.approx((50 + 25) / 2), 2)


def test_one_person_without_answers_is_no_zero(tmp_path):
    here = world(tmp_path)
    ask(here)
    say(here, here.coordinator, **MINE)
    done(here, here.coordinator, here.contributor)
    found = individual.individual(here.session, **around(here, here.coordinator))
    assert (found["housing"].score, found["housing"].n) == (pytest.approx(50), 1)
