"""Browsers without a window: processes that save answers over HTTP, one by one, as the section page's script does."""

import json
import re
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException
from random import Random
from time import sleep
from urllib.parse import urlencode, urlsplit

PLACES = {
    "support": ("housing", ("everywhere", "partly", "no")),
    "services": ("housing", ("advice", "legal", "none")),
    "mixed": ("housing", ("1", "2", "3", "4", "5")),
    "staff": ("housing", None),
    "share": ("encounter", None),
    "spaces": ("encounter", ("some", "none")),
    "spaces_note": ("encounter", None),
    "proud": ("closing", None),
}
"""The questions of the small questionnaire: their section, and what can be chosen; None: something is typed."""
NUMBERS = {"staff", "share"}
OWN = 0.85
"""The part of saves that go to a writer's own two questions, as people share them out; the others go to any.

At random alone, two of three first tries would meet another's answer: that costs as much as a save, and shows no more.
"""
HEADERS = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Acknowledged:
    """One save of which the server said that it is kept: what was sent, and under which version it is kept."""

    question: str
    sent: str
    before: int
    version: int


@dataclass
class Told:
    """What one writer was told: the saves that were acknowledged, how many met another's, how often nobody answered."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    conflicts: int = 0
    unanswered: int = 0


@dataclass
class Writer:
    """One signed-in browser at one assessment; ``known`` are the versions that its page shows."""

    url: str
    cookie: str
    number: int
    known: dict[str, int] = field(default_factory=dict)
    told: Told = field(default_factory=Told)
    token: str = ""
    connection: HTTPConnection | None = None

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        """Send a request and send it again until somebody answers, as the page does."""
        headers = {**HEADERS, "Cookie": f"survey={self.cookie}", "X-CSRFToken": self.token}
        while True:
            try:
                if self.connection is None:
                    self.connection = HTTPConnection(urlsplit(self.url).netloc, timeout=30)
                self.connection.request(method, path, body, headers)
                answer = self.connection.getresponse()
                return answer.status, answer.read().decode()
            except (OSError, HTTPException):
                self.told.unanswered += 1
                if self.connection is not None:
                    self.connection.close()
                self.connection = None
                sleep(0.02)

    def open(self, section: str) -> None:
        """Load a section page: the token of its forms, and the version of each answer."""
        status, page = self.ask("GET", f"/assessments/2026/salzburg/sections/{section}")
        assert status == 200, (status, page)
        found = re.search(r'name="page-csrf_token" value="([^"]+)"', page)
        assert found is not None
        self.token = unescape(found[1])
        self.known |= {code: int(version) for code, version in re.findall(r'name="(\w+)\.version" value="(\d+)"', page)}

    def save(self, code: str, sent: str) -> bool:
        """Save one answer, and tell whether it is kept; where somebody was faster, learn their version."""
        section, _ = PLACES[code]
        before = self.known[code]
        form = urlencode({code: sent, f"{code}.version": before, f"{code}.decimal": "."})
        status, said = self.ask("POST", f"/assessments/2026/salzburg/sections/{section}/{code}", form)
        reply = json.loads(said)
        if status == 200:
            self.known[code] = reply["version"]
            self.told.acknowledged.append(Acknowledged(code, sent, before, reply["version"]))
            return True
        assert status == 409, (status, said)
        self.told.conflicts += 1
        shown = re.search(r'data-version="(\d+)"', reply["conflict"])
        assert shown is not None
        self.known[code] = int(shown[1])
        return False


def write(url: str, cookie: str, saves: int, number: int) -> Told:
    """Save until so many answers are acknowledged, often over what somebody else wrote meanwhile."""
    writer, chance = Writer(url, cookie, number), Random(number)
    every = tuple(PLACES)
    own = every[2 * number : 2 * number + 2]
    for section in sorted({section for section, _ in PLACES.values()}):
        writer.open(section)
    while len(writer.told.acknowledged) < saves:
        code = chance.choice(own if chance.random() < OWN else every)
        section, choices = PLACES[code]
        if chance.random() < 0.02:
            writer.open(section)
        turn = len(writer.told.acknowledged)
        typed = f"{chance.randint(0, 99)}.{number}{turn % 1000:03}7" if code in NUMBERS else f"{number} wrote {turn}"
        sent = chance.choice(choices) if choices else typed
        while not writer.save(code, sent):
            if chance.random() < 0.2:  # take theirs; else keep mine, which is the quick way to ten thousand
                break
    return writer.told
