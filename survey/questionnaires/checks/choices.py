"""Single and multiple choices: what their options are worth."""

from collections.abc import Iterator

from survey.errors import Fault
from survey.questionnaires.files.draft import Draft, Path
from survey.questionnaires.kinds import possible, value_text
from survey.questionnaires.model import MultipleQuestion, SingleQuestion


def single(draft: Draft, path: Path, question: SingleQuestion) -> Iterator[Fault]:
    """Planned points that are more than can be earned, or less than is earned today."""
    most = possible(question) or 0.0
    for k, option in enumerate(question.options):
        if option.planned is None:
            continue
        place = (*path, "options", k, "planned")
        planned = value_text(option.planned)
        if option.planned > most:
            what = f"{option.code} plans {planned} points, more than the {value_text(most)} that can be earned."
            yield draft.fault(place, "planned-too-high", what, "Plan at most the highest points of the options.")
        elif option.planned < option.points:
            what = f"{option.code} plans {planned} points, fewer than it earns today."
            yield draft.warning(place, "planned-too-low", what, "Plan at least as many points as today's.")


def multiple(draft: Draft, path: Path, question: MultipleQuestion) -> Iterator[Fault]:
    """Options that cannot be counted, and points that nobody can reach or that are cut off."""
    if question.score != "sum" and all(option.exclusive for option in question.options):
        what = f"score: {question.score} counts options that are not exclusive, and {question.code} has none."
        yield draft.fault((*path, "score"), "only-exclusive", what, "Add such options, or write score: sum.")
    if "score" in question.model_fields_set and question.weight and not possible(question):
        what = f"{question.code} says how it is scored but has no points, so it is not scored."
        yield draft.warning((*path, "score"), "score-without-points", what, "Add points: to it, or remove score.")
    yield from _sum(draft, path, question)
    yield from _exclusive(draft, path, question)


def _sum(draft: Draft, path: Path, question: MultipleQuestion) -> Iterator[Fault]:
    most = possible(question) or 0.0
    together = sum(option.points for option in question.options if not option.exclusive)
    alone = [option.points for option in question.options if option.exclusive]
    best = max([together, *alone])
    if question.score == "sum" and most > best:
        what = f"{question.code} has {value_text(most)} possible points, but no choice earns more than"
        cure = "Set points: to what the best choice earns, or give the options more."
        yield draft.warning((*path, "points"), "unreachable-points", f"{what} {value_text(best)}.", cure)


def _exclusive(draft: Draft, path: Path, question: MultipleQuestion) -> Iterator[Fault]:
    most = possible(question) or 0.0
    for k, option in enumerate(question.options):
        if option.exclusive and option.points > most:
            what = f"{option.code} has {value_text(option.points)} points, more than the {value_text(most)} possible."
            cure = "Give it at most the points of the question; more are cut off."
            yield draft.warning((*path, "options", k, "points"), "points-cut", what, cure)
