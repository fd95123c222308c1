"""Builders for the tests of leaks: regions with private sections, and everything that a reader can fetch."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.routing import Rule

from survey.database import begin_write, db
from survey.models import Audience, Duty, Mandate, Region, Stage, User
from survey.policy import OPERATOR
from survey.questionnaires.answers import Answer, State
from survey.services import publications, stages, stakeholder_files, stakeholders, waves
from tests import crawler, installations
from tests.installations import NOW, Template, open_wave
from tests.services.bringing import wide
from tests.views.opening import of, open_sections
from tests.views.standings import GOOD, MODEST, stand
from tests.views.test_routes import NOBODY, rules

PRIVATE, PARTNERSHIP, PUBLIC = Audience
REGIONS = ("salzburg", "leipzig", "arad")
COMPONENTS = ("index", "equality", "interaction", "housing", "encounter", "access")
QUERIES = (
    "",
    "?as=partnership",
    "?as=public",
    "?for=excel",
    "?regions=salzburg&level=dimension",
    "?component=encounter",
)
OUTPUTS = ("/results", "/compare", "/exports", "/public")
"""Where results stand; the questions above are asked of these pages."""

ALWAYS_OTHER = {"/sign-out", "/account/second-factor", "/account/stay"}
"""What ends the visit, shows a new secret each time, or counts the seconds that are left."""

VARIANTS = 12
"""So many addresses that differ in their questions only are opened of one path."""


@dataclass(frozen=True)
class Hidden:
    """What the private sections hold: a share of places in Salzburg, and all of Arad.

    ``perceived`` is the share of places that stakeholders give in Salzburg and in Arad.
    """

    share: float
    spaces: Answer
    arad: dict[str, Answer]
    perceived: tuple[float, float]


FIRST = Hidden(
    12.3457, Answer(State.ANSWERED, "some"), GOOD | {"share": Answer(State.ANSWERED, 3.4567)}, (8.6421, 37.531)
)
ELSEWHERE = Hidden(FIRST.share, FIRST.spaces, MODEST | {"staff": Answer(State.DOES_NOT_KNOW)}, (8.6421, 11.0))
EVERYWHERE = Hidden(31.0, Answer(State.DOES_NOT_KNOW), ELSEWHERE.arad, (27.0, 11.0))
"""What was answered first; other answers of Arad; and other answers wherever something is private."""

_DIGITS = ("65.43", "12.345", "54.32", "3.456", "0.3086", "0.0864")
PERCEIVED = ("60.802", "96.913")
"""What stakeholders make of encounter in Salzburg and in Arad: the mean of their share of 40 % and of 100."""
MARKS = tuple(each for mark in (*_DIGITS, *PERCEIVED) for each in (mark, mark.replace(".", ",")))
"""The numbers of the private sections at first, as any page or file would begin them."""


def build(template: Template, folder: Path, hidden: Hidden) -> Flask:
    """Return an installation with three concluded assessments in a published wave.

    Salzburg shows housing to the partnership and hides the rest; Leipzig shows everything, to the public too; Arad
    shows nothing.
    """
    app = template.copy(folder)
    open_wave(app)
    with app.app_context():
        _coordinator_of("arad")
    theirs = {"share": Answer(State.ANSWERED, hidden.share), "spaces": hidden.spaces}
    stand(app, "salzburg", GOOD | theirs)
    stand(app, "leipzig", MODEST)
    stand(app, "arad", hidden.arad)
    for region, share in zip(("salzburg", "arad"), hidden.perceived, strict=True):
        _ask_stakeholders(app, region, share)
    open_sections(app, "salzburg", housing=PARTNERSHIP)
    open_sections(app, "leipzig", housing=PUBLIC, encounter=PUBLIC, closing=PUBLIC)
    with app.app_context():
        _conclude()
        db.session.commit()
    return app


def _ask_stakeholders(app: Flask, region: str, share: float) -> None:
    """Let twelve people give the same share of places in a region, and see spaces to meet."""
    content = wide({"share": [str(share)] * 12, "spaces": ["some"] * 12})
    with app.app_context():
        brought = stakeholder_files.read(content, installations.small())
        stakeholders.bring(db.session, assessment=of(region), brought=brought, by=OPERATOR, now=NOW)
        db.session.commit()


def _coordinator_of(region: str) -> None:
    begin_write(db.session)
    found = db.session.query(Region).filter_by(key=region).one()
    user = User(email="apart@example.org", name="Apart", fs_uniquifier="apart", created_at=NOW, roles=[])
    user.mandates = [Mandate(region=found, duty=Duty.COORDINATOR, since=NOW)]
    db.session.add(user)
    db.session.commit()


def _conclude() -> None:
    for region in REGIONS:
        for stage in (Stage.IN_REVIEW, Stage.CONCLUDED):
            begin_write(db.session)
            stages.step(db.session, assessment=of(region), to=stage, by=db.session.query(User).first(), now=NOW)
    wave = of("salzburg").wave
    waves.close(db.session, wave=wave, by=OPERATOR)
    publications.publish(db.session, wave=wave, by=OPERATOR, now=NOW)


def fetched(app: Flask, who: str) -> dict[str, tuple[int, str]]:
    """Return everything that somebody can fetch, with its status: by every route, and by every link on its pages."""
    client = FlaskClient(app, app.response_class)
    if who != NOBODY:
        client.set_cookie("survey", installations.cookie(app, who))
    waiting, opened, found = list(addresses(app)), Counter[str](), {}
    while waiting:
        here = waiting.pop()
        path = urlsplit(here).path
        if here in found or opened[path] >= VARIANTS or path in ALWAYS_OTHER:
            continue
        opened[path] += 1
        answer = client.get(here)
        body = _text(answer.get_data())
        found[here] = answer.status_code, _still(body)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            waiting += crawler.links(body, here)
    return found


def addresses(app: Flask) -> Iterator[str]:
    """Yield an address for each route and each region, chart, component and question that may stand in it."""
    choices = {
        "wave": ("2026",),
        "region": REGIONS,
        "component": COMPONENTS,
        "question": ("share", "spaces"),
        "section": ("encounter",),
    }
    places = app.url_map.bind("127.0.0.1")
    for rule in rules(app, "GET"):
        if rule.endpoint.startswith(("assets.", "metrics.")):
            continue
        names = sorted(rule.arguments)
        for values in product(*(_named(rule, name) or choices.get(name, ("1",)) for name in names)):
            path = places.build(rule.endpoint, dict(zip(names, values, strict=True)), method="GET")
            asked = path.startswith(OUTPUTS) and not path.endswith((".pdf", ".xlsx"))
            yield from (path + query for query in (QUERIES if asked else QUERIES[:1]))


def _text(body: bytes) -> str:
    """Return what stands in an answer: a page or a table as it is, the parts of a workbook or archive, a document."""
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as packed:
            parts = [packed.read(name) for name in packed.namelist() if name != "docProps/core.xml"]
        return "".join(part.decode(errors="replace") for part in parts)
    if body.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    return body.decode()


def _named(rule: Rule, name: str) -> Sequence[str]:
    """Return what a route itself says can stand in a place: each chart, each file."""
    return sorted(getattr(rule._converters[name], "items", ()))


def _still(body: str) -> str:
    """Return what was fetched without what differs each time: tokens of forms, when a calendar was made, time left."""
    body = re.sub(r'(name="[\w-]*csrf_token"[^>]*value="|DTSTAMP:|data-seconds=")[\w.-]*', r"\1", body)
    return re.sub(r'(<p id="page-until"[^>]*>)[^<]*', r"\1", body)
