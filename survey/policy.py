"""Who may see and do what: one function, one table.

Pages, charts, exports and services ask :func:`may`; nothing else decides. What a person may not see is not
found.
"""

from enum import StrEnum

from survey.models.assessment import Assessment, Stage
from survey.models.mandate import Duty
from survey.models.region import Region
from survey.models.user import RoleName, User


class Action(StrEnum):
    """What can be done with an assessment, with a region, or with the whole installation."""

    VIEW = "view"
    EDIT = "edit"
    SUBMIT = "submit"
    SEE_SCORES = "see_scores"
    EXPORT = "export"
    MANAGE = "manage"
    INVITE = "invite"


class Standing(StrEnum):
    """What somebody is to the subject of an action."""

    ADMINISTRATOR = "administrator"
    TEAM = "team"
    COORDINATOR = "coordinator"


class When(StrEnum):
    """In which stages an action is allowed."""

    ALWAYS = "always"
    DRAFT = "draft"
    SUBMITTED = "submitted"


Subject = Assessment | Region | None
"""An assessment, a region, or None: the whole installation."""

EVERYTHING_BUT_ANSWERING = {
    Action.VIEW: When.ALWAYS,
    Action.SEE_SCORES: When.SUBMITTED,
    Action.EXPORT: When.SUBMITTED,
    Action.MANAGE: When.ALWAYS,
    Action.INVITE: When.ALWAYS,
}
TABLE: dict[Standing, dict[Action, When]] = {
    Standing.ADMINISTRATOR: EVERYTHING_BUT_ANSWERING,
    Standing.TEAM: EVERYTHING_BUT_ANSWERING,
    Standing.COORDINATOR: {
        Action.VIEW: When.ALWAYS,
        Action.EDIT: When.DRAFT,
        Action.SUBMIT: When.DRAFT,
        Action.SEE_SCORES: When.ALWAYS,
        Action.EXPORT: When.ALWAYS,
    },
}
"""Only a region answers for itself; a draft is a score to nobody but the region that writes it."""


class Operator:
    """Whoever runs commands on the machine itself; may do everything but answer for a region."""


OPERATOR = Operator()
Actor = User | Operator
"""Who does something: a person with an account, or the operator of the machine."""


def may(by: object, action: Action, subject: Subject = None) -> bool:
    """Whether somebody may do this to that; whoever is not signed in, or whose account is closed, may
    nothing.

    Without a subject the question is about the whole installation (the list of waves, of people, the
    comparison), where a region's people have no standing. Inviting without a region makes somebody part of
    the project team, which only an administrator does.
    """
    if isinstance(by, Operator):
        return action in EVERYTHING_BUT_ANSWERING
    if not isinstance(by, User) or not by.active:
        return False
    if action is Action.INVITE and subject is None:
        return Standing.ADMINISTRATOR in standings(by, subject)
    return any(_allows(TABLE[each].get(action), subject) for each in standings(by, subject))


def standings(by: User, subject: Subject) -> frozenset[Standing]:
    """Return what a person is to a subject: by role everywhere, by mandate in the own region."""
    held = {Standing(role.name) for role in by.roles if role.name in set(RoleName)}
    region = _region_of(subject)
    if any(each.in_force and each.duty is Duty.COORDINATOR and each.region_id == region for each in by.mandates):
        held.add(Standing.COORDINATOR)
    return frozenset(held)


def _region_of(subject: Subject) -> int | None:
    if isinstance(subject, Assessment):
        return subject.region_id
    return subject.id if isinstance(subject, Region) else None


def _allows(when: When | None, subject: Subject) -> bool:
    """Whether a line of the table holds for the subject; only an assessment has a stage, and can be a draft."""
    if when is None or when is When.ALWAYS:
        return when is not None
    is_draft = isinstance(subject, Assessment) and subject.stage is Stage.DRAFT
    return is_draft == (when is When.DRAFT)
