"""Words as HTML: what Markdown may say, and that nothing else gets through."""

import pytest

from survey.views.prose import html


def test_headings_lists_emphasis_and_links_are_taken():
    words = "# Ours\n\nWe *keep* **little**.\n\n- one\n- [two](https://example.org/a)\n"
    assert html(words) == (
        "<h2>Ours</h2>\n<p>We <em>keep</em> <strong>little</strong>.</p>\n"
        '<ul>\n<li>one</li>\n<li><a href="https://example.org/a">two</a></li>\n</ul>\n'
    )


def test_no_heading_skips_a_level():
    found = html("### Deep\n\n# Top\n\n#### Deeper\n\n###### Deepest\n")
    assert [line for line in found.splitlines() if line.startswith("<h")] == [
        "<h2>Deep</h2>",
        "<h2>Top</h2>",
        "<h3>Deeper</h3>",
        "<h3>Deepest</h3>",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "<b onclick=x>b</b>",
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "[a](//evil.example)",
        "[a](JAVASCRIPT:alert(1))",
        "![a](https://evil.example/pixel.png)",
        "<https://evil.example>",
        "{{ 7*7 }}",
    ],
)
def test_what_is_no_such_markdown_is_shown_as_it_was_typed(words):
    found = html(words)
    assert found.count("<") == 2 or found.startswith('<p>!<a href="https://')
    for part in ("<script", "<b ", 'href="j', 'href="J', 'href="d', 'href="//', 'href="/\\', "<img", "49"):
        assert part not in found


def test_a_path_stays_on_this_platform_even_with_a_sign_that_browsers_turn():
    assert html("[a](/\\evil.example)") == '<p><a href="/%5Cevil.example">a</a></p>\n'
