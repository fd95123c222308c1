"""``survey translations``: keeps the catalogues in step with the texts and names what is missing in them.

The domain ``messages`` holds the interface, ``regions`` their names by key; each questionnaire key is a domain of its
own, with the code of what is translated as the message's context. A changed file is a changed text: it has no dates.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo

from survey.cli.catalogues import languages, lost_plurals, path_of, read, templates, write
from survey.errors import Fault
from survey.languages import NAMES, SOURCE, folder

SHOWN = 40
PLACES = re.compile(r"%\((\w+)\)")


@click.group("translations")
def translations() -> None:
    """Keep the translations in step with the texts."""


@translations.command("update")
def update_command() -> None:
    """Write the texts of interface and questionnaires into the catalogues; what is translated stays."""
    for domain, template in templates().items():
        write(folder() / f"{domain}.pot", template, SOURCE)
        for language in languages():
            path = path_of(language, domain)
            write(path, merged(template, read(path, language)), language)


@translations.command("check")
def check_command() -> None:
    """Name every text that a catalogue lacks, holds in vain, marks as fuzzy or fills in wrongly."""
    found = [
        Fault("missing", f"translations/{language}", "The language has no catalogue.", f"Make {language}/LC_MESSAGES.")
        for language in sorted(NAMES.keys() - {SOURCE, *languages()})
    ]
    texts = templates()
    found += [
        Fault("plural", place, f"The plural of {singular[:60]!r} is lost.", "Compute what it names before the call.")
        for place, singular in lost_plurals(texts["messages"])
    ]
    found += [
        fault
        for domain, template in texts.items()
        for language in languages()
        for fault in faults(template, read(path_of(language, domain), language), path_of(language, domain))
    ]
    for fault in found[:SHOWN]:
        click.echo(fault, err=True)
    if found:
        more = f"The first {SHOWN} of " if len(found) > SHOWN else ""
        click.echo(f"{more}{len(found)} texts to mend, after: make translations", err=True)
        sys.exit(1)
    click.echo(f"Complete in {', '.join(languages())}.")


@translations.command("compile")
def compile_command() -> None:
    """Make the files that the platform reads, where a catalogue is newer than what was made of it."""
    for language in languages():
        for source in sorted(path_of(language, "any").parent.glob("*.po")):
            made = source.with_suffix(".mo")
            if made.is_file() and made.stat().st_mtime >= source.stat().st_mtime:
                continue
            unfinished = made.with_suffix(".unfinished")
            with unfinished.open("wb") as file:
                write_mo(file, read(source, language))
            unfinished.replace(made)
            click.echo(f"Compiled {language}: {source.stem}.")


def merged(template: Catalog, old: Catalog) -> Catalog:
    """Return the template with the translations there are.

    A text that changed under the same context keeps its old translation, marked as fuzzy: somebody must look.
    """
    kept = {(message.context, _key(message)): message for message in _messages(old)}
    by_context = {message.context: message for message in _messages(old) if message.context and message.string}
    new = Catalog(locale=old.locale)
    for message in _messages(template):
        same = kept.get((message.context, _key(message)))
        changed = None if same else by_context.get(message.context or "")
        source = same or changed
        added = new.add(
            message.id,
            _fitting(message, source.string) if source else None,
            locations=message.locations,
            auto_comments=message.auto_comments,
            user_comments=source.user_comments if source else (),
            previous_id=changed.id if changed else (),
            context=message.context,
        )
        if changed is not None or (same and same.fuzzy):
            added.flags.add("fuzzy")
    return new


def _fitting(message: Message, given: str | Iterable[str] | None) -> str | tuple[str, ...] | None:
    """Return a translation as the text needs it: one that lacks the plural, or has one in vain, is none."""
    plural = not isinstance(message.id, str)
    return given if plural is not isinstance(given, str) else None  # type: ignore[return-value]


def faults(template: Catalog, catalogue: Catalog, path: Path) -> Iterator[Fault]:
    """Yield what is wrong with one catalogue, text by text."""
    there = {(message.context, _key(message)): message for message in _messages(catalogue)}
    for message in _messages(template):
        found = there.pop((message.context, _key(message)), None)
        fault = _fault(message, found)
        if fault:
            yield Fault(fault[0], _place(path, message), fault[1], fault[2])
    for message in there.values():
        yield Fault("obsolete", _place(path, message), "No page says this any more.", "Type: make translations")


def _fault(message: Message, found: Message | None) -> tuple[str, str, str] | None:
    """Return code, what and cure of the first thing that is wrong with a translation."""
    if _is_filled_in(message) and not all(map(_fillable, _texts(message.id))):
        return "percent", "A page fills this text in, so a plain % breaks it.", "Write %% in the template."
    if found is None:
        return "missing", "The text is not in the catalogue.", "Type: make translations"
    given = _texts(found.string)
    if isinstance(message.id, str) is not isinstance(found.id, str):
        return "plural", "The text has a plural in one of code and catalogue only.", "Type: make translations"
    if not all(given) or not given:
        return "untranslated", "The text has no translation.", "Write it."
    if found.fuzzy:
        return "fuzzy", "The English text changed since.", "Compare, mend, and take the word fuzzy away."
    return _misplaced(message, given)


def _misplaced(message: Message, given: tuple[str, ...]) -> tuple[str, str, str] | None:
    allowed = set(PLACES.findall(str(message.id)))
    if any(set(PLACES.findall(text)) - allowed for text in given) or set(PLACES.findall(given[-1])) != allowed:
        return "places", "The places such as %(name)s differ from the English ones.", "Use exactly the same."
    if _is_filled_in(message) and not all(map(_fillable, given)):
        return "percent", "A plain % breaks a text that is filled in.", "Write %% as the English text does."
    return None


def _is_filled_in(message: Message) -> bool:
    """Whether the text goes through Python's % operator: all texts of templates, and those with places."""
    of_page = any(str(name).endswith((".html", ".txt")) for name, _ in message.locations)
    return of_page or bool(PLACES.search(str(message.id)))


class _Anything(dict[str, int]):
    """A value for every place."""

    def __missing__(self, key: str) -> int:
        return 1


def _fillable(text: str) -> bool:
    try:
        text % _Anything()
    except (TypeError, ValueError):
        return False
    return True


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _texts(given: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return a text, or its singular and plurals, as a tuple."""
    return (given,) if isinstance(given, str) else tuple(given or ())


def _place(path: Path, message: Message) -> str:
    context = f"{message.context}: " if message.context else ""
    return f"{path.relative_to(folder().parent)}: {context}{_key(message)[:60]!r}"
