"""Colleagues by pages: invited, given parts, reminded, taken back at once; and each one's own questions."""

import re
from datetime import timedelta

import pytest

from survey.database import begin_write, db
from survey.models import AnswerChange, Assignment, Duty, Mandate
from tests import installations
from tests.installations import NOW, open_wave
from tests.views.standing_in_review import letters, of_salzburg, somebody, submitted

HOME = "/assessments/2026/salzburg/"
HERE, MINE = f"{HOME}colleagues", f"{HOME}mine"
HOUSING, CLOSING = f"{HOME}sections/housing", f"{HOME}sections/closing"
OTHERS = ("contributor", "reviewer", "neighbour", "nobody", "team", "administrator")


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def words(answer) -> str:
    return answer.get_data(as_text=True)


def key(app, name: str) -> int:
    with app.app_context():
        return somebody(name).id


def give(app, client, *parts: str, due: str = "", to: str | None = "contributor"):
    whom = str(key(app, to)) if to else ""
    return client.send(HERE, {"page-to": whom, "page-part": list(parts), "page-due": due})


def given(app) -> list[tuple[int, str, bool]]:
    """Return number, part, and whether it is in force, of each part that was given."""
    with app.app_context():
        return [(one.id, one.part, one.until is None) for one in db.session.query(Assignment).order_by(Assignment.id)]


def invite(client, email: str = "new@example.org", name: str = "Nora New", **more: str):
    return client.send(f"{HERE}/invite", {"name": name, "email": email, "language": "en", **more}, page=HERE)


def test_a_coordinator_without_colleagues_is_told_what_to_do(app, sign_in):
    with app.app_context():
        begin_write(db.session)
        db.session.query(Mandate).filter_by(duty=Duty.CONTRIBUTOR).update({"until": NOW})
        db.session.commit()
    page = words(sign_in("coordinator").get(HERE))
    assert "Nobody helps you yet." in page
    assert "Give parts" not in page


def test_sections_and_questions_are_given_with_a_mail(app, sign_in):
    coordinator = sign_in("coordinator")
    assert give(app, coordinator, "housing", "proud", due=(NOW + timedelta(days=9)).date().isoformat()).location == HERE
    page = words(coordinator.get(HERE))
    assert "Cora Carter has the parts, and a mail about them." in page
    assert "0 of 4 done" in page, "three of housing that are asked, and one more"
    assert [part for _, part, _ in given(app)] == ["housing", "proud"]
    (letter,) = letters(app)
    assert "To: contributor@example.org" in letter
    assert "- Housing - What are you proudest of?" in letter
    assert "http://127.0.0.1:8000/assessments/2026/salzburg/mine" in letter
    assert give(app, coordinator, "housing", due=(NOW + timedelta(days=9)).date().isoformat()).status_code == 302
    assert "This person has these parts already." in words(coordinator.get(HERE))
    assert len(letters(app)) == 1


@pytest.mark.parametrize(
    ("to", "parts", "due", "said"),
    [
        (None, ["housing"], "", "Please choose who is to answer."),
        ("neighbour", ["housing"], "", "Please choose who is to answer."),
        ("contributor", [], "", "Please choose at least one section or question."),
        ("contributor", ["gone"], "", "Please choose at least one section or question."),
        ("contributor", ["housing"], "2020-01-01", "This day is over."),
        ("contributor", ["housing"], "2999-01-01", "last day is earlier."),
        ("contributor", ["housing"], "1 < 2", "Please give the day as year, month, day"),
    ],
)
def test_what_cannot_be_given_comes_back_as_chosen(app, sign_in, to, parts, due, said):
    answer = give(app, sign_in("coordinator"), *parts, *(["proud"] if parts else []), due=due, to=to)
    page = words(answer)
    assert (answer.status_code, given(app), letters(app)) == (422, [], [])
    assert said in page
    if parts:
        assert re.search(r'value="proud" checked', page)
        assert page.count('<details class="fold" open>') == 1, "where a single question was chosen"
    assert f'name="page-due" value="{due.replace("<", "&lt;")}"' in page


def test_taking_back_holds_at_once_and_what_was_being_typed_is_not_lost(app, sign_in):
    coordinator, contributor = sign_in("coordinator"), sign_in("contributor")
    give(app, coordinator, "proud", "visitors")
    saved = contributor.send(CLOSING, {"proud": "Us.", "proud.version": "0", "page-touched": "proud"})
    assert saved.status_code == 302
    token = contributor.token(CLOSING)
    for number, _, _ in given(app):
        back = coordinator.send(f"{HERE}/parts/{number}/take-back", page=HERE)
        assert back.location == HERE
    assert "is taken back from Cora Carter." in words(coordinator.get(HERE))
    late = {"proud": "Us, and our cafés.", "proud.version": "1", "page-touched": "proud", "page-csrf_token": token}
    refused = contributor.post(CLOSING, data=late)
    assert refused.status_code in (404, 409)
    assert "Us, and our cafés." in words(refused)
    by_script = contributor.post(f"{CLOSING}/proud", data=late, headers={"Accept": "application/json"})
    assert by_script.status_code in (404, 409)
    with app.app_context():
        assert [one.value for one in db.session.query(AnswerChange)] == ["Us."], "what was saved stays"
    again = coordinator.send(f"{HERE}/parts/{given(app)[0][0]}/take-back", page=HERE)
    assert (again.status_code, "This part is taken back already." in words(again)) == (409, True)


