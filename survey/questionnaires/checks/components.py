"""Parts of groups, composites and indices: what they name, and that something is left to average."""

from collections import Counter
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from survey.errors import Fault
from survey.questionnaires.checks.names import Name, names
from survey.questionnaires.files.draft import Draft, Path
from survey.questionnaires.files.refusals import suggestion
from survey.questionnaires.kinds import is_scored
from survey.questionnaires.model import Composite, Group, Question, Section
from survey.questionnaires.shares import area_parts, nominal_shares, scored

Parts = Mapping[str, float]


def faults(draft: Draft) -> Iterator[Fault]:
    """Parts that are unknown, unscored, elsewhere or used twice; circles; and means over nothing."""
    known = {name.code: name for name in reversed(names(draft))}
    for i, section in enumerate(draft.questionnaire.sections):
        yield from _groups(draft, known, i, section)
    settings = draft.questionnaire.framework
    for j, composite in enumerate(settings.composites):
        yield from _composite(draft, known, ("framework", "composites", j), composite.code, composite.parts)
    for j, index in enumerate(settings.indices):
        yield from _composite(draft, known, ("framework", "indices", j), index.code, index.parts)
    yield from _circles(draft, known)
    yield from _hollow_areas(draft)
    yield from _hollow_dimensions(draft)
    yield from _no_index(draft)


def _groups(draft: Draft, known: Mapping[str, Name], i: int, section: Section) -> Iterator[Fault]:
    inside = [one.code for one in (*section.questions, *section.groups)]
    holders: dict[str, str] = {}
    for j, group in enumerate(section.groups):
        path: Path = ("sections", i, "groups", j, "parts")
        yield from _nothing(draft, path, group.code, group.parts)
        for part in group.parts:
            place = (*path, part)
            holder = holders.setdefault(part, group.code)
            if part in inside:
                yield from _unscored(draft, place, known[part])
            elif part in known:
                what = f"{part} is no question or group of the section {section.code}."
                cure = "Groups hold what stands in their own section; use a composite across sections."
                yield draft.fault(place, "part-outside", what, cure)
            else:
                yield from _unknown(draft, place, part, inside)
            if holder != group.code:
                what = f"{part} is already a part of {holder}."
                yield draft.fault(place, "part-twice", what, "Keep it in one group.")


def _composite(draft: Draft, known: Mapping[str, Name], path: Path, code: str, parts: Parts) -> Iterator[Fault]:
    path = (*path, "parts")
    yield from _nothing(draft, path, code, parts)
    for part in parts:
        if part not in known:
            useful = sorted(name.code for name in known.values() if name.owner != "index")
            yield from _unknown(draft, (*path, part), part, useful)
        elif known[part].owner == "index":
            what = f"{part} is an index, and an index is part of nothing."
            yield draft.fault((*path, part), "index-as-part", what, "Name what the index is made of.")
        else:
            yield from _unscored(draft, (*path, part), known[part])


def _nothing(draft: Draft, path: Path, code: str, parts: Parts) -> Iterator[Fault]:
    if not parts and code not in draft.mended:
        what = f"{code} has no parts, and there is no mean of nothing."
        yield draft.fault(path, "empty-component", what, "Name parts, or remove it.")


def _unknown(draft: Draft, path: Path, part: str, useful: list[str]) -> Iterator[Fault]:
    if not draft.may_exist(part):
        yield draft.fault(path, "unknown-part", f"{part} is nothing that could be a part.", suggestion(part, useful))


def _unscored(draft: Draft, path: Path, name: Name) -> Iterator[Fault]:
    """A part without anything scored: a question, a section, or a dimension."""
    asked = draft.questionnaire.questions
    if name.owner == "question" and not _may_be_scored(draft, asked[name.code]):
        what = f"{name.code} is not scored: it is a text, or has no points or the weight 0."
        yield draft.fault(path, "unscored-part", what, "Leave it out, or give it points and a weight.")
    if name.owner == "section" and name.code not in draft.mended:
        sections = (section for section in draft.questionnaire.sections if section.code == name.code)
        if not any(_may_be_scored(draft, question) for section in sections for question in section.questions):
            what = f"{name.code} has no scored questions, so it makes no area."
            yield draft.fault(path, "unscored-part", what, "Leave it out, or score a question of it.")
    if name.owner == "dimension" and not _is_loaded(draft, name.code):
        what = f"Nothing that is scored loads on {name.code}."
        yield draft.fault(path, "unscored-part", what, "Leave it out, or give questions loadings on it.")


def _may_be_scored(draft: Draft, question: Question) -> bool:
    return is_scored(question) or question.code in draft.unclear


def _circles(draft: Draft, known: Mapping[str, Name]) -> Iterator[Fault]:
    """Each circle once, at the first of its components."""
    graph = _graph(draft)
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1][:-1]
        else:
            return
        for code in circle:
            graph.pop(code, None)
        first = min((known[code] for code in circle), key=lambda name: draft.line(*name.path))
        what = f"{first.code} is a part of itself."
        if len(circle) > 1:
            what = f"{', '.join(reversed(circle))} are parts of one another in a circle."
        yield draft.fault((*first.path[:-1], "parts"), "circle", what, "Take one of them out of the parts of another.")


def _graph(draft: Draft) -> dict[str, list[str]]:
    q = draft.questionnaire
    groups = [group for section in q.sections for group in section.groups]
    wholes: list[Group | Composite] = [*groups, *q.framework.composites, *q.framework.indices]
    counted = Counter(name.code for name in names(draft))
    codes = {whole.code for whole in wholes if counted[whole.code] == 1}
    return {whole.code: [part for part in whole.parts if part in codes] for whole in wholes if whole.code in codes}


def _hollow_areas(draft: Draft) -> Iterator[Fault]:
    for i, section in enumerate(draft.questionnaire.sections):
        judged = section.code not in draft.mended and any(scored(section))
        if judged and not area_parts(section):
            what = f"The area {section.code} has no parts with a weight above 0."
            cure = "Give a group a weight, or leave a question out of the groups."
            yield draft.fault(("sections", i, "groups"), "empty-component", what, cure)


def _hollow_dimensions(draft: Draft) -> Iterator[Fault]:
    for i, dimension in enumerate(draft.questionnaire.dimensions):
        if not _is_loaded(draft, dimension.code):
            what = f"Nothing that is scored loads on the dimension {dimension.code}, so it has no score."
            cure = "Give questions or sections loadings on it, or remove it."
            yield draft.warning(("dimensions", i, "code"), "empty-dimension", what, cure)


def _is_loaded(draft: Draft, dimension: str) -> bool:
    """Whether anything that is scored loads on a dimension, or could, had it been readable."""
    sections = draft.questionnaire.sections
    return not draft.is_whole or any(_weight(draft, section, dimension) for section in sections)


def _weight(draft: Draft, section: Section, dimension: str) -> float:
    """What a section gives to a dimension; 0 where it makes no area."""
    q = draft.questionnaire
    if q.framework.dimensions.source == "areas":
        return section.weight * (section.dimensions or {}).get(dimension, 0) if any(scored(section)) else 0
    shares = nominal_shares(section).items()
    return section.weight * sum(share * q.loadings(code).get(dimension, 0) for code, share in shares)


def _no_index(draft: Draft) -> Iterator[Fault]:
    q = draft.questionnaire
    areas = [section for section in q.sections if any(scored(section))]
    if areas and not q.framework.indices and not any(section.weight for section in areas):
        what = "All areas have the weight 0, so there is no index."
        yield draft.warning(("sections",), "no-index", what, "Give a section a weight, or write the indices out.")
