"""Whom and what the words of a command mean, or how to find out."""

import click
from sqlalchemy.orm import Session

from survey.errors import InvalidError, NotFoundError
from survey.models import Region, User
from survey.policy import OPERATOR
from survey.services import accounts, regions


def person(session: Session, email: str) -> User:
    """Return the account of an address; ClickException, which says how to find one, without it."""
    try:
        found = accounts.of_address(session, email=accounts.address(email))
    except InvalidError:
        found = None
    if found is None:
        raise click.ClickException(f"There is no account with the address {email}. List them: survey account list")
    return found


def region(session: Session, key: str) -> Region:
    """Return the region of a key; ClickException, which says where they are listed, without it."""
    try:
        return regions.find(session, key=key, by=OPERATOR)
    except NotFoundError as error:
        raise click.ClickException(f"There is no region {key}. They are listed by: survey regions list") from error
