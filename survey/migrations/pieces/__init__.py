"""What migrations are written with: tables, columns and constraints under the names that the models give them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

TEXT = sa.String()
MOMENT = sa.DateTime(timezone=True)
WORD = sa.String(length=32)
HASH = sa.String(length=64)


def table(name: str, *items: Any) -> None:
    """Make a table with a number as its key."""
    identity = sa.Column("id", sa.Integer(), nullable=False)
    op.create_table(name, identity, *items, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")))


def columns(kind: Any, *names: str, required: bool = True) -> list[sa.Column[Any]]:
    """Return columns of one type."""
    return [sa.Column(name, kind, nullable=not required) for name in names]


def check(of: str, name: str, rule: str) -> sa.CheckConstraint:
    """Return a named rule of a table."""
    return sa.CheckConstraint(rule, name=op.f(f"ck_{of}_{name}"))


def unique(of: str, *names: str) -> sa.UniqueConstraint:
    """Return the rule that these columns together stand in a table once."""
    return sa.UniqueConstraint(*names, name=op.f(f"uq_{of}_{'_'.join(names)}"))


def refers(of: str, column: str, to: str, *, required: bool = True, **options: Any) -> list[Any]:
    """Return a column that refers to a row of another table, and its foreign key."""
    key = sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{of}_{column}_{to}"), **options)
    return [sa.Column(column, sa.Integer(), nullable=not required), key]


def in_force(of: str, *names: str, until: str) -> None:
    """Let these columns together stand in a table once among the rows that have not ended."""
    where = sa.text(f"{until} IS NULL")
    op.create_index(f"uq_{of}_in_force", of, list(names), unique=True, sqlite_where=where, postgresql_where=where)


def among(of: str, name: str, column: str, words: str) -> sa.CheckConstraint:
    """Return the named rule that a column holds one of these words."""
    listed = ", ".join(f"'{each}'" for each in words.split())
    return check(of, name, f"{column} IN ({listed})")
