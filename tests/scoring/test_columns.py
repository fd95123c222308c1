"""Distinct answers are kept once, and looked up for all units."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import BadValueError
from survey.questionnaires.answers import Answer, State
from survey.scoring.columns import Column, ColumnReplies, Distinct, of_answers, of_cells
from tests.scoring.tiny import questionnaire, scale, section


@given(st.lists(st.lists(st.sampled_from("abcde"))))
def test_places_lead_back_to_the_items_block_after_block(blocks):
    different = Distinct()
    indices = [different.index(block) for block in blocks]
    items = list(different.places)
    assert [[items[place] for place in index] for index in indices] == blocks
    assert len(items) == len(set(items))


def test_each_distinct_answer_is_kept_once():
    one, other = Answer(State.ANSWERED, 3), Answer(State.DOES_NOT_KNOW)
    column = of_answers([one, other, one])
    assert column.answers == (one, other)
    assert column.index.tolist() == [0, 1, 0]
    assert column.truths(lambda answer: answer.has_value).tolist() == [True, False, True]
    assert np.array_equal(column.numbers(), [3, np.nan, 3], equal_nan=True)


def test_cells_are_parsed_once_each():
    question = questionnaire(section("a", scale("a1"))).questions["a1"]
    column = of_cells(question, ["3", "DK", "3"])
    assert column.answers == (Answer(State.ANSWERED, 3), Answer(State.DOES_NOT_KNOW))
    with pytest.raises(BadValueError):
        of_cells(question, ["3", "11"])


def test_a_question_not_yet_shown_or_not_in_the_table_has_no_value():
    replies = ColumnReplies({"a1": Column((Answer(State.ANSWERED, 3),), np.zeros(2, np.intp))}, 2)
    nothing = [False, False]
    assert replies.has("a1").tolist() == nothing
    assert replies.equals("a1", "x").tolist() == nothing
    assert replies.contains("a1", "x").tolist() == nothing
    assert replies.compares("a1", "!=", 0).tolist() == nothing
    assert replies.compares_question("a1", "==", "a1").tolist() == nothing
    replies.show(questionnaire(section("a", scale("a1"))).questions["a1"])
    assert replies.compares("a1", "!=", 0).tolist() == [True, True]
    assert replies.compares_question("a1", "==", "a2").tolist() == nothing
