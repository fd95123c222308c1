"""What a WSGI server serves: ``gunicorn survey.wsgi:application``."""

import gc

from survey import languages
from survey.app import create_app
from survey.database import db
from survey.errors import RefusedError
from survey.models import InstallationKind
from survey.security import settings
from survey.services import installation

application = create_app()

if missing := [language for language in languages.NAMES if languages.lacking(language)]:
    raise RuntimeError(f"Texts are not compiled ({', '.join(missing)}). Run: survey translations compile")

with application.app_context():
    kind = InstallationKind.DEMONSTRATION if settings().demonstration else InstallationKind.REAL
    try:
        installation.check(db.session, kind=kind)
    except RefusedError as error:
        cure = "Run: survey initialise --migrate"
        if error.code == "other-kind":
            cure = "Its answers are real." if kind is InstallationKind.DEMONSTRATION else "Its answers are invented."
            cure += " SURVEY_DEMONSTRATION=1 is for invented ones, and for these alone."
        # Not SystemExit: gunicorn would take it for a worker that ended, and start the next one for ever.
        raise RuntimeError(f"This database cannot be served ({error.code}). {cure}") from error
    db.engine.dispose()  # workers are forked from here: none may share a connection with another

for language in languages.NAMES:  # what every page reads, here, so that the workers share it
    for domain in ("messages", "regions"):
        languages.catalogue(domain, language)
    languages.locale(language).territories  # noqa: B018 - Babel reads all data of a language with its first name

gc.collect()
gc.freeze()  # what all workers share is never written to by a collection, so that it stays shared memory
