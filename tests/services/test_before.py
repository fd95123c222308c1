"""An assessment beside the wave before: what is asked for, how far it is, and that nothing of it counts yet."""

from dataclasses import replace

import pytest

from survey.questionnaires.answers import Answer, State
from survey.services import assessments, before, carrying, checks, exports, layouts, results
from survey.services.before import Before
from survey.services.layouts import Content
from tests.databases import World, world
from tests.services.following import GIVEN, LATER, follow, make_wave, submitted


@pytest.fixture
def here(tmp_path):
    made = submitted(tmp_path)
    follow(made, time_bound=("staff",))
    return made


def found(here: World) -> Before:
    """Return what the coordinator sees of the wave before."""
    asked = {"assessment": here.assessment, "questionnaire": here.questionnaire}
    made = before.before(here.session, by=here.coordinator, **asked)
    assert made is not None
    return made


def test_what_is_to_be_done(here):
    at = found(here)
    assert at.to_confirm == {"support", "share", "places", "spaces_note"}
    assert at.anew == {"services", "mixed", "staff", "visitors"}
    assert (at.new, at.gone) == (("waiting",), ("proud",))
    assert (at.done, at.total) == (0, 4)
    assert at.relations["places"] == "reworded"
    assert at.mine_of(["share", "services", "support"]) == ["share", "support"]


def test_what_becomes_hidden_need_not_be_confirmed(here):
    here.save(support=(Answer(State.ANSWERED, "no"), 0), now=LATER)
    at = found(here)
    assert at.to_confirm == {"share", "places"}
    assert "services" not in at.anew
    assert (at.done, at.total) == (1, 3)


def test_the_last_confirmed_answer_settles_all(here):
    asked = {"assessment": here.assessment, "questionnaire": here.questionnaire}
    carrying.confirm(here.session, codes=sorted(found(here).to_confirm), by=here.coordinator, now=LATER, **asked)
    here.session.commit()
    assert (found(here).done, found(here).total) == (4, 4)


def test_the_first_wave_has_none_before_it(tmp_path):
    made = world(tmp_path)
    asked = {"assessment": made.assessment, "questionnaire": made.questionnaire}
    assert before.before(made.session, by=made.coordinator, **asked) is None


def state(here: World) -> tuple[object, ...]:
    """Return all that is computed of the answers: what submitting lacks, progress, scores, what files hold."""
    kept = {code: one.answer for code, one in assessments.answers(here.session, assessment=here.assessment).items()}
    lines = assessments.overview(here.session, wave=here.wave, by=here.coordinator)
    own = next(line for line in lines if line.assessment.id == here.assessment.id)
    card = results.of_region(here.session, assessment=here.assessment, by=here.coordinator).card
    at = {"assessment": here.assessment, "questionnaire": here.questionnaire}
    lacks = checks.look(here.session, now=LATER, **at)
    return kept, own.progress, own.changed_at, {code: repr(one) for code, one in card.items()}, lacks, files(here)


def files(here: World) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of the files about the wave."""
    material = exports.gather(here.session, wave=here.wave, by=here.coordinator, language="en", demonstration=False)
    wanted = (Content.SCORES_LONG, Content.ANSWERS_LONG, Content.ANSWERS_CODES)
    return {content: [tuple(map(str, row)) for row in layouts.MAKERS[content](material).rows] for content in wanted}


def test_what_waits_counts_nowhere_until_it_is_confirmed(tmp_path):
    made = submitted(tmp_path, GIVEN)
    follow(made)
    waits, known = state(made), made.assessment
    empty = make_wave(made, key="2028")
    made.session.commit()
    of_empty = assessments.visible(made.session, by=made.coordinator, wave=empty)
    begun_empty = replace(made, wave=empty, assessment=of_empty[0])
    assert begun_empty.assessment.region_id == known.region_id
    assert str(state(begun_empty)).replace("2028", "2027") == str(waits)
    asked = {"assessment": known, "questionnaire": made.questionnaire}
    carrying.confirm(made.session, codes=["support"], by=made.coordinator, now=LATER, **asked)
    made.session.commit()
    assert all(old != new for old, new in zip(waits, state(made), strict=True))
