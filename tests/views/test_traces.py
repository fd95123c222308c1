"""A number for each request: who asks gets it, a page of an error says it, and a proxy's is taken over if it is one."""

import re

import pytest
from werkzeug.test import Client

from survey.views.traces import HEADER, Traces
from tests.views.test_storage_down import take_away

OURS = re.compile(r"[0-9a-f]{16}")


def test_each_answer_has_a_number_of_its_own(client):
    first, second = client.get("/").headers[HEADER], client.get("/nowhere").headers[HEADER]
    assert OURS.fullmatch(first)
    assert OURS.fullmatch(second)
    assert first != second


@pytest.mark.parametrize("given", ["8f14e45fceea167a5a36dedd4bea2543", "550e8400-e29b-41d4-a716-446655440000"])
def test_a_number_of_the_proxy_is_taken_over(client, given):
    assert client.get("/", headers={HEADER: given}).headers[HEADER] == given


@pytest.mark.parametrize("given", ["", "7", "maria.rossi@example.org", "deadbeef deadbeef", "a" * 65, "a" * 16 + '"}'])
def test_anything_else_is_not(client, given):
    assert OURS.fullmatch(client.get("/", headers={HEADER: given}).headers[HEADER])


def test_a_page_of_an_error_of_ours_says_the_number_that_stands_in_the_log(app, sign_in):
    person = sign_in("coordinator")
    take_away(app)
    answer = person.get("/")
    assert answer.status_code == 503
    assert f"this number: {answer.headers[HEADER]}" in answer.get_data(as_text=True)


def test_a_page_that_is_not_there_needs_no_number(client):
    answer = client.get("/nowhere")
    assert answer.headers[HEADER] not in answer.get_data(as_text=True)


def test_an_answer_for_which_no_page_could_be_made_says_how_it_is_written():
    def failing(environ, start_response):
        raise RuntimeError("on purpose")

    answer = Client(Traces(failing)).get("/")
    assert (answer.status_code, answer.content_type) == (500, "text/plain; charset=utf-8")
    assert "on purpose" not in answer.get_data(as_text=True)
