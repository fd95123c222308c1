"""Where a request ends: the server that we start refuses what two servers could read in two ways."""

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import ParseException
from gunicorn.http.parser import RequestParser

from survey import serving

HEAD = "POST /sign-in HTTP/1.1\r\nHost: survey.example.org\r\n"
CHUNKED = "Transfer-Encoding: chunked\r\n"


def bodies(sent: str) -> list[tuple[str, bytes]]:
    """Return the requests that the server reads, with the settings that we start it by."""
    config = Config()
    for name, value in vars(serving).items():
        if name in config.settings:
            config.set(name, value)
    reader = RequestParser(config, iter([sent.encode("latin-1")]), ("127.0.0.1", 5))
    return [(one.path, one.body.read()) for one in reader]


def test_a_request_ends_where_it_says():
    assert bodies(HEAD + "Content-Length: 3\r\n\r\na=1GET /b HTTP/1.1\r\nHost: x\r\n\r\n") == [
        ("/sign-in", b"a=1"),
        ("/b", b""),
    ]
    assert bodies(HEAD + CHUNKED + "\r\n3\r\na=1\r\n0\r\n\r\n") == [("/sign-in", b"a=1")]


@pytest.mark.parametrize(
    "more",
    [
        "Content-Length: 5\r\n" + CHUNKED,
        CHUNKED + "Content-Length: 5\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: 5, 5\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "X-A: 1\n" + CHUNKED,
        "Content-Length: 5\r\n folded\r\n",
    ],
)
def test_a_request_with_two_ends_is_refused(more):
    with pytest.raises(ParseException):
        bodies(HEAD + more + "\r\n0\r\n\r\nX")
