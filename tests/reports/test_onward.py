"""What a region's report says of the wave before, of its peers, and of first steps: the numbers of its pages.

The numbers of the change are those worked by hand in ``tests/services/test_since.py``.
"""

from dataclasses import replace

import pytest

from survey.charts.readings import Readings
from survey.database import begin_write
from survey.models import Effort
from survey.questionnaires.answers import Answer, State
from survey.reports import onward, printing, regional
from survey.reports.document import Drawing, Paragraph, Part, Tabled
from survey.reports.material import Regional
from survey.services import since
from tests.charts.samples import reading
from tests.databases import NOW, World, world
from tests.reports import reporting
from tests.reports.test_form import german
from tests.services.following import LATER, follow, submitted
from tests.services.test_since import ANEW
from tests.views.standings import GOOD

__all__ = ["german"]


@pytest.fixture
def here(tmp_path) -> World:
    """Here in the first wave, with everything answered."""
    made = world(tmp_path)
    made.save(**{code: (answer, 0) for code, answer in GOOD.items()})
    return made


@pytest.fixture
def again(tmp_path) -> World:
    """Here in the second wave, by the same edition, with everything answered."""
    made = submitted(tmp_path)
    follow(made, made.questionnaire)
    made.save(now=LATER, **{code: (answer, 0) for code, answer in ANEW.items()})
    return made


def chapter(here: World, by=None) -> Part:
    return onward.part(reporting.of_region(here, by))


def part(made: Part, code: str) -> Part:
    return next(one for one in (*made.parts, *(each for some in made.parts for each in some.parts)) if one.code == code)


def said(made: Part) -> str:
    return " ".join(one.text for one in made.blocks if isinstance(one, Paragraph))


def rows(made: Part) -> list[list[str]]:
    [table] = [one.table for one in made.blocks if isinstance(one, Tabled)]
    return [[cell.text for cell in row] for row in table.rows]


def test_the_change_stands_in_three_parts_and_each_row_adds_up(again):
    found = part(chapter(again), "change")
    assert said(found).startswith("Index: Here fell from 81.6 in Wave Wave 2026 to 77.4 in Wave Wave 2027 (−4.2).")
    table = next(one.table for one in found.blocks if isinstance(one, Tabled))
    parts = ["Other answers", "What counted", "Questionnaire"]
    assert [cell.text for cell in table.heads][1:] == ["Wave Wave 2026", *parts, "Wave Wave 2027"]
    assert rows(found)[0] == ["Index", "81.6", "−6.2", "+2.1", "0.0", "77.4"]
    assert [row[0] for row in rows(found)] == ["Index", "Equality", "Interaction"]


def test_where_rounding_hides_a_tenth_of_the_sum_that_is_said(again):
    """81.6 - 6.2 + 2.1 is 77.5 as shown, 77.396 in truth."""
    assert "Index: the numbers as shown add up to 77.5 because of rounding; unrounded it is 77.396." in said(
        part(chapter(again), "change")
    )


def test_the_parts_are_those_of_the_pages_difference(again):
    [version] = since.earlier(again.session, assessment=again.assessment, by=again.coordinator)
    difference = since.change(again.session, assessment=again.assessment, version=version).difference("index")
    moved = reporting.of_region(again).around.moved
    assert moved.found.difference("index") is difference
    chart = moved.chart("index", Readings(()), reporting.of_region(again).facts)
    assert chart.rows[-1][-1] == difference.total
    areas = part(chapter(again), "change-areas")
    assert rows(areas)[-1] == ["Together", "−6.2", "+2.1", "0.0", "−4.2"]
    assert sum(isinstance(one, Drawing) for one in areas.blocks) == 1


def test_the_first_wave_says_that_there_is_none_before(here):
    found = part(chapter(here), "change")
    assert "There is no earlier wave to compare with: Here has submitted no assessment" in said(found)
    assert found.parts == ()


def test_an_earlier_wave_that_measured_nothing_of_it_is_told(again):
    material = reporting.of_region(again)
    nothing = replace(material.around.moved.found, _found={})
    object.__setattr__(nothing, "components", ())
    around = replace(material.around, moved=replace(material.around.moved, found=nothing))
    made = onward.part(replace(material, around=around))
    assert said(part(made, "change")).startswith("The earlier wave measured nothing that this one measures")


