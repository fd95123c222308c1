"""Invented answers of stakeholders: the same for a seed, enough people, and a question that hardly anybody knows."""

from random import Random

from survey.questionnaires.reader import library, read
from survey.scoring.stakeholders import LEAST, known
from survey.services import stakeholder_files
from survey.services.demonstration import invented
from survey.services.demonstration_stakeholders import ASKED, file


def test_invented_people_answer_the_questions_that_count():
    asked = read(library()["regional_index-2026"])
    reported = invented(asked, Random("region"))
    content = file(asked, reported, 48, Random("one"))
    assert content == file(asked, reported, 48, Random("one")) != file(asked, reported, 48, Random("two"))
    found = stakeholder_files.read(content, asked)
    assert found.people == 48
    few = [code for code, counts in found.counts.items() if known(counts) < LEAST]
    assert 0 < len(few) < len(found.counts) / 4
    assert min(ASKED.values()) >= 40
