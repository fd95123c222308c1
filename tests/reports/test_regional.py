"""What stands in a region's report: sentences and tables worked out by hand, and answers for those who may."""

from dataclasses import fields, is_dataclass, replace

import pytest

from survey.charts.readings import Readings
from survey.questionnaires.answers import Answer, State
from survey.reports import regional
from survey.reports.document import (
    Block,
    Drawing,
    Listing,
    Mark,
    Notice,
    Paragraph,
    Part,
    Ranking,
    Replies,
    Reply,
    Report,
    Tabled,
)
from tests.databases import World, world
from tests.reports import reporting
from tests.reports.reporting import submit_rest
from tests.views.standings import GOOD


@pytest.fixture
def here(tmp_path) -> World:
    return world(tmp_path)


def report(here: World, by=None, **options) -> Report:
    return regional.report(reporting.of_region(here, by, **options))


def answered(here: World) -> Report:
    here.save(**{code: (answer, 0) for code, answer in GOOD.items()})
    return report(here)


def part(made: Report, code: str) -> Part:
    return next(one for one in made.every_part() if one.code == code)


def blocks(made: Part, kind: type[Block]) -> list:
    return [one for one in made.blocks if isinstance(one, kind)]


def replies(made: Report) -> dict[str, Reply]:
    return {one.number: one for each in made.every_part() for block in blocks(each, Replies) for one in block.replies}


