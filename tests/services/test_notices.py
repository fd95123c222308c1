"""The privacy notice: which version holds, and who has read it."""

import pytest

from survey.errors import InvalidError, NotFoundError
from survey.models import AuditEntry, Deed, Notice, NoticeConsent
from survey.policy import OPERATOR
from survey.services import notices
from tests.databases import EACH, NOW, world_on
from tests.models.rows import LATER

WORDS = {"en": "## Ours\n\nWe keep little.", "de": "## Unseres\n\nWir speichern wenig."}


@pytest.fixture(params=EACH)
def world(request, tmp_path):
    return world_on(request.param, tmp_path)


def publish(world, now=NOW, **words: str) -> str | None:
    made = notices.publish(world.session, words=WORDS | words, by=OPERATOR, now=now)
    world.session.commit()
    return made


def read(world, shown: str) -> None:
    notices.acknowledge(world.session, user=world.coordinator, shown=shown, language="de", now=NOW)
    world.session.commit()


def test_the_words_of_the_software_hold_until_others_are_published(world):
    assert notices.current(world.session, language="de") == notices.Shown(notices.STANDARD, "de", None, None)
    made = publish(world)
    shown = notices.current(world.session, language="de")
    assert (shown.version, shown.language, shown.words, shown.published_at) == (made, "de", WORDS["de"], NOW)
    assert made is not None
    assert made.startswith("2026-05-04-")
    assert len(made) == len("2026-05-04-") + 8
    assert Deed.NOTICE_PUBLISHED in [each.deed for each in world.session.query(AuditEntry)]


def test_the_same_words_are_no_new_version_and_earlier_words_are_one(world):
    first = publish(world)
    assert publish(world, now=LATER) is None
    second = publish(world, en="## Ours\n\nWe keep more.")
    third = publish(world)
    assert third == f"{first}-2"
    assert notices.version(world.session) == third
    assert [name for name, _at, _spoken in notices.versions(world.session)] == [third, second, first]
    assert [spoken for _name, _at, spoken in notices.versions(world.session)] == ["de, en"] * 3


def test_each_version_is_read_once_and_a_new_one_again(world):
    assert not notices.has_read(world.session, user=world.coordinator)
    read(world, notices.STANDARD)
    read(world, notices.STANDARD)
    assert notices.has_read(world.session, user=world.coordinator)
    assert not notices.has_read(world.session, user=world.team)
    kept = world.session.query(NoticeConsent).one()
    assert (kept.user_id, kept.version, kept.language, kept.given_at) == (
        world.coordinator.id,
        notices.STANDARD,
        "de",
        NOW,
    )
    made = publish(world)
    assert not notices.has_read(world.session, user=world.coordinator)
    with pytest.raises(NotFoundError):
        read(world, notices.STANDARD)
    world.session.rollback()
    read(world, made)
    assert notices.has_read(world.session, user=world.coordinator)


def test_who_has_read_what_is_told_of_everybody_with_an_account(world):
    read(world, notices.STANDARD)
    made = publish(world)
    read(world, made)
    found = {one.email: one.version for one in notices.readers(world.session, by=world.administrator)}
    assert found.pop("here@example.org") == made
    assert set(found.values()) == {None}
    assert len(found) == 5
    with pytest.raises(NotFoundError):
        notices.readers(world.session, by=world.coordinator)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ({"en": "Ours"}, {"de": "missing"}),
        ({"en": "Ours", "de": " \n"}, {"de": "missing"}),
        ({"en": "Ours", "de": "Unseres", "xx": "?"}, {"xx": "unknown"}),
        ({"en": "x" * 50_001, "de": "Unseres"}, {"en": "long"}),
    ],
)
def test_what_cannot_be_published_is_named_by_language(tmp_path, words, wrong):
    made = world_on("sqlite", tmp_path)
    with pytest.raises(InvalidError) as refused:
        notices.publish(made.session, words=words, by=OPERATOR, now=NOW)
    assert refused.value.fields == wrong


def test_a_region_publishes_nothing(tmp_path):
    made = world_on("sqlite", tmp_path)
    with pytest.raises(NotFoundError):
        notices.publish(made.session, words=WORDS, by=made.coordinator, now=NOW)
    made.session.rollback()
    assert made.session.query(Notice).count() == 0


def test_invented_people_have_read_it(tmp_path):
    made = world_on("sqlite", tmp_path)
    read(made, notices.STANDARD)
    assert notices.all_have_read(made.session, now=NOW) == 5
    assert notices.all_have_read(made.session, now=NOW) == 0
