"""``survey account``: what the operator of the machine does with the accounts of people."""

import click

from survey.cli.leaving import delete
from survey.cli.second_factor import renew_secrets, reset_second_factor


@click.group("account")
def account() -> None:
    """Look after the accounts of people."""


for command in (delete, renew_secrets, reset_second_factor):
    account.add_command(command)
