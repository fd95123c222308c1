"""Who may take what away: a region its own, the project team what was submitted."""

import pytest

from survey.models import Stage
from survey.questionnaires.answers import Answer, State
from survey.services.exports import gather, visible
from survey.services.submissions import submit
from tests.databases import NOW, world


def taken(made, who):
    """Return the regions whose answers somebody may take away."""
    return [one.region.key for one in visible(made.session, wave=made.wave, by=getattr(made, who))]


@pytest.mark.parametrize(
    ("who", "expected"),
    [("coordinator", ["here"]), ("neighbour", ["there"]), ("team", []), ("administrator", [])],
)
def test_a_draft_leaves_only_for_its_own_region(tmp_path, who, expected):
    assert taken(world(tmp_path), who) == expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [("coordinator", ["here"]), ("neighbour", ["there"]), ("team", ["here"]), ("administrator", ["here"])],
)
def test_what_was_submitted_leaves_for_the_project_team_too(tmp_path, who, expected):
    made = world(tmp_path)
    made.complete()
    submit(made.session, assessment=made.assessment, questionnaire=made.questionnaire, by=made.coordinator, now=NOW)
    made.session.commit()
    assert made.assessment.stage is Stage.SUBMITTED
    assert taken(made, who) == expected


def test_what_is_gathered_holds_states_and_what_is_kept_for_hidden_questions(tmp_path):
    made = world(tmp_path)
    made.save(support=(Answer(State.ANSWERED, "partly"), 0), services=(Answer(State.ANSWERED, ("legal",)), 0))
    made.save(support=(Answer(State.ANSWERED, "no"), 1))
    found = gather(made.session, wave=made.wave, by=made.coordinator, language="en", demonstration=False)
    (reply,) = found.replies
    assert reply.states["services"] is State.HIDDEN
    assert reply.answers["services"].value == ("legal",)
    assert reply.shown("services") == Answer(State.HIDDEN)
    assert reply.shown("support").value == "no"
    assert reply.shown("mixed") == Answer()


def test_the_texts_are_in_the_language_of_the_file(tmp_path):
    made = world(tmp_path)
    found = gather(made.session, wave=made.wave, by=made.coordinator, language="de", demonstration=False)
    assert found.language == "de"
    assert found.questionnaire.title == "A small questionnaire"
