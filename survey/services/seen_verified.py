"""The comparison through the eyes of the reviewers: verified scores, as far as the reported ones may be seen."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from survey.policy import Action, Actor, may
from survey.services.results import Result
from survey.services.verified import verified_results


def verified_of(session: Session, *, found: Sequence[Result], by: Actor) -> list[Result]:
    """Return those results whose review has begun, each with the verified card in the place of the reported one.

    A component that may not be seen as reported is not seen as verified either.
    """
    verified = []
    for one in found:
        if not may(by, Action.SEE_SCORES, one.assessment):
            continue
        both = verified_results(session, assessment=one.assessment, by=by)
        if both is not None:
            card = {code: each for code, each in both.verified.items() if code in one.card}
            verified.append(replace(one, card=card))
    return verified
