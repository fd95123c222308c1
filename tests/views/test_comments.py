"""Comments by pages: read by whoever may view, mails to those who are called, wrong ones given back as typed."""

import re
from email import message_from_string
from email.policy import default

import pytest

from survey.database import begin_write, db
from survey.models import Comment, Thread
from tests import installations
from tests.installations import open_wave
from tests.views.standing_in_review import in_review, of_salzburg, somebody

ALL = "/assessments/2026/salzburg/comments"
SUPPORT = "/assessments/2026/salzburg/questions/support/comments"
SCRIPT = "<script>alert(1)</script> {{ 7*7 }} %(name)s https://example.org"


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def send(client, words: str, **more):
    return client.send(SUPPORT, {"comment-words": words, **more})


def mails(app):
    found = sorted((app.extensions["survey_settings"].instance / "mail").glob("*.eml"))
    return [message_from_string(one.read_text(), policy=default) for one in found]


def words(answer) -> str:
    return answer.get_data(as_text=True)


def test_a_thread_from_the_first_word_to_the_resolution(app, sign_in):
    coordinator, contributor = sign_in("coordinator"), sign_in("contributor")
    assert "Nobody has written a comment yet." in words(coordinator.get(ALL))
    assert "Nobody has written here yet." in words(coordinator.get(SUPPORT))
    answer = send(coordinator, "Who knows?\nPlease say.")
    assert (answer.status_code, answer.location) == (302, f"{SUPPORT}#c-1")
    assert send(contributor, "I do.").location == f"{SUPPORT}#c-2"
    page = words(contributor.get(SUPPORT))
    assert page.index('<p class="typed">Who knows?\nPlease say.</p>') < page.index('<p class="typed">I do.</p>')
    assert "Clara Conti, " in page
    listed = words(contributor.get(ALL))
    assert "On 1 question something is open." in listed
    assert re.search(r"2 comments · Cora Carter, [^:]+:\d\d: I do\.", listed)
    assert contributor.send(f"{SUPPORT}/resolve", page=SUPPORT).location == SUPPORT
    assert "Resolved by Cora Carter" in words(coordinator.get(SUPPORT))
    assert "Everything is resolved." in words(coordinator.get(ALL))
    assert "Resolved: 1 question" in words(coordinator.get(ALL))
    assert coordinator.send(f"{SUPPORT}/reopen", page=SUPPORT).location == SUPPORT
    assert "Resolved by" not in words(coordinator.get(SUPPORT))


def test_the_people_who_are_called_get_a_mail_in_their_language(app, sign_in):
    with app.app_context():
        cora = somebody("contributor")
        cora.language = "de"
        key = somebody("team").id
        db.session.commit()
    answer = send(sign_in("coordinator"), "@Cora Carter: is this right? & so on", **{"comment-tell": str(key)})
    assert answer.status_code == 302
    assert "Mentioned: Cora Carter; Theo Tessin." in words(sign_in("team").get(SUPPORT))
    one, other = sorted(mails(app), key=lambda mail: mail["To"])
    assert (one["To"], other["To"]) == ("contributor@example.org", "team@example.org")
    assert other["Subject"] == "You are mentioned in a comment"
    body = other.get_content()
    assert "Clara Conti mentions you in a comment on the self-assessment of Salzburg" in body
    assert "Does the region help newcomers to find a home?" in body
    assert "@Cora Carter: is this right? & so on" in body
    assert "http://127.0.0.1:8000/assessments/2026/salzburg/questions/support/comments#c-1" in body
    assert one["Subject"] == "Sie wurden in einem Kommentar erwähnt"


def test_a_mail_that_cannot_be_sent_is_said_and_the_comment_stays(app, sign_in):
    (app.extensions["survey_settings"].instance / "mail").write_text("no folder")
    coordinator = sign_in("coordinator")
    assert send(coordinator, "@Cora, look.").status_code == 302
    page = words(coordinator.get(SUPPORT))
    assert "The mail to contributor@example.org could not be sent yet. The folder for mails cannot be written." in page
    assert "Your comment is kept." in page
    assert "Told by mail" not in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Please write something"),
        ("Ask @ please", "After @ stands no name."),
        ("Ask @Zoe.", "@Zoe is nobody who can read this assessment."),
        ("Ask @Nils.", "@Nils is nobody who can read this assessment."),
        ("Ask @&lt;b&gt;", "@&amp;lt is nobody"),
        ("Ask @" + SCRIPT, "After @ stands no name."),
        ("x" * 4001, "at most 4,000 characters"),
    ],
)
def test_a_wrong_comment_comes_back_as_it_was_typed(app, sign_in, typed, said):
    answer = send(sign_in("coordinator"), typed)
    page = words(answer)
    assert answer.status_code == 422
    assert said in page
    field = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert field[1].replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") == typed.replace(
        "&lt;", "<"
    ).replace("&gt;", ">")
    assert "<script>alert" not in page
    assert mails(app) == []
    with app.app_context():
        assert db.session.query(Thread).count() == 0


