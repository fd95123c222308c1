"""The routes of administrators for the tests of routes: which pages, what stands in their addresses, what is sent."""

PAGES = (
    "administration.index",
    "administration.storage_page",
    "administration.health_page",
    "administration.settings_page",
    "administration.file",
    "audit.whole",
    "audit.whole_file",
    "mail_queue.index",
    "mail_queue.file",
    "roles.show",
    "roles.asking",
    "region_editing.new",
    "region_editing.edit",
    "region_editing.add",
    "region_files.index",
)
"""Endpoints of pages that administrators alone get."""

NOTHING = ("region_editing.change", "region_editing.removing", "mail_queue.withdrawing")
"""Those about a figure or a mail that there is not."""

LISTS = ("people.file", "region_files.file")
"""Lists that the project team takes away, too."""

VALUES = {"change": "give-team", "figure": "999", "mail": "1"}
SPECIAL = {"administration.file": {"content": "storage"}, "region_files.file": {"kind": "regions"}}
"""What stands in addresses."""

FIGURE = {
    "measure": "foreign_born_share",
    "value": "3",
    "unit": "percent",
    "as_of": "2026",
    "source": "https://example.org/x",
    "confidence": "low",
}
"""A figure about a region, as its form sends it."""


def expected(nothing: dict[str, int], runners: dict[str, int]) -> dict[str, dict[str, int]]:
    """Return the status of a GET by endpoint and role, given those of what is not there and of what runners get."""
    alone = {**nothing, "administrator": 200}
    found = dict.fromkeys(PAGES, alone) | dict.fromkeys(NOTHING, nothing) | dict.fromkeys(LISTS, runners)
    return {**found, "region_files.again": {**nothing, "administrator": 302}}


def routes(route: type) -> list:
    """Return the routes that stand for administering."""
    return [
        route("/administration/"),
        route("/people/7/give-team", {}),
        route("/regions/timis/figures/new", FIGURE),
    ]
