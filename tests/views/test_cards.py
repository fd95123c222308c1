"""Cards of questions that were made before stand for those that would be made now, and hold nothing that was typed."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest
from markupsafe import Markup

from survey.forms.answers import Reply
from survey.questionnaires.reader import library, read
from survey.views import cards
from survey.views.outline import Asked
from survey.views.place import Earlier, Item
from tests.clients import JudgingClient
from tests.installations import open_wave, sign_in
from tests.views.test_sections import HOUSING, autosave

KEY = ("structure", "texts", "en")
OTHERS: dict[str, Any] = {
    "number": "2",
    "hidden": True,
    "saved": "10:15",
    "about": "/elsewhere/",
    "cited": 3,
    "talked": 2,
    "unsaved": True,
    "earlier": Earlier("2024", "Yes", ""),
    "chosen": frozenset({"no"}),
    "text": "12,5",
    "decimal": ",",
    "reason": "Others do this",
    "date": "2027-01-01",
    "version": 4,
    "fault": "From 0 to 500, please.",
    "conflict": object(),
}
"""Another value of everything that a card shows."""
SHOWN_BY_OTHERS = {"asked", "reply", "answer"}
"""``asked`` goes with the questionnaire, ``answer`` is what the reply shows by its other fields."""


@pytest.fixture
def coordinator(app) -> JudgingClient:
    open_wave(app)
    return sign_in(app, "coordinator")


@pytest.fixture(autouse=True)
def _nothing_made_before() -> Iterator[None]:
    cards._made.clear()
    yield
    cards._made.clear()


def test_everything_that_a_card_shows_is_known_here():
    names = {one.name for kind in (Item, Reply) for one in fields(kind)}
    assert names == {*OTHERS, *SHOWN_BY_OTHERS}


def _item() -> Item:
    question = next(iter(read(sorted(library().values())[-1]).questions.values()))
    return Item(Asked(question, question, False, None, (), "", 1.0), "1", Reply(), False, None)


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_a_card_of_which_anything_is_another_is_made_anew(name: str):
    item = _item()
    other = (
        replace(item, **{name: OTHERS[name]})
        if name in {one.name for one in fields(Item)}
        else replace(item, reply=replace(item.reply, **{name: OTHERS[name]}))
    )
    card = cards.of(KEY)
    assert card(lambda _item: Markup("first"), item) == "first"
    assert card(lambda _item: Markup("second"), item) == "first"
    assert card(lambda _item: Markup("second"), other) == "second"
    assert cards.of(("structure", "texts", "de"))(lambda _item: Markup("third"), item) == "third"


def test_there_are_never_more_than_it_says():
    card, item = cards.of(KEY), _item()
    for number in range(cards.MOST + 1):
        card(lambda _item: Markup("made"), replace(item, cited=number))
    assert len(cards._made) == 1


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_page_of_cards_that_were_made_before_is_the_page_made_anew(coordinator: JudgingClient, language: str):
    coordinator.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    for code, value, version in (("support", "partly", 0), ("support", "everywhere", 1), ("staff", "12", 0)):
        autosave(coordinator, code, value, version=version)
        before = _page(coordinator)
        assert cards._made
        again = _page(coordinator)
        cards._made.clear()
        assert before == again == _page(coordinator)


def test_nothing_that_was_typed_is_kept(coordinator: JudgingClient):
    autosave(coordinator, "support", "NA", reason="The ministry of Vienna does")
    autosave(coordinator, "staff", "417")
    page = _page(coordinator)
    assert "The ministry of Vienna does" in page
    assert 'value="417"' in page
    kept = "".join(cards._made.values())
    assert 'id="q-services"' in kept
    assert "Vienna" not in kept
    assert "417" not in kept


def _page(client: JudgingClient) -> str:
    """Return the section without what each answer has of its own: the token, and the seconds that are left."""
    html = client.get(HOUSING).get_data(as_text=True)
    return re.sub(r'csrf_token" value="[^"]+"|data-seconds="\d+"', "", html)
