"""The audit log as pages and files: leafed through, filtered by the address, the file like the page."""

import html as entities
import re
from datetime import timedelta

import pytest

from survey.database import begin_write, db
from survey.models import Deed
from survey.policy import OPERATOR
from survey.scoring.spreadsheets import restore
from survey.services import audit, regions
from survey.services.audit_streams import CODES
from tests.installations import open_wave
from tests.views.logs import AT, DETAILS, LOG, answer, note, rows, sentences
from tests.views.standing_in_review import somebody

REGION = "/regions/salzburg/log"


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def test_the_log_holds_titles_and_reasons_and_no_answers(app, sign_in):
    answer(app, words="Secret words")
    note(app, Deed.STAGE_CHANGED, to_stage="draft", from_stage="submitted", reason="<b>Forgot</b> one.")
    page = sign_in("coordinator").get(LOG).get_data(as_text=True)
    assert "Secret" not in page
    assert "Why: &lt;b&gt;Forgot&lt;/b&gt; one." in page
    assert 'href="/assessments/2026/salzburg/questions/proud/history"' in page
    assert "Secret" not in sign_in("coordinator").get(f"{LOG}.csv").get_data(as_text=True)


def test_days_and_times_are_those_of_the_wave(app, sign_in):
    note(app, Deed.COMMENTED)
    page = sign_in("coordinator").get(LOG).get_data(as_text=True)
    assert "Times are those of Europe/Brussels." in page
    assert "<h2>5 May 2026</h2>" in page
    assert '<time datetime="2026-05-05T00:30:00+02:00">00:30</time>' in page
    assert rows(sign_in("coordinator"), f"{LOG}.csv")[0]["at"] == "2026-05-05T00:30:00.000000+02:00"
    assert len(sentences(sign_in("coordinator"), f"{LOG}?from=2026-05-05&to=2026-05-05")) == 1
    assert sentences(sign_in("coordinator"), f"{LOG}?to=2026-05-04") == []


def test_leafing_and_filtering_are_kept_in_the_address(app, sign_in):
    for number in range(120):
        note(app, Deed.COMMENTED if number % 2 else Deed.REMINDED, now=AT + timedelta(minutes=number // 3))
    coordinator, path, seen = sign_in("coordinator"), f"{LOG}?deed=commented&from=2026-05-01", []
    while path:
        page = coordinator.get(path).get_data(as_text=True)
        seen += re.findall(r'datetime="([^"]+)"', page)
        found = re.search(r'href="([^"]+)">Older lines', page)
        path = entities.unescape(found[1]) if found else None
        assert path is None or ("deed=commented" in path and "from=2026-05-01" in path)
        assert '<option value="commented" selected>' in page
    assert len(seen) == 60
    assert seen == sorted(seen, reverse=True)
    newer = re.search(r'href="([^"]+)">Newer lines', page)
    assert (
        re.findall(r'datetime="([^"]+)"', coordinator.get(entities.unescape(newer[1])).get_data(as_text=True))
        == seen[:50]
    )


@pytest.mark.parametrize(
    "filtered", ["", "?deed=reviewed", "?question=proud", "?person={contributor}", "?to=2026-05-05"]
)
def test_the_file_says_what_the_page_says(app, sign_in, filtered):
    answer(app)
    for number, deed in enumerate((Deed.COMMENTED, Deed.REVIEWED, Deed.PART_GIVEN)):
        note(app, deed, now=AT + timedelta(days=number), **DETAILS.get(deed, {}))
    with app.app_context():
        filtered = filtered.format(contributor=somebody("contributor").id)
    coordinator = sign_in("coordinator")
    for query, separator in (("analysis", ","), ("excel", ",")):
        path = f"{LOG}.csv{filtered}{'&' if filtered else '?'}for={query}"
        found = rows(coordinator, path, separator)
        assert [each["sentence"] for each in found] == sentences(coordinator, LOG + filtered) != []
    assert list(found[0]) == ["at", "deed", "by", "person", "region", "wave", "question", "detail", "sentence"]
    assert {each["deed"] for each in found} <= set(CODES)
    assert {(each["region"], each["wave"]) for each in found} == {("salzburg", "2026")}


def test_the_file_is_harmless_in_a_spreadsheet_and_has_a_name(app, sign_in):
    with app.app_context():
        begin_write(db.session)
        somebody("coordinator").name = '=HYPERLINK("x")'
        db.session.commit()
    note(app, Deed.STAGE_CHANGED, to_stage="draft", reason="+1; \n=2")
    sent = sign_in("team", language="de").get(f"{LOG}.csv?for=excel")
    assert sent.headers["Content-Disposition"].startswith('attachment; filename="log_salzburg_2026_')
    assert sent.headers["Content-Disposition"].endswith('_excel.csv"')
    row = rows(sign_in("team"), f"{LOG}.csv")[0]
    assert (row["by"], restore(row["by"])) == ('\'=HYPERLINK("x")', '=HYPERLINK("x")')
    assert row["sentence"].startswith("'=HYPERLINK")
    assert row["detail"] == "reason=+1; \n=2; to_stage=draft"


def test_administrators_read_the_log_of_the_installation_and_narrow_it_by_the_address(app, sign_in):
    answer(app)
    note(app, Deed.COMMENTED)
    note(app, Deed.ROLE_GIVEN, role="team", by="administrator", question=None, now=AT + timedelta(days=1))
    with app.app_context():
        begin_write(db.session)
        known = {"region": regions.find(db.session, key="leipzig", by=OPERATOR), "now": AT + timedelta(days=2)}
        audit.note(db.session, Deed.REGION_CHANGED, by=somebody("team"), **known)
        db.session.commit()
        contributor = somebody("contributor").id
    ada, whole = sign_in("administrator"), "/administration/log"
    said = [one for one in sentences(ada, whole) if "opened the wave" not in one]
    assert said[:2] == [
        "Theo Tessin changed what is kept about the region.",
        "Ada Ahlgren took Cora Carter into the project team.",
    ]
    assert said[2].startswith("Clara Conti wrote a comment on ")
    for query, count in (("region=leipzig", 1), (f"person={contributor}", 2), ("deed=role_given", 1)):
        assert len(sentences(ada, f"{whole}?{query}")) == count, query
    found = rows(ada, f"{whole}.csv?region=leipzig")
    assert [(one["deed"], one["by"], one["region"]) for one in found] == [("region_changed", "Theo Tessin", "leipzig")]
    page = ada.get(f"{whole}?region=leipzig").get_data(as_text=True)
    assert '<option value="leipzig" selected>' in page
    assert "answer_page" not in page
    assert re.search(r'<a href="/administration/"[^>]*aria-current', page), "it stands under Administration"
    assert "Our cafés." not in ada.get(f"{whole}.csv").get_data(as_text=True)


@pytest.mark.parametrize(
    ("query", "said"), [("region=atlantis", "This is no region."), ("deed=answer_page", "nothing that the log knows")]
)
def test_what_the_whole_log_cannot_be_narrowed_to(sign_in, query, said):
    for path in ("/administration/log", "/administration/log.csv"):
        wrong = sign_in("administrator").get(f"{path}?{query}")
        assert (wrong.status_code, said in wrong.get_data(as_text=True)) == (422, True)


def test_a_region_in_the_address_of_another_log_changes_nothing(app, sign_in):
    note(app, Deed.COMMENTED)
    page = sign_in("coordinator").get("/regions/salzburg/log?region=leipzig&deed=commented")
    assert page.status_code == 200
    assert "/regions/leipzig" not in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("deed=nonsense", "This is nothing that the log knows."),
        ("person=me", "This is nobody."),
        ("from=yesterday", "This is no day."),
        ("from=0001-01-01", "This is no day."),
        ("from=2026-05-05&to=2026-05-04", "The last day is before the first one."),
        ("older=nonsense", "This link leads nowhere in the log."),
        ("newer=99999999T999999999999-0-1", "This link leads nowhere in the log."),
    ],
)
def test_what_an_address_cannot_ask_for_is_said(app, sign_in, query, said):
    note(app, Deed.COMMENTED)
    for path in (LOG, f"{LOG}.csv"):
        sent = sign_in("coordinator").get(f"{path}?{query}")
        assert (sent.status_code, sent.mimetype) == (422, "text/html")
        assert said in sent.get_data(as_text=True)
    assert sign_in("coordinator").get(f"{LOG}.csv?for=fun").status_code == 422


