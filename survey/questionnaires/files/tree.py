"""A YAML or JSON text as a tree whose every value knows its line.

YAML 1.2 by its core schema: ``no``, ``on`` and ``2026-01-31`` are texts, only ``true`` and ``false`` are
truth values. JSON is read as the part of YAML that it is. Nothing is made but texts, numbers, truth values,
null, lists and mappings; aliases share one node, and what they grow to is counted before all is unfolded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from survey.errors import Fault
from survey.questionnaires.files.events import UnreadableError, events_of
from survey.questionnaires.files.scalars import Scalar, joined, resolve

DEEPEST = 40
"""How many lists and mappings may stand in one another."""

LARGEST = 200_000
"""How many values a file may unfold to."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

TaggedEvent = ScalarEvent | SequenceStartEvent | MappingStartEvent


@dataclass(eq=False)
class Node:
    """One value of the file: a scalar, a list of nodes, or a mapping of keys to nodes.

    ``line`` counts from 1; ``keys`` holds the lines of a mapping's keys; ``size`` counts the values that the
    node unfolds to.
    """

    line: int
    value: "Scalar | list[Node] | dict[Scalar, Node]"
    keys: dict[Scalar, int] = field(default_factory=dict)
    size: int = 1


def grow(text: str, name: str) -> tuple[Node | None, list[Fault]]:
    """The tree of a text and what is wrong with its form; None where it cannot be read at all.

    ``name`` stands before the line in each fault's place.
    """
    grower = _Grower(name)
    try:
        return grower.grow(text), grower.faults
    except UnreadableError as error:
        grower.blame(error.line, error.code, error.what, error.cure)
        return None, grower.faults


def plain(node: Node) -> object:
    """The values of a tree without their lines."""
    return _plain(node, {})


def _plain(node: Node, known: dict[int, object]) -> object:
    if id(node) not in known:
        value = node.value
        if isinstance(value, dict):
            known[id(node)] = {key: _plain(child, known) for key, child in value.items()}
        elif isinstance(value, list):
            known[id(node)] = [_plain(child, known) for child in value]
        else:
            known[id(node)] = value
    return known[id(node)]


class _Grower:
    """Makes nodes of the events of the YAML parser."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self.anchors: dict[str, Node | None] = {}
        self.count = 0

    def blame(self, line: int, code: str, what: str, cure: str) -> None:
        """Note a fault with its line; reading goes on, so that all faults are told at once."""
        self.faults.append(Fault(code, f"{self.name}:{line}", what, cure))

    def grow(self, text: str) -> Node:
        """Return the root of the one document in a text; raise :class:`UnreadableError` unless there is one."""
        events = events_of(text)
        root: Node | None = None
        for event in events:
            if isinstance(event, DocumentStartEvent) and root is not None:
                what = "A second document begins here."
                raise UnreadableError(_line(event), "yaml-syntax", what, "Keep one questionnaire in one file.")
            if isinstance(event, NodeEvent):
                root = self.node(event, events, 0)
        if root is None:
            raise UnreadableError(1, "empty-file", "The file is empty.", "Begin with key:, edition: and title:.")
        return root

    def node(self, event: NodeEvent, events: Iterator[Event], depth: int) -> Node:
        """Return the node that an event begins, at a depth of at most :data:`DEEPEST`, with all below it."""
        if isinstance(event, AliasEvent):
            return self.alias(event)
        if depth > DEEPEST:
            raise UnreadableError(_line(event), "too-deep", "Values are nested too deeply.", "Take brackets away.")
        if event.anchor:
            self.anchors[event.anchor] = None
        self.count += 1
        node = self.collection(cast(TaggedEvent, event), events, depth)
        if max(node.size, self.count) > LARGEST:
            cure = "Use fewer aliases, or split the questionnaire."
            raise UnreadableError(node.line, "too-large", f"The file unfolds to more than {LARGEST} values.", cure)
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def collection(self, event: TaggedEvent, events: Iterator[Event], depth: int) -> Node:
        """Return a scalar, a list or a mapping, and blame tags that mean nothing here."""
        if isinstance(event, ScalarEvent):
            return Node(_line(event), self.scalar(event))
        if event.tag not in (None, "!", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"):
            self.foreign(event)
        if isinstance(event, SequenceStartEvent):
            items = [self.node(child, events, depth + 1) for child in _until_end(events)]
            return Node(_line(event), items, size=1 + sum(item.size for item in items))
        return self.mapping(event, events, depth)

    def mapping(self, event: TaggedEvent, events: Iterator[Event], depth: int) -> Node:
        """Return a mapping with the line of each key; keys that stand twice or are no word are blamed."""
        node = Node(_line(event), pairs := {})
        for child in _until_end(events):
            key = self.node(child, events, depth + 1)
            value = self.node(_next_node(events), events, depth + 1)
            node.size += key.size + value.size
            if isinstance(key.value, list | dict):
                self.blame(key.line, "bad-key", "A key is a list or a mapping.", "Write a word before the colon.")
            elif key.value in pairs:
                what = f"The key {key.value} stands twice; the first is in line {node.keys[key.value]}."
                self.blame(key.line, "duplicate-key", what, "Keep one of them.")
            else:
                pairs[key.value] = value
                node.keys[key.value] = key.line
        return node

    def scalar(self, event: ScalarEvent) -> Scalar:
        """Return the value of a word: numbers, yes and no where it stands plain, a text where it is quoted."""
        text = joined(event.value)
        if text is None or _CONTROL.search(text):
            what = "A text holds a control character or half a character."
            self.blame(_line(event), "bad-character", what, "Write the character itself, or remove it.")
            return "?"
        plain_style = event.style is None and event.tag is None
        if not plain_style and event.tag not in (None, "!", "tag:yaml.org,2002:str"):
            self.foreign(event)
        return resolve(text) if plain_style else text

    def foreign(self, event: TaggedEvent) -> None:
        """Blame a tag that questionnaires do not have."""
        what = f"The tag {event.tag} means nothing here."
        self.blame(_line(event), "unknown-tag", what, "Remove it; put texts in quotation marks.")

    def alias(self, event: AliasEvent) -> Node:
        """Return the node that an alias names; raise :class:`UnreadableError` where none is complete above it."""
        node = self.anchors.get(event.anchor)
        if node is None:
            what = f"The alias *{event.anchor} names nothing that stands complete above it."
            raise UnreadableError(
                _line(event), "unknown-alias", what, f"Set &{event.anchor} before it, or write the value out."
            )
        return node


def _until_end(events: Iterator[Event]) -> Iterator[NodeEvent]:
    for event in events:
        if isinstance(event, MappingEndEvent | SequenceEndEvent):
            return
        if isinstance(event, NodeEvent):
            yield event


def _next_node(events: Iterator[Event]) -> NodeEvent:
    return next(event for event in events if isinstance(event, NodeEvent))


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1
