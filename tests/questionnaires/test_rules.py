"""Rules beside a questionnaire: read whole and checked, all faults at once, and met by answers that do not fit."""

import pytest

from survey.errors import FaultsError
from survey.questionnaires import editions as shelf
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.checks.rules import judge
from survey.questionnaires.editions import library
from survey.questionnaires.progress import resolve
from survey.questionnaires.reader import check, parse, read, read_rules
from survey.questionnaires.rules import BUILT_IN, from_json, met, to_json
from tests.questionnaires.written import asked

QUESTIONS = """
- {code: home, text: Home?, kind: single, options: [{code: y, label: Yes, points: 1}, {code: n, label: No}]}
- {code: which, text: W?, kind: multiple, condition: home == "y", hidden: zero, options: [{code: a, label: A}]}
- {code: staff, text: Staff?, kind: number, minimum: 0}
"""
HEAD = 'questionnaire: tiny\nedition: "1"\n'
GOOD = (
    HEAD
    + """time_bound: [staff]
rules:
  - code: rule_staff
    severity: warning
    when: home == "y" and staff == 0
    questions: [staff, home]
    text: "There is help, and nobody gives it."
  - {code: rule_which, severity: note, when: answered(staff), questions: [which], text: Look at this.}
"""
)


@pytest.fixture
def write(tmp_path):
    """Write rules beside a tiny questionnaire and give the path of the questionnaire."""

    def write(rules, questions=QUESTIONS):
        (tmp_path / "tiny-1.yaml").write_text(asked(questions), encoding="utf-8")
        (tmp_path / "tiny-1.rules.yaml").write_text(rules, encoding="utf-8")
        return tmp_path / "tiny-1.yaml"

    return write


def found(path):
    """The faults of a questionnaire and its rules as ``code:line``."""
    return [f"{fault.code}:{fault.place.rpartition(':')[2]}" for fault in check(path)]


def one(rule, rest=""):
    """A file with one rule, of which some keys are given otherwise; the rule begins in line 4."""
    keys = {"code": "rule_one", "severity": "note", "when": "staff > 0", "questions": "[staff]", "text": "Look."} | rule
    return HEAD + "rules:\n  - " + "\n    ".join(f"{key}: {value}" for key, value in keys.items()) + "\n" + rest


def test_good_rules_are_read_as_they_are_written_and_survive_being_kept(write):
    rules = read_rules(write(GOOD))
    assert (rules.questionnaire, rules.edition, rules.time_bound) == ("tiny", "1", ("staff",))
    assert [(rule.code, rule.severity, rule.questions) for rule in rules.rules] == [
        ("rule_staff", "warning", ("staff", "home")),
        ("rule_which", "note", ("which",)),
    ]
    assert from_json(to_json(rules)) == rules
    assert found(write(GOOD)) == []


def test_a_questionnaire_without_rules_has_none(tmp_path):
    path = tmp_path / "tiny-1.yaml"
    path.write_text(asked(QUESTIONS), encoding="utf-8")
    assert read_rules(path) is None
    assert check(path) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (one({"wehn": "staff > 0"}), ["unknown-key:9"]),
        (HEAD + "time_bond: [staff]\n", ["unknown-key:3"]),
        (HEAD + "rules:\n  - {code: rule_one, severity: note}\n", 3 * ["missing-key:4"]),
        ('edition: "1"\n', ["missing-key:1"]),
        (one({"severity": "fatal"}), ["unknown-word:5"]),
        (one({"code": "Rule One"}), ["bad-code:4"]),
        (one({"questions": "[]"}), ["empty-list:7"]),
        (one({"text": '" "'}), ["empty-text:8"]),
        (one({"questions": "[staf]"}), ["rule-code:7"]),
        (one({"questions": "[staff, staff]"}), ["duplicate-code:7"]),
        (one({"code": "staff"}), ["duplicate-code:4"]),
        (one({"code": BUILT_IN[0]}), ["duplicate-code:4"]),
        (
            one({}, "  - {code: rule_one, severity: note, when: staff > 1, questions: [staff], text: Look.}\n"),
            ["duplicate-code:9"],
        ),
        (one({"when": "staff >"}), ["condition-syntax:6"]),
        (one({"when": "staf > 0"}), ["condition-code:6"]),
        (one({"when": 'home == "maybe"'}), ["unknown-option:6"]),
        (one({"when": 'staff == "y"'}), ["comparison:6"]),
        (one({"when": "staff < 0"}), ["comparison:6"]),
        (one({"when": 'home == "n" and "a" in which'}), ["rule-idle:6"]),
        (one({"when": "answered(staff) or not answered(staff)"}), ["rule-idle:6"]),
        (HEAD.replace("tiny", "other") + "rules: []\n", ["rules-other:1"]),
        (HEAD.replace('"1"', '"2"') + "rules: []\n", ["rules-other:2"]),
        (HEAD + "time_bound: [staff, hom]\n", ["rule-code:3"]),
        (HEAD + "rules: 3\n", ["wrong-type:3"]),
        ("a: [", ["yaml-syntax:1"]),
        ("", ["empty-file:1"]),
    ],
)
def test_each_kind_of_fault_is_named_with_its_line(write, text, expected):
    assert found(write(text)) == expected


