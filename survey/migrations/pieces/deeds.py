"""Which deeds the log may hold, step by step: each migration that adds some has its line here, and never changes it."""

import sqlalchemy as sa
from alembic import op

ADDED = {
    "0002": (
        "invited mandate_ended handed_over part_given part_taken_back reminded deadline_extended stage_changed"
        " reviewed review_answered review_upheld evidence_added evidence_cited evidence_uncited evidence_removed"
        " commented thread_resolved thread_reopened wave_made answers_carried_over workbook_taken workbook_read_in"
        " conflict_found consensus_begun consensus_opened minority_view"
    ),
    "0004": "disclosed wave_published wave_unpublished",
    "0005": (
        "signed_in sign_in_failed sign_in_blocked signed_out sign_in_ended password_changed email_asked email_changed"
    ),
    "0006": (
        "second_factor_on second_factor_off second_factor_reset recovery_codes_made recovery_code_used"
        " identity_linked identity_unlinked"
    ),
    "0007": "account_deleted notice_published",
    "0009": "efforts_set",
    "0010": "role_given role_taken account_closed account_opened region_changed context_changed",
    "0011": "mail_retried mail_withdrawn",
    "0012": "stakeholders_brought stakeholders_removed",
}
"""The deeds that each migration adds to those before it, in the order of the migrations."""


def until(revision: str) -> str:
    """Return the deeds that the log may hold after a migration, with spaces between them."""
    steps = list(ADDED)
    return " ".join(ADDED[each] for each in steps[: steps.index(revision) + 1])


def allow(revision: str) -> None:
    """Let the log hold the deeds that a migration adds."""
    _allow(until(revision))


def take_back(revision: str) -> None:
    """Delete the entries with the deeds that a migration added, and let the log hold those before it alone."""
    entry = sa.table("audit_entry", sa.column("deed", sa.String()))
    op.execute(entry.delete().where(entry.c.deed.in_(ADDED[revision].split())))
    steps = list(ADDED)
    _allow(until(steps[steps.index(revision) - 1]))


def _allow(deeds: str) -> None:
    """Say anew which deeds the log may hold."""
    listed = ", ".join(f"'{each}'" for each in deeds.split())
    with op.batch_alter_table("audit_entry") as entries:
        entries.drop_constraint(op.f("ck_audit_entry_deed_known"), type_="check")
        entries.create_check_constraint(op.f("ck_audit_entry_deed_known"), f"deed IN ({listed})")
