"""The privacy notice: which version holds, publishing a new one, and who has read it.

Versions are rows of the database and no files of the instance: several machines can serve one database, a backup holds
them, and what people have read refers to them for as long as their accounts exist.
"""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey import languages
from survey.database import begin_write
from survey.errors import InvalidError, NotFoundError
from survey.models import Deed, Notice, NoticeConsent, User
from survey.policy import Action, Actor, may
from survey.reading import Prepared
from survey.services import audit
from survey.services.actors import begin

STANDARD = "standard-1"
"""The version of the words that come with the software (:mod:`survey.services.notice_words`): a new number whenever
they change in substance, and everybody is shown them again where the installation has none of its own."""

LONGEST = 50_000
"""Characters of a notice in one language."""

_CURRENT = select(Notice.version).order_by(Notice.id.desc()).limit(1)
_HAS_READ = Prepared(
    select(NoticeConsent.id).where(
        NoticeConsent.user_id == bindparam("person"),
        NoticeConsent.version == func.coalesce(_CURRENT.scalar_subquery(), STANDARD),
    )
)
_READ = insert(NoticeConsent)


@dataclass(frozen=True)
class Shown:
    """A notice in one language: its version, its words as Markdown, and since when it holds.

    ``words`` and ``published_at`` are None where the words that come with the software hold.
    """

    version: str
    language: str
    words: str | None
    published_at: datetime | None


@dataclass(frozen=True)
class Reader:
    """Who has read which version, in which language and when; the last three are None for nobody's reading."""

    email: str
    name: str
    version: str | None
    language: str | None
    given_at: datetime | None


def version(session: Session) -> str:
    """Return the version that holds."""
    return session.connection().execute(_CURRENT).scalar() or STANDARD


def current(session: Session, *, language: str) -> Shown:
    """Return the notice that holds in a language, in English where it was not published in that one."""
    latest = version(session)
    found = {one.language: one for one in session.scalars(select(Notice).where(Notice.version == latest))}
    one = found.get(language) or found.get(languages.SOURCE) or next(iter(found.values()), None)
    if one is None:
        return Shown(STANDARD, language, None, None)
    return Shown(one.version, one.language, one.words, one.published_at)


def has_read(session: Session, *, user: User) -> bool:
    """Whether a person has read the version that holds; one small statement, since every page asks."""
    return bool(_HAS_READ.rows(session, person=user.id))


def acknowledge(session: Session, *, user: User, shown: str, language: str, now: datetime) -> None:
    """Keep that a person has read the version that was ``shown``; nothing is kept twice.

    Raises NotFoundError for a version that does not hold (any more): the page is then shown anew.
    """
    actor = begin(session, by=user)
    if shown != version(session):
        raise NotFoundError("notice")
    keep(session, user_id=actor.id, shown=shown, language=language, now=now)


def keep(session: Session, *, user_id: int, shown: str, language: str, now: datetime) -> None:
    """Keep the same within a writing transaction that has begun."""
    known = select(NoticeConsent.id).where(NoticeConsent.user_id == user_id, NoticeConsent.version == shown)
    if session.scalar(known) is not None:
        return
    row = {"user_id": user_id, "version": shown, "language": language, "given_at": now}
    with suppress(IntegrityError), session.begin_nested():  # the same button, pressed in two windows at once
        session.connection().execute(_READ, row)


def publish(session: Session, *, words: Mapping[str, str], by: Actor, now: datetime) -> str | None:
    """Publish a new version by its words in each language, and return it; None where the same words hold already.

    A version is called by its day and the hash of all its words, such as ``2026-11-27-1a2b3c4d``. Raises
    InvalidError by language: ``unknown`` for one that the interface does not have, ``missing`` for one without words,
    ``long``; NotFoundError if the person may not.
    """
    texts = {language: text.replace("\r\n", "\n").replace("\x00", "").strip() for language, text in words.items()}
    wrong = {language: _fault(texts, language) for language in {*texts, *languages.NAMES} if _fault(texts, language)}
    if wrong:
        raise InvalidError(**{language: str(code) for language, code in wrong.items()})
    begin_write(session)
    if not may(by, Action.MANAGE):
        raise NotFoundError("notice")
    if texts == _words(session, version(session)):
        return None
    mark = hashlib.sha256("\0".join(f"{each}\0{texts[each]}" for each in sorted(texts)).encode()).hexdigest()[:8]
    made = _free(session, f"{now:%Y-%m-%d}-{mark}")
    rows = [{"version": made, "language": each, "words": texts[each], "published_at": now} for each in sorted(texts)]
    session.connection().execute(insert(Notice), rows)
    audit.note(session, Deed.NOTICE_PUBLISHED, by=by, now=now, version=made)
    return made


def _fault(texts: Mapping[str, str], language: str) -> str | None:
    if language not in languages.NAMES:
        return "unknown"
    if not texts.get(language):
        return "missing"
    return "long" if len(texts[language]) > LONGEST else None


def _words(session: Session, wanted: str) -> dict[str, str]:
    return {one.language: one.words for one in session.scalars(select(Notice).where(Notice.version == wanted))}


def _free(session: Session, wanted: str) -> str:
    """Return a version that is not there: going back to earlier words on the same day makes a new one."""
    taken = set(session.scalars(select(Notice.version).where(Notice.version.startswith(wanted))))
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, 2 + len(taken))))
    return next(each for each in names if each not in taken)


def versions(session: Session) -> Sequence[tuple[str, datetime, str]]:
    """Return the versions that were published, the latest first: name, moment, and languages joined by commas."""
    found: dict[str, list[Notice]] = {}
    for one in session.scalars(select(Notice).order_by(Notice.id.desc())):
        found.setdefault(one.version, []).append(one)
    return [
        (name, rows[0].published_at, ", ".join(sorted(one.language for one in rows))) for name, rows in found.items()
    ]


def readers(session: Session, *, by: Actor) -> Sequence[Reader]:
    """Return everybody with an open account and what they read last, by address; NotFoundError if one may not ask."""
    if not may(by, Action.MANAGE):
        raise NotFoundError("notice")
    last = select(func.max(NoticeConsent.id)).group_by(NoticeConsent.user_id)
    given = select(User.email, User.name, NoticeConsent.version, NoticeConsent.language, NoticeConsent.given_at)
    joined = (
        given.outerjoin(NoticeConsent, (NoticeConsent.user_id == User.id) & NoticeConsent.id.in_(last))
        .where(User.active)
        .order_by(User.email)
    )
    return [Reader(*row) for row in session.connection().execute(joined)]


def all_have_read(session: Session, *, now: datetime) -> int:
    """Let everybody with an account have read the version that holds, and return how many had not: invented people."""
    begin_write(session)
    latest = version(session)
    known = select(NoticeConsent.user_id).where(NoticeConsent.version == latest)
    lacking = session.execute(select(User.id, User.language).where(User.active, User.id.not_in(known))).all()
    for row in lacking:
        keep(session, user_id=row.id, shown=latest, language=row.language or languages.SOURCE, now=now)
    return len(lacking)
