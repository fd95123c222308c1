"""Finding the place in a file that an error of the types speaks of."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from survey.questionnaires import model
from survey.questionnaires.files.scalars import Scalar
from survey.questionnaires.files.tree import Node

Step = Scalar
"""One step down the tree: a key of a mapping, or the number of an item."""

KINDS: dict[Scalar, type[BaseModel]] = {
    "single": model.SingleQuestion,
    "multiple": model.MultipleQuestion,
    "scale": model.ScaleQuestion,
    "number": model.NumberQuestion,
    "share": model.ShareQuestion,
    "text": model.TextQuestion,
}
"""The type of each kind of question."""

_ELEMENTS: dict[tuple[Step, ...], type[BaseModel]] = {
    (): model.Questionnaire,
    ("dimensions",): model.Dimension,
    ("sections",): model.Section,
    ("sections", "questions"): model.BaseQuestion,
    ("sections", "questions", "score"): model.Scoring,
    ("sections", "groups"): model.Group,
    ("framework",): model.FrameworkSettings,
    ("framework", "defaults"): model.Defaults,
    ("framework", "dimensions"): model.DimensionRule,
    ("framework", "composites"): model.Composite,
    ("framework", "indices"): model.Index,
}


@dataclass(frozen=True)
class Place:
    """Where an error is: the nodes from the root down to it, and the ``path`` of keys and numbers between them.

    ``rest`` is what of the error's path the file does not hold, such as a missing key; ``is_key`` tells that the
    last key itself is wrong, not its value.
    """

    nodes: tuple[Node, ...]
    path: tuple[Step, ...]
    rest: tuple[Step, ...]
    is_key: bool

    @property
    def node(self) -> Node:
        """The deepest node that the file holds."""
        return self.nodes[-1]

    @property
    def line(self) -> int:
        """The line of the key that leads to the node, or of the node where no key does."""
        if len(self.nodes) > 1 and self.path[-1] in self.nodes[-2].keys:
            return self.nodes[-2].keys[self.path[-1]]
        return self.node.line

    def down(self, key: str) -> "Place":
        """The place under a key of the mapping that stands here, or the same place where there is no such key."""
        child = _child(self.node, key)
        return self if child is None else Place((*self.nodes, child[1]), (*self.path, key), (), False)

    def up(self, levels: int) -> "Place":
        """The place so many levels higher."""
        return self if not levels else Place(self.nodes[:-levels], self.path[:-levels], (), False)


def find(tree: Node, steps: Sequence[Step]) -> Place:
    """The place of an error's path (``loc``) in the tree."""
    rest = [step for step in steps if step != "[key]"]
    if len(rest) > 4 and (rest[0], rest[2]) == ("sections", "questions"):
        del rest[4]  # the kind, which the types put between a question and its keys
    nodes, path = [tree], list[Step]()
    while rest and (found := _child(nodes[-1], rest[0])) is not None:
        nodes.append(found[1])
        path.append(found[0])
        rest.pop(0)
    return Place(tuple(nodes), tuple(path), tuple(rest), "[key]" in steps)


def element(place: Place) -> type[BaseModel] | None:
    """The type that the mapping at this place is read by; None for a mapping of weights, loadings or labels."""
    words = tuple(step for step in place.path if isinstance(step, str))
    if words[:1] == ("lineage",) and len(words) == 2:
        return model.Ancestor
    if words == ("sections", "questions"):
        return KINDS.get(scalar(place.node, "kind"), model.BaseQuestion)
    if words == ("sections", "questions", "options"):
        kind = scalar(place.nodes[4], "kind")
        return model.MultipleOption if kind == "multiple" else model.SingleOption
    return _ELEMENTS.get(words)


def keys(kind: type[BaseModel]) -> list[str]:
    """The keys that a mapping of this type may hold, as the file spells them."""
    return [field.alias or name for name, field in kind.model_fields.items()]


def kinds_with(key: Scalar) -> list[str]:
    """The kinds of questions that have a key which not all kinds have; none for any other key."""
    kinds = [str(kind) for kind, type_ in KINDS.items() if key in keys(type_)]
    return kinds if len(kinds) < len(KINDS) else []


def scalar(node: Node, key: str) -> Scalar:
    """The scalar under a key of a mapping; None where there is no such scalar."""
    child = node.value.get(key) if isinstance(node.value, dict) else None
    return None if child is None or isinstance(child.value, list | dict) else child.value


def codes_in(node: Node) -> Iterator[str]:
    """All codes that stand in a part of the tree, but for those of options."""
    code = scalar(node, "code")
    if isinstance(code, str):
        yield code
    children: Iterable[Node] = ()
    if isinstance(node.value, dict):
        children = (child for key, child in node.value.items() if key != "options")
    elif isinstance(node.value, list):
        children = node.value
    for child in children:
        yield from codes_in(child)


def _child(node: Node, step: Step) -> tuple[Step, Node] | None:
    if isinstance(node.value, dict):
        matches = (item for item in node.value.items() if item[0] == step or str(item[0]) == str(step))
        return next(matches, None)
    if isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
        return step, node.value[step]
    return None
