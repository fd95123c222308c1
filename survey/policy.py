"""Who may see and do what: one function, one table.

Pages, charts, exports and services ask :func:`may`; nothing else decides. What a person may not see is not
found. Which questions of an assessment somebody may answer is narrowed further by what was given to them
(:mod:`survey.services.parts`).
"""

from collections.abc import Mapping
from enum import StrEnum

from survey.models.assessment import Assessment, Stage
from survey.models.disclosure import Audience
from survey.models.mandate import Duty
from survey.models.region import Region
from survey.models.user import RoleName, User


class Action(StrEnum):
    """What can be done with an assessment, with a region, or with the whole installation."""

    VIEW = "view"
    EDIT = "edit"
    COMMENT = "comment"
    CITE = "cite"
    SEE_CONFIDENTIAL = "see_confidential"
    ASSIGN = "assign"
    REMIND = "remind"
    LEAD_CONSENSUS = "lead_consensus"
    ANSWER_SEPARATELY = "answer_separately"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    EXTEND = "extend"
    OPEN_REVIEW = "open_review"
    REVIEW = "review"
    REPLY = "reply"
    CONCLUDE = "conclude"
    SEE_SCORES = "see_scores"
    SET_EFFORTS = "set_efforts"
    BRING_STAKEHOLDERS = "bring_stakeholders"
    EXPORT = "export"
    DISCLOSE = "disclose"
    AUDIT = "audit"
    INVITE_COLLEAGUE = "invite_colleague"
    HAND_OVER = "hand_over"
    MANAGE = "manage"
    INVITE = "invite"
    ADMINISTER = "administer"


class Standing(StrEnum):
    """What somebody is to the subject of an action."""

    ADMINISTRATOR = "administrator"
    TEAM = "team"
    COORDINATOR = "coordinator"
    CONTRIBUTOR = "contributor"
    REVIEWER = "reviewer"


Stages = frozenset[Stage]
ALWAYS: Stages = frozenset(Stage)
DRAFT: Stages = frozenset({Stage.DRAFT})
SUBMITTED: Stages = frozenset({Stage.SUBMITTED})
IN_REVIEW: Stages = frozenset({Stage.IN_REVIEW})
OUT_OF_DRAFT: Stages = ALWAYS - DRAFT
UNTIL_CONCLUDED: Stages = ALWAYS - {Stage.CONCLUDED}

Subject = Assessment | Region | None
"""An assessment, a region, or None: the whole installation."""

RUNS_THE_SURVEY: Mapping[Action, Stages] = {
    Action.VIEW: ALWAYS,
    Action.COMMENT: frozenset({Stage.SUBMITTED, Stage.IN_REVIEW}),
    Action.REMIND: DRAFT,
    Action.REOPEN: OUT_OF_DRAFT,
    Action.EXTEND: DRAFT,
    Action.CONCLUDE: IN_REVIEW,
    Action.SEE_SCORES: OUT_OF_DRAFT,
    Action.EXPORT: OUT_OF_DRAFT,
    Action.AUDIT: ALWAYS,
    Action.HAND_OVER: ALWAYS,
    Action.MANAGE: ALWAYS,
    Action.INVITE: ALWAYS,
}
TABLE: Mapping[Standing, Mapping[Action, Stages]] = {
    Standing.ADMINISTRATOR: {**RUNS_THE_SURVEY, Action.ADMINISTER: ALWAYS},
    Standing.TEAM: RUNS_THE_SURVEY,
    Standing.COORDINATOR: {
        Action.VIEW: ALWAYS,
        Action.EDIT: DRAFT | IN_REVIEW,
        Action.COMMENT: UNTIL_CONCLUDED,
        Action.CITE: DRAFT | IN_REVIEW,
        Action.SEE_CONFIDENTIAL: ALWAYS,
        Action.ASSIGN: DRAFT,
        Action.REMIND: DRAFT,
        Action.LEAD_CONSENSUS: DRAFT,
        Action.ANSWER_SEPARATELY: DRAFT,
        Action.SUBMIT: DRAFT,
        Action.WITHDRAW: SUBMITTED,
        Action.REPLY: IN_REVIEW,
        Action.SEE_SCORES: ALWAYS,
        Action.SET_EFFORTS: ALWAYS,
        Action.BRING_STAKEHOLDERS: ALWAYS,
        Action.EXPORT: ALWAYS,
        Action.DISCLOSE: ALWAYS,
        Action.AUDIT: ALWAYS,
        Action.INVITE_COLLEAGUE: ALWAYS,
        Action.HAND_OVER: ALWAYS,
    },
    Standing.CONTRIBUTOR: {
        Action.VIEW: ALWAYS,
        Action.EDIT: DRAFT,
        Action.COMMENT: UNTIL_CONCLUDED,
        Action.CITE: DRAFT,
        Action.SEE_CONFIDENTIAL: ALWAYS,
        Action.ANSWER_SEPARATELY: DRAFT,
        Action.SEE_SCORES: ALWAYS,
    },
    Standing.REVIEWER: {
        Action.VIEW: OUT_OF_DRAFT,
        Action.COMMENT: IN_REVIEW,
        Action.SEE_CONFIDENTIAL: OUT_OF_DRAFT,
        Action.OPEN_REVIEW: SUBMITTED,
        Action.REVIEW: IN_REVIEW,
        Action.CONCLUDE: IN_REVIEW,
        Action.SEE_SCORES: OUT_OF_DRAFT,
        Action.EXPORT: OUT_OF_DRAFT,
    },
}
"""Who may do what in which stage. Only a region answers for itself; a draft is a score to nobody but the region that
writes it; in review the region changes only what it was asked to change; nobody reviews who answers."""

