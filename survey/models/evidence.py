"""What shows that an answer is so: files, links, documents and notes of a region, cited by its answers."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, among, one_of
from survey.models.user import User


class EvidenceKind(StrEnum):
    """What a piece of evidence is."""

    FILE = "file"
    LINK = "link"
    DOCUMENT = "document"
    NOTE = "note"


class StoredFile(Base):
    """The bytes of an uploaded file, kept once per region under ``instance/evidence`` by their SHA-256 ``digest``."""

    __tablename__ = "stored_file"
    __table_args__ = (
        sa.UniqueConstraint("region_id", "digest"),
        sa.CheckConstraint("length(digest) = 64", name="digest_length"),
        sa.CheckConstraint("size >= 1", name="size_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(sa.ForeignKey("region.id"))
    digest: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int]
    media_type: Mapped[str]
    stored_at: Mapped[datetime]


class Evidence(Base):
    """One piece of evidence of a region, which its answers in any wave may cite; gone for readers when removed.

    A file has its bytes and the ``file_name`` it came with, until some time after it was removed; a link has its
    ``url``; a document is told by its title (and ``url`` where it can be read), a note by its ``note``. What is
    ``confidential`` is for the region's own people and its reviewers. ``fault`` is what the last check of the link
    found, None where it led to a page.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        among("kind", EvidenceKind, name="kind_known"),
        sa.CheckConstraint(
            "(file_id IS NULL OR kind = 'file') AND (file_id IS NOT NULL OR kind <> 'file' OR removed_at IS NOT NULL)",
            name="file_with_kind",
        ),
        sa.CheckConstraint("(file_id IS NULL) = (file_name IS NULL)", name="file_with_name"),
        sa.CheckConstraint("kind <> 'link' OR url IS NOT NULL", name="link_with_url"),
        sa.CheckConstraint("kind <> 'note' OR note IS NOT NULL", name="note_with_words"),
        sa.CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="removed_by_somebody"),
        sa.CheckConstraint("fault IS NULL OR checked_at IS NOT NULL", name="fault_when_checked"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(sa.ForeignKey("region.id"), index=True)
    kind: Mapped[EvidenceKind] = mapped_column(one_of(EvidenceKind))
    title: Mapped[str]
    url: Mapped[str | None] = mapped_column(sa.Text)
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    file_name: Mapped[str | None]
    note: Mapped[str | None] = mapped_column(sa.Text)
    confidential: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    checked_at: Mapped[datetime | None]
    fault: Mapped[str | None]
    file: Mapped[StoredFile | None] = relationship()
    added_by: Mapped[User] = relationship(foreign_keys=added_by_id)


class Citation(Base):
    """The use of a piece of evidence for one answer, with page and quotation, until it is taken away (``until``)."""

    __tablename__ = "citation"
    __table_args__ = (
        sa.CheckConstraint("until IS NULL OR until >= cited_at", name="until_after_cited"),
        sa.Index(
            "uq_citation_in_force",
            "assessment_id",
            "question",
            "evidence_id",
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    question: Mapped[str]
    evidence_id: Mapped[int] = mapped_column(sa.ForeignKey("evidence.id"), index=True)
    page: Mapped[str | None]
    quotation: Mapped[str | None] = mapped_column(sa.Text)
    cited_at: Mapped[datetime]
    cited_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    until: Mapped[datetime | None]
    evidence: Mapped[Evidence] = relationship()
    cited_by: Mapped[User] = relationship()