def texts(value: object) -> list[str]:
    """Return every text in a document, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple | list):
        return [text for one in value for text in texts(one)]
    inner = fields(value) if is_dataclass(value) else ()
    return [text for one in inner for text in texts(getattr(value, one.name))]


def test_behind_the_first_page_index_and_dimensions_stand_as_sentences_and_as_a_table(here):
    numbers = part(answered(here), "numbers")
    assert blocks(numbers, Listing)[0].items == (
        "Index stands at 89.6 of 100; the areas reach from 87.5 (Encounter) to 91.7 (Housing).",
        "Equality stands at 91.7 of 100.",
        "Interaction stands at 87.5 of 100.",
    )
    table = blocks(numbers, Tabled)[0].table
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Index", "89.6", "89.6", "89.6", "100%", "6 of 6"],
        ["Equality", "91.7", "91.7", "91.7", "100%", "4 of 4"],
        ["Interaction", "87.5", "87.5", "87.5", "100%", "2 of 2"],
    ]


def test_a_dimension_says_how_far_it_can_still_move_and_where_plans_would_bring_it(here):
    """A sixth for support (planned, 0 today) and services (hidden, counted as 0), a third for mixed (75) and staff.

    Staff is unknown: 25 of two thirds is 37.5, from 25 to 58.3; with the plan done 41.7 of two thirds, 62.5.
    """
    here.save(support=(Answer(State.PLANNED, "planned"), 0), mixed=(Answer(State.ANSWERED, 4), 0))
    found = part(report(here), "dimension-equality")
    said = [one.text for one in blocks(found, Paragraph)]
    assert said[0].startswith("Equality stands at 37.5 of 100")
    assert said[1] == (
        "It can still end up between 25.0 and 58.3, as 1 answer is unknown. "
        "With everything done that is planned, it would be 62.5."
    )


def test_a_score_that_is_withheld_says_why_and_gives_its_interval(here):
    """Mixed is known (75 of a third), services are hidden and count as 0: half the weight; from 25 to 75."""
    here.save(mixed=(Answer(State.ANSWERED, 4), 0))
    assert blocks(part(report(here), "numbers"), Listing)[-1].items[1:] == (
        "Equality has no score yet, as only 50% of its weight is known; it can end up anywhere between 25.0 and 75.0.",
        "Interaction has no score yet, as no answer that counts for it is known.",
    )


def test_before_the_first_answer_there_is_a_report_too(here):
    made = report(here)
    assert "has no score" in blocks(part(made, "summary"), Paragraph)[0].text
    assert not any(blocks(one, Ranking) for one in made.every_part())


def test_the_answers_that_bring_most_are_named_with_their_points(here):
    """Access is a third of housing, its two questions a half of it each: 16.7 each; staff and mixed 33.3 and 25."""
    ranking = blocks(part(answered(here), "dimension-equality"), Ranking)[0]
    assert ranking.lists[0] == (
        "Answers that bring most, in points of this score",
        (
            ("How many people work on this?", "+33.3", None),
            ("How mixed are the neighbourhoods?", "+25.0", None),
            ("Does the region help newcomers to find a home?", "+16.7", None),
        ),
    )
    assert ranking.lists[1] == (
        "Answers that would raise this score most, if full",
        (("How mixed are the neighbourhoods?", "+8.3", None),),
    )


def test_every_question_stands_with_its_answer_in_words_its_state_and_its_points(here):
    here.save(
        support=(Answer(State.ANSWERED, "partly"), 0),
        services=(Answer(State.ANSWERED, ("advice", "legal")), 0),
        mixed=(Answer(State.NOT_APPLICABLE, reason="The state decides."), 0),
        staff=(Answer(State.ANSWERED, 0.5), 0),
        share=(Answer(State.DOES_NOT_KNOW), 0),
        proud=(Answer(State.ANSWERED, "Our cafés."), 0),
    )
    found = {number: (one.answer, one.state, one.points) for number, one in replies(report(here)).items()}
    assert found == {
        "1.1": ("In parts of the region", "Answered", "Points: 1 of 2"),
        "1.2": ("Advice; Legal help", "Answered", "Points: 3 of 3"),
        "1.3": ("Not in our remit, or does not apply: The state decides.", "Does not apply", "Points: – of 1"),
        "1.4": ("0.5 FTE", "Answered", "Points: 1 of 2"),
        "2.1": ("We cannot tell", "Not known", "Points: – of 1"),
        "2.2": ("Not answered", "Open", "Points: – of 1"),
        "2.3": ("Not asked, because of an earlier answer", "Not asked", "not scored"),
        "3.1": ("Our cafés.", "Answered", "not scored"),
        "3.2": ("Not answered", "Open", "not scored"),
    }


def test_confidential_evidence_is_left_out_for_everybody(here):
    here.save(**{code: (answer, 0) for code, answer in GOOD.items()})
    reporting.cite(here, "support", title="Secret budget", confidential=True, note="Between us.")
    reporting.cite(here, "support", title="The decision", url="https://www.example.org/decision")
    made = report(here)
    assert [(one.kind, one.title, one.passage) for one in replies(made)["1.1"].pieces] == [
        ("Link", "The decision", "page 7")
    ]
    assert not [text for text in texts(made) if "Secret" in text or "Between us" in text]


def test_whoever_may_not_take_answers_away_gets_scores_alone(here):
    answered(here)
    made = report(here, by=here.contributor)
    assert [one.code for one in made.parts] == [
        "summary",
        "dimension-equality",
        "dimension-interaction",
        "group-further",
        "onward",
        "method",
        "about",
    ]
    assert not [text for text in texts(made) if "How mixed are" in text]
    assert "the scores that you may see" in blocks(part(made, "about"), Listing)[0].items[2]


def test_each_drawing_stands_with_a_table_of_the_same(here):
    for one in answered(here).every_part():
        if blocks(one, Drawing):
            assert len(blocks(one, Drawing)) == len(blocks(one, Tabled))


def test_what_a_reader_may_not_see_is_missing_and_nothing_falls_over(here):
    answered(here)
    material = reporting.of_region(here, here.contributor)
    some = Readings(tuple(one for one in material.readings if one.component in ("housing", "encounter")))
    made = regional.report(replace(material, readings=some))
    assert blocks(part(made, "summary"), Paragraph)[0].text == (
        "Housing is highest with 91.7, Encounter lowest with 87.5."
    )
    assert [one.code for one in made.parts] == ["summary", "group-further", "onward", "method", "about"]
    nothing = regional.report(replace(material, readings=Readings(())))
    assert [one.code for one in nothing.parts] == ["summary", "onward", "method", "about"]


def test_the_last_pages_name_method_disclaimer_and_the_whole_fingerprint(here):
    material = reporting.of_region(here)
    made = regional.report(material)
    assert "does not compute the Intercultural Cities Index" in blocks(part(made, "method"), Notice)[0].text
    assert blocks(part(made, "about"), Mark)[0].signs.replace(" ", "") == material.fingerprint
    assert made.mark.signs.replace(" ", "") == material.fingerprint[:16]


def test_a_draft_is_marked_as_one(here):
    assert "draft" in answered(here).notice
    submit_rest(here)
    assert report(here).notice == ""