def test_all_faults_come_at_once_with_a_cure(write):
    wrong = one({"severity": "loud", "when": "staf > 0 and", "questions": "[stuff]", "colour": "red"})
    path = write(wrong.replace("text: Look.", 'text: ""'))
    assert sorted(found(path)) == [
        "condition-syntax:6",
        "empty-text:8",
        "rule-code:7",
        "unknown-key:9",
        "unknown-word:5",
    ]
    assert {fault.place.rpartition(":")[0] for fault in check(path)} == {str(path).replace(".yaml", ".rules.yaml")}
    assert all(fault.what and fault.cure for fault in check(path))
    with pytest.raises(FaultsError) as refused:
        read_rules(path)
    assert len(refused.value.faults) == 5


def test_a_file_of_rules_can_be_checked_alone_and_needs_its_questionnaire(write):
    rules = write(one({"when": "staf > 0"})).with_name("tiny-1.rules.yaml")
    assert found(rules) == ["condition-code:6"]
    rules.with_name("tiny-1.yaml").unlink()
    assert found(rules) == ["no-questionnaire:1"]


def test_a_faulty_questionnaire_hides_no_fault_of_its_rules(write):
    path = write(one({"questions": "[stuff]"}), QUESTIONS.replace("minimum: 0", "minimun: 0"))
    assert found(path) == ["unknown-key:10", "rule-code:7"]


def test_rules_are_met_by_values_and_silent_where_a_question_to_look_at_is_hidden(write):
    path = write(GOOD)
    questionnaire, rules = read(path), read_rules(path)

    def said(**answers):
        return [rule.code for rule in met(rules, resolve(questionnaire, answers), answers)]

    yes, no = Answer(State.ANSWERED, "y"), Answer(State.ANSWERED, "n")
    nobody, unknown = Answer(State.ANSWERED, 0.0), Answer(State.DOES_NOT_KNOW)
    assert said(home=yes, staff=nobody) == ["rule_staff", "rule_which"]
    assert said(home=no, staff=nobody) == []  # "which" is hidden, so there is nothing to look at
    assert said(home=yes, staff=unknown) == []
    assert said(home=yes, staff=Answer(State.ANSWERED, 2.0)) == ["rule_which"]


def test_an_answer_that_is_hidden_now_meets_nothing():
    asked_now = parse(asked(QUESTIONS))
    text = one({"when": "'\"a\" in which'", "questions": "[staff]"})
    rules, faults = judge(text, "rules", None)
    answers = {"home": Answer(State.ANSWERED, "n"), "which": Answer(State.ANSWERED, ("a",))}
    assert faults == []
    assert met(rules, dict.fromkeys(asked_now.questions, State.ANSWERED), answers) == list(rules.rules)
    assert met(rules, resolve(asked_now, answers), answers) == []


def test_the_rules_of_the_library_are_clean_and_no_questionnaire():
    assert not any(name.endswith(".rules") for name in library())
    rules = read_rules(library()["regional_index-2026"])
    assert 12 <= len(rules.rules) <= 25
    assert "com_budget" in rules.time_bound
    assert "com_strategy" not in rules.time_bound
    assert {"error", "warning", "note"} == {rule.severity for rule in rules.rules}
    assert check(library()["regional_index-2026"].with_name("regional_index-2026.rules.yaml")) == []


def test_questions_about_last_year_are_bound_to_it():
    path = library()["regional_index-2026"]
    bound, questions = read_rules(path).time_bound, read(path).questions
    last_year = {code for code, one in questions.items() if "last year" in f"{one.text} ".lower()[:60]}
    assert last_year - set(bound) == set()


def test_rules_beside_are_no_edition_of_a_questionnaire(write):
    write("key: tiny\nedition: '7'\n")
    assert list(shelf.editions("tiny", write(GOOD).parent)) == ["1"]
