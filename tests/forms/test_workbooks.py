"""Answers carried through a preview: whatever they are, they arrive as they were, and nothing else does."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from survey.forms import workbooks as form
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.reader import read
from survey.services.answers import Kept
from survey.services.workbooks import Difference, Preview
from tests.databases import SMALL

ASKED, KEY = read(SMALL), ("small", "", "en")
YES = Answer(State.ANSWERED, "everywhere")


def returned(*pairs: tuple[str, str]) -> form.Returned | None:
    return form.returned(ASKED, MultiDict(pairs), KEY)


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("support", YES),
        ("support", Answer(State.PLANNED, "planned", planned_date=date(2027, 3, 31))),
        ("support", NOT_ANSWERED),
        ("services", Answer(State.ANSWERED, ("advice", "legal"))),
        ("services", Answer(State.DOES_NOT_KNOW)),
        ("mixed", Answer(State.ANSWERED, 4)),
        ("staff", Answer(State.ANSWERED, 2.25)),
        ("staff", Answer(State.NOT_APPLICABLE, reason="The state\ndoes it.")),
        ("share", Answer(State.ANSWERED, 12.5)),
        ("proud", Answer(State.ANSWERED, "NA")),
        ("proud", Answer(State.ANSWERED, "=1+1\n\n<b>")),
        ("proud", Answer(State.DOES_NOT_KNOW)),
    ],
)
def test_an_answer_arrives_as_it_was_carried(code, answer):
    found = returned(*form.hidden(ASKED.questions[code], answer, version=7, base=5))
    assert found is not None
    assert (found.mine[code].answer, found.mine[code].base, found.shown[code]) == (answer, 5, 7)
    assert found.decided == {}


@pytest.mark.parametrize(
    "pairs",
    [[], [("support", "everywhere")], [("support", "never"), ("support.version", "1")], [("other.version", "1")]],
)
def test_what_did_not_arrive_as_shown_is_none(pairs):
    assert returned(*pairs) is None


def test_decisions_say_what_is_written_and_what_has_moved():
    carried = form.hidden(ASKED.questions["support"], YES, version=2, base=1)
    theirs = Kept(Answer(State.ANSWERED, "no"), 2, None, None)
    clash = Difference("support", NOT_ANSWERED, YES, theirs, 1)
    later = Difference("support", NOT_ANSWERED, YES, Kept(theirs.answer, 3, None, None), 1)
    found = {which: returned(*carried, ("support.decision", which)) for which in ("mine", "theirs", "neither")}
    now, then = Preview(conflicts=[clash]), Preview(conflicts=[later])
    assert {which: set(one.undecided(now)) for which, one in found.items()} == {
        "mine": set(),
        "theirs": set(),
        "neither": {"support"},
    }
    assert found["mine"].entries(now)["support"].version == 2
    assert found["theirs"].entries(now) == {}
    assert (found["mine"].moved(then), found["theirs"].moved(then)) == ({"support"}, set())
