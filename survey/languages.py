"""The reader's language: interface texts, numbers and dates."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, dates
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_app_context, has_request_context, request, session
from flask_babel import Babel
from flask_babel.speaklater import LazyString
from flask_login import current_user
from markupsafe import Markup

from survey import names, numerals
from survey.models.region import Region

SOURCE = "en"
NAMES: Mapping[str, str] = {"en": "English", "de": "Deutsch"}
"""The languages of the interface, each by its own name."""

REGIONAL: Mapping[str, str] = {"en": "en_GB"}
"""Whose formats a language takes where it has several: European dates and hours in English."""

FOLDER = Path(__file__).resolve().parent.parent / "translations"
PACKAGED = Path(__file__).resolve().parent / "translations"


def folder() -> Path:
    """Return where the catalogues are: beside the checkout, or inside an installed package."""
    return FOLDER if FOLDER.is_dir() else PACKAGED


@lru_cache
def catalogue(domain: str, language: str) -> NullTranslations:
    """Return the compiled texts of one domain (``messages``, or a questionnaire's key) in one language."""
    return Translations.load(folder(), [language], domain)


def current() -> str:
    """Return the language of this request: chosen before, the account's, the browser's, or English.

    A command speaks English, unless it speaks another language for a while (:func:`speaking`).
    """
    known = g.get("language") if has_app_context() else None
    if known is None:
        if not has_request_context():
            return SOURCE
        known = g.language = _chosen()
    return str(known)


def _chosen() -> str:
    for wish in (session.get("language"), getattr(current_user, "language", None)):
        if wish in NAMES:
            return str(wish)
    return request.accept_languages.best_match(list(NAMES)) or SOURCE


@contextmanager
def speaking(language: str | None) -> Iterator[None]:
    """Speak another language for a while: a mail is in the language of whoever receives it, English if that is none."""
    before = current()
    g.language = language if language in NAMES else SOURCE
    try:
        yield
    finally:
        g.language = before


def gettext(message: str, **values: Any) -> str:
    """Return an interface text in the reader's language, its named places filled."""
    text = str(catalogue("messages", current()).ugettext(message))
    return text % values if values else text


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """Return the singular or plural that ``num`` asks for in the reader's language; ``%(num)s`` is in its format."""
    text = str(catalogue("messages", current()).ungettext(singular, plural, num))
    return text % {"num": format_number(num, 0), **values}


def pgettext(context: str, message: str, **values: Any) -> str:
    """Return a text whose meaning depends on where it stands."""
    text = str(catalogue("messages", current()).upgettext(context, message))
    return text % values if values else text


def lazy_gettext(message: str) -> LazyString:
    """Return a text that is translated when it is shown: for forms, which are defined before there is a reader."""
    return LazyString(gettext, message)


def quoted(text: str) -> str:
    """Return a text in the quotation marks of the reader's language."""
    return gettext("“%(text)s”", text=text)


def wave_name(title: str) -> str:
    """Return what a wave is called: its title is only what tells it apart, such as ``2026``."""
    return gettext("Wave %(title)s", title=title)


def region_name(region: Region) -> str:
    """Return what a region is called in the reader's language; its English name where nobody has translated it."""
    return str(catalogue("regions", current()).upgettext(region.key, region.name))


def territory_name(code: str) -> str:
    """Return the name of a country in the reader's language; the code itself where it is not known."""
    return str(locale(current()).territories.get(code, code))


def language_name(code: str) -> str:
    """Return the name of a language in the reader's language; the code itself where it is not known."""
    return str(locale(current()).languages.get(code, code))


@lru_cache
def locale(language: str) -> Locale:
    """Return Babel's locale of one language."""
    return Locale.parse(REGIONAL.get(language, language))


@lru_cache(4096)
def _decimal(value: float, digits: int, language: str) -> str:
    fraction = "." + "0" * digits if digits else ""
    return numerals.decimal(value, f"#,##0{fraction}", locale(language))


def format_number(value: float, digits: int = 1) -> str:
    """Return a number with that many decimals in the reader's format (``61.4``; German ``61,4``)."""
    return _decimal(value, digits, current())


def format_plain(value: float) -> str:
    """Return a weight or points with the decimals that it has, at most four (``2``, ``0.67``)."""
    return numerals.decimal(value, "#,##0.####", locale(current()))


def format_signed(value: float) -> str:
    """Return a gain or loss with its sign and one decimal (``+3.1``)."""
    return numerals.decimal(value, "+#,##0.0;-#,##0.0", locale(current()))


def format_percent(value: float, digits: int = 0) -> str:
    """Return a share from 0 to 1 as a percentage in the reader's format, whole unless decimals are asked for."""
    return numerals.percent(value, digits, locale(current()))


def format_date(value: date) -> str:
    """Return a day, written long enough to be unmistakable in any language."""
    return dates.format_date(value, "long", locale(current()))


def format_datetime(value: datetime, zone: str) -> str:
    """Return a moment in a stated time zone, to the minute: seconds tell a reader nothing."""
    pattern = str(dates.get_datetime_format("medium", locale(current()))).replace("'", "")
    day = dates.format_date(value.astimezone(ZoneInfo(zone)), "medium", locale(current()))
    return pattern.replace("{0}", format_time(value, zone)).replace("{1}", day)


def format_time(value: datetime, zone: str) -> str:
    """Return hour and minute in a stated time zone."""
    return _hour(value.replace(second=0, microsecond=0), zone, current())


@lru_cache(4096)
def _hour(minute: datetime, zone: str, language: str) -> str:
    return dates.format_time(minute, "short", tzinfo=ZoneInfo(zone), locale=locale(language))


@lru_cache(4096)
def _plain(texts: NullTranslations, message: str) -> Markup:
    return Markup(texts.ugettext(message)) % {}  # noqa: S704 - our own catalogue


def _shown(message: str, **values: Any) -> Markup:
    """Return an interface text for a template: values are escaped, and a percent sign is written twice."""
    return shown(current())(message, **values)


def shown(language: str) -> Callable[..., Markup]:
    """Return :func:`_shown` for one page: its language does not change, so it need not be found for each text."""
    texts = catalogue("messages", language)

    def translate(message: str, **values: Any) -> Markup:
        """Return an interface text in the language of the page."""
        if not values:
            return _plain(texts, message)
        return Markup(texts.ugettext(message)) % values  # noqa: S704 - our own catalogue

    return translate


def _shown_number(singular: str, plural: str, num: int, **values: Any) -> Markup:
    text = catalogue("messages", current()).ungettext(singular, plural, num)
    return Markup(text) % {"num": num, **values}  # noqa: S704 - our own catalogue


def install(app: Flask) -> None:
    """Give the application Flask-Babel and the templates our translation functions.

    Jinja's and Flask-Babel's own take 40 microseconds a string: on a page of a hundred, most of its time.
    """
    names.tell_by(lambda number: gettext("former colleague %(number)s", number=number))
    Babel(app, default_locale=SOURCE, default_translation_directories=str(folder()), locale_selector=current)
    app.jinja_env.globals.update(_=_shown, gettext=_shown, ngettext=_shown_number)
    app.jinja_env.filters.update(
        number=format_number,
        plain=format_plain,
        signed=format_signed,
        percent=format_percent,
        date=format_date,
        moment=format_datetime,
        hour=format_time,
        wave=wave_name,
        region_name=region_name,
        territory=territory_name,
        language=language_name,
    )


def lacking(language: str) -> bool:
    """Whether the compiled interface catalogue of a language is missing, which would silently show English."""
    return language != SOURCE and not (folder() / language / "LC_MESSAGES" / "messages.mo").is_file()
