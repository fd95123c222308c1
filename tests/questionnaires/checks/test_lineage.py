"""Lineage: the same is the same, and what is continued was there."""

import pytest

from survey.questionnaires.reader import check
from tests.questionnaires.written import FIRST, asked, line_of

SINGLE = """
- code: pick
  text: Which?
  kind: single
  options: [{code: yes, label: "Yes", points: 2}, {code: soon, label: Soon, planned: 2}, {code: no, label: "No"}]
"""
MULTIPLE = """
- {code: many, text: Q, kind: multiple,
   options: [{code: a, label: A, points: 1}, {code: b, label: B, points: 1}]}
"""
SCALE = "- {code: step, text: Q, kind: scale, from: 1, to: 5}\n"
NUMBER = "- {code: count, text: Q, kind: number, unit: FTE, score: {bands: [[1, 1], [2, 2]]}}\n"
SHARE = "- {code: part, text: Q, kind: share, score: {linear: [0, 40]}}\n"


@pytest.fixture
def faults(tmp_path):
    """Write editions of ``tiny`` beside each other and give the faults of the last as ``code:line``."""

    def write(*editions, names=None):
        for place, (edition, text) in enumerate(editions):
            path = tmp_path / (names[place] if names else f"tiny-{edition}.yaml")
            path.write_text(text.replace('edition: "1"', f'edition: "{edition}"', 1), encoding="utf-8")
        return [("?" * (fault.severity == "warning")) + f"{fault.code}:{line_of(fault)}" for fault in check(path)]

    return write


def lineage(entry):
    """The lineage of one question, after a file of one question: its entry stands in the line after next."""
    return f"lineage:\n  {entry}\n"


@pytest.mark.parametrize(
    ("question", "change"),
    [
        (SINGLE, ("points: 2}", "points: 3}")),
        (SINGLE, ("planned: 2", "planned: 1")),
        (SINGLE, ('{code: no, label: "No"}', '{code: never, label: "No"}')),
        (SINGLE, (', {code: no, label: "No"}', "")),
        (SINGLE, ("kind: single\n  options", "kind: multiple\n  score: any\n  options")),
        (MULTIPLE, ("kind: multiple", "kind: multiple, score: all")),
        (MULTIPLE, ("kind: multiple", "kind: multiple, points: 1")),
        (MULTIPLE, ("label: B", "label: B, exclusive: true")),
        (SCALE, ("to: 5", "to: 7")),
        (SCALE, ("to: 5", "to: 5, reversed: true")),
        (SCALE, ("to: 5", "to: 5, points: 2")),
        (NUMBER, ("[1, 1]", "[1.5, 1]")),
        (NUMBER, ("kind: number, unit: FTE", "kind: share")),
        (SHARE, ("[0, 40]", "[0, 50]")),
        (SHARE, ("}}", "}, points: 2}")),
    ],
)
def test_a_question_in_both_editions_is_the_same_and_may_not_change_its_worth(faults, question, change):
    changed = question.replace("planned: 2", "anchor: x") if change[1].startswith("kind: multiple\n") else question
    code = question.split("code: ")[1].split("\n")[0].split(",")[0]
    now = changed.replace(*change)
    assert now != question
    errors = faults(("2023", asked(question)), ("2026", asked(now)))
    assert [fault for fault in errors if "?" not in fault] == [f"lineage-changed:{FIRST}"]
    same = lineage(f'{code}: {{edition: "2023", as: same}}')
    last = len(asked(now).splitlines()) + 2
    listed = faults(("2023", asked(question)), ("2026", asked(now, rest=same)))
    assert [fault for fault in listed if "?" not in fault] == [f"lineage-changed:{last}"]
    for other in ("reworded", "rescaled"):
        told = faults(("2023", asked(question)), ("2026", asked(now, rest=same.replace("as: same", f"as: {other}"))))
        assert [fault for fault in told if "?" not in fault] == []


