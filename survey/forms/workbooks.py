"""The answers of a workbook in a form: what its cells say is read by the same rules as what the page sends."""

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from survey.errors import Fault
from survey.forms import answers as form
from survey.forms.answers import Questions, Reply, section_form
from survey.languages import gettext as _
from survey.questionnaires.answers import Answer
from survey.questionnaires.model import NumberQuestion, Question, Questionnaire, ShareQuestion, TextQuestion
from survey.services.recording import Entry
from survey.services.workbook_cells import Given
from survey.services.workbooks import Mine, Preview

BASE, DECISION = "base", "decision"
"""What a preview notes beside a question, after the dot: the version that the workbook had, and what was decided."""

Pairs = list[tuple[str, str]]


def replies(questionnaire: Questionnaire, sent: MultiDict[str, str], key: tuple[str, ...]) -> dict[str, Reply]:
    """Return what was sent about each question, judged; ``key`` tells editions and languages apart.

    A reply with a ``fault`` is none that could be kept.
    """
    fields = section_form(Questions((*key, "", "workbook"), questionnaire.questions))(sent)
    fields.validate()
    return fields.replies()


def from_cells(
    questionnaire: Questionnaire, given: Mapping[str, Given], key: tuple[str, ...]
) -> tuple[dict[str, Answer], list[Fault]]:
    """Return the answers of a workbook by question code, and what is wrong with those that cannot be kept."""
    right = [one for one in given.values() if not one.faults]
    pairs = [pair for one in right for pair in one.sent(questionnaire.questions[one.code], version=0)]
    found = replies(questionnaire, MultiDict(pairs), key)
    faults = [_fault(given[code], reply) for code, reply in found.items() if reply.fault]
    return {code: reply.answer for code, reply in found.items() if not reply.fault}, faults


def _fault(given: Given, reply: Reply) -> Fault:
    return Fault("unfit", given.place, str(reply.fault), _("Mend the cell, save the workbook and send it again."))


def hidden(question: Question, answer: Answer, *, version: int, base: int) -> Pairs:
    """Return names and values that carry an answer through a page; :func:`replies` reads them again.

    ``version`` is that of the answer that the page shows beside it.
    """
    code, shown = question.code, form.kept(question, answer, version)
    typed = isinstance(question, TextQuestion | NumberQuestion | ShareQuestion)
    name = f"{code}.mark" if typed else code
    found = [(code, shown.text)] if typed and shown.text else []
    found += [(name, each) for each in sorted(shown.chosen) if each]
    extras = {"reason": shown.reason, "date": shown.date}
    found += [(f"{code}.{part}", value) for part, value in extras.items() if value]
    if isinstance(question, NumberQuestion | ShareQuestion):
        found.append((f"{code}.decimal", shown.decimal))
    return [*found, (f"{code}.version", str(version)), (f"{code}.{BASE}", str(base))]


@dataclass(frozen=True)
class Returned:
    """What a preview sent back: the answers, the version of each kept answer that it showed, and what was decided.

    ``decided`` is ``mine`` or ``theirs`` for answers that somebody else has changed, by question code.
    """

    mine: dict[str, Mine]
    shown: dict[str, int]
    decided: dict[str, str]

    def moved(self, found: Preview) -> frozenset[str]:
        """Return the answers that changed again since they were shown, but for those where any other may stand."""
        differing = {one.code for one in (*found.new, *found.conflicts) if one.theirs.version != self.shown[one.code]}
        return frozenset(code for code in differing if self.decided.get(code) != "theirs")

    def undecided(self, found: Preview) -> frozenset[str]:
        """Return the conflicts about which nothing was decided."""
        return frozenset(one.code for one in found.conflicts) - self.decided.keys()

    def entries(self, found: Preview) -> dict[str, Entry]:
        """Return what is to be written, going on from what was shown."""
        written = [one for one in (*found.new, *found.conflicts) if self.decided.get(one.code) != "theirs"]
        return {one.code: Entry(one.mine, self.shown[one.code], touched=True) for one in written}


def returned(questionnaire: Questionnaire, sent: MultiDict[str, str], key: tuple[str, ...]) -> Returned | None:
    """Return what a preview sent back; None where it did not arrive as it was shown."""
    found = replies(questionnaire, sent, key)
    if not found or any(reply.fault for reply in found.values()):
        return None
    noted = {code: (sent.get(f"{code}.{BASE}", ""), sent.get(f"{code}.{DECISION}", "")) for code in found}
    return Returned(
        mine={code: Mine(reply.answer, form.version(noted[code][0])) for code, reply in found.items()},
        shown={code: reply.version for code, reply in found.items()},
        decided={code: decision for code, (_base, decision) in noted.items() if decision in {"mine", "theirs"}},
    )
