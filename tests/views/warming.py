"""Opening a page until it is kept ready, and the page as it would be made now."""

import re

import sqlalchemy as sa
from flask import template_rendered

from survey.models import User
from survey.views import ready
from tests.installations import NAMES
from tests.views.test_sections import HOUSING

CLARA, CORA = NAMES["coordinator"], NAMES["contributor"]


def made_for(app, client, path=HOUSING, **more):
    """Return the answer to a request, and whether its page was made for it."""
    names = []

    def note(_app, template, **_context):
        names.append(template.name)

    with template_rendered.connected_to(note, app):
        answer = client.get(path, **more)
    return answer, bool(names)


def warm(app, client, path=HOUSING):
    """Open a page until it is kept."""
    for _ in range(3):
        answer, _ = made_for(app, client, path)
        assert answer.status_code == 200
    answer, made = made_for(app, client, path)
    assert not made
    return answer


def anew(app, client, path=HOUSING):
    """Return the answer with nothing kept."""
    app.extensions[ready.EXTENSION].clear()
    return client.get(path)


def words(answer):
    """Return a page without what differs each time: the seconds that its reader has, and the stamp of its token."""
    return re.sub(r'(data-seconds|page-csrf_token" value)="[^"]*"', r"\1", answer.get_data(as_text=True))


def whose(name):
    """Return the number of a person, as a part of a statement."""
    return sa.select(User.id).where(User.name == name).scalar_subquery()
