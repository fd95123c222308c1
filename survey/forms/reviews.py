"""A reviewer's verdict and a region's reply, as pages send them."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from survey.forms import answers
from survey.forms.answers import Reply
from survey.models.review import Consent
from survey.questionnaires.model import Question
from survey.scoring.lenses import Verdict


@dataclass
class VerdictForm:
    """What a reviewer chose and typed; ``reply`` is the answer that is to stand instead, as its controls held it.

    ``version`` is that of the answer, ``seen`` the mark of the verdict that stood on the page. ``faults`` says by the
    name of the field what is wrong, in the reader's language.
    """

    verdict: Verdict | None
    reason: str
    version: int
    seen: str
    reply: Reply
    faults: dict[str, str]


def read_verdict(question: Question, sent: MultiDict[str, str]) -> VerdictForm:
    """Return what was sent about one question; the answer is judged only where it is to stand."""
    chosen = sent.get("page-verdict", "")
    form = VerdictForm(
        verdict=Verdict(chosen) if chosen in set(Verdict) else None,
        reason=sent.get("page-reason", "").strip(),
        version=answers.version(sent.get("page-version", "")),
        seen=sent.get("page-seen", ""),
        reply=answers.read(question, sent),
        faults={},
    )
    if form.verdict is Verdict.ADJUSTED:
        answers.judge(question, form.reply)
        if form.reply.fault:
            form.faults["adjusted"] = form.reply.fault
    return form


@dataclass(frozen=True)
class ReplyForm:
    """What the region chose and typed about one verdict, and the mark of the verdict that stood on the page."""

    consent: Consent | None
    words: str
    seen: str


def read_reply(sent: MultiDict[str, str]) -> ReplyForm:
    """Return a region's reply as it was sent."""
    chosen = sent.get("page-consent", "")
    words, seen = sent.get("page-reply", "").strip(), sent.get("page-seen", "")
    return ReplyForm(Consent(chosen) if chosen in set(Consent) else None, words, seen)
