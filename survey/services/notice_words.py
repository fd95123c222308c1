"""The words of the privacy notice that come with the software: true of what it does, to be made one's own."""

from collections.abc import Iterable

from survey.languages import gettext as _
from survey.languages import ngettext
from survey.settings import Settings


def standard(settings: Settings) -> str:
    """Return the notice in the reader's language as Markdown, with the controller, contact and periods of settings."""
    parts = (
        _("We keep as little about people as the work allows, and no page asks any other server for anything."),
        *_who(settings),
        *_what(settings),
        *_others(),
        *_rights(settings),
    )
    return "\n\n".join(parts) + "\n"


def _who(settings: Settings) -> Iterable[str]:
    yield _heading(_("Who is responsible"))
    contact = _link(settings.contact, f"mailto:{settings.contact}")
    if settings.controller:
        yield _(
            "%(controller)s runs this platform and answers for the personal data on it. Write to %(contact)s.",
            controller=settings.controller,
            contact=contact,
        )
    else:
        yield _(
            "The project that runs this platform answers for the personal data on it. Write to %(contact)s.",
            contact=contact,
        )
    yield _(
        "Personal data is kept because the self-assessment is a task in the public interest that your region has taken"
        " on (Article 6(1)(e) of the General Data Protection Regulation)."
    )


def _what(settings: Settings) -> Iterable[str]:
    kept = settings.kept
    yield _heading(_("What is kept, and for how long"))
    yield _list(
        _(
            "Of people with an account: name, e-mail address, language, a password that nobody can read, what they do"
            " for which region, and which version of this notice they have read. All of it until the account is"
            " deleted."
        ),
        _(
            "With each answer, comment, review and piece of evidence: who wrote it and when, so that colleagues can"
            " work together and nothing is lost. These belong to the region and stay. Once your account is deleted, a"
            " number stands in place of your name."
        ),
        _(
            "Where you are signed in: since when, in which browser, and when it was last in use; and in the log when"
            " you signed in. You and administrators see it."
        ),
        _("Who did what, such as inviting or submitting. %(period)s", period=_log(kept["log"])),
        _("Invitations that nobody accepted. %(period)s", period=_months(kept["invitations"])),
        _(
            "Links sent by mail, in a form from which nobody can make the link again. %(period)s",
            period=_days(kept["links"]),
        ),
        _("Files of evidence that were removed. %(period)s", period=_days(kept["files"])),
        _(
            "In your browser: one cookie that keeps you signed in, one more if you ask to stay signed in, and one by"
            " which a browser is known in which you have signed in. There is none for anything else. The public pages"
            " set no cookie."
        ),
    )
    yield _heading(_("What is not kept"))
    yield _(
        "The network address from which you read. The questionnaire asks for nothing about single persons: please do"
        " not write names into answers."
    )


def _others() -> Iterable[str]:
    yield _heading(_("Who sees what"))
    yield _(
        "The people of your region see its answers and scores, and who gave them. The project team sees the answers of"
        " a draft and how far it has come; scores only once it is submitted. Other regions and the public see what your"
        " region opens to them, section by section, and nothing before; never reasons, free text, comments, evidence or"
        " names."
    )
    yield _("Nothing is given to anybody else, and nothing is decided about you by a machine.")


def _rights(settings: Settings) -> Iterable[str]:
    yield _heading(_("Your rights"))
    yield _list(
        _(
            "You can take away everything that is kept about you: %(page)s.",
            page=_link(_("Your data"), "/account/data"),
        ),
        _("You can have your account deleted: %(page)s.", page=_link(_("Delete the account"), "/account/delete")),
        _("To have something corrected or restricted, or to object, write to %(contact)s.", contact=settings.contact),
        _("You may complain to the data protection authority of your country."),
    )


def _heading(words: str) -> str:
    return f"## {words}"


def _link(words: str, to: str) -> str:
    return f"[{words}]({to})"


def _list(*lines: str) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _days(number: int) -> str:
    if not number:
        return _("They are kept for good.")
    return ngettext("They go %(num)s day later.", "They go %(num)s days later.", number)


def _months(number: int) -> str:
    if not number:
        return _("They are kept for good.")
    return ngettext("They go after %(num)s month.", "They go after %(num)s months.", number)


def _log(number: int) -> str:
    if not number:
        return _("It is kept for good.")
    return ngettext("After %(num)s year the names go from it.", "After %(num)s years the names go from it.", number)
