"""Numbers of another region under one's own address: nothing is shown, nothing changes."""

import pytest
from werkzeug.routing import IntegerConverter

from tests.installations import sign_in
from tests.security.two_regions import changing, contents, fill
from tests.views.test_routes import VALUES

NUMBERED = {"piece", "assignment", "mandate", "person"}
"""Parts of addresses that are numbers of rows. A version counts within its question; all others are words."""

OF_ONE = {"identity", "key", "mail", "figure"}
"""Numbers of rows of one's own account, and of what only administrators look after."""

AT = "/assessments/2026/salzburg"
SUPPORT = f"{AT}/questions/support"


@pytest.fixture(scope="module")
def made(template, tmp_path_factory):
    app = template.copy(tmp_path_factory.mktemp("numbers") / "instance")
    return app, fill(app)


def test_every_number_in_an_address_is_thought_of(made):
    app, _ = made
    numbers = {
        name
        for rule in app.url_map.iter_rules()
        for name, converter in rule._converters.items()
        if isinstance(converter, IntegerConverter)
    }
    assert numbers == NUMBERED | OF_ONE | {"version"}


def test_the_number_of_another_region_is_not_there_under_ones_own_address(made):
    app, numbers = made
    theirs = {name: str(getattr(numbers["leipzig"], name)) for name in NUMBERED}
    client, before, tried = sign_in(app, "coordinator"), contents(app), set()
    token = client.token("/privacy")
    for rule in app.url_map.iter_rules():
        if not rule.arguments & NUMBERED:
            continue
        statuses = []
        for given in (theirs, dict.fromkeys(NUMBERED, "999999")):
            values = {name: given.get(name, VALUES[name]) for name in rule.arguments}
            method = min(rule.methods - {"HEAD", "OPTIONS"})
            path = app.url_map.bind("127.0.0.1").build(rule.endpoint, values, method=method)
            sent = {"page-csrf_token": token, "page-sure": "yes"}
            answer = client.post(path, data=sent) if method == "POST" else client.get(path)
            statuses.append(answer.status_code)
        assert statuses in ([404, 404], [409, 409]), path
        tried.add(rule.endpoint)
    assert contents(app) == before
    assert len(tried) >= 12


@pytest.mark.parametrize(
    ("path", "page", "sent"),
    [
        (f"{AT}/colleagues", f"{AT}/colleagues", {"page-to": "person", "page-part": "housing"}),
        (f"{AT}/colleagues/remind", f"{AT}/colleagues", {"page-person": "person"}),
        (f"{AT}/colleagues/hand-over/", f"{AT}/colleagues/hand-over/", {"page-to": "person"}),
        (f"{AT}/separately", f"{AT}/separately", {"separately-people": "person", "separately-due": "2030-01-01"}),
        (f"{SUPPORT}/comments", f"{SUPPORT}/comments", {"comment-words": "Who knows?", "comment-tell": "person"}),
        (f"{SUPPORT}/evidence/reuse", f"{SUPPORT}/evidence", {"reuse-piece": "piece", "evidence-piece": "piece"}),
        (f"{SUPPORT}/evidence/OWN", f"{SUPPORT}/evidence", {"evidence-seen": "citation", "evidence-page": "7"}),
        (f"{SUPPORT}/evidence/OWN/away", f"{SUPPORT}/evidence", {"evidence-seen": "citation"}),
    ],
)
def test_nor_is_it_taken_from_what_is_sent(made, path, page, sent):
    app, numbers = made
    client, before = sign_in(app, "coordinator"), contents(app)
    given = {name: str(getattr(numbers["leipzig"], value, value)) for name, value in sent.items()}
    path = path.replace("OWN", str(numbers["salzburg"].piece))
    answer = client.send(path, given, page=page)
    assert answer.status_code in {302, 404, 409, 422}, answer.status_code
    assert contents(app) == before


def test_what_one_region_wrote_is_on_no_page_of_the_other(made):
    app, _ = made
    client = sign_in(app, "coordinator")
    for path in (f"{SUPPORT}/evidence", f"{SUPPORT}/comments", f"{AT}/evidence"):
        page = client.get(path).get_data(as_text=True)
        assert "salzburg." in page
        assert "in leipzig." not in page
    assert len(list(changing(app))) >= 50
