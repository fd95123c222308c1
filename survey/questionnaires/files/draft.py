"""A file read as far as it can be: the questionnaire it comes near to, and every fault of its form.

Where the types refuse a part, the part is mended or left out and the rest is read again, so that a person sees all
faults at once, those of form and those of sense. What had to be mended is remembered and judged no further.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from survey.errors import Fault, Severity
from survey.questionnaires.files.mending import WHOLE, Mending
from survey.questionnaires.files.places import Step
from survey.questionnaires.files.tree import Node, grow
from survey.questionnaires.model import Questionnaire

Path = tuple[Step, ...]


@dataclass(frozen=True)
class Draft:
    """A questionnaire, possibly mended, with the lines of its file.

    ``lost`` holds codes whose definition could not be read; ``hollow`` tells that there are such codes unknown to
    us. ``mended`` holds the codes of parts that are not what their author meant.
    """

    name: str
    tree: Node
    questionnaire: Questionnaire
    lost: frozenset[str] = frozenset()
    mended: frozenset[str] = frozenset()
    hollow: bool = False

    @cached_property
    def unclear(self) -> frozenset[str]:
        """Codes of parts that had to be mended, or that stand twice: nobody can tell what a reference to them means."""
        codes = [question.code for section in self.questionnaire.sections for question in section.questions]
        return self.mended | {code for code, count in Counter(codes).items() if count > 1}

    @property
    def is_whole(self) -> bool:
        """Whether nothing had to be mended."""
        return not (self.lost or self.mended or self.hollow)

    @property
    def is_named(self) -> bool:
        """Whether key and edition could be read."""
        return WHOLE not in self.mended

    def may_exist(self, code: str) -> bool:
        """Whether a code that nothing has could belong to a part that could not be read."""
        return self.hollow or code in self.lost

    def line(self, *path: Step) -> int:
        """The line of a path of keys and numbers, or of as much of it as the file holds."""
        node, line = self.tree, self.tree.line
        for step in path:
            value = node.value
            if isinstance(value, dict) and step in value:
                line, node = node.keys.get(step, node.line), value[step]
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                node = value[step]
                line = node.line
            else:
                break
        return line

    def fault(self, path: Path, code: str, what: str, cure: str, severity: Severity = "error") -> Fault:
        """A fault at a path of keys and numbers."""
        return Fault(code, f"{self.name}:{self.line(*path)}", what, cure, severity)

    def warning(self, path: Path, code: str, what: str, cure: str) -> Fault:
        """A warning at a path of keys and numbers."""
        return self.fault(path, code, what, cure, "warning")


def draft(text: str, name: str) -> tuple[Draft | None, list[Fault]]:
    """The draft of a text and the faults of its form; None where nothing of it can be judged.

    ``name`` stands before the line in each fault's place.
    """
    tree, faults = grow(text, name)
    if tree is None:
        return None, faults
    mending = Mending(name, tree, faults)
    questionnaire = mending.questionnaire()
    if questionnaire is None:
        return None, faults
    lost, mended = frozenset(mending.lost), frozenset(mending.mended)
    return Draft(name, tree, questionnaire, lost, mended, mending.hollow), faults
