"""The columns that a report's workbook shares with the public files: named by their codes, explained in words."""

from collections.abc import Mapping, Sequence

from survey.languages import gettext
from survey.reports.sheets import Column


def columns(codes: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of a public layout with what they mean; KeyError for a code that nobody has explained."""
    known = {**_compared(), **_named(), **_scored(), **_raised(), **_asked()}
    if "x_a" in codes:  # the file of a change calls one of its parts as others call the state of an answer
        known = {**known, **_compared()}
    return tuple(Column(code, "exact", *known[code]) for code in codes)


Meanings = Mapping[str, tuple[str, str]]
"""What a column means and its unit, by code."""


def _named() -> Meanings:
    return {
        "unit": (gettext("The key of the region, the same in all files."), ""),
        "wave": (gettext("The key of the wave."), ""),
        "component": (gettext("The code of what is measured, the same in all files."), ""),
        "title": (gettext("What it is called."), ""),
        "question": (gettext("The code of the question, the same in all files."), ""),
        "text": (gettext("What is asked."), ""),
        "area": (gettext("The code of the area to which the question belongs."), ""),
        "part": (gettext("The code of the question or component in this row."), ""),
        "level": (gettext("What the row is: a question, or what is measured with several."), ""),
    }


def _scored() -> Meanings:
    score, share = gettext("score from 0 to 100"), gettext("share from 0 to 1")
    points, of_score = gettext("points"), gettext("points of the score")
    return {
        "explained": (gettext("The component that the table explains."), ""),
        "depth": (gettext("How many steps the row lies below it."), gettext("number")),
        "path": (gettext("The codes from the top down to the row."), ""),
        "state": (gettext("Whether there is an answer, and of which kind."), ""),
        "answer": (gettext("The answer in words, or a number in the unit of its question."), ""),
        "points": (gettext("What the answer earns. Empty: not known, or not scored."), points),
        "possible": (gettext("The most that an answer can earn."), points),
        "value": (gettext("What the row is worth, also where no score is published."), score),
        "low": (gettext("The score if unknown answers earned nothing."), score),
        "high": (gettext("The score if unknown answers earned all points."), score),
        "score": (gettext("Where the region stands."), score),
        "coverage": (gettext("How much of the weight that applies is known."), share),
        "nominal_weight": (gettext("The share in the whole above, as the questionnaire has it."), share),
        "local_weight": (gettext("The share that counts, among the parts that have a value."), share),
        "effective_weight": (gettext("How much the component moves when the row moves by one."), share),
        "contribution": (gettext("Value times effective weight: these sum to the value of the whole."), of_score),
        "headroom": (gettext("What the component would gain with full points here."), of_score),
    }


def _compared() -> Meanings:
    score, of_score = gettext("score from 0 to 100"), gettext("points of the score")
    now, then = gettext("in this wave"), gettext("in the earlier wave")
    value, weight = gettext("The value of the question."), gettext("The effective weight of the question.")
    return {
        "a": (gettext("The region and the wave that is compared."), ""),
        "b": (gettext("The region and the earlier wave."), ""),
        "x_a": (f"{value} ({now})", score),
        "x_b": (f"{value} ({then})", score),
        "weight_a": (f"{weight} ({now})", gettext("share from 0 to 1")),
        "weight_b": (f"{weight} ({then})", gettext("share from 0 to 1")),
        "answered": (gettext("What came of the same questions answered otherwise."), of_score),
        "state": (gettext("What came of answers that became known, unknown or not applicable."), of_score),
        "questionnaire": (gettext("What came of other questions, weights or rules."), of_score),
        "total": (gettext("The three parts together; the last row is their sum."), of_score),
        "peers_median": (gettext("The median of the peers; empty for fewer than three."), score),
        "peers_low": (gettext("The median of the lower ends of their intervals."), score),
        "peers_high": (gettext("The median of the upper ends of their intervals."), score),
        "n": (gettext("How many peers have a score."), gettext("number")),
        "difference": (gettext("The score of the region minus the median."), of_score),
        "verdict": (gettext("What can be told of it, with what is still unknown."), "above, below, equal, open, none"),
        "peers": (gettext("The keys of the peers."), ""),
    }


def _raised() -> Meanings:
    return {
        "gain": (gettext("What full points here would bring the component."), gettext("points of the score")),
        "effort": (gettext("What the region thinks that it takes."), gettext("whole number from 1 to 100")),
        "set_by_region": (gettext("Whether the region has set the effort; else it counts as 1."), "yes, no"),
        "target": (gettext("Where the component is to come."), gettext("score from 0 to 100")),
        "plan": (gettext("The number of the plan: several can take the same effort."), gettext("number")),
    }


def _asked() -> Meanings:
    share = gettext("share from 0 to 1")
    return {
        "code": (gettext("The code of the question, the same in all files."), ""),
        "section": (gettext("The code of the section in which it is asked."), ""),
        "kind": (gettext("How it is answered."), "single, multiple, scale, number, share, text"),
        "options": (gettext("The codes that can be chosen, in words, with their points."), ""),
        "weight": (gettext("The weight of the question in its area; 0 is not scored."), ""),
        "loadings": (gettext("The dimensions for which it counts, and how much."), share),
        "condition": (gettext("When the question is asked; empty: always."), ""),
        "missing": (gettext("What stands in a cell without a value."), ""),
        "hidden": (gettext("What counts while it is not asked."), "exclude, zero"),
        "lowest": (gettext("The lowest number that can be given."), ""),
        "highest": (gettext("The highest number that can be given."), ""),
        "scoring": (gettext("How the answer becomes points."), ""),
        "index_weight": (gettext("The share of the question in the index when all is known."), share),
    }
