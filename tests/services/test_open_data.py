"""What everybody can compute from the public answers, and what the file beside them says of each empty cell."""

import csv
from io import StringIO

import pytest
from click.testing import CliRunner

from survey.cli.score import score
from survey.models import Audience
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.progress import resolve
from survey.questionnaires.reader import parse
from survey.services import exports
from survey.services.disclosures import View
from survey.services.exports import Material, Reply
from survey.services.layouts import Content, table
from survey.services.tables import Purpose, dialect, encode
from tests.databases import SMALL
from tests.services.disclosing import opening
from tests.services.reviewing import accept, conclude, in_review

PUBLIC, PARTNERSHIP = Audience.PUBLIC, Audience.PARTNERSHIP

HINGING = """
key: hinging
edition: "1"
title: Hinging
sections:
  - code: one
    title: One
    questions:
      - {code: story, text: What happened?, kind: text}
      - {code: told, text: Who told it?, kind: scale, from: 1, to: 5, condition: answered(story), hidden: exclude}
  - code: two
    title: Two
    questions:
      - {code: plain, text: How good?, kind: scale, from: 1, to: 5}
"""


@pytest.fixture
def here(tmp_path):
    """Here, concluded, with housing open to everybody, the closing words too, and encounter to the partnership."""
    made = in_review(tmp_path)
    sections = {"housing": PUBLIC, "encounter": PARTNERSHIP, "closing": PUBLIC}
    opening(made.session, made.assessment, made.coordinator, **sections)
    accept(made, "support", "services", "staff", "share", "spaces", "spaces_note", "proud", "visitors")
    conclude(made)
    return made


def written(material: Material, content: Content) -> str:
    return encode(table(content, material), dialect(Purpose.ANALYSIS, "en")).decode()


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def public(here) -> Material:
    return exports.public(here.session, wave=here.wave, language="en", demonstration=False)


def computed(here, folder) -> dict[str, dict[str, str]]:
    """Return what ``survey score`` makes of the public answers, by component."""
    answers, out = folder / "answers.csv", folder / "scores.csv"
    answers.write_text(written(public(here), Content.ANSWERS_CODES), encoding="utf-8")
    done = CliRunner().invoke(score, [str(SMALL), str(answers), "--output", str(out)])
    assert done.exit_code == 0, done.output
    return {row["component"]: row for row in rows(out.read_text(encoding="utf-8"))}


def test_every_score_and_question_is_open_closed_or_words(here):
    found = rows(written(public(here), Content.SHOWN))
    assert list(found[0]) == ["unit", "code", "level", "shown", "region", "wave", "stage", "data"]
    told = {row["code"]: row["shown"] for row in found}
    assert {code for code, shown in told.items() if shown == "closed"} == {
        *("index", "interaction", "encounter"),
        *("share", "spaces", "spaces_note"),
    }
    assert {code for code, shown in told.items() if shown == "words"} == {"proud"}
    assert {row["level"] for row in found if row["code"] in ("index", "access", "support")} == {
        "index",
        "group",
        "question",
    }


def test_each_empty_cell_of_the_answers_is_told(here):
    """All questions that were asked have an answer, so whatever is empty is not open."""
    [answers] = rows(written(public(here), Content.ANSWERS_CODES))
    told = {row["code"]: row["shown"] for row in rows(written(public(here), Content.SHOWN))}
    empty = {code for code, cell in answers.items() if not cell}
    assert {code: told[code] for code in empty} == {
        **dict.fromkeys(("share", "spaces", "spaces_note"), "closed"),
        "proud": "words",
    }


def test_what_is_open_is_computed_as_it_is_published(here, tmp_path):
    made = computed(here, tmp_path)
    published = [row for row in rows(written(public(here), Content.SCORES_LONG)) if row["lens"] == "reported"]
    told = {row["code"]: row["shown"] for row in rows(written(public(here), Content.SHOWN))}
    assert {row["component"] for row in published} == {"housing", "access", "equality"}
    for row in published:
        assert told[row["component"]] == "open"
        names = ("score", "low", "high", "coverage", "not_applicable", "planned", "answered", "applicable")
        assert {name: made[row["component"]][name] for name in names} == {name: row[name] for name in names}


def test_what_is_closed_comes_out_otherwise_and_is_published_nowhere(here, tmp_path):
    made = computed(here, tmp_path)
    whole = exports.gather(here.session, wave=here.wave, by=here.coordinator, language="en", demonstration=False)
    own = {row["component"]: row for row in rows(written(whole, Content.SCORES_LONG)) if row["lens"] == "reported"}
    assert made["index"]["low"] != own["index"]["low"]
    assert made["encounter"]["score"] != own["encounter"]["score"]
    [wide] = rows(written(public(here), Content.SCORES_WIDE))
    assert not wide["index"] + wide["index.low"] + wide["encounter.coverage"]


def test_a_region_itself_finds_everything_open(here):
    whole = exports.gather(here.session, wave=here.wave, by=here.coordinator, language="en", demonstration=False)
    told = {(row["unit"], row["shown"]) for row in rows(written(whole, Content.SHOWN))}
    assert ("here", "open") in told
    assert ("here", "closed") not in told


def test_a_score_that_hinges_on_free_text_says_so(here):
    """Whether ``told`` is asked follows from a text, which leaves with no file."""
    asked = parse(HINGING)
    given = {"story": Answer(State.ANSWERED, "We met."), "told": Answer(State.ANSWERED, 5)}
    view = View(PUBLIC, frozenset({"one", "two", "index", "story", "told", "plain"}))
    reply = Reply(here.assessment, given, resolve(asked, given), view)
    material = Material(asked, asked, "en", "2026", "reported", [reply])
    assert {row["code"]: row["shown"] for row in rows(written(material, Content.SHOWN))} == {
        "index": "words",
        "one": "words",
        "two": "open",
        "story": "words",
        "told": "open",
        "plain": "open",
    }
