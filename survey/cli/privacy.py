"""``survey privacy``: the installation's own privacy notice, and who has read it."""

from datetime import UTC, datetime
from pathlib import Path

import click

from survey import languages
from survey.cli.opened import application, in_force, opened
from survey.cli.readable import Readable
from survey.database import db
from survey.errors import InvalidError
from survey.policy import OPERATOR
from survey.services import notice_words, notices

WRONG = {
    "unknown": "There is no language {} here. Call each file by its language: {}.",
    "missing": "There are no words in {}. Give one file for each language: {}.",
    "long": f"The words in {{}} are longer than {notices.LONGEST} characters. Shorten them.",
}


@click.group("privacy")
def privacy() -> None:
    """The privacy notice: write your own, publish it, see who has read it.

    \b
    Begin with the words that come with the software, and make them yours:
      survey privacy words en > en.md
      survey privacy words de > de.md
      survey privacy publish en.md de.md
      survey privacy list

    Until you publish, those words hold, with SURVEY_CONTROLLER as who is responsible and SURVEY_CONTACT as whom to
    write to. Read them before you rely on them: the legal basis above all is yours to state.
    """


@privacy.command("words")
@click.argument("language", type=click.Choice(list(languages.NAMES)))
def words(language: str) -> None:
    """Print the words that come with the software in one language, as Markdown."""
    settings = in_force()
    with application(settings.database_url).app_context(), languages.speaking(language):
        click.echo(notice_words.standard(settings), nl=False)


@privacy.command("publish")
@click.argument("files", nargs=-1, required=True, type=Readable())
def publish(files: tuple[Path, ...]) -> None:
    """Publish a new version, from one Markdown file for each language, such as en.md and de.md.

    Headings (##), paragraphs, lists (-), emphasis and links are taken; HTML is shown as it is typed. Everybody is
    shown the new version when they open the next page, and says that they have read it.
    """
    given: dict[str, str] = {}
    for path in files:
        try:
            given[path.name.split(".")[0]] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise click.ClickException(f"{path} is no text in UTF-8.") from error
    with opened():
        try:
            made = notices.publish(db.session, words=given, by=OPERATOR, now=datetime.now(UTC))
        except InvalidError as error:
            known = ", ".join(f"{code}.md" for code in languages.NAMES)
            said = [WRONG[str(code)].format(name, known) for name, code in sorted(error.fields.items())]
            raise click.ClickException("\n".join(said)) from error
        db.session.commit()
    click.echo(f"Published: {made}." if made else "These words hold already. Nothing was published.")


@privacy.command("list")
def listing() -> None:
    """List the versions, and who has read which, the latest of each person."""
    with opened():
        latest = notices.version(db.session)
        if latest == notices.STANDARD:
            click.echo(
                f"{latest}: the words that come with the software hold. survey privacy --help says how to change"
            )
        for name, at, spoken in notices.versions(db.session):
            click.echo(f"{name}: published {at:%Y-%m-%d %H:%M} UTC, in {spoken}{' (holds)' if name == latest else ''}")
        people = notices.readers(db.session, by=OPERATOR)
    for one in people:
        read = f"{one.version}, {one.given_at:%Y-%m-%d}, in {one.language}" if one.given_at else "nothing yet"
        click.echo(f"  {one.email}: {read}{'' if one.version == latest else ' (to be asked)'}")
    click.echo(f"Have read {latest}: {sum(one.version == latest for one in people)} of {len(people)}.")
