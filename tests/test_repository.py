"""Rules about the repository itself: what may be in it, how long things grow, where wording may stand."""

import re
import subprocess
from configparser import ConfigParser
from html.parser import HTMLParser
from pathlib import Path

import jinja2
import pytest

ROOT = Path(__file__).resolve().parent.parent
TRACKED = subprocess.run(
    ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT,
    capture_output=True,
    check=True,
    encoding="utf-8",
).stdout.split("\0")[:-1]
FILES = [name for name in TRACKED if (ROOT / name).is_file()]
PYTHON = [name for name in FILES if name.endswith(".py")]
TEMPLATES = [name for name in FILES if name.startswith("survey/templates/") and name.endswith(".html")]
GENERATED = re.compile(r"\.(mo|db|sqlite3?|pyc|whl|egg-info|log|eml|br|gz|zip)$|(^|/)(__pycache__|\.venv|build|dist)/")
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\b(ghp|gho|glpat|xox[bp]|AKIA)[-_A-Za-z0-9]{12,}|://[^/\s:@{}<]+:(?!password@)[^/\s:@{}<]{6,}@"
)
MACHINES = re.compile(r"(?<![\w.])/(home|Users|root|work|tmp/[a-z]+)/\w|file:///\w")
REGISTRIES = re.compile(r"\b(pypi\.org|pythonhosted\.org|npmjs\.(com|org)|unpkg\.com|jsdelivr\.net|cdnjs\.|cdn\.)")
SKIPS = re.compile(r"\b(pytest\.(skip|importorskip|xfail)|mark\.(skip|skipif|xfail)|unittest\.skip)\b")
ALLOWED_LENGTH = {"tests/conftest.py": 120}
NO_WORDS = {"EU-BELONG"}
"""What may stand in a template untranslated: proper names."""


def content(name: str) -> str:
    """Return the text of a tracked file, "" of one that is no text."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def lines_with(pattern: re.Pattern[str], names: list[str]) -> list[str]:
    """Return place and text of each line that the pattern is found in."""
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name in names
        for number, line in enumerate(content(name).splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_that_is_made_from_something_else_is_kept():
    assert [name for name in FILES if GENERATED.search(name)] == []


def test_an_installation_is_not_kept():
    assert [name for name in FILES if name.startswith("instance/")] in ([], ["instance/README.md"])


def test_no_secret_is_kept():
    assert lines_with(SECRETS, FILES) == []


def test_no_place_of_one_machine_is_named():
    assert lines_with(MACHINES, [name for name in FILES if name != "tests/test_repository.py"]) == []


def test_no_registry_and_no_content_network_is_named():
    assert lines_with(REGISTRIES, [name for name in FILES if name != "tests/test_repository.py"]) == []


def test_no_test_is_skipped_or_expected_to_fail():
    names = [name for name in PYTHON if name.startswith("tests/") and name != "tests/test_repository.py"]
    assert lines_with(SKIPS, names) == []


def test_files_stay_short():
    long = {name: content(name).count("\n") for name in PYTHON}
    assert {name: size for name, size in long.items() if size > ALLOWED_LENGTH.get(name, 250)} == {}


def test_templates_stay_short():
    long = {name: content(name).count("\n") for name in TEMPLATES}
    assert {name: size for name, size in long.items() if size > 80} == {}


def test_templates_hold_neither_style_nor_script():
    inline = re.compile(r"""\sstyle=|<style|\son[a-z]+=["']|<script(?![^>]*(\bsrc=|application/json))""")
    assert lines_with(inline, TEMPLATES) == []


def test_each_dependency_says_why():
    setup = (ROOT / "setup.cfg").read_text(encoding="utf-8")
    parser = ConfigParser()
    parser.read_string(setup)
    extras = dict(parser["options.extras_require"])
    wanted = [line for block in (parser["options"]["install_requires"], *extras.values()) for line in block.split("\n")]
    lines = setup.splitlines()
    for dependency in filter(None, wanted):
        above = lines[lines.index(f"    {dependency}") - 1].strip()
        assert above.startswith("# ") or above in wanted, f"{dependency} has no reason"


class Words(HTMLParser):
    """Collects what a template says without asking for a translation."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        """Look at the attributes that are read out."""
        self.silent += tag in {"script", "style"}
        self.found += [value or "" for name, value in attrs if name in {"aria-label", "title", "alt", "placeholder"}]

    def handle_endtag(self, tag):
        """Leave a script."""
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data):
        """Look at the text."""
        self.found += [] if self.silent else [data]


def untranslated(template: str) -> list[str]:
    """Return the words that stand in a template as they are, outside expressions and translated blocks."""
    pieces, translated = [], False
    for _, kind, value in jinja2.Environment(extensions=["jinja2.ext.i18n"]).lex(template):
        if kind == "name" and value in {"trans", "endtrans"}:
            translated = value == "trans"
        if kind == "data" and not translated:
            pieces.append(value)
        elif kind == "variable_begin":
            pieces.append("0")
    words = Words()
    words.feed(re.sub(r'\saria-(invalid|describedby)="[^"]*"', "", "".join(pieces)))
    words.close()
    found = [" ".join(text.split()) for text in words.found]
    return [text for text in found if re.search(r"[^\W\d_]{2,}", text) and text not in NO_WORDS]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("<p>{{ _('Save') }} <b>·</b> 12 %</p>", []),
        ("<p>{% trans n=3 %}Save {{ n }}{% endtrans %}</p>", []),
        ("<p class='wide' title=\"{{ _('Save') }}\">{# a note #}{{ title }}</p>", []),
        ("<p>Save {{ n }}</p>", ["Save 0"]),
        ("{% trans %}x{% endtrans %}<p title='Save it'></p>", ["Save it"]),
    ],
)
def test_words_are_found_in_templates(template, expected):
    assert untranslated(template) == expected


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_word_of_a_template_can_be_translated(name):
    assert untranslated(content(name)) == []
