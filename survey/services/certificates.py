"""The certificate behind an https address: until when it is good, and whether a browser would take it."""

import socket
import ssl
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from survey.errors import RefusedError

SECONDS = 2.0
"""How long connecting, and each answer, may take."""
EARLY = 21
"""Days before its end from which on a certificate needs somebody: renewing by itself has failed several times then."""


@dataclass(frozen=True)
class Found:
    """A certificate: when it ends, and why a browser would not take it (None: it would)."""

    ends_at: datetime
    fault: str | None


def is_secure(address: str) -> bool:
    """Whether an address has a certificate at all."""
    return urlsplit(address).scheme == "https"


def look(address: str, *, seconds: float = SECONDS) -> Found:
    """Return the certificate that is shown for an https address.

    Raises RefusedError(``unreachable``, ``why``) where nobody answers, or not by TLS. Nothing is sent.
    """
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or 443
    fault = None
    try:
        try:
            shown = _shown(host, port, ssl.create_default_context(), seconds)
        except ssl.SSLCertVerificationError as error:
            fault = error.verify_message
            shown = _shown(host, port, _trusting(), seconds)
    except OSError as error:  # those of TLS are of this kind, too
        raise RefusedError("unreachable", why=type(error).__name__) from error
    from cryptography import x509  # late: one page needs it

    return Found(x509.load_der_x509_certificate(shown).not_valid_after_utc, fault)


def days(ends_at: datetime, *, now: datetime) -> int:
    """Return for how many whole days a certificate is still good; below 0 once it has ended."""
    return (ends_at - now).days


def _shown(host: str, port: int, context: ssl.SSLContext, seconds: float) -> bytes:
    with (
        socket.create_connection((host, port), timeout=seconds) as plain,
        context.wrap_socket(plain, server_hostname=host) as safe,
    ):
        return safe.getpeercert(binary_form=True) or b""


def _trusting() -> ssl.SSLContext:
    """Return what takes any certificate: it is only looked at, and nothing is sent."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
