"""The lines of the audit log in words: one whole sentence for each thing that people do."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from survey.languages import format_date
from survey.languages import gettext as _
from survey.models.audit import Deed
from survey.security import N_
from survey.services.audit_log import Line
from survey.services.audit_streams import ANSWERED
from survey.services.history import RESTORED
from survey.services.retention import FORGOTTEN

SENTENCES: Mapping[str, str] = {
    "answer_page": N_('%(name)s answered "%(question)s" on the page.'),
    "answer_workbook": N_('%(name)s answered "%(question)s" by the workbook.'),
    "answer_carry_over": N_('%(name)s took over the answer of the wave before to "%(question)s".'),
    "answer_consensus": N_('%(name)s recorded what was agreed upon for "%(question)s".'),
    Deed.INVITED: N_("%(name)s invited %(person)s."),
    Deed.MANDATE_ENDED: N_("%(name)s ended the mandate of %(person)s."),
    Deed.HANDED_OVER: N_("%(name)s handed the region over to %(person)s."),
    Deed.PART_GIVEN: N_('%(name)s gave "%(part)s" to %(person)s.'),
    Deed.PART_TAKEN_BACK: N_('%(name)s took "%(part)s" back from %(person)s.'),
    Deed.REMINDED: N_("%(name)s reminded %(person)s of what is open."),
    Deed.DEADLINE_EXTENDED: N_("%(name)s gave the region time until %(date)s."),
    Deed.STAGE_CHANGED: N_("%(name)s changed the stage of the assessment."),
    "stage_changed:submitted": N_("%(name)s submitted the assessment."),
    "stage_changed:in_review": N_("%(name)s opened the review."),
    "stage_changed:concluded": N_("%(name)s concluded the review."),
    "stage_changed:draft": N_("%(name)s made the assessment a draft again."),
    Deed.REVIEWED: N_('%(name)s reviewed the answer to "%(question)s".'),
    "reviewed:accepted": N_('%(name)s accepted the answer to "%(question)s".'),
    "reviewed:returned": N_('%(name)s asked for another answer to "%(question)s".'),
    "reviewed:adjusted": N_('%(name)s adjusted the answer to "%(question)s".'),
    Deed.REVIEW_ANSWERED: N_('%(name)s replied to the review of "%(question)s".'),
    "review_answered:agreed": N_('%(name)s agreed with the review of "%(question)s".'),
    "review_answered:disputed": N_('%(name)s did not agree with the review of "%(question)s".'),
    Deed.REVIEW_UPHELD: N_('%(name)s stood by the disputed review of "%(question)s".'),
    Deed.EVIDENCE_ADDED: N_('%(name)s added a piece of evidence to "%(question)s".'),
    Deed.EVIDENCE_CITED: N_('%(name)s used a piece of evidence for "%(question)s", too.'),
    "evidence_cited:passage": N_('%(name)s changed page or quotation of a piece of evidence for "%(question)s".'),
    "evidence_cited:confidential": N_('%(name)s made a piece of evidence for "%(question)s" confidential.'),
    "evidence_cited:open": N_('%(name)s made a piece of evidence for "%(question)s" confidential no more.'),
    Deed.EVIDENCE_UNCITED: N_('%(name)s took a piece of evidence away from "%(question)s".'),
    Deed.EVIDENCE_REMOVED: N_("%(name)s removed a piece of evidence."),
    Deed.COMMENTED: N_('%(name)s wrote a comment on "%(question)s".'),
    Deed.THREAD_RESOLVED: N_('%(name)s marked the comments on "%(question)s" as resolved.'),
    Deed.THREAD_REOPENED: N_('%(name)s opened the comments on "%(question)s" again.'),
    Deed.WAVE_MADE: N_('%(name)s opened the wave "%(wave)s".'),
    Deed.ANSWERS_CARRIED_OVER: N_(
        "%(name)s began the assessment with the answers of the wave before, to be confirmed."
    ),
    Deed.WORKBOOK_TAKEN: N_("%(name)s took a workbook to answer off line."),
    Deed.WORKBOOK_READ_IN: N_("%(name)s read a workbook in. Answers written: %(count)s."),
    Deed.CONFLICT_FOUND: N_('%(name)s met a newer answer to "%(question)s". Nothing was overwritten.'),
    Deed.CONSENSUS_BEGUN: N_("%(name)s asked colleagues to answer separately first."),
    Deed.CONSENSUS_OPENED: N_("%(name)s opened what colleagues had answered separately."),
    Deed.MINORITY_VIEW: N_('%(name)s recorded a minority view on "%(question)s".'),
    Deed.DISCLOSED: N_("%(name)s decided who sees the results."),
    Deed.WAVE_PUBLISHED: N_('%(name)s published the results of the wave "%(wave)s".'),
    Deed.WAVE_UNPUBLISHED: N_('%(name)s took the results of the wave "%(wave)s" back from the public pages.'),
    Deed.SIGNED_IN: N_("%(name)s signed in by password."),
    "signed_in:link": N_("%(name)s signed in by a link in a mail."),
    "signed_in:second_factor": N_("%(name)s signed in by password and a second factor."),
    "signed_in:provider": N_("%(name)s signed in by the sign-in of their organisation."),
    Deed.SIGN_IN_FAILED: N_("%(name)s refused a wrong password for the account of %(person)s."),
    "sign_in_failed:code": N_("%(name)s refused a wrong code for the account of %(person)s."),
    Deed.SIGN_IN_BLOCKED: N_(
        "%(name)s makes whoever tries to be %(person)s wait. Wrong passwords or codes: %(count)s."
    ),
    Deed.SIGNED_OUT: N_("%(name)s signed out."),
    Deed.SIGN_IN_ENDED: N_("%(name)s signed %(person)s out elsewhere. Browsers: %(count)s."),
    Deed.PASSWORD_CHANGED: N_("%(name)s set a new password."),
    "password_changed:reset": N_("%(name)s set a new password by a link in a mail."),
    Deed.EMAIL_ASKED: N_("%(name)s asked for another e-mail address."),
    Deed.EMAIL_CHANGED: N_("%(name)s confirmed a new e-mail address."),
    Deed.SECOND_FACTOR_ON: N_("%(name)s switched two-step sign-in on."),
    Deed.SECOND_FACTOR_OFF: N_("%(name)s switched two-step sign-in off."),
    Deed.SECOND_FACTOR_RESET: N_("%(name)s reset two-step sign-in for %(person)s."),
    Deed.RECOVERY_CODES_MADE: N_("%(name)s got new recovery codes."),
    Deed.RECOVERY_CODE_USED: N_("%(name)s signed in with a recovery code. Codes left: %(count)s."),
    Deed.IDENTITY_LINKED: N_("%(name)s linked the account with one at a provider (%(issuer)s)."),
    Deed.IDENTITY_UNLINKED: N_("%(name)s removed the link with an account at a provider (%(issuer)s)."),
    Deed.ACCOUNT_DELETED: N_("%(name)s deleted the account of %(person)s."),
    Deed.NOTICE_PUBLISHED: N_("%(name)s published a new version of the privacy notice."),
    Deed.ROLE_GIVEN: N_("%(name)s gave %(person)s a role."),
    "role_given:administrator": N_("%(name)s made %(person)s an administrator."),
    "role_given:team": N_("%(name)s took %(person)s into the project team."),
    Deed.ROLE_TAKEN: N_("%(name)s took a role away from %(person)s."),
    "role_taken:administrator": N_("%(name)s took the role of administrator away from %(person)s."),
    "role_taken:team": N_("%(name)s took %(person)s out of the project team."),
    Deed.ACCOUNT_CLOSED: N_("%(name)s closed the account of %(person)s."),
    Deed.ACCOUNT_OPENED: N_("%(name)s opened the account of %(person)s again."),
    Deed.REGION_CHANGED: N_("%(name)s changed what is kept about the region."),
    Deed.CONTEXT_CHANGED: N_("%(name)s changed context figures of the region."),
    Deed.MAIL_RETRIED: N_("%(name)s had a mail to %(person)s tried again."),
    Deed.MAIL_WITHDRAWN: N_("%(name)s withdrew a mail to %(person)s before it was sent."),
    Deed.EFFORTS_SET: N_("%(name)s changed efforts of the region. Questions: %(count)s."),
    Deed.STAKEHOLDERS_BROUGHT: N_("%(name)s brought answers of stakeholders. People: %(count)s."),
    Deed.STAKEHOLDERS_REMOVED: N_("%(name)s took the answers of stakeholders away."),
}
"""The sentence of each code; ``deed:word`` is the one where the detail says so (see :data:`DECIDING`)."""

DECIDING: Mapping[str, str] = {
    Deed.STAGE_CHANGED: "to_stage",
    Deed.REVIEWED: "verdict",
    Deed.REVIEW_ANSWERED: "consent",
    Deed.EVIDENCE_CITED: "change",
    Deed.ROLE_GIVEN: "role",
    Deed.ROLE_TAKEN: "role",
    Deed.SIGNED_IN: "how",
    Deed.SIGN_IN_FAILED: "what",
    Deed.PASSWORD_CHANGED: "way",
}
"""The detail that decides between several sentences of a deed."""


NAMES: Mapping[str, str] = {
    "answer_page": N_("Answered on the page"),
    "answer_workbook": N_("Answered by the workbook"),
    "answer_carry_over": N_("Answer taken over"),
    "answer_consensus": N_("Answer agreed upon"),
    Deed.INVITED: N_("Invited"),
    Deed.MANDATE_ENDED: N_("Mandate ended"),
    Deed.HANDED_OVER: N_("Region handed over"),
    Deed.PART_GIVEN: N_("Part given"),
    Deed.PART_TAKEN_BACK: N_("Part taken back"),
    Deed.REMINDED: N_("Reminded"),
    Deed.DEADLINE_EXTENDED: N_("Deadline extended"),
    Deed.STAGE_CHANGED: N_("Stage changed"),
    Deed.REVIEWED: N_("Reviewed"),
    Deed.REVIEW_ANSWERED: N_("Replied to a review"),
    Deed.REVIEW_UPHELD: N_("Stood by a review"),
    Deed.EVIDENCE_ADDED: N_("Evidence added"),
    Deed.EVIDENCE_CITED: N_("Evidence used again, or changed"),
    Deed.EVIDENCE_UNCITED: N_("Evidence taken away"),
    Deed.EVIDENCE_REMOVED: N_("Evidence removed"),
    Deed.COMMENTED: N_("Commented"),
    Deed.THREAD_RESOLVED: N_("Comments resolved"),
    Deed.THREAD_REOPENED: N_("Comments opened again"),
    Deed.WAVE_MADE: N_("Wave opened"),
    Deed.ANSWERS_CARRIED_OVER: N_("Begun with earlier answers"),
    Deed.WORKBOOK_TAKEN: N_("Workbook taken"),
    Deed.WORKBOOK_READ_IN: N_("Workbook read in"),
    Deed.CONFLICT_FOUND: N_("Conflict found"),
    Deed.CONSENSUS_BEGUN: N_("Answering separately begun"),
    Deed.CONSENSUS_OPENED: N_("Separate answers opened"),
    Deed.MINORITY_VIEW: N_("Minority view recorded"),
    Deed.DISCLOSED: N_("Decided who sees results"),
    Deed.WAVE_PUBLISHED: N_("Results published"),
    Deed.WAVE_UNPUBLISHED: N_("Results taken back"),
    Deed.SIGNED_IN: N_("Signed in"),
    Deed.SIGN_IN_FAILED: N_("Wrong password"),
    Deed.SIGN_IN_BLOCKED: N_("Too many wrong passwords"),
    Deed.SIGNED_OUT: N_("Signed out"),
    Deed.SIGN_IN_ENDED: N_("Signed out elsewhere"),
    Deed.PASSWORD_CHANGED: N_("New password"),
    Deed.EMAIL_ASKED: N_("E-mail address asked for"),
    Deed.EMAIL_CHANGED: N_("E-mail address changed"),
    Deed.SECOND_FACTOR_ON: N_("Two-step sign-in on"),
    Deed.SECOND_FACTOR_OFF: N_("Two-step sign-in off"),
    Deed.SECOND_FACTOR_RESET: N_("Two-step sign-in reset"),
    Deed.RECOVERY_CODES_MADE: N_("Recovery codes made"),
    Deed.RECOVERY_CODE_USED: N_("Recovery code used"),
    Deed.IDENTITY_LINKED: N_("Linked with a provider"),
    Deed.IDENTITY_UNLINKED: N_("Link with a provider removed"),
    Deed.ACCOUNT_DELETED: N_("Account deleted"),
    Deed.NOTICE_PUBLISHED: N_("Privacy notice published"),
    Deed.ROLE_GIVEN: N_("Role given"),
    Deed.ROLE_TAKEN: N_("Role taken away"),
    Deed.ACCOUNT_CLOSED: N_("Account closed"),
    Deed.ACCOUNT_OPENED: N_("Account opened again"),
    Deed.REGION_CHANGED: N_("Region changed"),
    Deed.CONTEXT_CHANGED: N_("Context figures changed"),
    Deed.MAIL_RETRIED: N_("Mail tried again"),
    Deed.MAIL_WITHDRAWN: N_("Mail withdrawn"),
    Deed.EFFORTS_SET: N_("Efforts changed"),
    Deed.STAKEHOLDERS_BROUGHT: N_("Answers of stakeholders brought"),
    Deed.STAKEHOLDERS_REMOVED: N_("Answers of stakeholders taken away"),
}
"""What each code is called in a list to choose from."""


def names() -> dict[str, str]:
    """Return what each code is called, in the reader's language."""
    return {code: _(name) for code, name in NAMES.items()}


