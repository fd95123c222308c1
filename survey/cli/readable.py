"""Files that a command reads: one that its account cannot reach is not said to be missing."""

from pathlib import Path
from typing import Any

import click

from survey.cli.troubles import account


class Readable(click.Path):
    """The path of a file that is there and may be read: what root typed is often done by another account."""

    def __init__(self) -> None:
        """Take files alone."""
        super().__init__(exists=True, dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; what is in the way is said with its cure."""
        try:
            with Path(value).open("rb"):
                pass
        except PermissionError:
            cure = "Copy it to where that may read, such as /tmp."
            self.fail(f"{value} cannot be read by the account {account()}. {cure}", param, ctx)
        except OSError:
            pass  # the others have their words
        return super().convert(value, param, ctx)
