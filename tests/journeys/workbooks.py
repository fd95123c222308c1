"""A colleague without a network: fills in a workbook cell by cell, as its lists and texts ask."""

from collections.abc import Collection, Mapping
from pathlib import Path

from flask import Flask
from openpyxl import load_workbook

from survey.languages import speaking
from survey.localising import in_language
from survey.questionnaires.answers import Answer
from survey.questionnaires.model import Questionnaire
from survey.services.workbook_layout import sheets
from survey.services.workbook_rules import in_cell


def fill_in(
    app: Flask, path: Path, asked: Questionnaire, answers: Mapping[str, Answer], *, language: str
) -> Collection[str]:
    """Write answers into the cells of a workbook in a language, save it, and return the questions answered."""
    book = load_workbook(path)
    written: set[str] = set()
    with app.app_context(), app.test_request_context(), speaking(language):
        read = in_language(asked, language).questionnaire
        for sheet in sheets(read):
            for space in sheet.spaces:
                if space.code in answers:
                    value = in_cell(read.questions[space.code], answers[space.code], space)
                    book[sheet.name].cell(space.row + 1, space.column + 1).value = value
                    written.add(space.code)
    book.save(path)
    return written
