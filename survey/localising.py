"""A questionnaire in the reader's language."""

from dataclasses import dataclass

from babel.support import NullTranslations

from survey.languages import SOURCE, catalogue, current
from survey.questionnaires.extraction import translated
from survey.questionnaires.model import Questionnaire


@dataclass(frozen=True)
class Localised:
    """A questionnaire in one language; ``fallbacks`` names the texts that are still in English."""

    questionnaire: Questionnaire
    language: str
    fallbacks: frozenset[str]


_localised: dict[tuple[str, str, str], Localised] = {}


def localise(questionnaire: Questionnaire, hashes: tuple[str, str]) -> Localised:
    """Return the questionnaire in the reader's language; kept by structure hash, text hash and language."""
    key = (*hashes, current())
    if key not in _localised:
        _localised[key] = in_language(questionnaire, current())
    return _localised[key]


def in_language(questionnaire: Questionnaire, language: str) -> Localised:
    """Return the questionnaire in one language; a text without translation stays English and is named."""
    if language == SOURCE:
        return Localised(questionnaire, language, frozenset())
    texts = catalogue(questionnaire.key, language)

    def translate(context: str, text: str) -> str | None:
        """Return the text in the language; None where the catalogue has none."""
        found = texts.upgettext(context, text)
        return None if found == text and not _is_kept(texts, context, text) else str(found)

    result, missing = translated(questionnaire, translate)
    return Localised(result, language, missing)


def _is_kept(texts: NullTranslations, context: str, text: str) -> bool:
    """Whether the translation exists and happens to be the English word (Museum, Sport)."""
    return f"{context}\x04{text}" in getattr(texts, "_catalog", {})
