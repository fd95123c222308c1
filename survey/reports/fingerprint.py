"""The fingerprint of data: by it one can check that a printed report and the data of today are the same."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from survey.charts.readings import Readings
from survey.models import Assessment, Wave
from survey.questionnaires.model import Questionnaire
from survey.services.answers import Kept
from survey.services.submissions import frozen

Data = Mapping[str, Any]
SCORES = ("region", "component", "score", "low", "high", "coverage", "not_applicable", "planned")


def of_answers(assessment: Assessment, questionnaire: Questionnaire, found: Mapping[str, Kept]) -> Data:
    """Return what one region answered as plain values: whose, in which wave, to which questions, and each answer."""
    rows = [{name: row[name] for name in row if name != "version"} for row in frozen(questionnaire, found)]
    return {**_which(assessment.wave), "region": assessment.region.key, "answers": rows}


def of_scores(wave: Wave, readings: Readings) -> Data:
    """Return scores as plain values, not rounded: for readers of scores who may not take the answers away."""
    rows = [{name: getattr(reading, name) for name in SCORES} for reading in readings]
    rows.sort(key=lambda row: (row["region"], row["component"]))
    return {**_which(wave), "scores": rows}


def _which(wave: Wave) -> dict[str, Any]:
    edition = wave.edition
    return {
        "wave": wave.key,
        "questionnaire": edition.key,
        "edition": edition.edition,
        "structure": edition.structure_hash,
    }


def canonical(data: Data) -> bytes:
    """Return data as canonical JSON: names in order, no spaces, UTF-8, numbers with all their digits."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fingerprint(data: Data) -> str:
    """Return the SHA-256 of data as canonical JSON, in 64 hexadecimal digits."""
    return hashlib.sha256(canonical(data)).hexdigest()


def spaced(digest: str) -> str:
    """Return a fingerprint in groups of eight, so that eyes can compare it."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
