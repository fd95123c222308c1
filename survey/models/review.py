"""What a reviewer said of an answer, and what the region replied."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, among, one_of
from survey.models.user import User
from survey.questionnaires.answers import State
from survey.scoring.lenses import Verdict

_VALUED = "adjusted_state IN ('answered', 'planned')"


class Consent(StrEnum):
    """Whether the region agrees with what the reviewer asked for or adjusted."""

    AGREED = "agreed"
    DISPUTED = "disputed"


class ReviewedAnswer(Base):
    """A reviewer's verdict on one ``version`` of an answer; the reported answer itself is never touched.

    In force until ``replaced_at``; earlier verdicts stay. ``adjusted_...`` hold the answer that stands instead where
    the verdict says so, ``reason`` the reviewer's words. ``consent`` is the region's reply, ``reply`` its words; a
    disputed verdict by which the reviewer stands after that has ``upheld_at``.
    """

    __tablename__ = "review"
    __table_args__ = (
        among("verdict", Verdict, name="verdict_known"),
        among("consent", Consent, name="consent_known"),
        among("adjusted_state", [each for each in State if each is not State.HIDDEN], name="adjusted_state_kept"),
        sa.CheckConstraint("(adjusted_state IS NOT NULL) = (verdict = 'adjusted')", name="adjusted_with_verdict"),
        sa.CheckConstraint(
            f"(adjusted_value IS NOT NULL) = (adjusted_state IS NOT NULL AND {_VALUED})",
            name="adjusted_value_with_state",
        ),
        sa.CheckConstraint("verdict = 'accepted' OR reason IS NOT NULL", name="reason_unless_accepted"),
        sa.CheckConstraint("consent IS NULL OR verdict <> 'accepted'", name="consent_to_something"),
        sa.CheckConstraint("(consent IS NULL) = (replied_at IS NULL)", name="replied_at_with_consent"),
        sa.CheckConstraint("(replied_at IS NULL) = (replied_by_id IS NULL)", name="replied_by_somebody"),
        sa.CheckConstraint("consent IS NULL OR consent <> 'disputed' OR reply IS NOT NULL", name="dispute_with_words"),
        sa.CheckConstraint("upheld_at IS NULL OR consent = 'disputed'", name="upheld_if_disputed"),
        sa.CheckConstraint("version >= 0", name="version_not_negative"),
        sa.Index(
            "uq_review_in_force",
            "assessment_id",
            "question",
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    question: Mapped[str]
    version: Mapped[int]
    verdict: Mapped[Verdict] = mapped_column(one_of(Verdict))
    adjusted_state: Mapped[State | None] = mapped_column(one_of(State))
    adjusted_value: Mapped[str | None] = mapped_column(sa.Text)
    adjusted_reason: Mapped[str | None] = mapped_column(sa.Text)
    adjusted_date: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(sa.Text)
    reviewed_at: Mapped[datetime]
    reviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    replaced_at: Mapped[datetime | None]
    consent: Mapped[Consent | None] = mapped_column(one_of(Consent))
    reply: Mapped[str | None] = mapped_column(sa.Text)
    replied_at: Mapped[datetime | None]
    replied_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    upheld_at: Mapped[datetime | None]
    reviewer: Mapped[User] = relationship(foreign_keys=reviewer_id)
    replied_by: Mapped[User | None] = relationship(foreign_keys=replied_by_id)
