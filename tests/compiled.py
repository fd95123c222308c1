"""What all applications of a test run share: how routes are built, and templates as Python code.

An installation makes one application in its life, and can wait a quarter of a second for it; tests make thousands.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

_builders: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}


class SharedRule(Rule):
    """A route that takes over how addresses are built from the same route of an earlier application."""

    def _compile_builder(self, *given: Any, **named: Any) -> Callable[..., tuple[str, str]]:
        """Return the function that builds the route's addresses; it knows the route by its first argument only."""
        known = (tuple(self._trace), repr(self.defaults), given, repr(named))
        if known not in _builders:
            _builders[known] = super()._compile_builder(*given, **named)
        return _builders[known]


class SharedTemplates(BytecodeCache):
    """Templates that were compiled already, by name and content."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template what was compiled of the same text."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


def share() -> None:
    """Let every application that is made from now on share both."""
    Flask.url_rule_class = SharedRule
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": SharedTemplates()}
