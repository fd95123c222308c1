"""The catalogues' keeper: what it takes over, what it marks, what it names, and that nothing else changes."""

import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.support import Translations
from click.testing import CliRunner

from survey.cli import catalogues, translations
from survey.cli.catalogues import interface, lost_plurals, templates
from survey.cli.translations import faults, merged
from survey.languages import folder

PATH = folder() / "de" / "LC_MESSAGES" / "some.po"


def catalogue(*messages, locale="de"):
    """Return a catalogue of (text, translation) or (text, translation, context)."""
    made = Catalog(locale=locale)
    for text, translation, *context in messages:
        made.add(text, translation, context=context[0] if context else None)
    return made


def found(template, filled):
    """Return the codes of the faults of a catalogue."""
    return [fault.code for fault in faults(template, filled, PATH)]


@pytest.fixture
def keeper(tmp_path, monkeypatch):
    """A folder of catalogues of its own, and the command to keep it."""
    shutil.copy(folder() / "babel.cfg", tmp_path)
    (tmp_path / "de" / "LC_MESSAGES").mkdir(parents=True)
    for module in (translations, catalogues):
        monkeypatch.setattr(module, "folder", lambda: tmp_path)
    return lambda *words: CliRunner().invoke(translations.translations, words)


def test_the_texts_of_python_and_templates_are_found():
    texts = {message.id for message in interface()}
    assert {"Sign in", "Codebook", "Not in our remit", "Skip to the content"} <= texts


def test_each_questionnaire_is_a_domain_with_codes_as_contexts():
    contexts = {message.context for message in templates()["regional_index"]}
    assert "@title" in contexts
    assert any(context and context.endswith(".help") for context in contexts)


def test_the_sentences_of_rules_stand_in_the_domain_of_their_questionnaire():
    contexts = {message.context for message in templates()["regional_index"] if message.id}
    assert {"rule_report_without_indicators", "rule_places_without_people", "com_strategy"} <= contexts


def test_what_is_translated_stays_and_what_is_gone_goes():
    new = merged(catalogue(("Save", ""), ("Send", "")), catalogue(("Save", "Speichern"), ("Old", "Alt")))
    assert [(message.id, message.string) for message in new if message.id] == [("Save", "Speichern"), ("Send", None)]


def test_a_changed_text_of_the_same_code_keeps_its_translation_as_fuzzy():
    new = merged(catalogue(("How many?", "", "staff")), catalogue(("How much?", "Wie viel?", "staff")))
    (message,) = (message for message in new if message.id)
    assert (message.string, message.fuzzy, message.previous_id) == ("Wie viel?", True, ["How much?"])


def test_a_fuzzy_translation_stays_fuzzy_until_somebody_mends_it():
    old = catalogue(("How many?", "Wie viel?", "staff"))
    next(message for message in old if message.id).flags.add("fuzzy")
    template = catalogue(("How many?", "", "staff"))
    assert found(template, merged(template, old)) == ["fuzzy"]


@pytest.mark.parametrize(
    ("text", "translation", "expected"),
    [
        ("Save", "Speichern", []),
        ("Save", "", ["untranslated"]),
        ("Save %(n)s", "%(n)s speichern", []),
        ("Save %(n)s", "Speichern", ["places"]),
        ("Save", "%(n)s speichern", ["places"]),
        (("%(num)s page", "%(num)s pages"), ("Eine Seite", "%(num)s Seiten"), []),
        (("%(num)s page", "%(num)s pages"), ("%(num)s Seite", ""), ["untranslated"]),
        (("%(num)s page", "%(num)s pages"), None, ["plural"]),
        (("%(num)s page", "%(num)s pages"), ("%(num)s Seite", "Seiten"), ["places"]),
    ],
)
def test_what_is_wrong_with_a_translation_is_named(text, translation, expected):
    empty = ("", "") if isinstance(text, tuple) else ""
    filled = catalogue((text, translation)) if translation is not None else catalogue((text[0], "%(num)s Seite"))
    assert found(catalogue((text, empty)), filled) == expected


