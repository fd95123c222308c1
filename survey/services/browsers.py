"""Browsers in a word or two, for people who look where they are signed in."""

FAMILIES = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Chromium", "Chrome"),
    ("Safari", "Safari"),
)
"""What names a family of browsers in what they send; those that also carry another's name come first."""

SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
"""The same for what they run on."""


def words(sent: str) -> str:
    """Return family and system of a browser from its ``User-Agent`` (``Firefox, Linux``); "" where neither is known.

    Only words of our own lists come out, never what somebody sent.
    """
    found = (_first(sent, FAMILIES), _first(sent, SYSTEMS))
    return ", ".join(filter(None, found))


def _first(sent: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in known if mark in sent), "")
