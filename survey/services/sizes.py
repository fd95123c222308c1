"""Sizes of files and disks as people say them."""

from survey.languages import format_number
from survey.languages import gettext as _


def size(count: int) -> str:
    """Return a number of bytes in the reader's format: kB, MB or GB of a thousand each (``12.5 MB``)."""
    if count >= 1_000_000_000:
        return _("%(number)s GB", number=format_number(count / 1_000_000_000, 1))
    if count >= 1_000_000:
        return _("%(number)s MB", number=format_number(count / 1_000_000, 1))
    return _("%(number)s kB", number=format_number(count / 1_000, 1 if 0 < count < 10_000 else 0))
