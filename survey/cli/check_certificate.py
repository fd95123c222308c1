"""``survey check-certificate``: until when the certificate of the public address is good, as a timer runs it."""

from datetime import UTC, datetime

import click

from survey.cli.opened import opened
from survey.cli.recorded import recorded
from survey.database import db
from survey.errors import RefusedError
from survey.services import certificates, runs
from survey.settings import Settings


@click.command("check-certificate")
def check_certificate() -> None:
    """Look at the certificate of SURVEY_BASE_URL: is it taken by browsers, and for how long?

    \b
    Part of survey work, once a day; or by hand:
      survey check-certificate

    Nothing is sent. From 21 days before its end on, the administrator's pages and survey attention say so. Ends with 1
    where browsers do not take it, or nobody answers within two seconds.
    """
    with opened() as settings, recorded(db.engine, runs.CERTIFICATE) as counts:
        if certificates.is_secure(settings.base_url):
            _look(settings, counts)
        else:
            click.echo("There is no certificate to look at: people come by http.")


def _look(settings: Settings, counts: dict[str, int]) -> None:
    """Say until when it is good, and count the days; ClickException where browsers do not take it."""
    try:
        found = certificates.look(settings.base_url)
    except RefusedError as error:
        raise click.ClickException(
            f"The public address does not answer by TLS: {error.data['why']}. Is the proxy running, with this name?"
        ) from error
    left = certificates.days(found.ends_at, now=datetime.now(UTC))
    counts["days"] = left
    click.echo(f"The certificate is good until {found.ends_at:%Y-%m-%d %H:%M} UTC, {left} days.")
    if found.fault is not None:
        raise click.ClickException(f"Browsers do not take the certificate: {found.fault}.")
