"""What a WSGI server serves: ``gunicorn survey.wsgi:application``."""

from survey.app import create_app

application = create_app()
