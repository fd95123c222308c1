"""Signing in: Flask-Security set up for this platform, with mails and links of our own."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from flask import Flask, Response, after_this_request, current_app, render_template
from flask_security import MailUtil, PasswordUtil, Security
from flask_security.datastore import FSQLALiteUserDatastore
from wtforms import Form

from survey import languages
from survey.database import begin_write, db
from survey.models.mail import Topic
from survey.models.user import Role, User
from survey.services import attempts, outbox, passwords
from survey.services.outbox import Words
from survey.services.right_away import Sender
from survey.services.sessions import Limits
from survey.settings import Settings


def settings() -> Settings:
    """Return the settings of the running application."""
    found: Settings = current_app.extensions["survey_settings"]
    return found


def external(path: str) -> str:
    """Return the address of a page as people reach it: built from the configured base URL, never from the request."""
    return urljoin(settings().base_url + "/", path.lstrip("/"))


def N_(text: str) -> str:  # noqa: N802 - the name by which extraction knows it
    """Mark a text for translation where it is translated later."""
    return text


SUBJECTS = {
    "security/email/reset_instructions": N_("Choose a new password"),
    "security/email/reset_notice": N_("Your password was changed"),
}


RESET_WITHIN = timedelta(days=1)
"""How long a link for a new password works, and so a mail with it is tried."""
SECRET = {"security/email/reset_instructions"}
"""Mails that hold a link; a later one takes the place of those that wait."""


class Mailer(MailUtil):
    """Sends Flask-Security's mails the way the platform sends all others."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],
        body: str | None,
        html: str | None,
        **context: Any,
    ) -> None:
        """Send one message in plain text, in the language of the account; ``html`` is never made."""
        with languages.speaking(context["user"].language):
            title = languages.gettext(SUBJECTS.get(template, subject))
        _post(context["user"], Words(title, body or ""), secret=template in SECRET)


def _post(to: User, words: Words, *, secret: bool) -> None:
    """Put a mail into the queue and send it once the answer is made; nobody waits for it: that would tell who has an
    account."""
    now = datetime.now(UTC)
    db.session.flush()  # a new password goes first, in the same transaction
    begin_write(db.session)
    if secret:
        outbox.supersede(db.session, to=to, topic=Topic.PASSWORD, now=now)
    topic, until = (Topic.PASSWORD, now + RESET_WITHIN) if secret else (Topic.ACCOUNT, None)
    made = outbox.put(db.session, topic=topic, to=to, words=words, now=now, until=until)

    @after_this_request
    def leave(response: Response) -> Response:
        """Keep the mail and let it go out, once the answer is made."""
        db.session.commit()
        sender = Sender(db.engine, settings(), lambda: datetime.now(UTC))
        sender.try_now([made] if made else [], wait=0)
        return response


def limits() -> Limits:
    """Return after how long sessions are over in the running application."""
    told = settings()
    hours = (timedelta(hours=told.idle_hours), timedelta(hours=told.signed_in_hours))
    return Limits(*hours, timedelta(days=told.kept_days))


class Passwords(PasswordUtil):
    """Judges new passwords by length, and by how easily they are guessed."""

    def validate(self, password: str, is_register: bool, **context: Any) -> tuple[list[str] | None, str]:
        """Return what is wrong with a password, None if nothing is, and the password as it is hashed."""
        wrong, kept = super().validate(password, is_register, **context)
        user = context.get("user")
        known = (user.name, user.email) if user else ()
        if not wrong and passwords.guessable(kept, known=known):
            wrong = [passwords.advice()]
        return wrong, kept


def mark(user_id: int) -> str:
    """Return by what a browser tells accounts apart; it says nothing about the person to whoever lacks our key."""
    return attempts.key(settings().secret_key, "whose", str(user_id))[:16]


def render(template: str, **context: Any) -> Any:
    """Render a page or mail of Flask-Security; a form with faults answers 422, so that nobody takes it for done."""
    if template.endswith(".txt"):
        with languages.speaking(context["user"].language):
            return render_template(template, **context)
    page = render_template(template, **context)
    forms = [value for value in context.values() if isinstance(value, Form)]
    return (page, 422) if any(form.errors or form.form_errors for form in forms) else page


MESSAGES = {
    "GENERIC_AUTHN_FAILED": N_(
        "Address and password do not fit together. Please try again, or ask for a new password."
    ),
    "PASSWORD_RESET_REQUEST": N_(
        "If there is an account with this address, a link for a new password is on its way to it."
    ),
    "PASSWORD_RESET_EXPIRED": N_("This link is too old. Ask for a new one below."),
    "INVALID_RESET_PASSWORD_TOKEN": N_("This link does not work any more. Ask for a new one below."),
    "PASSWORD_RESET_NO_LOGIN": N_("Your new password is set. Please sign in with it."),
    "PASSWORD_INVALID_LENGTH": N_("A password has %(length)s to 128 characters. Please choose another one."),
    "RETYPE_PASSWORD_MISMATCH": N_("The two passwords differ. Please type the same password twice."),
    "EMAIL_NOT_PROVIDED": N_("Please give your e-mail address."),
    "INVALID_EMAIL_ADDRESS": N_("This is no e-mail address. It looks like name@example.org."),
    "PASSWORD_NOT_PROVIDED": N_("Please give your password."),
    "DISABLED_ACCOUNT": N_("This account is closed. Ask the project team if you think it should be open."),
    "INVALID_PASSWORD": N_("This is not your password. Please try again."),
    "REAUTHENTICATION_SUCCESSFUL": N_("Thank you. You can go on."),
    "INVALID_REDIRECT": N_("This link leads away from the platform. Sign in at its own address instead."),
    "UNAUTHENTICATED": N_("Please sign in first."),
}
"""Flask-Security's messages in our own words: its own catalogues lack languages and the form of address."""


def install(app: Flask, settings: Settings) -> None:
    """Add accounts, sign-in, sign-out and password reset to the application."""
    app.config.update(
        SECURITY_PASSWORD_SALT=settings.secret_key,
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of the algorithm
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_DEPRECATED_PASSWORD_SCHEMES=[],
        SECURITY_PASSWORD_LENGTH_MIN=10,
        SECURITY_PASSWORD_NORMALIZE_FORM=passwords.FORM,
        SECURITY_RECOVERABLE=True,
        SECURITY_RESET_PASSWORD_WITHIN=RESET_WITHIN,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_RESET_URL="/reset",
        SECURITY_LOGOUT_CSRF=True,
        SECURITY_EMAIL_HTML=False,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False, "test_environment": True},
        SECURITY_I18N_DOMAIN="messages",
        SECURITY_I18N_DIRNAME=[str(languages.folder())],
        SECURITY_STATIC_FOLDER=None,
        **{f"SECURITY_MSG_{code}": (text, "error") for code, text in MESSAGES.items()},
    )
    for code in ("PASSWORD_RESET_REQUEST", "PASSWORD_RESET_NO_LOGIN"):
        app.config[f"SECURITY_MSG_{code}"] = (MESSAGES[code], "success")
    accounts = FSQLALiteUserDatastore(db, User, Role)
    Security(app, accounts, mail_util_cls=Mailer, password_util_cls=Passwords, render_template=render)
    app.jinja_env.globals["external"] = external
