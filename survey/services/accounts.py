"""Accounts: an address as it is kept, and the account that belongs to it."""

import uuid
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey.errors import InvalidError
from survey.models import User


def address(text: str) -> str:
    """Return an e-mail address as it is kept, in lower case; InvalidError(``email``) if it is none."""
    try:
        return validate_email(text.strip(), check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        raise InvalidError(email="address") from error


def checked(email: str, name: str) -> tuple[str, str]:
    """Return address and name as they are kept; InvalidError names both where both are wrong."""
    wrong = {} if name.strip() else {"name": "missing"}
    try:
        email = address(email)
    except InvalidError as error:
        wrong |= error.fields
    if wrong:
        raise InvalidError(**wrong)
    return email, name.strip()


def of_address(session: Session, *, email: str) -> User | None:
    """Return the account of an address, None where there is none."""
    return session.scalars(select(User).where(User.email == email)).unique().one_or_none()


def account(session: Session, *, email: str, name: str, language: str | None, now: datetime) -> User:
    """Return the account of an address, made without a password if there is none; a closed one stays closed.

    The writing transaction must have begun. Raises InvalidError(``email``) for a closed account. Where two invite the
    same address at once, both get the one account.
    """
    found = of_address(session, email=email) or _made(session, email, name, language, now)
    if not found.active:
        raise InvalidError(email="account-closed")
    return found


def _made(session: Session, email: str, name: str, language: str | None, now: datetime) -> User:
    user = User(
        email=email,
        name=name,
        language=language,
        active=True,
        fs_uniquifier=uuid.uuid4().hex,
        created_at=now,
        roles=[],
        mandates=[],
    )
    try:
        with session.begin_nested():
            session.add(user)
            session.flush()
    except IntegrityError:
        return session.scalars(select(User).where(User.email == email)).unique().one()
    return user
