"""What of a region others see: nothing until it opens something, then that and nothing else, through every door."""

import csv
from io import StringIO

import pytest

from survey.errors import NotFoundError
from survey.models import Audience
from survey.services import disclosures, explanations, exports, results, verified
from survey.services.layouts import Content, table
from survey.services.stages import reopen
from survey.services.tables import Purpose, dialect, encode
from tests.databases import NOW, world
from tests.services.disclosing import opening
from tests.services.reviewing import accept, conclude, in_review

PARTNERSHIP, PUBLIC = Audience.PARTNERSHIP, Audience.PUBLIC
HOUSING = {"housing", "access", "equality"}
EVERYTHING = {*HOUSING, "encounter", "interaction", "index"}


@pytest.fixture
def here(tmp_path):
    return in_review(tmp_path)


@pytest.fixture
def half(here):
    """The same, with housing open to the partnership."""
    opening(here.session, here.assessment, here.coordinator, housing=PARTNERSHIP)
    return here


def shown(here, who, to=Audience.PRIVATE):
    """Return the components that somebody sees in the comparison, by region."""
    found = results.submitted(here.session, wave=here.wave, by=getattr(here, who), to=to)
    return {one.assessment.region.key: set(one.card) for one in found}


def of_here(here, who, to=None):
    """Return the result of Here as somebody sees it."""
    return results.of_region(here.session, assessment=here.assessment, by=getattr(here, who), to=to)


def rows(here, who, content):
    """Return a file as somebody takes it away, as dicts."""
    by = getattr(here, who)
    made = exports.gather(here.session, wave=here.wave, by=by, language="en", demonstration=False)
    text = encode(table(content, made), dialect(Purpose.ANALYSIS, "en")).decode()
    return list(csv.DictReader(StringIO(text, newline="")))


def test_nothing_is_open_until_the_region_decides(here):
    assert shown(here, "neighbour") == {}
    for ask in (results.of_region, verified.verified_results):
        with pytest.raises(NotFoundError):
            ask(here.session, assessment=here.assessment, by=here.neighbour)
    with pytest.raises(NotFoundError):
        disclosures.find(here.session, wave="2026", region="here", by=here.neighbour)


def test_the_partnership_sees_what_is_open_and_nothing_else(half):
    assert shown(half, "neighbour") == {"here": HOUSING}
    assert set(of_here(half, "neighbour").card) == HOUSING
    assert disclosures.find(half.session, wave="2026", region="here", by=half.neighbour) is half.assessment


@pytest.mark.parametrize("who", ["coordinator", "contributor", "team", "administrator", "reviewer"])
def test_whoever_saw_all_still_does(half, who):
    assert shown(half, who) == {"here": EVERYTHING}
    assert set(of_here(half, who).card) == EVERYTHING


def test_scores_that_are_shown_are_those_of_the_region_itself(half):
    own, theirs = of_here(half, "coordinator").card, of_here(half, "neighbour").card
    assert theirs == {code: own[code] for code in HOUSING}


def test_the_index_is_shown_once_all_that_feeds_it_is(half):
    opening(half.session, half.assessment, half.coordinator, housing=PARTNERSHIP, encounter=PUBLIC)
    assert shown(half, "neighbour") == {"here": EVERYTHING}


def test_a_draft_is_never_shown(half):
    reopen(half.session, assessment=half.assessment, reason="To be mended.", by=half.team, now=NOW)
    half.session.commit()
    assert shown(half, "neighbour") == {}
    with pytest.raises(NotFoundError):
        of_here(half, "neighbour")


def test_the_region_sees_itself_as_others_see_it(half):
    assert set(of_here(half, "coordinator", PARTNERSHIP).card) == HOUSING
    assert of_here(half, "coordinator", PARTNERSHIP).view.audience is PARTNERSHIP
    assert set(of_here(half, "coordinator", PUBLIC).card) == set()
    assert shown(half, "coordinator", PARTNERSHIP) == {"here": HOUSING}
    assert shown(half, "coordinator", PUBLIC) == {}


def test_nobody_sees_more_by_asking_to_see_as_another(half):
    for to in (Audience.PRIVATE, PUBLIC):
        with pytest.raises(NotFoundError):
            of_here(half, "neighbour", to)
    assert shown(half, "neighbour", Audience.PRIVATE) == {"here": HOUSING}
    assert shown(half, "neighbour", PUBLIC) == {}


