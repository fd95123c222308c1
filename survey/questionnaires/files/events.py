"""Taking a YAML or JSON text apart, and saying where and why that fails."""

from collections.abc import Iterator

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import Event
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
    line = 1
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            line = int(event.end_mark.line) + 1
            yield event
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        what = "A control character stands here."
        raise UnreadableError(line, "bad-character", what, "Remove it; save the file as UTF-8.") from error
    except MarkedYAMLError as error:
        raise _syntax(error) from error
    except Exception as error:  # whatever else the parser stumbles over is a fault of the text as well
        what = f"This is no YAML: {error}."
        raise UnreadableError(line, "yaml-syntax", what, "Mend the syntax of this line.") from error


def _syntax(error: MarkedYAMLError) -> UnreadableError:
    problem = str(error.problem or error.context)
    mark = error.context_mark if "stream" in problem else error.problem_mark
    mark = mark or error.problem_mark or error.context_mark
    cures = {
        "stream": "Close the quotation mark or bracket that opens here.",
        "mapping values are not allowed": "Put texts that hold a colon in quotation marks.",
        "cannot start any token": "Indent by spaces; put texts with special characters in quotation marks.",
        "expected <block end>": "Give the items of one list or mapping the same indentation.",
        "expected ','": "Separate by commas, close the bracket, or put the text in quotation marks.",
    }
    cure = next((cure for words, cure in cures.items() if words in problem), "Mend the syntax of this line.")
    what = f"This is no YAML: {' '.join(problem.split())}."
    return UnreadableError(0 if mark is None else int(mark.line) + 1, "yaml-syntax", what, cure)
