"""Builders of reports: what a region or a partnership's report is made of, and a PDF read back."""

from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from survey.charts.readings import Title
from survey.languages import current
from survey.localising import in_language
from survey.models import Citation, Evidence, EvidenceKind
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.model import Questionnaire
from survey.reports import material
from survey.reports.edition import Edition, Reads
from survey.scoring.framework import build
from survey.services import editions
from tests.databases import NOW, World, submit_with_words
from tests.views.standings import GOOD


def edition(questionnaire: Questionnaire) -> Edition:
    """Return a questionnaire as a reader has it."""
    shown = in_language(questionnaire, current())
    titles = {one.code: Title(one.title) for one in build(shown.questionnaire).components}
    return Edition(questionnaire, shown.questionnaire, titles, shown.fallbacks)


def reads(here: World) -> Reads:
    """Return how this reader has any edition of the world."""
    return lambda stored: edition(editions.load(here.session, edition=stored))


def of_region(here: World, by=None, **options) -> material.Regional:
    """Return what the report of Here is made of, for its coordinator or somebody else."""
    known = {"reads": reads(here), "by": by or here.coordinator, "now": NOW, "demonstration": False}
    return material.of_region(here.session, assessment=here.assessment, **{**known, **options})


def of_wave(here: World, by=None, **options) -> material.Partnership:
    """Return what the report of the wave is made of, for the project team or somebody else."""
    known = {"reads": reads(here), "by": by or here.team, "now": NOW, "demonstration": False}
    return material.of_wave(here.session, wave=here.wave, **{**known, **options})


def cite(here: World, code: str, *, title: str, confidential: bool = False, note: str = "", url: str = "") -> None:
    """Let an answer of Here cite a piece of evidence."""
    known = {"added_at": NOW, "added_by_id": here.coordinator.id, "region_id": here.assessment.region_id}
    kind = EvidenceKind.LINK if url else EvidenceKind.DOCUMENT
    words = {"title": title, "note": note or None, "url": url or None, "confidential": confidential}
    piece = Evidence(kind=kind, **words, **known)
    here.session.add(piece)
    here.session.flush()
    where = {"assessment_id": here.assessment.id, "question": code, "evidence_id": piece.id, "page": "7"}
    here.session.add(Citation(**where, cited_at=NOW, cited_by_id=here.coordinator.id))
    here.session.commit()


def submit_rest(here: World) -> None:
    """Answer what is open with "does not know", and submit."""
    rest = {code: (Answer(State.DOES_NOT_KNOW), 0) for code in here.questionnaire.questions if code not in GOOD}
    here.save(**rest)
    known = {"questionnaire": here.questionnaire, "by": here.coordinator, "now": NOW}
    submit_with_words(here.session, assessment=here.assessment, **known)
    here.session.commit()


@dataclass
class Read:
    """A PDF read back: its text, its tags, what its drawings say, its bookmarks."""

    reader: PdfReader
    tags: Counter[str] = field(default_factory=Counter)
    alternatives: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text of all pages with each space and line end as one space."""
        return " ".join(" ".join(page.extract_text() for page in self.reader.pages).split())

    @property
    def pages(self) -> list[str]:
        """The text of each page."""
        return [" ".join(page.extract_text().split()) for page in self.reader.pages]

    @property
    def bookmarks(self) -> list[str]:
        """The titles of the bookmarks of the first level."""
        return [one.title for one in self.reader.outline if not isinstance(one, list)]

    @property
    def links(self) -> list[str]:
        """The addresses that links of the document lead to."""
        notes = [note.get_object() for page in self.reader.pages for note in page.get("/Annots", [])]
        return [note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})]


def read(content: bytes) -> Read:
    """Read a PDF back, with the tree of its tags."""
    found = Read(PdfReader(BytesIO(content)))
    _walk(found.reader.trailer["/Root"]["/StructTreeRoot"], found)
    return found


def _walk(node: DictionaryObject, found: Read) -> None:
    if "/S" in node:
        found.tags[str(node["/S"])] += 1
    if "/Alt" in node:
        found.alternatives.append(str(node["/Alt"]))
    below = node.get("/K", [])
    for one in below if isinstance(below, list) else [below]:
        inner = one.get_object()
        if isinstance(inner, DictionaryObject):
            _walk(inner, found)
