"""``survey mail``: the queue of mails, as a timer sends it and an administrator looks at it."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from survey.cli.opened import opened
from survey.cli.recorded import recorded
from survey.database import db
from survey.errors import ClosedError, NotFoundError
from survey.models import Mail, MailState
from survey.policy import OPERATOR
from survey.services import outbox, runs, sending
from survey.services.sending import Tried

STATES = [each.value for each in MailState]


@click.group("mail")
def mail() -> None:
    """Look at the queue of mails, send what waits, try again what was given up.

    \b
    Examples:
      survey mail list
      survey mail list --state waiting --state given_up
      survey mail send
      survey mail retry 17
      survey mail withdraw 17
    """


@mail.command("list")
@click.option(
    "--state", "states", multiple=True, type=click.Choice(STATES), help="Only mails in this state; can be repeated."
)
@click.option("--most", default=50, show_default=True, type=click.IntRange(1, 10_000), help="So many at most.")
def listing(states: tuple[str, ...], most: int) -> None:
    """List mails, the newest first: number, state, when, tries, address, subject, why one did not leave.

    \b
    Examples:
      survey mail list
      survey mail list --state waiting --most 10

    What a mail says is never shown: it can hold a link that signs somebody in.
    """
    with opened() as settings:
        chosen = [MailState(each) for each in states]
        for one in outbox.listed(db.session, by=OPERATOR, states=chosen, most=most):
            click.echo(_line(one, ZoneInfo(settings.time_zone)))
        found = outbox.counts(db.session)
    click.echo(", ".join(f"{state}: {number}" for state, number in found.items()))


@mail.command("send")
def send() -> None:
    """Send what waits and is due, and forget mails that ended a month ago.

    \b
    Let a timer run it every minute (docs/running.md), or by hand:
      * * * * * survey mail send > /dev/null

    Two runs at once send no mail twice. A mail that does not leave is tried again after 1, 5, 15 and 60 minutes, then
    every 4 hours for 3 days. An address that the mail server refuses is not tried again. Ends with 1 if one was given
    up in this run.
    """
    with opened() as settings, recorded(db.engine, runs.MAIL) as counts:
        outbox.tidy(db.session, now=_now())
        db.session.commit()
        keys = sending.due(db.session, now=_now())
        tried = list(sending.send(db.session, keys=keys, settings=settings, clock=_now))
        db.session.rollback()
        _say(tried, counts)


def _say(tried: Sequence[Tried], counts: dict[str, int]) -> None:
    """Say what became of mails, and count it; ClickException where one was given up."""
    for one in tried:
        if one.state is not MailState.SENT:
            click.echo(f"{one.to}: {one.state} ({one.trouble})", err=True)
    by_state = Counter(one.state for one in tried)
    sent, given_up = by_state[MailState.SENT], by_state[MailState.GIVEN_UP]
    counts |= {"sent": sent, "waiting": by_state[MailState.WAITING], "given_up": given_up}
    click.echo(f"Sent: {sent}. Not sent: {len(tried) - sent}.")
    if given_up:
        raise click.ClickException(
            "A mail was given up. survey mail list says which; survey mail retry tries it again."
        )


@mail.command("retry")
@click.argument("numbers", nargs=-1, type=int)
@click.option("--all", "every", is_flag=True, help="Every mail that waits or was given up.")
def retry(numbers: tuple[int, ...], every: bool) -> None:
    """Try mails at once that wait or were given up, by their numbers, and for as long as new ones.

    \b
    Examples:
      survey mail retry 17 18
      survey mail retry --all
    """
    if bool(numbers) == every:
        raise click.UsageError("Give the numbers of mails, or --all.")
    with opened() as settings:
        wanted = list(numbers)
        if every:
            open_ones = outbox.listed(db.session, by=OPERATOR, states=[MailState.WAITING, MailState.GIVEN_UP])
            wanted = [one.id for one in open_ones if one.body is not None]
        for key in wanted:
            _change(outbox.retry, key)
        tried = sending.send(db.session, keys=wanted, settings=settings, clock=_now)
        for one in tried:
            click.echo(f"{one.key} {one.to}: {one.state}{f' ({one.trouble})' if one.trouble else ''}")


@mail.command("withdraw")
@click.argument("numbers", nargs=-1, type=int, required=True)
def withdraw(numbers: tuple[int, ...]) -> None:
    """Let mails that wait or were given up never be sent, by their numbers.

    \b
    Example:
      survey mail withdraw 17
    """
    with opened():
        for key in numbers:
            _change(outbox.withdraw, key)
            click.echo(f"{key}: withdrawn")


def _change(how, key: int) -> None:  # type: ignore[no-untyped-def]
    try:
        how(db.session, key=key, by=OPERATOR, now=_now())
    except NotFoundError as error:
        raise click.ClickException(f"There is no mail {key}.") from error
    except ClosedError as error:
        raise click.ClickException(f"Mail {key} cannot be changed: {error.code.replace('_', ' ')}.") from error
    db.session.commit()


def _line(one: Mail, zone: ZoneInfo) -> str:
    """Return a mail as one line; every moment in the time zone of the installation."""
    moments = {MailState.WAITING: one.next_at}
    moment = (moments.get(one.state) or one.ended_at or one.made_at).astimezone(zone)
    why = f" ({one.trouble})" if one.trouble else ""
    tries = f"tries: {one.attempts}"
    return f"{one.id}  {one.state}{why}  {moment:%Y-%m-%d %H:%M}  {tries}  {one.to}  {one.subject}"


def _now() -> datetime:
    return datetime.now(UTC)
