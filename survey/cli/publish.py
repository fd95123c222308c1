"""``survey publish``: the public pages of published waves as files that any web server, or none, can show."""

import os
import re
from collections.abc import Iterator
from html import escape, unescape
from importlib import import_module
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, urlsplit

import click
from flask import Flask

from survey.cli.opened import in_force, reached, require_tables
from survey.languages import NAMES, SOURCE

LIST = "published.txt"
"""Names every file that the command wrote, so that the next run can take away what is no longer public."""
SCRIPT = re.compile(r"<script\b.*?</script>|<p [^>]*\bdata-walk\b.*?</p>", re.DOTALL)
"""Scripts, their data, and what is said of moving through figures that they would draw."""
ADDRESS = re.compile(r'\b(href|src)="(/[^"]*)"')


@click.command("publish")
@click.option(
    "--to", "folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write into."
)
def publish(folder: Path) -> None:
    """Write the public pages of all published waves as files, with style, drawings and open data.

    \b
    Write them, look at them, and let a web server show them:
      survey publish --to public-pages
      xdg-open public-pages/index.html
      rsync --archive --delete public-pages/ www.example.org:/var/www/results/

    The folder must be new, empty, or written by this command before; what is no longer public is then taken away.
    Links between the pages are relative, so that they work from any place, without a server too; the method of each
    wave is among them. Accessibility and privacy lead to the platform itself, whose address SURVEY_BASE_URL says.
    """
    settings = in_force()
    before = _written_before(folder)
    with reached(settings.database_url):
        require_tables()
    # The application stands above the command line, which takes it by its name as a web server does.
    app: Flask = import_module("survey.app").create_app(settings)
    files = dict(_files(app, settings.base_url))
    for name in sorted(before - files.keys()):
        (folder / name).unlink(missing_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / LIST).write_text("\n".join(sorted(files)) + "\n", encoding="utf-8")
    click.echo(f"Written: {len(files)} files to {folder}.")


def _written_before(folder: Path) -> set[str]:
    """Return the files of an earlier run; an error for a folder that holds anything else."""
    if not folder.exists() or not any(folder.iterdir()):
        return set()
    if not (folder / LIST).is_file():
        raise click.ClickException(f"{folder} holds other files. Name a new or an empty folder.")
    names = (folder / LIST).read_text(encoding="utf-8").split("\n")
    return {name for name in names if name and ".." not in PurePosixPath(name).parts and not name.startswith("/")}


def _files(app: Flask, base_url: str) -> Iterator[tuple[str, bytes]]:
    """Yield every file with its content, beginning from the list of waves in each language."""
    client = app.test_client(use_cookies=False)
    waiting = [f"/public?language={language}" for language in NAMES]
    seen = set(waiting)
    while waiting:
        here = waiting.pop()
        answer = client.get(here, base_url=base_url)
        if answer.status_code != 200:
            raise click.ClickException(f"{here} answers {answer.status_code}. Nothing was written.")
        content = answer.get_data()
        if answer.mimetype == "text/html":
            html = content.decode()
            found = {link.partition("#")[0] for link in _links(html)} - seen
            waiting += found
            seen |= found
            yield _name(here), _relative(html, _name(here), base_url)
            if here == f"/public?language={SOURCE}":
                yield "index.html", _relative(html, "index.html", base_url)
        else:
            yield _name(here), content


def _links(html: str) -> Iterator[str]:
    """Yield the addresses on a page that become files: public pages, their data, style and scripts."""
    for _attribute, address in ADDRESS.findall(SCRIPT.sub("", html)):
        if _is_file(unescape(address)):
            yield unescape(address)


def _is_file(address: str) -> bool:
    path = urlsplit(address).path
    return path == "/public" or path.startswith(("/public/", "/assets/"))


def _name(address: str) -> str:
    """Return the file of an address: its language is the first folder, a file for Excel says so in its name."""
    parts = urlsplit(address)
    path = PurePosixPath(parts.path)
    if path.parts[1] == "assets":
        return f"assets/{path.name}"
    asked = parse_qs(parts.query)
    language, inside = asked.get("language", [SOURCE])[0], "/".join(path.parts[2:])
    if path.suffix:
        excel = "_excel" if asked.get("for") == ["excel"] else ""
        return f"{language}/{inside.removesuffix(path.suffix)}{excel}{path.suffix}"
    return f"{language}/{inside}/index.html" if inside else f"{language}/index.html"


def _relative(html: str, name: str, base_url: str) -> bytes:
    """Return a page whose addresses are relative to it; what is no file leads to the platform.

    Its charts stay as they are drawn already: no browser loads the modules of a page that is opened from a file.
    """
    here = os.path.dirname(name)

    def changed(match: re.Match[str]) -> str:
        """Return the attribute with the address as it is from this page; what is no file leads to the platform."""
        address, _, part = unescape(match[2]).partition("#")
        if _is_file(address):
            target = os.path.relpath(_name(address), here or ".").replace(os.sep, "/")
        else:
            target = base_url.rstrip("/") + address
        return f'{match[1]}="{escape(target + ("#" + part if part else ""))}"'

    return ADDRESS.sub(changed, SCRIPT.sub("", html)).encode()
