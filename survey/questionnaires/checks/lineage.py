"""Lineage: what questions continue of an earlier edition, and that the same is the same."""

import pathlib
from collections.abc import Iterator

from survey.errors import Fault
from survey.questionnaires.checks.names import questions
from survey.questionnaires.editions import editions, order
from survey.questionnaires.files.draft import Draft, Path, draft
from survey.questionnaires.files.refusals import suggestion
from survey.questionnaires.files.texts import text_of
from survey.questionnaires.hashes import worth
from survey.questionnaires.model import Ancestor, Question


def faults(draft: Draft, folder: pathlib.Path | None) -> Iterator[Fault]:
    """Lineage of unknown questions, editions that are not there, and questions that are not the same any more."""
    asked = draft.questionnaire.questions
    for code in draft.questionnaire.lineage:
        if code not in asked and not draft.may_exist(code):
            what = f"{code} is no question of this file."
            yield draft.fault(("lineage", code), "lineage-code", what, suggestion(code, asked))
    if draft.is_named:
        shelf = _Shelf(draft, folder)
        yield from _editions(draft, shelf)
        yield from _listed(draft, shelf)
        yield from _unlisted(draft, shelf)


class _Shelf:
    """The other editions of a questionnaire, each read once."""

    def __init__(self, draft: Draft, folder: pathlib.Path | None) -> None:
        self.own = draft.questionnaire.edition
        self.paths = editions(draft.questionnaire.key, folder)
        self.paths.pop(self.own, None)
        self.drafts: dict[str, Draft | None] = {}

    def edition(self, name: str) -> Draft | None:
        """An edition as far as it can be read; None where it is not there or unreadable."""
        if name not in self.drafts:
            text = text_of(self.paths[name])[0] if name in self.paths else None
            self.drafts[name] = None if text is None else draft(text, str(self.paths[name]))[0]
        return self.drafts[name]

    def latest(self) -> str | None:
        """The last edition before this one."""
        return max((name for name in self.paths if order(name) < order(self.own)), key=order, default=None)


def _editions(draft: Draft, shelf: _Shelf) -> Iterator[Fault]:
    told: set[str] = set()
    for code, ancestor in draft.questionnaire.lineage.items():
        name = ancestor.edition
        path = ("lineage", code, "edition")
        if name == shelf.own:
            what = f"{code} continues a question of its own edition {name}."
            yield draft.fault(path, "lineage-edition", what, "Name an earlier edition.")
        elif name not in told and shelf.edition(name) is None:
            there = "cannot be read" if name in shelf.paths else "was not found here nor in the library"
            what = f"The edition {name} of {draft.questionnaire.key} {there}, so nothing is compared with it."
            cure = f"Put {draft.questionnaire.key}-{name}.yaml beside this file, or correct the edition."
            yield draft.warning(path, "lineage-missing", what, cure)
        told.add(name)


def _listed(draft: Draft, shelf: _Shelf) -> Iterator[Fault]:
    for code, ancestor in draft.questionnaire.lineage.items():
        earlier = shelf.edition(ancestor.edition)
        question = draft.questionnaire.questions.get(code)
        if earlier is None or question is None:
            continue
        known = earlier.questionnaire.questions
        origin = ancestor.code or code
        if origin not in known:
            if not earlier.may_exist(origin):
                what = f"The edition {ancestor.edition} has no question {origin}."
                yield draft.fault(("lineage", code, "code"), "lineage-code", what, suggestion(origin, known))
        elif ancestor.relation == "same" and not {code, origin} & (draft.unclear | earlier.unclear):
            yield from _changed(draft, ("lineage", code), question, known[origin], ancestor)


def _unlisted(draft: Draft, shelf: _Shelf) -> Iterator[Fault]:
    name = shelf.latest()
    earlier = None if name is None else shelf.edition(name)
    if name is None or earlier is None:
        return
    known = earlier.questionnaire.questions
    for path, _, question in questions(draft):
        code = question.code
        unclear = code in draft.unclear or code in earlier.unclear
        if code in known and code not in draft.questionnaire.lineage and not unclear:
            ancestor = Ancestor(edition=name, relation="same")
            yield from _changed(draft, (*path, "code"), question, known[code], ancestor)


def _changed(draft: Draft, path: Path, question: Question, origin: Question, ancestor: Ancestor) -> Iterator[Fault]:
    now, before = worth(question), worth(origin)
    different = [key for key in now.keys() | before.keys() if now.get(key) != before.get(key)]
    if not different:
        return
    said = "kind" if "kind" in different else ", ".join(sorted(different))
    what = f"{question.code} is the same as {origin.code} in edition {ancestor.edition}, but differs in: {said}."
    cure = "Change it back, give it another code, or say in lineage that it is rescaled."
    yield draft.fault(path, "lineage-changed", what, cure)
