"""Builders that tests share; what is built is described in :mod:`tests.browser`."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # so that tests can import their builders

from tests import browser as browsers


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Keep the tests with a browser on one worker, so that two Chromiums do not starve each other."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser():
    """The Chromium of this run."""
    with browsers.chromium() as started:
        yield started
