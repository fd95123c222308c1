"""Who did what when, besides answering: answers have a history of their own."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, among, one_of
from survey.models.assessment import Assessment
from survey.models.region import Region
from survey.models.user import User


class Deed(StrEnum):
    """What was done; the words are codes of exports."""

    INVITED = "invited"
    MANDATE_ENDED = "mandate_ended"
    HANDED_OVER = "handed_over"
    PART_GIVEN = "part_given"
    PART_TAKEN_BACK = "part_taken_back"
    REMINDED = "reminded"
    DEADLINE_EXTENDED = "deadline_extended"
    STAGE_CHANGED = "stage_changed"
    REVIEWED = "reviewed"
    REVIEW_ANSWERED = "review_answered"
    REVIEW_UPHELD = "review_upheld"
    EVIDENCE_ADDED = "evidence_added"
    EVIDENCE_CITED = "evidence_cited"
    EVIDENCE_UNCITED = "evidence_uncited"
    EVIDENCE_REMOVED = "evidence_removed"
    COMMENTED = "commented"
    THREAD_RESOLVED = "thread_resolved"
    THREAD_REOPENED = "thread_reopened"
    WAVE_MADE = "wave_made"
    ANSWERS_CARRIED_OVER = "answers_carried_over"
    WORKBOOK_TAKEN = "workbook_taken"
    WORKBOOK_READ_IN = "workbook_read_in"
    CONFLICT_FOUND = "conflict_found"
    CONSENSUS_BEGUN = "consensus_begun"
    CONSENSUS_OPENED = "consensus_opened"
    MINORITY_VIEW = "minority_view"
    DISCLOSED = "disclosed"
    WAVE_PUBLISHED = "wave_published"
    WAVE_UNPUBLISHED = "wave_unpublished"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_IN_BLOCKED = "sign_in_blocked"
    SIGNED_OUT = "signed_out"
    SIGN_IN_ENDED = "sign_in_ended"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a deed
    EMAIL_ASKED = "email_asked"
    EMAIL_CHANGED = "email_changed"
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    SECOND_FACTOR_RESET = "second_factor_reset"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    IDENTITY_LINKED = "identity_linked"
    IDENTITY_UNLINKED = "identity_unlinked"
    ACCOUNT_DELETED = "account_deleted"
    NOTICE_PUBLISHED = "notice_published"
    EFFORTS_SET = "efforts_set"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_OPENED = "account_opened"
    REGION_CHANGED = "region_changed"
    CONTEXT_CHANGED = "context_changed"
    MAIL_RETRIED = "mail_retried"
    MAIL_WITHDRAWN = "mail_withdrawn"
    STAKEHOLDERS_BROUGHT = "stakeholders_brought"
    STAKEHOLDERS_REMOVED = "stakeholders_removed"


PRIVATE = frozenset(
    {
        Deed.SIGNED_IN,
        Deed.SIGN_IN_FAILED,
        Deed.SIGN_IN_BLOCKED,
        Deed.SIGNED_OUT,
        Deed.SIGN_IN_ENDED,
        Deed.PASSWORD_CHANGED,
        Deed.EMAIL_ASKED,
        Deed.EMAIL_CHANGED,
        Deed.SECOND_FACTOR_ON,
        Deed.SECOND_FACTOR_OFF,
        Deed.SECOND_FACTOR_RESET,
        Deed.RECOVERY_CODES_MADE,
        Deed.RECOVERY_CODE_USED,
        Deed.IDENTITY_LINKED,
        Deed.IDENTITY_UNLINKED,
    }
)
"""Deeds about signing in and the ways in that somebody has: read by the person and by administrators, not by the
project team."""


class AuditEntry(Base):
    """One deed: when, by whom (None: somebody at the machine itself), about which region, assessment, question, person.

    ``detail`` holds what the sentence about it needs, as plain JSON; never an answer, and no words of comments.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        among("deed", Deed, name="deed_known"),
        sa.Index("ix_audit_entry_done_at", "done_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    done_at: Mapped[datetime]
    deed: Mapped[Deed] = mapped_column(one_of(Deed))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    region_id: Mapped[int | None] = mapped_column(sa.ForeignKey("region.id"), index=True)
    assessment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("assessment.id"))
    question: Mapped[str | None]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    detail: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    by: Mapped[User | None] = relationship(foreign_keys=by_id)
    person: Mapped[User | None] = relationship(foreign_keys=person_id)
    region: Mapped[Region | None] = relationship()
    assessment: Mapped[Assessment | None] = relationship()
