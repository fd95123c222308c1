"""``survey account delete``: the account of somebody who has left."""

from datetime import UTC, datetime

import click

from survey import names
from survey.cli import meant
from survey.cli.opened import opened
from survey.cli.posting import posted
from survey.database import db
from survey.errors import RefusedError
from survey.policy import OPERATOR
from survey.services import farewells, leaving

REFUSED = {
    "alone": "Nobody else coordinates {}. Let somebody else coordinate first: People, then Replace.",
    "only-administrator": "Nobody else is an administrator. Give somebody else this role first.",
}


@click.command("delete")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask back: there is no way to undo it.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def delete(email: str, yes: bool, dry_run: bool) -> None:
    """Delete the account of somebody: name, address, password and every way in.

    \b
    Look first, then do it:
      survey account delete ann@example.org --dry-run
      survey account delete ann@example.org --yes

    What the person wrote stays with the region; a number stands in place of the name. The person gets a last mail,
    where a mail server is set. Mails that are files are deleted, or lose the name. Backups keep what they hold until
    they are replaced.
    """
    with opened() as settings:
        user = meant.person(db.session, email)
        words = f"{user.email}, as {names.former(user.id)} from then on"
        if not dry_run and not yes:
            click.confirm(f"Delete the account of {words}? Nobody can undo it.", abort=True)
        try:
            left = leaving.delete_account(db.session, user=user, by=OPERATOR, now=datetime.now(UTC))
        except RefusedError as error:
            regions = ", ".join(map(str, error.data.get("regions", ())))  # type: ignore[call-overload]
            raise click.ClickException(REFUSED.get(error.code, error.code).format(regions)) from error
        if dry_run:
            db.session.rollback()
            click.echo(f"Would be deleted: {words}.")
            return
        last = farewells.put(db.session, left=left, settings=settings, now=datetime.now(UTC))
        db.session.commit()
        farewells.forget(left, settings=settings)
        told = posted(last, settings)
    click.echo(f"Deleted: {words}. {told or 'No mail was sent.'}")
