"""The privacy notice and who has read it, deleted accounts, and files that are gone after they were removed."""

import sqlalchemy as sa
from alembic import op

from survey.migrations.pieces import MOMENT, TEXT, check, columns, deeds, refers, table, unique

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FILES_BEFORE = "(kind = 'file') = (file_id IS NOT NULL)"
FILES = "(file_id IS NULL OR kind = 'file') AND (file_id IS NOT NULL OR kind <> 'file' OR removed_at IS NOT NULL)"


def upgrade() -> None:
    """Make the tables, say of an account that it was deleted, and let removed files go."""
    table(
        "notice",
        *columns(TEXT, "version", "language"),
        *columns(sa.Text(), "words"),
        *columns(MOMENT, "published_at"),
        check("notice", "words_given", "length(words) >= 1"),
        unique("notice", "version", "language"),
    )
    table(
        "consent",
        *refers("consent", "user_id", "account"),
        *columns(TEXT, "version", "language"),
        *columns(MOMENT, "given_at"),
        unique("consent", "user_id", "version"),
    )
    with op.batch_alter_table("account") as accounts:
        accounts.add_column(sa.Column("deleted_at", MOMENT, nullable=True))
        accounts.create_check_constraint(
            op.f("ck_account_deleted_has_no_way_in"), "deleted_at IS NULL OR (password IS NULL AND NOT active)"
        )
    _files(FILES)
    deeds.allow(revision)


def downgrade() -> None:
    """Drop the tables; accounts that were deleted stay without name, and removed files become documents."""
    deeds.take_back(revision)
    piece = sa.table("evidence", sa.column("kind", sa.String()), sa.column("file_id", sa.Integer()))
    gone = piece.update().where(piece.c.kind == "file", piece.c.file_id.is_(None))
    op.execute(gone.values(kind="document"))
    _files(FILES_BEFORE)
    with op.batch_alter_table("account") as accounts:
        accounts.drop_constraint(op.f("ck_account_deleted_has_no_way_in"), type_="check")
        accounts.drop_column("deleted_at")
    for name in ("consent", "notice"):
        op.drop_table(name)


def _files(rule: str) -> None:
    """Say anew which pieces of evidence have a file."""
    with op.batch_alter_table("evidence") as pieces:
        pieces.drop_constraint(op.f("ck_evidence_file_with_kind"), type_="check")
        pieces.create_check_constraint(op.f("ck_evidence_file_with_kind"), rule)
