"""What refers to a person: each column with a foreign key to an account, and what becomes of its rows.

Nothing is listed by hand that the models know: a table that is new, and not named here, fails a test.
"""

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from survey.database import Base
from survey.models import User


class Fate(StrEnum):
    """What becomes of rows when the account is deleted: they go with it, or stay and show a number for the name."""

    GOES = "goes"
    STAYS = "stays"


@dataclass(frozen=True)
class Reference:
    """One column that refers to an account; ``fate`` of its rows, and ``why`` they stay or go."""

    table: sa.Table
    column: sa.Column[int]
    fate: Fate
    why: str

    @property
    def name(self) -> str:
        """The column as it is called: ``answer.changed_by_id``."""
        return f"{self.table.name}.{self.column.name}"


WORK = "It is work of the region, which stays with the region."
RECORD = "It shows who did what, which must be told of a task in the public interest."
FATES: dict[str, tuple[Fate, str]] = {
    "account_role.account_id": (Fate.GOES, "Nobody without an account has a role."),
    **dict.fromkeys(
        (
            "token.user_id",
            "sign_in.user_id",
            "email_change.user_id",
            "second_factor.user_id",
            "recovery_code.user_id",
            "identity.user_id",
        ),
        (Fate.GOES, "It is a way in."),
    ),
    "reminder.user_id": (Fate.GOES, "It says which mails the person got."),
    "consent.user_id": (Fate.GOES, "It says what the person has read."),
    "mail.user_id": (Fate.GOES, "It says which mails the person got."),
    "mail.by_id": (Fate.STAYS, RECORD),
    "mandate.user_id": (Fate.STAYS, RECORD),
    "assignment.user_id": (Fate.STAYS, RECORD),
    "assignment.given_by_id": (Fate.STAYS, RECORD),
    "assessment.submitted_by_id": (Fate.STAYS, RECORD),
    "audit_entry.by_id": (Fate.STAYS, RECORD),
    "audit_entry.person_id": (Fate.STAYS, RECORD),
    "disclosure.decided_by_id": (Fate.STAYS, RECORD),
    "publication.published_by_id": (Fate.STAYS, RECORD),
    "reminder.by_id": (Fate.STAYS, RECORD),
    "submission.submitted_by_id": (Fate.STAYS, RECORD),
    "transition.taken_by_id": (Fate.STAYS, RECORD),
    "thread.resolved_by_id": (Fate.STAYS, RECORD),
    "answer.changed_by_id": (Fate.STAYS, WORK),
    "answer_change.changed_by_id": (Fate.STAYS, WORK),
    "individual_answer.user_id": (Fate.STAYS, WORK),
    "minority_view.user_id": (Fate.STAYS, WORK),
    "comment.author_id": (Fate.STAYS, WORK),
    "mention.user_id": (Fate.STAYS, WORK),
    "consensus.begun_by_id": (Fate.STAYS, WORK),
    "participant.user_id": (Fate.STAYS, WORK),
    "evidence.added_by_id": (Fate.STAYS, WORK),
    "evidence.removed_by_id": (Fate.STAYS, WORK),
    "citation.cited_by_id": (Fate.STAYS, WORK),
    "effort.set_by_id": (Fate.STAYS, WORK),
    "stakeholder_answers.brought_by_id": (Fate.STAYS, WORK),
    "review.reviewer_id": (Fate.STAYS, WORK),
    "review.replied_by_id": (Fate.STAYS, WORK),
}
"""What becomes of the rows of each column, and why."""


def columns() -> list[tuple[sa.Table, sa.Column[int]]]:
    """Return each column that refers to an account, in the order of the tables."""
    account = Base.metadata.tables[User.__tablename__]
    return [
        (table, column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table is account for key in column.foreign_keys)
    ]


def references() -> list[Reference]:
    """Return the same with their fates; KeyError for a column that nobody has thought of."""
    return [Reference(table, column, *FATES[f"{table.name}.{column.name}"]) for table, column in columns()]
