"""Secrets that the platform must be able to read again, encrypted before they reach the database.

The keys are made from the installation's secret key, and from its former ones: with SURVEY_FORMER_KEYS a key is changed
without locking anybody out.
"""

import base64
import hashlib
from collections.abc import Sequence
from typing import Protocol

from survey.errors import RefusedError


class Keys(Protocol):
    """What sealing needs to know of an installation."""

    @property
    def secret_key(self) -> str:
        """The key in force: what is sealed now, is sealed with it."""

    @property
    def former_keys(self) -> Sequence[str]:
        """Keys of before, by which what is older can still be opened."""


def seal(text: str, *, keys: Keys) -> str:
    """Return a text encrypted and signed (Fernet: AES-128 and HMAC-SHA-256), as ASCII, with the moment in it."""
    return str(_fernet(keys).encrypt(text.encode()).decode("ascii"))


def unseal(sealed: str, *, keys: Keys, seconds: int | None = None) -> str:
    """Return what was sealed, with the present key or a former one, if it is not older than ``seconds``.

    RefusedError(``sealed``) for everything else: changed on the way, too old, or of an unknown key.
    """
    from cryptography.fernet import InvalidToken  # late: few pages need it

    try:
        return str(_fernet(keys).decrypt(sealed.encode(), ttl=seconds).decode())
    except (InvalidToken, UnicodeError) as error:
        raise RefusedError("sealed") from error


def renew(sealed: str, *, keys: Keys) -> str:
    """Return the same secret sealed with the present key; RefusedError(``sealed``) where no key opens it."""
    return seal(unseal(sealed, keys=keys), keys=keys)


def _fernet(keys: Keys):  # type: ignore[no-untyped-def]
    from cryptography.fernet import Fernet, MultiFernet  # late: few pages need it

    return MultiFernet([Fernet(_derived(one)) for one in (keys.secret_key, *keys.former_keys)])


def _derived(secret: str) -> bytes:
    """Return a key for this purpose alone, so that none made for another (cookies) opens anything here."""
    digest = hashlib.blake2b(secret.encode(), digest_size=32, person=b"survey sealing")
    return base64.urlsafe_b64encode(digest.digest())
