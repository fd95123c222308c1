"""Migrations by Alembic: for commands alone, since a process that serves pages has no use for it."""

import logging
from typing import Any, Literal

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from flask import Flask, current_app
from flask_alembic import Alembic

from survey.database import MIGRATIONS, Base
from survey.moments import UtcDateTime
from survey.names import Name
from survey.transactions import PURPOSE


class Migrations(Alembic):
    """Alembic in the application: one transaction for all steps, in which SQLite's foreign keys rest.

    With foreign keys on, SQLite's way of changing a table (make a new one, copy, drop the old one) would
    delete the rows of every table that refers to it. So they are off, and :func:`check_references` looks at
    them before the commit.
    """

    def _prepare_targets(self) -> tuple[dict[str, sa.Engine], dict[str, sa.MetaData | list[sa.MetaData]]]:
        engines, metadatas = super()._prepare_targets()
        migrating: dict[str, sa.Engine] = {
            name: each.execution_options(**{PURPOSE: "migrating"}) for name, each in engines.items()
        }
        return migrating, metadatas

    def init_app(self, app: Flask) -> None:
        """Register with an application; :meth:`_get_cache` does where nobody has."""
        app.config["ALEMBIC"] = {"script_location": str(MIGRATIONS), "file_template": "r%%(rev)s_%%(slug)s"}
        app.config["ALEMBIC_CONTEXT"] = alembic_options()
        super().init_app(app)

    def _get_cache(self) -> Any:
        """Register with the present application when it is first needed; most never migrate."""
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        if app not in self._cache:
            self.init_app(app)
        return super()._get_cache()


def alembic_options() -> dict[str, object]:
    """Return how Alembic compares and changes tables: by whole copies on SQLite, in one transaction everywhere."""
    return {
        "render_item": render_item,
        "render_as_batch": True,
        "transactional_ddl": True,
        "on_version_apply": check_references,
        "compare_server_default": True,
    }


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our column types as plain ones, so that an old migration never needs today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Name):
        return "sa.String()"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


def check_references(ctx: MigrationContext, **_step: object) -> None:
    """Refuse a migration step after which a row refers to one that is gone; the transaction then rolls back."""
    if ctx.connection is None or ctx.dialect.name != "sqlite":
        return
    broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        raise RuntimeError(f"The migration would leave {len(broken)} rows that refer to nothing, in: {tables}.")


alembic = Migrations(run_mkdir=False, metadatas=Base.metadata)
logging.getLogger("alembic").setLevel(logging.WARNING)  # the extension would report each step it takes
