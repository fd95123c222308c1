"""The wheel, installed outside the checkout: it prepares a demonstration, signs somebody in, and answers in German."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from http.cookiejar import CookieJar
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener
from zipfile import ZipFile

import pytest

from tests.installations import free_port

ROOT = Path(__file__).parent.parent


def ran(command: list[str], **more: object) -> str:
    said = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    assert said.returncode == 0, said.stdout + said.stderr
    return said.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of what git knows, in a copy: what a build leaves behind belongs into no checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    listed = ran(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / "source" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / "source" / name)
    left = folder / "source" / "build" / "lib" / "survey" / "migrations" / "r9999_of_another_version.py"
    left.parent.mkdir(parents=True)
    left.write_text("")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-deps", "--quiet"]
    ran([*pip, "--wheel-dir", str(folder / "made"), str(folder / "source")])
    (made,) = (folder / "made").glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install it into an environment of its own, which borrows libraries of this one, nothing of the checkout."""
    folder = tmp_path_factory.mktemp("installed") / "environment"
    venv.create(folder, with_pip=False)
    own = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(folder / "bin" / "python")]
    ran([*pip, "install", "--no-deps", "--quiet", str(wheel)])
    (own / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")  # links in it are not followed further
    return folder


def test_what_another_version_left_where_it_is_built_does_not_get_into_it(wheel):
    with ZipFile(wheel) as packed:
        migrations = [name for name in packed.namelist() if name.startswith("survey/migrations/r")]
    assert len(migrations) == len(list((ROOT / "survey" / "migrations").glob("r*.py")))


def test_the_package_comes_from_the_wheel(installed, tmp_path):
    where = ran([str(installed / "bin" / "python"), "-c", "import survey; print(survey.__file__)"], cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(installed)


def test_it_prepares_a_demonstration_signs_in_and_answers_in_german(installed, tmp_path):
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SURVEY_", "PYTHON"))}
    environment = {**clean, "SURVEY_INSTANCE": str(tmp_path / "instance"), "SURVEY_DEMONSTRATION": "1"}
    command = str(installed / "bin" / "survey")
    said = ran([command, "demo", "--port", str(port)], env=environment, cwd=tmp_path)
    (link,) = re.findall(r"as the coordinator of Donegal: (\S+)", said)
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [command, "serve", "--port", str(port)], env=environment, cwd=tmp_path, stdout=log, stderr=log
        )
        try:
            browser = build_opener(HTTPCookieProcessor(CookieJar()))
            page = opened(browser, link, server, tmp_path / "log")
            token = re.search(r'name="page-csrf_token"[^>]*value="([^"]+)"', page)
            assert token, page
            form = urlencode({"page-csrf_token": token[1]}).encode()
            tasks = browser.open(link, form, timeout=20).read().decode()
            assert "Donegal" in tasks
            token = re.search(r'name="page-csrf_token"[^>]*value="([^"]+)"', tasks)
            assert token, tasks
            wish = {"page-csrf_token": token[1], "page-language": "de", "page-next": "/assessments/2026/donegal/"}
            german = (
                browser.open(f"http://127.0.0.1:{port}/language", urlencode(wish).encode(), timeout=20).read().decode()
            )
        finally:
            server.terminate()
            server.wait(20)
    assert '<html lang="de"' in german
    assert "Alle Antworten und Punktwerte hier sind erfunden" in german
    assert "Wohnen" in german, "the questionnaire is translated, too"


def opened(browser, link, server, log: Path) -> str:
    """Wait until the server answers, and return the page of a link."""
    until = monotonic() + 60
    while monotonic() < until and server.poll() is None:
        try:
            return browser.open(link, timeout=10).read().decode()
        except URLError:
            sleep(0.1)
    raise AssertionError(f"The server does not answer:\n{log.read_text()}")
