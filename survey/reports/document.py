"""A report as frozen values: what stands in it, in order; one writer makes a PDF of it, another a page.

Everything here is text and never markup, in the reader's language. ``lang`` is the language of a text where it is not
the reader's, because a translation is missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from survey.charts.specification import Chart, Table

Look = Literal["plain", "lead", "soft", "strong"]
Accent = Literal["", "equality", "diversity", "interaction"]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: ``lead`` is what to know first, ``soft`` how to read what stands around it."""

    text: str
    look: Look = "plain"
    lang: str | None = None


@dataclass(frozen=True)
class Notice:
    """A paragraph that must not be overlooked."""

    text: str


@dataclass(frozen=True)
class Facts:
    """Names and values."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Listing:
    """Sentences one below the other."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Ranking:
    """Lists side by side, each with a title: what something is called, its number in words, its language."""

    lists: tuple[tuple[str, tuple[tuple[str, str, str | None], ...]], ...]


@dataclass(frozen=True)
class Drawing:
    """A chart as a drawing, with its title, its sentence and its facts; its table stands where the report puts it."""

    chart: Chart

    @property
    def alternative(self) -> str:
        """What whoever cannot see the drawing hears instead; the numbers stand in the table."""
        return f"{self.chart.title}. {self.chart.sentence}"


@dataclass(frozen=True)
class Tabled:
    """A table under its title."""

    title: str
    table: Table


@dataclass(frozen=True)
class Figures:
    """A few numbers to know by heart, each with its name, its accent and a line below it."""

    cards: tuple[tuple[str, str, str, Accent], ...]


@dataclass(frozen=True)
class Piece:
    """A piece of evidence: what it is called, where it can be found, and which passage shows it; empty for nothing."""

    title: str
    kind: str
    url: str = ""
    passage: str = ""

    @property
    def web(self) -> bool:
        """Whether the address is one of the web, which can be followed."""
        return self.url.startswith(("http://", "https://"))


@dataclass(frozen=True)
class Reply:
    """One question with what was answered.

    ``state`` and ``points`` are in words; ``open`` says that there is no value, ``missing`` that there could be one.
    """

    number: str
    question: str
    lang: str | None
    answer: str
    state: str
    points: str
    open: bool
    missing: bool
    pieces: tuple[Piece, ...] = field(default=())


@dataclass(frozen=True)
class Replies:
    """Questions and answers one below the other."""

    replies: tuple[Reply, ...]


@dataclass(frozen=True)
class Mark:
    """Signs to be compared letter by letter, such as the fingerprint of the data."""

    name: str
    signs: str


Block = Paragraph | Notice | Facts | Listing | Ranking | Drawing | Tabled | Figures | Replies | Mark


@dataclass(frozen=True)
class Part:
    """What stands under one heading, with its ``parts`` below; ``code`` is unique in the report.

    ``page`` says that it begins on a page of its own.
    """

    code: str
    title: str
    blocks: tuple[Block, ...]
    parts: tuple["Part", ...] = field(default=())
    accent: Accent = ""
    lang: str | None = None
    page: bool = True


@dataclass(frozen=True)
class Report:
    """A whole report: its cover, its running head, and its parts.

    ``name`` tells the document from all others, ``title`` stands on its cover. ``head`` and ``head_end`` stand on each
    page, and so does ``warning``, where there is one. ``page`` says which page of how many in words, with ``{page}``
    and ``{pages}`` for the numbers that paper alone knows.
    """

    language: str
    name: str
    kicker: str
    title: str
    about: str
    warning: str
    notice: str
    facts: tuple[tuple[str, str], ...]
    mark: Mark
    disclaimer: str
    head: str
    head_end: str
    page: str
    contents: str
    parts: tuple[Part, ...]

    def every_part(self) -> Iterator[Part]:
        """Yield the parts in reading order, those below a part after it."""
        yield from _every(self.parts)


def _every(parts: tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from _every(part.parts)
