"""Mails leave right after the commit, by a thread, so that nobody waits long for a mail server that is slow or gone.

Without a mail server they are files, and written at once. What does not leave now waits for ``survey mail send``, or
for the next mail that finds the server well.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Thread

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from survey.database import sessions
from survey.models import Mail, MailState
from survey.services import sending
from survey.services.mail import MailSettings
from survey.services.sending import Clock, Tried

PATIENCE = 2.0
"""Seconds that a page waits for its mails at most."""
SECONDS = 5.0
"""How long the mail server may take for each answer to this first try; the later ones are more patient."""
OTHERS = 20
"""So many mails that others left waiting are sent along."""

_log = logging.getLogger("survey.mail")
_hands = BoundedSemaphore(4)  # a mail server that hangs must not fill the worker with threads


@dataclass(frozen=True)
class Sender:
    """How an installation sends: its database, settings and clock; ``found`` is what has become of mails so far."""

    engine: Engine
    settings: MailSettings
    clock: Clock
    found: dict[int, Tried] = field(default_factory=dict)

    def try_now(self, mails: Iterable[Mail], *, wait: float = PATIENCE) -> list[Tried]:
        """Try to send mails that were just committed, and return how each stands after ``wait`` seconds at most.

        One that is still on its way waits without a trouble.
        """
        waiting = {one.id: Tried(one.id, one.to, MailState.WAITING, None, one.next_at) for one in mails}
        if waiting and self.settings.smtp_url is None:
            self._try(list(waiting))
        elif waiting and _hands.acquire(blocking=False):
            thread = Thread(target=self._hand_over, args=[list(waiting)], name="mail", daemon=True)
            thread.start()
            thread.join(wait)
        return [self.found.get(key, one) for key, one in waiting.items()]

    def _hand_over(self, keys: list[int]) -> None:
        try:
            self._try(keys)
            if all(one.state is not MailState.WAITING for one in list(self.found.values())):
                self._try(None)  # the server is well: what others left waiting goes, too
        finally:
            _hands.release()

    def _try(self, keys: list[int] | None) -> None:
        """Send these mails, or those that are due; what the database cannot note now is tried again later."""
        try:
            with sessions(self.engine)() as session:
                chosen = sending.due(session, now=self.clock(), most=OTHERS) if keys is None else keys
                how = {"settings": self.settings, "clock": self.clock, "seconds": SECONDS}
                for tried in sending.send(session, keys=chosen, **how):  # type: ignore[arg-type]
                    self.found[tried.key] = tried
        except SQLAlchemyError as error:
            _log.error("mail waits, the database does not answer: %s", type(error).__name__)
