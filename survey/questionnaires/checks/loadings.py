"""Loadings: how much a question or a section counts for each dimension."""

from collections.abc import Iterator, Mapping

from survey.errors import Fault
from survey.questionnaires.checks.names import questions
from survey.questionnaires.files.draft import Draft, Path
from survey.questionnaires.files.refusals import suggestion
from survey.questionnaires.kinds import is_scored, value_text
from survey.questionnaires.shares import scored

TOLERANCE = 1e-6
"""How far loadings may be from summing to 1, so that thirds can be written with seven digits."""


def faults(draft: Draft) -> Iterator[Fault]:
    """Loadings on unknown dimensions, loadings that do not sum to 1, and scored questions that load on nothing."""
    for i, section in enumerate(draft.questionnaire.sections):
        yield from _of_one(draft, ("sections", i, "dimensions"), section.code, section.dimensions)
    for path, _, question in questions(draft):
        yield from _of_one(draft, (*path, "dimensions"), question.code, question.dimensions)
    if draft.questionnaire.dimensions:
        yield from _unloaded(draft)


def _of_one(draft: Draft, path: Path, owner: str, loadings: Mapping[str, float] | None) -> Iterator[Fault]:
    known = [dimension.code for dimension in draft.questionnaire.dimensions]
    for code in loadings or {}:
        if code not in known and not draft.may_exist(code):
            what = f"{owner} loads on {code}, which is no dimension of this file."
            yield draft.fault((*path, code), "unknown-dimension", what, suggestion(code, known))
    total = sum((loadings or {}).values())
    if loadings and owner not in draft.mended and abs(total - 1) > TOLERANCE:
        what = f"The loadings of {owner} sum to {value_text(round(total, 6))}, not to 1."
        yield draft.fault(path, "loadings-sum", what, "Change them so that together they are 1.")


def _unloaded(draft: Draft) -> Iterator[Fault]:
    if draft.questionnaire.framework.dimensions.source == "areas":
        for i, section in enumerate(draft.questionnaire.sections):
            if any(scored(section)) and not section.dimensions and section.code not in draft.mended:
                yield _warning(draft, ("sections", i), section.code)
        return
    for path, section, question in questions(draft):
        loaded = section.dimensions if question.dimensions is None else question.dimensions
        if is_scored(question) and not loaded and not {question.code, section.code} & draft.mended:
            yield _warning(draft, path, question.code)


def _warning(draft: Draft, path: Path, code: str) -> Fault:
    what = f"{code} is scored but loads on no dimension, so it counts for none of them."
    return draft.warning((*path, "code"), "no-loadings", what, "Add dimensions: with loadings that sum to 1.")
