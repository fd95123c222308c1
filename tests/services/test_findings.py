"""What each check finds and does not find, in cases worked out by hand, with its weight and its words."""

from datetime import date

import pytest

from survey.questionnaires.answers import Answer, State
from survey.questionnaires.progress import resolve
from survey.questionnaires.reader import read
from survey.questionnaires.rules import Rule, Rules
from survey.scoring.lineage import Link, same
from survey.services import findings
from survey.services.findings import BrokenLink, Earlier, Finding, Given
from tests.databases import SMALL
from tests.questionnaires.written import questionnaire

TODAY = date(2026, 5, 4)
UNKNOWN, UNASKED = Answer(State.DOES_NOT_KNOW), Answer(State.NOT_APPLICABLE, reason="The state does this.")
SIX = "\n".join(
    f"- {{code: q{n}, text: Q{n}?, kind: single, options: [{{code: a, label: A, points: 2}}, "
    "{code: b, label: B, points: 1}, {code: c, label: C}]}"
    for n in range(1, 7)
)
SCALE = "- {code: long, text: L?, kind: scale, from: 1, to: 5, labels: {1: None, 5: All}}"
NUMBERS = "\n".join(
    [
        *(f"- {{code: n{n}, text: N{n}?, kind: number, minimum: 0}}" for n in range(1, 4)),
        "- {code: p, text: P?, kind: share}",
        "- {code: gate, text: G?, kind: single, options: [{code: y, label: Yes, points: 1}, {code: n, label: No}]}",
        '- {code: extra, text: E?, kind: number, minimum: 0, condition: gate == "y"}',
    ]
)


def said(value: object) -> Answer:
    return Answer(State.ANSWERED, value)


def given(asked=None, **answers: Answer) -> Given:
    """Return answers to the small questionnaire, or to another one, with their states."""
    asked = asked or read(SMALL)
    return Given(asked, answers, resolve(asked, answers))


