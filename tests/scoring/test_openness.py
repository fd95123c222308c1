"""What is open where some sections are hidden: cases by hand, and that nothing hidden can be told from what is open."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.questionnaires.answers import Answer, State
from survey.questionnaires.progress import resolve
from survey.questionnaires.reader import read
from survey.scoring.aggregation import score
from survey.scoring.framework import build
from survey.scoring.openness import opened
from survey.scoring.points import matrix
from tests.databases import SMALL
from tests.scoring import tiny

YES = [{"code": "yes", "points": 1}, {"code": "no"}]
ALL = {"housing", "encounter", "closing"}


def linked(**framework):
    """Three sections; the second asks by an answer of the first, the third by nothing."""
    return tiny.questionnaire(
        tiny.section("alone", tiny.choice("door", YES), tiny.scale("depth"), weight=2, dimensions={"equality": 1}),
        tiny.section(
            "asking",
            tiny.scale("inside", condition='door == "yes"'),
            tiny.scale("beside"),
            dimensions={"equality": 1},
        ),
        tiny.section("apart", tiny.scale("height"), dimensions={"diversity": 1}),
        dimensions=("equality", "diversity"),
        **framework,
    )


def small(*sections):
    """What is open of the small questionnaire where these sections are."""
    asked = read(SMALL)
    return opened(asked, build(asked), sections)


def test_where_nothing_is_open_nothing_is():
    assert small() == frozenset()


def test_where_all_is_open_everything_is():
    asked = read(SMALL)
    assert small(*ALL) == {*asked.questions, *build(asked).by_code}


def test_an_open_section_opens_its_questions_its_area_its_groups_and_what_is_made_of_it_alone():
    assert small("housing") == {"support", "services", "mixed", "staff", "housing", "access", "equality"}


def test_a_question_that_a_hidden_answer_opens_is_hidden_too():
    assert small("encounter") == {"share", "spaces", "encounter", "interaction"}
    assert "spaces_note" in small("encounter", "housing")


def test_the_index_is_open_only_where_every_section_that_feeds_it_is():
    assert "index" not in small("housing")
    assert "index" in small("housing", "encounter")


def test_an_area_whose_questions_ask_by_hidden_answers_is_hidden():
    asked = linked()
    assert opened(asked, build(asked), {"asking", "apart"}) == {"beside", "height", "apart", "diversity"}
    assert opened(asked, build(asked), {"asking", "alone"}) == {
        *("door", "depth", "inside", "beside", "alone", "asking", "equality")
    }


@pytest.mark.parametrize("sections", [["attic"], ["housing", "attic"]])
def test_sections_that_are_not_there_open_nothing(sections):
    assert small(*sections) == small(*[one for one in sections if one in ALL])


REPLIES = {
    "door": st.sampled_from([Answer(State.ANSWERED, "yes"), Answer(State.ANSWERED, "no")]),
    **dict.fromkeys(
        ("depth", "inside", "beside", "height"), st.integers(0, 10).map(lambda n: Answer(State.ANSWERED, n))
    ),
}
MISSING = st.sampled_from([Answer(), Answer(State.DOES_NOT_KNOW), Answer(State.NOT_APPLICABLE, reason="None.")])
UNITS = st.fixed_dictionaries({code: st.one_of(replies, MISSING) for code, replies in REPLIES.items()})
MEANS = st.sampled_from(["arithmetic", "geometric", "harmonic"])
POLICIES = st.sampled_from(["exclude", "zero"])


@st.composite
def cases(draw):
    """A questionnaire with any rules and a composite of anything, its open sections, and one unit's answers."""
    parts = draw(st.lists(st.sampled_from(["alone", "asking", "apart", "depth"]), min_size=1, unique=True))
    weights = {part: draw(st.floats(0.1, 9)) for part in parts}
    rules = {"mean": draw(MEANS), "missing": draw(POLICIES), "minimum_coverage": draw(st.sampled_from([0.0, 0.6]))}
    asked = linked(
        composites=[tiny.group("lens", weights)], defaults=rules, source=draw(st.sampled_from(["questions", "areas"]))
    )
    return asked, frozenset(draw(st.sets(st.sampled_from(["alone", "asking", "apart"])))), draw(UNITS)


def seen(asked, sections, answers):
    """Everything that may be shown of one unit: results of components, answers and states of questions."""
    shown = opened(asked, build(asked), sections)
    card = score(build(asked), matrix(asked, [answers])).card(0)
    states = resolve(asked, answers)
    questions = {code: (states[code], answers[code]) for code in shown if code in asked.questions}
    return {code: one for code, one in card.items() if code in shown}, questions


@given(cases(), UNITS)
@settings(deadline=None)
def test_whatever_hidden_sections_answer_all_that_is_shown_stays_the_same(case, others):
    asked, sections, answers = case
    inside = {code for code, section in asked.section_of.items() if section.code in sections}
    other = {code: answer if code in inside else others[code] for code, answer in answers.items()}
    assert seen(asked, sections, answers) == seen(asked, sections, other)


@given(cases())
@settings(deadline=None)
def test_nothing_shown_holds_a_question_of_a_hidden_section(case):
    asked, sections, _ = case
    framework = build(asked)
    for code in opened(asked, framework, sections):
        fed = framework.effective_weights(code) if code in framework.by_code else {code: 1.0}
        assert {asked.section_of[question].code for question in fed} <= sections
