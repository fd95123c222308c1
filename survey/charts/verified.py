"""What regions reported and what their reviewers let stand, region by region, in one component."""

from collections.abc import Sequence

from survey.charts import words
from survey.charts.readings import Readings
from survey.charts.specification import Chart, Facts, File
from survey.charts.two_scores import COLUMNS, Couple, Texts, couples, rows, two_scores
from survey.languages import format_number, gettext, ngettext


def both_lenses(reported: Readings, verified: Readings, facts: Facts) -> Chart:
    """Return both lenses of each region in the one component of the readings; a region not in review has one."""
    found = couples(reported, verified)
    title = next(iter(reported.components.values()), gettext("One component"))
    said = Texts(
        code="lenses",
        title=gettext("%(component)s, as reported and as verified", component=title),
        stops=(gettext("Reported"), gettext("Verified")),
        sentence=_sentence(found),
        notes=(
            gettext("Reported: what the region answered. Verified: what its reviewers accepted or adjusted so far."),
            gettext("To the verified lens all other answers are unknown, so its interval is wide while a review runs."),
            *words.dash_note(reported),
        ),
    )
    return two_scores(found, said, facts, File(COLUMNS, rows(found, "verified", facts)))


def _sentence(found: Sequence[Couple]) -> str:
    reviewed = [one for one in found if one.second is not None]
    if not reviewed:
        return gettext("No review has begun yet, so there is nothing verified to show.")
    changes = [(one.change, one.first.region_name) for one in reviewed if one.change is not None]
    said = ngettext(
        "With a verified score: %(known)s of %(num)s region.",
        "With a verified score: %(known)s of %(num)s regions.",
        len(found),
        known=format_number(len(changes), 0),
    )
    if not changes:
        return said
    change, name = max(changes, key=lambda pair: round(abs(pair[0]), 9))
    if abs(change) < 0.05:
        return f"{said} " + gettext("Both lenses agree wherever there are two scores.")
    points = format_number(abs(change))
    if change < 0:
        return f"{said} " + gettext(
            "They differ most in %(region)s: verified is %(points)s lower.", region=name, points=points
        )
    return f"{said} " + gettext(
        "They differ most in %(region)s: verified is %(points)s higher.", region=name, points=points
    )
