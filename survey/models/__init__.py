"""What is kept: one noun per file; named constraints hold the state rules."""

from survey.models.answer import AnswerChange, CarriedAnswer, Cleared, Source, StoredAnswer
from survey.models.assessment import Assessment, Stage
from survey.models.assignment import Assignment
from survey.models.attempt import Attempt
from survey.models.audit import AuditEntry, Deed
from survey.models.comment import Comment, Mention, Thread
from survey.models.consensus import Consensus, IndividualAnswer, MinorityView, Participant
from survey.models.context_figure import ContextFigure
from survey.models.disclosure import Audience, Disclosure, Publication
from survey.models.edition import Edition
from survey.models.effort import Effort
from survey.models.email_change import EmailChange
from survey.models.evidence import Citation, Evidence, EvidenceKind, StoredFile
from survey.models.identity import Identity
from survey.models.installation import Installation, InstallationKind
from survey.models.mail import Mail, MailState, Topic, Trouble
from survey.models.mandate import Duty, Mandate
from survey.models.membership import EU_BELONG, Membership
from survey.models.notice import Notice, NoticeConsent
from survey.models.region import Region
from survey.models.reminder import Reminder
from survey.models.review import Consent, ReviewedAnswer
from survey.models.scheduled_run import ScheduledRun
from survey.models.second_factor import RecoveryCode, SecondFactor
from survey.models.sent_form import SentForm
from survey.models.sign_in import EndedSignIn, Ending, How, SignIn
from survey.models.stakeholders import StakeholderAnswers, StakeholderCount
from survey.models.submission import Cause, Submission
from survey.models.token import Purpose, Token
from survey.models.transition import STEPS, Transition
from survey.models.user import Role, RoleName, User
from survey.models.wave import Wave

__all__ = [
    "EU_BELONG",
    "STEPS",
    "AnswerChange",
    "Assessment",
    "Assignment",
    "Attempt",
    "Audience",
    "AuditEntry",
    "CarriedAnswer",
    "Cause",
    "Citation",
    "Cleared",
    "Comment",
    "Consensus",
    "Consent",
    "ContextFigure",
    "Deed",
    "Disclosure",
    "Duty",
    "Edition",
    "Effort",
    "EmailChange",
    "EndedSignIn",
    "Ending",
    "Evidence",
    "EvidenceKind",
    "How",
    "Identity",
    "IndividualAnswer",
    "Installation",
    "InstallationKind",
    "Mail",
    "MailState",
    "Mandate",
    "Membership",
    "Mention",
    "MinorityView",
    "Notice",
    "NoticeConsent",
    "Participant",
    "Publication",
    "Purpose",
    "RecoveryCode",
    "Region",
    "Reminder",
    "ReviewedAnswer",
    "Role",
    "RoleName",
    "ScheduledRun",
    "SecondFactor",
    "SentForm",
    "SignIn",
    "Source",
    "Stage",
    "StakeholderAnswers",
    "StakeholderCount",
    "StoredAnswer",
    "StoredFile",
    "Submission",
    "Thread",
    "Token",
    "Topic",
    "Transition",
    "Trouble",
    "User",
    "Wave",
]
