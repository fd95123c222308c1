"""How the wheel is built: it carries the catalogues, compiled, though ``translations/`` stands beside the package.

Only setuptools loads this file, by its path, while it builds; ``setup.cfg`` names it.
"""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from setuptools import Command as BuildPy
else:
    from setuptools.command.build_py import build_py as BuildPy  # noqa: N812 - a command's name is its class

SOURCE = Path("translations")


class BuildWithCatalogues(BuildPy):  # type: ignore[misc]
    """Builds the package, then compiles each catalogue into it; a checkout in use compiles its own instead."""

    def run(self) -> None:
        """Build; ValueError for a catalogue that cannot be read."""
        if not self.editable_mode:  # what an older version left here (a migration!) must not get into this one
            shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        if self.editable_mode:
            return
        for path in sorted(SOURCE.glob("*/LC_MESSAGES/*.po")):
            target = Path(self.build_lib) / "survey" / path.with_suffix(".mo")
            target.parent.mkdir(parents=True, exist_ok=True)
            with path.open("rb") as source, target.open("wb") as file:
                write_mo(file, read_po(source, locale=path.parent.parent.name))
