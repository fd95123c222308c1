"""A report on paper: its document as the data of a template, typeset into a tagged PDF."""

import re
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from survey.charts import palette
from survey.charts.specification import Table
from survey.reports import typesetting
from survey.reports.document import Block, Drawing, Part, Piece, Replies, Report, Tabled

TEMPLATE = "report.typ"

WIDEST = 800
"""The width in pixels of a drawing that fills the lines of a page: its letters are as large as those of tables."""

_LONG = re.compile(r"\S{36,}")
_JOINTS = re.compile(r"(?<=[/._?&=#:,;@+-])(?=\w)")
_ENDLESS = re.compile(r"\w{60,}")


def pdf(report: Report, *, now: datetime) -> bytes:
    """Return a report as a tagged PDF."""
    return typesetting.pdf(TEMPLATE, data(report), now=now)


def data(report: Report) -> dict[str, Any]:
    """Return what the template is given: plain values, with places at which long words may break."""
    plain = {name: value for name, value in vars(report).items() if name != "parts"}
    parts = [_part(one) for one in report.parts]
    made: dict[str, Any] = _breakable({**plain, "mark": asdict(report.mark), "parts": parts})
    return {**made, "colours": palette.light()}


def _part(part: Part) -> dict[str, Any]:
    return {
        "title": part.title,
        "accent": part.accent,
        "lang": part.lang,
        "page": part.page,
        "blocks": [{"kind": type(one).__name__, **_block(one)} for one in part.blocks],
        "parts": [_part(one) for one in part.parts],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Drawing():
            return _drawing(block)
        case Tabled():
            return {"title": block.title, **_table(block.table)}
        case Replies():
            made = [{**asdict(one), "pieces": [_piece(each) for each in one.pieces]} for one in block.replies]
            return {"replies": made}
        case _:
            return asdict(block)


def _drawing(block: Drawing) -> dict[str, Any]:
    chart, figure = block.chart, block.chart.figure
    if figure is None:
        return {"svg": "", "alternative": block.alternative}
    slim = replace(chart, figure={**figure, "widest": min(figure.get("widest") or WIDEST, WIDEST)})
    return {"svg": slim.printed() or "", "alternative": block.alternative}


def _table(table: Table) -> dict[str, Any]:
    return {
        "look": table.look,
        "heads": [[cell.text, cell.lang] for cell in table.heads],
        "rows": [[[cell.text, cell.look, cell.lang] for cell in row] for row in table.rows],
    }


def _piece(piece: Piece) -> dict[str, str]:
    """Return a piece with its address to follow, where it is one of the web, and to read, where it is not the title."""
    return {
        **asdict(piece),
        "url": piece.url if piece.web else "",
        "shown": "" if piece.url in ("", piece.title) else piece.url,
    }


def _breakable(value: Any, name: str = "") -> Any:
    """Return data in which no word is wider than the page: an address breaks at its joints, an endless word anywhere.

    Words that a language can hyphenate are left to its rules; drawings and what is followed stay as they are.
    """
    if isinstance(value, dict):
        return {key: _breakable(inner, key) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_breakable(inner, name) for inner in value]
    if isinstance(value, str) and name not in ("svg", "url", "kind", "name"):
        return _LONG.sub(_broken, value)
    return value


def _broken(found: re.Match[str]) -> str:
    opened = _JOINTS.sub("\u200b", found.group())
    return _ENDLESS.sub(lambda word: "\u00ad".join(re.findall(".{1,12}", word.group())), opened)
