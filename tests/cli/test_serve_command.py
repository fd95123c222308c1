"""``survey serve``: what it serves, and what it refuses at once."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from survey.cli.serve import _folder_for_counts
from survey.cli.serve import serve as command
from tests.installations import free_port, settings


def serve(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Start the server where it cannot serve, and wait until it gives up by itself."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SURVEY_")},
        "SURVEY_INSTANCE": str(folder),
        "SURVEY_SECRET_KEY": settings(folder).secret_key,
        **variables,
    }
    line = [str(Path(sys.executable).parent / "survey"), "serve", "--port", str(free_port())]
    return subprocess.run(line, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_a_database_for_real_answers_is_not_served_as_a_demonstration(app):
    folder = Path(app.instance_path)
    ended = serve(folder, SURVEY_DEMONSTRATION="1")
    assert ended.returncode != 0
    assert "This database cannot be served (other-kind). Its answers are real." in ended.stderr


def test_a_database_that_was_never_made_ends_the_server(tmp_path):
    ended = serve(tmp_path / "instance")
    assert ended.returncode != 0
    assert "no such table" in ended.stderr


def test_a_port_that_is_taken_is_told_in_one_line_with_the_command_to_type():
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as a second server of ours would share it
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = CliRunner().invoke(command, ["--port", str(port)])
    assert (ended.exit_code, ended.stdout) == (1, "")
    [line] = ended.stderr.splitlines()
    assert f"Port {port} is taken by another program." in line
    assert f"make run PORT={port + 1}" in line


def test_an_address_of_another_machine_is_told():
    ended = CliRunner().invoke(command, ["--host", "192.0.2.1", "--port", str(free_port())])
    assert ended.exit_code == 1
    assert "Nobody can listen on 192.0.2.1" in ended.stderr


def test_the_address_of_the_settings_file_is_where_people_come(tmp_path):
    file = tmp_path / "survey.env"
    file.write_text("SURVEY_BASE_URL=https://survey.example.org\n")
    ended = serve(tmp_path / "instance", SURVEY_SETTINGS=str(file))
    assert "Open https://survey.example.org in a browser." in ended.stdout


def test_a_setting_that_cannot_be_is_told_before_anything_starts(tmp_path):
    ended = serve(tmp_path / "instance", SURVEY_LOG="loud", SURVEY_TIME_ZONE="Europe/Atlantis")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "Set it to text or json" in ended.stderr
    assert "Europe/Atlantis" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_workers_count_in_a_private_folder_and_what_a_killed_server_left_is_dropped():
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = _folder_for_counts().with_name(f"survey-metrics-{gone.pid}")
    left.mkdir()
    mine = _folder_for_counts()
    assert (mine.is_dir(), left.exists()) == (True, False)
    assert mine.stat().st_mode & 0o777 == 0o700
    mine.rmdir()
