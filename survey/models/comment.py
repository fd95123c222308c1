"""What people say to each other about a question."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base
from survey.models.user import User


class Thread(Base):
    """The comments on one question of an assessment, open until somebody marks them as resolved."""

    __tablename__ = "thread"
    __table_args__ = (
        sa.UniqueConstraint("assessment_id", "question"),
        sa.CheckConstraint("(resolved_at IS NULL) = (resolved_by_id IS NULL)", name="resolved_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    question: Mapped[str]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    resolved_by: Mapped[User | None] = relationship()
    comments: Mapped[list["Comment"]] = relationship(order_by="Comment.number", back_populates="thread")


class Comment(Base):
    """One comment of a thread; ``number`` counts from 1."""

    __tablename__ = "comment"
    __table_args__ = (
        sa.UniqueConstraint("thread_id", "number"),
        sa.CheckConstraint("number >= 1", name="number_from_one"),
        sa.CheckConstraint("length(words) >= 1", name="words_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(sa.ForeignKey("thread.id"))
    number: Mapped[int]
    words: Mapped[str] = mapped_column(sa.Text)
    written_at: Mapped[datetime]
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    author: Mapped[User] = relationship()
    thread: Mapped[Thread] = relationship(back_populates="comments")
    mentions: Mapped[list["Mention"]] = relationship(order_by="Mention.id")


class Mention(Base):
    """Somebody whom a comment calls by name; they get a mail."""

    __tablename__ = "mention"
    __table_args__ = (sa.UniqueConstraint("comment_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comment.id"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    user: Mapped[User] = relationship()