class Sentences:
    """Makes sentences of lines, in the reader's language; each text is translated once."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def _said(self, text: str) -> str:
        if text not in self._texts:
            self._texts[text] = _(text)
        return self._texts[text]

    def sentence(self, line: Line, titled: Callable[[str], str]) -> str:
        """Return what a line says, as text; ``titled`` gives the words of a question or section for its code."""
        detail = line.detail
        word = detail.get(DECIDING.get(line.code, ""), "")
        text = self._said(SENTENCES.get(f"{line.code}:{word}") or SENTENCES[line.code])
        forgotten = line.code in ANSWERED or FORGOTTEN in detail
        nameless = N_("Somebody") if forgotten else N_("The platform")
        return text % {
            "name": line.by or self._said(nameless),
            "person": line.person or detail.get("email") or self._said(N_("a person")),
            "question": titled(line.question) if line.question else self._said(N_("a question")),
            "part": titled(str(detail["part"])) if detail.get("part") else self._said(N_("a part")),
            "wave": detail.get("wave") or line.wave or "",
            "date": _day(detail["due"]) if "due" in detail else "?",
            "issuer": detail.get("issuer") or "?",
            "count": detail.get("written", detail.get("count", "?")),
        }


def reason(line: Line) -> str:
    """Return why it was done, where somebody said so."""
    said = str(line.detail.get("reason") or "")
    return _("An earlier version, restored") if said == RESTORED and line.code in ANSWERED else said


def _day(value: Any) -> str:
    """Return a day of the detail as it is read; as it is kept where it is none."""
    try:
        return format_date(date.fromisoformat(str(value)))
    except ValueError:
        return str(value or "?")
