"""Builders of a database in which one person, Zoë Zobel, stands in every column that can refer to an account."""

from pathlib import Path

import sqlalchemy as sa

from survey.database import Base, begin_write
from survey.models import Comment, Mention, User
from survey.services import contents, personal
from tests.databases import EACH, World, person, world_on
from tests.models.rows import GOOD, STANDING

NAME, ADDRESS = "Zoë Zobel", "zoe.zobel@example.org"
BOTH = EACH


def everywhere(kind: str, folder: Path) -> tuple[World, User]:
    """Return a world on SQLite or PostgreSQL, and the person, who has one row in each table that refers to people."""
    made = world_on(kind, folder)
    begin_write(made.session)
    zoe = person(made.session, "zoe.zobel")
    zoe.name, zoe.password, zoe.language = NAME, "$argon2id$hash", "de"
    person(made.session, "zoe.other").name = "Zoe Other"
    made.session.flush()
    connection = made.session.connection()
    for table, change in STANDING:
        connection.execute(Base.metadata.tables[table].insert().values(GOOD[table] | change))
    refer: dict[str, set[str]] = {}
    for table, column in personal.columns():
        refer.setdefault(table.name, set()).add(column.name)
    for table in Base.metadata.sorted_tables:
        if table.name in refer and table.name in GOOD:
            good = GOOD[table.name]
            own = {name: zoe.id for name in refer[table.name] if good.get(name) is not None}
            connection.execute(table.insert().values(good | own))
    _others(made, zoe)
    made.session.commit()
    return made, zoe


def _others(made: World, zoe: User) -> None:
    """Add what the good rows leave empty: a role, a resolved thread, removed evidence, a reply, words that call her."""
    connection, tables = made.session.connection(), Base.metadata.tables
    connection.execute(tables["account_role"].insert().values(account_id=zoe.id, role_id=1))
    for table, key, values in (
        ("thread", 7, {"resolved_at": zoe.created_at, "resolved_by_id": zoe.id}),
        ("evidence", 7, {"removed_at": zoe.created_at, "removed_by_id": zoe.id}),
        ("assessment", 2, {"stage": "submitted", "submitted_at": zoe.created_at, "submitted_by_id": zoe.id}),
    ):
        connection.execute(tables[table].update().where(tables[table].c.id == key).values(values))
    review = tables["review"]
    told = {"verdict": "returned", "reason": "Because.", "consent": "agreed", "replied_at": zoe.created_at}
    connection.execute(review.update().values(**told, replied_by_id=zoe.id))
    reminded = {"user_id": made.contributor.id, "by_id": zoe.id, "assessment_id": 2}
    connection.execute(tables["reminder"].insert().values(GOOD["reminder"] | reminded))
    sent = {"user_id": made.contributor.id, "by_id": zoe.id, "mark": "f" * 32}
    connection.execute(tables["mail"].update().values(by_id=None))
    connection.execute(tables["mail"].insert().values(GOOD["mail"] | sent))
    connection.execute(tables["publication"].update().values(published_by_id=zoe.id))
    entry = tables["audit_entry"]
    told_of = entry.update().where(entry.c.person_id == zoe.id)
    connection.execute(told_of.values(detail={"email": ADDRESS, "duty": "contributor"}))
    words = f"@{NAME}, @zoë zobel, @Zobel and @Zoe Other: who knows? Zoëlle does."
    called = Comment(thread_id=7, number=3, words=words, written_at=zoe.created_at, author_id=made.team.id)
    called.mentions = [Mention(user_id=zoe.id), Mention(user_id=made.team.id)]
    made.session.add(called)
    made.session.flush()


def dump(made: World) -> str:
    """Return every row of every table, as a backup would hold it."""
    connection = made.session.connection()
    return "\n".join(
        f"{table.name}: {line}" for table in contents.tables(connection) for line in contents.lines(connection, table)
    )


def counted(made: World, zoe: int) -> dict[str, int]:
    """Return how many rows of each column refer to the person."""
    found = {}
    for table, column in personal.columns():
        wanted = sa.select(sa.func.count()).select_from(table).where(column == zoe)
        found[f"{table.name}.{column.name}"] = made.session.scalar(wanted) or 0
    return found
