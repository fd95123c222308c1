"""Visits of web addresses that people have typed: only public ones, each redirect looked at, never for long.

A name is resolved once and the connection goes to the very address that was looked at: a name server that says
something else the second time gains nothing.
"""

import http.client
import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from threading import Timer
from time import monotonic
from urllib.parse import SplitResult, quote, urljoin, urlsplit

REDIRECTS = 5
"""So many times an address may lead elsewhere."""

MOST_BYTES = 16_384
"""Bytes that are read of a page: enough to know that it is there."""

NOT_FOR_US = frozenset({401, 402, 403, 405, 406, 407, 429, 451, 503, 999})
"""Answers of servers that have something there and do not show it to a machine: no fault of the link."""

NAT64 = ip_network("64:ff9b::/96")

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class VisitError(Exception):
    """An address led to no page; ``code`` says why and never changes."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Guard:
    """How visits are made: as whom, for how many seconds in all, and which networks besides public ones are right."""

    agent: str
    seconds: float = 15
    allowed: Sequence[Network] = ()


def visit(url: str, guard: Guard) -> str | None:
    """Return why an address leads to no page, None if it leads to one.

    ``scheme``, ``address``, ``no-host``, ``private``, ``unreachable``, ``certificate``, ``slow``, ``redirects``, or
    the number with which the server answered.
    """
    until = monotonic() + guard.seconds
    try:
        for _step in range(REDIRECTS + 1):
            status, onward = _ask(urlsplit(url), guard, until)
            if onward is None:
                return None if status < 400 or status in NOT_FOR_US else str(status)
            url = urljoin(url, onward)
    except VisitError as error:
        return error.code
    except ValueError:
        return "address"
    return "redirects"


def is_public(found: Address) -> bool:
    """Whether an address is somebody's on the Internet: not of this machine, this network or of nobody."""
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in NAT64:
            inner = IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def _ask(parts: SplitResult, guard: Guard, until: float) -> tuple[int, str | None]:
    """Return how a server answers, and where it sends us if it does; by GET where it does not know HEAD."""
    if parts.scheme not in {"http", "https"}:
        raise VisitError("scheme")
    if not parts.hostname or parts.username is not None:
        raise VisitError("address")
    where = _resolved(parts, guard)
    status, onward = _request("HEAD", parts, where, guard, until)
    if onward is None and status >= 400:
        status, onward = _request("GET", parts, where, guard, until)
    return status, onward


def _resolved(parts: SplitResult, guard: Guard) -> tuple[str, int]:
    """Return the address and port to connect to; VisitError unless every address of the host is right."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise VisitError("no-host") from error
    addresses = [str(each[4][0]).partition("%")[0] for each in found]
    if not addresses or not all(_right(ip_address(each), guard) for each in addresses):
        raise VisitError("private")
    return addresses[0], port


def _right(found: Address, guard: Guard) -> bool:
    return is_public(found) or any(found.version == each.version and found in each for each in guard.allowed)


def _request(
    method: str, parts: SplitResult, where: tuple[str, int], guard: Guard, until: float
) -> tuple[int, str | None]:
    left = until - monotonic()
    if left <= 0:
        raise VisitError("slow")
    connection = _Connection(parts, where, left)
    late = Timer(left, connection.cut)  # a server that sends one byte now and then would never run into a timeout
    late.daemon = True
    late.start()
    try:
        connection.request(method, _target(parts), headers={"User-Agent": guard.agent, "Accept": "*/*"})
        answer = connection.getresponse()
        if method == "GET":
            answer.read(MOST_BYTES)
        onward = answer.getheader("Location") if 300 <= answer.status < 400 else None
    except ssl.SSLCertVerificationError as error:
        raise VisitError("certificate") from error
    except (OSError, http.client.HTTPException) as error:
        slow = isinstance(error, TimeoutError) or monotonic() >= until
        raise VisitError("slow" if slow else "unreachable") from error
    finally:
        late.cancel()
        connection.close()
    return answer.status, onward


def _target(parts: SplitResult) -> str:
    """Return what is asked for, in the letters that HTTP knows."""
    query = f"?{parts.query}" if parts.query else ""
    return quote((parts.path or "/") + query, safe="%/:=&?~#+!$,;'@()*[]")


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was looked at, under the name that was asked for."""

    def __init__(self, parts: SplitResult, where: tuple[str, int], seconds: float) -> None:
        name = str(parts.hostname).encode("idna").decode("ascii") if ":" not in str(parts.hostname) else parts.hostname
        super().__init__(str(name), parts.port, timeout=seconds)
        self.default_port = 443 if parts.scheme == "https" else 80
        self.port = where[1]
        self._where, self._secure, self._name = where, parts.scheme == "https", str(name)

    def connect(self) -> None:
        """Connect to the place that was looked at, and check the certificate against the name that was asked for."""
        self.sock = socket.create_connection(self._where, self.timeout)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self._name)

    def cut(self) -> None:
        """End the connection at once, whatever it waits for."""
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)
