"""The files for containers: they name what is there, hand secrets over by files, and run without rights."""

import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from survey import settings
from survey.cli import COMMANDS
from survey.secret_files import ENDING

ROOT = Path(__file__).parent.parent
COMPOSE = YAML(typ="safe").load((ROOT / "docs/running/compose.yaml").read_text(encoding="utf-8"))
OURS = [name for name, service in COMPOSE["services"].items() if service["image"] == "survey:latest"]
SECRET = {name + ENDING for name in settings.SECRET}


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Containerfile, each as its word and the rest."""
    lines = (ROOT / "Containerfile").read_text(encoding="utf-8")
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", lines, flags=re.MULTILINE))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]


def after_last_from() -> list[tuple[str, str]]:
    given = instructions()
    return given[max(place for place, (word, _) in enumerate(given) if word == "FROM") :]


def known(name: str) -> bool:
    return name in settings.NAMES or name in SECRET


def test_the_image_takes_what_the_checkout_has_and_what_it_ignores_is_not_needed():
    ignored = (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
    given = {line[1:] for line in ignored if line.startswith("!")}
    copied = [rest.split()[:-1] for word, rest in instructions() if word == "COPY" and "--from" not in rest]
    taken = {name for names in copied for name in names}
    assert ignored[0] == "*"
    assert taken == given
    assert all((ROOT / name).exists() for name in taken)


def test_the_image_runs_an_account_without_rights_and_tells_whether_it_is_ready():
    last = dict(after_last_from())
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", last["USER"])
    assert "/ready" in last["HEALTHCHECK"]
    assert last["VOLUME"] == "/var/lib/survey"


def test_the_image_installs_by_hash_and_starts_what_there_is():
    runs = [rest for word, rest in instructions() if word == "RUN"]
    assert any("--require-hashes -r requirements.lock" in one for one in runs)
    words = json.loads(dict(after_last_from())["CMD"])
    assert words[0] == "survey"
    assert words[1] in COMMANDS
    variables = [pair.partition("=")[0] for word, rest in instructions() if word == "ENV" for pair in shlex.split(rest)]
    assert [name for name in variables if name.startswith("SURVEY_") and not known(name)] == []


def test_it_keeps_its_files_where_it_may_write():
    (variables,) = (shlex.split(rest) for word, rest in after_last_from() if word == "ENV")
    assert "SURVEY_INSTANCE=/var/lib/survey" in variables


@pytest.mark.parametrize("name", OURS)
def test_each_of_our_containers_has_known_settings_and_no_rights(name):
    service = COMPOSE["services"][name]
    given = service["environment"]
    assert [one for one in given if not known(one)] == []
    assert [one for one in given if one in settings.SECRET] == [], "a secret is a file"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert [path for path in given.values() if path.startswith("/run/secrets/")] == [
        f"/run/secrets/{one}" for one in service["secrets"]
    ]


@pytest.mark.parametrize("name", OURS)
def test_each_command_is_one_of_ours(name):
    words = COMPOSE["services"][name].get("command", ["survey", "serve"])
    line = words[-1] if words[0] == "sh" else " ".join(words)
    called = re.findall(r"\bsurvey ([a-z-]+)", line)
    assert called
    assert [one for one in called if one not in COMMANDS] == []


def test_secrets_and_volumes_are_declared_and_used():
    used = {one for service in COMPOSE["services"].values() for one in service.get("secrets", ())}
    volumes = {one.partition(":")[0] for service in COMPOSE["services"].values() for one in service["volumes"]}
    assert used == set(COMPOSE["secrets"])
    assert volumes == set(COMPOSE["volumes"])
    commented = (ROOT / "docs/running/compose.yaml").read_text(encoding="utf-8")
    assert all(known(one) for one in re.findall(r"# (SURVEY_\w+):", commented))


def test_the_database_answers_before_tables_are_made_and_these_are_there_before_pages_are_served():
    services = COMPOSE["services"]
    assert "healthcheck" in services["database"]
    assert services["prepare"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert services["platform"]["depends_on"]["prepare"]["condition"] == "service_completed_successfully"
    assert all(port.startswith("127.0.0.1:") for port in services["platform"]["ports"])


UNITS = ["survey.service", "survey-work.service"]
FIRST = "sed -n '/^setuptools==/,/[^\\\\]$/p' requirements.lock >"


@pytest.mark.parametrize("name", ["Containerfile", "docs/running/install.sh"])
def test_what_builds_a_package_is_installed_from_the_lock_too_and_nothing_is_fetched_unseen(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert FIRST in text
    cut = subprocess.run(["sh", "-c", FIRST.rstrip(">")], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.fullmatch(r"setuptools==\S+ \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+", cut)
    installs = re.findall(r"pip\"? install (?:[^\n&]|\\\n)+", text)
    assert len(installs) == 3
    assert all("--no-build-isolation" in one for one in installs[1:])
    assert all("--require-hashes" in one for one in installs[:2])


@pytest.mark.parametrize("name", UNITS)
def test_units_keep_the_folder_private_and_take_away_what_is_never_needed(name):
    given = re.findall(r"^(\w+)=(.*)$", (ROOT / "docs/running" / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert (
        dict(given).items()
        >= {
            "User": "survey",
            "StateDirectory": "survey",
            "StateDirectoryMode": "0700",  # left out, systemd opens the folder to everybody
            "UMask": "0077",
            "ProtectSystem": "strict",
            "NoNewPrivileges": "yes",
            "CapabilityBoundingSet": "",
            "SystemCallFilter": "@system-service",
        }.items()
    )


@pytest.mark.parametrize("name", ["install.sh", "survey.sh"])
def test_scripts_for_administrators_can_be_read_by_the_shell(name):
    done = subprocess.run(["sh", "-n", ROOT / "docs/running" / name], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", UNITS)
def test_what_systemd_starts_is_one_of_our_commands(name):
    text = (ROOT / "docs/running" / name).read_text(encoding="utf-8")
    called = re.findall(r"^Exec\w+=/opt/survey/bin/survey ([a-z-]+)", text, re.MULTILINE)
    assert called
    assert [one for one in called if one not in COMMANDS] == []


@pytest.mark.parametrize("name", ["README.md", *(f"docs/{path}" for path in ("running.md", "running/survey.env"))])
def test_settings_that_documents_name_are_settings(name):
    named = set(re.findall(r"\bSURVEY_[A-Z_]+\b", (ROOT / name).read_text(encoding="utf-8")))
    assert {one for one in named if not known(one)} <= {settings.FILE}


PAGES = [ROOT / "docs/running.md", *sorted((ROOT / "docs/running").glob("*.md"))]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_settings_and_files_that_pages_for_administrators_name_are_there(path):
    text = path.read_text(encoding="utf-8")
    assert {one for one in re.findall(r"\bSURVEY_[A-Z_]+\b", text) if not known(one)} <= {settings.FILE}
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert [link for link in links if not (path.parent / link).exists()] == []
    commands = re.findall(r"(?:bin/survey|(?:platform|work) survey|^survey) ([a-z][a-z-]+)", text, re.MULTILINE)
    assert [one for one in commands if one not in COMMANDS] == []


def test_the_proxy_of_the_machine_is_believed_and_nobody_else_is_in_its_network():
    (network,) = COMPOSE["networks"]["default"]["ipam"]["config"]
    assert COMPOSE["services"]["platform"]["environment"]["SURVEY_TRUSTED_PROXIES"] == network["subnet"]
    assert all(port.startswith("127.0.0.1:") for port in COMPOSE["services"]["platform"]["ports"])
