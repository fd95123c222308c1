"""Mentions: whom words call by ``@Name``, among the people who may read them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey.errors import InvalidError
from survey.models import User

_CALL = re.compile(r"(?<![\w@.])@")
"""Where a mention can begin; within an address like ``info@example.org`` none does."""
_TYPED = re.compile(r"[^\s@,;:!?()\[\]<>\"“”]+")


@dataclass(frozen=True)
class Unclear:
    """A mention that means nobody: what was typed behind the sign, and the names that it could mean.

    ``typed`` is empty where nothing stands there; several ``names`` where it is ambiguous, none where it is unknown.
    """

    typed: str
    names: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """Why it means nobody: ``nobody``, ``unknown`` or ``ambiguous``."""
        if not self.typed:
            return "nobody"
        return "ambiguous" if self.names else "unknown"


class MentionError(InvalidError):
    """Words mention somebody who cannot be found; ``unclear`` names each such mention."""

    def __init__(self, unclear: Sequence[Unclear]) -> None:
        super().__init__(words="mention")
        self.unclear = tuple(unclear)


def called(words: str, people: Sequence[User], *, chosen: Sequence[User] = ()) -> list[User]:
    """Return the people whom words call by name, each once; by a whole name, or a part of it that only one has.

    Where several have the name, ``chosen`` decides. Raises MentionError with every mention that means nobody.
    """
    found: dict[int, User] = {}
    unclear: list[Unclear] = []
    for typed, meant in _meant(words, people):
        wanted = [each for each in meant if each in chosen] or meant
        if len(wanted) == 1 or (wanted and len(meant) != len(wanted)):
            found |= {each.id: each for each in wanted}
        else:
            unclear.append(Unclear(typed, tuple(each.name for each in wanted)))
    if unclear:
        raise MentionError(unclear)
    return list(found.values())


def _meant(words: str, people: Sequence[User]) -> Iterator[tuple[str, list[User]]]:
    """Yield what stands behind each sign, and everybody it could mean."""
    for sign in _CALL.finditer(words):
        rest = words[sign.end() :]
        whole = [(len(each.name), each) for each in people if _begins(rest, each.name)]
        if whole:
            longest = max(length for length, _ in whole)
            meant = [each for length, each in whole if length == longest]
            yield meant[0].name, meant
            continue
        token = _TYPED.match(rest)
        typed = token[0].rstrip(".…'’") if token else ""
        yield typed, [each for each in people if typed and typed.casefold() in each.name.casefold().split()]


def _begins(rest: str, name: str) -> bool:
    """Whether a whole name stands at the beginning, and no longer word."""
    following = rest[len(name) : len(name) + 1]
    return rest[: len(name)].casefold() == name.casefold() and not (following.isalnum() or following == "_")
