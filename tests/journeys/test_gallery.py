"""The gallery of charts in a real browser: axe finds nothing in any state once charts are drawn; nothing hangs over,
no word is cut off, and paper gets the drawings.
"""

import pytest

from survey.charts import examples
from tests.browser import DESKTOP, PHONE, violations
from tests.installations import free_port, serving

CUT_OFF = """(figure) => [...document.querySelectorAll(figure)].flatMap((svg) => {
  const room = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text")].filter((text) => {
    const { left, right, top, bottom, width } = text.getBoundingClientRect();
    const key = text.closest(".legend")?.querySelector(".bg").getBoundingClientRect();
    if (key && right > key.right + 2) return true;
    return width && (left < room.left - 2 || right > room.right + 2 || top < room.top - 2 || bottom > room.bottom + 2);
  }).map((text) => `${svg.closest("figure").id}: ${text.textContent}`);
})"""
"""The words of figures that stand outside of them, and so cannot be read whole."""


@pytest.fixture(scope="module")
def served(template, tmp_path_factory):
    """A served installation that shows the gallery."""
    folder = tmp_path_factory.mktemp("gallery") / "instance"
    template.copy(folder)
    with serving(folder, free_port(), gallery=True) as url:
        yield url


@pytest.mark.parametrize("state", examples.STATES)
@pytest.mark.parametrize(
    "look",
    [{"viewport": DESKTOP, "color_scheme": "light"}, {"viewport": PHONE, "color_scheme": "dark", "locale": "de-DE"}],
    ids=["desktop", "phone"],
)
def test_every_state_can_be_read_by_everybody(served, visit, state, look):
    with visit(served, **look) as person:
        page = person.open(f"/gallery/{state}")
        if state != "nothing":
            page.wait_for_selector("html[data-drawn]", state="attached", timeout=30_000)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= look["viewport"]["width"]
        shown = page.locator(".plot").evaluate_all(
            """all => all.flatMap((plot) => [...plot.querySelectorAll(".main-svg")]
                .filter((svg) => svg.getBoundingClientRect().width > plot.parentElement.scrollWidth + 1)
                .map(() => plot.closest("figure").id))"""
        )
        assert shown == []
        assert page.evaluate(CUT_OFF, ".plot .main-svg") == []
        page.emulate_media(media="print")
        assert page.evaluate(CUT_OFF, ".still svg:first-child") == []
        heights = page.locator("[data-still]").evaluate_all("all => all.map((one) => one.clientHeight)")
        assert all(heights)
        assert page.locator(".plot:visible").count() == 0


SIGNED = """() => [...document.querySelectorAll(".scroll, .drawing")]
  .filter((box) => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1)
  .map((box) => [
    box.closest("figure").id,
    box.nextElementSibling?.classList.contains("beyond") && box.nextElementSibling.checkVisibility(),
    box.tabIndex === 0 && box.matches("[role][aria-label], [role][aria-labelledby]"),
  ])"""
"""The boxes with more to their side: whether a sentence says so, and whether the keyboard reaches one with a name."""


def test_what_is_wider_than_a_small_phone_says_so_and_is_reached_by_keyboard(served, visit):
    with visit(served, viewport={"width": 320, "height": 800}) as person:
        page = person.open("/gallery/long")
        page.wait_for_selector("html[data-drawn]", state="attached", timeout=30_000)
        found = page.evaluate(SIGNED)
        assert {"tiles", "multiples", "dots"} <= {figure for figure, *_ in found}
        assert [figure for figure, *rest in found if rest != [True, True]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.set_viewport_size(DESKTOP)
        page.wait_for_function("() => document.querySelectorAll('.drawing.wide').length === 0")
        page.wait_for_function("() => [...document.querySelectorAll('.beyond')].every((one) => !one.checkVisibility())")
