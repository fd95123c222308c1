"""What the review says, as the region reads it, and its replies."""

import pytest

from tests import installations
from tests.views.standing_in_review import REPLIES, REVIEW, answer, in_review, judge, submitted


@pytest.fixture
def app(app):
    in_review(app)
    return app


@pytest.fixture
def reviewer(sign_in):
    """A reviewer who has adjusted one answer and sent another back."""
    made = sign_in("reviewer")
    judge(made, "share", "adjusted", "The report says 10.", share="10")
    judge(made, "proud", "returned", "Which cafés?")
    return made


def test_both_values_stand_beside_each_other(reviewer, sign_in):
    page = sign_in("coordinator").get(REPLIES).get_data(as_text=True)
    assert "2 answers need your reply." in page
    for words in ("20 %", "10 %", "The report says 10.", "Our cafés.", "Which cafés?"):
        assert words in page


def test_what_is_sent_back_is_changed_on_its_section(reviewer, sign_in):
    coordinator = sign_in("coordinator")
    assert 'href="/assessments/2026/salzburg/sections/closing#q-proud"' in coordinator.get(REPLIES).get_data(
        as_text=True
    )
    section = coordinator.get("/assessments/2026/salzburg/sections/closing").get_data(as_text=True)
    assert 'id="q-proud"' in section
    assert 'id="q-visitors"' not in section


def test_the_start_of_the_region_is_what_the_review_says(reviewer, sign_in):
    coordinator = sign_in("coordinator")
    assert coordinator.get("/assessments/2026/salzburg/").location.endswith("/replies")
    read = coordinator.get("/assessments/2026/salzburg/answers").get_data(as_text=True)
    assert f'href="{REPLIES}"' in read


def test_the_region_agrees_or_disputes(reviewer, sign_in):
    coordinator = sign_in("coordinator")
    assert answer(coordinator, "share", "agreed").status_code == 302
    assert answer(coordinator, "proud", "disputed", "They are known to all.").status_code == 302
    page = coordinator.get(REPLIES).get_data(as_text=True)
    assert "Nothing waits for your reply." in page
    assert "They are known to all." in page.partition("With the reviewer")[2]
    assert "Adjusted, agreed" in page.partition("<h2>Settled</h2>")[2]
    assert "They are known to all." in reviewer.get(f"{REVIEW}/proud").get_data(as_text=True)


@pytest.mark.parametrize(
    ("code", "consent", "said"),
    [
        ("share", "", "Please choose whether you agree."),
        ("share", "disputed", "Please say why you do not agree"),
        ("proud", "agreed", "The reviewer asks for another answer."),
    ],
)
def test_a_wrong_reply_says_so_beside_its_field(reviewer, sign_in, code, consent, said):
    sent = answer(sign_in("coordinator"), code, consent, "   ")
    page = sent.get_data(as_text=True)
    assert sent.status_code == 422
    assert said in page.partition(f'id="r-{code}"')[2].partition("</section>")[0]


def test_a_reply_to_a_verdict_that_is_another_by_now_is_refused_and_given_back(reviewer, sign_in):
    coordinator = sign_in("coordinator")
    sent = {"page-consent": "disputed", "page-reply": "The register says 20.", "page-seen": "99"}
    late = coordinator.send(f"{REPLIES}/share", sent, page=REPLIES)
    assert late.status_code == 409
    page = late.get_data(as_text=True)
    assert "This has changed meanwhile." in page
    assert page.count("The register says 20.") == 2
    assert "Disputed" not in reviewer.get(f"{REVIEW}/share").get_data(as_text=True)


@pytest.mark.parametrize("name", ["contributor", "reviewer", "team"])
def test_others_read_it_and_reply_nothing(reviewer, sign_in, name):
    client = sign_in(name)
    assert "We agree" not in client.get(REPLIES).get_data(as_text=True)
    sent = {"page-consent": "agreed", "page-seen": "1"}
    assert client.send(f"{REPLIES}/share", sent, page=REPLIES).status_code == 404


@pytest.mark.parametrize("name", ["neighbour", "nobody"])
def test_it_is_not_there_for_people_of_elsewhere(sign_in, name):
    assert sign_in(name).get(REPLIES).status_code == 404


def test_before_the_review_it_says_that_it_has_not_begun(template, tmp_path):
    app = template.copy(tmp_path / "fresh")
    submitted(app)
    page = installations.sign_in(app, "coordinator").get(REPLIES).get_data(as_text=True)
    assert "The review has not begun." in page


def test_the_page_is_german_for_german_readers(reviewer, sign_in):
    answer(sign_in("coordinator"), "share", "disputed", "Im Register stehen 20.")
    page = sign_in("coordinator", language="de").get(REPLIES).get_data(as_text=True)
    assert "Die Region ist nicht einverstanden" in page
