"""A mail server on loopback that speaks SMTP over TLS and remembers what it heard; it can be slow, busy or refuse."""

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Conversation(socketserver.StreamRequestHandler):
    """One client talking to a mail server that knows STARTTLS, AUTH and DATA (RFC 5321, 3207, 4954)."""

    server: "Server"

    def handle(self) -> None:
        """Answer until the client leaves."""
        if self.server.implicit:
            self.secure()
        self.say("220 test")
        while line := self.rfile.readline():
            word = line.split()[0].upper()
            self.server.heard.append(line.strip())
            if word in self.server.silent:
                self.server.released.wait(60)
            if word == b"STARTTLS":
                self.say("220 go on")
                self.secure()
            elif word == b"DATA":
                self.say("354 go on")
                self.server.mails.append(self.data())
                self.say(self.server.answers.get(b".", "250 kept"))
            elif word == b"QUIT":
                return self.say("221 bye")
            else:
                self.say(self.server.answers.get(word, "250 fine"))
        return None

    def finish(self) -> None:
        """Close everything, the encrypted connection too."""
        try:
            super().finish()
        finally:
            self.connection.close()

    def secure(self) -> None:
        """Go on encrypted."""
        self.connection = self.server.tls.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb")

    def say(self, text: str) -> None:
        """Send one answer."""
        self.wfile.write("\r\n".join(text.split("|")).encode() + b"\r\n")
        self.wfile.flush()

    def data(self) -> bytes:
        """Read a mail up to the line with one dot."""
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b".") else line)
        return b"".join(lines)


class Server(socketserver.ThreadingTCPServer):
    """A mail server on loopback that remembers what it heard.

    ``answers`` says what it replies to a word (``RCPT``, and ``.`` at the end of a mail); at a word in ``silent`` it
    waits for ``released``.
    """

    daemon_threads = True

    allow_reuse_address = True

    def __init__(self, tls: ssl.SSLContext, *, offers: str, implicit: bool = False, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Conversation)
        self.tls, self.implicit = tls, implicit
        self.heard: list[bytes] = []
        self.mails: list[bytes] = []
        self.silent: set[bytes] = set()
        self.released = threading.Event()
        self.answers = {b"EHLO": f"250-test|{offers}|250 AUTH PLAIN", b"AUTH": "235 welcome"}

    @property
    def url(self) -> str:
        """The setting by which the platform finds it."""
        return f"{'smtps' if self.implicit else 'smtp'}://user:password@127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing about clients that leave when they see the certificate."""


@contextmanager
def serving(
    certificate: tuple[Path, Path], *, offers: str = "250-STARTTLS", implicit: bool = False, port: int = 0
) -> Iterator[Server]:
    """Yield a running mail server with a certificate of its own, on a port that is free unless one is named."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)
    with Server(tls, offers=offers, implicit=implicit, port=port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            server.shutdown()
            thread.join()
