"""What context figures measure, in the reader's language."""

from survey.languages import gettext as _


def measures() -> dict[str, str]:
    """Return what each measure is called, by its code."""
    return {
        "population": _("Population"),
        "foreign_citizens": _("Residents of foreign nationality"),
        "foreign_citizens_share": _("Share of residents of foreign nationality"),
        "foreign_born_share": _("Share of residents born abroad"),
        "competence_share": _("Competence: share of policy areas in which the region may make its own rules"),
    }
