"""Results: who sees whose scores, and that they follow the answers."""

import pytest

from survey.errors import NotFoundError
from survey.questionnaires.answers import Answer, State
from survey.services import results
from survey.services.submissions import submit
from tests.databases import NOW, world

YES = Answer(State.ANSWERED, "everywhere")


@pytest.fixture
def made(tmp_path):
    return world(tmp_path)


def own(made, by=None):
    """Return the result of the region that the coordinator answers for."""
    return results.of_region(made.session, assessment=made.assessment, by=by or made.coordinator)


def finish(made):
    """Answer everything and submit."""
    made.complete()
    submit(made.session, assessment=made.assessment, questionnaire=made.questionnaire, by=made.coordinator, now=NOW)
    made.session.commit()


def seen(made, who):
    """Return the regions whose scores somebody sees in the comparison."""
    found = results.submitted(made.session, wave=made.wave, by=getattr(made, who))
    return [one.assessment.region.key for one in found]


def test_before_the_first_answer_nothing_is_known(made):
    found = own(made)
    assert found.changed_at is None
    assert found.card["encounter"].coverage == 0.0
    assert found.card["encounter"].score is None


def test_one_answer_is_enough(made):
    made.save(support=(YES, 0))
    found = own(made)
    assert found.card["access"].answered == 1
    assert found.card["access"].low > 0
    assert found.changed_at == NOW


def test_scores_follow_the_answers(made):
    made.save(support=(YES, 0))
    before = own(made).card
    made.save(support=(Answer(State.ANSWERED, "no"), 1))
    after = own(made).card
    assert after["access"].high < before["access"].high


def test_the_same_state_is_scored_once(made):
    made.save(support=(YES, 0))
    assert own(made).card is own(made).card


def test_scores_of_two_databases_are_kept_apart(made, tmp_path):
    (tmp_path / "other").mkdir()
    other = world(tmp_path / "other")
    made.save(support=(YES, 0))
    other.save(support=(Answer(State.ANSWERED, "no"), 0))
    assert own(made).card["access"].high > own(other).card["access"].high


def test_old_scorecards_make_room(made, monkeypatch):
    monkeypatch.setattr(results, "MOST_KEPT", 2)
    for version, word in enumerate(("everywhere", "partly", "no", "everywhere")):
        made.save(support=(Answer(State.ANSWERED, word), version))
        own(made)
    assert len(results._cards[made.session.get_bind().engine]) == 2


@pytest.mark.parametrize("who", ["neighbour", "team", "administrator"])
def test_a_draft_has_scores_for_its_own_region_only(made, who):
    made.save(support=(YES, 0))
    with pytest.raises(NotFoundError):
        own(made, getattr(made, who))


@pytest.mark.parametrize(
    ("who", "expected"), [("coordinator", []), ("neighbour", []), ("team", []), ("administrator", [])]
)
def test_drafts_are_not_compared(made, who, expected):
    made.save(support=(YES, 0))
    assert seen(made, who) == expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [("coordinator", ["here"]), ("neighbour", []), ("team", ["here"]), ("administrator", ["here"])],
)
def test_submitted_assessments_are_compared_by_those_who_may(made, who, expected):
    finish(made)
    assert seen(made, who) == expected


def test_the_framework_is_built_once(made):
    first = results.framework(made.session, edition=made.edition)
    assert first is results.framework(made.session, edition=made.edition)
    assert first.index == "index"
