"""Evidence, review, and answering separately before a meeting."""

import sqlalchemy as sa
from alembic import op

from survey.migrations.pieces import HASH, MOMENT, TEXT, WORD, among, check, columns, in_force, refers, table, unique

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

VALUED = "(adjusted_value IS NOT NULL) = (adjusted_state IS NOT NULL AND adjusted_state IN ('answered', 'planned'))"
MADE = (
    "minority_view",
    "individual_answer",
    "participant",
    "consensus",
    "review",
    "citation",
    "evidence",
    "stored_file",
)
STATES = "answered planned does_not_know not_answered not_applicable"


def upgrade() -> None:
    """Make the tables, those that others refer to first."""
    _evidence()
    _review()
    _consensus()


def downgrade() -> None:
    """Drop the tables, those that refer to others first."""
    for name in MADE:
        op.drop_table(name)


def _evidence() -> None:
    table(
        "stored_file",
        *refers("stored_file", "region_id", "region"),
        *columns(HASH, "digest"),
        *columns(sa.Integer(), "size"),
        *columns(TEXT, "media_type"),
        *columns(MOMENT, "stored_at"),
        check("stored_file", "digest_length", "length(digest) = 64"),
        check("stored_file", "size_from_one", "size >= 1"),
        unique("stored_file", "region_id", "digest"),
    )
    table(
        "evidence",
        *refers("evidence", "region_id", "region"),
        *columns(WORD, "kind"),
        *columns(TEXT, "title"),
        *columns(sa.Text(), "url", required=False),
        *refers("evidence", "file_id", "stored_file", required=False),
        *columns(TEXT, "file_name", required=False),
        *columns(sa.Text(), "note", required=False),
        *columns(sa.Boolean(), "confidential"),
        *columns(MOMENT, "added_at"),
        *refers("evidence", "added_by_id", "account"),
        *columns(MOMENT, "removed_at", required=False),
        *refers("evidence", "removed_by_id", "account", required=False),
        *columns(MOMENT, "checked_at", required=False),
        *columns(TEXT, "fault", required=False),
        check("evidence", "fault_when_checked", "fault IS NULL OR checked_at IS NOT NULL"),
        check("evidence", "file_with_kind", "(kind = 'file') = (file_id IS NOT NULL)"),
        check("evidence", "file_with_name", "(file_id IS NULL) = (file_name IS NULL)"),
        among("evidence", "kind_known", "kind", "file link document note"),
        check("evidence", "link_with_url", "kind <> 'link' OR url IS NOT NULL"),
        check("evidence", "note_with_words", "kind <> 'note' OR note IS NOT NULL"),
        check("evidence", "removed_by_somebody", "(removed_at IS NULL) = (removed_by_id IS NULL)"),
    )
    op.create_index(op.f("ix_evidence_region_id"), "evidence", ["region_id"])
    table(
        "citation",
        *refers("citation", "assessment_id", "assessment"),
        *columns(TEXT, "question"),
        *refers("citation", "evidence_id", "evidence"),
        *columns(TEXT, "page", required=False),
        *columns(sa.Text(), "quotation", required=False),
        *columns(MOMENT, "cited_at"),
        *refers("citation", "cited_by_id", "account"),
        *columns(MOMENT, "until", required=False),
        check("citation", "until_after_cited", "until IS NULL OR until >= cited_at"),
    )
    in_force("citation", "assessment_id", "question", "evidence_id", until="until")
    op.create_index(op.f("ix_citation_evidence_id"), "citation", ["evidence_id"])


def _review() -> None:
    table(
        "review",
        *refers("review", "assessment_id", "assessment"),
        *columns(TEXT, "question"),
        *columns(sa.Integer(), "version"),
        *columns(WORD, "verdict"),
        *columns(WORD, "adjusted_state", required=False),
        *columns(sa.Text(), "adjusted_value", required=False),
        *columns(sa.Text(), "adjusted_reason", required=False),
        *columns(sa.Date(), "adjusted_date", required=False),
        *columns(sa.Text(), "reason", required=False),
        *columns(MOMENT, "reviewed_at"),
        *refers("review", "reviewer_id", "account"),
        *columns(MOMENT, "replaced_at", required=False),
        *columns(WORD, "consent", required=False),
        *columns(sa.Text(), "reply", required=False),
        *columns(MOMENT, "replied_at", required=False),
        *refers("review", "replied_by_id", "account", required=False),
        *columns(MOMENT, "upheld_at", required=False),
        among("review", "adjusted_state_kept", "adjusted_state", STATES),
        check("review", "adjusted_value_with_state", VALUED),
        check("review", "adjusted_with_verdict", "(adjusted_state IS NOT NULL) = (verdict = 'adjusted')"),
        among("review", "consent_known", "consent", "agreed disputed"),
        check("review", "consent_to_something", "consent IS NULL OR verdict <> 'accepted'"),
        check("review", "dispute_with_words", "consent IS NULL OR consent <> 'disputed' OR reply IS NOT NULL"),
        check("review", "reason_unless_accepted", "verdict = 'accepted' OR reason IS NOT NULL"),
        check("review", "replied_at_with_consent", "(consent IS NULL) = (replied_at IS NULL)"),
        check("review", "replied_by_somebody", "(replied_at IS NULL) = (replied_by_id IS NULL)"),
        check("review", "upheld_if_disputed", "upheld_at IS NULL OR consent = 'disputed'"),
        among("review", "verdict_known", "verdict", "accepted returned adjusted"),
        check("review", "version_not_negative", "version >= 0"),
    )
    in_force("review", "assessment_id", "question", until="replaced_at")


def _consensus() -> None:
    table(
        "consensus",
        *refers("consensus", "assessment_id", "assessment"),
        *columns(sa.Date(), "due"),
        *columns(MOMENT, "begun_at"),
        *refers("consensus", "begun_by_id", "account"),
        *columns(MOMENT, "opened_at", required=False),
        unique("consensus", "assessment_id"),
    )
    table(
        "participant",
        *refers("participant", "consensus_id", "consensus"),
        *refers("participant", "user_id", "account"),
        *columns(MOMENT, "finished_at", required=False),
        unique("participant", "consensus_id", "user_id"),
    )
    table(
        "individual_answer",
        *refers("individual_answer", "user_id", "account"),
        *columns(sa.Integer(), "version"),
        *columns(MOMENT, "changed_at"),
        *columns(TEXT, "question"),
        *columns(WORD, "state"),
        *columns(sa.Text(), "value", required=False),
        *columns(sa.Text(), "reason", required=False),
        *columns(sa.Date(), "planned_date", required=False),
        *refers("individual_answer", "assessment_id", "assessment"),
        check("individual_answer", "date_planned", "planned_date IS NULL OR state = 'planned'"),
        check("individual_answer", "reason_not_applicable", "reason IS NULL OR state = 'not_applicable'"),
        among("individual_answer", "state_kept", "state", STATES),
        check("individual_answer", "value_with_state", "(value IS NOT NULL) = (state IN ('answered', 'planned'))"),
        check("individual_answer", "version_from_one", "version >= 1"),
        unique("individual_answer", "assessment_id", "user_id", "question"),
    )
    table(
        "minority_view",
        *refers("minority_view", "assessment_id", "assessment"),
        *columns(TEXT, "question"),
        *refers("minority_view", "user_id", "account"),
        *columns(sa.Text(), "words"),
        *columns(MOMENT, "written_at"),
        check("minority_view", "words_given", "length(words) >= 1"),
        unique("minority_view", "assessment_id", "question", "user_id"),
    )
