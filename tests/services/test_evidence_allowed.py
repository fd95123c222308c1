"""Who may cite evidence, when, and who sees what is confidential."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import ClosedError, NotFoundError
from survey.models import Assessment, AuditEntry, EvidenceKind, Stage
from survey.services import assignments, audit_log, citations, citing
from survey.services.assignments import Wish
from survey.services.audit_streams import Wanted
from survey.services.evidence_words import Passage, Piece
from tests import postgresql
from tests.databases import DUE, NOW, world
from tests.services.citing import LINK, NOTE, add, cite, known, remove, take_away
from tests.statements import asked, kinds

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


def test_a_contributor_cites_for_the_questions_that_were_given(here):
    with pytest.raises(NotFoundError):
        add(here, by=here.contributor)
    here.session.rollback()
    given = {"assessment": here.assessment, "questionnaire": here.questionnaire, "by": here.coordinator, "now": NOW}
    assignments.give(here.session, wish=Wish(here.contributor.id, ("support",), DUE), **given)
    here.session.commit()
    mine, theirs = add(here, by=here.contributor), add(here, LINK)
    with pytest.raises(NotFoundError):
        cite(here, mine.evidence_id, by=here.contributor)
    here.session.rollback()
    for made in (mine, theirs):
        take_away(here, made.id, by=here.contributor)
    with pytest.raises(NotFoundError):
        remove(here, theirs.evidence_id, by=here.contributor)
    here.session.rollback()
    remove(here, mine.evidence_id, by=here.contributor)


@pytest.mark.parametrize("who", ["team", "administrator", "neighbour", "reviewer"])
def test_nobody_else_cites(here, who):
    for stage in (Stage.DRAFT, Stage.IN_REVIEW):
        at_stage(here, stage) if stage is not Stage.DRAFT else None
        with pytest.raises(NotFoundError):
            add(here, by=getattr(here, who))
        here.session.rollback()


@pytest.mark.parametrize("stage", [Stage.SUBMITTED, Stage.CONCLUDED])
def test_nothing_changes_once_it_is_submitted_or_concluded(here, stage):
    made = add(here)
    at_stage(here, stage)
    for do in (lambda: add(here, LINK), lambda: take_away(here, made.id), lambda: remove(here, made.evidence_id)):
        with pytest.raises(ClosedError):
            do()
        here.session.rollback()


def test_nothing_changes_once_the_wave_is_over(here):
    with pytest.raises(ClosedError) as caught:
        add(here, now=NOW + timedelta(days=60))
    assert caught.value.code == "wave-over"


def test_in_review_evidence_is_added_and_what_was_submitted_stays(here):
    made = add(here)
    at_stage(here, Stage.IN_REVIEW)
    fresh = add(here, LINK, now=LATER)
    with pytest.raises(ClosedError) as caught:
        take_away(here, made.id, now=LATER)
    assert caught.value.code == "in_review"
    here.session.rollback()
    take_away(here, fresh.id, now=LATER)
    assert titles(here, by=here.reviewer) == ["The council decided it in March."]


def test_what_is_confidential_is_for_the_region_and_its_reviewers(here):
    add(here, Piece(EvidenceKind.NOTE, "Secret", note="Not for all.", confidential=True))
    add(here, LINK)
    at_stage(here, Stage.IN_REVIEW)
    for who in ("coordinator", "contributor", "reviewer"):
        assert titles(here, by=getattr(here, who)) == ["Secret", "The decision"]
    for who in ("team", "administrator"):
        by = getattr(here, who)
        assert titles(here, by=by) == ["The decision"]
        assert citations.counts(here.session, assessment=here.assessment, by=by) == {"support": 1}
        found = citations.citations_of(here.session, assessment=here.assessment, by=by)
        assert [one.evidence.title for one in found["support"]] == ["The decision"]


def test_the_log_tells_of_confidential_evidence_only_those_who_see_it(here):
    made = add(here, Piece(EvidenceKind.NOTE, "Secret", note="Not for all.", confidential=True))
    opened = {"passage": Passage("1"), "confidential": False}
    citing.change(here.session, citation=made.id, **opened, **known(here, now=LATER))
    here.session.commit()
    told = {}
    for who in ("coordinator", "team"):
        scope = audit_log.of_assessment(here.assessment, by=getattr(here, who))
        lines = audit_log.everything(here.session, scope, wanted=Wanted())
        told[who] = [line.detail.get("change", line.code) for line in lines if line.code.startswith("evidence")]
    assert told == {"coordinator": ["passage", "open", "evidence_added"], "team": ["passage"]}


def test_a_page_reads_the_numbers_of_all_its_questions_in_one_statement(here):
    for code in ("support", "services"):
        add(here, LINK, code=code)
        add(here, NOTE, code=code)
    known = {"assessment": here.assessment, "by": here.coordinator}
    assert citations.counts(here.session, **known) == {"support": 2, "services": 2}
    with asked() as reads:
        assert citations.counts(here.session, **known) == {"support": 2, "services": 2}
    assert kinds(reads) == ["SELECT"]


def test_a_question_that_is_not_asked_has_no_evidence(here):
    with pytest.raises(NotFoundError):
        add(here, code="nonsense")
