"""Builders that tests share: what they build is described in :mod:`tests.installations` and :mod:`tests.browser`."""

import sys
from functools import partial
from pathlib import Path

import hypothesis
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # so that tests can import their builders

from tests import browser as browsers
from tests import certificates, compiled, databases, installations

hypothesis.settings.register_profile("no clock", deadline=None)  # properties are judged by what comes out
hypothesis.settings.load_profile("no clock")
compiled.share()


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """The database that every test installation is a copy of."""
    return installations.Template(tmp_path_factory.mktemp("template") / "real")


@pytest.fixture
def app(template, tmp_path):
    """An application on a database of its own, with regions and people and no wave."""
    return template.copy(tmp_path / "instance")


@pytest.fixture(scope="session")
def demonstration_template(tmp_path_factory):
    """The database that every demonstration of tests is a copy of."""
    return installations.Template(tmp_path_factory.mktemp("template") / "demonstration", demonstration=True)


@pytest.fixture
def demonstration(demonstration_template, tmp_path):
    """The same as a demonstration."""
    return demonstration_template.copy(tmp_path / "instance")


@pytest.fixture
def client(app):
    """A browser without an account; its pages are judged."""
    return app.test_client()


@pytest.fixture
def sign_in(app):
    """Give a client in which somebody is signed in: ``sign_in("coordinator", language="de")``."""
    return partial(installations.sign_in, app)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """The certificate of all mail servers of this run: making the key takes a second."""
    return certificates.write(tmp_path_factory.mktemp("tls"))


@pytest.fixture(autouse=True)
def _databases():
    """Close the connections that a test leaves open."""
    yield
    databases.dispose()


@pytest.fixture(scope="session")
def browser():
    """The Chromium of this run."""
    with browsers.chromium() as started:
        yield started


@pytest.fixture
def serve(app, tmp_path):
    """Serve the application by gunicorn: ``with serve() as url``; what the test stores before is there."""
    return partial(installations.serving, Path(app.instance_path), installations.free_port())


@pytest.fixture
def serve_folder():
    """Serve an installation that is there already: ``with serve_folder(folder) as (app, url)``."""
    return installations.serving_application


@pytest.fixture
def visit(browser):
    """Give one person a window on a served platform: ``with visit(url, locale="de-DE") as person``."""
    return partial(browsers.visitor, browser)
