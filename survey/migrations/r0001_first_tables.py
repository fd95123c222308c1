"""The first tables: people, regions, waves, answers."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = ("default",)
depends_on = None

TEXT = sa.String()
MOMENT = sa.DateTime(timezone=True)
WORD = sa.String(length=32)
HASH = sa.String(length=64)
IN_FORCE: dict[str, Any] = {"sqlite_where": sa.text("until IS NULL"), "postgresql_where": sa.text("until IS NULL")}


def upgrade() -> None:
    """Make the tables, those that others refer to first."""
    _installation()
    _people()
    _links()
    _regions()
    _mandates()
    _editions_and_waves()
    _assessments()
    _answers("answer", one_per=("assessment_id", "question"))
    _answers(
        "answer_change",
        sa.Column("source", WORD, nullable=False),
        _check("answer_change", "source_known", "source IN ('page')"),
        one_per=("assessment_id", "question", "version"),
    )
    _submissions()


def downgrade() -> None:
    """Drop the tables, those that refer to others first."""
    referring = "submission answer_change answer assessment wave edition mandate membership context_figure region"
    for name in [*referring.split(), "token", "account_role", "role", "account", "installation"]:
        op.drop_table(name)


def _table(name: str, *items: Any) -> None:
    """Make a table with a number as its key."""
    identity = sa.Column("id", sa.Integer(), nullable=False)
    op.create_table(name, identity, *items, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")))


def _columns(kind: Any, *names: str, required: bool = True) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=not required) for name in names]


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _refers(table: str, column: str, to: str, *, required: bool = True, **options: Any) -> list[Any]:
    key = sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), **options)
    return [sa.Column(column, sa.Integer(), nullable=not required), key]


def _installation() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        *_columns(MOMENT, "created_at"),
        _check("installation", "one_row", "id = 1"),
        _check("installation", "kind_known", "kind IN ('real', 'demonstration')"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )


def _people() -> None:
    _table(
        "account",
        *_columns(TEXT, "email", "name"),
        *_columns(TEXT, "language", "password", required=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        *_columns(HASH, "fs_uniquifier"),
        *_columns(MOMENT, "created_at"),
        _check("account", "email_lower", "email = lower(email)"),
        _unique("account", "email"),
        _unique("account", "fs_uniquifier"),
    )
    _table(
        "role",
        *_columns(TEXT, "name"),
        _check("role", "name_known", "name IN ('administrator', 'team')"),
        _unique("role", "name"),
    )
    op.create_table(
        "account_role",
        *_refers("account_role", "account_id", "account", ondelete="CASCADE"),
        *_refers("account_role", "role_id", "role"),
        sa.PrimaryKeyConstraint("account_id", "role_id", name=op.f("pk_account_role")),
    )


def _links() -> None:
    _table(
        "token",
        sa.Column("purpose", WORD, nullable=False),
        *_columns(HASH, "digest"),
        *_columns(MOMENT, "created_at", "expires_at"),
        *_columns(MOMENT, "used_at", "replaced_at", required=False),
        _check("token", "purpose_known", "purpose IN ('invitation', 'sign_in')"),
        _check("token", "digest_length", "length(digest) = 64"),
        _check("token", "expires_later", "expires_at > created_at"),
        _check("token", "used_or_replaced", "used_at IS NULL OR replaced_at IS NULL"),
        *_refers("token", "user_id", "account"),
        _unique("token", "digest"),
    )
    op.create_index(op.f("ix_token_user_id"), "token", ["user_id"])


def _regions() -> None:
    _table(
        "region",
        *_columns(TEXT, "key", "name", "local_name", "nuts", "languages", "partner_body"),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("nuts_level", sa.Integer(), nullable=False),
        *_columns(TEXT, "note", required=False),
        _check("region", "nuts_level_range", "nuts_level BETWEEN 0 AND 3"),
        _unique("region", "key"),
    )
    _table(
        "membership",
        *_columns(TEXT, "partnership"),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("has_left", sa.Boolean(), nullable=False),
        *_columns(sa.Date(), "until", required=False),
        *_columns(TEXT, "note", required=False),
        _check("membership", "until_only_if_left", "until IS NULL OR has_left"),
        _check("membership", "until_after_since", "until IS NULL OR until >= since"),
        *_refers("membership", "region_id", "region"),
        _unique("membership", "region_id", "partnership", "since"),
    )
    _context_figures()


def _context_figures() -> None:
    _table(
        "context_figure",
        *_columns(TEXT, "measure", "unit", "source", "confidence"),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("as_of", sa.String(length=10), nullable=False),
        *_columns(TEXT, "note", required=False),
        _check("context_figure", "as_of_given", "length(as_of) >= 4"),
        _check("context_figure", "value_not_negative", "value >= 0"),
        *_refers("context_figure", "region_id", "region"),
        _unique("context_figure", "region_id", "measure", "as_of"),
    )


def _mandates() -> None:
    _table(
        "mandate",
        sa.Column("duty", WORD, nullable=False),
        *_columns(MOMENT, "since"),
        *_columns(MOMENT, "until", required=False),
        _check("mandate", "duty_known", "duty IN ('coordinator', 'contributor', 'reviewer')"),
        _check("mandate", "until_after_since", "until IS NULL OR until >= since"),
        *_refers("mandate", "user_id", "account"),
        *_refers("mandate", "region_id", "region"),
    )
    op.create_index(op.f("ix_mandate_region_id"), "mandate", ["region_id"])
    op.create_index("uq_mandate_in_force", "mandate", ["user_id", "region_id", "duty"], unique=True, **IN_FORCE)


def _editions_and_waves() -> None:
    _table(
        "edition",
        *_columns(TEXT, "key", "edition", "title"),
        *_columns(HASH, "structure_hash", "text_hash"),
        sa.Column("definition", sa.Text(), nullable=False),
        *_columns(MOMENT, "stored_at"),
        _check("edition", "hash_lengths", "length(structure_hash) = 64 AND length(text_hash) = 64"),
        _unique("edition", "structure_hash", "text_hash"),
    )
    _table(
        "wave",
        *_columns(TEXT, "key", "title", "time_zone"),
        *_columns(sa.Date(), "opens", "due"),
        sa.Column("closed", sa.Boolean(), nullable=False),
        *_columns(MOMENT, "created_at"),
        _check("wave", "due_after_opens", "due >= opens"),
        *_refers("wave", "edition_id", "edition"),
        _unique("wave", "key"),
    )


def _assessments() -> None:
    _table(
        "assessment",
        sa.Column("stage", WORD, nullable=False),
        *_columns(MOMENT, "submitted_at", required=False),
        _check("assessment", "stage_known", "stage IN ('draft', 'submitted', 'in_review', 'concluded')"),
        _check("assessment", "draft_unless_submitted", "(stage = 'draft') = (submitted_at IS NULL)"),
        _check("assessment", "submitted_by_somebody", "(submitted_at IS NULL) = (submitted_by_id IS NULL)"),
        *_refers("assessment", "region_id", "region"),
        *_refers("assessment", "wave_id", "wave"),
        *_refers("assessment", "submitted_by_id", "account", required=False),
        _unique("assessment", "region_id", "wave_id"),
    )
    op.create_index(op.f("ix_assessment_wave_id"), "assessment", ["wave_id"])


def _answers(name: str, *more: Any, one_per: tuple[str, ...]) -> None:
    states = "'answered', 'planned', 'does_not_know', 'not_answered', 'not_applicable'"
    _table(
        name,
        *_columns(TEXT, "question"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        *_columns(sa.Text(), "value", "reason", required=False),
        *_columns(sa.Date(), "planned_date", required=False),
        *_columns(MOMENT, "changed_at"),
        *more,
        _check(name, "state_kept", f"state IN ({states})"),
        _check(name, "value_with_state", "(value IS NOT NULL) = (state IN ('answered', 'planned'))"),
        _check(name, "reason_not_applicable", "reason IS NULL OR state = 'not_applicable'"),
        _check(name, "date_planned", "planned_date IS NULL OR state = 'planned'"),
        _check(name, "version_from_one", "version >= 1"),
        *_refers(name, "assessment_id", "assessment"),
        *_refers(name, "changed_by_id", "account", required=False),
        _unique(name, *one_per),
    )


def _submissions() -> None:
    _table(
        "submission",
        sa.Column("number", sa.Integer(), nullable=False),
        *_columns(MOMENT, "submitted_at"),
        *_columns(HASH, "structure_hash"),
        sa.Column("answers", sa.JSON(), nullable=False),
        _check("submission", "number_from_one", "number >= 1"),
        _check("submission", "hash_length", "length(structure_hash) = 64"),
        *_refers("submission", "assessment_id", "assessment"),
        *_refers("submission", "submitted_by_id", "account"),
        _unique("submission", "assessment_id", "number"),
    )
