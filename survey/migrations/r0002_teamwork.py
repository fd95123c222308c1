"""Teamwork: parts given to people, answers carried over, comments, steps from stage to stage, who did what."""

import sqlalchemy as sa
from alembic import op

from survey.migrations.pieces import MOMENT, TEXT, WORD, among, check, columns, deeds, in_force, refers, table, unique

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATES = "answered planned does_not_know not_answered not_applicable"
STEPS = " OR ".join(
    f"(from_stage = '{old}' AND to_stage = '{new}')"
    for old, new in (
        ("draft", "submitted"),
        ("submitted", "draft"),
        ("submitted", "in_review"),
        ("in_review", "draft"),
        ("in_review", "concluded"),
        ("concluded", "draft"),
    )
)
MADE = ("reminder", "audit_entry", "transition", "mention", "comment", "thread", "assignment", "carried_answer")
SOURCES = "source IN ('page', 'workbook', 'carry_over', 'consensus')"


def upgrade() -> None:
    """Change the tables that are there, then make the new ones."""
    _change_answers_and_assessments()
    _change_waves_and_editions()
    _parts_and_carried_answers()
    _comments()
    _records()


def downgrade() -> None:
    """Drop the new tables, those that refer to others first, and change the others back; drafts lose their number."""
    for name in MADE:
        op.drop_table(name)
    with op.batch_alter_table("edition") as batch:
        batch.drop_column("rules")
    with op.batch_alter_table("wave") as batch:
        batch.drop_constraint(op.f("ck_wave_follows_another"), type_="check")
        batch.drop_constraint(op.f("ck_wave_conclude_after_review"), type_="check")
        batch.drop_constraint(op.f("ck_wave_review_after_due"), type_="check")
        batch.drop_constraint(op.f("fk_wave_follows_id_wave"), type_="foreignkey")
        for name in ("review_due", "conclude_due", "follows_id"):
            batch.drop_column(name)
    with op.batch_alter_table("submission") as batch:
        batch.drop_constraint(op.f("uq_submission_assessment_id_number_cause"), type_="unique")
        batch.drop_constraint(op.f("ck_submission_cause_known"), type_="check")
        batch.drop_column("cause")
        batch.create_unique_constraint(op.f("uq_submission_assessment_id_number"), ["assessment_id", "number"])
    with op.batch_alter_table("assessment") as batch:
        batch.drop_constraint(op.f("ck_assessment_draft_from_one"), type_="check")
        batch.drop_column("draft_number")
        batch.drop_column("extended_due")
    with op.batch_alter_table("answer_change") as batch:
        batch.drop_constraint(op.f("ck_answer_change_source_known"), type_="check")
        batch.create_check_constraint(op.f("ck_answer_change_source_known"), sa.text("source IN ('page')"))
        batch.drop_column("why")


def _change_answers_and_assessments() -> None:
    with op.batch_alter_table("answer_change") as batch:
        batch.add_column(sa.Column("why", sa.Text(), nullable=True))
        batch.drop_constraint(op.f("ck_answer_change_source_known"), type_="check")
        batch.create_check_constraint(op.f("ck_answer_change_source_known"), sa.text(SOURCES))
    with op.batch_alter_table("assessment") as batch:
        batch.add_column(sa.Column("draft_number", sa.Integer(), server_default="1", nullable=False))
        batch.add_column(sa.Column("extended_due", sa.Date(), nullable=True))
        batch.create_check_constraint(op.f("ck_assessment_draft_from_one"), sa.text("draft_number >= 1"))
    with op.batch_alter_table("submission") as batch:
        batch.add_column(sa.Column("cause", WORD, server_default="submitted", nullable=False))
        batch.create_check_constraint(op.f("ck_submission_cause_known"), sa.text("cause IN ('submitted', 'concluded')"))
        batch.drop_constraint(op.f("uq_submission_assessment_id_number"), type_="unique")
        batch.create_unique_constraint(
            op.f("uq_submission_assessment_id_number_cause"), ["assessment_id", "number", "cause"]
        )


def _change_waves_and_editions() -> None:
    with op.batch_alter_table("wave") as batch:
        batch.add_column(sa.Column("review_due", sa.Date(), nullable=True))
        batch.add_column(sa.Column("conclude_due", sa.Date(), nullable=True))
        batch.add_column(sa.Column("follows_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_wave_follows_id_wave"), "wave", ["follows_id"], ["id"])
        batch.create_check_constraint(
            op.f("ck_wave_review_after_due"), sa.text("review_due IS NULL OR review_due >= due")
        )
        batch.create_check_constraint(
            op.f("ck_wave_conclude_after_review"),
            sa.text("conclude_due IS NULL OR (review_due IS NOT NULL AND conclude_due >= review_due)"),
        )
        batch.create_check_constraint(
            op.f("ck_wave_follows_another"), sa.text("follows_id IS NULL OR follows_id <> id")
        )
    with op.batch_alter_table("edition") as batch:
        batch.add_column(sa.Column("rules", sa.Text(), nullable=True))


