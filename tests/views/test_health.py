"""``/live`` and ``/ready`` tell the truth to whoever watches the server."""

from pathlib import Path

import sqlalchemy as sa

from survey.database import db
from survey.transactions import PURPOSE


def test_an_installation_that_can_serve_says_so_without_a_cookie(client):
    for path, word in (("/live", "live"), ("/ready", "ready")):
        answer = client.get(path)
        assert (answer.status_code, answer.json) == (200, {"status": word})
        assert "Set-Cookie" not in answer.headers


def test_tables_of_another_version_are_told(app, client):
    with app.app_context():
        engine = db.engine
    with engine.connect().execution_options(**{PURPOSE: "writing"}) as connection, connection.begin():
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    answer = client.get("/ready")
    assert (answer.status_code, answer.json) == (503, {"status": "not ready", "faults": ["tables"]})
    assert client.get("/live").status_code == 200


def test_a_database_that_is_gone_is_told(app, client):
    with app.app_context():
        db.engine.dispose()
    for path in Path(app.instance_path).glob("survey.db*"):
        path.unlink()
    Path(app.instance_path, "survey.db").mkdir()
    answer = client.get("/ready")
    assert (answer.status_code, answer.json["faults"]) == (503, ["database"])
