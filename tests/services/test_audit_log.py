"""The audit log: two tables as one list in order, leafed through without gaps, for those who may."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write
from survey.errors import NotFoundError
from survey.models import Deed, Source
from survey.policy import OPERATOR
from survey.questionnaires.answers import Answer, State
from survey.services import audit, audit_log
from survey.services.audit_log import LINES, Wanted, everything, page
from survey.services.audit_streams import CODES, Scope
from tests.databases import NOW, World, open_wave, text, world


@pytest.fixture
def here(tmp_path) -> World:
    return world(tmp_path)


def after(minutes: int):
    return NOW + timedelta(minutes=minutes)


def note(here: World, deed: Deed, *, by=None, now=NOW, **more) -> None:
    begin_write(here.session)
    audit.note(here.session, deed, by=by or here.coordinator, now=now, **more)
    here.session.commit()


def of_assessment(here: World) -> Scope:
    return audit_log.of_assessment(here.assessment, by=here.coordinator)


def all_of(here: World, scope: Scope, **wanted) -> list[str]:
    return [line.code for line in everything(here.session, scope, wanted=Wanted(**wanted))]


def leafed(here: World, scope: Scope, **wanted) -> list[list]:
    """Return the places of all lines, page by page towards the older ones."""
    pages, older = [], None
    while True:
        found = page(here.session, scope, wanted=Wanted(**wanted), older=older)
        pages.append([line.place for line in found.lines])
        older = found.older
        if older is None:
            return pages


def busy(here: World, count: int = 130) -> None:
    """Make many answers and deeds, of which several happen at the same moment."""
    for number in range(count):
        moment = after(number // 7)
        here.save(proud=(text(f"{number}"), number), now=moment)
        note(here, Deed.COMMENTED, assessment=here.assessment, question="support", now=moment)


def test_answers_and_deeds_stand_in_one_list_the_latest_first(here):
    here.save(proud=(text("One"), 0))
    note(here, Deed.COMMENTED, assessment=here.assessment, question="proud", number=1, now=after(1))
    here.save(support=(Answer(State.ANSWERED, "no"), 0), now=after(2))
    lines = everything(here.session, of_assessment(here), wanted=Wanted())
    assert [(line.code, line.question, line.by, line.place.at) for line in lines] == [
        ("answer_page", "support", "Here", after(2)),
        ("commented", "proud", "Here", after(1)),
        ("answer_page", "proud", "Here", NOW),
    ]
    assert {(line.region, line.wave, line.wave_title) for line in lines} == {("here", "2026", "Wave 2026")}
    assert [dict(line.detail) for line in lines] == [{"version": 1}, {"number": 1}, {"version": 1}]


def test_no_answer_is_in_the_log(here):
    here.save(proud=(text("Secret words"), 0), staff=(Answer(State.NOT_APPLICABLE, reason="Secret reason"), 0))
    assert "Secret" not in repr(everything(here.session, of_assessment(here), wanted=Wanted()))


def test_leafing_through_shows_every_line_once(here):
    busy(here)
    pages = leafed(here, of_assessment(here))
    flat = [place for each in pages for place in each]
    assert [len(each) for each in pages] == [LINES] * 5 + [10]
    assert len(set(flat)) == 260
    assert flat == sorted(flat, reverse=True)
    assert flat == [line.place for line in everything(here.session, of_assessment(here), wanted=Wanted())]


def test_leafing_back_shows_the_same_pages(here):
    busy(here)
    scope = of_assessment(here)
    pages = leafed(here, scope)
    newer, back = pages[-1][0], [pages[-1]]
    while newer is not None:
        found = page(here.session, scope, wanted=Wanted(), newer=newer)
        back.append([line.place for line in found.lines])
        newer = found.newer
    assert back[::-1] == pages


def test_what_is_written_meanwhile_moves_no_line_of_the_next_page(here):
    busy(here, 40)
    scope = of_assessment(here)
    first = page(here.session, scope, wanted=Wanted())
    second = page(here.session, scope, wanted=Wanted(), older=first.older)
    note(here, Deed.COMMENTED, assessment=here.assessment, question="mixed", now=after(900))
    assert page(here.session, scope, wanted=Wanted(), older=first.older) == second


def test_the_log_of_a_region_holds_all_its_waves_and_no_other_region(here):
    begin_write(here.session)
    open_wave(here.session, here.edition, key="2027")
    here.session.commit()
    here.save(proud=(text("One"), 0))
    note(here, Deed.INVITED, region=here.assessment.region, person=here.contributor, now=after(1))
    note(here, Deed.COMMENTED, assessment=here.elsewhere, question="proud", by=here.neighbour)
    scope = audit_log.of_region(here.session, here.assessment.region, by=here.coordinator)
    assert len(scope.assessments) == 2
    assert all_of(here, scope) == ["invited", "answer_page"]
    assert all_of(here, of_assessment(here)) == ["answer_page"]
    line = page(here.session, scope, wanted=Wanted()).lines[0]
    assert (line.by, line.person, line.region, line.wave) == ("Here", "Contributor", "here", None)


def test_the_log_of_a_person_holds_what_they_did_and_what_was_done_about_them(here):
    here.save(proud=(text("One"), 0), by=here.coordinator)
    note(here, Deed.INVITED, region=here.assessment.region, person=here.contributor, now=after(1))
    note(here, Deed.REMINDED, by=OPERATOR, assessment=here.assessment, person=here.contributor, now=after(2))
    note(here, Deed.COMMENTED, by=here.contributor, person=here.contributor, assessment=here.assessment, now=after(3))
    scope, found = audit_log.of_person(here.session, here.contributor.id, by=here.team)
    assert found is here.contributor
    assert all_of(here, scope) == ["commented", "reminded", "invited"]
    mine, _ = audit_log.of_person(here.session, here.coordinator.id, by=here.coordinator)
    assert all_of(here, mine) == ["invited", "answer_page"]


def test_the_filter_narrows_by_code_person_question_and_day(here):
    here.save(proud=(text("One"), 0), support=(Answer(State.ANSWERED, "no"), 0))
    note(here, Deed.COMMENTED, assessment=here.assessment, question="proud", by=here.contributor, now=after(1))
    note(here, Deed.PART_GIVEN, assessment=here.assessment, person=here.contributor, part="housing", now=after(2))
    scope = of_assessment(here)
    assert all_of(here, scope, code="commented") == ["commented"]
    assert all_of(here, scope, code="answer_page") == ["answer_page", "answer_page"]
    assert all_of(here, scope, code="answer_workbook") == []
    assert all_of(here, scope, person=here.contributor.id) == ["part_given", "commented"]
    assert all_of(here, scope, question="proud") == ["commented", "answer_page"]
    assert all_of(here, scope, since=after(1)) == ["part_given", "commented"]
    assert all_of(here, scope, until=after(1)) == ["answer_page", "answer_page"]
    assert all_of(here, scope, question="proud", person=here.coordinator.id, until=after(9)) == ["answer_page"]


def test_filtered_lists_are_leafed_through_completely_too(here):
    busy(here)
    for wanted in ({"code": "commented"}, {"question": "support"}, {"person": here.coordinator.id}):
        flat = [place for each in leafed(here, of_assessment(here), **wanted) for place in each]
        assert len(flat) == len(set(flat)) == (260 if "person" in wanted else 130)


def test_who_may_not_audit_finds_no_log(here):
    for other in (here.contributor, here.reviewer, here.neighbour):
        with pytest.raises(NotFoundError):
            audit_log.of_assessment(here.assessment, by=other)
        with pytest.raises(NotFoundError):
            audit_log.of_region(here.session, here.assessment.region, by=other)
        with pytest.raises(NotFoundError):
            audit_log.of_person(here.session, here.coordinator.id, by=other)
        assert audit_log.of_person(here.session, other.id, by=other)[1] is other
    with pytest.raises(NotFoundError):
        audit_log.of_person(here.session, here.contributor.id, by=here.coordinator)
    with pytest.raises(NotFoundError):
        audit_log.of_person(here.session, 999, by=here.team)
    for runs in (here.team, here.administrator):
        assert audit_log.of_assessment(here.assessment, by=runs) == replace(of_assessment(here), confidential=False)


def test_ways_in_are_for_the_person_and_administrators_and_not_for_the_project_team(here):
    ways_in = [
        deed for deed in Deed if deed.startswith(("sign", "password", "email", "second", "recovery", "identity"))
    ]
    for deed in ways_in:
        note(here, deed, person=here.coordinator)
    note(here, Deed.INVITED, person=here.coordinator)
    seen = {}
    for reader in ("coordinator", "administrator", "team"):
        scope, _person = audit_log.of_person(here.session, here.coordinator.id, by=getattr(here, reader))
        seen[reader] = set(all_of(here, scope))
    assert len(ways_in) == 15
    assert seen == {"coordinator": {*ways_in, "invited"}, "administrator": {*ways_in, "invited"}, "team": {"invited"}}


def test_people_of_other_regions_are_not_offered(here):
    known = audit_log.people(here.session, of_assessment(here))
    assert [name for _, name in known] == ["Administrator", "Contributor", "Here", "Reviewer", "Team"]
    region = audit_log.of_region(here.session, here.assessment.region, by=here.coordinator)
    assert audit_log.people(here.session, region) == known


def test_a_page_is_one_statement(here):
    busy(here, 3)
    scope, statements = of_assessment(here), []
    sa.event.listen(here.session.get_bind(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    page(here.session, scope, wanted=Wanted())
    assert sum(each.startswith("SELECT") for each in statements) == 1


def test_every_source_and_every_deed_has_a_code():
    assert len(set(CODES)) == len(Source) + len(Deed)


def test_the_whole_log_holds_deeds_of_everywhere_and_neither_answers_nor_confidential_evidence(here):
    busy(here, 60)
    note(here, Deed.ROLE_GIVEN, now=after(60), person=here.contributor, role="team")
    note(here, Deed.COMMENTED, by=here.neighbour, now=after(61), assessment=here.elsewhere, question="support")
    note(here, Deed.EVIDENCE_ADDED, now=after(62), assessment=here.assessment, confidential=True)
    note(here, Deed.SIGNED_IN, now=after(63), person=here.coordinator)
    scope = audit_log.whole(by=here.administrator)
    found = all_of(here, scope)
    assert found[:3] == ["signed_in", "commented", "role_given"]
    assert (len(found), set(found) & {"answer_page", "evidence_added"}) == (64, set())  # and the wave that was made
    pages = leafed(here, scope)
    assert [len(each) for each in pages] == [50, 14]
    assert len({place for each in pages for place in each}) == 64
    there, neighbour = here.elsewhere.region_id, here.neighbour.id
    assert all_of(here, scope, region=there) == all_of(here, scope, person=neighbour) == ["commented"]
    assert all_of(here, scope, code="role_given") == ["role_given"]
    assert all_of(here, scope, code="answer_page") == []
    assert all_of(here, scope, since=after(61)) == ["signed_in", "commented"]
    assert audit_log.whole(by=OPERATOR) == scope
    assert len(audit_log.people(here.session, scope)) == 6


def test_the_whole_log_is_for_administrators(here):
    for other in (here.team, here.coordinator, here.reviewer):
        with pytest.raises(NotFoundError):
            audit_log.whole(by=other)


def test_a_page_of_the_whole_log_is_found_by_its_index(here):
    scope, statements = audit_log.whole(by=here.administrator), []
    sa.event.listen(here.session.get_bind(), "before_cursor_execute", lambda *args: statements.append(args[2:4]))
    page(here.session, scope, wanted=Wanted())
    statement, given = next(each for each in statements if each[0].startswith("SELECT"))
    plan = here.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()
    assert any("ix_audit_entry_done_at" in str(row) for row in plan)
