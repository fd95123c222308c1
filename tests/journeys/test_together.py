"""One assessment, three ways in at the same time, a review, a dispute: every page and file tells the same story.

The coordinator answers with scripts, a colleague without any, and a workbook comes back from somewhere without a
network. All three touch the same questions, so that each meets a conflict.
"""

import csv
import io
from random import Random

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from survey.database import db
from survey.models import AnswerChange, Assessment, AuditEntry, Deed, Region, ReviewedAnswer, Source, StoredAnswer
from survey.questionnaires.answers import State
from survey.questionnaires.model import SingleQuestion
from survey.questionnaires.reader import library, read
from survey.scoring.aggregation import score
from survey.scoring.framework import build
from survey.scoring.lenses import Lens
from survey.scoring.points import matrix
from survey.services import answers, editions, reviews
from survey.services.demonstration import invented
from tests.installations import open_wave
from tests.journeys import workbooks
from tests.journeys.test_review import cookie
from tests.journeys.together import (
    AGAINST,
    AT,
    WHY,
    bring_back,
    conclude,
    fill_sections,
    give,
    meet,
    reply,
    review,
    submit,
    take_workbook,
)


@pytest.fixture
def asked():
    """The regional index, all of it."""
    return read(library()["regional_index-2026"])


@pytest.fixture
def app(app, asked):
    open_wave(app, asked)
    return app


def of_salzburg() -> Assessment:
    """Return the assessment that everybody fills in."""
    return db.session.scalars(select(Assessment).join(Region).where(Region.key == "salzburg")).one()


def to_adjust(app, asked) -> list[str]:
    """Return three answers that earn points and whose question has a weaker one."""
    with app.app_context():
        rows = db.session.scalars(select(StoredAnswer).where(StoredAnswer.assessment_id == of_salzburg().id))
        found = {row.question: row.value for row in rows if row.state is State.ANSWERED}
    single = [one for one in asked.questions.values() if isinstance(one, SingleQuestion) and one.code in found]
    better = [one.code for one in single if one.options[0].points == 0 and _worth(one, found[one.code]) > 0]
    opened = {code for one in asked.questions.values() if one.condition for code in better if code in one.condition}
    return [code for code in better if code not in opened][:3]


def _worth(question: SingleQuestion, value: str | None) -> float:
    return next(option.points for option in question.options if option.code == value)


def table(page, path: str) -> list[dict[str, str]]:
    """Download a table for an analysis."""
    answer = page.request.get(path)
    assert answer.ok, answer.text()
    return list(csv.DictReader(io.StringIO(answer.text())))


def test_three_ways_in_a_review_and_a_dispute_tell_one_story(app, asked, serve, visit, tmp_path):
    sections = [one.code for one in asked.sections]
    own, given, shared = sections[:2], sections[2:4], sections[2]
    with serve() as url:
        with visit(url, locale="de-DE") as person, visit(url, locale="de-DE", java_script_enabled=False) as colleague:
            person.context.add_cookies([cookie(app, url, "coordinator")])
            colleague.context.add_cookies([cookie(app, url, "contributor")])
            give(person.page, given)
            path = take_workbook(person.page, tmp_path)
            contested = meet(person, colleague, shared)
            respondent = fill_sections(person, own, scripted=True, seed=7)
            fill_sections(colleague, given, scripted=False, seed=8)
            plain = {
                code: one for code, one in invented(asked, Random(5)).items() if _elsewhere(asked, code, own, given)
            }
            twice = _first_choice(asked, own[0])
            plain[twice] = _other_than(app, asked, twice)
            workbooks.fill_in(app, path, asked, plain, language="de")
            bring_back(person.page, path, twice)
            submit(person.page, respondent)
        codes = to_adjust(app, asked)
        assert len(codes) == 3
        with visit(url, locale="de-DE") as reviewer:
            reviewer.context.add_cookies([cookie(app, url, "reviewer")])
            review(reviewer.page, codes)
            with visit(url, locale="de-DE") as person:
                person.context.add_cookies([cookie(app, url, "coordinator")])
                for code in codes[:2]:
                    reply(person.page, code, "agreed")
                reply(person.page, codes[2], "disputed", AGAINST)
                conclude(reviewer.page, codes[2])
                judge(app, asked, person.page, codes, {"page": contested, "workbook": twice})


def _elsewhere(asked, code: str, *groups) -> bool:
    return all(asked.section_of[code].code not in group for group in groups)


def _first_choice(asked, section: str) -> str:
    """Return the first question of a section that asks for one of several answers, whatever else was said."""
    questions = next(one for one in asked.sections if one.code == section).questions
    return next(one.code for one in questions if isinstance(one, SingleQuestion) and one.condition is None)


