"""What the open data of a published wave is: its files, and the scores that cannot be computed from them."""

from collections.abc import Mapping

from survey.charts.readings import Title
from survey.languages import gettext as _
from survey.scoring.framework import ComponentLevel, Framework
from survey.services.layouts import Content
from survey.services.results import Result

LEVELS: tuple[ComponentLevel, ...] = ("index", "dimension", "composite", "area")
"""The levels at which scores are published, in the order in which they are named."""


def contents() -> list[tuple[Content, str]]:
    """Return the files in the order in which people ask for them, each with its title."""
    return [
        (Content.SCORES_WIDE, _("Scores, one row per region")),
        (Content.SCORES_LONG, _("Scores, one row per region and component")),
        (Content.ANSWERS_LABELS, _("Answers in words, one row per region")),
        (Content.ANSWERS_CODES, _("Answers in codes, one row per region")),
        (Content.ANSWERS_LONG, _("Answers, one row per region and question")),
        (Content.SHOWN, _("What is shown of each region, and what is not")),
        (Content.CODEBOOK, _("Codebook")),
    ]


def closed(result: Result, measured: Framework, titles: Mapping[str, Title]) -> list[Title]:
    """Return what a region has not opened: it can be computed from no file."""
    return [titles[one.code] for level in LEVELS for one in measured.at(level) if not result.view.shows(one.code)]
