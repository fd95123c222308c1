"""What administrators can do with one person's account, in words: each button, question, what follows, what is said."""

from dataclasses import dataclass

from survey.languages import gettext as _


@dataclass(frozen=True)
class Step:
    """One change in words: the button, the question asked before, what follows, and what is said when it is done."""

    button: str
    question: str
    follows: list[str]
    done: str


def steps(name: str) -> dict[str, Step]:
    """Return every change to the account of somebody of this name, by its code in the address."""
    return {**_given(name), **_taken(name), **_of_account(name)}


def _undone() -> str:
    return _("It can be undone on the page of the person.")


def _given(name: str) -> dict[str, Step]:
    """Return how a role is given."""
    everything = _("Administrators may do everything but answer for a region: people, regions, storage, settings.")
    team = _("The project team opens waves, sees the answers of all regions, and invites people.")
    return {
        "give-administrator": Step(
            _("Make an administrator"),
            _("Make %(name)s an administrator?", name=name),
            [everything, _undone()],
            _("%(name)s is an administrator now.", name=name),
        ),
        "give-team": Step(
            _("Take into the project team"),
            _("Take %(name)s into the project team?", name=name),
            [team, _undone()],
            _("%(name)s belongs to the project team now.", name=name),
        ),
    }


def _taken(name: str) -> dict[str, Step]:
    """Return how a role is taken away."""
    follows = [_("It holds at once: what is sent from then on is refused."), _undone()]
    return {
        "take-administrator": Step(
            _("Take the role of administrator away"),
            _("Take the role of administrator away from %(name)s?", name=name),
            follows,
            _("%(name)s is no administrator any more.", name=name),
        ),
        "take-team": Step(
            _("Take out of the project team"),
            _("Take %(name)s out of the project team?", name=name),
            follows,
            _("%(name)s does not belong to the project team any more.", name=name),
        ),
    }


def _of_account(name: str) -> dict[str, Step]:
    """Return how an account is closed, opened again, and invited anew."""
    signed_out = _("The person is signed out everywhere, and links that were sent to them stop working.")
    stays = _("What they wrote stays, with their name. Roles and mandates count again once it is opened.")
    return {
        "close": Step(
            _("Close the account"),
            _("Close the account of %(name)s?", name=name),
            [signed_out, stays],
            _("The account of %(name)s is closed.", name=name),
        ),
        "open": Step(
            _("Open the account again"),
            _("Open the account of %(name)s again?", name=name),
            [_("Roles and mandates count again. Who has no password needs a new invitation.")],
            _("The account of %(name)s is open again.", name=name),
        ),
        "invite": Step(
            _("Send a new invitation"),
            _("Send %(name)s a new invitation?", name=name),
            [_("It takes the place of the earlier one, whose link stops working.")],
            "",
        ),
    }
