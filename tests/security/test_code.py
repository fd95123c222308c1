"""What the code may not do, read from the code: carry texts out, unpack objects, guess where a value came from."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SOURCES = {path.relative_to(ROOT).as_posix(): path.read_text() for path in sorted((ROOT / "survey").rglob("*.py"))}
SCRIPTS = {
    path.relative_to(ROOT).as_posix(): path.read_text() for path in sorted((ROOT / "survey/static").rglob("*.js"))
}
CRYPTOGRAPHY = {"argon2", "authlib", "cryptography", "hashlib", "hmac", "itsdangerous", "joserfc",
                "passlib", "pyrage", "secrets", "ssl"}  # fmt: skip
"""Libraries that encrypt, sign, hash for a guard, or make what nobody may guess."""
UNPACKING = {"dill", "marshal", "pickle", "shelve"}


def imports(text: str) -> Iterator[str]:
    """Yield the packages that a module imports, wherever it does."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def calls(text: str) -> Iterator[str]:
    """Yield what a module calls, as it is written, and whether by a shell."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)
            yield from (f"shell={ast.unparse(one.value)}" for one in node.keywords if one.arg == "shell")


def test_no_text_becomes_code_and_no_bytes_become_objects():
    never = re.compile(r"(eval|exec|os\.system|os\.popen|shell=True|render_template_string)|.*\b(md5|sha1|from_string)")
    for path, text in SOURCES.items():
        assert not [one for one in calls(text) if never.fullmatch(one)], path
        assert not UNPACKING & set(imports(text)), path


def test_a_value_comes_from_the_form_or_from_the_address_and_never_from_either():
    assert [path for path, text in SOURCES.items() if re.search(r"\brequest\.values\b", text)] == []


def test_chance_that_can_be_repeated_is_for_invented_answers_alone():
    using = {path for path, text in SOURCES.items() if "random" in set(imports(text))}
    assert using == {
        f"survey/services/{name}.py"
        for name in ("demonstration", "demonstration_stakeholders", "demonstration_waves", "worked_example")
    }


def test_scripts_run_no_texts_and_talk_to_no_other_window():
    never = re.compile(r"\beval\(|new Function\(|document\.write|postMessage|addEventListener\(.message|WebSocket")
    assert [path for path, text in SCRIPTS.items() if never.search(text)] == []
    assert len(SCRIPTS) > 5


def test_what_is_guarded_by_cryptography_stands_in_the_list():
    """Each module that imports such a library is named by the part of SECURITY.md about keys and ciphers."""
    section = (ROOT / "SECURITY.md").read_text().split("\n## Keys and ciphers\n")[1].split("\n## ")[0]
    named = set(re.findall(r"`(survey/[\w/]+\.py)`", section))
    using = {path for path, text in SOURCES.items() if set(imports(text)) & CRYPTOGRAPHY}
    assert using <= named
    assert named <= set(SOURCES)
