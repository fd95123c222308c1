"""Addresses on pages, made once: a page has some twenty, and most stand on every page."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, request

MOST = 2048
"""Addresses that each process keeps."""


def install(app: Flask) -> None:
    """Let templates ask for addresses that were made before; what redirects and mails name is made each time."""

    @lru_cache(MOST)
    def made(_root: str, endpoint: str, values: tuple[tuple[str, str | int], ...]) -> str:
        """Return an address below the root at which the platform stands."""
        return app.url_for(endpoint, **dict(values))  # type: ignore[arg-type]

    app.jinja_env.globals["url_for"] = _known(app.url_for, made)


def _known(anew: Callable[..., str], made: Callable[..., str]) -> Callable[..., str]:
    def url_for(endpoint: str, **values: Any) -> str:
        """Return an address; one that depends on the page where it stands, or on more than words, is made anew."""
        if endpoint.startswith(".") or not all(type(value) in (str, int) for value in values.values()):
            return anew(endpoint, **values)
        return made(request.script_root, endpoint, tuple(values.items()))

    return url_for
