"""A clock that jumps by a day, either way: versions keep their order, links their use, and nothing is lost."""

from datetime import timedelta

import pytest

from survey.errors import LinkError
from survey.models import Purpose
from survey.services import history, links
from tests.databases import EACH, NOW, World, text, world_on

JUMPS = [timedelta(days=1), timedelta(days=-1)]


@pytest.fixture(params=EACH)
def here(request, tmp_path) -> World:
    return world_on(request.param, tmp_path)


@pytest.mark.parametrize("jump", JUMPS)
def test_versions_stand_in_the_order_in_which_they_were_saved(here, jump):
    for version, now in enumerate((NOW, NOW + jump, NOW + timedelta(minutes=1))):
        here.save(proud=(text(f"Version {version + 1}."), version), now=now)
    found = history.history(here.session, assessment=here.assessment, questionnaire=here.questionnaire, code="proud")
    said = [(one.version.version, one.version.answer.value) for one in found.events if one.version]
    assert said == [(3, "Version 3."), (2, "Version 2."), (1, "Version 1.")]
    assert here.save(proud=(text("Late."), 2), now=NOW).conflicts, "whatever the clock says"


@pytest.mark.parametrize("jump", JUMPS)
def test_a_link_works_once_whatever_the_clock_does(here, jump):
    link = links.make(here.session, user=here.contributor, purpose=Purpose.INVITATION, now=NOW)
    here.session.commit()
    assert links.accept(here.session, token=link.token, now=NOW + jump).id == here.contributor.id
    here.session.commit()
    with pytest.raises(LinkError, match="used"):
        links.accept(here.session, token=link.token, now=NOW)


@pytest.mark.parametrize("jump", JUMPS)
def test_a_later_link_takes_the_place_of_the_earlier_one(here, jump):
    first = links.make(here.session, user=here.contributor, purpose=Purpose.INVITATION, now=NOW)
    second = links.make(here.session, user=here.contributor, purpose=Purpose.INVITATION, now=NOW + jump)
    here.session.commit()
    with pytest.raises(LinkError, match="replaced"):
        links.peek(here.session, token=first.token, now=NOW + jump)
    assert links.peek(here.session, token=second.token, now=NOW + jump).user_id == here.contributor.id
