"""A table of answers as it stands in a file, a block of rows at a time, before anybody asks what a cell means."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Protocol

from survey.scoring.columns import Distinct, Index
from survey.scoring.findings import Findings

BLOCK = 4096
"""So many rows are read, scored and written before the next ones, which keeps memory flat."""


@dataclass(frozen=True)
class Cells:
    """One column of a block: the distinct texts, and which of them each row holds."""

    texts: tuple[str, ...]
    index: Index


@dataclass(frozen=True)
class Block:
    """Rows that follow each other: their lines in the file, a column for each of the header, and bytes read so far."""

    lines: Sequence[int]
    columns: Sequence[Cells]
    read: int


class Table(Protocol):
    """A table that is being read: its header, the line of that, and then its blocks."""

    header: Sequence[str]
    line: int

    def blocks(self) -> Iterator[Block]:
        """The rows that are whole, block by block; the others are found faulty."""


class CsvTable:
    """UTF-8 text with or without a byte order mark, separated by commas; blank lines do not count."""

    def __init__(self, stream: IO[bytes], found: Findings) -> None:
        self.found = found
        self.source = _Source(stream)
        self.rows = self._rows()
        self.header: Sequence[str]
        self.line, self.header = next(self.rows, (1, []))

    def blocks(self) -> Iterator[Block]:
        """The rows that are whole, block by block; the others are found faulty."""
        whole = (row for row in self.rows if self._is_whole(*row))
        while rows := list(islice(whole, BLOCK)):
            columns = [cells(column) for column in zip(*(row for _, row in rows), strict=True)]
            yield Block([line for line, _ in rows], columns, self.source.read_so_far)

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows that are not blank, each with the number of its first line."""
        text = io.TextIOWrapper(self.source, "utf-8-sig", newline="")  # type: ignore[type-var]  # it has all that is read
        reader = csv.reader(text, strict=True)
        line = 1
        try:
            for row in reader:
                if row:
                    yield line, row
                line = reader.line_num + 1
        except UnicodeDecodeError as error:
            self.found.add(
                self.source.line_of(error), "not-utf8", "The file is not UTF-8 text.", 'Save it as "CSV UTF-8".'
            )
            self.found.refuse()
        except csv.Error as error:
            cure = "Close each quotation mark, and write one inside a cell twice."
            self.found.add(line, "bad-csv", f"The table cannot be read from here on: {error}.", cure)

    def _is_whole(self, line: int, row: Sequence[str]) -> bool:
        if len(row) != len(self.header):
            what = f"The row has {len(row)} cells for {len(self.header)} columns."
            cure = "Give each row one cell per column; quote a cell that holds a comma."
            self.found.add(line, "ragged-row", what, cure)
        return len(row) == len(self.header)


def cells(texts: Sequence[str]) -> Cells:
    """The cells of a column from one text per row."""
    different: Distinct[str] = Distinct()
    index = different.index(texts)
    return Cells(tuple(different.places), index)


class _Source(io.BufferedIOBase):
    """Bytes that are counted on their way, so that a text that cannot be decoded has a line."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.lines_before = 0
        self.last = b""
        self.read_so_far = 0

    def readable(self) -> bool:
        """Say that bytes can be read."""
        return True

    def read1(self, size: int = -1, /) -> bytes:
        """Read up to ``size`` bytes, and count lines and bytes on the way."""
        self.lines_before += self.last.count(b"\n")
        read: Callable[[int], bytes] = getattr(self.stream, "read1", self.stream.read)
        self.last = read(size)
        self.read_so_far += len(self.last)
        return self.last

    def line_of(self, error: UnicodeDecodeError) -> int:
        """The line of the first byte that is no text; bytes left over from the reading before hold no line's end."""
        return self.lines_before + error.object.count(b"\n", 0, error.start) + 1