@pytest.mark.parametrize(
    ("question", "change"),
    [
        (SINGLE, ("text: Which?", "text: Which one?\n  help: Or none")),
        (SINGLE, ('label: "Yes"', 'label: "Yes, indeed", anchor: In writing')),
        (SINGLE, ("kind: single", "kind: single\n  weight: 3\n  not_applicable: never\n  dimensions: {}")),
        (
            SINGLE,
            (
                '[{code: yes, label: "Yes", points: 2}, {code: soon, label: Soon, planned: 2}',
                '[{code: soon, label: Soon, planned: 2}, {code: yes, label: "Yes", points: 2}',
            ),
        ),
        (MULTIPLE, ("kind: multiple", "kind: multiple, points: 2")),
        (SCALE, ("to: 5", "to: 5, labels: {1: Low}, points: 1, reversed: false")),
        (NUMBER, ("unit: FTE", "unit: posts, minimum: 0, maximum: 99, points: 2")),
    ],
)
def test_words_weights_and_limits_may_change(faults, question, change):
    now = question.replace(*change)
    assert now != question
    assert faults(("2023", asked(question)), ("2026", asked(now))) == []


def test_a_question_may_have_had_another_code(faults):
    rest = lineage('step: {edition: "2023", code: old, as: same}')
    old = SCALE.replace("step", "old")
    assert faults(("2023", asked(old)), ("2026", asked(SCALE, rest=rest))) == []
    assert faults(("2023", asked(old)), ("2026", asked(SCALE.replace("5", "6"), rest=rest))) == [
        f"lineage-changed:{FIRST + 2}"
    ]


def test_what_is_continued_was_there(faults):
    rest = lineage('step:\n    edition: "2023"\n    code: ste\n    as: reworded')
    assert faults(("2023", asked(SCALE)), ("2026", asked(SCALE, rest=rest))) == [f"lineage-code:{FIRST + 4}"]


def test_only_questions_of_the_file_continue_something(faults):
    rest = lineage('area: {edition: "2023", code: step, as: reworded}')
    assert faults(("2023", asked(SCALE)), ("2026", asked(SCALE, rest=rest))) == [f"lineage-code:{FIRST + 2}"]


def test_an_edition_that_is_not_there_is_warned_about_once(faults):
    rest = 'lineage:\n  step: {edition: "2020", as: same}\n  part: {edition: "2020", as: same}\n'
    assert faults(("2026", asked(SCALE + SHARE, rest=rest))) == [f"?lineage-missing:{FIRST + 3}"]


def test_an_edition_that_cannot_be_read_is_warned_about(faults):
    rest = lineage('step: {edition: "2023", as: same}')
    broken = asked(SCALE) + "a: ["
    assert faults(("2023", broken), ("2026", asked(SCALE, rest=rest))) == [f"?lineage-missing:{FIRST + 2}"]


def test_an_edition_with_faults_is_read_as_far_as_it_goes(faults):
    rest = lineage('step: {edition: "2023", as: same}') + '  part: {edition: "2023", as: same}\n'
    before = asked(SCALE.replace("from: 1", "from: one") + SHARE)
    now = asked(SCALE + SHARE.replace("40", "50"), rest=rest)
    assert faults(("2023", before), ("2026", now)) == [f"lineage-changed:{FIRST + 4}"]


def test_a_question_does_not_continue_its_own_edition(faults):
    rest = lineage('step: {edition: "2026", as: same}')
    assert faults(("2026", asked(SCALE, rest=rest))) == [f"lineage-edition:{FIRST + 2}"]


def test_unlisted_questions_are_compared_with_the_last_edition_before(faults):
    six = asked(SCALE.replace("5", "6"))
    assert faults(("9", six), ("10", asked(SCALE)), ("12", six), ("11", asked(SCALE))) == []
    assert faults(("9", asked(SCALE)), ("10", six), ("11", asked(SCALE))) == [f"lineage-changed:{FIRST}"]


def test_editions_are_found_by_what_they_say_and_not_by_their_names(faults):
    six = asked(SCALE.replace("5", "6"))
    assert faults(("2023", six), ("2026", asked(SCALE)), names=["old.yml", "new.yaml"]) == [f"lineage-changed:{FIRST}"]
    other = six.replace("key: tiny", "key: another")
    assert faults(("2024", other), ("2026", asked(SCALE)), names=["old.yml", "new.yaml"]) == []


def test_a_question_that_stands_twice_is_not_compared(faults):
    twice = asked(SCALE.replace("5", "6") + SCALE)
    assert faults(("2023", twice), ("2026", asked(SCALE))) == []
