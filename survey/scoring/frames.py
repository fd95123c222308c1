"""The public tables as pandas frames, for notebooks and analyses; the only module of the core that needs pandas."""

from collections.abc import Iterable, Sequence

import pandas as pd

from survey.scoring.scorecard import Scores
from survey.scoring.tables import AnswerRow, ResultRow, result_rows


def scores_frame(units: Sequence[str], scores: Scores) -> pd.DataFrame:
    """The results with the columns of the public table, one row per unit and component; NaN = no number."""
    return _numeric(
        pd.DataFrame(result_rows(units, scores), columns=list(ResultRow._fields)),
        ("score", "low", "high", "coverage", "not_applicable", "planned"),
    )


def answers_frame(rows: Iterable[AnswerRow]) -> pd.DataFrame:
    """Answers in the long layout, one row per unit and question; ``planned_date`` is a date or missing."""
    frame = _numeric(pd.DataFrame(rows, columns=list(AnswerRow._fields)), ("points", "possible"))
    return frame.assign(planned_date=pd.to_datetime(frame["planned_date"]))


def _numeric(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    return frame.astype(dict.fromkeys(columns, "float64"))
