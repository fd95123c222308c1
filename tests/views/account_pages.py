"""Who gets which page of signing in and of the own account; the other pages are in test_routes.py."""

NOBODY = "visitor"
PEOPLE = (NOBODY, "nobody", "neighbour", "contributor", "reviewer", "coordinator", "team", "administrator")
_EVERYBODY = dict.fromkeys(PEOPLE, 200)
_OWN = {NOBODY: 302, **dict.fromkeys(PEOPLE[1:], 200)}
_LED_ON = dict.fromkeys(PEOPLE, 302)
_NOT_THERE = dict.fromkeys(PEOPLE, 404)

WAYS_IN: dict[str, dict[str, int]] = {
    "accounts.welcome": _NOT_THERE,
    "account.show": _OWN,
    "account.left": _OWN,
    "new_email.show": _NOT_THERE,
    "security.login": {NOBODY: 200, **dict.fromkeys(PEOPLE[1:], 302)},
    "security.verify": _OWN,
    "security.forgot_password": _EVERYBODY,
    "security.reset_password": _LED_ON,
    "notice.asked": _LED_ON,
    **dict.fromkeys(("personal.show", "personal.file", "leaving.show"), _OWN),
    "code.ask": _LED_ON,
    "second_factor.show": _OWN,
    "second_factor.renewing": _LED_ON,
    "second_factor.switching_off": _LED_ON,
    "providers.stay": _NOT_THERE,
    "providers.come_back": _NOT_THERE,
    "providers.show": {NOBODY: 302, **dict.fromkeys(PEOPLE[1:], 404)},
    "providers.confirm": {NOBODY: 302, **dict.fromkeys(PEOPLE[1:], 404)},
}
"""Nobody here has a second factor, and there is no provider: how it is with them: test_gate.py, test_providers.py."""
