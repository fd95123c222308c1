"""``survey account``: who takes part and as what, for whoever administers the machine."""

from collections.abc import Callable
from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from survey.cli import meant
from survey.cli.leaving import delete
from survey.cli.opened import opened
from survey.cli.second_factor import renew_secrets, reset_second_factor
from survey.database import db
from survey.errors import InvalidError, RefusedError
from survey.models import Duty, Purpose, RoleName
from survey.policy import OPERATOR
from survey.services import administration_tables, invitations, people, roles, tables
from survey.services.links import LIFETIMES, Link
from survey.services.people import PARTS, AccountState, Wanted
from survey.settings import Settings

WORDS = {
    "last": "This is the last administrator who can sign in. Make somebody else one first: survey account role",
    "answers": "This person answers for a region. End that mandate on the page of people first.",
    "closed": "The account is closed. Open it first: survey account open ADDRESS",
    "has-come": "This person has a password. A new one is asked for on the sign-in page.",
    "no-part": "This person has no part at present. Invite them for one: survey account invite",
}
FIELDS = {
    "address": "This is no e-mail address. It looks like name@example.org.",
    "missing": "Give the name, too.",
    "account-closed": "The account with this address is closed. Open it first: survey account open ADDRESS",
    "runs-the-survey": "This person runs the survey, and answers for no region.",
    "answers": "This person answers for the region, and cannot review it.",
    "reviews": "This person reviews the region, and cannot answer for it.",
    "coordinates": "This person coordinates the region already.",
}


@click.group("account")
def account() -> None:
    """List people, invite them, give and take roles, close and open accounts.

    \b
      survey account list --part administrator
      survey account invite "Ana Pop" ana@example.org --as coordinator --region timis
      survey account role ana@example.org --give team
      survey account close ana@example.org
    """


@account.command("list")
@click.option("--text", default="", help="Part of a name or address.")
@click.option("--part", type=click.Choice(PARTS), default=None, help="As what somebody takes part.")
@click.option("--region", default="", help="Key of a region, such as salzburg.")
@click.option("--state", type=click.Choice([each.value for each in AccountState]), default=None)
@click.option("--csv", "as_file", is_flag=True, help="As CSV, with the last deed that is kept.")
def listing(text: str, part: str | None, region: str, state: str | None, as_file: bool) -> None:
    """List people, all or those who are looked for.

    \b
      survey account list
      survey account list --region salzburg --state invited
      survey account list --csv > people.csv
    """
    wanted = Wanted(text, part or "", region, state or "")
    with opened():
        if region:
            meant.region(db.session, region)
        found = people.listing(db.session, by=OPERATOR, wanted=wanted)
        made = administration_tables.of_people(found, roles.last_deeds(db.session))
        if as_file:
            click.echo(tables.encode(made, tables.dialect(tables.Purpose.ANALYSIS, "en")), nl=False)
            return
        for name, email, _language, state_now, held, mandates, *_moments in made.rows:
            parts = "; ".join(filter(None, (str(held or ""), str(mandates or "")))) or "no part"
            click.echo(f"{email}  {name}  [{state_now}]  {parts}")


@account.command("invite")
@click.argument("name")
@click.argument("email")
@click.option("--as", "part", type=click.Choice(PARTS[:-1]), required=True, help="As what.")
@click.option("--region", default="", help="Key of the region; none for administrators and the project team.")
@click.option("--language", default=None, help="Language of the account, such as de.")
def invite(name: str, email: str, part: str, region: str, language: str | None) -> None:
    """Make an account and a link by which somebody comes in; the same address again gets a new link.

    \b
      survey account invite "Ana Pop" ana@example.org --as coordinator --region timis
      survey account invite "Theo Ott" theo@example.org --as administrator

    The link is printed, and kept nowhere: send it to the person. Where a mail is to carry it, invite on the page.
    """
    if (part in set(RoleName)) == bool(region):
        raise click.UsageError("Name a --region for coordinator, contributor and reviewer, and for nobody else.")
    known = {"email": email, "name": name, "language": language}
    with opened() as settings:
        try:
            link = _invited(db.session, part, region, known)
        except InvalidError as error:
            said = [f"{field}: {FIELDS.get(str(code), code)}" for field, code in error.fields.items()]
            raise click.ClickException("\n".join(said)) from error
        db.session.commit()
        _say(link, settings)


def _invited(session: Session, part: str, region: str, known: dict[str, str | None]) -> Link:
    now, email, name, language = datetime.now(UTC), known["email"] or "", known["name"] or "", known["language"]
    if part in set(RoleName):
        return invitations.invite_to_team(
            session, role=RoleName(part), email=email, name=name, language=language, by=OPERATOR, now=now
        )
    found = meant.region(session, region)
    return invitations.invite(
        session, duty=Duty(part), region=found, email=email, name=name, language=language, by=OPERATOR, now=now
    )


def _say(link: Link, settings: Settings) -> None:
    days = LIFETIMES[Purpose.INVITATION].days
    click.echo(f"{link.user.name} ({link.user.email}) comes in by this link, once, within {days} days:")
    click.echo(f"  {settings.base_url}/welcome/{link.token}")
    if link.again:
        click.echo("An earlier link of theirs works no more.")


@account.command("role")
@click.argument("email")
@click.option("--give", type=click.Choice([each.value for each in RoleName]), help="Give this role.")
@click.option("--take", type=click.Choice([each.value for each in RoleName]), help="Take this role away.")
def role(email: str, give: str | None, take: str | None) -> None:
    """Give somebody a role or take it away; there is always an administrator left.

    \b
      survey account role ana@example.org --give administrator
      survey account role ana@example.org --take team
    """
    if (give is None) == (take is None):
        raise click.UsageError("Say either --give ROLE or --take ROLE.")
    with opened():
        user, now = meant.person(db.session, email), datetime.now(UTC)
        if give is not None:
            new = RoleName(give)
            _do(
                lambda: roles.give(db.session, user=user, role=new, by=OPERATOR, now=now),
                f"{email} has the role {give} now.",
            )
        if take is not None:
            old = RoleName(take)
            _do(
                lambda: roles.take(db.session, user=user, role=old, by=OPERATOR, now=now),
                f"{email} has the role {take} no more.",
            )


@account.command("close")
@click.argument("email")
def close(email: str) -> None:
    """Close an account: signed out everywhere, links stop working. What the person wrote stays.

    \b
      survey account close ana@example.org
    """
    with opened():
        user, now = meant.person(db.session, email), datetime.now(UTC)
        _do(lambda: roles.close(db.session, user=user, by=OPERATOR, now=now), f"{email} is closed.")


@account.command("open")
@click.argument("email")
def reopen(email: str) -> None:
    """Open a closed account again; who has no password needs a new invitation.

    \b
      survey account open ana@example.org
    """
    with opened():
        user, now = meant.person(db.session, email), datetime.now(UTC)
        _do(lambda: roles.reopen(db.session, user=user, by=OPERATOR, now=now), f"{email} is open again.")


def _do(act: Callable[[], bool], done: str) -> None:
    """Do a change, commit, and say it; what stands in the way is said with what to do first."""
    try:
        new = act()
    except RefusedError as error:
        raise click.ClickException(WORDS[error.code]) from error
    db.session.commit()
    click.echo(done if new else "It was so already. Nothing has changed.")


for command in (delete, renew_secrets, reset_second_factor):
    account.add_command(command)
