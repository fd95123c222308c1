"""Judging what needs more than one value at once: each module holds the rules about one thing."""

from collections.abc import Iterator
from pathlib import Path

from survey.errors import Fault
from survey.questionnaires.checks.components import faults as of_components
from survey.questionnaires.checks.conditions import faults as of_conditions
from survey.questionnaires.checks.lineage import faults as of_lineage
from survey.questionnaires.checks.loadings import faults as of_loadings
from survey.questionnaires.checks.names import faults as of_names
from survey.questionnaires.checks.payoff import faults as of_payoff
from survey.questionnaires.checks.worth import faults as of_worth
from survey.questionnaires.files.draft import Draft


def check(draft: Draft, folder: Path | None = None) -> Iterator[Fault]:
    """All faults of sense in a draft; earlier editions are looked for in ``folder`` and in the library."""
    for faults in (of_names, of_worth, of_loadings, of_components, of_conditions, of_payoff):
        yield from faults(draft)
    yield from of_lineage(draft, folder)
