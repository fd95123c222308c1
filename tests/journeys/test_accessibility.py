"""axe on one page of every kind, light and dark, on a desktop and on a phone; and no page scrolls sideways."""

from pathlib import Path

import pytest
from werkzeug.routing import Map

from tests import crawler, installations
from tests.installations import sign_in
from tests.views.test_every_page import fill

WHO = (None, "coordinator", "team", "administrator")
"""Who looks: each page is looked at as the first of them who reaches one of its kind, the first page as all."""


def kinds(app, who):
    """Return the address of one page for each view that somebody reaches by links."""
    client = sign_in(app, who, language="de") if who else app.test_client()
    found: dict[str, str] = {}
    routes: Map = app.url_map
    for path, _ in crawler.walk(client):
        endpoint, _ = routes.bind("127.0.0.1").match(path.partition("?")[0])
        found.setdefault(str(endpoint), path)
    return found


@pytest.fixture(scope="module")
def place(template, tmp_path_factory):
    """Give an installation, its address, and the pages that each of :data:`WHO` looks at."""
    app = template.copy(tmp_path_factory.mktemp("axe") / "instance")
    fill(app)
    pages: dict[str | None, list[str]] = {}
    seen: set[str] = set()
    for who in WHO:
        reached = kinds(app, who)
        pages[who] = [path for endpoint, path in reached.items() if endpoint not in seen or endpoint == "home.start"]
        seen |= reached.keys()
    with installations.serving(Path(app.instance_path), installations.free_port()) as url:
        yield app, url, pages


@pytest.mark.parametrize(("who", "least"), [(None, 6), ("coordinator", 7), ("team", 6), ("administrator", 8)])
def test_axe_finds_nothing_on_any_page(place, visit, who, least):
    app, url, pages = place
    with visit(url, locale="de-DE") as person:
        if who:
            cookie = installations.cookie(app, who)
            person.context.add_cookies([{"name": "survey", "value": cookie, "url": url}])
        found = []
        for path in pages[who]:
            found += [f"{path}: {line}" for line in person.axe(path)]
            sideways = person.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            found += [f"{path}: {sideways} px wider than a phone"] if sideways > 0 else []
    assert not found, "\n".join(found)
    assert len(pages[who]) >= least, pages[who]