def test_an_ambiguous_name_is_settled_by_the_list(app, sign_in):
    with app.app_context():
        begin_write(db.session)
        somebody("contributor").name = "Theo Carter"
        key = somebody("contributor").id
        db.session.commit()
    coordinator = sign_in("coordinator")
    page = words(send(coordinator, "@Theo, look."))
    assert "@Theo can mean several people: Theo Carter; Theo Tessin." in page
    assert send(coordinator, "@Theo, look.", **{"comment-tell": str(key)}).status_code == 302
    assert [mail["To"] for mail in mails(app)] == ["contributor@example.org"]


@pytest.mark.parametrize("forged", ["0", "99999", "-1", "' OR 1=1", "neighbour"])
def test_only_people_who_may_view_are_told(app, sign_in, forged):
    with app.app_context():
        keys = {"neighbour": str(somebody("neighbour").id)}
    answer = send(sign_in("coordinator"), "Look.", **{"comment-tell": keys.get(forged, forged)})
    assert answer.status_code == 422
    assert "Somebody you have chosen cannot read this assessment." in words(answer)
    assert mails(app) == []


def test_names_and_words_are_shown_as_text(app, sign_in):
    with app.app_context():
        begin_write(db.session)
        somebody("coordinator").name = "<i>Clara</i>"
        db.session.commit()
    assert send(sign_in("coordinator"), SCRIPT).status_code == 302
    for path in (SUPPORT, ALL):
        page = words(sign_in("contributor").get(path))
        assert "<script>alert" not in page
        assert "<i>Clara" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }} %(name)s https://example.org" in page
        assert 'href="https://example.org' not in page


def test_who_may_not_view_finds_nothing(sign_in):
    for name in ("neighbour", "nobody", "reviewer"):
        client = sign_in(name)
        assert {client.get(path).status_code for path in (ALL, SUPPORT)} == {404}
        assert client.post(SUPPORT, data={"page-csrf_token": client.token("/privacy")}).status_code == 404


def test_the_team_reads_a_draft_and_writes_once_it_is_submitted(sign_in):
    send(sign_in("coordinator"), "Who knows?")
    team = sign_in("team")
    page = words(team.get(SUPPORT))
    assert "Who knows?" in page
    assert "you can read comments, not write any" in page
    sent = {"comment-words": "We do.", "page-csrf_token": team.token(SUPPORT)}
    assert team.post(SUPPORT, data=sent).status_code == 404


def test_a_question_that_is_not_asked_has_no_page(sign_in):
    assert sign_in("coordinator").get(SUPPORT.replace("support", "nonsense")).status_code == 404


def test_reviewer_and_region_talk_in_review(template, tmp_path):
    app = template.copy(tmp_path / "reviewed")
    in_review(app)
    reviewer = installations.sign_in(app, "reviewer")
    assert send(reviewer, "@Clara, where does it say so?").status_code == 302
    assert [mail["To"] for mail in mails(app)] == ["coordinator@example.org"]
    with app.app_context():
        begin_write(db.session)
        of_salzburg().stage = "concluded"
        db.session.commit()
    answer = reviewer.post(SUPPORT, data={"comment-words": "One more.", "page-csrf_token": reviewer.token("/privacy")})
    assert answer.status_code == 409
    assert "One more." in words(answer)
    with app.app_context():
        assert db.session.query(Comment).filter_by(author_id=somebody("reviewer").id).count() == 1


def test_german_pages_are_german(app, sign_in):
    coordinator = sign_in("coordinator", language="de")
    assert "Kommentare" in words(coordinator.get(ALL))
    page = words(send(coordinator, "@Niemand"))
    assert "@Niemand gehört zu niemandem mit Zugang zu dieser Selbstbewertung." in page
