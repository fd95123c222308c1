"""Regions assess how intercultural their policies are, compare themselves, and plan.

Importing a pure package (``survey.questionnaires``, ``survey.scoring``) runs this file first, so it imports nothing.
The web application is made by :func:`survey.app.create_app`.
"""

__version__ = "0.1.0"
