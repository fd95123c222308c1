"""``survey check-links`` on a real database and a real server on this machine."""

from click.testing import CliRunner

from survey.cli import main
from survey.cli.check_links import guard, run
from survey.database import db
from survey.models import Evidence, EvidenceKind
from survey.services import citations, citing, evidence
from survey.services.evidence_words import Passage, Piece
from survey.services.link_visits import Guard
from tests.installations import NOW, open_wave, small
from tests.services.test_link_visits import HERE, served
from tests.views.standing_in_review import of_salzburg, somebody


def add(app, *addresses: str) -> None:
    with app.app_context():
        known = {"questionnaire": small(), "code": "support", "by": somebody("coordinator"), "now": NOW}
        for number, url in enumerate(addresses):
            piece = Piece(EvidenceKind.LINK, f"Link {number}", url=url, confidential="secret" in url)
            evidence.add(db.session, assessment=of_salzburg(), piece=piece, passage=Passage(), stored=None, **known)
        db.session.commit()


def faults(app):
    with app.app_context():
        found = db.session.query(Evidence).order_by(Evidence.id)
        return [(one.fault, one.checked_at is not None) for one in found]


def test_links_are_visited_and_what_was_found_is_kept(app, capsys):
    open_wave(app)
    settings = app.extensions["survey_settings"]
    with served() as site:
        base = f"http://127.0.0.1:{site.server_port}"
        add(app, f"{base}/200", f"{base}/404", f"{base}/410?secret", f"{base}/404", f"{base}/500")
        with app.app_context():
            last = db.session.query(Evidence).order_by(Evidence.id.desc()).first()
            used = citations.in_force(db.session, assessment=of_salzburg(), code="support")
            number = next(one.id for one in used if one.evidence_id == last.id)
            known = {"questionnaire": small(), "code": "support", "by": somebody("coordinator"), "now": NOW}
            citing.take_away(db.session, assessment=of_salzburg(), citation=number, **known)
            db.session.commit()
        run(settings, Guard("test", 5, HERE), days=7)
        assert faults(app) == [(None, True), ("404", True), ("410", True), ("404", True), (None, False)]
        assert sorted(path for method, path, *_ in site.asked if method == "HEAD") == ["/200", "/404", "/410?secret"]
        said = capsys.readouterr().out
        assert "410: confidential (salzburg #3)" in said
        assert "secret" not in said
        assert f"404: {base}/404 (salzburg #2, salzburg #4)" in said
        assert said.endswith("Visited: 3. Led nowhere: 2.\n")
        run(settings, Guard("test", 5, HERE), days=7)
        assert capsys.readouterr().out == "Visited: 0. Led nowhere: 0.\n"
        run(settings, Guard("test", 5, HERE), days=0, dry_run=True)
        assert capsys.readouterr().out == "Would be visited: 3.\n"


def test_this_machine_is_not_visited_by_the_command(app, capsys):
    open_wave(app)
    settings = app.extensions["survey_settings"]
    with served() as site:
        add(app, f"http://127.0.0.1:{site.server_port}/200")
        run(settings, guard(settings, 5), days=7)
        assert site.asked == []
    assert faults(app) == [("private", True)]
    assert "private: " in capsys.readouterr().out


def test_it_says_who_it_is_and_helps():
    told = CliRunner().invoke(main, ["check-links", "--help"])
    assert told.exit_code == 0
    assert "survey check-links --days 0" in told.output


def test_the_visitor_names_the_installation(app):
    agent = guard(app.extensions["survey_settings"], 5).agent
    assert agent.startswith("intercultural-survey/")
    assert agent.endswith("(link check; +http://127.0.0.1:8000)")
