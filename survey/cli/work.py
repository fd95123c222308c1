"""``survey work``: everything that is due without anybody asking, so that an installation needs one timer."""

import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from survey.cli import COMMANDS, main
from survey.cli.opened import in_force
from survey.services import runs
from survey.services.schedule import AGAIN, EVERY, MINUTE

MORE = {runs.BACKUP: " --keep 14"}
JOBS: dict[str, timedelta] = {
    f"{name}{MORE.get(name, '')}": every if every > MINUTE else timedelta(0) for name, every in EVERY.items()
}
"""What is done how often at most; what the timer brings every minute is done whenever it comes."""


@click.command("work")
@click.option("--backup", "more", default="", help='More words for the backup, such as "--to /mnt/safe".')
@click.option("--dry-run", is_flag=True, help="Say what is due, and do nothing.")
def work(more: str, dry_run: bool) -> None:
    """Do what is due: mails, reminders, links, old things, backup, certificate. Let one timer run it every minute.

    \b
    Examples (a unit and a timer for systemd: docs/running.md):
      * * * * * survey work > /dev/null
      survey work --dry-run
      survey work --backup "--to /mnt/safe"

    When each was done is kept in the folder "work" of the installation. One that fails keeps no other from being done,
    and is tried again after an hour; the command then ends with 1.
    """
    folder = in_force().instance / "work"
    failed = [job for job, pause in JOBS.items() if not _handle(folder, job, pause, more, dry_run=dry_run)]
    if failed:
        raise click.ClickException(f"Not done: {', '.join(failed)}.")


def _handle(folder: Path, job: str, pause: timedelta, more: str, *, dry_run: bool) -> bool:
    """Do one job if it is due; False where it failed."""
    name, now = job.split()[0], datetime.now(UTC)
    stamp = folder / name
    if name not in COMMANDS or not _due(stamp, pause, now):
        return True
    if dry_run:
        click.echo(f"Due: {job}")
        return True
    words = [*job.split(), *(shlex.split(more) if name == "backup" else [])]
    done = _run(words)
    folder.mkdir(mode=0o700, exist_ok=True)
    stamp.write_text((now + (pause if done else min(pause, AGAIN))).isoformat(), encoding="ascii")
    return done


def _due(stamp: Path, pause: timedelta, now: datetime) -> bool:
    """Whether a job is to be done; a time further ahead than its pause was noted by a clock that was put back since."""
    try:
        following = datetime.fromisoformat(stamp.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return True
    return not now < following <= now + pause


def _run(words: list[str]) -> bool:
    """Run one command in this process, as if it had been typed; whether it ended well."""
    try:
        main.main(args=words, prog_name="survey", standalone_mode=False)
    except click.ClickException as error:
        click.echo(f"{words[0]}: {error.format_message()}", err=True)
        return False
    except Exception as error:
        click.echo(f"{words[0]}: {type(error).__name__}", err=True)
        return False
    return True
