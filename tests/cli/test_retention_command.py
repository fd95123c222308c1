"""``survey retention``: a table of what goes, and a dry run that changes nothing."""

import os
from datetime import timedelta
from pathlib import Path

from survey.database import Base, begin_write, db
from survey.models import Purpose, Token
from tests import commands
from tests.installations import NOW
from tests.views.standing_in_review import somebody


def run(folder: Path, *words: str, **more: str) -> str:
    said = commands.survey("retention", *words, folder=folder, more=more)
    assert said.returncode == 0, said.stderr
    return said.stdout


def contents(app) -> dict[str, list[str]]:
    with app.app_context():
        tables = Base.metadata.sorted_tables
        return {table.name: sorted(map(str, db.session.execute(table.select()))) for table in tables}


def test_it_says_what_would_go_and_then_lets_it_go(app):
    folder = Path(app.instance_path)
    with app.app_context():
        begin_write(db.session)
        made, over = NOW - timedelta(days=80), NOW - timedelta(days=60)
        known = {"user_id": somebody("team").id, "created_at": made, "expires_at": over}
        db.session.add(Token(purpose=Purpose.SIGN_IN, digest="a" * 64, **known))
        db.session.commit()
    before = contents(app)
    looked = run(folder, "--dry-run").splitlines()
    assert looked[0] == (
        "     1  links sent by mail that work no more: deleted (after 30 days; SURVEY_RETENTION_LINKS_DAYS)"
    )
    assert len(looked) == 7
    assert looked[-1] == "Nothing was changed: this was a dry run."
    assert contents(app) == before
    assert "kept for good" in run(folder, SURVEY_RETENTION_LINKS_DAYS="0").splitlines()[0]
    after = contents(app)
    assert len(after.pop("scheduled_run")) == 1  # that it ran is kept
    assert after == {name: rows for name, rows in before.items() if name != "scheduled_run"}
    upload = folder / "evidence" / "1" / "ab" / ".new-killed"
    upload.parent.mkdir(parents=True)
    upload.touch()
    os.utime(upload, (0, 0))
    unfinished = "     1  unfinished files of uploads and backups that were killed: deleted (after 1 day)"
    assert unfinished in run(folder, "--dry-run").splitlines()
    assert upload.exists()
    assert len(run(folder).splitlines()) == 6
    assert contents(app)["token"] == []
    assert not upload.exists()
    assert "survey retention --dry-run" in run(folder, "--help")
