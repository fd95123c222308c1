"""Checks before submitting: everything that is found in an assessment, and what is in the way of submitting it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, contains_eager

from survey.models import Assessment, AuditEntry, Citation, Deed, Edition, Evidence, Submission, Wave
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.progress import resolve
from survey.services import answers, continuing, editions, findings, versions
from survey.services.answers import Kept
from survey.services.findings import BrokenLink, Earlier, Finding, Given

_CITED = (
    select(Citation.question, Evidence.id, Evidence.title, Evidence.fault, Evidence.checked_at)
    .join(Evidence, Evidence.id == Citation.evidence_id)
    .where(Citation.assessment_id == bindparam("key"), Citation.until.is_(None), Evidence.removed_at.is_(None))
    .order_by(Evidence.id)
)
_EXPLAINED = select(AuditEntry.question, AuditEntry.detail, AuditEntry.done_at).where(
    AuditEntry.assessment_id == bindparam("key"), AuditEntry.deed == Deed.COMMENTED
)
_EARLIER = (
    select(Submission.answers, Wave)
    .join(Assessment, Assessment.id == Submission.assessment_id)
    .join(Wave, Wave.id == Assessment.wave_id)
    .join(Wave.edition)
    .where(
        Assessment.region_id == bindparam("region"),
        Edition.key == bindparam("questionnaire"),
        Wave.opens < bindparam("opens"),
    )
    .order_by(Wave.opens.desc(), Wave.id.desc(), Submission.id.desc())
    .limit(1)
    .options(contains_eager(Wave.edition))
)

LACKS = frozenset({"unanswered", "reason_missing", "date_missing"})
"""The codes of what answers lack, by which an assessment is not finished."""


@dataclass(frozen=True)
class Checked:
    """A finding, and whether somebody has said a word about it since the answers are as they are."""

    finding: Finding
    explained: bool

    @property
    def asks(self) -> bool:
        """Whether a word is asked for before the assessment can be submitted."""
        return self.finding.severity == "warning" and not self.explained


def look(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    now: datetime,
    kept: Mapping[str, Kept] | None = None,
) -> list[Checked]:
    """Return everything that is found in an assessment: errors, warnings, notes, in the questionnaire's order.

    ``kept`` are its answers where they are read already. Nothing is written.
    """
    known = answers.kept(session, assessment=assessment, questionnaire=questionnaire) if kept is None else kept
    own = answers.given(known)
    given = Given(questionnaire, own, resolve(questionnaire, own))
    explained = _explained(session, assessment)
    return [Checked(one, _is_explained(one, known, explained)) for one in _ordered(session, assessment, given, now)]


def in_the_way(checked: list[Checked], words: Mapping[str, str]) -> list[Finding]:
    """Return the findings that are in the way of submitting: errors, and warnings that nobody says a word about.

    ``words`` are what is said now, by the key of the finding.
    """
    return [
        one.finding
        for one in checked
        if one.finding.severity == "error" or (one.asks and not words.get(one.finding.key, "").strip())
    ]


def _ordered(session: Session, assessment: Assessment, given: Given, now: datetime) -> list[Finding]:
    today = now.astimezone(ZoneInfo(assessment.wave.time_zone)).date()
    cited, broken = _evidence(session, assessment)
    found = [
        *findings.lacking(given),
        *findings.contradictions(given, editions.rules(session, edition=assessment.wave.edition)),
        *findings.past_dates(given, today),
        *findings.without_evidence(given, cited),
        *findings.broken_links(given, broken),
        *findings.straight_lines(given),
        *findings.same_numbers(given),
    ]
    earlier = _earlier(session, assessment)
    if earlier is not None:
        found += findings.jumps(given, earlier)
    weights, places = ("error", "warning", "note"), {code: place for place, code in enumerate(given.states)}
    return sorted(found, key=lambda one: (weights.index(one.severity), places[one.questions[0]]))


def _evidence(session: Session, assessment: Assessment) -> tuple[frozenset[str], list[BrokenLink]]:
    """Return the questions that cite evidence, and the links among it that led to no page."""
    rows = session.connection().execute(_CITED, {"key": assessment.id}).all()
    citing: dict[tuple[int, str, datetime], list[str]] = defaultdict(list)
    for row in rows:
        if row.fault is not None:
            citing[row.id, row.title, row.checked_at].append(row.question)
    zone = ZoneInfo(assessment.wave.time_zone)
    broken = [
        BrokenLink(key, title, at.astimezone(zone).date(), tuple(codes)) for (key, title, at), codes in citing.items()
    ]
    return frozenset(row.question for row in rows), broken


def _earlier(session: Session, assessment: Assessment) -> Earlier | None:
    """Return what the region submitted last in an earlier wave of the same questionnaire."""
    edition, opens = assessment.wave.edition, assessment.wave.opens
    which = {"region": assessment.region_id, "questionnaire": edition.key, "opens": opens}
    row = session.execute(_EARLIER, which).first()
    if row is None:
        return None
    then = editions.load(session, edition=row.Wave.edition)
    links = continuing.links(session, later=edition, earlier=row.Wave.edition)
    return Earlier(row.Wave.title, then, versions.counted(then, versions.thawed(then, row.answers)), links)


def _explained(session: Session, assessment: Assessment) -> dict[tuple[str, str], datetime]:
    """Return when a word was last said about a finding at a question, by question and key of the finding."""
    rows = session.connection().execute(_EXPLAINED, {"key": assessment.id})
    said = [((row.question, row.detail["check"]), row.done_at) for row in rows if "check" in row.detail]
    return dict(sorted(said, key=lambda one: one[1]))


def _is_explained(one: Finding, kept: Mapping[str, Kept], explained: Mapping[tuple[str, str], datetime]) -> bool:
    return all(_since(explained.get((code, one.key)), kept.get(code)) for code in one.questions)


def _since(said: datetime | None, kept: Kept | None) -> bool:
    """Whether a word was said, and the answer has not changed since."""
    if said is None:
        return False
    return kept is None or kept.changed_at is None or kept.changed_at <= said
