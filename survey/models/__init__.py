"""What is kept: one noun per file; named constraints hold the state rules."""

from survey.models.answer import AnswerChange, Source, StoredAnswer
from survey.models.assessment import Assessment, Stage
from survey.models.context_figure import ContextFigure
from survey.models.edition import Edition
from survey.models.installation import Installation, InstallationKind
from survey.models.mandate import Duty, Mandate
from survey.models.membership import EU_BELONG, Membership
from survey.models.region import Region
from survey.models.submission import Submission
from survey.models.token import Purpose, Token
from survey.models.user import Role, RoleName, User
from survey.models.wave import Wave

__all__ = [
    "EU_BELONG",
    "AnswerChange",
    "Assessment",
    "ContextFigure",
    "Duty",
    "Edition",
    "Installation",
    "InstallationKind",
    "Mandate",
    "Membership",
    "Purpose",
    "Region",
    "Role",
    "RoleName",
    "Source",
    "Stage",
    "StoredAnswer",
    "Submission",
    "Token",
    "User",
    "Wave",
]
