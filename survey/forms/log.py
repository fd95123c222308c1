"""Which lines of the audit log an address asks for."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from survey.languages import gettext as _
from survey.services.audit_streams import CODES, Cursor, Wanted

FIELDS = ("deed", "person", "region", "question", "from", "to")
"""The fields of the filter, as they stand in the address."""

_PLACE = re.compile(r"(\d{8}T\d{12})-([01])-(\d{1,18})", re.ASCII)
_FORMAT = "%Y%m%dT%H%M%S%f"


@dataclass
class LogForm:
    """What the address asks for: as it was typed (``sent``), as it is meant, and what of it cannot be."""

    sent: dict[str, str]
    wanted: Wanted = field(default_factory=Wanted)
    older: Cursor | None = None
    newer: Cursor | None = None
    faults: dict[str, str] = field(default_factory=dict)


def read_log(
    args: MultiDict[str, str],
    zone: str,
    *,
    codes: Collection[str] = CODES,
    regions: Mapping[str, int] = MappingProxyType({}),
    fixed: Collection[str] = (),
) -> LogForm:
    """Return the filter of an address; days are those of a time zone, both included.

    ``codes`` are what the log can hold, ``regions`` those to choose from, by their keys; ``fixed`` are the fields that
    the path of the log decides already. What cannot be is left out, with a sentence about it by the name of the field.
    """
    given = set(FIELDS) - set(fixed) - (set() if regions else {"region"})
    form = LogForm({name: args.get(name, "").strip() if name in given else "" for name in FIELDS})
    deed, person, region = form.sent["deed"], form.sent["person"], form.sent["region"]
    if region and region not in regions:
        form.faults["region"] = _("This is no region. Choose one of the list.")
    if deed and deed not in codes:
        form.faults["deed"] = _("This is nothing that the log knows. Choose one of the list.")
    if person and not re.fullmatch(r"\d{1,9}", person, re.ASCII):
        form.faults["person"] = _("This is nobody. Choose one of the list.")
    since, until = (_day(form, name) for name in ("from", "to"))
    if since and until and since > until:
        form.faults["to"] = _("The last day is before the first one. Exchange them.")
    form.wanted = Wanted(
        code=deed if deed and "deed" not in form.faults else None,
        person=int(person) if person and "person" not in form.faults else None,
        region=regions.get(region),
        question=form.sent["question"] or None,
        since=_moment(since, zone),
        until=_moment(until + timedelta(days=1), zone) if until else None,
    )
    form.older, form.newer = (_place(form, args.get(name, "")) for name in ("older", "newer"))
    return form


def address(place: Cursor) -> str:
    """Return where a line stands, as an address holds it."""
    return f"{place.at.astimezone(UTC):{_FORMAT}}-{place.kind}-{place.id}"


def _day(form: LogForm, name: str) -> date | None:
    """Return the day of a field; years that no log has could not be reckoned with."""
    text = form.sent[name]
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not 2000 <= day.year < 3000:
        form.faults[name] = _("This is no day. Write it as year-month-day: 2026-05-31.")
        return None
    return day


def _moment(day: date | None, zone: str) -> datetime | None:
    return datetime.combine(day, time.min, ZoneInfo(zone)) if day else None


def _place(form: LogForm, text: str) -> Cursor | None:
    if not text:
        return None
    found = _PLACE.fullmatch(text)
    try:
        at = datetime.strptime(found[1] if found else "", _FORMAT).replace(tzinfo=UTC)
    except ValueError:
        found = None
    if found is None:
        form.faults["place"] = _("This link leads nowhere in the log. You see its latest lines.")
        return None
    return Cursor(at, int(found[2]), int(found[3]))
