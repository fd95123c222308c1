"""What the database holds of comments by itself: one thread a question, numbers from one, nobody called twice."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from survey.database import begin_write
from survey.models import Comment, Mention, Thread
from tests.databases import NOW, World, world

THREAD = {"assessment_id": 1, "question": "support", "resolved_at": None, "resolved_by_id": None}
COMMENT = {"thread_id": 1, "number": 1, "words": "Who knows?", "written_at": NOW, "author_id": 1}
MENTION = {"comment_id": 1, "user_id": 2}
TABLES = {Thread: THREAD, Comment: COMMENT, Mention: MENTION}


@pytest.fixture
def here(tmp_path) -> World:
    made = world(tmp_path)
    begin_write(made.session)
    for table, row in TABLES.items():
        made.session.execute(sa.insert(table).values(row))
    return made


@pytest.mark.parametrize(
    ("table", "change", "rule"),
    [
        (Thread, {"question": "mixed", "resolved_at": NOW}, "ck_thread_resolved_by_somebody"),
        (Thread, {"question": "mixed", "resolved_by_id": 1}, "ck_thread_resolved_by_somebody"),
        (Thread, {}, "thread.assessment_id, thread.question"),
        (Comment, {"number": 0}, "ck_comment_number_from_one"),
        (Comment, {"number": 2, "words": ""}, "ck_comment_words_given"),
        (Comment, {"words": "Again."}, "comment.thread_id, comment.number"),
        (Mention, {}, "mention.comment_id, mention.user_id"),
    ],
)
def test_a_bad_row_is_refused_by_the_rule(here, table, change, rule):
    with pytest.raises(IntegrityError, match=rule):
        here.session.execute(sa.insert(table).values(TABLES[table] | change))