def _parts_and_carried_answers() -> None:
    table(
        "carried_answer",
        *refers("carried_answer", "from_assessment_id", "assessment"),
        *columns(TEXT, "from_question"),
        *columns(sa.Integer(), "from_version"),
        *columns(WORD, "cleared", required=False),
        *columns(TEXT, "question"),
        *columns(WORD, "state"),
        *columns(sa.Text(), "value", required=False),
        *columns(sa.Text(), "reason", required=False),
        *columns(sa.Date(), "planned_date", required=False),
        *refers("carried_answer", "assessment_id", "assessment"),
        among("carried_answer", "cleared_known", "cleared", "time_bound rescaled no_longer_fits"),
        check("carried_answer", "date_planned", "planned_date IS NULL OR state = 'planned'"),
        check("carried_answer", "from_another", "from_assessment_id <> assessment_id"),
        check("carried_answer", "from_version_from_one", "from_version >= 1"),
        check("carried_answer", "reason_not_applicable", "reason IS NULL OR state = 'not_applicable'"),
        among("carried_answer", "state_kept", "state", STATES),
        check("carried_answer", "value_with_state", "(value IS NOT NULL) = (state IN ('answered', 'planned'))"),
        unique("carried_answer", "assessment_id", "question"),
    )
    table(
        "assignment",
        *refers("assignment", "assessment_id", "assessment"),
        *refers("assignment", "user_id", "account"),
        *columns(TEXT, "part"),
        *columns(sa.Date(), "due", required=False),
        *columns(MOMENT, "given_at"),
        *refers("assignment", "given_by_id", "account"),
        *columns(MOMENT, "until", required=False),
        check("assignment", "until_after_given", "until IS NULL OR until >= given_at"),
    )
    in_force("assignment", "assessment_id", "user_id", "part", until="until")
    op.create_index(op.f("ix_assignment_user_id"), "assignment", ["user_id"])


def _comments() -> None:
    table(
        "thread",
        *refers("thread", "assessment_id", "assessment"),
        *columns(TEXT, "question"),
        *columns(MOMENT, "resolved_at", required=False),
        *refers("thread", "resolved_by_id", "account", required=False),
        check("thread", "resolved_by_somebody", "(resolved_at IS NULL) = (resolved_by_id IS NULL)"),
        unique("thread", "assessment_id", "question"),
    )
    table(
        "comment",
        *refers("comment", "thread_id", "thread"),
        *columns(sa.Integer(), "number"),
        *columns(sa.Text(), "words"),
        *columns(MOMENT, "written_at"),
        *refers("comment", "author_id", "account"),
        check("comment", "number_from_one", "number >= 1"),
        check("comment", "words_given", "length(words) >= 1"),
        unique("comment", "thread_id", "number"),
    )
    table(
        "mention",
        *refers("mention", "comment_id", "comment"),
        *refers("mention", "user_id", "account"),
        unique("mention", "comment_id", "user_id"),
    )


def _records() -> None:
    table(
        "transition",
        *refers("transition", "assessment_id", "assessment"),
        *columns(sa.Integer(), "number"),
        *columns(WORD, "from_stage"),
        *columns(WORD, "to_stage"),
        *columns(sa.Text(), "reason", required=False),
        *columns(MOMENT, "taken_at"),
        *refers("transition", "taken_by_id", "account", required=False),
        check("transition", "back_with_reason", "to_stage <> 'draft' OR reason IS NOT NULL"),
        among("transition", "from_stage_known", "from_stage", "draft submitted in_review concluded"),
        check("transition", "number_from_one", "number >= 1"),
        check("transition", "step_possible", STEPS),
        among("transition", "to_stage_known", "to_stage", "draft submitted in_review concluded"),
        unique("transition", "assessment_id", "number"),
    )
    table(
        "audit_entry",
        *columns(MOMENT, "done_at"),
        *columns(WORD, "deed"),
        *refers("audit_entry", "by_id", "account", required=False),
        *refers("audit_entry", "region_id", "region", required=False),
        *refers("audit_entry", "assessment_id", "assessment", required=False),
        *columns(TEXT, "question", required=False),
        *refers("audit_entry", "person_id", "account", required=False),
        *columns(sa.JSON(), "detail"),
        among("audit_entry", "deed_known", "deed", deeds.until(revision)),
    )
    op.create_index(op.f("ix_audit_entry_region_id"), "audit_entry", ["region_id"])
    table(
        "reminder",
        *refers("reminder", "assessment_id", "assessment"),
        *refers("reminder", "user_id", "account"),
        *columns(sa.Date(), "day"),
        *columns(MOMENT, "sent_at"),
        *refers("reminder", "by_id", "account", required=False),
        unique("reminder", "assessment_id", "user_id", "day"),
    )
