"""Every route with every role: who gets a page, who is asked to sign in, and for whom there is nothing."""

import re

import pytest

from tests.installations import open_wave, sign_in

NOBODY = "visitor"
PEOPLE = (NOBODY, "nobody", "neighbour", "contributor", "reviewer", "coordinator", "team", "administrator")
VALUES = {
    "wave": "2026",
    "region": "salzburg",
    "section": "housing",
    "question": "support",
    "token": "unknown",
    "person": "1",
    "name": "site.css",
    "version": "1",
    "chart": "areas",
    "component": "housing",
    "content": "codebook",
    "piece": "1",
}
SPECIAL = {
    "compare.file": {"chart": "dots"},
    "method.edition": {"name": "small-1"},
    "method.file": {"name": "small-1", "what": "weights"},
}

PUBLIC = dict.fromkeys(PEOPLE, 200)
RUNNERS = {NOBODY: 302, "nobody": 404, "neighbour": 404, "coordinator": 404, "team": 200, "administrator": 200}
OWN = {NOBODY: 302, "nobody": 404, "neighbour": 404, "coordinator": 200, "team": 302, "administrator": 302}
EVERYBODY_OF_THE_REGION = {**OWN, "team": 200, "administrator": 200}
IN_THE_WAVE = {**EVERYBODY_OF_THE_REGION, "neighbour": 200}
ONLY_THE_REGION = {**OWN, "team": 404, "administrator": 404}

EXPECTED: dict[str, dict[str, int]] = {
    "home.start": {NOBODY: 200, "nobody": 200, "neighbour": 302, "coordinator": 302, "team": 302, "administrator": 302},
    "method.current": PUBLIC,
    "method.edition": PUBLIC,
    "method.file": PUBLIC,
    "pages.accessibility": PUBLIC,
    "pages.privacy": PUBLIC,
    "accounts.welcome": dict.fromkeys(PEOPLE, 404),
    "assets.file": PUBLIC,
    "assets.plotly_file": dict.fromkeys(PEOPLE, 404),
    "security.login": {NOBODY: 200, **dict.fromkeys(PEOPLE[1:], 302)},
    "security.verify": {NOBODY: 302, **dict.fromkeys(PEOPLE[1:], 200)},
    "security.forgot_password": PUBLIC,
    "security.reset_password": dict.fromkeys(PEOPLE, 302),
    "assessments.tasks": OWN,
    "checks.show": ONLY_THE_REGION,
    "assessments.read": EVERYBODY_OF_THE_REGION,
    "sections.show": OWN,
    "sections.card": ONLY_THE_REGION,
    "consensus.index": {**ONLY_THE_REGION, "contributor": 200, "reviewer": 404},
    "separately.show": {NOBODY: 302, **dict.fromkeys(PEOPLE[1:], 404)},
    "meeting.index": {NOBODY: 302, **dict.fromkeys(PEOPLE[1:], 404)},
    "meeting.show": {NOBODY: 302, **dict.fromkeys(PEOPLE[1:], 404)},
    "comments.index": {**EVERYBODY_OF_THE_REGION, "contributor": 200, "reviewer": 404},
    "comments.question": {**EVERYBODY_OF_THE_REGION, "contributor": 200, "reviewer": 404},
    "evidence.index": {**EVERYBODY_OF_THE_REGION, "contributor": 200, "reviewer": 404},
    "evidence.question": {**EVERYBODY_OF_THE_REGION, "contributor": 200, "reviewer": 404},
    "pieces.edit": {NOBODY: 302, **dict.fromkeys(PEOPLE[1:], 404)},
    "pieces.leave": {NOBODY: 302, **dict.fromkeys(PEOPLE[1:], 404)},
    "pieces.removal": {NOBODY: 302, **dict.fromkeys(PEOPLE[1:], 404)},
    "pieces.file": {NOBODY: 302, **dict.fromkeys(PEOPLE[1:], 404)},
    "archives.file": {**ONLY_THE_REGION, "contributor": 200, "reviewer": 404},
    "history.question": {**EVERYBODY_OF_THE_REGION, "contributor": 200, "reviewer": 404},
    "history.version": {NOBODY: 302, **dict.fromkeys(PEOPLE[1:], 404)},
    "audit.assessment": {**EVERYBODY_OF_THE_REGION, "contributor": 404, "reviewer": 404},
    "audit.assessment_file": {**EVERYBODY_OF_THE_REGION, "contributor": 404, "reviewer": 404},
    "audit.region": {**EVERYBODY_OF_THE_REGION, "contributor": 404, "reviewer": 404},
    "audit.region_file": {**EVERYBODY_OF_THE_REGION, "contributor": 404, "reviewer": 404},
    "audit.person": {**RUNNERS, "contributor": 404, "reviewer": 404},
    "audit.person_file": {**RUNNERS, "contributor": 404, "reviewer": 404},
    "audit.mine": {NOBODY: 302, **dict.fromkeys(PEOPLE[1:], 200)},
    "audit.mine_file": {NOBODY: 302, **dict.fromkeys(PEOPLE[1:], 200)},
    "results.show": {**EVERYBODY_OF_THE_REGION, "team": 404, "administrator": 404},
    "results.file": {**EVERYBODY_OF_THE_REGION, "team": 404, "administrator": 404},
    "explained.show": {**EVERYBODY_OF_THE_REGION, "team": 404, "administrator": 404},
    "explained.file": {**EVERYBODY_OF_THE_REGION, "team": 404, "administrator": 404},
    "reviews.mine": {NOBODY: 302, **dict.fromkeys(PEOPLE[1:], 200)},
    "reviews.index": {**RUNNERS, "contributor": 404, "reviewer": 404},
    "verdicts.show": {NOBODY: 302, **dict.fromkeys(PEOPLE[1:], 404)},
    "replies.index": {**EVERYBODY_OF_THE_REGION, "contributor": 200, "reviewer": 404},
    "compare.show": IN_THE_WAVE,
    "compare.file": IN_THE_WAVE,
    "exports.index": IN_THE_WAVE,
    "exports.file": IN_THE_WAVE,
    "exports.codebook": IN_THE_WAVE,
    "waves.index": {**RUNNERS, "team": 302, "administrator": 302},
    "waves.show": RUNNERS,
    "waves.new": RUNNERS,
    "people.index": RUNNERS,
    "regions.index": RUNNERS,
    "regions.show": EVERYBODY_OF_THE_REGION,
}
"""The status of a GET by endpoint and role; a route that is missing here fails the test."""


