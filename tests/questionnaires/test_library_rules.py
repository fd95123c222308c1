"""Each rule of the library's questionnaire: met by answers written down by hand, and silent one answer beside them."""

from functools import cache

import pytest

from survey.questionnaires.answers import Answer, State
from survey.questionnaires.conditions import codes, parse
from survey.questionnaires.editions import library
from survey.questionnaires.kinds import parse_value, value_text
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.progress import resolve
from survey.questionnaires.reader import read, read_rules
from survey.questionnaires.rules import Rules, met

PATH = library()["regional_index-2026"]
NOTHING_DONE = {"com_strategy": "none", "com_budget": "none", "com_lead": "nobody"}
CASES: dict[str, tuple[dict[str, object], list[dict[str, object]]]] = {
    "rule_places_without_people": ({"enc_places": 3, "enc_reach": 0.0}, [{"enc_places": 2}, {"enc_reach": 1.0}]),
    "rule_mediation_for_tenants": (
        {"hou_access": "most", "hou_services": ("mediation", "contact"), "mediation_service": "none"},
        [{"hou_services": ("contact",)}, {"mediation_service": "ordinary"}, {"hou_access": "none"}],
    ),
    "rule_report_without_indicators": (
        {"com_strategy": "in_force", "com_review": "debated", "data_indicators": "none"},
        [{"com_review": "internal"}, {"data_indicators": "list"}, {"com_strategy": "ended"}],
    ),
    "rule_departments_without_strategy": (
        {"com_strategy": "none", "com_lead": "nobody", "com_departments": 51.0},
        [{"com_departments": 50.0}, {"com_lead": "side_task"}, {"com_strategy": "ended"}],
    ),
    "rule_core_funding_without_budget": (
        {"com_budget": "none", "coop_funding": "core_years"},
        [{"com_budget": "projects"}, {"coop_funding": "projects"}],
    ),
    "rule_programme_without_budget": (
        {"com_budget": "none", "enc_programme": "yearly_all"},
        [{"com_budget": "one_year"}, {"enc_programme": "yearly_part"}],
    ),
    "rule_reach_without_work": (
        {"gov_municipal": "none", "gov_support": ("none",), "gov_reach": 1.0},
        [{"gov_reach": 0.0}, {"gov_support": ("advice",)}, {"gov_municipal": "some"}],
    ),
    "rule_support_without_reach": (
        {"gov_support": ("training", "data"), "gov_reach": 0.0},
        [{"gov_reach": 1.0}, {"gov_support": ("data",)}],
    ),
    "rule_school_figures": (
        {"edu_gap": "held", "data_sources": ("population",)},
        [{"data_sources": ("population", "schools")}, {"edu_gap": "none"}],
    ),
    "rule_mirror_without_population": (
        {"lead_mirror": "quarter", "data_sources": ("schools",)},
        [{"data_sources": ("population",)}],
    ),
    "rule_segregation_figures": (
        {"hou_mix": "checked", "data_sources": ("none",)},
        [{"hou_mix": "measures"}, {"data_sources": ("housing",)}],
    ),
    "rule_grants_without_money": (
        {"cul_grants": "all", "cul_grant_share": 0.0},
        [{"cul_grant_share": 1.0}, {"cul_grants": "some"}],
    ),
    "rule_encounters_without_programme": (
        {"enc_programme": "none", "enc_reach": 20.0},
        [{"enc_reach": 0.0}, {"enc_programme": "projects"}],
    ),
    "rule_programme_without_people": (
        {"enc_programme": "yearly_part", "enc_reach": 0.0},
        [{"enc_reach": 20.0}, {"enc_programme": "projects"}],
    ),
    "rule_one_sided_encounters": (
        {"enc_programme": "yearly_part", "enc_balance": 100.0},
        [{"enc_balance": 99.0}, {"enc_balance": 1.0}, {"enc_programme": "projects"}],
    ),
    "rule_effect_without_encounters": (
        {"enc_programme": "none", "enc_reach": 0.0, "enc_effect": "comparison"},
        [{"enc_effect": "comments"}, {"enc_programme": "yearly_all"}, {"enc_reach": 20.0}],
    ),
    "rule_training_without_offer": (
        {"comp_mandate": "none", "comp_training": 15.0},
        [{"comp_training": 14.0}, {"comp_mandate": "voluntary"}],
    ),
    "rule_compulsory_without_training": (
        {"comp_mandate": "all_posts", "comp_training": 4.0},
        [{"comp_training": 5.0}, {"comp_mandate": "some_posts"}],
    ),
    "rule_effect_without_training": (
        {"comp_training": 0.0, "comp_effect": "at_work"},
        [{"comp_training": 1.0}, {"comp_effect": "feedback"}],
    ),
    "rule_package_without_languages": (
        {"wel_package": "everyone", "lang_visible": "none"},
        [{"wel_package": "few_languages"}, {"lang_visible": "leaflets"}],
    ),
    "rule_path_without_description": (
        {"wel_handover": 5, "wel_groups": ("none",)},
        [{"wel_handover": 4}, {"wel_groups": ("refugees",)}],
    ),
    "rule_handover_without_contact": (
        {"wel_contact": "none", "wel_handover": 3},
        [{"wel_handover": 2}, {"wel_contact": "web_page"}],
    ),
    "rule_evaluation_of_nothing": (
        NOTHING_DONE | {"data_independent": "done"},
        [{"data_independent": "none"}, {"com_strategy": "ended"}, {"com_budget": "projects"}, {"com_lead": "mandate"}],
    ),
    "rule_progress_without_report": (
        {"com_strategy": "in_force_plan", "com_done": 10.0, "com_review": "none"},
        [{"com_done": 0.0}, {"com_review": "internal"}, {"com_strategy": "in_force"}],
    ),
    "rule_codesign_without_seat": (
        {"coop_platform": "mandate", "coop_codesign": 4, "coop_members": ("civil",)},
        [{"coop_codesign": 3}, {"coop_members": ("civil", "migrant_led")}, {"coop_platform": "none"}],
    ),
}
"""Answers that meet a rule, and changes of which each alone makes it silent."""

