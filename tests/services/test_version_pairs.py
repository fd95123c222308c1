"""Two frozen versions side by side: what differs, within a wave and over editions."""

from datetime import timedelta

from survey.questionnaires.answers import Answer, State
from survey.services import stages, version_pairs, versions
from tests.databases import NOW, submit_with_words, text
from tests.services.following import GIVEN, LATER, follow, submitted


def both(here):
    """Return the versions of Here, and the pairs of the first and the last."""
    listed = versions.of_region(here.session, assessment=here.assessment, by=here.coordinator)
    return listed, version_pairs.pairs(here.session, earlier=listed[0], later=listed[-1])


def test_what_was_answered_differently_after_a_withdrawal(tmp_path):
    here = submitted(tmp_path)
    why = {"assessment": here.assessment, "reason": "One more house.", "by": here.coordinator}
    stages.withdraw(here.session, now=NOW + timedelta(hours=1), **why)
    here.save(spaces_note=(text("Four houses."), 1))
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator}
    submit_with_words(here.session, now=NOW + timedelta(hours=2), **known)
    here.session.commit()
    listed, found = both(here)
    assert [one.code for one in listed] == ["2026.1", "2026.2"]
    different = [(one.question.code, one.then.value, one.now.value) for one in found if one.differs]
    assert different == [("spaces_note", "Three houses.", "Four houses.")]
    assert {one.relation for one in found} == {"same"}


def test_editions_are_compared_along_their_lineage(tmp_path):
    here = submitted(tmp_path)
    follow(here)
    given = {
        "support": GIVEN["support"],
        "places": Answer(State.ANSWERED, "none"),
        "mixed": Answer(State.ANSWERED, 8),
        "waiting": Answer(State.ANSWERED, 3),
    }
    every = {code: given.get(code, Answer(State.DOES_NOT_KNOW)) for code in here.questionnaire.questions}
    here.save(now=LATER, **{code: (answer, 0) for code, answer in every.items()})
    known = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator}
    submit_with_words(here.session, now=LATER, **known)
    here.session.commit()
    listed, found = both(here)
    assert [one.code for one in listed] == ["2026.1", "2027.1"]
    by_code = {one.question.code: one for one in found}
    assert not by_code["support"].differs
    assert (by_code["places"].asked_then.code, by_code["places"].relation) == ("spaces", "reworded")
    assert (by_code["places"].then.value, by_code["places"].now.value) == ("some", "none")
    assert by_code["mixed"].relation == "rescaled"
    assert (by_code["waiting"].then, by_code["waiting"].asked_then) == (None, None)
    assert (by_code["proud"].now, by_code["proud"].then.value) == (None, "Our cafés.")
    assert found[-1].question.code == "proud", "what is gone stands at the end"


def test_what_was_hidden_counts_as_hidden(tmp_path):
    here = submitted(tmp_path, {**GIVEN, "support": Answer(State.ANSWERED, "no")})
    _, found = both(here)
    hidden = {one.question.code for one in found if one.now.state is State.HIDDEN}
    assert hidden == {"services", "spaces_note"}
