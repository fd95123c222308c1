"""The least app: sends the reference's page as it was once, and throws away what it is sent.

No app served like this and asked by Locust on the same cores can do more; what it reaches is the ceiling of any ratio.
"""

from typing import Any

import reference
from flask import Flask, redirect

with reference.application.test_request_context("/"):
    PAGE = reference.show()

application = Flask("least")


@application.get("/")
def show() -> str:
    """Send the page."""
    return PAGE


@application.post("/")
def save() -> Any:
    """Keep nothing."""
    return redirect("/", 303)