@pytest.fixture(scope="module")
def app(template, tmp_path_factory: pytest.TempPathFactory):
    made = template.copy(tmp_path_factory.mktemp("routes") / "instance")
    open_wave(made)
    return made


@pytest.fixture(scope="module")
def clients(app):
    return {name: app.test_client() if name == NOBODY else sign_in(app, name) for name in PEOPLE}


def _values(rule) -> dict[str, str]:
    return {name: SPECIAL.get(rule.endpoint, VALUES).get(name) or VALUES[name] for name in rule.arguments}


def rules(app, method: str):
    return [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]


def test_every_page_has_a_line_in_the_table(app):
    assert {rule.endpoint for rule in rules(app, "GET")} == set(EXPECTED)


@pytest.mark.parametrize("endpoint", sorted(EXPECTED))
@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_for_every_role(app, clients, endpoint: str, person: str):
    rule = next(rule for rule in rules(app, "GET") if rule.endpoint == endpoint)
    path = app.url_map.bind("127.0.0.1").build(endpoint, _values(rule), method="GET")
    assert clients[person].get(path).status_code == EXPECTED[endpoint][person], path


def test_every_change_needs_a_token(app, clients):
    for rule in rules(app, "POST"):
        path = app.url_map.bind("127.0.0.1").build(rule.endpoint, _values(rule), method="POST")
        assert clients["coordinator"].post(path).status_code in {400, 404}, path


@pytest.mark.parametrize("person", PEOPLE[:3])
def test_a_foreign_region_and_one_that_does_not_exist_look_the_same(clients, person: str):
    foreign = clients[person].get("/assessments/2026/timis/")
    missing = clients[person].get("/assessments/2026/atlantis/")
    assert foreign.status_code == missing.status_code
    if foreign.status_code == 404:
        words = [answer.get_data(as_text=True).replace("atlantis", "timis") for answer in (foreign, missing)]
        assert _without_token(words[0]) == _without_token(words[1])


def _without_token(html: str) -> str:
    return re.sub(r'name="page-csrf_token" value="[^"]*"', "", html)