def test_without_peers_a_sentence_says_so(here):
    found = part(chapter(here), "peers")
    assert said(found).startswith("There are no peers to compare with yet")
    assert not [one for one in found.blocks if isinstance(one, Tabled)]


def test_one_or_two_peers_would_be_given_away_by_a_median(here):
    assert "Three are needed." in said(part(_beside(here, 30.0, 40.0), "peers"))


def test_the_region_stands_beside_the_median_of_its_named_peers(here):
    """Housing 91.7 (275/3) against the median of 30, 40, 95; nobody has a score in encounter."""
    found = part(_beside(here, 30.0, 40.0, 95.0), "peers")
    assert "Beside 3 peers, whose results you may see: P0, P1, P2." in said(found)
    assert rows(found) == [
        ["Housing", "91.7", "40.0", "3", "+51.7", "above"],
        ["Encounter", "87.5", "–", "0", "–", "–"],
    ]


def _beside(here: World, *scores: float) -> Part:
    """Return the chapter with peers that have these scores in housing."""
    return onward.part(_with_peers(here, *scores))


def _with_peers(here: World, *scores: float) -> Regional:
    material = reporting.of_region(here)
    others = [reading(f"p{place}", "housing", score, level="area") for place, score in enumerate(scores)]
    return replace(material, around=replace(material.around, peers=Readings(tuple(others))))


def test_first_steps_are_those_of_the_page_with_the_efforts_that_the_region_has_set(here):
    """A share of 40 instead of 30 brings 12.5 of encounter, 6.2 of the index; the target is the next five away."""
    _effort(here, "share", 3)
    made = chapter(here)
    steps = part(made, "steps")
    assert said(steps).startswith("To bring Index from 89.6 to 95.0, the cheapest way is 1 change with an effort of 3")
    assert "for 1 of 6 questions" in said(steps)
    assert rows(part(made, "plan")) == [
        ["Share of 100 % of places let to newcomers", "30 %", "40 % or more", "3", "+6.2"],
        ["Together", "", "", "3", "+6.2"],
    ]
    assert [row[-2:] for row in rows(part(made, "gains"))] == [["+6.2", "3"], ["+4.2", "1 (not set)"]]


def _effort(here: World, question: str, effort: int) -> None:
    begin_write(here.session)
    where = {"region_id": here.assessment.region_id, "questionnaire": here.questionnaire.key, "question": question}
    here.session.add(Effort(**where, effort=effort, set_at=NOW, set_by_id=here.coordinator.id))
    here.session.commit()


def test_what_is_not_answered_is_to_be_answered_first(tmp_path):
    made = world(tmp_path)
    made.save(mixed=(Answer(State.ANSWERED, 4), 0))
    steps = part(chapter(made), "steps")
    assert "questions have no answer yet. Answer them first" in said(steps)


def test_before_the_first_answer_there_is_no_step_to_take(tmp_path):
    steps = part(chapter(world(tmp_path)), "steps")
    assert said(steps).startswith("There is nothing to show yet")
    assert steps.parts == ()


def test_whoever_may_not_take_answers_away_reads_of_the_change_and_of_no_answer(again):
    made = chapter(again, again.contributor)
    assert rows(part(made, "change"))[0][0] == "Index"
    assert "Priorities" in said(part(made, "steps"))
    assert part(made, "steps").parts == ()


def test_others_read_that_neither_change_nor_steps_are_for_them(again):
    material = reporting.of_region(again)
    around = replace(material.around, scores=False, moved=None, raised=None)
    made = onward.part(replace(material, around=around, answered=None))
    assert said(part(made, "change")).startswith("What changed is shown to the people of Here")
    assert said(part(made, "steps")).startswith("What would raise the scores follows from the answers.")
    assert "fell" not in said(part(made, "change"))


def test_the_chapter_stands_in_a_tagged_pdf_in_german(again, german):
    found = reporting.read(printing.pdf(regional.report(reporting.of_region(again)), now=NOW))
    assert "Veränderung, Vergleichsregionen, erste Schritte" in found.bookmarks
    assert "81,6" in found.text
    assert "Der kürzeste Weg zu" in found.text
    assert "pdfuaid" in found.reader.xmp_metadata.stream.get_data().decode()
