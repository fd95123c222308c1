"""The house: layers point downwards only, rooms have names of the field, public names say what they are."""

import ast
import subprocess
import sys
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "survey").rglob("*.py"))
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "manager", "handler", "misc"}
BLOCKED = ("flask", "sqlalchemy", "wtforms", "flask_babel", "flask_security")


def public(tree):
    """Yield the public classes and functions of a module or class, and those inside its public classes."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)


def test_imports_point_downwards_only():
    assert lint_imports(config_filename=str(ROOT / "setup.cfg"), cache_dir=None) == 0


def test_no_room_has_a_name_that_says_nothing():
    assert [path for path in MODULES if FORBIDDEN & set(path.stem.split("_"))] == []


def test_every_module_says_what_it_is_for():
    said = {
        path: ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) for path in MODULES if path.stat().st_size
    }
    assert [str(path) for path, words in said.items() if not words] == []


def test_every_public_name_says_what_it_is():
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in public(ast.parse(path.read_text(encoding="utf-8")))
        if not ast.get_docstring(node)
    ]
    assert silent == []


def test_the_core_needs_neither_web_nor_database_nor_pandas():
    blocked = "; ".join(f"sys.modules[{name!r}] = None" for name in BLOCKED)
    core = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in MODULES
        if path.relative_to(ROOT / "survey").parts[0] in {"questionnaires", "scoring", "errors.py"}
        and path.name != "frames.py"  # the one room that is for pandas
    ]
    command = f"import sys; {blocked}; import {', '.join(core)}; sys.exit('pandas' in sys.modules)"
    subprocess.run([sys.executable, "-c", command], check=True, cwd=ROOT)
