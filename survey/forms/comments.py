"""A comment as a page sends it: the words, and the people who were chosen from the list."""

from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict


@dataclass
class CommentForm:
    """What somebody typed and chose; ``chosen`` are accounts, ``faults`` whole sentences about what is wrong."""

    words: str = ""
    chosen: tuple[int, ...] = ()
    faults: list[str] = field(default_factory=list)


def read_comment(sent: MultiDict[str, str]) -> CommentForm:
    """Return a comment as it was sent, as it was typed; what is no account's number is account 0, which nobody has."""
    chosen = tuple(
        int(one) if one.isascii() and one.isdigit() and len(one) < 10 else 0 for one in sent.getlist("comment-tell")
    )
    return CommentForm(sent.get("comment-words", ""), chosen)
