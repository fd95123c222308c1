"""What changed since an earlier wave, worked by hand, and which waves there are to compare with.

Then: access 100 and mixed 75 make housing 87.5 (staff does not apply); a share of 20.5 % on a scale to 40 % and some
spaces make encounter 75.625. The index is 81.5625. Now one of three points for services is left, so access is 66.667;
mixed is not known, and housing is access alone. The share is 30.5 %: encounter is 88.125, the index 77.396.
"""

from datetime import timedelta

import pytest

from survey.errors import NotFoundError
from survey.questionnaires.answers import Answer, State
from survey.services import since, stages
from tests.databases import NOW, submit_with_words
from tests.services.following import GIVEN, LATER, follow, make_wave, submitted

ANEW = GIVEN | {
    "services": Answer(State.ANSWERED, ("advice",)),
    "mixed": Answer(State.DOES_NOT_KNOW),
    "share": Answer(State.ANSWERED, 30.5),
}


@pytest.fixture
def here(tmp_path):
    """Here in the second wave, by the same edition, with everything answered."""
    made = submitted(tmp_path)
    follow(made, made.questionnaire)
    made.save(now=LATER, **{code: (answer, 0) for code, answer in ANEW.items()})
    return made


def listed(here, by=None):
    """Return the earlier versions by their codes."""
    found = since.earlier(here.session, assessment=here.assessment, by=by or here.coordinator)
    return [one.code for one in found]


def changed(here):
    """Return the change since the last wave."""
    [version] = since.earlier(here.session, assessment=here.assessment, by=here.coordinator)
    return since.change(here.session, assessment=here.assessment, version=version)


def test_the_index_is_split_by_where_its_change_comes_from(here):
    found = changed(here).difference("index")
    assert (found.value_b, found.value_a) == pytest.approx((81.5625, 77.3958333))
    assert found.total == pytest.approx(-4.1666667)
    areas = {one.code: one for one in found.by_area()}
    # share: a quarter of 25 points; services: mean weight 3/16 of -66.7 points
    assert areas["encounter"].answered == pytest.approx(6.25)
    assert areas["housing"].answered == pytest.approx(-12.5)
    # services, support and mixed weigh otherwise: 1/8 (66.667 - c) + 1/8 (100 - c) - 1/4 (75 - c)
    assert areas["housing"].state == pytest.approx(2.0833333)
    assert sum(one.questionnaire for one in areas.values()) == pytest.approx(0)
    assert sum(one.total for one in areas.values()) == pytest.approx(found.total)


def test_everything_is_comparable_within_an_edition(here):
    found = changed(here)
    assert found.comparable("index") == pytest.approx(1)
    assert found.components == ("index", "equality", "interaction", "housing", "encounter", "access")
    assert found.then.answers["services"].value == ("advice", "legal")
    assert found.now.answers["services"].value == ("advice",)


def test_it_is_computed_once_for_each_state_of_the_answers(here):
    before = changed(here)
    assert changed(here) is before
    here.save(now=LATER, share=(Answer(State.ANSWERED, 20.5), 1))
    after = changed(here)
    assert after is not before
    assert after.difference("encounter").total == pytest.approx(0)


def test_over_editions_the_questionnaire_has_a_part(tmp_path):
    here = submitted(tmp_path)
    follow(here)
    given = {"places": Answer(State.ANSWERED, "some"), "share": GIVEN["share"], "mixed": Answer(State.ANSWERED, 4)}
    here.save(now=LATER, **{code: (answer, 0) for code, answer in given.items()})
    found = changed(here)
    assert found.difference("encounter").total == pytest.approx(0)
    assert found.comparable("encounter") == pytest.approx(1)
    assert found.comparable("housing") < 1  # the scale of "mixed" is another one
    rows = {row.question: row for row in found.difference("housing").rows}
    assert rows["mixed"].relation == "rescaled"
    assert "access" not in found.components, "only the earlier edition has the group"
    with pytest.raises(KeyError):
        found.difference("access")


def test_the_first_wave_has_none_before_it(tmp_path):
    assert listed(submitted(tmp_path)) == []


def test_the_last_version_of_each_wave_stands_the_latest_wave_first(here):
    assert listed(here) == ["2026.1"]
    for code, answer in ANEW.items():
        here.save(now=LATER, **{code: (answer, 1)})
    rest = {code: (Answer(State.DOES_NOT_KNOW), 0) for code in here.questionnaire.questions if code not in ANEW}
    here.save(now=LATER, **rest)
    known = {"assessment": here.assessment, "by": here.coordinator}
    submit_with_words(here.session, questionnaire=here.questionnaire, now=LATER, **known)
    stages.withdraw(here.session, reason="One more.", now=LATER + timedelta(hours=1), **known)
    submit_with_words(here.session, questionnaire=here.questionnaire, now=LATER + timedelta(hours=2), **known)
    here.session.commit()
    third = make_wave(here, here.questionnaire, key="2028", opens=LATER.date())
    here.session.commit()
    here.assessment = next(
        one
        for one in here.session.query(type(here.assessment)).filter_by(wave_id=third.id)
        if one.region_id == here.assessment.region_id
    )
    assert listed(here) == ["2027.2", "2026.1"]


def test_only_whoever_sees_the_scores_of_both_waves_sees_a_change(here):
    with pytest.raises(NotFoundError):
        listed(here, here.neighbour)
    with pytest.raises(NotFoundError):
        listed(here, here.team)  # a draft has scores for its own people only
    assert listed(here, here.contributor) == ["2026.1"]


def test_a_wave_given_back_to_the_region_is_kept_from_the_team(here):
    before = since.earlier(here.session, assessment=here.assessment, by=here.coordinator)[0].assessment
    rest = {code: (Answer(State.DOES_NOT_KNOW), 0) for code in here.questionnaire.questions if code not in ANEW}
    here.save(now=LATER, **rest)
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator}
    submit_with_words(here.session, now=LATER, **known)
    here.session.commit()
    assert listed(here, here.team) == ["2026.1"]
    stages.reopen(here.session, assessment=before, reason="A mistake.", by=here.team, now=NOW)
    here.session.commit()
    assert listed(here, here.team) == []
    assert listed(here) == ["2026.1"]


def test_old_comparisons_make_room(here, monkeypatch):
    monkeypatch.setattr(since, "MOST_KEPT", 1)
    changed(here)
    here.save(now=LATER, share=(Answer(State.ANSWERED, 20.5), 1))
    changed(here)
    assert len(since._known[here.session.get_bind().engine]) == 1
