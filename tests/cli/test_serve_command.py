"""``survey serve``: what it serves, and what it refuses at once."""

import os
import subprocess
import sys
from pathlib import Path

from tests.installations import free_port, settings


def serve(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Start the server where it cannot serve, and wait until it gives up by itself."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SURVEY_")},
        "SURVEY_INSTANCE": str(folder),
        "SURVEY_SECRET_KEY": settings(folder).secret_key,
        **variables,
    }
    command = [str(Path(sys.executable).parent / "survey"), "serve", "--port", str(free_port())]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_a_database_for_real_answers_is_not_served_as_a_demonstration(app):
    folder = Path(app.instance_path)
    ended = serve(folder, SURVEY_DEMONSTRATION="1")
    assert ended.returncode != 0
    assert "This database cannot be served (other-kind)" in ended.stderr


def test_a_database_that_was_never_made_ends_the_server(tmp_path):
    ended = serve(tmp_path / "instance")
    assert ended.returncode != 0
    assert "no such table" in ended.stderr
