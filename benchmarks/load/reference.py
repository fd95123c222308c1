"""The reference app: the same 8 questions on one page, as the documents of Flask, Flask-WTF and WTForms show it.

The form is composed in the view, as WTForms shows for fields that are known from data; it is rendered field by field;
the state is one blob per session, in a row that every save replaces. The database is the one that the platform is
measured on, with the same durability. ``REFERENCE_FORM=once`` composes the form once, not in
each request.
"""

import json
import os
import secrets
from typing import Any

import sqlalchemy as sa
from flask import Flask, redirect, render_template_string, session
from flask_wtf import FlaskForm
from sample import questionnaire
from wtforms import DateField, Form, RadioField, StringField
from wtforms.validators import Optional
from wtforms.widgets import TextArea

from survey.localising import in_language

PAGE = """<!doctype html>
<html lang="de"><head><meta charset="utf-8"><title>Wohnen</title></head><body><h1>Wohnen</h1>
<form method="post">{{ form.hidden_tag() }}
{% for field in form if field.type != "CSRFTokenField" %}
<div>{{ field.label }}{% if field.description %}<p>{{ field.description }}</p>{% endif %}{{ field() }}
{% for error in field.errors %}<p class="error">{{ error }}</p>{% endfor %}</div>
{% endfor %}
<button>Speichern</button></form></body></html>
"""
OTHERS = [
    ("DK", "Wir können das nicht sagen"),
    ("NA", "Nicht unsere Aufgabe, oder trifft nicht zu"),
    ("", "Offen lassen"),
]
QUESTIONS = in_language(questionnaire(), "de").questionnaire.questions
TABLE = sa.Table("state", sa.MetaData(), sa.Column("key", sa.String, primary_key=True), sa.Column("blob", sa.Text))


def composed() -> type[FlaskForm]:
    """Return the class of the form: for each question its choices, a reason, a day where something is planned."""

    class Answers(FlaskForm):  # type: ignore[misc]
        pass

    for question in QUESTIONS.values():
        choices = [(one.code, one.label) for one in question.options] + OTHERS
        field = RadioField(question.text, choices=choices, default="", description=question.help or "")
        setattr(Answers, question.code, field)
        setattr(Answers, f"{question.code}_reason", StringField("Warum nicht?", widget=TextArea()))
        if any(one.planned is not None for one in question.options):
            setattr(Answers, f"{question.code}_date", DateField("Ab welchem Tag?", validators=[Optional()]))
    return Answers


ONCE = composed() if os.environ.get("REFERENCE_FORM") == "once" else None


def engine() -> sa.Engine:
    """Return the database of the environment, with its one table."""
    made = sa.create_engine(os.environ["REFERENCE_DATABASE"])
    if made.dialect.name == "sqlite":

        @sa.event.listens_for(made, "connect")
        def durable(connection: Any, _entry: Any) -> None:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
                connection.execute(f"PRAGMA {pragma}")

    TABLE.create(made, checkfirst=True)
    return made


application = Flask("reference")
application.config["SECRET_KEY"] = os.environ.get("REFERENCE_KEY", "of the reference app only")
database = engine()


@application.get("/")
def show() -> str:
    """Show the page with the answers of this session."""
    key = session.setdefault("key", secrets.token_hex(16))
    with database.connect() as connection:
        blob = connection.scalar(sa.select(TABLE.c.blob).where(TABLE.c.key == key))
    return render_template_string(PAGE, form=(ONCE or composed())(data=json.loads(blob or "{}")))


@application.post("/")
def save() -> Any:
    """Write all answers of this session as its new state."""
    form: Form = (ONCE or composed())()
    if not form.validate_on_submit():
        return render_template_string(PAGE, form=form), 422
    blob = json.dumps({name: value for name, value in form.data.items() if name != "csrf_token"}, default=str)
    key = session["key"]
    with database.begin() as connection:
        if not connection.execute(sa.update(TABLE).where(TABLE.c.key == key).values(blob=blob)).rowcount:
            connection.execute(sa.insert(TABLE).values(key=key, blob=blob))
    return redirect("/", 303)
