"""What leaves a wave: a page that says what each file is for, the files, and the codebook."""

from dataclasses import dataclass

from flask import Blueprint, Response, g, render_template, request

from survey import languages
from survey.database import db
from survey.languages import gettext as _
from survey.languages import wave_name
from survey.models import EU_BELONG
from survey.models.wave import Wave
from survey.policy import Action, may
from survey.security import settings
from survey.services import codebook as codebooks
from survey.services import editions, exports, stakeholders, waves
from survey.services.layouts import Content, table
from survey.services.tables import Purpose
from survey.views import files
from survey.views.access import person, signed_in
from survey.views.outline import outline, scale

blueprint = Blueprint("exports", __name__, url_prefix="/exports/<wave>")


@dataclass(frozen=True)
class Choices:
    """What the address asks for; ``faults`` says what of it cannot be, in whole sentences."""

    purpose: Purpose
    language: str
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Offer:
    """One file on the page: what it holds, and what it is good for."""

    content: Content
    title: str
    about: str


@blueprint.get("")
@signed_in
def index(wave: str) -> tuple[str, int]:
    """Say which files there are, and what each is for."""
    return _page(_wave(wave), _choices(Purpose.EXCEL))


@blueprint.get("/<any({}):content>.csv".format(", ".join(f'"{one}"' for one in Content)))
@signed_in
def file(wave: str, content: str) -> Response | tuple[str, int]:
    """Send one file; with a wish that cannot be, the page again, which says what can."""
    found, wished = _wave(wave), _choices(Purpose.ANALYSIS)
    if wished.faults:
        return _page(found, wished)
    material = exports.gather(
        db.session, wave=found, by=person(), language=wished.language, demonstration=settings().demonstration
    )
    made = table(Content(content), material)
    whose = _whose(found)
    return files.send(made, what=content, whose=whose, wave=found, purpose=wished.purpose, language=wished.language)


@blueprint.get("/codebook")
@signed_in
def codebook(wave: str) -> str:
    """Show what each question's code, options and missing codes mean, and what they are worth."""
    found = _wave(wave)
    questionnaire = editions.load(db.session, edition=found.edition)
    sections: dict[str, list[codebooks.Entry]] = {}
    for entry in codebooks.codebook(questionnaire, language=languages.current()):
        sections.setdefault(entry.section.code, []).append(entry)
    shown = outline(found.edition)
    return render_template(
        "exports/codebook.html", wave=found, outline=shown, sections=sections.values(), kinds=_kinds(), scale=scale
    )


def _wave(key: str) -> Wave:
    found = waves.find(db.session, key=key, by=person())
    g.place = wave_name(found.title)
    return found


def _choices(usual: Purpose) -> Choices:
    """Read purpose and language from the address."""
    purpose, language = request.args.get("for", usual), request.args.get("language", languages.current())
    faults = []
    if purpose not in set(Purpose):
        faults.append(_('"%(value)s" is no purpose of a file. Choose one of the two below.', value=purpose))
    if language not in languages.NAMES:
        faults.append(_('"%(value)s" is no language of this platform. Choose one below.', value=language))
    if faults:
        return Choices(usual, languages.current(), tuple(faults))
    return Choices(Purpose(purpose), language, ())


def _page(wave: Wave, wished: Choices) -> tuple[str, int]:
    found = exports.visible(db.session, wave=wave, by=person())
    own = [one for one in found if may(person(), Action.EXPORT, one)]
    page = render_template(
        "exports/index.html",
        wave=wave,
        wished=wished,
        offers=_offers() if found else _offers()[-1:],
        assessments=own,
        others=[one for one in found if one not in own],
        asked=[one for one in own if stakeholders.held(db.session, assessment=one)],
        name=f"{wave.edition.key}-{wave.edition.edition}",
        everywhere=may(person(), Action.EXPORT),
    )
    return page, 422 if wished.faults else 200


def _whose(wave: Wave) -> str:
    """Return whose answers the files hold, for their names: a region's, or the partnership's."""
    found = exports.visible(db.session, wave=wave, by=person())
    own = [one.region.key for one in found if may(person(), Action.EXPORT, one)]
    return EU_BELONG if may(person(), Action.EXPORT) or len(own) < len(found) else "-".join(own)


def _kinds() -> dict[str, str]:
    return {
        "single": _("One answer of several"),
        "multiple": _("Several answers"),
        "scale": _("A scale"),
        "number": _("A number"),
        "share": _("A percentage"),
        "text": _("Words"),
    }


def _offers() -> list[Offer]:
    """The files in the order in which people ask for them: to read, to compare, to compute."""
    return [*_scores(), *_answers(), _shown(), Offer(Content.CODEBOOK, _("Codebook"), _about_codebook())]


def _shown() -> Offer:
    about = _(
        "To tell empty cells apart: open, closed, or free text, which is not for other regions. A score computed from "
        "the answers is that of the region only where this file says open."
    )
    return Offer(Content.SHOWN, _("What is shown of each region, and what is not"), about)


def _about_codebook() -> str:
    return _("What every column and every code means, how it is weighted, and what it is worth.")


def _scores() -> list[Offer]:
    return [
        Offer(
            Content.SCORES_WIDE,
            _("Scores, one row per region"),
            _("To look at, to sort, to draw: score, interval and coverage of every component side by side."),
        ),
        Offer(
            Content.SCORES_LONG,
            _("Scores, one row per region and component"),
            _("For statistics and pivot tables, with everything that is known about each score."),
        ),
    ]


def _answers() -> list[Offer]:
    return [
        Offer(
            Content.ANSWERS_LABELS,
            _("Answers in words, one row per region"),
            _("To read: each column is a question, each cell the answer as it was given."),
        ),
        Offer(
            Content.ANSWERS_CODES,
            _("Answers in codes, one row per region"),
            _("To compute: this is the layout that the command survey score reads."),
        ),
        Offer(
            Content.ANSWERS_LONG,
            _("Answers, one row per region and question"),
            _("Everything about each answer: state, value, points, why it is missing, the date of a plan."),
        ),
    ]
