"""``survey backup``, ``restore`` and ``move``: every row, score and file is there again, on either database."""

import json
import re
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa

from survey.app import create_app
from survey.database import begin_write, db, engine
from survey.models import Assessment, StoredFile, Wave
from survey.policy import OPERATOR
from survey.services import contents, evidence_store, results
from tests import commands, postgresql
from tests.installations import NOW, settings

PAPER = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def run(folder: Path, *words: str, url: str | None = None) -> subprocess.CompletedProcess[str]:
    more = {"SURVEY_INSTANCE": str(folder), "SURVEY_DEMONSTRATION": "1"}  # its key is in the folder: it is kept, too
    return commands.survey(*words, more={**more, **({"SURVEY_DATABASE_URL": url} if url else {})})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration of all regions and waves, with one file of evidence on the disk."""
    made = tmp_path_factory.mktemp("backup") / "instance"
    said = run(made, "demo")
    assert said.returncode == 0, said.stderr
    app = create_app(settings(made, demonstration=True))
    with app.app_context():
        kept = evidence_store.keep(PAPER, "paper.pdf", region=1, settings=app.extensions["survey_settings"])
        begin_write(db.session)
        evidence_store.row(db.session, kept, now=NOW)
        db.session.commit()
        db.engine.dispose()
    return made


@pytest.fixture(scope="module")
def packed(folder: Path) -> Path:
    said = run(folder, "backup")
    assert said.returncode == 0, said.stderr
    (path,) = (folder / "backups").iterdir()
    assert str(path) in said.stdout
    return path


def everything(url: str) -> dict[str, list[contents.Line]]:
    """Return every row of every table, but for the runs: a backup is over before it is kept that it ran."""
    made = engine(url)
    with made.connect() as connection:
        found = {table.name: list(contents.lines(connection, table)) for table in contents.tables(connection)}
    made.dispose()
    found.pop("scheduled_run", None)
    return found


def scores(folder: Path, url: str | None = None) -> dict[tuple[str, str, str], float | None]:
    """Return every score of every submitted assessment."""
    app = create_app(settings(folder, demonstration=True, database_url=url))
    with app.app_context():
        found = {
            (wave.key, one.assessment.region.key, code): score.score
            for wave in db.session.scalars(sa.select(Wave))
            for one in results.submitted(db.session, wave=wave, by=OPERATOR)
            for code, score in one.card.items()
        }
        db.session.close()
        db.engine.dispose()
    return found


def address(folder: Path) -> str:
    return f"sqlite:///{folder / 'survey.db'}"


def test_everything_is_there_again_on_an_empty_machine(folder, packed, tmp_path):
    other = tmp_path / "instance"
    said = run(other, "restore", str(packed))
    assert said.returncode == 0, said.stderr
    assert "Restored and compared, made" in said.stdout
    rows = everything(address(folder))
    assert len(rows["answer"]) > 3000
    assert everything(address(other)) == rows
    assert scores(other) == scores(folder)
    assert (other / "secret_key").read_bytes() == (folder / "secret_key").read_bytes()
    app = create_app(settings(other, demonstration=True))
    with app.app_context():
        stored = db.session.scalars(sa.select(StoredFile)).one()
        path = evidence_store.path(app.extensions["survey_settings"], stored.region_id, stored.digest)
        assert path.read_bytes() == PAPER
        assert path.stat().st_mode & 0o777 == 0o600
        db.session.close()
        db.engine.dispose()


def test_a_backup_moves_to_postgresql_and_back_and_new_rows_are_numbered_on(folder, packed, tmp_path):
    there = postgresql.database()
    said = run(tmp_path / "one", "restore", str(packed), url=there)
    assert said.returncode == 0, said.stderr
    assert everything(there) == everything(address(folder))
    made = engine(there)
    with made.begin() as connection:
        last = connection.scalar(sa.select(sa.func.max(Assessment.id)))
        assert connection.scalar(sa.text("SELECT nextval(pg_get_serial_sequence('assessment', 'id'))")) == last + 1
    made.dispose()
    back = tmp_path / "two"
    assert run(tmp_path / "one", "backup", "--to", str(tmp_path / "again"), url=there).returncode == 0
    (again,) = (tmp_path / "again").iterdir()
    assert run(back, "restore", str(again)).returncode == 0
    assert everything(address(back)) == everything(address(folder))


def test_an_installation_moves_from_sqlite_to_postgresql(folder):
    there = postgresql.database()
    said = run(folder, "move", there)
    assert said.returncode == 0, said.stderr
    assert re.search(r"Moved and compared: \d{5,} rows in \d\d tables\.", said.stdout)
    assert everything(there) == everything(address(folder))
    assert scores(folder, there) == scores(folder)
    again = run(folder, "move", there)
    assert again.returncode != 0
    assert "holds rows already" in again.stderr


def test_an_encrypted_backup_opens_with_its_key_alone(folder, tmp_path):
    key, other = tmp_path / "survey.key", tmp_path / "other.key"
    public = run(folder, "backup", "--new-key", str(key)).stdout.removeprefix("Public key: ").strip()
    assert key.stat().st_mode & 0o777 == 0o600
    assert "is there already" in run(folder, "backup", "--new-key", str(key)).stderr
    run(folder, "backup", "--new-key", str(other))
    assert run(folder, "backup", "--to", str(tmp_path / "kept"), "--for-key", public).returncode == 0
    (sealed,) = (tmp_path / "kept").iterdir()
    assert sealed.name.endswith(".tar.gz.age")
    assert b"secret_key" not in sealed.read_bytes()
    assert "is encrypted" in run(folder, "restore", "--check", str(sealed)).stderr
    assert "does not fit" in run(folder, "restore", "--check", str(sealed), "--key", str(other)).stderr
    assert run(folder, "restore", "--check", str(sealed), "--key", str(key)).stdout.startswith("Whole, made ")
    assert "does not fit" in run(folder, "backup", "--for-key", "age1nonsense").stderr


def test_a_key_in_the_settings_encrypts_what_the_timer_keeps(folder, tmp_path):
    public = (
        run(folder, "backup", "--new-key", str(tmp_path / "survey.key")).stdout.removeprefix("Public key: ").strip()
    )
    file = tmp_path / "survey.env"
    file.write_text(f"SURVEY_INSTANCE={folder}\nSURVEY_DEMONSTRATION=1\nSURVEY_BACKUP_KEY={public}\n")
    said = commands.survey("backup", "--to", str(tmp_path / "kept"), more={"SURVEY_SETTINGS": str(file)})
    assert said.returncode == 0, said.stderr
    assert [one.suffix for one in (tmp_path / "kept").iterdir()] == [".age"]
    file.write_text(f"SURVEY_INSTANCE={folder}\nSURVEY_BACKUP_KEY={public[:-1]}\n")
    assert (
        "Give what survey backup --new-key has said"
        in commands.survey("backup", more={"SURVEY_SETTINGS": str(file)}).stderr
    )


def test_a_damaged_backup_is_named_and_nothing_is_written(packed, tmp_path):
    damaged = tmp_path / "damaged.tar.gz"
    with tarfile.open(packed) as old, tarfile.open(damaged, "w:gz") as new:
        for member in old:
            content = old.extractfile(member).read()
            if member.name == "tables/answer.jsonl":
                content = content.replace(b'"answered"', b'"does_not_know"', 1)
                member.size = len(content)
            new.addfile(member, BytesIO(content))
    said = run(tmp_path / "instance", "restore", str(damaged))
    assert said.returncode != 0
    assert "damaged. Not as it was made: tables/answer" in said.stderr
    assert not (tmp_path / "instance" / "survey.db").exists()
    (tmp_path / "page.html").write_text("<p>no backup</p>")
    assert "no backup of the platform" in run(tmp_path / "instance", "restore", str(tmp_path / "page.html")).stderr


def test_a_backup_is_never_read_into_a_database_with_rows(folder, packed):
    rows = everything(address(folder))
    said = run(folder, "restore", str(packed))
    assert said.returncode != 0
    assert "holds rows already" in said.stderr
    assert everything(address(folder)) == rows


def test_only_the_oldest_backups_are_deleted(folder, tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    for name in ("survey-20200101T000000Z.tar.gz", "survey-20210101T000000Z.tar.gz.age", "notes.txt"):
        (kept / name).write_text("old")
    said = run(folder, "backup", "--to", str(kept), "--keep", "2")
    assert "Deleted: survey-20200101T000000Z.tar.gz" in said.stdout
    assert {path.name for path in kept.iterdir()} > {"survey-20210101T000000Z.tar.gz.age", "notes.txt"}
    assert len(list(kept.iterdir())) == 3


def test_evidence_that_is_not_on_the_disk_is_told(folder, tmp_path):
    app = create_app(settings(folder, demonstration=True))
    with app.app_context():
        stored = db.session.scalars(sa.select(StoredFile)).one()
        path = evidence_store.path(app.extensions["survey_settings"], stored.region_id, stored.digest)
        db.session.close()
        db.engine.dispose()
    hidden = path.rename(path.with_suffix(".away"))
    try:
        said = run(folder, "backup", "--to", str(tmp_path / "kept"))
    finally:
        hidden.rename(path)
    assert said.returncode != 0
    assert path.name in said.stderr
    (made,) = (tmp_path / "kept").iterdir()
    with tarfile.open(made) as archive:
        manifest = json.load(archive.extractfile("manifest.json"))
    assert manifest["evidence"] == {}