def test_everybody_sees_what_is_public_of_what_is_concluded(half):
    opening(half.session, half.assessment, half.coordinator, housing=PUBLIC, encounter=PARTNERSHIP)
    assert results.public(half.session, wave=half.wave) == []
    accept(half, "support", "services", "staff", "share", "spaces", "spaces_note", "proud", "visitors")
    conclude(half)
    (found,) = results.public(half.session, wave=half.wave)
    assert (found.assessment.region.key, set(found.card), found.view.audience) == ("here", HOUSING, PUBLIC)
    assert shown(half, "coordinator", PUBLIC) == {"here": HOUSING}


def test_the_verified_lens_shows_the_same_parts_and_counts_their_answers_only(half):
    accept(half, "support", "share", "spaces")
    found = verified.verified_results(half.session, assessment=half.assessment, by=half.neighbour)
    assert set(found.reported) == set(found.verified) == HOUSING
    assert (found.standing, found.to_review) == (1, 3)
    whole = verified.verified_results(half.session, assessment=half.assessment, by=half.coordinator)
    assert (whole.standing, whole.to_review) == (3, 8)


def test_only_what_is_open_is_explained_and_without_reasons(half):
    known = {"assessment": half.assessment, "by": half.neighbour}
    found = explanations.explain(half.session, component="housing", **known)
    assert found.wholes == ()
    assert found.shown("staff").reason is None
    assert {row[4] for row in found.table().rows} >= {"support", "services"}
    for hidden in ("encounter", "interaction", "index", "attic"):
        with pytest.raises(NotFoundError):
            explanations.explain(half.session, component=hidden, **known)
    own = explanations.explain(half.session, assessment=half.assessment, component="housing", by=half.coordinator)
    assert own.wholes == ("index",)
    assert own.shown("staff").reason == "The state decides."


@pytest.mark.parametrize("who", ["neighbour", "coordinator"])
def test_score_files_hold_what_is_shown(half, who):
    expected = HOUSING if who == "neighbour" else EVERYTHING
    long = rows(half, who, Content.SCORES_LONG)
    assert {row["component"] for row in long if row["unit"] == "here"} == expected
    assert {row["lens"] for row in long if row["unit"] == "here"} == {"reported", "verified"}
    wide = next(row for row in rows(half, who, Content.SCORES_WIDE) if row["unit"] == "here")
    assert {code for code in EVERYTHING if wide[f"{code}.low"]} == expected


def test_answer_files_hold_values_that_are_open_and_no_words_and_no_reasons(half):
    opening(half.session, half.assessment, half.coordinator, housing=PARTNERSHIP, closing=PARTNERSHIP)
    long = [row for row in rows(half, "neighbour", Content.ANSWERS_LONG) if row["unit"] == "here"]
    assert {row["question"] for row in long} == {"support", "services", "mixed", "staff", "visitors"}
    assert not any(row["reason"] for row in long)
    codes = next(row for row in rows(half, "neighbour", Content.ANSWERS_CODES) if row["unit"] == "here")
    assert codes["services"] == "advice|legal"
    assert [codes[code] for code in ("share", "spaces", "spaces_note", "proud")] == ["", "", "", ""]
    words = next(row for row in rows(half, "neighbour", Content.ANSWERS_LABELS) if row["Region"] == "Here")
    assert words["Are there spaces to meet?"] == words["What are you proudest of?"] == "Not shown to others"
    assert words["Does the region help newcomers to find a home?"] == "In the whole region"


def test_the_own_region_leaves_whole(half):
    long = rows(half, "coordinator", Content.ANSWERS_LONG)
    assert {row["question"] for row in long} == set(half.questionnaire.questions)
    assert "The state decides." in {row["reason"] for row in long}


def test_what_everybody_takes_away_is_public_only(half):
    opening(half.session, half.assessment, half.coordinator, housing=PUBLIC, encounter=PARTNERSHIP)
    accept(half, "support", "services", "staff", "share", "spaces", "spaces_note", "proud", "visitors")
    conclude(half)
    made = exports.public(half.session, wave=half.wave, language="en", demonstration=False)
    (reply,) = made.replies
    assert set(reply.answers) <= {"support", "services", "mixed", "staff"}
    assert not any(answer.reason for answer in reply.answers.values())


def test_two_regions_are_each_masked_by_their_own_decision(tmp_path):
    made = world(tmp_path)
    opening(made.session, made.assessment, made.coordinator, housing=PARTNERSHIP, encounter=PUBLIC)
    opening(made.session, made.elsewhere, made.neighbour, encounter=PARTNERSHIP)
    found = disclosures.audiences(made.session, seen=[made.assessment, made.elsewhere])
    assert found == {
        made.assessment.id: {"housing": PARTNERSHIP, "encounter": PUBLIC},
        made.elsewhere.id: {"encounter": PARTNERSHIP},
    }