def told(found) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return weight, key and questions of each finding."""
    return [(one.severity, one.key, one.questions) for one in found]


def sentence(found) -> str:
    """Return the words of the only finding."""
    (one,) = found
    return one.text()


@pytest.mark.parametrize(
    ("answer", "lack", "words"),
    [
        (Answer(State.NOT_ANSWERED), "unanswered", "This question has no answer yet."),
        (Answer(State.NOT_APPLICABLE), "reason_missing", "Please say why this does not apply."),
        (Answer(State.PLANNED, "planned"), "date_missing", "Please say from when it is planned."),
        (UNASKED, None, ""),
        (UNKNOWN, None, ""),
        (Answer(State.PLANNED, "planned", planned_date=TODAY), None, ""),
    ],
)
def test_what_an_answer_lacks_is_an_error_at_its_question(answer, lack, words):
    found = [one for one in findings.lacking(given(support=answer)) if "support" in one.questions]
    assert told(found) == ([("error", f"{lack}-support", ("support",))] if lack else [])
    assert [one.text() for one in found] == ([words] if lack else [])


def test_a_plan_is_over_on_the_day_after():
    for day, over in [(date(2026, 5, 3), True), (TODAY, False), (date(2027, 1, 1), False)]:
        plan = given(support=Answer(State.PLANNED, "planned", planned_date=day))
        assert told(findings.past_dates(plan, TODAY)) == (
            [("warning", "past_date-support", ("support",))] if over else []
        )
    late = given(support=Answer(State.PLANNED, "planned", planned_date=date(2026, 5, 3)))
    assert "This was planned for 3 May 2026, and that day is over." in sentence(findings.past_dates(late, TODAY))


@pytest.mark.parametrize(
    ("answer", "cited", "found"),
    [
        (said("everywhere"), (), True),
        (said("partly"), (), True),
        (said("everywhere"), ("mixed",), True),
        (said("everywhere"), ("support",), False),
        (said("no"), (), False),
        (Answer(State.PLANNED, "planned", planned_date=TODAY), (), False),
        (UNKNOWN, (), False),
        (UNASKED, (), False),
    ],
)
def test_points_of_today_ask_for_evidence_once_per_section(answer, cited, found):
    warnings = told(findings.without_evidence(given(support=answer, mixed=said(5)), cited))
    assert warnings == ([("warning", "no_evidence-housing", ("support",))] if found else [])


def test_a_section_counts_its_bare_answers():
    rows = "\n".join(
        f"- {{code: e{n}, text: E?, kind: number, evidence: A list., score: {{linear: [0, 9]}}}}" for n in (1, 2)
    )
    asked = questionnaire(rows)
    both = given(asked, e1=said(3), e2=said(9))
    assert sentence(findings.without_evidence(both, ())).startswith("2 answers here earn points and name no evidence.")
    one = findings.without_evidence(given(asked, e1=said(3), e2=said(0)), ())
    assert sentence(one).startswith("One answer here earns points and names no evidence.")


def before(**answers: Answer) -> Earlier:
    asked = read(SMALL)
    return Earlier("2025", asked, answers, same(asked.questions, asked.questions))


@pytest.mark.parametrize(
    ("now", "then", "jumped"),
    [
        (said(28), said(12), False),  # 70 and 30 of 100: exactly 40 apart
        (said(28.4), said(12), True),  # 71 and 30
        (said(12), said(28.4), True),
        (said(28), UNKNOWN, False),
        (UNKNOWN, said(0), False),
    ],
)
def test_a_jump_is_more_than_forty_of_a_hundred(now, then, jumped):
    found = list(findings.jumps(given(share=now), before(share=then)))
    assert told(found) == ([("warning", "jump-share", ("share",))] if jumped else [])


def test_a_jump_names_wave_and_numbers():
    words = sentence(findings.jumps(given(share=said(40)), before(share=said(10))))
    assert words == "In wave 2025 this answer earned 25 of 100, today it earns 100. What has changed?"


def test_a_rescaled_or_new_question_does_not_jump():
    asked = read(SMALL)
    links = [Link("share", "share", "rescaled"), Link("spaces", "spaces", "reworded")]
    earlier = Earlier("2025", asked, {"share": said(0), "spaces": said("none")}, links)
    now = given(share=said(40), spaces=said("some"), support=said("everywhere"))
    assert [one.key for one in findings.jumps(now, earlier)] == ["jump-spaces"]


def test_a_plan_has_not_jumped_and_a_hidden_answer_counts_for_nothing():
    plan = given(support=Answer(State.PLANNED, "planned", planned_date=TODAY))
    assert [one.key for one in findings.jumps(plan, before(support=said("everywhere")))] == ["jump-support"]
    hidden = given(support=said("no"), services=said(("advice", "legal")))
    assert list(findings.jumps(hidden, before(support=said("no"), services=said(("none",))))) == []


def test_a_broken_link_is_told_where_it_is_cited_by_answers_that_count():
    broken = BrokenLink(7, "Decision", date(2026, 5, 2), ("support", "services"))
    found = list(findings.broken_links(given(support=said("no")), [broken]))
    assert told(found) == [("warning", "broken_link-7", ("support",))]
    assert "The link “Decision” led to no page on 2 May 2026." in sentence(found)
    gone = BrokenLink(8, "Other", TODAY, ("services", "unknown"))
    assert list(findings.broken_links(given(support=said("no")), [gone])) == []


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ("aaaaaa", True),
        ("cccccc", True),
        ("aaaaab", False),
        ("aaaaa", False),  # one is open
    ],
)
def test_six_choices_at_one_place_are_worth_a_second_look(values, found):
    asked = questionnaire(SIX)
    answers = {f"q{n}": said(value) for n, value in enumerate(values, 1)}
    codes = tuple(f"q{n}" for n in range(1, 7))
    notes = list(findings.straight_lines(given(asked, **answers)))
    assert told(notes) == ([("note", "straight_line-area", codes)] if found else [])


def test_scales_stand_in_line_from_either_end_and_five_choices_do_not_count():
    asked = questionnaire(f"{SIX}\n{SCALE}")
    top = {f"q{n}": said("a") for n in range(1, 7)}
    assert sentence(findings.straight_lines(given(asked, **top, long=said(1)))).startswith("All 7 choices")
    assert list(findings.straight_lines(given(asked, **top, long=said(5)))) == []
    last = {f"q{n}": said("c") for n in range(1, 7)}
    assert len(list(findings.straight_lines(given(asked, **last, long=said(5))))) == 1, "the last of each"
    few = questionnaire("\n".join(SIX.splitlines()[:5]))
    assert list(findings.straight_lines(given(few, **{f"q{n}": said("a") for n in range(1, 6)}))) == []


def test_four_numbers_that_are_all_the_same_are_worth_a_second_look():
    asked = questionnaire(NUMBERS)
    same_one = {"n1": said(10.0), "n2": said(10.0), "n3": said(10.0), "p": said(10.0)}
    found = list(findings.same_numbers(given(asked, **same_one)))
    assert told(found) == [("note", "same_number", ("n1", "n2", "n3", "p"))]
    assert sentence(found).startswith("Every number and percentage is 10.")
    assert list(findings.same_numbers(given(asked, **same_one | {"p": said(11.0)}))) == []
    assert list(findings.same_numbers(given(asked, **same_one | {"p": UNKNOWN}))) == [], "three are too few"
    hidden = same_one | {"gate": said("n"), "extra": said(3.0)}
    assert len(list(findings.same_numbers(given(asked, **hidden)))) == 1, "what is hidden does not count"


@pytest.mark.parametrize("severity", ["error", "warning", "note"])
def test_a_contradiction_has_the_weight_of_its_rule(severity):
    rule = Rule(
        code="rule_help",
        severity=severity,
        when='support == "no" and staff > 0',
        questions=("support", "staff"),
        text="Who?",
    )
    rules = Rules(questionnaire="small", edition="1", rules=(rule,))
    found = list(findings.contradictions(given(support=said("no"), staff=said(2)), rules))
    assert told(found) == [(severity, "rule_help", ("support", "staff"))]
    assert sentence(found) == "Who?"
    for staff in (said(0), UNKNOWN):
        assert list(findings.contradictions(given(support=said("no"), staff=staff), rules)) == []


def test_findings_are_the_same_whatever_their_words():
    one, other = (Finding("x", "note", ("q",), "x-q", lambda words=words: words) for words in ("A", "B"))
    assert one == other
