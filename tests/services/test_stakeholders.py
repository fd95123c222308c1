"""The lens of stakeholders: who brings it, what is kept of it, and that it shows no more than the reported scores."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.errors import NotFoundError
from survey.models import Audience, AuditEntry, Deed, StakeholderCount
from survey.policy import OPERATOR
from survey.services import disclosures, exports, layouts, stakeholders
from survey.services.layouts import Content
from tests.databases import EACH, NOW, world, world_on
from tests.reports.reporting import GOOD, submit_rest
from tests.services.bringing import PEOPLE, bring, wide

LATER = NOW + timedelta(hours=1)
PARTNERS = Audience.PARTNERSHIP


@pytest.fixture
def here(tmp_path):
    made = world(tmp_path)
    made.save(**{code: (answer, 0) for code, answer in GOOD.items()})
    return made


def seen(here, by=None, to=None):
    """Return Here as its stakeholders see it."""
    return stakeholders.by_stakeholders(here.session, assessment=here.assessment, by=by or here.coordinator, to=to)


def rows(here) -> list[tuple[str, str, int]]:
    """Return what is kept of the answers."""
    found = here.session.execute(sa.select(StakeholderCount).order_by(StakeholderCount.id)).scalars()
    return [(row.question, row.value, row.people) for row in found]


@pytest.mark.parametrize("kind", EACH)
def test_counts_alone_are_kept_and_another_file_takes_their_place(tmp_path, kind):
    here = world_on(kind, tmp_path)
    bring(here)
    assert rows(here) == [
        ("support", "everywhere", 4),
        ("support", "partly", 4),
        ("support", "planned", 2),
        ("services", "advice|legal", 9),
        ("mixed", "1", 5),
        ("mixed", "5", 5),
        ("share", "20", 10),
        ("spaces", "some", 6),
        ("spaces", "none", 6),
    ]
    bring(here, wide({"share": ["20.5"] * 11}), now=LATER)
    assert rows(here) == [("share", "20.5", 11)]
    found = stakeholders.held(here.session, assessment=here.assessment)
    assert (found.people, found.brought_at, found.brought_by.name) == (11, LATER, "Here")
    stakeholders.remove(here.session, assessment=here.assessment, by=here.coordinator, now=LATER)
    here.session.commit()
    assert rows(here) == []
    assert seen(here) is None
    deeds = here.session.execute(sa.select(AuditEntry.deed, AuditEntry.detail).order_by(AuditEntry.id)).all()
    assert [tuple(row) for row in deeds if "stakeholders" in row.deed] == [
        (Deed.STAKEHOLDERS_BROUGHT, {"count": 12}),
        (Deed.STAKEHOLDERS_BROUGHT, {"count": 11}),
        (Deed.STAKEHOLDERS_REMOVED, {}),
    ]


def test_the_card_is_that_of_the_engine_and_gaps_are_reported_minus_theirs(here):
    bring(here)
    found = seen(here)
    assert found.people == 12
    assert found.card["index"].score == pytest.approx(52.5)
    assert found.card["housing"].score is None
    assert found.card["encounter"].score == 50
    assert [(gap.question, round(gap.a), round(gap.b)) for gap in found.gaps] == [
        ("spaces", 100, 50),
        ("support", 100, 60),
        ("mixed", 75, 50),
        ("share", 75, 50),
    ]
    assert found.known == {"support": 10, "services": 9, "mixed": 10, "staff": 0, "share": 10, "spaces": 12}
    assert "question" not in {one.level for one in found.card.values()}


def test_what_a_region_reports_decides_which_questions_apply(here):
    bring(here, wide({**PEOPLE, "services": ["advice|legal"] * 12}))
    assert seen(here).card["access"].score == pytest.approx(80)
    here.save(support=(GOOD["support"].__class__(GOOD["support"].state, "no"), 1), now=LATER)
    assert seen(here).card["access"].score == pytest.approx(30)


@pytest.mark.parametrize("who", ["contributor", "reviewer", "team", "administrator", "neighbour"])
def test_only_the_coordinator_brings_and_takes_away(here, who):
    bring(here)
    with pytest.raises(NotFoundError):
        bring(here, wide({"share": ["1"] * 10}), by=getattr(here, who))
    here.session.rollback()
    with pytest.raises(NotFoundError):
        stakeholders.remove(here.session, assessment=here.assessment, by=getattr(here, who), now=LATER)
    here.session.rollback()
    assert len(rows(here)) == 9


def test_the_operator_brings_a_file_for_a_region(here):
    assert bring(here, by=OPERATOR).brought_by is None


def test_nothing_is_taken_away_where_nothing_is(here):
    with pytest.raises(NotFoundError):
        stakeholders.remove(here.session, assessment=here.assessment, by=here.coordinator, now=NOW)


def test_nothing_was_brought(here):
    assert seen(here) is None
    assert stakeholders.held(here.session, assessment=here.assessment) is None


def test_files_hold_the_lens_for_whoever_sees_everything_of_the_region(here):
    submit_rest(here)
    bring(here)
    known = {"assessment": here.assessment, "by": here.coordinator, "now": NOW}
    disclosures.decide(
        here.session, sections={"housing": PARTNERS, "encounter": PARTNERS, "closing": PARTNERS}, **known
    )
    here.session.commit()
    for who, lenses in ((here.coordinator, ["reported", "stakeholders"]), (here.neighbour, ["reported"])):
        taken = {"wave": here.wave, "by": who, "language": "en", "demonstration": False}
        made = layouts.table(Content.SCORES_LONG, exports.gather(here.session, **taken))
        rows = [dict(zip(made.columns, row, strict=True)) for row in made.rows]
        index = {row["lens"]: row["score"] for row in rows if (row["unit"], row["component"]) == ("here", "index")}
        assert list(index) == lenses
        assert index.get("stakeholders", 52.5) == pytest.approx(52.5)


def test_a_file_with_faults_leaves_what_was_there(here):
    bring(here)
    with pytest.raises(Exception, match="often"):
        bring(here, wide({"support": ["often"] * 12}))
    assert len(rows(here)) == 9


def test_others_see_of_it_what_they_see_of_the_reported_scores(here):
    submit_rest(here)
    bring(here)
    with pytest.raises(NotFoundError):
        seen(here, by=here.neighbour)
    sections = {"encounter": Audience.PARTNERSHIP}
    known = {"assessment": here.assessment, "by": here.coordinator, "now": NOW}
    disclosures.decide(here.session, sections=sections, **known)
    here.session.commit()
    for found in (seen(here, by=here.neighbour), seen(here, to=Audience.PARTNERSHIP)):
        assert set(found.card) == {"encounter", "interaction"}
        assert {gap.question for gap in found.gaps} == {"spaces", "share"}
        assert set(found.known) == {"spaces", "share"}
    assert seen(here, to=Audience.PUBLIC).card == {}
