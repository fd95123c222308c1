"""Builders of an installation in which Salzburg and Leipzig each have everything that has a number."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from survey.database import Base, begin_write, db
from survey.models import Assessment, Assignment, Citation, Duty, Evidence, EvidenceKind, Mandate, Region
from survey.questionnaires.answers import Answer, State
from survey.services import comments, evidence
from survey.services.evidence_words import Passage, Piece
from survey.services.recording import Entry, record
from tests.installations import NOW, open_wave, small
from tests.views.standing_in_review import somebody

PEOPLE = {"salzburg": "coordinator", "leipzig": "neighbour"}


@dataclass(frozen=True)
class Numbers:
    """The numbers of what one region has."""

    piece: int
    citation: int
    assignment: int
    mandate: int
    person: int


def fill(app: Flask) -> dict[str, Numbers]:
    """Open a wave and let both regions answer, cite, comment and share work; return the numbers of each."""
    open_wave(app)
    with app.app_context():
        begin_write(db.session)
        region = db.session.query(Region).filter_by(key="leipzig").one()
        helper = {"user_id": somebody("nobody").id, "region_id": region.id}
        db.session.add(Mandate(duty=Duty.CONTRIBUTOR, since=NOW, **helper))
        db.session.commit()
        found = {key: _fill(key, who) for key, who in PEOPLE.items()}
        db.session.commit()
        return found


def _fill(key: str, who: str) -> Numbers:
    by = somebody(who)
    helper = somebody("contributor" if key == "salzburg" else "nobody")
    at = db.session.query(Assessment).join(Region).filter(Region.key == key).one()
    known = {"assessment": at, "questionnaire": small(), "by": by, "now": NOW}
    record(db.session, entries={"support": Entry(Answer(State.ANSWERED, "no"), 0)}, **known)
    note = Piece(EvidenceKind.NOTE, note=f"Known in {key}.")
    evidence.add(db.session, code="support", piece=note, passage=Passage(), stored=None, **known)
    comments.write(db.session, code="support", words=f"Asked in {key}.", **known)
    given = Assignment(assessment_id=at.id, user_id=helper.id, part="support", given_by_id=by.id, given_at=NOW)
    db.session.add(given)
    db.session.flush()
    mandate = next(one for one in helper.mandates if one.region_id == at.region_id)
    piece = db.session.query(Evidence).filter_by(region_id=at.region_id).one()
    citation = db.session.query(Citation).filter_by(evidence_id=piece.id).one()
    return Numbers(piece.id, citation.id, given.id, mandate.id, helper.id)


def contents(app: Flask, *, without: Iterable[str] = ()) -> dict[str, list[str]]:
    """Return all rows of all tables; columns of some names left out, such as moments and random marks."""
    with app.app_context():
        found = {}
        for table in Base.metadata.sorted_tables:
            columns = [column for column in table.columns if column.name not in set(without)]
            found[table.name] = sorted(map(str, db.session.execute(select(*columns)))) if columns else []
        db.session.rollback()
        return found


def changing(app: Flask) -> Iterator[Rule]:
    """Yield each route that takes what is sent."""
    yield from (rule for rule in app.url_map.iter_rules() if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"})