def test_ending_the_mandate_holds_at_once(app, sign_in):
    coordinator, contributor = sign_in("coordinator"), sign_in("contributor")
    give(app, coordinator, "proud")
    token = contributor.token(CLOSING)
    with app.app_context():
        mandate = db.session.query(Mandate).filter_by(duty=Duty.CONTRIBUTOR).one().id
    page = words(coordinator.get(f"{HERE}/{mandate}/end"))
    assert "End the mandate of Cora Carter?" in page
    assert "What they have answered stays." in page
    assert coordinator.send(f"{HERE}/{mandate}/end").location == HERE
    assert "The mandate of Cora Carter has ended" in words(coordinator.get(HERE))
    late = contributor.post(CLOSING, data={"proud": "Still here.", "proud.version": "0", "page-csrf_token": token})
    assert (late.status_code, "Still here." in words(late)) == (401, True)  # nothing left to do here: signed out
    assert {contributor.get(path).status_code for path in (HOME, MINE, f"{HOME}answers")} == {302}
    assert coordinator.get(f"{HERE}/{mandate}/end").status_code == 404
    assert coordinator.send(f"{HERE}/{mandate}/end", page=HERE).status_code == 409


def test_only_mandates_of_contributors_of_the_own_region_end_here(app, sign_in):
    with app.app_context():
        others = [one.id for one in db.session.query(Mandate).filter(Mandate.duty != Duty.CONTRIBUTOR)]
    coordinator = sign_in("coordinator")
    assert {coordinator.get(f"{HERE}/{one}/end").status_code for one in [*others, 999]} == {404}
    assert {coordinator.send(f"{HERE}/{one}/end", page=HERE).status_code for one in [*others, 999]} == {404}


def second_contributor(app) -> None:
    with app.app_context():
        begin_write(db.session)
        where = {"user_id": somebody("nobody").id, "region_id": of_salzburg().region_id}
        db.session.add(Mandate(duty=Duty.CONTRIBUTOR, since=NOW, **where))
        db.session.commit()


def test_one_or_all_are_reminded_who_have_something_open(app, sign_in):
    second_contributor(app)
    coordinator = sign_in("coordinator")
    assert "Remind" not in words(coordinator.get(HERE)), "nobody has a part"
    give(app, coordinator, "proud")
    give(app, coordinator, "visitors", to="nobody")
    assert "Remind all who have something open" in words(coordinator.get(HERE))
    cora = {"page-person": str(key(app, "contributor"))}
    assert coordinator.send(f"{HERE}/remind", cora, page=HERE).location == HERE
    assert "Reminded by mail: Cora Carter." in words(coordinator.get(HERE))
    coordinator.send(f"{HERE}/remind", page=HERE)
    assert "Reminded by mail: Olga Orsini." in words(coordinator.get(HERE)), "Cora was reminded today"
    coordinator.send(f"{HERE}/remind", cora, page=HERE)
    assert "Already reminded today" in words(coordinator.get(HERE))
    assert len([one for one in letters(app) if "reminder" in one.lower() or "waits for you" in one]) == 2


@pytest.mark.parametrize("whom", ["0", "neighbour", "x"])
def test_nobody_else_is_reminded(app, sign_in, whom):
    coordinator = sign_in("coordinator")
    give(app, coordinator, "proud")
    sent = len(letters(app))
    whom = str(key(app, whom)) if whom == "neighbour" else whom
    assert coordinator.send(f"{HERE}/remind", {"page-person": whom}, page=HERE).status_code == 302
    assert len(letters(app)) == sent


def test_people_of_other_regions_are_never_seen(sign_in):
    page = words(sign_in("coordinator").get(HERE))
    for name in ("Nils Novak", "Rita Rossi", "Theo Tessin", "Olga Orsini"):
        assert name not in page


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_finds_these_pages(app, sign_in, name):
    client = sign_in(name)
    assert client.get(HERE).status_code == 404
    sent = {"page-to": str(key(app, "contributor")), "page-part": "proud"}
    paths = (HERE, f"{HERE}/invite", f"{HERE}/remind", f"{HERE}/parts/1/take-back", f"{HERE}/3/end")
    assert {client.send(path, sent, page="/privacy").status_code for path in paths} == {404}
    assert given(app) == []


def test_once_submitted_parts_are_neither_given_nor_taken_back(template, tmp_path):
    app = template.copy(tmp_path / "handed_in")
    submitted(app)
    coordinator = installations.sign_in(app, "coordinator")
    page = words(coordinator.get(HERE))
    assert "Parts are given while the assessment is a draft." in page
    refused = give(app, coordinator, "proud", due="2026-12-18")
    assert (refused.status_code, given(app)) == (409, [])
    assert invite(coordinator).status_code == 302, "colleagues can be invited at any time"
    assert "There is nothing for you to do at present." in words(installations.sign_in(app, "contributor").get(MINE))


def test_the_task_list_leads_to_colleagues_and_stages(sign_in):
    page = words(sign_in("coordinator").get(HOME))
    assert page.count(f'href="{HERE}"') == 2
    assert f'href="{HOME}stage"' in page


def test_names_are_shown_as_text(app, sign_in):
    with app.app_context():
        begin_write(db.session)
        somebody("contributor").name = "<i>Cora</i>"
        db.session.commit()
    coordinator = sign_in("coordinator")
    give(app, coordinator, "proud")
    assert "<i>Cora" not in words(coordinator.get(HERE))


def test_these_pages_speak_german(app, sign_in):
    give(app, sign_in("coordinator"), "proud")
    assert "1 Kolleg:in hilft bei" in words(sign_in("coordinator", language="de").get(HERE))
    assert "1 Frage wartet auf Sie" in words(sign_in("contributor", language="de").get(MINE))


def test_the_task_list_says_who_works_on_what(app, sign_in):
    coordinator = sign_in("coordinator")
    give(app, coordinator, "housing", "proud")
    page = words(coordinator.get(HOME))
    assert page.count("with Cora Carter") == 2, "a section of hers, and one in which a question is hers"
