"""The columns of a report's tables: what stands above each, what it means and in which unit, for one reader."""

from collections.abc import Iterator, Sequence

from survey.languages import gettext
from survey.reports.sheets import Column


def whose() -> tuple[Column, ...]:
    """Return the columns that say of which region a row is."""
    return (
        Column(gettext("Region"), "text", gettext("The key of the region, the same in all files.")),
        Column(gettext("Name"), "text", gettext("What the region is called.")),
    )


def component() -> tuple[Column, ...]:
    """Return the columns that say what a row measures."""
    return (
        Column(gettext("Component"), "text", gettext("The code of what is measured, the same in all files.")),
        Column(gettext("Title"), "text", gettext("What it is called.")),
    )


def level() -> Column:
    """Return the column that says at which level something is measured."""
    meaning = gettext("What is measured: the index, a dimension, a composite, an area, or a group of questions.")
    return Column(gettext("Level"), "text", meaning, "index, dimension, composite, area, group")


def numbers() -> tuple[Column, ...]:
    """Return the columns of a score and of what belongs to it."""
    score, share, count = gettext("score from 0 to 100"), gettext("share, shown in percent"), gettext("number")
    withheld = gettext("An empty cell: too little is known, or nothing applies. It never means zero.")
    return (
        Column(gettext("Score"), "score", gettext("Where the region stands.") + " " + withheld, score),
        Column(gettext("Interval, lower end"), "score", gettext("The score if unknown answers earned nothing."), score),
        Column(
            gettext("Interval, upper end"), "score", gettext("The score if unknown answers earned all points."), score
        ),
        Column(gettext("Coverage"), "share", gettext("How much of the weight that applies is known."), share),
        Column(
            gettext("Share that does not apply"),
            "share",
            gettext("How much of the weight the region says does not apply to it."),
            share,
        ),
        Column(
            gettext("With everything planned"), "score", gettext("The score once all that is planned is done."), score
        ),
        Column(gettext("Questions answered"), "count", gettext("Scored questions with a known answer."), count),
        Column(gettext("Questions that apply"), "count", gettext("Scored questions that apply to the region."), count),
    )


def behind() -> tuple[Column, ...]:
    """Return the columns that stand behind scores."""
    return (
        Column(
            gettext("Stage"), "text", gettext("How far the assessment is."), "draft, submitted, in_review, concluded"
        ),
        Column(gettext("Submitted"), "day", gettext("When it was submitted; empty for a draft."), gettext("date")),
    )


def side_by_side(names: Sequence[str]) -> Iterator[Column]:
    """Yield a column of scores for each region."""
    meaning = gettext("The score of this region. An empty cell: it has none, or it is not open to you.")
    for name in names:
        yield Column(name, "score", meaning, gettext("score from 0 to 100"))


def change(earlier: str, later: str) -> tuple[Column, ...]:
    """Return the columns of a change in its three parts; the waves are named."""
    score, points = gettext("score from 0 to 100"), gettext("points of the score")
    value = gettext("The score in this wave, also where too little was known to publish it.")
    return (
        Column(earlier, "score", value, score),
        Column(
            gettext("Other answers"), "score", gettext("What came of the same questions answered otherwise."), points
        ),
        Column(
            gettext("What counted"),
            "score",
            gettext("What came of answers that became known, unknown or not applicable."),
            points,
        ),
        Column(gettext("Questionnaire"), "score", gettext("What came of other questions, weights or rules."), points),
        Column(later, "score", value, score),
    )


def answers() -> tuple[Column, ...]:
    """Return the columns of answers."""
    points = gettext("points")
    states = ", ".join(
        (gettext("Answered"), gettext("Planned"), gettext("Not known"), gettext("Open"), gettext("Does not apply"))
    )
    return (
        Column(gettext("Code"), "text", gettext("The code of the question, the same in all files.")),
        Column(gettext("Section"), "text", gettext("The section in which it is asked.")),
        Column(gettext("Question"), "text", gettext("What is asked.")),
        Column(gettext("State"), "text", gettext("Whether there is an answer, and of which kind."), states),
        Column(gettext("Answer in codes"), "exact", gettext("The answer as the codebook names it.")),
        Column(gettext("Answer"), "exact", gettext("The answer in words, or a number in the unit of its question.")),
        Column(gettext("Points"), "exact", gettext("What the answer earns. Empty: not known, or not scored."), points),
        Column(gettext("Possible points"), "exact", gettext("The most that an answer can earn."), points),
        Column(gettext("Reason"), "exact", gettext("Why the question does not apply, in the region’s words.")),
        Column(gettext("Planned from"), "day", gettext("From which day on what is planned holds."), gettext("date")),
    )
