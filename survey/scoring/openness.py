"""What may be shown when some sections are not: components and questions that nothing hidden feeds."""

from collections.abc import Collection, Mapping

from survey.questionnaires.model import Questionnaire
from survey.questionnaires.progress import needed
from survey.scoring.framework import Framework


def opened(questionnaire: Questionnaire, framework: Framework, sections: Collection[str]) -> frozenset[str]:
    """Return the codes of all components and questions that are open where these sections are.

    Open is only what open sections alone feed (:func:`feeding`): whatever was answered in the others, everything that
    is open stays as it is. Codes of sections that the questionnaire does not have open nothing.
    """
    inside = frozenset(sections)
    return frozenset(code for code, fed in feeding(questionnaire, framework).items() if fed <= inside)


def feeding(questionnaire: Questionnaire, framework: Framework) -> Mapping[str, frozenset[str]]:
    """Return the sections that feed each question and each component, by its code.

    A question is fed by its section and by the sections of all questions that decide whether it is asked: its being
    hidden would tell their answers. A component is fed by its questions.
    """
    found = {
        code: frozenset(questionnaire.section_of[one].code for one in needed(questionnaire, [code]))
        for code in questionnaire.questions
    }
    parts = {one.code: framework.effective_weights(one.code) for one in framework.components}
    return found | {code: frozenset().union(*(found[one] for one in below)) for code, below in parts.items()}
