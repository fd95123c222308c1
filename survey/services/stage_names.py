"""What the stages of an assessment are called: on pages, and in files in a language of their own."""

from collections.abc import Callable

from survey import languages
from survey.models import Stage


def stage_name(stage: str, gettext: Callable[[str], str] = languages.gettext) -> str:
    """Return the name of a stage in the reader's language, or as ``gettext`` has it; KeyError for no stage."""
    return {
        Stage.DRAFT.value: gettext("Draft"),
        Stage.SUBMITTED.value: gettext("Submitted"),
        Stage.IN_REVIEW.value: gettext("In review"),
        Stage.CONCLUDED.value: gettext("Concluded"),
    }[stage]
