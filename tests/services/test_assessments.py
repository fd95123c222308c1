"""Finding assessments, reading answers and following progress: for whom, and in how few statements."""

from datetime import timedelta

import pytest

from survey.database import begin_write
from survey.errors import NotFoundError
from survey.models import Stage
from survey.policy import OPERATOR
from survey.questionnaires.answers import Answer, State
from survey.services import assessments
from tests.databases import DUE, NOTHING, NOW, OPENS, open_wave, person, text, world
from tests.statements import asked, kinds

UNKNOWN = Answer(State.DOES_NOT_KNOW)


@pytest.fixture
def here(tmp_path):
    return world(tmp_path)


@pytest.mark.parametrize("name", ["coordinator", "team", "administrator"])
def test_an_assessment_is_found_by_those_who_may_see_it(here, name):
    found = assessments.find(here.session, wave="2026", region="here", by=getattr(here, name))
    assert found is here.assessment


@pytest.mark.parametrize(
    ("wave", "region", "name"),
    [
        ("2026", "here", "neighbour"),
        ("2026", "nowhere", "team"),
        ("1999", "here", "team"),
        ("2026", "there", "coordinator"),
        ("", "", "administrator"),
        ("2026'", "here' OR 1=1", "administrator"),
    ],
)
def test_what_is_not_there_and_what_is_not_theirs_are_the_same(here, wave, region, name):
    with pytest.raises(NotFoundError, match=r"^assessment$"):
        assessments.find(here.session, wave=wave, region=region, by=getattr(here, name))


def test_finding_takes_one_statement_with_region_wave_and_edition(here):
    by, known = here.team, here.assessment
    for _ in range(2):  # the first time its objects are made, which are kept from then on
        here.session.rollback()
        for one in (known.wave.edition, known.wave, known.region, known):
            here.session.expunge(one)
        known = assessments.find(here.session, wave="2026", region="here", by=by)
    for one in (known.wave.edition, known.wave, known.region, known):
        here.session.expunge(one)
    with asked() as reads:
        found = assessments.find(here.session, wave="2026", region="here", by=by)
        assert (found.region.key, found.wave.key, found.wave.edition.key) == ("here", "2026", "small")
    assert kinds(reads) == ["SELECT"]
    assert "definition" not in reads[0].statement


def test_reading_the_answers_takes_one_statement(here):
    here.complete()
    found = assessments.find(here.session, wave="2026", region="here", by=here.team)
    assessments.answers(here.session, assessment=found)  # the questionnaire is read once per process
    with asked() as reads:
        kept = assessments.answers(here.session, assessment=found)
    assert set(kept) == set(here.questionnaire.questions)
    assert {each.changed_by for each in kept.values()} == {"Here"}
    assert kinds(reads) == ["SELECT"]


def test_answers_of_another_region_are_not_among_them(here):
    here.save(proud=(text("Of us"), 0))
    assert assessments.answers(here.session, assessment=here.elsewhere) == {}


def test_a_person_sees_the_own_regions_in_all_waves_latest_first(here):
    begin_write(here.session)
    open_wave(here.session, here.edition, key="2029", opens=OPENS.replace(year=2029), due=DUE.replace(year=2029))
    here.session.commit()

    def listed(by):
        return [(each.wave.key, each.region.key) for each in assessments.visible(here.session, by=by)]

    assert listed(here.coordinator) == [("2029", "here"), ("2026", "here")]
    assert listed(here.team) == [("2029", "here"), ("2029", "there"), ("2026", "here"), ("2026", "there")]
    assert listed(OPERATOR) == listed(here.team)


def test_a_stranger_sees_nothing(here):
    begin_write(here.session)
    nobody = person(here.session, "nobody")
    here.session.commit()
    assert assessments.visible(here.session, by=nobody) == []
    assert assessments.overview(here.session, wave=here.wave, by=nobody) == []


def test_the_overview_counts_by_the_one_rule(here):
    later = NOW + timedelta(hours=1)
    here.save(support=(Answer(State.ANSWERED, "no"), 0), mixed=(UNKNOWN, 0))
    here.save(mixed=(NOTHING, 1), spaces=(Answer(State.ANSWERED, "some"), 0), now=later)
    lines = assessments.overview(here.session, wave=here.wave, by=here.team)
    # services is hidden by "no"; spaces_note is asked only if support is not "no".
    assert [
        (line.assessment.region.key, line.progress.done, line.progress.total, line.changed_at) for line in lines
    ] == [
        ("here", 2, 7, later),
        ("there", 0, 7, None),
    ]


def test_the_overview_takes_three_statements_however_many_regions(here):
    here.complete()
    wave, by = here.wave, here.team
    assessments.overview(here.session, wave=wave, by=by)  # the questionnaire is read once per process
    with asked() as reads:
        assessments.overview(here.session, wave=wave, by=by)
    assert kinds(reads) == ["SELECT"] * 3


def test_a_coordinators_overview_is_the_own_region(here):
    lines = assessments.overview(here.session, wave=here.wave, by=here.coordinator)
    assert [line.assessment.region.key for line in lines] == ["here"]
    assert lines[0].assessment.stage is Stage.DRAFT
