"""Builders of a region that answers separately first, by its pages."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.views.standing_in_review import somebody

HOME = "/assessments/2026/salzburg/separately"
HOUSING, ENCOUNTER = f"{HOME}/sections/housing", f"{HOME}/sections/encounter"
MEETING = f"{HOME}/meeting"
SUPPORT = f"{MEETING}/support"
SECRET = "Kestrels over the weir"
"""Words that one of them writes and that nobody else may meet anywhere before it is open."""
PEOPLE = ("coordinator", "neighbour", "reviewer", "team", "administrator", "nobody")


def today(days: int = 0) -> str:
    return (datetime.now(ZoneInfo("Europe/Brussels")) + timedelta(days=days)).date().isoformat()


def words(answer) -> str:
    """Return the text of a page."""
    return answer.get_data(as_text=True)


def key(app, name: str) -> int:
    """Return the account of somebody by name."""
    with app.app_context():
        return somebody(name).id


def ask(app, sign_in, *, days: int = 3, people=("coordinator", "contributor")):
    """Let the coordinator ask people by the form."""
    chosen = [str(key(app, name)) for name in people]
    return sign_in("coordinator").send(HOME, {"separately-due": today(days), "separately-people": chosen})


def answer(client, path: str, **given):
    """Send a section as a browser would, with the versions that its page was loaded with."""
    noted = dict(re.findall(r'name="([a-z_]+\.(?:version|decimal))" value="([^"]*)"', words(client.get(path))))
    return client.send(path, {**noted, **{name.replace("__", "."): value for name, value in given.items()}})


def finish(client):
    """Say "I am finished"."""
    return client.send(f"{HOME}/finished", page=HOME)


def both_answer(app, sign_in):
    """Ask both, and let each answer something of their own."""
    ask(app, sign_in)
    coordinator, contributor = sign_in("coordinator"), sign_in("contributor")
    answer(coordinator, HOUSING, support="everywhere", services="advice")
    answer(contributor, HOUSING, support="no", mixed="4")
    answer(contributor, f"{HOME}/sections/closing", proud=SECRET)
    return coordinator, contributor


def opened(app, sign_in):
    """The same, and both have finished."""
    coordinator, contributor = both_answer(app, sign_in)
    finish(contributor)
    assert finish(coordinator).location == MEETING
    return coordinator, contributor
