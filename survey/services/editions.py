"""Editions of questionnaires: stored whole, and read once per process."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.database import begin_write
from survey.errors import RefusedError
from survey.models import Edition
from survey.questionnaires.hashes import structure_hash, text_hash
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.reader import from_json, to_json

_read: dict[tuple[str, str], Questionnaire] = {}


def store(session: Session, *, questionnaire: Questionnaire, now: datetime) -> Edition:
    """Return the stored edition of a questionnaire; one that is there already, by both hashes, is not stored again."""
    structure, text, definition = (
        structure_hash(questionnaire),
        text_hash(questionnaire),
        to_json(questionnaire),
    )
    begin_write(session)
    found = session.scalar(select(Edition).where(Edition.structure_hash == structure, Edition.text_hash == text))
    if found is not None:
        return found
    edition = Edition(
        key=questionnaire.key,
        edition=questionnaire.edition,
        title=questionnaire.title,
        structure_hash=structure,
        text_hash=text,
        definition=definition,
        stored_at=now,
    )
    session.add(edition)
    session.flush()
    return edition


def load(session: Session, *, edition: Edition) -> Questionnaire:
    """Return the questionnaire of a stored edition, in its source language.

    Read and checked against its hashes once per process. RefusedError if the definition is not what was
    stored.
    """
    known = _read.get(edition.hashes)
    if known is not None:
        return known
    questionnaire = from_json(session.scalars(select(Edition.definition).where(Edition.id == edition.id)).one())
    if (structure_hash(questionnaire), text_hash(questionnaire)) != edition.hashes:
        raise RefusedError("edition-altered", key=edition.key, edition=edition.edition)
    return _read.setdefault(edition.hashes, questionnaire)


def listing(session: Session) -> Sequence[Edition]:
    """Return all stored editions, the newest first."""
    return session.scalars(select(Edition).order_by(Edition.stored_at.desc(), Edition.id.desc())).all()
