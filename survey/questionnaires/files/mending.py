"""Reading a tree by the types again and again, leaving out in between what they refuse."""

from dataclasses import dataclass, field
from typing import cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from survey.errors import Fault
from survey.questionnaires.files.places import KINDS, Place, codes_in, element, find, kinds_with, scalar
from survey.questionnaires.files.refusals import code_like, nearest, refusal
from survey.questionnaires.files.scalars import Scalar
from survey.questionnaires.files.tree import Node, plain
from survey.questionnaires.model import Questionnaire

ROUNDS = 30
"""How often a file is mended and read again before its rest is given up."""

WORDING = {"title", "text", "label", "edition", "key"}
"""Required texts: others can stand in their place without changing what anything is worth."""

OPTIONAL_WORDING = {"intro", "about", "help", "evidence", "anchor"}
"""Texts that can be left out without changing what anything is worth."""

ITEMS = {"dimensions", "sections", "questions", "options", "groups", "composites", "indices"}
"""Keys of lists whose items can be left out one by one."""

WHOLE = "@questionnaire"
"""Stands in ``mended`` for the key or the edition of the questionnaire."""


@dataclass
class Mending:
    """The faults of form of a tree, and what had to be mended to read it.

    ``lost`` holds the codes of parts left out, ``mended`` those of parts that are not what their author meant;
    ``hollow`` tells that parts are missing whose codes nobody knows.
    """

    name: str
    tree: Node
    faults: list[Fault]
    lost: set[str] = field(default_factory=set)
    mended: set[str] = field(default_factory=set)
    hollow: bool = False
    _replaced: int = 0
    _taken: set[tuple[int, Scalar]] = field(default_factory=set)

    def questionnaire(self) -> Questionnaire | None:
        """The questionnaire that the tree comes near to; None where there is none."""
        for _ in range(ROUNDS):
            try:
                return Questionnaire.model_validate(plain(self.tree), by_alias=True, by_name=False)
            except ValidationError as refused:
                errors = refused.errors(include_url=False)
            found = [(error, find(self.tree, error["loc"])) for error in errors]
            places = [(error, place) for error, place in found if not _has_broken_items(error, place)]
            for error, place in places:
                self._report(error, place)
            if not isinstance(self.tree.value, dict):
                return None
            for error, place in places:
                self._mend(error["type"], place)
        return None

    def _report(self, error: ErrorDetails, place: Place) -> None:
        """Tell the fault, unless it only follows from an earlier one."""
        if error["type"] == "missing" and (id(place.node), place.rest[0]) in self._taken:
            return
        if error["type"] == "too_short" and (id(place.node), None) in self._taken:
            return
        if error["type"] == "union_tag_invalid":
            place = place.down("kind")
        refused = refusal(error, place)
        fault = Fault(refused.code, f"{self.name}:{place.line}", refused.what, refused.cure)
        if fault not in self.faults:
            self.faults.append(fault)

    def _mend(self, kind: str, place: Place) -> None:
        if kind in ("extra_forbidden", "invalid_key"):
            self._remove(place)
        elif kind.startswith("union_tag"):
            self._mend_kind(place)
        elif kind == "missing" and isinstance(place.rest[0], str):
            self._complete(place, place.rest[0])
        elif place.path and not place.is_key and self._is_wording(place.up(1), place.path[-1]):
            self._replace(place.up(1), str(place.path[-1]))
        else:
            self._leave_out(place)

    def _mend_kind(self, place: Place) -> None:
        """Take the nearest kind; where none is, keep what questions of all kinds have."""
        mapping = place.node.value
        if not isinstance(mapping, dict):
            self._leave_out(place)
            return
        near = nearest(scalar(place.node, "kind"), map(str, KINDS))
        if near is None:
            for key in [key for key in mapping if kinds_with(key)]:
                del mapping[key]
        self._mark(place)
        mapping["kind"] = Node(place.node.line, near or "text")

    def _complete(self, place: Place, key: str) -> None:
        """Mend a mapping in which a key is missing."""
        if self._is_wording(place, key):
            self._replace(place, key)
        elif key in ("sections", "questions") and isinstance(place.node.value, dict):
            place.node.value[key] = Node(place.node.line, [])
            self.hollow = True
            self._mark(place)
        else:
            self._leave_out(place)

    def _is_wording(self, place: Place, key: Scalar) -> bool:
        in_element = element(place) is not None and place.path[:1] != ("lineage",)
        return in_element and (key == "code" or key in WORDING)

    def _replace(self, place: Place, key: str) -> None:
        """Put a text or a code in the place of one that is missing or unusable."""
        mapping = cast(dict[Scalar, Node], place.node.value)
        if key == "code":
            written = str(scalar(place.node, "code"))
            self.lost |= {written, code_like(written)}
            self.hollow |= key not in mapping and "options" not in place.path
            self._mark(place)
        if key in ("key", "edition"):
            self.mended.add(WHOLE)
        self._replaced += 1
        mapping[key] = Node(place.node.line, f"unreadable_{self._replaced}")

    def _leave_out(self, place: Place) -> None:
        """Leave out the item of a list of elements, or else the key, that is nearest above."""
        while not self._can_go(place):
            place = place.up(1)
        self._remove(place)
        if place.path[-1] not in OPTIONAL_WORDING:
            self._mark(place)
            self._mark(place.up(1))

    def _can_go(self, place: Place) -> bool:
        in_list = isinstance(place.nodes[-2].value, list)
        return not in_list or (len(place.path) > 1 and place.path[-2] in ITEMS)

    def _remove(self, place: Place) -> None:
        parent, key = place.nodes[-2].value, place.path[-1]
        codes = list(codes_in(place.node))
        self.lost.update(codes)
        if isinstance(parent, list):
            parent[:] = [node for node in parent if node is not place.node]
            self._taken.add((id(place.nodes[-2]), None))
            self.hollow |= not codes
        elif isinstance(parent, dict) and key in parent:
            del parent[key]
            self._taken.add((id(place.nodes[-2]), key))
            self.hollow |= key in ("sections", "questions") and not codes

    def _mark(self, place: Place) -> None:
        """Remember that a part is not what its author meant: the innermost one around that has a code."""
        codes = (scalar(node, "code") for node in reversed(place.nodes[:5]))
        self.mended.update([code for code in codes if isinstance(code, str)][:1])


def _has_broken_items(error: ErrorDetails, place: Place) -> bool:
    """Whether a list is called too short only because its items are told to be wrong."""
    return error["type"] == "too_short" and bool(place.node.value)
