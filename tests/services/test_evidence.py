"""Evidence of answers: added, cited again, changed, taken away, removed; who may, who sees, and what is history."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from survey.database import begin_write
from survey.errors import ClosedError, InvalidError, NotFoundError, RefusedError
from survey.models import Assessment, AuditEntry, Citation, Deed, Evidence, EvidenceKind
from survey.services import citations, citing, evidence
from survey.services.evidence_words import Passage, Piece, address, checked
from tests import postgresql
from tests.databases import NOW, world
from tests.services.citing import FILE, LINK, NOTE, add, cite, keep, known, remove, take_away

LATER = NOW + timedelta(hours=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def here(request, tmp_path):
    return world(tmp_path, postgresql.database() if request.param == "postgresql" else None)


def at_stage(here, stage):
    begin_write(here.session)
    values = {"stage": stage, "submitted_at": NOW, "submitted_by_id": here.coordinator.id}
    where = Assessment.id == here.assessment.id
    here.session.execute(sa.update(Assessment).where(where).values(**values))
    here.session.commit()
    here.session.expire_all()


def deeds(here):
    wanted = sa.select(AuditEntry).where(AuditEntry.by_id.is_not(None)).order_by(AuditEntry.id)
    return [(one.deed, one.question, one.detail.get("change")) for one in here.session.scalars(wanted)]


def titles(here, code="support", by=None):
    found = citations.of_question(here.session, assessment=here.assessment, code=code, by=by or here.coordinator)
    return [one.evidence.title for one in found]


def test_each_kind_of_piece_is_kept_with_who_and_when(here, tmp_path):
    add(here, FILE, stored=keep(here, tmp_path), passage=Passage(" 12 ", "We will.\r\nSoon."))
    add(here, LINK)
    add(here, Piece(EvidenceKind.DOCUMENT, "Council minutes", url="example.org/minutes"), passage=Passage("3"))
    add(here, NOTE)
    found = citations.of_question(here.session, assessment=here.assessment, code="support", by=here.coordinator)
    assert [(one.evidence.kind, one.evidence.title, one.evidence.url, one.page, one.quotation) for one in found] == [
        ("file", "Strategy", None, "12", "We will.\nSoon."),
        ("link", "The decision", "https://www.example.org/decision", None, None),
        ("document", "Council minutes", "https://example.org/minutes", "3", None),
        ("note", "The council decided it in March.", None, None, None),
    ]
    assert (found[0].evidence.file_name, found[0].evidence.file.media_type) == ("strategy.pdf", "application/pdf")
    assert {(one.evidence.added_by.name, one.evidence.added_at, one.cited_by.name) for one in found} == {
        ("Here", NOW, "Here")
    }
    assert deeds(here) == [(Deed.EVIDENCE_ADDED, "support", None)] * 4
    assert citations.counts(here.session, assessment=here.assessment, by=here.team) == {"support": 4}
    assert list(citations.citations_of(here.session, assessment=here.assessment, by=here.coordinator)) == ["support"]


def test_a_piece_that_is_sent_twice_is_added_once(here, tmp_path):
    for _turn in range(2):
        add(here, NOTE)
        add(here, FILE, stored=keep(here, tmp_path))
    assert here.session.scalar(sa.select(sa.func.count(Evidence.id))) == 2
    assert here.session.scalar(sa.select(sa.func.count(Citation.id))) == 2


@pytest.mark.parametrize(
    ("piece", "passage", "faults"),
    [
        (Piece(None), Passage(), {"kind": "missing"}),
        (Piece(EvidenceKind.FILE), Passage(), {"file": "missing"}),
        (Piece(EvidenceKind.LINK), Passage(), {"url": "missing"}),
        (Piece(EvidenceKind.LINK, url="javascript:alert(1)"), Passage(), {"url": "unfit"}),
        (Piece(EvidenceKind.LINK, url="https://a.example/" + "a" * 2000), Passage(), {"url": "long"}),
        (Piece(EvidenceKind.DOCUMENT, " \x00 "), Passage(), {"title": "missing"}),
        (Piece(EvidenceKind.DOCUMENT, "a" * 201, url="ftp://x.example"), Passage(), {"title": "long", "url": "unfit"}),
        (Piece(EvidenceKind.NOTE, note=" \n"), Passage(), {"note": "missing"}),
        (
            Piece(EvidenceKind.NOTE, note="a" * 4001),
            Passage("1" * 61, "q" * 2001),
            {"note": "long", "page": "long", "quotation": "long"},
        ),
    ],
)
def test_everything_that_is_missing_or_too_long_is_said_at_once(piece, passage, faults):
    with pytest.raises(InvalidError) as caught:
        checked(piece, passage, file_name=None)
    assert caught.value.fields == faults


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ""),
        (" https://example.org/a?b=ü#c ", "https://example.org/a?b=ü#c"),
        ("www.example.org", "https://www.example.org"),
        ("http://localhost:8000/x", "http://localhost:8000/x"),
        ("nonsense", None),
        ("mailto:a@example.org", None),
        ("https://somebody@example.org", None),
        ("https://", None),
        ("https://example.org:port", None),
        ("https://exa mple.org", None),
        ("https://example.org/\u202eabc", None),
        ("data:text/html,x", None),
        ("https://[::1", None),
    ],
)
def test_addresses_lead_to_the_web(typed, expected):
    assert address(typed) == expected


def test_a_piece_is_cited_again_for_another_answer_and_only_once(here):
    piece = add(here).evidence_id
    first = cite(here, piece, passage=Passage("7"))
    assert cite(here, piece).id == first.id
    assert (titles(here, "services"), first.page) == (["The council decided it in March."], "7")
    assert deeds(here)[1:] == [(Deed.EVIDENCE_CITED, "services", None)]
    found = here.session.get(Evidence, piece)
    assert [(one.wave, one.question) for one in evidence.uses(here.session, piece=found)] == [
        ("Wave 2026", "support"),
        ("Wave 2026", "services"),
    ]


def test_the_other_pieces_of_the_region_are_offered(here):
    offered = {"assessment": here.assessment, "code": "services"}
    piece = add(here).evidence_id
    add(here, LINK, code="services")
    assert [(one.piece.id, one.uses) for one in evidence.others(here.session, by=here.coordinator, **offered)] == [
        (piece, 1)
    ]
    assert evidence.others(here.session, by=here.team, **offered) == []
    cite(here, piece)
    assert evidence.others(here.session, by=here.coordinator, **offered) == []


def test_the_database_cites_a_piece_once_for_an_answer(here):
    made = add(here)
    begin_write(here.session)
    again = {"assessment_id": made.assessment_id, "question": "support", "evidence_id": made.evidence_id}
    with pytest.raises(IntegrityError, match=r"uq_citation_in_force|UNIQUE"):
        here.session.execute(sa.insert(Citation).values(**again, cited_at=NOW, cited_by_id=1))


def test_a_piece_of_another_region_is_not_there(here):
    piece = add(here).evidence_id
    other = {**known(here), "assessment": here.elsewhere, "by": here.neighbour}
    with pytest.raises(NotFoundError):
        citing.cite(here.session, piece=piece, passage=Passage(), **other)
    here.session.rollback()
    with pytest.raises(NotFoundError):
        evidence.find(here.session, assessment=here.elsewhere, piece=piece, by=here.neighbour)


def test_page_and_quotation_change_and_what_stood_there_is_history(here):
    made = add(here, passage=Passage("1"))
    values = {"passage": Passage("2", "So it is."), "confidential": False}
    citing.change(here.session, citation=made.id, **values, **known(here, now=LATER))
    here.session.commit()
    rows = here.session.scalars(sa.select(Citation).order_by(Citation.id)).all()
    assert [(one.page, one.quotation, one.until) for one in rows] == [("1", None, LATER), ("2", "So it is.", None)]
    assert deeds(here)[1:] == [(Deed.EVIDENCE_CITED, "support", "passage")]
    with pytest.raises(ClosedError):
        citing.change(here.session, citation=made.id, **values, **known(here, now=LATER))


def test_a_piece_becomes_confidential_and_open_again(here):
    made = add(here)
    for confidential in (True, True, False):
        values = {"passage": Passage(), "confidential": confidential}
        citing.change(here.session, citation=made.id, **values, **known(here))
        here.session.commit()
        assert here.session.get(Evidence, made.evidence_id).confidential is confidential
    assert [change for _, _, change in deeds(here)] == [None, "confidential", "open"]


def test_taking_away_keeps_the_history_and_the_piece(here):
    made = add(here)
    take_away(here, made.id, now=LATER)
    assert titles(here) == []
    assert here.session.get(Citation, made.id).until == LATER
    assert deeds(here)[1:] == [(Deed.EVIDENCE_UNCITED, "support", None)]
    assert cite(here, made.evidence_id, code="support").id != made.id
    with pytest.raises(ClosedError):
        take_away(here, made.id)


def test_a_piece_is_removed_once_nothing_cites_it(here):
    made = add(here)
    with pytest.raises(RefusedError) as caught:
        remove(here, made.evidence_id)
    assert caught.value.code == "cited"
    here.session.rollback()
    take_away(here, made.id)
    remove(here, made.evidence_id, now=LATER)
    found = here.session.get(Evidence, made.evidence_id)
    assert (found.removed_at, found.removed_by_id) == (LATER, here.coordinator.id)
    assert deeds(here)[-1] == (Deed.EVIDENCE_REMOVED, None, None)
    for do in (cite, remove):
        with pytest.raises(NotFoundError):
            do(here, made.evidence_id)
        here.session.rollback()
