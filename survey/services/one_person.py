"""A person with roles, mandates and second factor, read by one statement: every page asks who is asking."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from survey.models import Mandate, Role, SecondFactor, SignIn, User
from survey.models.user import account_role
from survey.reading import Prepared
from survey.services.kept_objects import KeptObjects


def _whole(source: Any) -> sa.Join:
    """Return a source with accounts, joined with all that hangs on them."""
    return (
        sa.outerjoin(source, account_role, account_role.c.account_id == User.id)
        .outerjoin(Role, Role.id == account_role.c.role_id)
        .outerjoin(Mandate, Mandate.user_id == User.id)
        .outerjoin(SecondFactor, SecondFactor.user_id == User.id)
    )


_HANGS_ON = (Role, Mandate, SecondFactor)
_SIGNED_IN = sa.select(SignIn).options(joinedload(SignIn.user))
PERSONS = KeptObjects(_whole(User), User, *_HANGS_ON, objects=sa.select(User))
SIGN_INS = KeptObjects(_whole(sa.join(SignIn, User)), SignIn, User, *_HANGS_ON, objects=_SIGNED_IN)
_BY_KEY = Prepared(PERSONS.by_key)
_BY_DIGEST = Prepared(SIGN_INS.where(SignIn.digest == sa.bindparam("digest")))


def find(session: Session, *, key: int) -> User | None:
    """Return the person with a number as the database has them now; None where the account is gone."""
    return PERSONS.find(session, _BY_KEY, anew=True, key=key)


def signed_in(session: Session, *, digest: str) -> SignIn | None:
    """Return the session of a browser with its person as the database has them now; None where there is none."""
    return SIGN_INS.find(session, _BY_DIGEST, digest=digest)
