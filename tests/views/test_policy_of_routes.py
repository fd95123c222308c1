"""The routes against the policy's table: what it allows is done, what it does not is refused and nothing is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import pytest
from flask import Flask

from survey.database import Base, db
from survey.models import Assignment, Stage
from survey.policy import TABLE, Action, Standing
from survey.questionnaires.answers import NOT_ANSWERED
from survey.scoring.lenses import Verdict
from survey.services import reviews, stages, submissions, verdicts
from survey.services.recording import Entry, record
from tests.databases import EXPLAINED
from tests.installations import NOW, open_wave, sign_in, small
from tests.views import administering
from tests.views.separate import today
from tests.views.standing_in_review import GIVEN, TO_REVIEW, brought, of_salzburg, somebody

AT = "/assessments/2026/salzburg"
RUNNERS = frozenset({Standing.TEAM, Standing.ADMINISTRATOR})
Prepare = Callable[[], None]


@dataclass(frozen=True)
class Route:
    """An address that stands for one action: with what is sent, and ``among`` whom it is the page for that action."""

    path: str
    sent: dict[str, str] | None = None
    among: frozenset[Standing] = field(default_factory=lambda: frozenset(Standing))
    prepare: Prepare | None = None


def _judge(verdict: Verdict, *codes: str) -> None:
    if of_salzburg().stage is not Stage.IN_REVIEW:
        return
    known = {"assessment": of_salzburg(), "questionnaire": small(), "by": somebody("reviewer"), "now": NOW}
    for code in codes:
        verdicts.give(db.session, code=code, version=1, verdict=verdict, reason="Because.", **known)


def _returned() -> None:
    _judge(Verdict.RETURNED, "support")


def _settled() -> None:
    _judge(Verdict.ACCEPTED, *TO_REVIEW)


def _unanswered() -> None:
    if of_salzburg().stage is not Stage.DRAFT:
        return
    known = {"assessment": of_salzburg(), "questionnaire": small(), "by": somebody("coordinator"), "now": NOW}
    record(db.session, entries={"support": Entry(NOT_ANSWERED, 1)}, **known)


WHY = "Two answers were wrong."
ROUTES: dict[Action, list[Route]] = {
    Action.VIEW: [Route(f"{AT}/answers"), Route(f"{AT}/stage"), Route(f"{AT}/comments")],
    Action.EDIT: [
        Route(
            f"{AT}/sections/housing",
            {"support": "no", "support.version": "1", "page-touched": "support"},
            prepare=_returned,
        )
    ],
    Action.COMMENT: [Route(f"{AT}/questions/support/comments", {"comment-words": "Hm."})],
    Action.ASSIGN: [
        Route(f"{AT}/colleagues", {"page-to": "contributor", "page-part": "proud"}),
        Route(f"{AT}/colleagues/parts/1/take-back", {}),
    ],
    Action.REMIND: [Route(f"{AT}/colleagues/remind", {}, frozenset({Standing.COORDINATOR}), _unanswered)],
    Action.LEAD_CONSENSUS: [Route(f"{AT}/separately", {"separately-due": today(3), "separately-people": "both"})],
    Action.SUBMIT: [
        Route(f"{AT}/check"),
        Route(f"{AT}/submit", {f"page-word-{key}": word for key, word in EXPLAINED.items()}),
    ],
    Action.WITHDRAW: [Route(f"{AT}/stage/withdraw", {"withdraw-reason": WHY})],
    Action.REOPEN: [Route(f"{AT}/stage/reopen", {"reopen-reason": WHY})],
    Action.EXTEND: [Route(f"{AT}/stage/extend", {"extend-due": today(40), "extend-reason": WHY})],
    Action.OPEN_REVIEW: [Route(f"{AT}/review/open", {})],
    Action.REVIEW: [
        Route(f"{AT}/review/support", {"page-verdict": "accepted", "page-version": "1"}),
        Route(f"{AT}/review/accept/housing", {"page-version-support": "1"}),
    ],
    Action.REPLY: [
        Route(
            f"{AT}/replies/support",
            {"page-consent": "disputed", "page-reply": WHY, "page-seen": "seen"},
            prepare=_returned,
        )
    ],
    Action.CONCLUDE: [Route(f"{AT}/review/conclude", {}, prepare=_settled)],
    Action.SEE_SCORES: [
        Route("/results/2026/salzburg"),
        Route("/results/2026/salzburg/explained/housing"),
        Route("/results/2026/salzburg/report"),
    ],
    Action.SET_EFFORTS: [Route("/results/2026/salzburg/priorities/efforts", {"page-effort-share": "3"})],
    Action.BRING_STAKEHOLDERS: [Route(f"{AT}/stakeholders/away", {}, prepare=brought)],
    Action.AUDIT: [Route(f"{AT}/log"), Route(f"{AT}/log.csv")],
    Action.INVITE_COLLEAGUE: [
        Route(f"{AT}/colleagues"),
        Route(f"{AT}/colleagues/invite", {"name": "Nora", "email": "new@example.org", "language": "en"}),
        Route(f"{AT}/colleagues/3/end", {}),
    ],
    Action.HAND_OVER: [
        Route(f"{AT}/colleagues/hand-over/", among=frozenset({Standing.COORDINATOR})),
        Route(
            f"{AT}/colleagues/hand-over/",
            {"name": "Nora", "email": "new@example.org", "language": "en", "page-sure": "new@example.org"},
            frozenset({Standing.COORDINATOR}),
        ),
        Route("/people/mandates/1/replace", among=RUNNERS),
    ],
    Action.MANAGE: [Route("/waves/2026"), Route("/people/"), Route("/people/mandates/4/end", {})],
    Action.ADMINISTER: administering.routes(Route),
    Action.INVITE: [
        Route("/people/", {"name": "Nora", "email": "new@example.org", "language": "en", "part": "region:salzburg"})
    ],
}
"""The routes of each action; those whose effect does not hang on the action alone are tried elsewhere."""

ELSEWHERE: dict[Action, str] = {
    Action.CITE: "the pages of evidence have tests of their own",
    Action.SEE_CONFIDENTIAL: "it decides about lines of a page, not about the page: the tests of evidence",
    Action.ANSWER_SEPARATELY: "it needs a round in which somebody takes part: test_separately.py",
    Action.DISCLOSE: "its page is tried at every stage: test_disclosures.py",
    Action.EXPORT: "it decides which regions stand in a file, not who gets one: test_exports.py",
}
"""What has no route of its own, and why."""

CASES = [
    (action, stage, number) for action, routes in ROUTES.items() for stage, number in product(Stage, range(len(routes)))
]


@pytest.fixture(scope="module")
def made(template, tmp_path_factory) -> dict[Stage, str]:
    """Give the folder of an installation in which Salzburg stands at each stage, with parts for its contributor."""
    folders: dict[Stage, str] = {}
    for stage in Stage:
        folder = tmp_path_factory.mktemp("policy") / stage.value
        app = template.copy(folder)
        open_wave(app)
        with app.app_context():
            _answered()
            _brought(stage)
            db.session.commit()
            db.engine.dispose()
        folders[stage] = str(folder)
    return folders


def _answered() -> None:
    known = {"assessment": of_salzburg(), "questionnaire": small(), "by": somebody("coordinator"), "now": NOW}
    record(db.session, entries={code: Entry(answer, 0) for code, answer in GIVEN.items()}, **known)
    helps = {"user_id": somebody("contributor").id, "given_by_id": somebody("coordinator").id, "given_at": NOW}
    db.session.add(Assignment(assessment_id=of_salzburg().id, part="support", **helps))


def _brought(stage: Stage) -> None:
    """Bring the assessment to a stage, as people do."""
    if stage is Stage.DRAFT:
        return
    known = {"assessment": of_salzburg(), "now": NOW}
    submissions.submit(db.session, questionnaire=small(), words=EXPLAINED, by=somebody("coordinator"), **known)
    if stage is Stage.SUBMITTED:
        return
    stages.open_review(db.session, by=somebody("reviewer"), **known)
    if stage is Stage.CONCLUDED:
        stages.step(db.session, to=stage, by=somebody("reviewer"), **known)


def _copied(template, folder: str, to) -> Flask:
    """Return an application on a copy of what stands in a folder."""
    return type(template)(Path(folder)).copy(to)


def _contents(app: Flask) -> dict[str, list[str]]:
    """Return everything that is in the database."""
    with app.app_context():
        return {
            table.name: sorted(map(str, db.session.execute(table.select()))) for table in Base.metadata.sorted_tables
        }


def _go(app: Flask, standing: Standing, route: Route, seen: str) -> int:
    """Open a page or send a form as somebody, and return the status."""
    client = sign_in(app, standing.value)
    if route.sent is None:
        return client.get(route.path).status_code
    sent: dict[str, object] = {**route.sent}
    with app.app_context():
        keys = {name: str(somebody(name).id) for name in ("coordinator", "contributor")}
    if "page-to" in sent:
        sent["page-to"] = keys["contributor"]
    if "separately-people" in sent:
        sent["separately-people"] = list(keys.values())
    if "page-seen" in sent:
        sent["page-seen"] = seen
    return client.send(route.path, sent, page="/privacy").status_code


def _prepared(app: Flask, route: Route) -> str:
    """Let people do what the action needs, and return by what a page notes the verdict on the first answer."""
    if route.prepare is None:
        return ""
    with app.app_context():
        route.prepare()
        db.session.commit()
        items = reviews.items(db.session, assessment=of_salzburg(), questionnaire=small())
        return next((reviews.mark(item.review) for item in items if item.code == "support"), "")


def test_every_action_has_a_route_or_a_reason():
    assert set(ROUTES) | set(ELSEWHERE) == set(Action)
    assert not set(ROUTES) & set(ELSEWHERE)


@pytest.mark.parametrize(("action", "stage", "number"), CASES)
def test_a_route_does_what_the_table_allows_and_nothing_else(template, made, tmp_path, action, stage, number):
    route = ROUTES[action][number]
    allowed = {each for each in Standing if stage in TABLE[each].get(action, ())}
    app = _copied(template, made[stage], tmp_path / "refused")
    seen, before = _prepared(app, route), _contents(app)
    for standing in sorted(set(Standing) - allowed):
        assert _go(app, standing, route, seen) in (404, 409), standing
        assert _contents(app) == before, standing
    for standing in sorted(allowed & route.among):
        app = _copied(template, made[stage], tmp_path / standing.value)
        seen, before = _prepared(app, route), _contents(app)
        assert _go(app, standing, route, seen) in (200, 302, 303), standing
        assert (_contents(app) != before) == (route.sent is not None), standing


def test_what_is_done_with_assessments_is_refused_for_another_region(template, made, tmp_path):
    app = _copied(template, made[Stage.DRAFT], tmp_path / "other")
    before = _contents(app)
    neighbour = sign_in(app, "neighbour")
    for route in (each for routes in ROUTES.values() for each in routes):
        sent = route.sent
        answer = neighbour.get(route.path) if sent is None else neighbour.send(route.path, sent, page="/privacy")
        assert answer.status_code == 404, route.path
    assert _contents(app) == before
