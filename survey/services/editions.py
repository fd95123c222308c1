"""Editions of questionnaires: stored whole, and read once per process."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.database import begin_write
from survey.errors import RefusedError
from survey.models import Edition
from survey.questionnaires import rules as of_rules
from survey.questionnaires.hashes import structure_hash, text_hash
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.reader import from_json, to_json
from survey.questionnaires.rules import Rules

_read: dict[tuple[str, str], Questionnaire] = {}


def store(session: Session, *, questionnaire: Questionnaire, now: datetime, rules: Rules | None = None) -> Edition:
    """Return the stored edition of a questionnaire; one that is there already, by both hashes, is not stored again.

    It keeps the ``rules`` that stand beside the questions; one that is there already takes them where they are new.
    """
    structure, text, definition = (
        structure_hash(questionnaire),
        text_hash(questionnaire),
        to_json(questionnaire),
    )
    begin_write(session)
    found = session.scalar(select(Edition).where(Edition.structure_hash == structure, Edition.text_hash == text))
    if found is not None:
        keep_rules(session, edition=found, rules=rules)
        return found
    edition = Edition(
        key=questionnaire.key,
        edition=questionnaire.edition,
        title=questionnaire.title,
        structure_hash=structure,
        text_hash=text,
        definition=definition,
        rules=None if rules is None else of_rules.to_json(rules),
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


def keep_rules(session: Session, *, edition: Edition, rules: Rules | None) -> bool:
    """Give a stored edition the rules that stand beside its questions; False where it has them, or there are none.

    Rules change no score, so that a corrected file replaces what was kept before.
    """
    if rules is None or (text := of_rules.to_json(rules)) == _kept_rules(session, edition):
        return False
    begin_write(session)
    edition.rules = text
    session.flush()
    return True


def rules(session: Session, *, edition: Edition) -> Rules:
    """Return the rules of a stored edition, none where it has none; the same text is read once per process."""
    text = _kept_rules(session, edition)
    return Rules(questionnaire=edition.key, edition=edition.edition) if text is None else _rules_of(text)


def _kept_rules(session: Session, edition: Edition) -> str | None:
    return session.scalars(select(Edition.rules).where(Edition.id == edition.id)).one()


_rules_of = lru_cache(64)(of_rules.from_json)


def listing(session: Session) -> Sequence[Edition]:
    """Return all stored editions, the newest first."""
    return session.scalars(select(Edition).order_by(Edition.stored_at.desc(), Edition.id.desc())).all()
