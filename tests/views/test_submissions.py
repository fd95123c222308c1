"""What was submitted: the list of versions, two of them side by side, and the same as a file."""

import csv
import io
from datetime import timedelta

import pytest

from survey.database import db
from survey.services import assessments, stages
from survey.services.assessments import Entry
from tests.databases import submit_with_words, text
from tests.installations import NOW, small
from tests.views.standing_in_review import of_salzburg, somebody, submitted

AT = "/assessments/2026/salzburg/submissions"


@pytest.fixture
def app(app):
    submitted(app)
    return app


@pytest.fixture
def twice(app):
    """Salzburg has withdrawn, changed an answer to something that looks like a formula, and submitted again."""
    with app.app_context():
        known = {"assessment": of_salzburg(), "by": somebody("coordinator")}
        stages.withdraw(db.session, reason="One more.", now=NOW + timedelta(seconds=1), **known)
        later = {"questionnaire": small(), "now": NOW + timedelta(seconds=2), **known}
        assessments.record(db.session, entries={"proud": Entry(text("=1+1 <b>cafés</b>"), 1)}, **later)
        submit_with_words(db.session, **later)
        db.session.commit()
    return app


def test_one_version_is_listed_and_cannot_be_compared(app, sign_in):
    page = sign_in("coordinator").get(AT).get_data(as_text=True)
    assert "version 1" in page
    assert "As soon as there are two versions" in page
    assert "What Salzburg submitted" in sign_in("coordinator").get(f"{AT}/compare").get_data(as_text=True)


def test_the_last_two_versions_are_compared_unless_others_are_wished(twice, sign_in):
    person = sign_in("coordinator")
    page = person.get(f"{AT}/compare").get_data(as_text=True)
    assert "1 of 9 answers differs." in page
    assert "Our cafés." in page
    assert "=1+1 &lt;b&gt;cafés&lt;/b&gt;" in page
    assert "Does the region help" not in page
    assert "Does the region help" in person.get(f"{AT}/compare?every=1").get_data(as_text=True)
    same = person.get(f"{AT}/compare?then=2026.2&now=2026.2").get_data(as_text=True)
    assert "Nothing differs between these two versions." in same
    swapped = person.get(f"{AT}/compare?then=2026.2&now=2026.1").get_data(as_text=True)
    assert swapped.index("Our cafés.") < swapped.index("=1+1"), "the earlier one stands first"


def test_an_unknown_version_is_told_with_the_nearest_comparison(twice, sign_in):
    answer = sign_in("coordinator").get(f"{AT}/compare?then=1999.7&now=2026.2")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "There is no version “1999.7”." in page
    assert "1 of 9 answers differs." in page


def test_the_file_holds_what_the_page_shows(twice, sign_in):
    answer = sign_in("coordinator").get(f"{AT}/compare.csv?for=analysis")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert [(row["question"], row["value_then"], row["value_now"]) for row in rows] == [
        ("proud", "Our cafés.", "'=1+1 <b>cafés</b>")
    ]
    every = sign_in("coordinator").get(f"{AT}/compare.csv?for=analysis&every=1").get_data(as_text=True)
    assert len(list(csv.DictReader(io.StringIO(every)))) == len(small().questions)
    assert "comparison_2026.1_2026.2_salzburg_2026_" in answer.headers["Content-Disposition"]
    assert sign_in("coordinator").get(f"{AT}/compare.csv?for=dinner").status_code == 422


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("contributor", 200), ("reviewer", 200), ("team", 200), ("neighbour", 404), ("nobody", 404)],
)
def test_who_may_view_the_assessment_sees_its_versions(twice, sign_in, who, status):
    for path in (AT, f"{AT}/compare", f"{AT}/compare.csv?for=excel"):
        assert sign_in(who).get(path).status_code == status, path


def test_the_pages_are_german_for_german_readers(twice, sign_in):
    person = sign_in("coordinator", language="de")
    assert "Was Salzburg eingereicht hat" in person.get(AT).get_data(as_text=True)
    assert "Was sich zwischen zwei Fassungen geändert hat" in person.get(f"{AT}/compare").get_data(as_text=True)
