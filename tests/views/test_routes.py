"""Every route with every role: who gets a page, who is asked to sign in, and for whom there is nothing."""

import re

import pytest

from tests.installations import open_wave, sign_in
from tests.views import administering
from tests.views.account_pages import NOBODY, PEOPLE, WAYS_IN

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
    "ending": "svg",
    "state": "eleven",
    "component": "housing",
    "content": "codebook",
    "assignment": "1",
    "mandate": "1",
    "piece": "1",
    "kind": "pdf",
    "key": "1",
    "identity": "1",
    **administering.VALUES,
}
"""What stands in addresses; the first mandate is the one of Salzburg's coordinator."""

SPECIAL = {
    "compare.file": {"chart": "dots"},
    "ranks.file": {"chart": "ranks"},
    "pair.file": {"chart": "gap-areas"},
    "trends.file": {"chart": "waves-index"},
    "weights.file": {"chart": "own-weights"},
    "both.file": {"chart": "lenses"},
    "public.file": {"chart": "dots"},
    "public.embed": {"chart": "dots"},
    "public_method.file": {"what": "weights"},
    "change.file": {"chart": "change"},
    "lenses.file": {"chart": "lenses"},
    "peers.file": {"chart": "peers"},
    "priorities.file": {"chart": "gains"},
    "method.edition": {"name": "small-1"},
    "method.file": {"name": "small-1", "what": "weights"},
    "colleagues.ending": {"mandate": "3"},
    "colleagues.end": {"mandate": "3"},
    **administering.SPECIAL,
}
"""The same where an endpoint needs something else; the third mandate is the one of the contributor."""

UNDRAWN = {"compare.file", "ranks.file", "both.file", "peers.file"}
"""Whose pictures show nothing in a fresh wave."""

PUBLIC = dict.fromkeys(PEOPLE, 200)
SIGNED_IN = {NOBODY: 302, **dict.fromkeys(PEOPLE[1:], 200)}
NOT_FOUND = {NOBODY: 302, **dict.fromkeys(PEOPLE[1:], 404)}
"""Nothing is there in a fresh wave: no version, no round, no review; whoever is not signed in is asked to."""

NOT_PUBLISHED = dict.fromkeys(PEOPLE, 404)
"""Nothing of a wave is there for everybody before it is published; how it is then: test_public.py."""

RUNNING = ("team", "administrator")
RUNNERS = {**NOT_FOUND, **dict.fromkeys(RUNNING, 200)}
COORDINATORS = {**NOT_FOUND, "coordinator": 200}
ONLY_THE_REGION = {**COORDINATORS, "contributor": 200}
EVERYBODY_OF_THE_REGION = {**ONLY_THE_REGION, "team": 200, "administrator": 200}
"""A reviewer is not among them: the wave is fresh, and they see nothing of a draft."""

IN_THE_WAVE = {**EVERYBODY_OF_THE_REGION, "neighbour": 200, "reviewer": 200}
OF_NOTHING = {who: 422 if status == 200 else status for who, status in IN_THE_WAVE.items()}
"""A file of a chart that cannot be drawn, since nobody has submitted: the page says so."""

AUDITORS = {**RUNNERS, "coordinator": 200}
OWN = {**EVERYBODY_OF_THE_REGION, "contributor": 302, "team": 302, "administrator": 302}
"""Where the coordinator answers; a contributor without parts and who runs the survey are led to what they may read."""

