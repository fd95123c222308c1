"""A drawing in a report: typst places it under PDF/UA, and its words are words in the PDF."""

import json
from io import BytesIO

import pytest
import typst
from pypdf import PdfReader

from survey.reports import typesetting
from tests.charts.test_charts import CHARTS, made

PAGE = b"""#set document(title: "Drawings")
#set page(width: 30cm, height: 60cm)
#for drawing in json(bytes(sys.inputs.data)) { image(bytes(drawing), format: "svg", alt: "A chart.", width: 100%) }
"""


def words(*drawings):
    """Return the text of a document in which drawings stand."""
    compiler = typst.Compiler(font_paths=typesetting._fonts(), ignore_system_fonts=True)
    inputs = {"data": json.dumps(drawings)}
    made = compiler.compile(PAGE, format="pdf", pdf_standards=typesetting.STANDARD, sys_inputs=inputs)
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)


@pytest.mark.parametrize("code", CHARTS)
@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_a_report_can_place_every_drawing(code, narrow):
    chart = made(code)
    found = words(chart.printed(narrow=narrow))
    names = chart.readings.components if code in {"radar", "areas", "dimensions"} else chart.readings.regions
    for name in names.values():
        assert name.split()[0][:7] in found
