"""Fields that no form has change nothing: what is kept is the same with them and without."""

import re

import pytest

from tests.installations import sign_in
from tests.security.two_regions import contents, fill

AT = "/assessments/2026/salzburg"
SUPPORT = f"{AT}/questions/support"
MORE = {
    name: value
    for field, value in {
        "id": "99",
        "role": "administrator",
        "roles": "administrator",
        "role_id": "1",
        "active": "",
        "is_admin": "1",
        "user_id": "1",
        "by_id": "1",
        "by": "1",
        "author_id": "1",
        "changed_by_id": "1",
        "added_by_id": "1",
        "region": "leipzig",
        "region_id": "2",
        "assessment_id": "2",
        "stage": "concluded",
        "points": "100",
        "score": "100",
        "state": "answered",
        "source": "consensus",
        "confidential_for": "nobody",
        "duty": "coordinator",
        "until": "",
        "fs_uniquifier": "x",
        "created_at": "2000-01-01",
        "deleted_at": "2000-01-01",
    }.items()
    for name in (field, f"page-{field}", f"support.{field}", f"evidence-{field}", f"comment-{field}")
    if name not in {"support.state"}
}
MOVING = ("changed_at", "written_at", "added_at", "cited_at", "done_at", "created_at", "expires_at", "since", "digest",
          "fs_uniquifier", "set_at", "decided_at", "given_at", "sent_at", "mark", "body", "made_at",
          "next_at", "ended_at", "seen_at", "last_at")  # fmt: skip
"""Columns that differ each time: moments, and marks made at random."""

FORMS = {
    "answer": ("coordinator", f"{AT}/sections/housing", {"support": "everywhere", "support.version": "1"}),
    "comment": ("coordinator", f"{SUPPORT}/comments", {"comment-words": "Who knows?"}),
    "evidence": ("coordinator", f"{SUPPORT}/evidence", {"evidence-kind": "note", "evidence-note": "The council."}),
    "colleague": (
        "coordinator",
        f"{AT}/colleagues/invite",
        {"name": "Nora", "email": "nora@example.org", "language": "en"},
    ),
    "person": (
        "team",
        "/people/",
        {"name": "Nora", "email": "nora@example.org", "language": "en", "part": "region:timis"},
    ),
    "language": ("contributor", "/language", {"page-language": "de"}),
}
PAGES = {"colleague": f"{AT}/colleagues", "language": "/privacy"}


@pytest.mark.parametrize("form", FORMS)
def test_fields_that_a_form_does_not_have_change_nothing(template, tmp_path, form):
    who, path, sent = FORMS[form]
    kept = []
    for name, more in (("plain", {}), ("more", MORE)):
        app = template.copy(tmp_path / name)
        fill(app)
        before = contents(app, without=MOVING)
        assert sign_in(app, who).send(path, {**more, **sent}, page=PAGES.get(form, path)).status_code in {302, 303}
        kept.append(contents(app, without=MOVING))
        for queued in kept[-1]["mail"]:  # until when a mail is tried is a moment, too
            assert "datetime" in queued
        kept[-1]["mail"] = [re.sub(r"datetime\([^)]*\)", "a moment", queued) for queued in kept[-1]["mail"]]
        assert kept[-1] != before
    assert kept[0] == kept[1]
