"""Typesetting: a template and its data become a tagged PDF; what people wrote is data and never part of a template."""

import atexit
import json
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

FONTS = ("figo", "figbo", "figit", "notos", "math", "symbol1", "symbol2")
"""FiraGO, regular, bold, italic: Latin, Greek, Cyrillic and Arabic letters in one face; then what it lacks."""

STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA: title, language, order and headings are there for whoever cannot see the page."""


def pdf(template: str, data: Mapping[str, Any], *, now: datetime) -> bytes:
    """Return the document that a template of this folder, such as ``form.typ``, makes of its data."""
    import typst  # heavy, and needed for documents alone

    compiler: Any = typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)
    wanted = {
        "input": _template(template),
        "format": "pdf",
        "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
        "timestamp": int(now.timestamp()),
    }
    try:
        return bytes(compiler.compile(**wanted, pdf_standards=STANDARD))
    except typst.TypstError:  # people write signs that no face has: the standard refuses what cannot be displayed
        return bytes(compiler.compile(**wanted))


@cache
def _template(name: str) -> bytes:
    return (Path(__file__).parent / name).read_bytes()


@cache
def _fonts() -> Any:
    """Return the faces, written out once per process: those of the machine would make another document elsewhere."""
    import typst
    from pymupdf_fonts import myfont

    folder = Path(tempfile.mkdtemp(prefix="survey-fonts"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in FONTS:
        (folder / f"{name}.ttf").write_bytes(myfont(name))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
