"""The verified lens, worked by hand: what reviewers let stand, scored by the engine that scores what was reported.

Reported: support 2 of 2 and services 3 of 3 make the group access 1; with mixed (unknown) it makes housing, from which
staff (not applicable) is out. A fifth to newcomers (20 % on a scale to 40 %) and some spaces make encounter 75.
With half of its weight known, a component keeps its interval and has no score.
"""

import pytest

from survey.errors import NotFoundError
from survey.models import Consent
from survey.questionnaires.answers import Answer, State
from survey.scoring.lenses import Verdict
from survey.services import results, reviews, verified
from tests.databases import text, world
from tests.services.reviewing import TO_REVIEW, accept, adjust, conclude, give, in_review, reply


@pytest.fixture
def here(tmp_path):
    return in_review(tmp_path)


def lenses(here, by=None):
    """Return the results of Here through both lenses."""
    return verified.verified_results(here.session, assessment=here.assessment, by=by or here.coordinator)


def numbers(card, code: str) -> tuple[float | None, float | None, float | None, float | None]:
    """Return score, interval and coverage of a component."""
    one = card[code]
    return one.score, one.low, one.high, one.coverage


def test_before_the_first_verdict_nothing_is_verified(here):
    found = lenses(here)
    assert numbers(found.reported, "housing") == (None, 50, 100, 0.5)
    assert numbers(found.reported, "index") == (87.5, 62.5, 87.5, 0.75)
    assert numbers(found.verified, "index") == (None, 0, 100, 0)
    assert (found.standing, found.to_review) == (0, 8)


def test_both_lenses_are_scored_by_the_one_engine(here):
    adjust(here, "support", "partly")  # 1 of 2, so access is (0.5 + 1) / 2
    accept(here, "services", "staff")
    adjust(here, "share", 10)  # a quarter of 40 %
    give(here, "spaces", Verdict.RETURNED)  # unknown from now on
    found = lenses(here)
    assert numbers(found.verified, "access") == (75, 75, 75, 1)
    assert numbers(found.verified, "housing") == (None, 37.5, 87.5, 0.5)
    assert numbers(found.verified, "encounter") == (None, 12.5, 62.5, 0.5)
    assert numbers(found.verified, "index") == (None, 25, 75, 0.5)
    assert numbers(found.reported, "index") == (87.5, 62.5, 87.5, 0.75)
    assert (found.standing, found.to_review) == (4, 8)
    accept(here, "spaces")
    assert numbers(lenses(here).verified, "encounter") == (62.5, 62.5, 62.5, 1)
    assert numbers(lenses(here).verified, "index") == (68.75, 50, 75, 0.75)
    mine = results.of_region(here.session, assessment=here.assessment, by=here.coordinator)
    assert found.reported == mine.card


def test_a_reply_changes_no_score_and_a_new_verdict_does(here):
    adjust(here, "share", 10)
    before = lenses(here)
    reply(here, "share", Consent.DISPUTED, "The register says 20.")
    assert lenses(here) is before
    accept(here, "share")
    after = lenses(here)
    assert after.verified["encounter"].low > before.verified["encounter"].low
    assert after.standing == before.standing == 1


def test_an_answer_given_anew_is_unknown_until_it_is_reviewed(here):
    accept(here, "spaces")
    give(here, "share", Verdict.RETURNED)
    here.save(share=(Answer(State.ANSWERED, 30), 1))
    assert numbers(lenses(here).verified, "encounter") == (None, 50, 100, 0.5)
    give(here, "share", Verdict.ACCEPTED, version=2)
    assert numbers(lenses(here).verified, "encounter") == (87.5, 87.5, 87.5, 1)


def test_a_question_stays_while_the_one_that_opens_it_waits(here):
    accept(here, "services")
    give(here, "support", Verdict.RETURNED)
    assert numbers(lenses(here).verified, "access") == (None, 50, 100, 0.5)


def test_the_conclusion_changes_nothing_and_everybody_accepted_gives_the_reported_scores(here):
    accept(here, *TO_REVIEW)
    before = lenses(here)
    conclude(here)
    assert lenses(here) is before
    assert before.verified == before.reported


@pytest.mark.parametrize(("name", "sees"), [("reviewer", True), ("team", True), ("neighbour", False)])
def test_who_sees_scores_sees_both(here, name, sees):
    if sees:
        assert lenses(here, getattr(here, name)).to_review == 8
        return
    with pytest.raises(NotFoundError):
        lenses(here, getattr(here, name))


def test_a_draft_has_one_lens(tmp_path):
    made = world(tmp_path)
    made.save(proud=(text("Our cafés."), 0))
    assert lenses(made) is None
    assert reviews.in_force(made.session, assessment=made.assessment) == {}


def test_old_scores_make_room(here, monkeypatch):
    monkeypatch.setattr(verified, "MOST_KEPT", 1)
    for code in TO_REVIEW[:3]:
        accept(here, code)
        lenses(here)
    assert len(verified._known[here.session.get_bind().engine]) == 1
