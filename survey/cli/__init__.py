"""The command line: ``survey`` and its commands, each loaded only when it is called."""

from importlib import import_module
from typing import Any

import click

from survey import __version__

COMMANDS = {
    "account": "survey.cli.account:account",
    "attention": "survey.cli.administration:attention_command",
    "backup": "survey.cli.backup:backup",
    "check-certificate": "survey.cli.check_certificate:check_certificate",
    "check-links": "survey.cli.check_links:check_links",
    "context": "survey.cli.regions:context",
    "demo": "survey.cli.demo:demo",
    "health": "survey.cli.administration:health_command",
    "initialise": "survey.cli.database:initialise",
    "log": "survey.cli.log:log",
    "mail": "survey.cli.mail:mail",
    "migrate": "survey.cli.database:migrate",
    "migrations": "survey.cli.database:migrations",
    "move": "survey.cli.backup:move",
    "privacy": "survey.cli.privacy:privacy",
    "publish": "survey.cli.publish:publish",
    "questionnaire": "survey.cli.questionnaire:questionnaire",
    "regions": "survey.cli.regions:regions_command",
    "remind": "survey.cli.remind:remind",
    "restore": "survey.cli.backup:restore",
    "retention": "survey.cli.retention:retention",
    "score": "survey.cli.score:score",
    "serve": "survey.cli.serve:serve",
    "sessions": "survey.cli.sessions:group",
    "settings": "survey.cli.settings:settings",
    "stakeholders": "survey.cli.stakeholders:group",
    "storage": "survey.cli.administration:storage_command",
    "translations": "survey.cli.translations:translations",
    "work": "survey.cli.work:work",
}
"""Where each command is: module and attribute."""


class _Commands(click.Group):
    """Imports a command when it is called or its help is asked for: starting one must not load all."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the names of all commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Import and return a command; None where there is none of this name."""
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def invoke(self, context: click.Context) -> Any:
        """Run a command; where a file or the disk stops it, that is said in words."""
        try:
            return super().invoke(context)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            said = import_module("survey.cli.troubles").words(error)
            if said is None:
                raise
            raise click.ClickException(said) from error


@click.group("survey", cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="survey")
def main() -> None:
    """Regions assess how intercultural their policies are, compare themselves, and plan."""
