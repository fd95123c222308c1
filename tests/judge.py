"""The page judge: what must be true of every page, whatever it is about.

``faults`` reads a page as a browser does and returns what is wrong with it, in words. Every HTML page that a
test fetches goes through it (see :mod:`tests.clients`), so a new page is judged as soon as one test opens it.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as PARSE_ERRORS

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
DATA_TYPES = {"application/json"}
FETCHING = {
    "href": {"link", "use", "image"},
    "src": None,
    "action": None,
    "formaction": None,
    "data": None,
    "poster": None,
}
SPOKEN = ("aria-label", "title", "placeholder", "alt")
REFERENCES = (
    "for",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "list",
    "headers",
    "form",
)
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
SILENT = {"script", "style", "template", "head"}
LABELS = {"{http://www.w3.org/2000/svg}text"}
"""Elements of drawings whose parts are lines of one label."""


@dataclass(frozen=True)
class Page:
    """One page, parsed; ``problems`` are the parser's own complaints, with line and column."""

    root: Element
    problems: tuple[str, ...]

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """All elements in the order of the page."""
        return tuple(element for element in self.root.iter() if isinstance(element.tag, str))

    @cached_property
    def parents(self) -> dict[Element, Element]:
        """The parent of each element."""
        return {child: parent for parent in self.elements for child in parent}

    def named(self, *tags: str) -> list[Element]:
        """Return the elements of these tags, in the order of the page."""
        return [element for element in self.elements if element.tag in tags]

    def ancestors(self, element: Element) -> Iterator[Element]:
        """Yield what the element stands in, from the inside out."""
        while (parent := self.parents.get(element)) is not None:
            yield (element := parent)


