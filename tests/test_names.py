"""Names of former colleagues: a number, in the words of the reader."""

from sqlalchemy import select

from survey import names
from survey.database import begin_write, db
from survey.languages import speaking
from survey.models import User
from tests.installations import email


def test_a_number_takes_the_place_of_a_name():
    assert names.former(7) == "former colleague 7"


def test_it_is_told_in_the_language_of_the_reader_wherever_the_name_is_read(app):
    with app.app_context():
        begin_write(db.session)
        db.session.query(User).filter_by(email=email("nobody")).update({"name": names.former(7)})
        kept = select(User.name).where(User.email == email("nobody"))
        whole = select(User).where(User.email == email("nobody")).execution_options(populate_existing=True)
        for language, said in {"en": "former colleague 7", "de": "ehemalige:r Kolleg:in 7"}.items():
            with speaking(language):
                assert db.session.scalar(kept) == said
                assert db.session.scalars(whole).unique().one().name == said
                assert names.told("Ask @former colleague 7 and Ann.") == f"Ask @{said} and Ann."
        assert db.session.scalar(kept.where(User.name == "former colleague 7")) is not None
        db.session.rollback()
