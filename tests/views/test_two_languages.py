"""Two languages in one process: what was opened in the one must not stay for the other."""

import pytest
from jinja2 import nodes

from survey.app import create_app
from survey.settings import Settings
from tests.clients import JudgingClient
from tests.installations import sign_in
from tests.views.leaking import _still as still
from tests.views.standing_in_review import in_review, judge

RESULTS, REVIEW = "/results/2026/salzburg", "/assessments/2026/salzburg/review"
ACCESS = f"{RESULTS}/explained/access"
PAGES = (
    *(ACCESS, RESULTS, f"{RESULTS}/peers", f"{RESULTS}/lenses", f"{RESULTS}/change", f"{RESULTS}/priorities"),
    *(f"{RESULTS}/report", "/compare/2026", "/compare/2026/ranks", "/compare/2026/weights", "/compare/2026/report"),
    *(REVIEW, f"{REVIEW}/support", "/assessments/2026/salzburg/log", "/method", "/waves/2026", "/people/"),
)
"""Pages that hold much in common: what templates, charts, reports, the method and lists of people say."""


@pytest.fixture
def app(app):
    """Give an application in which one answer was reviewed."""
    in_review(app)
    judge(sign_in(app, "reviewer"), "support", "accepted")
    return app


def again(app):
    """Return a new application on the same database: nothing was opened in it."""
    old = app.extensions["survey_settings"]
    made = create_app(Settings(**{name: getattr(old, name) for name in old.__dataclass_fields__}))
    made.testing, made.test_client_class = True, JudgingClient
    made.extensions["test_template"] = app.extensions["test_template"]
    return made


def pages(app, language, paths):
    """Return pages of the project team in a language, by address."""
    client = sign_in(app, "team", language=language)
    answers = {path: client.get(path) for path in paths}
    assert {path: one.status_code for path, one in answers.items() if one.status_code != 200} == {}
    return {path: still(one.get_data(as_text=True)) for path, one in answers.items()}


@pytest.mark.parametrize(("first", "then", "word"), [("de", "en", "Accepted"), ("en", "de", "Angenommen")])
def test_the_verdict_is_in_the_language_of_its_reader(app, first, then, word):
    pages(app, first, [ACCESS])
    assert f'<span class="tag done">{word}</span>' in pages(app, then, [ACCESS])[ACCESS]


def test_no_page_keeps_words_of_the_language_it_was_opened_in_first(app):
    german_first, english_first = again(app), again(app)
    german, english = pages(german_first, "de", PAGES), pages(english_first, "en", PAGES)
    assert [path for path, page in pages(english_first, "de", PAGES).items() if page != german[path]] == []
    assert [path for path, page in pages(german_first, "en", PAGES).items() if page != english[path]] == []


def test_no_template_that_is_read_once_holds_words_outside_its_macros(app):
    """What is imported without context is kept for all readers, and with it all that it imports."""
    environment = app.jinja_env
    trees = {
        name: environment.parse(environment.loader.get_source(environment, name)[0])
        for name in environment.list_templates(extensions=["html", "txt"])
    }
    imports = {name: list(tree.find_all((nodes.FromImport, nodes.Import))) for name, tree in trees.items()}
    kept = {one.template.value for found in imports.values() for one in found if not one.with_context}
    while further := {one.template.value for name in kept for one in imports[name]} - kept:
        kept |= further
    assert "reviews/status.html" in kept
    assert [name for name in sorted(kept) if list(_computed(trees[name]))] == []


def _computed(tree):
    """Yield the calls and filters that are done when a template is read, not when one of its macros is."""
    for node in tree.iter_child_nodes():
        if isinstance(node, nodes.Call | nodes.Filter):
            yield node
        elif not isinstance(node, nodes.Macro):
            yield from _computed(node)