EITHER = {"rule_mirror_without_population": {"serv_mirror"}, "rule_one_sided_encounters": set()}
"""Questions of a rule's condition that need no answer where another one has it."""


@cache
def asked() -> Questionnaire:
    return read(PATH)


@cache
def rules() -> Rules:
    return read_rules(PATH)


def said(values: dict[str, object], **change: Answer) -> list[str]:
    """Return the rules that answers meet, each value first written and read as it is kept."""
    questions = asked().questions
    kept = {code: parse_value(questions[code], value_text(value)) for code, value in values.items()}
    answers = {code: Answer(State.ANSWERED, value) for code, value in kept.items()} | change
    return [rule.code for rule in met(rules(), resolve(asked(), answers), answers)]


def test_each_rule_has_a_case():
    assert set(CASES) == {rule.code for rule in rules().rules}


def test_no_answers_meet_no_rule():
    assert said({}) == []


@pytest.mark.parametrize("code", CASES)
def test_a_rule_is_met_by_answers_that_do_not_fit(code):
    assert code in said(CASES[code][0])


@pytest.mark.parametrize(
    ("code", "change"), [(code, change) for code, (_, beside) in CASES.items() for change in beside]
)
def test_a_rule_is_silent_one_answer_beside(code, change):
    assert code not in said(CASES[code][0] | change)


@pytest.mark.parametrize("code", CASES)
def test_a_rule_is_silent_while_an_answer_is_not_known(code):
    rule = next(rule for rule in rules().rules if rule.code == code)
    for question in set(codes(parse(rule.when))) - EITHER.get(code, set()):
        assert code not in said(CASES[code][0], **{question: Answer(State.DOES_NOT_KNOW)}), question


def test_the_other_half_of_either_meets_a_rule_too():
    assert "rule_mirror_without_population" in said({"serv_mirror": "half", "data_sources": ("schools",)})
    assert "rule_support_without_reach" in said({"gov_support": ("money",), "gov_reach": 0.0})
    assert "rule_one_sided_encounters" in said({"enc_programme": "yearly_all", "enc_balance": 0.0})