EXPECTED: dict[str, dict[str, int]] = {
    "home.start": {**dict.fromkeys(PEOPLE, 302), NOBODY: 200, "nobody": 200},
    **dict.fromkeys(("health.live", "health.ready", "metrics.show", "pages.accessibility", "pages.privacy"), PUBLIC),
    **dict.fromkeys(("method.current", "method.edition", "method.file"), PUBLIC),
    **WAYS_IN,
    "assets.file": PUBLIC,
    "assets.plotly_file": dict.fromkeys(PEOPLE, 404),
    "assessments.tasks": OWN,
    "assessments.read": EVERYBODY_OF_THE_REGION,
    "checks.show": COORDINATORS,
    "workbooks.index": EVERYBODY_OF_THE_REGION,
    "workbooks.again": {**OWN, "coordinator": 302},
    "printed.form": EVERYBODY_OF_THE_REGION,
    "sections.show": OWN,
    "sections.card": COORDINATORS,
    "colleagues.index": COORDINATORS,
    "colleagues.ending": COORDINATORS,
    "colleagues.mine": {**NOT_FOUND, "contributor": 200, "coordinator": 302},
    "handover.show": COORDINATORS,
    "stages.show": EVERYBODY_OF_THE_REGION,
    "submissions.index": EVERYBODY_OF_THE_REGION,
    "submissions.compare": EVERYBODY_OF_THE_REGION,
    "submissions.file": {**EVERYBODY_OF_THE_REGION, **dict.fromkeys(("coordinator", "contributor", *RUNNING), 422)},
    "carried.show": NOT_FOUND,
    "consensus.index": ONLY_THE_REGION,
    "separately.show": NOT_FOUND,
    "meeting.index": NOT_FOUND,
    "meeting.show": NOT_FOUND,
    "comments.index": EVERYBODY_OF_THE_REGION,
    "comments.question": EVERYBODY_OF_THE_REGION,
    "evidence.index": EVERYBODY_OF_THE_REGION,
    "evidence.question": EVERYBODY_OF_THE_REGION,
    "pieces.edit": NOT_FOUND,
    "pieces.leave": NOT_FOUND,
    "pieces.removal": NOT_FOUND,
    "pieces.file": NOT_FOUND,
    "archives.file": ONLY_THE_REGION,
    "history.question": EVERYBODY_OF_THE_REGION,
    "history.version": NOT_FOUND,
    "audit.assessment": AUDITORS,
    "audit.assessment_file": AUDITORS,
    "audit.region": AUDITORS,
    "audit.region_file": AUDITORS,
    "audit.person": RUNNERS,
    "audit.person_file": RUNNERS,
    "audit.mine": SIGNED_IN,
    "audit.mine_file": SIGNED_IN,
    "disclosures.show": COORDINATORS,
    "results.show": ONLY_THE_REGION,
    "results.file": ONLY_THE_REGION,
    "change.show": ONLY_THE_REGION,
    "change.file": {**NOT_FOUND, "coordinator": 422, "contributor": 422},
    "lenses.show": ONLY_THE_REGION,
    "lenses.file": {**NOT_FOUND, "coordinator": 422, "contributor": 422},
    "peers.show": ONLY_THE_REGION,
    "peers.file": ONLY_THE_REGION,
    "priorities.show": ONLY_THE_REGION,
    "priorities.file": ONLY_THE_REGION,
    "efforts.show": ONLY_THE_REGION,
    **dict.fromkeys(("stakeholders.show", "stakeholders.template"), ONLY_THE_REGION),
    "stakeholders.counts": NOT_FOUND,
    "stakeholders.leaving": COORDINATORS,
    **dict.fromkeys(("explained.show", "explained.file", "reports.region", "reports.region_file"), ONLY_THE_REGION),
    **dict.fromkeys(("reports.wave", "reports.wave_file"), IN_THE_WAVE),
    "reviews.mine": SIGNED_IN,
    "reviews.index": RUNNERS,
    "verdicts.show": NOT_FOUND,
    "replies.index": EVERYBODY_OF_THE_REGION,
    "compare.show": IN_THE_WAVE,
    "compare.file": IN_THE_WAVE,
    "ranks.show": IN_THE_WAVE,
    "ranks.file": IN_THE_WAVE,
    "pair.show": IN_THE_WAVE,
    "pair.file": OF_NOTHING,
    "trends.show": IN_THE_WAVE,
    "trends.file": OF_NOTHING,
    "weights.show": IN_THE_WAVE,
    "weights.file": OF_NOTHING,
    "both.show": IN_THE_WAVE,
    "both.file": IN_THE_WAVE,
    "exports.index": IN_THE_WAVE,
    "exports.file": IN_THE_WAVE,
    "exports.codebook": IN_THE_WAVE,
    "waves.index": {**NOT_FOUND, "team": 302, "administrator": 302},
    "waves.show": RUNNERS,
    "waves.new": RUNNERS,
    "publications.show": RUNNERS,
    "public.index": PUBLIC,
    "public.show": NOT_PUBLISHED,
    "public.file": NOT_PUBLISHED,
    "public.embed": NOT_PUBLISHED,
    "public.data": NOT_PUBLISHED,
    "public.region": NOT_PUBLISHED,
    "public.region_file": NOT_PUBLISHED,
    "public_method.show": NOT_PUBLISHED,
    "public_method.file": NOT_PUBLISHED,
    "progress.show": RUNNERS,
    "progress.file": RUNNERS,
    "calendars.file": IN_THE_WAVE,
    "gallery.charts": dict.fromkeys(PEOPLE, 404),
    "gallery.file": dict.fromkeys(PEOPLE, 404),
    "calendars.of_region": EVERYBODY_OF_THE_REGION,
    "people.index": RUNNERS,
    "mandates.ending": RUNNERS,
    "mandates.replacing": RUNNERS,
    "regions.index": RUNNERS,
    "regions.show": {**EVERYBODY_OF_THE_REGION, "reviewer": 200},
}
"""The status of a GET by endpoint and role; a route that is missing here fails the test."""
EXPECTED |= administering.expected(NOT_FOUND, RUNNERS)


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
    for rule in [rule for rule in rules(app, "GET") if rule.endpoint == endpoint]:
        path = app.url_map.bind("127.0.0.1").build(endpoint, _values(rule), method="GET")
        status = EXPECTED[endpoint][person]
        if endpoint in UNDRAWN and "ending" in rule.arguments and status == 200:
            status = 422  # whoever may compare is told that there is no picture of nothing
        assert clients[person].get(path).status_code == status, path


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
        assert _of_any_moment(words[0]) == _of_any_moment(words[1])


def _of_any_moment(html: str) -> str:
    """Return a page without its token and without how long one stays signed in, which goes by the second."""
    html = re.sub(r'name="page-csrf_token" value="[^"]*"|data-seconds="\d+"', "", html)
    return re.sub(r'<p id="page-until".*?</p>', "", html)
