"""What may be shown when some sections are not: components and questions that nothing hidden feeds."""

from collections.abc import Collection, Iterable

from survey.questionnaires.model import Questionnaire
from survey.questionnaires.progress import needed
from survey.scoring.framework import Framework


def opened(questionnaire: Questionnaire, framework: Framework, sections: Collection[str]) -> frozenset[str]:
    """Return the codes of all components and questions that are open where these sections are.

    A question is fed by its section and by the sections of all questions that decide whether it is asked: its being
    hidden would tell their answers. A component is fed by its questions. Open is only what is fed by open sections
    alone, so that whatever was answered in the others, everything that is open stays as it is. Codes of sections that
    the questionnaire does not have open nothing.
    """
    shown = {code for code in questionnaire.questions if _from(questionnaire, needed(questionnaire, [code]), sections)}
    parts = {one.code for one in framework.components if shown.issuperset(framework.effective_weights(one.code))}
    return frozenset(shown | parts)


def _from(questionnaire: Questionnaire, codes: Iterable[str], sections: Collection[str]) -> bool:
    return all(questionnaire.section_of[code].code in sections for code in codes)
