"""``survey account``: a second factor that is lost, secrets under a new key."""

from datetime import UTC, datetime

import click

from survey.cli.opened import opened
from survey.cli.posting import posted
from survey.database import db
from survey.errors import InvalidError, RefusedError
from survey.policy import OPERATOR
from survey.services import second_factors, security_letters
from survey.services.security_letters import Event


@click.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Let somebody who has lost both app and recovery codes sign in with the password alone.

    \b
    Be sure that it is the person who asks: call them back on a number that you know.
      survey account reset-second-factor ana@example.org

    It is noted in the log, and the person gets a mail. Where their part asks for a second factor, they set it up anew
    as soon as they sign in.
    """
    with opened() as settings:
        try:
            found = second_factors.reset(db.session, email=email, by=OPERATOR, now=datetime.now(UTC))
        except InvalidError as error:
            words = {"unknown": "There is no account with the address {}.", "off": "{} has no second factor."}
            raise click.ClickException(words[error.fields["email"]].format(email)) from error
        known = {"to": found, "settings": settings, "now": datetime.now(UTC)}
        made = security_letters.put(db.session, event=Event.RESET, **known)  # type: ignore[arg-type]
        db.session.commit()
        click.echo(f"{found.email} signs in with the password alone. {posted(made, settings)}")


@click.command("renew-secrets")
def renew_secrets() -> None:
    """Encrypt the secrets of second factors with the secret key of today.

    \b
    After the secret key was changed, and while SURVEY_FORMER_KEYS still names the one before:
      survey account renew-secrets

    Then the former key can be left out of the settings.
    """
    with opened() as settings:
        try:
            count = second_factors.renew(db.session, keys=settings)
        except RefusedError as error:
            cure = "Name the key that was in force before in SURVEY_FORMER_KEYS."
            raise click.ClickException(f"A secret cannot be opened. {cure}") from error
        db.session.commit()
    click.echo(f"Secrets under the key of today: {count}.")
