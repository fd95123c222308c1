"""Catalogues: which texts there are, and the files in which they are translated."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from survey.languages import folder
from survey.questionnaires.extraction import rule_texts, texts
from survey.questionnaires.reader import library, read_rules
from survey.questionnaires.reader import read as read_questionnaire
from survey.services import regions

PACKAGE = Path(__file__).resolve().parent.parent
HEADER = """\
# {title}
msgid ""
msgstr ""
"Project-Id-Version: intercultural-survey\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def languages() -> tuple[str, ...]:
    """Return the languages that have a folder of catalogues, English (the source) aside."""
    return tuple(sorted(path.parent.name for path in folder().glob("*/LC_MESSAGES")))


def templates() -> Mapping[str, Catalog]:
    """Return all texts as they stand now, by domain; the newest edition of a questionnaire comes first."""
    found = {"messages": interface(), "regions": Catalog()}
    for key, name in regions.names().items():
        found["regions"].add(name, context=key)
    for path in sorted(library().values(), reverse=True):
        questionnaire = read_questionnaire(path)
        catalogue = found.setdefault(questionnaire.key, Catalog())
        rules = read_rules(path, form_only=True)
        for context, text, note in (*texts(questionnaire), *(rule_texts(rules) if rules else ())):
            catalogue.add(text, context=context, auto_comments=[note] if note else [])
    return found


def interface() -> Catalog:
    """Return the texts of pages, mails and messages, in the order of their files."""
    catalogue = Catalog()
    with (folder() / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    keywords = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
    for name, _, text, comments, context in extract_from_dir(PACKAGE, methods, options, keywords, ("Translators:",)):
        catalogue.add(text, context=context, locations=[(f"survey/{name}", 0)], auto_comments=comments)
    return catalogue


def lost_plurals(known: Catalog) -> Iterator[tuple[str, str]]:
    """Yield place and singular of each text with a plural in the code that is not in the catalogue with that plural.

    What reads the code takes a name ``_`` for a call of its own, so that one inside a call of ``ngettext``, such as
    ``for _, score in …``, ends the texts before the plural.
    """
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ngettext":
                pair = tuple(one.value for one in node.args[:2] if isinstance(one, ast.Constant))
                found = known.get(pair[0]) if len(pair) == 2 else None  # type: ignore[arg-type]
                if len(pair) == 2 and (found is None or found.id != pair):
                    yield f"survey/{path.relative_to(PACKAGE)}:{node.lineno}", str(pair[0])


def path_of(language: str, domain: str) -> Path:
    """Return where the translations of one domain into one language are kept."""
    return folder() / language / "LC_MESSAGES" / f"{domain}.po"


def read(path: Path, language: str) -> Catalog:
    """Return a catalogue as it stands in its file; an empty one where there is none."""
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(path: Path, catalogue: Catalog, language: str) -> None:
    """Write a catalogue with a header of our own: Babel's holds dates, which would change with every run."""
    title = f"The texts of {path.stem}" + ("." if path.suffix == ".pot" else f" in {language}.")
    header = HEADER.format(title=title, language=language, plurals=Catalog(locale=language).plural_forms)
    for message in catalogue:
        if path.stem != "messages":  # "100 % of" is no place to fill in, whatever Babel thinks
            message.flags.discard("python-format")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(header.encode())
        write_po(
            file,
            catalogue,
            width=110,
            omit_header=True,
            include_lineno=False,
            include_previous=True,
            ignore_obsolete=True,
        )
