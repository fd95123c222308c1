"""The bytes of evidence: once per region, private, on the disk before their row, looked at by a scanner."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from survey.database import begin_write, sessions
from survey.errors import FaultsError
from survey.models import StoredFile
from survey.services import evidence_store
from tests import postgresql
from tests.databases import NOW, bind, world
from tests.services.citing import HTML, PDF, at, keep


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    return postgresql.database() if request.param == "postgresql" else f"sqlite:///{tmp_path / 'survey.db'}"


@pytest.fixture
def here(tmp_path, url):
    return world(tmp_path, url)


def kept_names(folder):
    return sorted(str(one.relative_to(folder)) for one in (folder / "evidence").rglob("*") if one.is_file())


def test_a_file_is_private_and_named_by_its_digest(here, tmp_path):
    kept = keep(here, tmp_path)
    where = evidence_store.path(at(tmp_path), kept.region, kept.digest)
    assert where == tmp_path / "evidence" / str(here.assessment.region_id) / kept.digest[:2] / kept.digest
    assert where.read_bytes() == PDF
    assert where.stat().st_mode & 0o777 == 0o600
    assert {each.stat().st_mode & 0o777 for each in where.parents[:3]} == {0o700}
    assert (kept.size, kept.media_type, kept.name) == (len(PDF), "application/pdf", "strategy.pdf")


def test_the_same_bytes_are_one_file_of_a_region_and_never_shared(here, tmp_path):
    there = here.elsewhere.region_id
    for name, region in [("a.pdf", 0), ("b.pdf", 0), ("a.pdf", there)]:
        kept = keep(here, tmp_path, name=name, region=region)
        begin_write(here.session)
        evidence_store.row(here.session, kept, now=NOW)
        here.session.commit()
    found = here.session.scalars(sa.select(StoredFile)).all()
    assert sorted(one.region_id for one in found) == sorted([here.assessment.region_id, there])
    assert len({one.digest for one in found}) == 1
    assert len(kept_names(tmp_path)) == 2


def test_two_who_store_the_same_file_at_once_get_the_same_row(here, tmp_path, url):
    kept, make = keep(here, tmp_path), sessions(bind(tmp_path, url))

    def store(_turn):
        session = make()
        begin_write(session)
        found = evidence_store.row(session, kept, now=NOW).id
        session.commit()
        return found

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(store, range(6)))) == 1


def test_the_files_of_a_region_have_an_end(here, tmp_path):
    begin_write(here.session)
    known = {"region_id": here.assessment.region_id, "media_type": "application/pdf", "stored_at": NOW}
    here.session.add(StoredFile(digest="a" * 64, size=evidence_store.LARGEST_TOTAL - len(PDF) + 1, **known))
    here.session.flush()
    with pytest.raises(FaultsError) as caught:
        evidence_store.row(here.session, keep(here, tmp_path), now=NOW)
    assert caught.value.faults[0].code == "total"


def test_what_is_refused_leaves_nothing_behind(tmp_path):
    with pytest.raises(FaultsError):
        evidence_store.keep(HTML, "a.pdf", region=1, settings=at(tmp_path))
    assert not (tmp_path / "evidence").exists()


SCANNER = """import pathlib, sys
path = pathlib.Path(sys.argv[-1])
pathlib.Path(sys.argv[1]).write_text(f"{path.parent} {path.stat().st_mode & 0o777:o} {len(path.read_bytes())}")
sys.exit(int(sys.argv[2]))
"""


def scanner(folder, ends_with):
    script = folder / "a scanner.py"
    script.write_text(SCANNER)
    return f"{sys.executable} '{script}' '{folder / 'seen'}' {ends_with}"


def test_a_scanner_sees_each_file_before_it_is_kept(tmp_path):
    kept = evidence_store.keep(PDF, "a.pdf", region=7, settings=at(tmp_path, scanner(tmp_path, 0)))
    folder = tmp_path / "evidence" / "7" / kept.digest[:2]
    assert (tmp_path / "seen").read_text() == f"{folder} 600 {len(PDF)}"
    assert kept_names(tmp_path) == [f"evidence/7/{kept.digest[:2]}/{kept.digest}"]


@pytest.mark.parametrize(
    ("ends_with", "code"), [(1, "infected"), (2, "not-scanned"), (99, "not-scanned"), ("x", "infected")]
)
def test_what_a_scanner_finds_or_cannot_look_at_is_not_kept(tmp_path, ends_with, code):
    with pytest.raises(FaultsError) as caught:
        evidence_store.keep(PDF, "a.pdf", region=7, settings=at(tmp_path, scanner(tmp_path, ends_with)))
    assert caught.value.faults[0].code == code
    assert kept_names(tmp_path) == []


@pytest.mark.parametrize("command", ["/no/such/scanner", "unbalanced 'quote"])
def test_without_the_scanner_that_is_named_nothing_is_kept(tmp_path, command):
    with pytest.raises(FaultsError) as caught:
        evidence_store.keep(PDF, "a.pdf", region=7, settings=at(tmp_path, command))
    assert caught.value.faults[0].code == "not-scanned"
    assert kept_names(tmp_path) == []
