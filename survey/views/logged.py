"""Lines of the audit log as a page and a file show them: by day, in the time zone of the reader's place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from survey import languages
from survey.database import db
from survey.models.edition import Edition
from survey.models.region import Region
from survey.services.audit_log import Line
from survey.services.tables import Table
from survey.views import deeds
from survey.views.outline import outline

COLUMNS = ("at", "deed", "by", "person", "region", "wave", "question", "detail", "sentence")
"""The columns of the file; new ones come to the end."""


@dataclass(frozen=True)
class Told:
    """One line as a page shows it: when (``iso`` for machines), the sentence, why, and where.

    ``question`` is the question in words, ``line`` the line itself.
    """

    iso: str
    time: str
    sentence: str
    why: str
    place: str
    question: str
    line: Line


class Titles:
    """The words of questions and sections by edition, in the reader's language; each edition is looked up once."""

    def __init__(self) -> None:
        self._known: dict[int | None, Callable[[str], str]] = {None: str}

    def of(self, edition: int | None) -> Callable[[str], str]:
        """Return what gives the words of a code of one edition; the code itself where it is not known."""
        if edition not in self._known:
            self._known[edition] = self._titled(edition)
        return self._known[edition]

    def _titled(self, edition: int | None) -> Callable[[str], str]:
        found = db.session.get(Edition, edition)
        if found is None:
            return str
        shown = outline(found)
        words = {code: one.title for code, one in shown.sections.items()}
        words |= {code: one.text for code, one in shown.questionnaire.questions.items()}
        return lambda code: words.get(code, code)


def days(lines: Sequence[Line], zone: str) -> list[tuple[str, list[Told]]]:
    """Return lines by the days of a time zone, each day in words, in the order in which they come."""
    titles, here, names = Titles(), ZoneInfo(zone), _regions(lines)
    local = [(line.place.at.astimezone(here), line) for line in lines]
    return [
        (languages.format_date(day), [_told(at, line, titles.of(line.edition), names, zone) for at, line in found])
        for day, found in groupby(local, key=lambda each: each[0].date())
    ]


def _regions(lines: Sequence[Line]) -> dict[str | None, str]:
    """Return the names of the regions of some lines by key, in the reader's language, in one statement."""
    keys = {line.region for line in lines if line.region}
    return {
        one.key: languages.region_name(one) for one in db.session.scalars(select(Region).where(Region.key.in_(keys)))
    }


def _told(at: datetime, line: Line, titled: Callable[[str], str], names: Mapping[str | None, str], zone: str) -> Told:
    parts = [names.get(line.region), languages.wave_name(line.wave_title) if line.wave_title else None]
    return Told(
        iso=at.isoformat(timespec="seconds"),
        time=languages.format_time(at, zone),
        sentence=deeds.sentence(line, titled),
        why=deeds.reason(line),
        place=" · ".join(part for part in parts if part),
        question=titled(line.question) if line.question else "",
        line=line,
    )


def table(lines: Sequence[Line], zone: str) -> Table:
    """Return the lines as a table: codes that never change, and the sentence in the reader's language."""
    titles, place = Titles(), ZoneInfo(zone)
    return Table(COLUMNS, [_row(line, titles, place) for line in lines])


def _row(line: Line, titles: Titles, place: ZoneInfo) -> list[str | None]:
    return [
        line.place.at.astimezone(place).isoformat(timespec="microseconds"),
        line.code,
        line.by,
        line.person,
        line.region,
        line.wave,
        line.question,
        _detail(line.detail),
        deeds.sentence(line, titles.of(line.edition)),
    ]


def _detail(detail: Any) -> str | None:
    """Return what else is known, as ``name=value`` joined by semicolons, in the order of the names."""
    return "; ".join(f"{name}={value}" for name, value in sorted(detail.items())) or None
