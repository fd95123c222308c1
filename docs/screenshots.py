"""Take the pictures of README: a demonstration is made, served and photographed in Chromium.

Run it from the checkout after `make test` has set things up: `.venv/bin/python docs/screenshots.py`; names of pictures
take those alone.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.browser import DESKTOP, PHONE, chromium, visitor
from tests.installations import free_port, serving, settings

FOLDER = Path(__file__).resolve().parent / "screenshots"
TASKS, HOUSING = "/assessments/2026/donegal/", "/assessments/2026/donegal/sections/housing"
SMALL = {"viewport": {"width": 1000, "height": 700}}
COMPARE, REVIEW = "/compare/2026", "/assessments/2026/salzburg/review"
SHOTS = [
    ("welcome", None, "/", {}),
    ("sign-in", None, "/sign-in", {}),
    ("tasks", "the coordinator", TASKS, {}),
    ("tasks-phone", "the coordinator", TASKS, {"viewport": PHONE}),
    ("section", "the coordinator", HOUSING, {}),
    ("section-german-dark", "the coordinator", HOUSING, {"locale": "de-DE", "color_scheme": "dark"}),
    ("section-phone", "the coordinator", HOUSING, {"viewport": PHONE}),
    ("check", "the coordinator", f"{TASKS}check", {}),
    ("colleagues", "the coordinator", f"{TASKS}colleagues", {}),
    ("mine-phone", "the colleague", f"{TASKS}mine", {"viewport": PHONE}),
    ("evidence", "the coordinator", f"{TASKS}questions/com_strategy/evidence", {}),
    ("comments", "the coordinator", f"{TASKS}questions/adi_rules/comments", {}),
    ("stage", "the coordinator", f"{TASKS}stage", {}),
    ("workbook", "the coordinator", f"{TASKS}workbook", {}),
    ("review", "the reviewer", REVIEW, {}),
    ("review-german-dark", "the reviewer", REVIEW, {"locale": "de-DE", "color_scheme": "dark"}),
    ("verdict", "the reviewer", f"{REVIEW}/com_strategy", {}),
    ("results-both", "the project team", "/results/2026/salzburg", {}),
    ("log", "the project team", "/assessments/2026/salzburg/log", {}),
    ("progress", "the project team", "/waves/2026/progress", {}),
    ("progress-phone", "the project team", "/waves/2026/progress", {"viewport": PHONE}),
    ("answers", "the coordinator", f"{TASKS}answers", {}),
    ("results", "the coordinator", "/results/2026/donegal", {}),
    ("computed", "the coordinator", "/results/2026/donegal/explained/education", {}),
    ("computed-phone", "the coordinator", "/results/2026/donegal/explained/education", {"viewport": PHONE}),
    ("wave", "the project team", "/waves/2026", {}),
    ("people", "the project team", "/people/", {}),
    ("region", "the project team", "/regions/salzburg", {}),
    ("compare", "the project team", COMPARE, {}),
    ("compare-german-dark", "the project team", COMPARE, {"locale": "de-DE", "color_scheme": "dark"}),
    ("compare-phone", "the project team", COMPARE, {"viewport": PHONE}),
    ("export", "the project team", "/exports/2026", {}),
    ("codebook", "the project team", "/exports/2026/codebook", {}),
    ("change", "the project team", "/results/2026/salzburg/change", {}),
    ("priorities", "the coordinator", "/results/2026/donegal/priorities", {}),
    ("peers", "the project team", "/results/2026/salzburg/peers", {}),
    ("lenses", "the project team", "/results/2026/salzburg/lenses", {}),
    ("ranks", "the project team", f"{COMPARE}/ranks", {}),
    ("pair", "the project team", f"{COMPARE}/pair", {}),
    ("trends", "the project team", f"{COMPARE}/waves", {}),
    ("weights", "the project team", f"{COMPARE}/weights", {}),
    ("disclosure", "the coordinator", f"{TASKS}disclosure", {}),
    ("public", None, "/public/2025", {}),
    ("report", "the project team", "/results/2026/salzburg/report", {}),
    ("gallery", None, "/gallery/long", {"locale": "de-DE"}),
    ("method", None, "/method", {}),
    ("accessibility", None, "/accessibility", {}),
    ("both", "the project team", f"{COMPARE}/lenses", SMALL),
    ("stakeholders", "the coordinator", f"{TASKS}stakeholders", SMALL),
    ("efforts", "the coordinator", "/results/2026/donegal/priorities/efforts", SMALL),
    ("history", "the coordinator", f"{TASKS}questions/com_strategy/history", SMALL),
    ("all-evidence", "the coordinator", f"{TASKS}evidence", SMALL),
    ("all-comments", "the coordinator", f"{TASKS}comments", SMALL),
    ("separately", "the coordinator", f"{TASKS}separately", SMALL),
    ("hand-over", "the coordinator", f"{TASKS}colleagues/hand-over/", SMALL),
    ("submissions", "the project team", "/assessments/2026/salzburg/submissions", SMALL),
    ("versions", "the project team", "/assessments/2026/salzburg/submissions/compare", SMALL),
    ("replies", "the project team", "/assessments/2026/salzburg/replies", SMALL),
    ("reviews", "the reviewer", "/reviews", SMALL),
    ("report-of-all", "the project team", f"{COMPARE}/report", SMALL),
    ("publish", "the project team", "/waves/2025/publish", SMALL),
    ("public-list", None, "/public", SMALL),
    ("public-region", None, "/public/2025/salzburg", SMALL),
    ("public-method", None, "/public/2025/method", SMALL),
    ("embedded", None, "/public/2025/embed/dots", SMALL),
    ("waves", "the project team", "/waves/", SMALL),
    ("new-wave", "the project team", "/waves/new", SMALL),
    ("regions", "the project team", "/regions/", SMALL),
    ("log-of-region", "the project team", "/regions/salzburg/log", SMALL),
    ("own-log", "the coordinator", "/people/me/log", SMALL),
    ("password", None, "/reset", SMALL),
    ("privacy", None, "/privacy", SMALL),
    ("account", "the coordinator", "/account", SMALL),
    ("sessions", "the coordinator", "/account#account-sessions", SMALL),
    ("second-factor", "the coordinator", "/account/second-factor", SMALL),
    ("own-data", "the coordinator", "/account/data", SMALL),
    ("leaving", "the coordinator", "/account/delete", SMALL),
    ("administration", "the administrator", "/administration/", SMALL),
    ("health", "the administrator", "/administration/health", SMALL),
    ("settings", "the administrator", "/administration/settings", SMALL),
    ("storage", "the administrator", "/administration/storage", SMALL),
    ("mail", "the administrator", "/administration/mail", SMALL),
    ("whole-log", "the administrator", "/administration/log", SMALL),
    ("region-edited", "the administrator", "/regions/salzburg/edit", SMALL),
    ("new-region", "the administrator", "/regions/new", SMALL),
    ("new-figure", "the administrator", "/regions/salzburg/figures/new", SMALL),
    ("region-files", "the administrator", "/regions/import", SMALL),
    ("gallery-one", None, "/gallery/one#change", SMALL),
    ("gallery-eleven", None, "/gallery/eleven#tiles", SMALL),
    ("gallery-close", None, "/gallery/close#ternary", SMALL),
    ("gallery-missing", None, "/gallery/missing#multiples", SMALL),
    ("gallery-drafts", None, "/gallery/drafts#dots", SMALL),
    ("gallery-private", None, "/gallery/private#heat-map", SMALL),
    ("gallery-leftwards", None, "/gallery/leftwards#gap-questions", SMALL | {"color_scheme": "dark"}),
]
"""Name of the picture, who looks, where, and how the browser is set."""
DRAWN = re.compile("/(compare|results|public|gallery)/")
"""Pages on which charts are drawn by the script, which takes a while."""


def main() -> None:
    """Take all pictures anew, or those alone that are named."""
    wanted = [shot for shot in SHOTS if len(sys.argv) < 2 or shot[0] in sys.argv[1:]]
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder, port = Path(name) / "demonstration", free_port()
        environment = {
            **os.environ,
            "SURVEY_INSTANCE": str(folder),
            "SURVEY_DEMONSTRATION": "1",
            "SURVEY_SECRET_KEY": settings(folder).secret_key,
        }
        links = _links(environment)
        with serving(folder, port, demonstration=True, gallery=True) as url:
            cookies = {who: _signed_in(browser, url, link) for who, link in links.items()}
            for picture, who, path, options in wanted:
                with visitor(browser, url, **{"viewport": DESKTOP, **options}) as person:
                    person.context.add_cookies(cookies[who] if who else [])
                    person.page.set_default_navigation_timeout(60_000)
                    person.open(path)
                    person.page.wait_for_timeout(2500 if DRAWN.search(path) else 300)
                    person.page.screenshot(path=FOLDER / f"{picture}.png")
                    print(picture)


def _signed_in(browser, url: str, link: str) -> list:
    """Use a one-time link up, with a password where it asks for one, and return the cookies of whoever it signs in."""
    with visitor(browser, url) as person:
        page = person.open(link)
        for field in page.locator("main form input[type=password]").all():
            field.fill("a kettle on the windy pier")
        page.locator("main form button").click()
        return [{"name": one["name"], "value": one["value"], "url": url} for one in person.context.cookies()]


def _links(environment: dict[str, str]) -> dict[str, str]:
    """Make the demonstration if it is not there, and return the one-time links by who they are for."""
    found = dict(re.findall(r"as (the [\w ]+?)(?: of \w+)?: (\S+)", _said(environment, "demo")))
    invited = _said(environment, "account", "invite", "Ada Berg", "ada@example.org", "--as", "administrator")
    found["the administrator"] = re.findall(r"http\S+", invited)[0]
    return {who: urlsplit(link).path for who, link in found.items()}


def _said(environment: dict[str, str], *words: str) -> str:
    """Run a command of the platform and return what it prints."""
    command = [str(Path(sys.executable).parent / "survey"), *words]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
