"""What both reports begin with: the cover, and the running head of every page."""

from survey import languages
from survey.languages import format_date, gettext
from survey.reports import closing, fingerprint
from survey.reports.document import Mark, Part, Report
from survey.reports.material import Material


def report(
    material: Material, *, name: str, title: str, about: str, whose: str, parts: tuple[Part, ...], notice: str = ""
) -> Report:
    """Return a report with its cover, whose parts are made already; ``whose`` stands in the head of each page."""
    facts, day = material.facts, format_date(material.today)
    mark = fingerprint.spaced(material.fingerprint[:16])
    invented = gettext("Demonstration: all answers and scores here are invented.")
    return Report(
        language=languages.current(),
        name=name,
        kicker=gettext("Intercultural self-assessment"),
        title=title,
        about=about,
        warning=invented if facts.demonstration else "",
        notice=notice,
        facts=closing.facts(material),
        mark=Mark(gettext("Fingerprint begins with"), mark),
        disclaimer=closing.disclaimer(),
        head=f"{whose} · {facts.title}",
        head_end=f"{facts.stage} · {day}",
        # Paper fills in its numbers itself: they are known when the pages are laid out.
        page=gettext("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        contents=gettext("Contents"),
        parts=parts,
    )
