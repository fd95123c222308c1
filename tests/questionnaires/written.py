"""Builders of tiny questionnaire files, and what the checker says of them in short."""

from textwrap import dedent, indent

from survey.questionnaires.reader import check_text, parse

HEAD = 'key: tiny\nedition: "1"\ntitle: Tiny\n'
"""Lines 1 to 3 of every tiny file."""

FIRST = 8
"""The line of the first question of :func:`asked`."""


def asked(questions, *, section="", rest=""):
    """A file with one section ``area`` of these questions, which begin in line 8 (plus the lines of ``section``).

    ``section`` holds more keys of the section, ``rest`` more keys of the file.
    """
    keys = indent(dedent(section).strip("\n") + "\n", "    ") if section else ""
    body = indent(dedent(questions).strip("\n") + "\n", "      ")
    area = f"sections:\n  - code: area\n    title: Area\n{keys}    questions:\n{body}"
    return HEAD + area + dedent(rest).lstrip("\n")


def question(text):
    """The one question of this YAML text, read and checked."""
    return next(iter(questionnaire(text).questions.values()))


def questionnaire(questions, **keys):
    """The questionnaire of these questions, read and checked."""
    return parse(asked(questions, **keys))


def found(text):
    """The faults of a file as ``code:line``, warnings with a ``?`` before them, in the order of the lines."""
    return [("?" * (fault.severity == "warning")) + f"{fault.code}:{line_of(fault)}" for fault in check_text(text)]


def found_in(questions, **keys):
    """The faults of a file with one section of these questions."""
    return found(asked(questions, **keys))


def said(text, code):
    """What is wrong and what to do, for the only fault of this code in a file."""
    (fault,) = [fault for fault in check_text(text) if fault.code == code]
    return f"{fault.what} {fault.cure}"


def line_of(fault):
    """The line in a fault's place."""
    return int(fault.place.rpartition(":")[2])
