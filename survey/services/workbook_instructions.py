"""The first sheet of a workbook: whose it is, until when, how to fill it in, and what the states mean."""

from datetime import datetime

from survey import languages
from survey.languages import gettext as _
from survey.languages import region_name, wave_name
from survey.models import Assessment
from survey.questionnaires.model import Questionnaire
from survey.services.workbook_layout import Look


def sheet_title() -> str:
    """Return what the first sheet is called."""
    return _("Please read first")


def title(assessment: Assessment) -> str:
    """Return the title of the file."""
    return _(
        "Workbook of %(region)s, %(wave)s", region=region_name(assessment.region), wave=wave_name(assessment.wave.title)
    )


def lines(
    assessment: Assessment,
    questionnaire: Questionnaire,
    *,
    whole: bool,
    demonstration: bool,
    now: datetime,
) -> tuple[tuple[str, Look], ...]:
    """Return the lines of the first sheet, each with its look; ``whole`` says that every question may be answered."""
    found: list[tuple[str, Look]] = [(title(assessment), "title")]
    if demonstration:
        found.append((_("Demonstration: all answers and scores here are invented."), "question"))
    found += [(each, "intro") for each in _facts(assessment, questionnaire, now)]
    found += [("", "intro"), (_("How to fill it in"), "head"), *((each, "intro") for each in _how(whole))]
    found += [("", "intro"), (_("What the answers mean"), "head"), *((each, "intro") for each in _states())]
    found += [("", "intro"), (_("How it comes back"), "head"), *((each, "intro") for each in _back())]
    return tuple(found)


def _facts(assessment: Assessment, questionnaire: Questionnaire, now: datetime) -> list[str]:
    zone = assessment.wave.time_zone
    return [
        _("Questionnaire: %(title)s, edition %(edition)s", title=questionnaire.title, edition=questionnaire.edition),
        _("Answers can be given until %(date)s (%(zone)s).", date=languages.format_date(assessment.due), zone=zone),
        _("Made on %(moment)s. What was answered by then stands in the cells.", moment=_moment(now, zone)),
    ]


def _moment(now: datetime, zone: str) -> str:
    return languages.format_datetime(now, zone)


def _how(whole: bool) -> list[str]:
    mine = [] if whole else [_("The grey cells belong to colleagues. You can read them, not change them.")]
    return [
        _("Each section has a sheet of its own. Fill in the light yellow cells; all others are protected."),
        *mine,
        _("Many cells have a list: choose from it. Where several answers may hold, say yes in the row of each."),
        _("Some questions are asked only after certain answers. Their explanation says so; else leave them empty."),
        _("What you leave as it is stays as it is. To take an answer back, empty its cell."),
        _("Please write no formulas, and add no rows, columns or sheets."),
    ]


def _states() -> list[str]:
    return [
        _("An answer: it holds today."),
        _("Planned: decided, but not yet in place. Choose the answer that says so, and give the day of its beginning."),
        _("“We cannot tell”: nobody knows, or it would take too long to find out. It is a full answer."),
        _("“Not in our remit, or does not apply”: say beside it whose task it is, or why. It is a full answer."),
        _("An empty cell: not answered yet."),
    ]


def _back() -> list[str]:
    return [
        _("Save the file as an Excel workbook (.xlsx) under any name."),
        _("On the platform, open the assessment, choose “Work off line”, and send the file."),
        _("Before anything is saved you see what would change. Where a colleague has answered meanwhile, you decide."),
    ]