def test_a_translation_that_lacks_its_plural_is_asked_for_again():
    new = merged(catalogue((("%(num)s page", "%(num)s pages"), ("", ""))), catalogue(("%(num)s page", "%(num)s Seite")))
    assert [message.string for message in new if message.id] == [("", "")]


def test_a_plural_that_reading_the_code_loses_is_named(tmp_path, monkeypatch):
    (tmp_path / "told.py").write_text(
        'ngettext("one of %(n)s", "%(num)s of %(n)s", 2, n=sum(one for _, one in some))\n'
    )
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path)
    assert list(lost_plurals(catalogue(("one of %(n)s", "")))) == [("survey/told.py:1", "one of %(n)s")]
    assert list(lost_plurals(catalogue((("one of %(n)s", "%(num)s of %(n)s"), ("", ""))))) == []


@pytest.mark.parametrize(
    ("place", "text", "translation", "expected"),
    [
        ("survey/templates/a.html", "Below 60 % none", "Unter 60 % keine", ["percent"]),
        ("survey/templates/a.html", "Below 60 %% none", "Unter 60 % keine", ["percent"]),
        ("survey/templates/a.html", "Below 60 %% none", "Unter 60 %% keine", []),
        ("survey/views/a.py", "Below 60 % none", "Unter 60 % keine", []),
        ("survey/views/a.py", "Below %(n)s %%", "Unter %(n)s %", ["percent"]),
        ("survey/views/a.py", "Below %(n)s %%", "Unter %(n)s %%", []),
    ],
)
def test_a_plain_percent_sign_in_a_text_that_is_filled_in_is_named(place, text, translation, expected):
    template = Catalog(locale="de")
    template.add(text, locations=[(place, 0)])
    assert found(template, catalogue((text, translation))) == expected


def test_missing_and_obsolete_texts_are_named_with_their_place():
    named = list(faults(catalogue(("New", "", "code")), catalogue(("Old", "Alt")), PATH))
    assert [(fault.code, fault.place) for fault in named] == [
        ("missing", "translations/de/LC_MESSAGES/some.po: code: 'New'"),
        ("obsolete", "translations/de/LC_MESSAGES/some.po: 'Old'"),
    ]


def test_updating_twice_changes_nothing_and_writes_neither_dates_nor_lines(keeper, tmp_path):
    assert keeper("update").exit_code == 0
    written = {path: path.read_bytes() for path in sorted(tmp_path.rglob("*.po*"))}
    assert keeper("update").exit_code == 0
    assert {path: path.read_bytes() for path in written} == written
    text = (tmp_path / "de" / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8")
    assert "-Date" not in text
    assert not any(line.startswith("#:") and line.rpartition(":")[2].isdigit() for line in text.splitlines())


def test_checking_names_what_is_missing_and_fails(keeper):
    keeper("update")
    told = keeper("check")
    assert told.exit_code == 1
    assert "untranslated: The text has no translation. Write it." in told.stderr


def test_a_language_without_a_catalogue_is_a_fault(keeper, tmp_path):
    shutil.rmtree(tmp_path / "de")
    told = keeper("check")
    assert told.exit_code == 1
    assert "translations/de: error: missing" in told.stderr


def test_compiled_catalogues_translate_and_are_made_again_only_when_needed(keeper, tmp_path):
    path = tmp_path / "de" / "LC_MESSAGES" / "messages.po"
    keeper("update")
    text = path.read_text(encoding="utf-8").replace('msgid "Sign in"\nmsgstr ""', 'msgid "Sign in"\nmsgstr "Anmelden"')
    path.write_text(text, encoding="utf-8")
    assert "Compiled de: messages." in keeper("compile").output
    assert keeper("compile").output == ""
    assert Translations.load(tmp_path, ["de"]).ugettext("Sign in") == "Anmelden"


def test_a_percent_sign_in_a_question_is_no_place_to_fill_in(keeper, tmp_path):
    keeper("update")
    with Path(tmp_path / "regional_index.pot").open("rb") as file:
        assert not any("python-format" in message.flags for message in read_po(file))


def test_the_catalogues_of_the_project_are_complete():
    told = CliRunner().invoke(translations.translations, ["check"])
    assert told.exit_code == 0, told.stderr