@pytest.mark.parametrize(
    "query", ["question=' OR 1=1 --", 'question="><script>', "person=999999999", "question=%25(x)s"]
)
def test_what_is_nowhere_finds_nothing(app, sign_in, query):
    note(app, Deed.COMMENTED)
    page = sign_in("coordinator").get(f"{LOG}?{query}").get_data(as_text=True)
    assert "No line fits." in page
    assert "<script>" not in page


def test_regions_and_people_have_logs_of_their_own(app, sign_in):
    note(app, Deed.INVITED)
    with app.app_context():
        cora = somebody("contributor").id
    said = "Clara Conti invited Cora Carter."
    page = sign_in("coordinator").get(REGION).get_data(as_text=True)
    assert said in page
    assert "Salzburg · Wave 2026" in page
    team = sign_in("team")
    for path in (REGION, f"/people/{cora}/log"):
        assert said in team.get(path).get_data(as_text=True)
    assert f'href="/people/{cora}/log"' in team.get("/people/").get_data(as_text=True)
    assert f'href="{REGION}"' in team.get("/regions/salzburg").get_data(as_text=True)
    assert f'href="{LOG}"' in sign_in("coordinator").get("/assessments/2026/salzburg/").get_data(as_text=True)
    mine = sign_in("contributor").get("/people/me/log").get_data(as_text=True)
    assert said in mine
    assert "What is noted about you" in mine
    assert [each["sentence"] for each in rows(sign_in("contributor"), "/people/me/log.csv")] == [said]
    assert "Nothing has been noted yet." in sign_in("neighbour").get("/people/me/log").get_data(as_text=True)


def test_logs_are_for_those_who_may(app, sign_in):
    with app.app_context():
        key = somebody("coordinator").id
    for name in ("contributor", "reviewer", "neighbour", "nobody"):
        for path in (LOG, REGION, f"/people/{key}/log"):
            assert {sign_in(name).get(each).status_code for each in (path, f"{path}.csv")} == {404}
    assert sign_in("coordinator").get(f"/people/{key}/log").status_code == 404
    assert sign_in("team").get("/people/999/log").status_code == 404
    assert "/log" not in sign_in("contributor").get("/regions/salzburg").get_data(as_text=True)


def test_the_log_speaks_german(app, sign_in):
    note(app, Deed.COMMENTED)
    said = sentences(sign_in("coordinator", language="de"), LOG)
    assert said == ["Clara Conti hat „Does the region help newcomers to find a home?“ kommentiert."]


@pytest.mark.parametrize("path", ["/people/1/log", "/people/1/log.csv", "/regions/salzburg/log"])
def test_what_the_path_decides_is_not_asked_in_the_address_again(sign_in, path):
    asked = {"person": "csv"} if "people" in path else {"region": "arad"}
    assert sign_in("administrator").get(path, query_string=asked).status_code == 200