def _other_than(app, asked, code: str):
    """Return an answer that the page has not got."""
    question = asked.questions[code]
    with app.app_context():
        kept = answers.kept(db.session, assessment=of_salzburg(), questionnaire=asked)[code].answer
    option = next(one.code for one in question.options if one.planned is None and one.code != kept.value)
    return type(kept)(State.ANSWERED, option)


def judge(app, asked, page, codes, contested) -> None:
    """Hold history, log, scores and files against each other and against the engine."""
    reviewed = in_database(app, contested)
    reported = {
        row["question"]: row
        for row in table(page, "/exports/2026/answers-long.csv?for=analysis")
        if row["lens"] == Lens.REPORTED.value
    }
    stands = {
        row["question"]: row
        for row in table(page, "/exports/2026/answers-long.csv?for=analysis")
        if row["lens"] == Lens.VERIFIED.value
    }
    for code in codes:
        assert reported[code]["value"] == reviewed[code][0] != stands[code]["value"] == reviewed[code][1]
    same = [code for code in reported if code not in codes and reported[code]["state"] != State.HIDDEN.value]
    assert all(reported[code]["value"] == stands[code]["value"] for code in same)
    log = table(page, f"{AT}/log.csv?for=analysis")
    deeds = [row["deed"] for row in log]
    expected = {
        Deed.REVIEWED: 3,
        Deed.REVIEW_ANSWERED: 3,
        Deed.REVIEW_UPHELD: 1,
        Deed.WORKBOOK_READ_IN: 1,
        Deed.WORKBOOK_TAKEN: 1,
    }
    for deed, count in expected.items():
        assert deeds.count(deed.value) >= count, deed
    page.goto(f"{AT}/questions/{codes[2]}/history")
    for words in (WHY, AGAINST, "Rita Rossi", "Clara Conti"):
        expect(page.locator("main")).to_contain_text(words)
    scores_agree(app, asked, page)


def in_database(app, contested) -> dict[str, tuple[str | None, str | None]]:
    """Look at the ways that answers came in and at what was adjusted: what was reported, and what stands."""
    with app.app_context():
        key = of_salzburg().id
        ways = dict(
            db.session.execute(
                select(AnswerChange.source, func.count())
                .where(AnswerChange.assessment_id == key)
                .group_by(AnswerChange.source)
            ).all()
        )
        assert ways[Source.PAGE] > 10 < ways[Source.WORKBOOK]
        for way, code in contested.items():
            rows = db.session.scalars(
                select(AnswerChange)
                .where(AnswerChange.assessment_id == key, AnswerChange.question == code)
                .order_by(AnswerChange.version)
            ).all()
            assert len(rows) >= 2
            assert way in {row.source.value for row in rows}
        noted = select(AuditEntry.question).where(
            AuditEntry.deed == Deed.CONFLICT_FOUND, AuditEntry.assessment_id == key
        )
        assert set(contested.values()) <= set(db.session.scalars(noted))
        kept = {
            row.question: row.value
            for row in db.session.scalars(select(StoredAnswer).where(StoredAnswer.assessment_id == key))
        }
        said = db.session.scalars(
            select(ReviewedAnswer).where(
                ReviewedAnswer.replaced_at.is_(None), ReviewedAnswer.adjusted_value.is_not(None)
            )
        )
        return {row.question: (kept[row.question], row.adjusted_value) for row in said}


def scores_agree(app, asked, page) -> None:
    """The file, the page and the engine have the same two scores."""
    with app.app_context():
        kept = answers.kept(db.session, assessment=of_salzburg(), questionnaire=asked)
        said = reviews.in_force(db.session, assessment=of_salzburg())
        verified = reviews.verified_row(kept, said.values(), asked)
        framework = build(editions.load(db.session, edition=of_salzburg().wave.edition))
        both = {
            Lens.REPORTED: score(framework, matrix(asked, [answers.given(kept)])).card(0)["index"].score,
            Lens.VERIFIED: score(framework, matrix(asked, [verified.answers], [verified.asked])).card(0)["index"].score,
        }
    rows = table(page, "/exports/2026/scores-long.csv?for=analysis")
    filed = {row["lens"]: float(row["score"]) for row in rows if row["component"] == "index"}
    assert filed == pytest.approx({lens.value: number for lens, number in both.items()}, abs=1e-12)
    assert both[Lens.VERIFIED] < both[Lens.REPORTED]
    page.goto("/results/2026/salzburg")
    for number in both.values():
        expect(page.locator("main")).to_contain_text(f"{number:.1f}".replace(".", ","))
