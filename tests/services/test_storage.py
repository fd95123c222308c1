"""What an installation keeps: rows, files of evidence and those that no row names, mails, backups, free disk."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from survey.database import begin_write
from survey.errors import NotFoundError
from survey.models import Evidence, EvidenceKind
from survey.policy import OPERATOR
from survey.services import evidence_store, storage
from survey.services.administration_tables import of_storage
from survey.services.sizes import size
from tests.databases import EACH, NOW, dispose, world, world_on
from tests.installations import settings

PAPER = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def piece(here, file, **more) -> None:
    """Keep a piece of evidence that is a file."""
    known = {"title": "Paper", "added_at": NOW, "added_by_id": here.coordinator.id, "confidential": False, **more}
    region = here.assessment.region_id
    here.session.add(Evidence(region_id=region, kind=EvidenceKind.FILE, file_id=file.id, file_name="a.pdf", **known))


@pytest.mark.parametrize("kind", EACH)
def test_everything_is_counted_by_hand(kind, tmp_path):
    here = world_on(kind, tmp_path)
    of, region = settings(tmp_path), here.assessment.region_id
    papers = [PAPER, PAPER + b"%", PAPER + b"%%"]
    begin_write(here.session)
    rows = [
        evidence_store.row(here.session, evidence_store.keep(one, "a.pdf", region=region, settings=of), now=NOW)
        for one in papers
    ]
    gone = {"removed_at": NOW, "removed_by_id": here.coordinator.id}
    piece(here, rows[0])
    piece(here, rows[1], **gone)
    piece(here, rows[2])
    here.session.commit()
    evidence_store.path(of, region, rows[2].digest).unlink()
    (tmp_path / "evidence" / "1" / "broken-off").write_bytes(b"1234")
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "one.eml").write_bytes(b"12345")
    (tmp_path / "backups").mkdir()
    for day, content in (("20260502", b"1"), ("20260503", b"22")):
        (tmp_path / "backups" / f"survey-{day}T020000Z.tar.gz").write_bytes(content)
    (tmp_path / "backups" / "notes.txt").write_bytes(b"no backup")

    found = storage.look(here.session, settings=of, by=OPERATOR)
    here.session.close()
    assert (found.rows["region"], found.rows["account"], found.rows["evidence"]) == (2, 6, 3)
    assert found.evidence.named == storage.Amount(1, len(PAPER))
    assert found.evidence.spare == storage.Amount(2, len(PAPER) + 1 + 4)
    assert found.evidence.missing == 1
    assert found.mails == storage.Amount(1, 5)
    assert found.backups.all == storage.Amount(2, 3)
    assert found.backups.made_at == datetime(2026, 5, 3, 2, 0, tzinfo=UTC)
    assert (found.backups.newest.name, found.backups.size) == ("survey-20260503T020000Z.tar.gz", 2)
    assert 0 < found.free <= found.total
    assert found.size > 10_000
    assert found.kind == {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[kind]
    assert int(found.version.split(".")[0]) >= 3
    table = of_storage(found)
    assert ["table", "region", 2, None] in table.rows
    assert ["evidence", "missing", 1, None] in table.rows
    dispose()


def test_an_empty_folder_holds_nothing(tmp_path):
    here = world(tmp_path)
    found = storage.look(here.session, settings=settings(tmp_path), by=here.administrator)
    nothing = storage.Amount()
    assert (found.evidence, found.mails) == (storage.Files(nothing, nothing, 0), nothing)
    assert found.backups == storage.Kept(nothing, None, None, 0)


def test_it_is_for_administrators(tmp_path):
    here = world(tmp_path)
    for by in (here.team, here.coordinator):
        with pytest.raises(NotFoundError):
            storage.look(here.session, settings=replace(settings(tmp_path)), by=by)


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 kB"), (999, "1.0 kB"), (12_345, "12 kB"), (2_500_000, "2.5 MB"), (21_000_000_000, "21.0 GB")],
)
def test_sizes_are_said_as_people_do(count, said):
    assert size(count) == said
