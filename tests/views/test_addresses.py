"""Addresses that templates name are those that the application makes, made once."""

from typing import Any

import pytest
from flask import render_template_string, url_for

SALZBURG = {"wave": "2026", "region": "salzburg"}
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("home.start", {}),
    ("assessments.tasks", SALZBURG),
    ("assessments.read", {**SALZBURG, "_anchor": "housing"}),
    ("compare.show", {"wave": "2026", "lens": "verified"}),
    ("compare.show", {"wave": "2026", "regions": ["a", "b"]}),
]

ENDPOINTS = {"pages": "privacy", "public": "index"}


@pytest.mark.parametrize(("endpoint", "values"), ASKED)
def test_an_address_is_the_one_that_the_application_makes(app, endpoint, values):
    for root in ("", "/platform", ""):
        with app.test_request_context("/", base_url=f"http://127.0.0.1{root}"):
            made = render_template_string("{{ url_for(endpoint, **values) }}", endpoint=endpoint, values=values)
            assert made.replace("&amp;", "&") == url_for(endpoint, **values)
            assert made.startswith(root)


def test_an_address_that_depends_on_its_page_is_made_for_it(app):
    for page, blueprint in (("/privacy", "pages"), ("/public", "public")):
        with app.test_request_context(page):
            made = render_template_string("{{ url_for(endpoint) }}", endpoint=f".{ENDPOINTS[blueprint]}")
            assert made == url_for(f"{blueprint}.{ENDPOINTS[blueprint]}")
