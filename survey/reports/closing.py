"""The last pages of a report: the method in one page, and what the report is, with the fingerprint of its data."""

from survey.charts.theme import score_text
from survey.languages import format_date, format_number, format_percent, gettext, ngettext
from survey.reports import fingerprint
from survey.reports.document import Facts, Listing, Mark, Notice, Paragraph, Part
from survey.reports.material import Material, Partnership, Regional


def method(material: Material) -> Part:
    """Return the method in one page."""
    return Part("method", gettext("How the scores come about"), (Notice(disclaimer()), *_method(material)))


def disclaimer() -> str:
    """Return what this instrument is not."""
    return gettext(
        "An ICC-style instrument with its own questions and public weights. It does not compute the Intercultural "
        "Cities Index of the Council of Europe."
    )


def _method(material: Material) -> tuple[Paragraph | Listing | Facts, ...]:
    index = material.framework.by_code.get(material.framework.index or "")
    return (
        Paragraph(_measured(material)),
        Facts(
            (
                (gettext("Points"), _points()),
                (gettext("Means"), _means()),
                (gettext("Missing answers"), _missing()),
                (gettext("Interval"), _interval()),
                (gettext("Coverage"), _coverage(index.minimum_coverage if index else 0.0)),
                (gettext("Planned"), _planned()),
                (gettext("Rounding"), _rounding()),
            )
        ),
        Paragraph(
            gettext(
                "A score tells how far the policies of a region go by the questions asked here. It does not tell how "
                "people live together, and a difference of a few points is none that one should build on."
            ),
            "strong",
        ),
        Paragraph(
            gettext(
                "The platform shows the whole method with all weights, and for every score the way down to the answers."
            ),
            "soft",
        ),
    )


def _measured(material: Material) -> str:
    framework = material.framework
    return gettext(
        "The questionnaire %(title)s, edition %(edition)s, asks %(questions)s questions that count. They make "
        "%(areas)s policy areas, %(dimensions)s dimensions and one index, all between 0 and 100.",
        title=material.edition.shown.title,
        edition=material.edition.shown.edition,
        questions=len(framework.questions),
        areas=len(framework.at("area")),
        dimensions=len(framework.at("dimension")),
    )


def _points() -> str:
    return gettext(
        "Every answer earns between none and all points of its question. Its share of the points, times 100, is the "
        "score of the question."
    )


def _means() -> str:
    return gettext(
        "An area is the weighted mean of its questions, the index the weighted mean of the areas. A dimension is the "
        "weighted mean of all questions that count for it, whatever their area; so the index need not lie between the "
        "dimensions."
    )


def _missing() -> str:
    return gettext(
        "What does not apply to a region leaves the mean. So does what is not known, but that widens the interval. A "
        "dash means no score; it never means zero."
    )


def _interval() -> str:
    return gettext(
        "Where the score can end up: its lower end if all unknown answers earned nothing, its upper end if they earned "
        "everything. With all answers known, both ends are the score."
    )


def _coverage(least: float) -> str:
    return gettext(
        "How much of the weight that applies is known. Below %(share)s a score is withheld and the interval alone is "
        "shown.",
        share=format_percent(least),
    )


def _planned() -> str:
    return gettext("The score once everything is done that has been decided, and not yet begun or finished.")


def _rounding() -> str:
    return gettext(
        "Scores are computed unrounded and shown with one decimal, such as %(score)s; so sums can differ by a tenth.",
        score=score_text(61.4),
    )


def about(material: Material) -> Part:
    """Return what the report is of, and how to check that it still agrees with the platform."""
    made = fingerprint.spaced(material.fingerprint)
    blocks = (
        Facts(facts(material)),
        Mark(gettext("Fingerprint of the data (SHA-256)"), made),
        Paragraph(
            gettext(
                "Whoever holds this report on paper can check that nothing in it was changed, and that it is still "
                "up to date:"
            )
        ),
        Listing(_how(material)),
    )
    return Part("about", gettext("About this report"), blocks)


def _how(material: Material) -> tuple[str, ...]:
    what = (
        gettext(
            "On the platform, open the web page of this report and go to this place: the fingerprint of today "
            "stands there."
        ),
        gettext("The same 64 signs: this data has not changed. Others: it has, and a new report is due."),
    )
    if isinstance(material, Regional) and material.answered:
        data = gettext(
            "To compute it yourself, download the data of this report beside it: the answers as JSON, names in order, "
            "no spaces, UTF-8. The SHA-256 of that file, by a command such as sha256sum, is the fingerprint."
        )
    else:
        data = gettext(
            "To compute it yourself, download the data of this report beside it: the scores that you may see as JSON, "
            "names in order, no spaces, UTF-8. The SHA-256 of that file, by a command such as sha256sum, is the "
            "fingerprint. Whoever may see more or fewer scores has another one."
        )
    if not isinstance(material, Regional):
        return (*what, data)
    alone = gettext(
        "It tells of this region alone: scores of peers, efforts and the wave before can change without changing it."
    )
    return (*what, data, alone)


def facts(material: Material) -> tuple[tuple[str, str], ...]:
    """Return wave, stage, dates, questionnaire and structure as names and values."""
    shown, known = material.edition.shown, material.facts
    title = gettext("%(title)s, edition %(edition)s", title=shown.title, edition=shown.edition)
    pairs = [(gettext("Wave"), known.title), (gettext("Stage"), known.stage)]
    if isinstance(material, Partnership):
        pairs.append((gettext("Regions"), _counted(material)))
    if known.as_of:
        pairs.append((gettext("Data of"), format_date(known.as_of)))
    pairs += [
        (gettext("Report of"), format_date(material.today)),
        (gettext("Questionnaire"), title),
    ]
    if material.edition.fallbacks:
        pairs.append((gettext("Language"), gettext("Texts that are not translated yet stand here in English.")))
    return tuple(pairs)


def _counted(material: Partnership) -> str:
    counted = format_number(material.facts.counted, 0)
    return ngettext("%(counted)s of %(num)s region", "%(counted)s of %(num)s regions", material.out_of, counted=counted)
