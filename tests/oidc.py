"""A small OpenID provider of our own, served by a real HTTP server: discovery, keys, codes, signed ID tokens.

It is as strict as a provider is: known client and secret, exact address to return to, PKCE by S256, codes good once.
``person`` is who sits in front of it; ``fault`` lets it answer as none should.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from html import escape
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

PAGE, GOES = "/account/providers", "/sign-in/provider"
CLIENT_ID, CLIENT_SECRET = "survey", "a secret for tests only"
DAY = 86_400


@cache
def _key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _written(*parts: dict[str, Any]) -> str:
    """Return the parts of a token that is not signed yet."""
    return ".".join(_encoded(json.dumps(one).encode()) for one in parts)


@dataclass
class OpenIdProvider:
    """The provider; ``url`` is its issuer, ``asked`` notes the paths that were asked for."""

    url: str
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "248289761001", "email": "clara@ministry.example"})
    fault: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def described(self) -> dict[str, Any]:
        """Return what it tells about itself."""
        return {
            "issuer": "https://elsewhere.example" if self.fault == "discovery" else self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def keys(self) -> dict[str, Any]:
        """Return its public keys."""
        return {"keys": [_key("first").as_dict(private=False)]}

    def authorise(self, query: dict[str, str]) -> str:
        """Return the address that leads the browser back, as if the person had said yes."""
        wanted = {"response_type": "code", "client_id": CLIENT_ID, "code_challenge_method": "S256"}
        assert wanted.items() <= query.items(), query
        assert "openid" in query["scope"].split()
        assert query["state"]
        assert query["nonce"]
        if self.fault == "declined":
            return f"{query['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': query['state']})}"
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        answer = {"code": code, "state": query["state"], "iss": self.url}
        answer |= {"state": {"state": "another"}, "iss": {"iss": "https://elsewhere.example"}}.get(self.fault, {})
        return f"{query['redirect_uri']}?{urlencode(answer)}"

    def exchange(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Return status and tokens for a code."""
        known = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".replace(" ", "+").encode()).decode()
        plain = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if authorization not in {f"Basic {known}", f"Basic {plain}"}:
            return 401, {"error": "invalid_client"}
        query = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if (
            query is None
            or form.get("redirect_uri") != query["redirect_uri"]
            or _encoded(digest) != query["code_challenge"]
            or form.get("grant_type") != "authorization_code"
        ):
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": secrets.token_urlsafe(8), "token_type": "Bearer", "id_token": self.token(query)}

    def token(self, query: dict[str, str]) -> str:
        """Return the ID token, or one that is wrong in one way."""
        now = int(time())
        said: dict[str, Any] = {
            "iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": query["nonce"], **self.person
        }  # fmt: skip
        said |= {
            "nonce": {"nonce": "another"},
            "audience": {"aud": "another"},
            "azp": {"aud": [CLIENT_ID, "another"], "azp": "another"},
            "audiences": {"aud": [CLIENT_ID, "another"]},
            "issuer": {"iss": "https://elsewhere.example"},
            "expired": {"iat": now - DAY, "exp": now - DAY + 300},
            "future": {"iat": now + DAY, "exp": now + 2 * DAY},
            "subject": {"sub": ""},
            "long": {"sub": "x" * 256},
        }.get(self.fault, {})
        said = {name: value for name, value in said.items() if self.fault != f"no {name}"}
        return self.signed(said)

    def signed(self, said: dict[str, Any]) -> str:
        """Return claims signed with its key, or in a way that must not be believed."""
        if self.fault == "none":
            return _written({"alg": "none"}, said) + "."
        if self.fault == "shared":  # the public key taken for a shared secret
            body = _written({"alg": "HS256", "kid": "first"}, said)
            return f"{body}.{_encoded(hmac.digest(_key('first').as_pem(private=False), body.encode(), 'sha256'))}"
        if self.fault == "key":  # another key under the same name
            return jwt.encode({"alg": "RS256", "kid": "first"}, said, _key("second"))
        if self.fault == "kid":
            return jwt.encode({"alg": "RS256", "kid": "second"}, said, _key("second"))
        made = jwt.encode({"alg": "RS256", "kid": "first"}, said, _key("first"))
        if self.fault == "signature":
            head, body, signature = made.split(".")
            return f"{head}.{body}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"
        return made


def at_the_provider(address: str) -> str:
    """Go to the provider as a browser does, and return where it leads: path and query of ours."""
    there = urlsplit(address)
    connection = HTTPConnection(there.netloc, timeout=10)
    connection.request("GET", f"{there.path}?{there.query}")
    location = connection.getresponse().headers["Location"]
    connection.close()
    back = urlsplit(location)
    assert back.netloc == "127.0.0.1:8000"
    return f"{back.path}?{back.query}"


def button(client, *, onward: str = ""):
    """Press the button, and return the answer."""
    here = PAGE if client.get(PAGE).status_code == 200 else "/sign-in"
    return client.send(GOES, {"next": onward}, page=here)


def gone(client, *, onward: str = "") -> str:
    """Press the button, and return where the browser goes by itself."""
    answer = button(client, onward=onward)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    address = answer.headers["Refresh"].removeprefix("0; url=")
    assert f'href="{escape(address)}"' in answer.get_data(as_text=True)
    return address


def there_and_back(client, *, onward: str = ""):
    """Follow the button to the provider and back, and return the answer to coming back."""
    return client.get(at_the_provider(gone(client, onward=onward)))


@contextmanager
def openid_provider() -> Iterator[OpenIdProvider]:
    """Serve a provider on a free port of this machine."""

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            there = urlsplit(self.path)
            provider.asked.append(there.path)
            if provider.fault == "down":
                return self.answer(503, {"error": "temporarily_unavailable"})
            if provider.fault == "elsewhere" and not there.path.startswith("/elsewhere"):
                return self.lead(f"/elsewhere{there.path}")
            if there.path == "/authorize":
                query = {name: values[0] for name, values in parse_qs(there.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorise(query))
                self.send_header("Content-Length", "0")
                return self.end_headers()
            known = {"/.well-known/openid-configuration": provider.described, "/keys": provider.keys}
            return self.answer(200, known[there.path]()) if there.path in known else self.answer(404, {})

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            if provider.fault == "moved":
                return self.lead("/elsewhere/token")
            return self.answer(*provider.exchange(form, self.headers.get("Authorization", "")))

        def lead(self, to: str) -> None:
            self.send_response(307)
            self.send_header("Location", to)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def answer(self, status: int, told: dict[str, Any]) -> None:
            body = b"<html>" if provider.fault == "nonsense" else json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    provider = OpenIdProvider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