ABOUT_REGIONS = frozenset(
    {
        Action.VIEW,
        Action.SEE_CONFIDENTIAL,
        Action.SEE_SCORES,
        Action.EXPORT,
        Action.AUDIT,
        Action.INVITE_COLLEAGUE,
        Action.HAND_OVER,
        Action.MANAGE,
        Action.INVITE,
        Action.ADMINISTER,
    }
)
"""What can be done with a region or with the whole installation; everything else is done with an assessment."""

MANDATES: Mapping[Duty, Standing] = {
    Duty.COORDINATOR: Standing.COORDINATOR,
    Duty.CONTRIBUTOR: Standing.CONTRIBUTOR,
    Duty.REVIEWER: Standing.REVIEWER,
}


AT_THE_MACHINE = frozenset({Action.BRING_STAKEHOLDERS})
"""What a region's people do, and the operator of the machine for them, from a file that the region handed over."""


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
    the project team, which only an administrator does. A region has no stage.
    """
    if isinstance(by, Operator):
        return action in TABLE[Standing.ADMINISTRATOR] or action in AT_THE_MACHINE
    if not isinstance(by, User) or not by.active:
        return False
    if action is Action.INVITE and subject is None:
        return Standing.ADMINISTRATOR in standings(by, subject)
    return any(_allows(TABLE[each], action, subject) for each in standings(by, subject))


AUDIENCES = tuple(Audience)
"""From the narrowest to the widest: whoever sees what is private sees all, everybody what is public."""


def circle(
    by: object, subject: Assessment, action: Action = Action.SEE_SCORES, *, published: bool = False
) -> Audience | None:
    """Return as which audience somebody sees scores of an assessment, or takes them away; None: not at all.

    Those whom the table allows it see what is private. People of the partnership see what is open to it as soon as an
    assessment is submitted; everybody what is open to the public, once it is concluded and its wave is ``published``.
    Which parts that is, the region decides (:mod:`survey.services.disclosures`).
    """
    if may(by, action, subject):
        return Audience.PRIVATE
    if subject.stage is not Stage.DRAFT and partner(by):
        return Audience.PARTNERSHIP
    return Audience.PUBLIC if published and subject.stage is Stage.CONCLUDED else None


def partner(by: object) -> bool:
    """Whether somebody has a mandate, of any kind, for a region that belongs to the partnership."""
    if not isinstance(by, User) or not by.active:
        return False
    held = (each.region for each in by.mandates if each.in_force)
    return any(not membership.left for region in held for membership in region.memberships)


def reaches(audience: Audience, to: Audience) -> bool:
    """Whether what is open to ``audience`` is open to ``to``, which may be as wide or narrower."""
    return AUDIENCES.index(to) <= AUDIENCES.index(audience)


def ever(by: User, action: Action, subject: Assessment) -> bool:
    """Whether somebody may do this at another stage of the assessment."""
    return by.active and any(action in TABLE[each] for each in standings(by, subject))


def standings(by: User, subject: Subject) -> frozenset[Standing]:
    """Return what a person is to a subject: by role everywhere, by mandate in the own region."""
    held = {Standing(role.name) for role in by.roles if role.name in set(RoleName)}
    region = _region_of(subject)
    held |= {MANDATES[each.duty] for each in by.mandates if each.in_force and each.region_id == region}
    return frozenset(held)


def _region_of(subject: Subject) -> int | None:
    if isinstance(subject, Assessment):
        return subject.region_id
    return subject.id if isinstance(subject, Region) else None


def _allows(row: Mapping[Action, Stages], action: Action, subject: Subject) -> bool:
    """Whether a row of the table holds for the subject; only an assessment has a stage."""
    if isinstance(subject, Assessment):
        return subject.stage in row.get(action, ())
    return action in row and action in ABOUT_REGIONS
