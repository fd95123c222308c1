"""A provider by which people sign in: OpenID Connect, authorization code with PKCE, nonce and state, by Authlib.

Requests go from this server to the provider that the settings name, and nowhere else; a reader's browser is only led
there and back. What the provider says is believed when its ID token is signed by one of its keys, for us, now, and for
the very request that this browser began.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from survey.errors import ProviderError

SECONDS = 10
"""How long the provider may take for an answer."""
LEEWAY = 60
"""So many seconds may the clock of the provider be before or behind ours."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""How an ID token may be signed: by a key of the provider's own, never by a shared secret, never not at all."""


@dataclass(frozen=True)
class Provider:
    """What the settings say of the provider: ``name`` is what the button on the sign-in page calls it."""

    issuer: str
    client_id: str
    client_secret: str
    name: str


@dataclass(frozen=True)
class Errand:
    """What a browser takes along to the provider and must come back with; ``address`` is where it goes."""

    address: str
    state: str
    nonce: str
    verifier: str

    def kept(self) -> dict[str, str]:
        """Return what is kept in the session until the browser is back."""
        return {name: value for name, value in asdict(self).items() if name != "address"}


@dataclass(frozen=True)
class Found:
    """An account at the provider: who by, which, and what people call it (an address or a name, for reading alone)."""

    issuer: str
    subject: str
    shown: str


def leave(provider: Provider, *, back: str) -> Errand:
    """Return where to send a browser, and what it must come back to ``back`` with; ProviderError(``down``)."""
    from authlib.common.security import generate_token  # late: only who signs in by a provider needs it

    described = _described(provider)
    state, nonce, verifier = (generate_token(48) for _number in range(3))
    with _client(provider, described, back) as client:
        address, _state = client.create_authorization_url(
            described["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
        )
    return Errand(str(address), state, nonce, verifier)


def come_back(
    provider: Provider, *, back: str, answer: Mapping[str, str], errand: Mapping[str, str] | None, now: datetime
) -> Found:
    """Return who came back from the provider with this answer in the address.

    ProviderError says why nobody is known: ``state`` (not the browser that left, or not now), ``declined`` (by the
    person or the provider), ``down`` (it does not answer), ``answer`` (what it said cannot be believed).
    """
    if not errand or not answer.get("state") or answer["state"] != errand.get("state"):
        raise ProviderError("state")
    if answer.get("error") or not answer.get("code"):
        raise ProviderError("declined")
    if answer.get("iss", provider.issuer) != provider.issuer:
        raise ProviderError("answer", why="another issuer answered")
    described = _described(provider)
    token = _exchanged(provider, described, back, answer["code"], errand["verifier"])
    return _found(provider, _claims(provider, described, token, errand["nonce"], now))


def _described(provider: Provider) -> dict[str, Any]:
    """Return what the provider tells about itself; it must be the one that was asked."""
    told = _read(provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if told.get("issuer") != provider.issuer:
        raise ProviderError("answer", why="the provider calls itself otherwise than SURVEY_OIDC_ISSUER")
    secure = urlsplit(provider.issuer).scheme
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if urlsplit(str(told.get(name))).scheme not in {secure, "https"}:
            raise ProviderError("answer", why=f"the provider names no safe {name}")
    return told


def _read(address: str) -> dict[str, Any]:
    import requests  # late: only who signs in by a provider needs it

    try:
        accepted = {"Accept": "application/json"}
        answer = requests.get(address, timeout=SECONDS, headers=accepted, allow_redirects=False)
        if answer.status_code != 200:  # one that leads elsewhere is not followed: only what the settings name is asked
            raise ProviderError("down", why=f"status {answer.status_code}")
        told = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise ProviderError("down", why=type(error).__name__) from error
    if not isinstance(told, dict):
        raise ProviderError("answer", why="the provider tells nothing about itself")
    return told


def _client(provider: Provider, described: Mapping[str, Any], back: str):  # type: ignore[no-untyped-def]
    from authlib.integrations.requests_client import OAuth2Session  # late: see above

    methods = described.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    made = OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope="openid email profile",
        redirect_uri=back,
        code_challenge_method="S256",
        token_endpoint_auth_method=next((one for one in _METHODS if one in methods), _METHODS[0]),
        default_timeout=SECONDS,
    )
    made.max_redirects = 0  # a secret, a code or a token goes nowhere but to the address that was named
    return made


_METHODS = ("client_secret_basic", "client_secret_post")


def _exchanged(provider: Provider, described: Mapping[str, Any], back: str, code: str, verifier: str) -> str:
    """Return the ID token that the provider gives for a code, once."""
    from authlib.integrations.base_client import OAuthError  # late: see above
    from requests import RequestException

    try:
        with _client(provider, described, back) as client:
            given = client.fetch_token(described["token_endpoint"], code=code, code_verifier=verifier)
    except OAuthError as error:
        raise ProviderError("answer", why=str(error.error)) from error
    except (RequestException, ValueError) as error:
        raise ProviderError("down", why=type(error).__name__) from error
    token = given.get("id_token")
    if not isinstance(token, str):
        raise ProviderError("answer", why="no ID token")
    return token


def _claims(provider: Provider, described: Mapping[str, Any], token: str, nonce: str, now: datetime) -> dict[str, Any]:
    """Return what a token says, after its signature, issuer, audience, time and nonce were found right."""
    from joserfc import jwt  # late: see above
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    keys: Any = _read(described["jwks_uri"])
    rules = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        nonce={"essential": True, "value": nonce},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        said: dict[str, Any] = jwt.decode(token, KeySet.import_key_set(keys), algorithms=list(ALGORITHMS)).claims
        rules.validate(said)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise ProviderError("answer", why=f"ID token: {error}") from error
    meant = said.get("azp", provider.client_id if isinstance(said["aud"], str) or len(said["aud"]) == 1 else None)
    if meant != provider.client_id:
        raise ProviderError("answer", why="ID token: made for another client")
    return said


def _found(provider: Provider, said: Mapping[str, Any]) -> Found:
    subject = said["sub"]
    if not subject or len(subject) > 255:
        raise ProviderError("answer", why="ID token: no subject that can be kept")
    names = (said.get(name) for name in ("email", "preferred_username", "name"))
    shown = next((name for name in names if isinstance(name, str) and name.strip()), subject)
    return Found(provider.issuer, subject, "".join(sign for sign in shown if sign.isprintable())[:120])
