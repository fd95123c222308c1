"""Words that an installation wrote as Markdown, as HTML: headings, paragraphs, lists, emphasis, links; nothing else."""

import re

from markdown_it import MarkdownIt
from markupsafe import Markup

_HARMLESS = re.compile(r"(https?://|mailto:|/(?![/\\]))", re.IGNORECASE)
_MARKDOWN = MarkdownIt("zero").enable(["heading", "list", "emphasis", "link", "escape"])
_MARKDOWN.validateLink = lambda url: _HARMLESS.match(url) is not None  # type: ignore[method-assign]


def html(words: str) -> Markup:
    """Return words as HTML below the heading of a page.

    HTML in them is shown as it was typed; a link leads by http, https or mailto, or to a page of this platform; other
    links stay as typed. Headings are of the second and third level, none skips one.
    """
    tokens = _MARKDOWN.parse(words)
    deepest = 1
    for token in tokens:
        if token.type == "heading_open":
            deepest = min(max(int(token.tag[1]), 2), deepest + 1, 3)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{deepest}"
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))  # noqa: S704 - escaped by the renderer
