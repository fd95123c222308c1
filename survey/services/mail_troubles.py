"""What it means that a mail did not leave: told from what the mail server, the network or the disk said."""

import smtplib
import ssl

from survey.models.mail import Trouble

FOR_GOOD = 500
"""From this code on a mail server says that trying again changes nothing (RFC 5321, 4.2.1)."""


def of_smtp(error: Exception) -> Trouble:
    """Return why a mail server did not take a mail; its words are not kept, since they can hold anything."""
    match error:
        case smtplib.SMTPAuthenticationError():
            return Trouble.SIGN_IN
        case smtplib.SMTPNotSupportedError():
            return Trouble.INSECURE
        case smtplib.SMTPSenderRefused():
            return Trouble.SENDER
        case smtplib.SMTPRecipientsRefused(recipients=recipients):
            return _said(min(code for code, _words in recipients.values()))
        case smtplib.SMTPDataError(smtp_code=code):
            return _said(code)
        case smtplib.SMTPResponseException():
            return Trouble.BUSY
        case _ if _is(error, TimeoutError):
            return Trouble.SLOW
        case _ if _is(error, ssl.SSLError):
            return Trouble.INSECURE
    return Trouble.UNREACHABLE


def _said(code: int) -> Trouble:
    return Trouble.REFUSED if code >= FOR_GOOD else Trouble.BUSY


def _is(error: BaseException | None, kind: type[Exception]) -> bool:
    """Whether an error is of a kind, or was raised over one: smtplib calls a server that is silent disconnected."""
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False
