"""The page of waves: each wave up to the one of the address, of this questionnaire, as far as it may be seen."""

from datetime import timedelta

import pytest

from survey.database import begin_write, db
from survey.models import Wave
from survey.policy import OPERATOR
from survey.questionnaires.model import Questionnaire
from survey.services import courses
from tests.installations import open_wave, small
from tests.views.standings import GOOD, MODEST, stand
from tests.views.test_compare import charts, page, rows, table

PATH = "/compare/2026/waves"


def before(app, key="2024", years=2):
    """Turn what stands in the wave of 2026 into a wave before it, and open another of that name."""
    with app.app_context():
        begin_write(db.session)
        wave = db.session.query(Wave).filter_by(key="2026").one()
        wave.key, wave.title, wave.opens = key, key, wave.opens - timedelta(days=365 * years)
        db.session.commit()


@pytest.fixture
def waved(app):
    """Salzburg and Leipzig submitted in 2024, Salzburg and Arad in 2026."""
    open_wave(app)
    stand(app, "salzburg", MODEST)
    stand(app, "leipzig", GOOD)
    before(app)
    open_wave(app)
    stand(app, "salzburg", GOOD, wave="2026")
    stand(app, "arad", GOOD, wave="2026")
    return app


def test_the_waves_stand_beside_each_other(waved):
    shown = table(page(waved, path=PATH), "waves-index")
    assert shown[0] == ["Region", "□ Wave 2024", "● Wave 2026", "Change since the first"]
    assert [row[0] for row in shown[1:]] == ["Arad", "Salzburg"]
    assert shown[1][1] == "–"
    assert shown[2][3].startswith("+")


def test_an_earlier_wave_knows_nothing_of_a_later_one(waved):
    text = page(waved, path="/compare/2024/waves")
    assert "There is one wave of this questionnaire so far." in text
    assert "waves-index" in charts(text)


def test_a_region_sees_only_itself(waved):
    shown = table(page(waved, "coordinator", PATH), "waves-index")
    assert [row[0] for row in shown[1:]] == ["Salzburg"]
    assert {row["unit"] for row in rows(waved, f"{PATH}/waves-index.csv", "coordinator")} == {"salzburg"}


def test_a_further_component_stands_first(waved):
    codes = charts(page(waved, path=f"{PATH}?component=housing&regions=salzburg"))
    assert codes == ["waves-housing", "waves-index", "waves-equality", "waves-interaction"]
    found = rows(waved, f"{PATH}/waves-housing.csv?component=housing&regions=salzburg")
    assert [(row["unit"], row["wave"]) for row in found] == [("salzburg", "2024"), ("salzburg", "2026")]
    assert {row["comparable"] for row in found} == {"1.0"}


@pytest.mark.parametrize("query", ["regions=atlantis", "component=weather"])
def test_what_cannot_be_is_said_with_the_nearest_view(waved, query):
    text = page(waved, path=f"{PATH}?{query}", status=422)
    assert "waves-index" in charts(text)


def test_a_chart_of_what_is_not_measured_is_not_there(waved):
    page(waved, path=f"{PATH}/waves-weather.csv", status=404)
    assert "cannot be drawn" in page(waved, path=f"{PATH}/waves-housing.csv", status=422)


def test_the_course_is_computed_once_for_each_state(waved):
    with waved.app_context():
        wave = db.session.query(Wave).filter_by(key="2026").one()
        first = courses.up_to(db.session, wave=wave, by=OPERATOR)
        assert courses.up_to(db.session, wave=wave, by=OPERATOR).course is first.course
        assert [one.key for one in first.waves] == ["2024", "2026"]


def test_another_questionnaire_is_no_earlier_wave(app):
    other = Questionnaire.model_validate({**small().model_dump(by_alias=True), "key": "other"})
    open_wave(app, other)
    stand(app, "salzburg", GOOD, questionnaire=other)
    before(app)
    open_wave(app)
    stand(app, "salzburg", GOOD, wave="2026")
    assert "There is one wave" in page(app, path=PATH)
