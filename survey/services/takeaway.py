"""What is kept about one person, to take along: every row that refers to their account, as plain values.

Of other people neither name nor address is told; secrets of ways in are left out.
"""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.models import Assessment, Region, Role, User, Wave
from survey.services.personal import columns

SECRET = frozenset({"password", "fs_uniquifier", "digest", "secret"})
"""Names of columns that are ways in, or could become one: whoever holds the file could use them."""

NOT_TAKEN: Mapping[str, str] = {}
"""Tables that refer to accounts and are left out, with the reason; today there is none."""

OTHER = "another person"
Row = dict[str, Any]


@dataclass(frozen=True)
class Taken:
    """All rows about one person, by table; the account stands first."""

    tables: Mapping[str, Sequence[Row]]

    def as_json(self) -> str:
        """Return the same as JSON."""
        return json.dumps(self.tables, ensure_ascii=False, indent=1, default=_plain)


def gather(session: Session, *, user: User) -> Taken:
    """Return everything that refers to a person, each row once, in the order in which it was written."""
    account = User.__table__
    tables: dict[str, Sequence[Row]] = {"account": _rows(session, account, account.c.id == user.id, user.id)}
    by_table: dict[sa.Table, list[sa.Column[int]]] = {}
    for table, column in columns():
        if table.name not in NOT_TAKEN:
            by_table.setdefault(table, []).append(column)
    for table, found in by_table.items():
        tables[table.name] = _rows(session, table, sa.or_(*(each == user.id for each in found)), user.id)
    return Taken({name: rows for name, rows in tables.items() if rows})


def _rows(session: Session, table: sa.FromClause, about: sa.ColumnElement[bool], own: int) -> list[Row]:
    wanted = [column for column in table.columns if column.name not in SECRET]
    found = session.connection().execute(sa.select(*wanted).where(about).order_by(*table.primary_key))
    tellers = [_teller(session, column, own) for column in wanted]
    return [
        {_called(column.name): tell(value) for column, tell, value in zip(wanted, tellers, row, strict=True)}
        for row in found
    ]


def _called(name: str) -> str:
    return name.removesuffix("_id")


def _teller(session: Session, column: sa.ColumnElement[Any], own: int) -> Any:
    """Return what tells the value of a column: a place by its key, a person as oneself or another."""
    for key in getattr(column, "foreign_keys", ()):
        match key.column.table.name:
            case "account":
                return lambda value: None if value is None else "you" if value == own else OTHER
            case "assessment":
                return partial(_assessment, session)
            case "region":
                return partial(_key, session, Region)
            case "wave":
                return partial(_key, session, Wave)
            case "role":
                return lambda value: session.get_one(Role, value).name
    return _told


def _told(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _key(session: Session, model: type[Region] | type[Wave], number: int | None) -> str | None:
    return None if number is None else str(session.scalar(sa.select(model.key).where(model.id == number)))


def _assessment(session: Session, number: int | None) -> str | None:
    if number is None:
        return None
    found = session.get_one(Assessment, number)
    return f"{found.region.key}, {found.wave.key}"


def _plain(value: object) -> str:
    """Return a day or moment as text; TypeError for what no table holds."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be told.")


def packed(taken: Taken, *, readable: str) -> bytes:
    """Return a ZIP with the rows as JSON, and as the page ``readable`` (HTML)."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("personal-data.json", taken.as_json())
        archive.writestr("personal-data.html", readable)
    return made.getvalue()
