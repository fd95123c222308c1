"""Lines of the audit log as a page and a file show them: by day, in the time zone of the reader's place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from textwrap import shorten
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from sqlalchemy import select

from survey import languages
from survey.database import db
from survey.models.edition import Edition
from survey.models.region import Region
from survey.services.audit_log import Line
from survey.services.tables import Table
from survey.views import deeds
from survey.views.outline import Outline, outline

COLUMNS = ("at", "deed", "by", "person", "region", "wave", "question", "detail", "sentence")
"""The columns of the file; new ones come to the end."""

LONGEST_TITLE = 80
"""Characters of a question in the list to choose from."""

_choices: dict[tuple[str, str, str], list[tuple[str, list[tuple[str, str]]]]] = {}


@dataclass(frozen=True)
class Told:
    """One line as a page shows it: when (``iso`` for machines), the sentence, why, and where.

    ``history`` is the address of the history of its question; empty where there is none for this reader.
    """

    iso: str
    time: str
    sentence: str
    why: str
    place: str
    history: str


class Teller:
    """Tells lines to one reader: what many of them share (titles, names, addresses) is looked up once."""

    def __init__(self, zone: str, *, placed: bool = False, linked: bool = False) -> None:
        self.zone, self.placed, self.linked = zone, placed, linked
        self._here = ZoneInfo(zone)
        self._words = deeds.Sentences()
        self._titles: dict[int | None, Callable[[str], str]] = {None: str}
        self._regions: dict[str | None, str] = {}
        self._addresses: dict[tuple[str | None, ...], str] = {}

    def days(self, lines: Sequence[Line]) -> list[tuple[str, list[Told]]]:
        """Return lines by the days of the time zone, each day in words, in the order in which they come."""
        if self.placed:
            keys = {line.region for line in lines if line.region}
            found = db.session.scalars(select(Region).where(Region.key.in_(keys)))
            self._regions = {one.key: languages.region_name(one) for one in found}
        local = [(line.place.at.astimezone(self._here), line) for line in lines]
        return [
            (languages.format_date(day), [self._told(at, line) for at, line in found])
            for day, found in groupby(local, key=lambda each: each[0].date())
        ]

    def _told(self, at: datetime, line: Line) -> Told:
        return Told(
            iso=at.isoformat(timespec="seconds"),
            time=languages.format_time(at, self.zone),
            sentence=self._sentence(line),
            why=deeds.reason(line),
            place=self._place(line) if self.placed else "",
            history=self._history(line) if self.linked and line.question and line.wave else "",
        )

    def table(self, lines: Sequence[Line]) -> Table:
        """Return the lines as a table: codes that never change, and the sentence in the reader's language."""
        return Table(COLUMNS, map(self._row, lines))

    def _row(self, line: Line) -> list[str | None]:
        return [
            line.place.at.astimezone(self._here).isoformat(timespec="microseconds"),
            line.code,
            line.by,
            line.person,
            line.region,
            line.wave,
            line.question,
            "; ".join(f"{name}={value}" for name, value in sorted(line.detail.items())) or None,
            self._sentence(line),
        ]

    def _sentence(self, line: Line) -> str:
        if line.edition not in self._titles:
            found = db.session.get(Edition, line.edition)
            self._titles[line.edition] = _titled(outline(found)) if found else str
        return self._words.sentence(line, self._titles[line.edition])

    def _place(self, line: Line) -> str:
        wave = languages.wave_name(line.wave_title) if line.wave_title else None
        return " · ".join(filter(None, (self._regions.get(line.region), wave)))

    def _history(self, line: Line) -> str:
        key = (line.wave, line.region, line.question)
        if key not in self._addresses:
            at: dict[str, Any] = dict(zip(("wave", "region", "question"), key, strict=True))
            self._addresses[key] = url_for("history.question", **at)
        return self._addresses[key]


def _titled(shown: Outline) -> Callable[[str], str]:
    """Return what gives the words of a question or section for its code; the code itself where it is not known."""
    words = {code: one.title for code, one in shown.sections.items()}
    words |= {code: one.text for code, one in shown.questionnaire.questions.items()}
    return lambda code: words.get(code, code)


def choices(shown: Outline) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the questions to choose from: by the title of their section, each as its code and its first words."""
    if shown.key not in _choices:
        _choices[shown.key] = [
            (
                section.title,
                [(one.code, shorten(one.text, LONGEST_TITLE, placeholder="…")) for one in section.questions],
            )
            for section in shown.sections.values()
        ]
    return _choices[shown.key]
