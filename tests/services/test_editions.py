"""Editions: stored whole and once, read once, and never taken for another."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from survey.database import begin_write
from survey.errors import RefusedError
from survey.models import Edition
from survey.questionnaires.hashes import structure_hash, text_hash
from survey.questionnaires.reader import library, parse, read
from survey.questionnaires.rules import Rule, Rules
from survey.services import editions
from tests.databases import NOW, SMALL, make

LATER = NOW + timedelta(days=1)
WORDS = SMALL.read_text(encoding="utf-8")


@pytest.fixture
def session(tmp_path):
    with make(tmp_path)() as opened:
        yield opened


@pytest.fixture(autouse=True)
def read_before(monkeypatch):
    """What the process has read: nothing at the start of each test."""
    known = {}
    monkeypatch.setattr(editions, "_read", known)
    return known


def stored(session, words: str = WORDS, now=NOW) -> Edition:
    """Store an edition and commit."""
    edition = editions.store(session, questionnaire=parse(words), now=now)
    session.commit()
    return edition


def test_an_edition_comes_back_as_it_was_stored(session, read_before):
    for path in (SMALL, *library().values()):
        questionnaire = read(path)
        edition = editions.store(session, questionnaire=questionnaire, now=NOW)
        session.commit()
        session.expunge_all()
        read_before.clear()
        found = editions.load(session, edition=session.get_one(Edition, edition.id))
        assert found == questionnaire
        assert edition.hashes == (structure_hash(found), text_hash(found))


def test_the_same_edition_is_stored_once(session):
    assert stored(session) is stored(session, now=LATER)
    assert session.scalars(sa.select(Edition.stored_at)).all() == [NOW]


def test_a_mended_typo_is_another_text_of_the_same_structure(session):
    first, second = stored(session), stored(session, WORDS.replace("Closing words", "Last words"), LATER)
    assert first.structure_hash == second.structure_hash
    assert first.text_hash != second.text_hash
    assert editions.load(session, edition=first).sections[-1].title == "Closing words"
    assert editions.load(session, edition=second).sections[-1].title == "Last words"


def test_changed_points_are_another_structure(session):
    first = stored(session)
    second = stored(session, WORDS.replace("points: 2, anchor", "points: 3, anchor"))
    assert first.structure_hash != second.structure_hash


def test_an_edition_is_read_once_per_process(session):
    edition = stored(session)
    first = editions.load(session, edition=edition)
    statements = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: statements.append(given[2]))
    assert editions.load(session, edition=edition) is first
    assert statements == []


def test_the_definition_is_only_loaded_when_asked_for(session):
    stored(session)
    session.expunge_all()
    edition = session.scalars(sa.select(Edition)).one()
    assert "definition" in sa.inspect(edition).unloaded


def test_a_definition_that_was_altered_is_not_used(session):
    edition = stored(session)
    begin_write(session)
    session.execute(sa.text("UPDATE edition SET definition = replace(definition, 'Some', 'None at all')"))
    session.commit()
    with pytest.raises(RefusedError, match="edition-altered"):
        editions.load(session, edition=edition)


def test_editions_are_listed_newest_first(session):
    stored(session)
    stored(session, WORDS.replace('edition: "1"', 'edition: "2"'), LATER)
    assert [each.edition for each in editions.listing(session)] == ["2", "1"]


def rules(text: str = "Look.") -> Rules:
    rule = Rule(code="rule_one", severity="note", when="staff > 0", questions=("staff",), text=text)
    return Rules(questionnaire="small", edition="1", time_bound=("visitors",), rules=(rule,))


def test_an_edition_keeps_the_rules_that_stand_beside_it(session):
    bare = stored(session)
    assert editions.rules(session, edition=bare) == Rules(questionnaire="small", edition="1")
    kept = editions.store(session, questionnaire=parse(WORDS), now=LATER, rules=rules())
    session.commit()
    session.expunge_all()
    assert kept.id == bare.id
    edition = session.scalars(sa.select(Edition)).one()
    assert "rules" in sa.inspect(edition).unloaded
    assert editions.rules(session, edition=edition) == rules()
    assert editions.rules(session, edition=edition) is editions.rules(session, edition=edition)


def test_corrected_rules_replace_those_that_were_kept_and_none_takes_none_away(session):
    editions.store(session, questionnaire=parse(WORDS), now=NOW, rules=rules())
    edition = editions.store(session, questionnaire=parse(WORDS), now=LATER)
    assert editions.rules(session, edition=edition) == rules()
    assert not editions.keep_rules(session, edition=edition, rules=rules())
    assert editions.keep_rules(session, edition=edition, rules=rules("Look again."))
    session.commit()
    assert editions.rules(session, edition=edition).rules[0].text == "Look again."
