"""The privacy notice of an installation, and who has read which version of it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base
from survey.models.user import User


class Notice(Base):
    """The words of one version of the notice in one language, as Markdown; never changed, the latest holds.

    Without any, the words that come with the software hold (:mod:`survey.services.notice_words`).
    """

    __tablename__ = "notice"
    __table_args__ = (
        sa.UniqueConstraint("version", "language"),
        sa.CheckConstraint("length(words) >= 1", name="words_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str]
    language: Mapped[str]
    words: Mapped[str] = mapped_column(sa.Text)
    published_at: Mapped[datetime]


class NoticeConsent(Base):
    """That a person has read one version of the notice, in which language and when."""

    __tablename__ = "consent"
    __table_args__ = (sa.UniqueConstraint("user_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    version: Mapped[str]
    language: Mapped[str]
    given_at: Mapped[datetime]
    user: Mapped[User] = relationship()
