"""Why an installation could not be filled, in words with the cure."""

from typing import Any

from survey.errors import RefusedError
from survey.models import InstallationKind

_FIELDS = {
    "due": "--due: the wave would end before it opens. Name a later day.",
    "email": "--email: this is no address of a mail box. Write it as name@example.org.",
}


def words(error: RefusedError) -> str:
    """Return what was refused and what to do about it."""
    data: dict[str, Any] = error.data
    match error.code:
        case "other-kind" if data["found"] == InstallationKind.REAL.value:
            return (
                "This database holds real answers, and SURVEY_DEMONSTRATION=1 is for invented ones alone. Leave it "
                "out, or name another database."
            )
        case "other-kind":
            return "This database holds invented answers. Set SURVEY_DEMONSTRATION=1, or name another database."
        case "no-such-questionnaire":
            known = ", ".join(data["known"])
            return f'--questionnaire: there is none called "{data["wanted"]}". There is: {known}.'
        case "edition-altered":
            return (
                f"The questionnaire {data['key']} {data['edition']} is in the database already with other "
                "questions or weights. Give the changed file a new edition."
            )
        case "invalid":
            return "\n".join(_FIELDS.get(field, f"{field}: {why}.") for field, why in data["fields"].items())
        case code:
            return f"{code}: {data}"