def parse(html: str) -> Page:
    """Read a whole page as a browser does."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(html)
    problems = tuple(
        f"HTML, line {line}: {PARSE_ERRORS.get(code, code) % values}" for (line, _), code, values in parser.errors
    )
    return Page(root, problems)


def text(element: Element) -> str:
    """Return what an element says: its text, alternative texts included, spaces made single."""
    said = [element.get("aria-label") or "", element.get("alt") or ""]
    said += [] if element.tag in {"script", "style"} else [element.text or ""]
    for child in element:
        said += [text(child), child.tail or ""]
    return " ".join(" ".join(said).split())


def faults(html: str, untranslated: Collection[str] = ()) -> list[str]:
    """Return everything that is wrong with a page; ``untranslated`` are texts that must not stand on it."""
    page = parse(html)
    found = list(page.problems)
    for rule in RULES:
        found += rule(page)
    return found + [f"not translated: {said!r}" for said in spoken(page) if said in untranslated]


def spoken(page: Page) -> Iterator[str]:
    """Yield each text that a reader sees or hears, but for parts marked as another language."""
    for element in page.elements:
        around = [element, *page.ancestors(element)]
        if any(one.get("lang") and one.tag != "html" for one in around):
            continue
        if any(one.tag in LABELS for one in around[1:]):
            continue  # a line of a label, which was said with the others
        if element.tag in LABELS:
            yield " ".join("".join(f"{part} " for part in element.itertext()).split())
        elif not any(one.tag in SILENT for one in around):
            yield from filter(None, (" ".join((element.text or "").split()), *_attributes(element)))
            yield from filter(None, (" ".join((child.tail or "").split()) for child in element))


def _attributes(element: Element) -> Iterator[str]:
    for name in SPOKEN:
        yield (element.get(name) or "").strip()
    if element.tag == "input" and element.get("type") in {"submit", "button", "reset"}:
        yield (element.get("value") or "").strip()


def _head(page: Page) -> Iterator[str]:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]+)?", page.root.get("lang") or ""):
        yield "<html> says no language"
    views = [one.get("content") or "" for one in page.named("meta") if one.get("name") == "viewport"]
    if not any("width=device-width" in view for view in views):
        yield "no meta viewport for phones"
    if any("user-scalable" in view or "maximum-scale" in view for view in views):
        yield "the viewport forbids zooming"


def _headings(page: Page) -> Iterator[str]:
    headings = page.named(*HEADINGS)
    main = [text(heading) for heading in headings if heading.tag == "h1"]
    if len(main) != 1:
        yield f"{len(main)} h1, not one"
    titles = [text(title) for title in page.named("title") if page.parents[title].tag == "head"]
    if len(titles) != 1 or not main or not main[0] or not titles[0].startswith(main[0]):
        yield f"the title {titles} does not begin with the h1 {main}"
    level = 0
    for heading in headings:
        deeper = int(str(heading.tag)[1])
        if deeper > level + 1:
            yield f"<{heading.tag}> {text(heading)!r} skips a level"
        if not text(heading):
            yield f"an empty <{heading.tag}>"
        level = deeper


def _identifiers(page: Page) -> Iterator[str]:
    known: set[str] = set()
    for element in page.elements:
        identifier = element.get("id")
        if identifier in known:
            yield f"the id {identifier!r} stands twice"
        if identifier is not None:
            known.add(identifier)
    for element in page.elements:
        for name in REFERENCES:
            for target in (element.get(name) or "").split():
                if target not in known:
                    yield f"{name}={target!r} of <{element.tag}> leads nowhere"
        link = element.get("href") or ""
        if element.tag == "a" and link.startswith("#") and link[1:] not in known:
            yield f"the link {link!r} leads nowhere"


def _controls(page: Page) -> Iterator[str]:
    labelled = {label.get("for") for label in page.named("label") if text(label)}
    for control in page.named("input", "select", "textarea"):
        if control.tag == "input" and control.get("type") in UNLABELLED:
            continue
        wrapped = any(one.tag == "label" and text(one) for one in page.ancestors(control))
        named = control.get("aria-label") or control.get("aria-labelledby")
        if not (wrapped or named or (control.get("id") and control.get("id") in labelled)):
            yield f"the field {control.get('name')!r} has no label"
    for fieldset in page.named("fieldset"):
        if not len(fieldset) or fieldset[0].tag != "legend" or not text(fieldset[0]):
            yield "a fieldset without a legend in first place"


def _names(page: Page) -> Iterator[str]:
    for element in page.named("a", "button", "summary"):
        if (element.tag != "a" or element.get("href")) and not (text(element) or element.get("aria-labelledby")):
            yield f"a <{element.tag}> without text: {element.attrib}"
    for image in page.named("img"):
        if image.get("alt") is None:
            yield f"the image {image.get('src')!r} has no alt"
    for table in page.named("table"):
        if not any(cell.tag == "th" for cell in table.iter()):
            yield "a table without a header cell"


def _inline(page: Page) -> Iterator[str]:
    for script in page.named("script"):
        if script.get("src") is None and script.get("type") not in DATA_TYPES:
            yield "an inline script"
    if page.named("style"):
        yield "an inline <style>"
    for element in page.elements:
        for name, value in element.attrib.items():
            if name == "style" or name.startswith("on") or value.strip().lower().startswith("javascript:"):
                yield f"inline {name} on <{element.tag}>"


def _hosts(page: Page) -> Iterator[str]:
    for element in page.elements:
        for name, tags in FETCHING.items():
            if (tags is None or element.tag in tags) and urlsplit(element.get(name) or "").netloc:
                yield f"<{element.tag}> asks another host: {element.get(name)}"
        if "//" in (element.get("srcset") or ""):
            yield f"<{element.tag}> asks another host: {element.get('srcset')}"


def _forms(page: Page) -> Iterator[str]:
    for form in page.named("form"):
        fields = [one for one in form.iter("input") if one.get("name") == "page-csrf_token" and one.get("value")]
        if (form.get("method") or "get").lower() == "post" and not fields:
            yield f"the form to {form.get('action')!r} posts without a csrf token"
        if (form.get("method") or "get").lower() == "get" and fields:
            yield f"the form to {form.get('action')!r} puts its csrf token into the address"


RULES: tuple[Callable[[Page], Iterator[str]], ...] = (
    _head, _headings, _identifiers, _controls, _names, _inline, _hosts, _forms,
)  # fmt: skip
