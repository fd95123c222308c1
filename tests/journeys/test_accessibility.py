"""axe on one page of every kind, light and dark, on a desktop and on a phone; and no page scrolls sideways."""

import pytest
from werkzeug.routing import Map

from tests import crawler, installations
from tests.installations import sign_in
from tests.views.test_every_page import fill

WHO = (None, "coordinator", "team")


def kinds(app, who):
    """Return the address of one page for each view that somebody reaches by links."""
    client = sign_in(app, who, language="de") if who else app.test_client()
    found: dict[str, str] = {}
    routes: Map = app.url_map
    for path, _ in crawler.walk(client):
        endpoint, _ = routes.bind("127.0.0.1").match(path.partition("?")[0])
        found.setdefault(str(endpoint), path)
    return found


def pages(app, who):
    """Return one page for each view that somebody reaches, and nobody named before in :data:`WHO`."""
    before = {endpoint for other in WHO[: WHO.index(who)] for endpoint in kinds(app, other)}
    return [path for endpoint, path in kinds(app, who).items() if endpoint not in before or endpoint == "home.start"]


@pytest.mark.parametrize(("who", "least"), [(None, 6), ("coordinator", 7), ("team", 6)])
def test_axe_finds_nothing_on_any_page(app, serve, visit, who, least):
    fill(app)
    paths = pages(app, who)
    with serve() as url, visit(url, locale="de-DE") as person:
        if who:
            cookie = installations.cookie(app, who)
            person.context.add_cookies([{"name": "survey", "value": cookie, "url": url}])
        found = []
        for path in paths:
            found += [f"{path}: {line}" for line in person.axe(path)]
            sideways = person.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            found += [f"{path}: {sideways} px wider than a phone"] if sideways > 0 else []
    assert not found, "\n".join(found)
    assert len(paths) >= least, paths
