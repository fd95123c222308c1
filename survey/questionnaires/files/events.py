"""Taking a YAML or JSON text apart, and saying where and why that fails."""

import re
from collections.abc import Iterator

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import Event, ScalarEvent
from ruamel.yaml.reader import ReaderError


class UnreadableError(Exception):
    """The text is no tree at all; nothing more can be read."""

    def __init__(self, line: int, code: str, what: str, cure: str) -> None:
        super().__init__(what)
        self.line, self.code, self.what, self.cure = line, code, what, cure


def events_of(text: str) -> Iterator[Event]:
    """The events of a YAML or JSON text in turn; raises :class:`UnreadableError` where they end."""
    if text.lstrip().startswith("{"):
        # JSON may be indented by tabs, YAML may not; no string of JSON holds a bare tab.
        text = text.replace("\t", " ")
    last: Event | None = None
    try:
        for last in YAML(typ="safe", pure=True).parse(text):
            yield last
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        what = "A control character stands here."
        raise UnreadableError(line, "bad-character", what, "Remove it; save the file as UTF-8.") from error
    except MarkedYAMLError as error:
        raise _syntax(error, text, last) from error
    except Exception as error:  # whatever else the parser stumbles over is a fault of the text as well
        line = 1 if last is None else int(last.end_mark.line) + 1
        what = f"This is no YAML: {error}."
        raise UnreadableError(line, "yaml-syntax", what, "Mend the syntax of this line.") from error


_CURES = {
    "stream": "Close the quotation mark or bracket that opens here.",
    "mapping values are not allowed": "Put texts that hold a colon in quotation marks.",
    "cannot start any token": "Indent by spaces; put texts with special characters in quotation marks.",
    "expected <block end>": "Give the items of one list or mapping the same indentation.",
    "expected ','": "Separate by commas, close the bracket, or put the text in quotation marks.",
    "expected the node content": "Write a value, or close the bracket.",
    "could not find expected ':'": "Write a colon and a space between a key and its value.",
}


def _syntax(error: MarkedYAMLError, text: str, last: Event | None) -> UnreadableError:
    problem = str(error.problem or error.context)
    mark = error.problem_mark or error.context_mark
    found = 0 if mark is None else int(mark.line)
    begun = _run_over(last, found)
    if begun is not None and isinstance(last, ScalarEvent) and last.style in ("'", '"'):
        what = "This is no YAML: a quotation ends in a later line, and more follows it."
        return UnreadableError(begun + 1, "yaml-syntax", what, "Close the quotation mark that opens here.")
    cure = next((cure for words, cure in _CURES.items() if words in problem), "Mend the syntax of this line.")
    what = f"This is no YAML: {' '.join(problem.split())}."
    return UnreadableError(_culprit(error, problem, text, begun) + 1, "yaml-syntax", what, cure)


def _run_over(last: Event | None, found: int) -> int | None:
    """Where a text begins that ran over its line and ended just before the fault; None where none did."""
    if not isinstance(last, ScalarEvent):
        return None
    begun, ended = int(last.start_mark.line), int(last.end_mark.line)
    return begun if begun < ended == found else None


def _culprit(error: MarkedYAMLError, problem: str, text: str, begun: int | None) -> int:
    """The line to mend, from 0: what is left open is noticed only in a later line."""
    if error.problem_mark is None or error.context_mark is None:
        mark = error.problem_mark or error.context_mark
        return 0 if mark is None else int(mark.line)
    if "stream" in problem or "could not find expected" in problem:
        return int(error.context_mark.line)
    found = int(error.problem_mark.line)
    if "flow" not in str(error.context):
        return found
    lines = re.split(r"\r\n|\r|\n", text)[: found + 1]
    if begun is not None or lines[-1][: error.problem_mark.column].strip(" -"):
        return found if begun is None else begun
    return max((line for line, written in enumerate(lines[:-1]) if written.strip()), default=found)
