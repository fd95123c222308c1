"""An edition of a questionnaire, kept whole."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base


class Edition(Base):
    """One published edition: its definition as JSON and the two hashes that identify structure and text.

    ``definition`` is large and only loaded when it is asked for; so are ``rules``, the file of checks that stands
    beside the questions, as JSON.
    """

    __tablename__ = "edition"
    __table_args__ = (
        sa.UniqueConstraint("structure_hash", "text_hash"),
        sa.CheckConstraint("length(structure_hash) = 64 AND length(text_hash) = 64", name="hash_lengths"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    edition: Mapped[str]
    title: Mapped[str]
    structure_hash: Mapped[str] = mapped_column(sa.String(64))
    text_hash: Mapped[str] = mapped_column(sa.String(64))
    definition: Mapped[str] = mapped_column(sa.Text, deferred=True)
    rules: Mapped[str | None] = mapped_column(sa.Text, deferred=True)
    stored_at: Mapped[datetime]

    @property
    def hashes(self) -> tuple[str, str]:
        """Structure hash and text hash, the key of every cache of definitions."""
        return self.structure_hash, self.text_hash
