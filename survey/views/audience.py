"""As whom a page of results is looked at: as oneself, or, to check what was opened, as others see it."""

from collections.abc import Sequence

from flask import request

from survey.languages import gettext as _
from survey.models.disclosure import Audience

NAMES = (Audience.PARTNERSHIP, Audience.PUBLIC)
"""The audiences as which a page can be looked at, under the name ``as`` in its address."""


def wished() -> tuple[Audience | None, tuple[str, ...]]:
    """Return as which audience the address asks to see the page, None for as oneself; and what is wrong with it."""
    wish = request.args.get("as")
    if not wish:
        return None, ()
    if wish in NAMES:
        return Audience(wish), ()
    return None, (
        _('"%(value)s" is nobody as whom this page can be shown. Choose "partnership" or "public".', value=wish),
    )


def unshowable(faults: Sequence[str]) -> tuple[str, ...]:
    """Return what is wrong where a page that shows nothing as others see it is asked for that."""
    if faults or request.args.get("as") not in NAMES:
        return ()
    return (
        _(
            "This page cannot be shown as others see it: you see your own view. "
            "The overview, the comparison side by side and the computations can."
        ),
    )


def address(to: Audience | None) -> dict[str, str]:
    """Return the parameter that shows a page as an audience again; none for as oneself."""
    return {"as": to.value} if to else {}
