"""What the address of a public page asks for and cannot have."""

from flask import request

from survey import languages
from survey.languages import gettext as _

CHOSEN_ELSEWHERE = ("sort", "level", "component", "regions", "group", "peers", "lens", "as")
"""What the addresses of pages with an account can choose."""


def unknown() -> tuple[str, ...]:
    """Say what the address chooses that cannot be chosen here; names that no page knows are passed over."""
    wish = request.args.get("language")
    wrong = (
        [_('"%(value)s" is no language of these pages.', value=wish)] if wish and wish not in languages.NAMES else []
    )
    wrong += [
        _('"%(name)s" cannot be chosen on the public pages, so everything is shown as usual.', name=name)
        for name in CHOSEN_ELSEWHERE
        if request.args.get(name)
    ]
    return tuple(wrong)
