"""What the settings say about signing in: who needs a second factor, former keys, the provider, proxies to believe."""

import importlib.util
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any
from urllib.parse import urlsplit

from survey.errors import Fault

NAMES = (
    "SURVEY_FORMER_KEYS",
    "SURVEY_SECOND_FACTOR",
    "SURVEY_OIDC_ISSUER",
    "SURVEY_OIDC_CLIENT_ID",
    "SURVEY_OIDC_CLIENT_SECRET",
    "SURVEY_OIDC_NAME",
    "SURVEY_TRUSTED_PROXIES",
)
SECRET = frozenset({"SURVEY_FORMER_KEYS", "SURVEY_OIDC_CLIENT_SECRET"})
PARTS = ("administrator", "team", "coordinator", "contributor", "reviewer")
"""What SURVEY_SECOND_FACTOR can name; ``none`` stands for nobody."""
LOOPBACK = {"127.0.0.1", "localhost"}
"""Where a provider may be asked by http: on this machine."""
Network = IPv4Network | IPv6Network


def given(said: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of the settings that are about signing in, from values without faults."""
    parts, issuer = said.get("SURVEY_SECOND_FACTOR") or "", said.get("SURVEY_OIDC_ISSUER") or ""
    return {
        "second_factor": (tuple(_listed(parts)) if parts != "none" else ()) if parts else None,
        "former_keys": tuple(_listed(said.get("SURVEY_FORMER_KEYS") or "")),
        "oidc_issuer": issuer or None,
        "oidc_client_id": said.get("SURVEY_OIDC_CLIENT_ID") or "",
        "oidc_client_secret": said.get("SURVEY_OIDC_CLIENT_SECRET") or "",
        "oidc_name": said.get("SURVEY_OIDC_NAME") or urlsplit(issuer).hostname or "",
        "trusted_proxies": tuple(map(ip_network, _listed(said.get("SURVEY_TRUSTED_PROXIES") or ""))),
    }


def faults(said: Mapping[str, str]) -> list[Fault]:
    """Return what cannot be among these settings, all at once."""
    return [Fault("setting", name, what, cure) for name, what, cure in _faults(said)]


def _faults(said: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    parts, issuer = said.get("SURVEY_SECOND_FACTOR") or "none", said.get("SURVEY_OIDC_ISSUER")
    for one in _listed(said.get("SURVEY_TRUSTED_PROXIES") or ""):
        if not _is_some_network(one):
            cure = "Give the addresses of your proxies, or their networks such as 10.1.2.0/28, separated by commas."
            yield "SURVEY_TRUSTED_PROXIES", f"The value {one!r} cannot be used.", cure
    if parts != "none" and not {*_listed(parts)} <= {*PARTS}:
        cure = f"Give some of {', '.join(PARTS)}, separated by commas, or none."
        yield "SURVEY_SECOND_FACTOR", f"The value {parts!r} cannot be used.", cure
    if not issuer:
        return
    there = urlsplit(issuer)
    if not there.hostname or not (there.scheme == "https" or (there.scheme == "http" and there.hostname in LOOPBACK)):
        cure = "Give the https address by which the provider names itself."
        yield "SURVEY_OIDC_ISSUER", f"The value {issuer!r} cannot be used.", cure
    if importlib.util.find_spec("authlib") is None:
        cure = "Install the platform with [oidc], or leave the setting out."
        yield "SURVEY_OIDC_ISSUER", "Signing in by a provider needs Authlib.", cure
    if not said.get("SURVEY_OIDC_CLIENT_ID"):
        yield "SURVEY_OIDC_CLIENT_ID", "It is not set.", "Whoever runs the provider gives it to you."
    if not (said.get("SURVEY_OIDC_CLIENT_SECRET") or said.get("SURVEY_OIDC_CLIENT_SECRET_FILE")):
        cure = "Give it here, or name a file that holds it by SURVEY_OIDC_CLIENT_SECRET_FILE."
        yield "SURVEY_OIDC_CLIENT_SECRET", "There is none.", cure


def _is_some_network(text: str) -> bool:
    """Whether this is an address or a network, and not everybody's: then anybody could say where they come from."""
    try:
        return ip_network(text).prefixlen > 0
    except ValueError:
        return False


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]
