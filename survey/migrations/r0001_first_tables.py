"""The first tables: people, regions, waves, answers."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from survey.migrations.pieces import HASH, MOMENT, TEXT, WORD, check, columns, in_force, refers, table, unique

revision = "0001"
down_revision = None
branch_labels = ("default",)
depends_on = None


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
        check("answer_change", "source_known", "source IN ('page')"),
        one_per=("assessment_id", "question", "version"),
    )
    _submissions()


def downgrade() -> None:
    """Drop the tables, those that refer to others first."""
    referring = "submission answer_change answer assessment wave edition mandate membership context_figure region"
    for name in [*referring.split(), "token", "account_role", "role", "account", "installation"]:
        op.drop_table(name)


def _installation() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        *columns(MOMENT, "created_at"),
        check("installation", "one_row", "id = 1"),
        check("installation", "kind_known", "kind IN ('real', 'demonstration')"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )


def _people() -> None:
    table(
        "account",
        *columns(TEXT, "email", "name"),
        *columns(TEXT, "language", "password", required=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        *columns(HASH, "fs_uniquifier"),
        *columns(MOMENT, "created_at"),
        check("account", "email_lower", "email = lower(email)"),
        unique("account", "email"),
        unique("account", "fs_uniquifier"),
    )
    table(
        "role",
        *columns(TEXT, "name"),
        check("role", "name_known", "name IN ('administrator', 'team')"),
        unique("role", "name"),
    )
    op.create_table(
        "account_role",
        *refers("account_role", "account_id", "account", ondelete="CASCADE"),
        *refers("account_role", "role_id", "role"),
        sa.PrimaryKeyConstraint("account_id", "role_id", name=op.f("pk_account_role")),
    )


def _links() -> None:
    table(
        "token",
        sa.Column("purpose", WORD, nullable=False),
        *columns(HASH, "digest"),
        *columns(MOMENT, "created_at", "expires_at"),
        *columns(MOMENT, "used_at", "replaced_at", required=False),
        check("token", "purpose_known", "purpose IN ('invitation', 'sign_in')"),
        check("token", "digest_length", "length(digest) = 64"),
        check("token", "expires_later", "expires_at > created_at"),
        check("token", "used_or_replaced", "used_at IS NULL OR replaced_at IS NULL"),
        *refers("token", "user_id", "account"),
        unique("token", "digest"),
    )
    op.create_index(op.f("ix_token_user_id"), "token", ["user_id"])


def _regions() -> None:
    table(
        "region",
        *columns(TEXT, "key", "name", "local_name", "nuts", "languages", "partner_body"),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("nuts_level", sa.Integer(), nullable=False),
        *columns(TEXT, "note", required=False),
        check("region", "nuts_level_range", "nuts_level BETWEEN 0 AND 3"),
        unique("region", "key"),
    )
    table(
        "membership",
        *columns(TEXT, "partnership"),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("has_left", sa.Boolean(), nullable=False),
        *columns(sa.Date(), "until", required=False),
        *columns(TEXT, "note", required=False),
        check("membership", "until_only_if_left", "until IS NULL OR has_left"),
        check("membership", "until_after_since", "until IS NULL OR until >= since"),
        *refers("membership", "region_id", "region"),
        unique("membership", "region_id", "partnership", "since"),
    )
    _context_figures()


def _context_figures() -> None:
    table(
        "context_figure",
        *columns(TEXT, "measure", "unit", "source", "confidence"),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("as_of", sa.String(length=10), nullable=False),
        *columns(TEXT, "note", required=False),
        check("context_figure", "as_of_given", "length(as_of) >= 4"),
        check("context_figure", "value_not_negative", "value >= 0"),
        *refers("context_figure", "region_id", "region"),
        unique("context_figure", "region_id", "measure", "as_of"),
    )


def _mandates() -> None:
    table(
        "mandate",
        sa.Column("duty", WORD, nullable=False),
        *columns(MOMENT, "since"),
        *columns(MOMENT, "until", required=False),
        check("mandate", "duty_known", "duty IN ('coordinator', 'contributor', 'reviewer')"),
        check("mandate", "until_after_since", "until IS NULL OR until >= since"),
        *refers("mandate", "user_id", "account"),
        *refers("mandate", "region_id", "region"),
    )
    op.create_index(op.f("ix_mandate_region_id"), "mandate", ["region_id"])
    in_force("mandate", "user_id", "region_id", "duty", until="until")


def _editions_and_waves() -> None:
    table(
        "edition",
        *columns(TEXT, "key", "edition", "title"),
        *columns(HASH, "structure_hash", "text_hash"),
        sa.Column("definition", sa.Text(), nullable=False),
        *columns(MOMENT, "stored_at"),
        check("edition", "hash_lengths", "length(structure_hash) = 64 AND length(text_hash) = 64"),
        unique("edition", "structure_hash", "text_hash"),
    )
    table(
        "wave",
        *columns(TEXT, "key", "title", "time_zone"),
        *columns(sa.Date(), "opens", "due"),
        sa.Column("closed", sa.Boolean(), nullable=False),
        *columns(MOMENT, "created_at"),
        check("wave", "due_after_opens", "due >= opens"),
        *refers("wave", "edition_id", "edition"),
        unique("wave", "key"),
    )


def _assessments() -> None:
    table(
        "assessment",
        sa.Column("stage", WORD, nullable=False),
        *columns(MOMENT, "submitted_at", required=False),
        check("assessment", "stage_known", "stage IN ('draft', 'submitted', 'in_review', 'concluded')"),
        check("assessment", "draft_unless_submitted", "(stage = 'draft') = (submitted_at IS NULL)"),
        check("assessment", "submitted_by_somebody", "(submitted_at IS NULL) = (submitted_by_id IS NULL)"),
        *refers("assessment", "region_id", "region"),
        *refers("assessment", "wave_id", "wave"),
        *refers("assessment", "submitted_by_id", "account", required=False),
        unique("assessment", "region_id", "wave_id"),
    )
    op.create_index(op.f("ix_assessment_wave_id"), "assessment", ["wave_id"])


def _answers(name: str, *more: Any, one_per: tuple[str, ...]) -> None:
    states = "'answered', 'planned', 'does_not_know', 'not_answered', 'not_applicable'"
    table(
        name,
        *columns(TEXT, "question"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        *columns(sa.Text(), "value", "reason", required=False),
        *columns(sa.Date(), "planned_date", required=False),
        *columns(MOMENT, "changed_at"),
        *more,
        check(name, "state_kept", f"state IN ({states})"),
        check(name, "value_with_state", "(value IS NOT NULL) = (state IN ('answered', 'planned'))"),
        check(name, "reason_not_applicable", "reason IS NULL OR state = 'not_applicable'"),
        check(name, "date_planned", "planned_date IS NULL OR state = 'planned'"),
        check(name, "version_from_one", "version >= 1"),
        *refers(name, "assessment_id", "assessment"),
        *refers(name, "changed_by_id", "account", required=False),
        unique(name, *one_per),
    )


def _submissions() -> None:
    table(
        "submission",
        sa.Column("number", sa.Integer(), nullable=False),
        *columns(MOMENT, "submitted_at"),
        *columns(HASH, "structure_hash"),
        sa.Column("answers", sa.JSON(), nullable=False),
        check("submission", "number_from_one", "number >= 1"),
        check("submission", "hash_length", "length(structure_hash) = 64"),
        *refers("submission", "assessment_id", "assessment"),
        *refers("submission", "submitted_by_id", "account"),
        unique("submission", "assessment_id", "number"),
    )
