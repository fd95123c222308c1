"""A provider is believed when all it answers is right: each fault of a small real one is refused for its reason."""

import dataclasses
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest

from survey.errors import ProviderError
from survey.services import provider
from survey.services.provider import Errand, Found, Provider
from tests.oidc import CLIENT_ID, CLIENT_SECRET, at_the_provider, openid_provider

BACK = "http://127.0.0.1:8000/sign-in/provider/back"


@pytest.fixture(scope="module")
def served():
    with openid_provider() as one:
        yield one


@pytest.fixture
def desk(served):
    """The provider, with nobody's fault."""
    served.fault, served.person = "", {"sub": "248289761001", "email": "clara@ministry.example"}
    return served


def known(desk) -> Provider:
    return Provider(desk.url, CLIENT_ID, CLIENT_SECRET, "Ministry ID")


def come_back(desk, errand: Errand, path: str, *, asked: Provider | None = None) -> Found:
    answer = dict(parse_qsl(urlsplit(path).query))
    kept = errand.kept()
    return provider.come_back(asked or known(desk), back=BACK, answer=answer, errand=kept, now=datetime.now(UTC))


def there_and_back(desk) -> Found:
    errand = provider.leave(known(desk), back=BACK)
    return come_back(desk, errand, at_the_provider(errand.address))


def test_who_comes_back_is_known_by_issuer_and_subject(desk):
    assert there_and_back(desk) == Found(desk.url, "248289761001", "clara@ministry.example")


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ({}, "7"),
        ({"name": "Clara Conti"}, "Clara Conti"),
        ({"name": "C", "preferred_username": "cc"}, "cc"),
        ({"email": 5}, "7"),
    ],
)
def test_what_people_call_it_is_for_reading_alone(desk, more, shown: str):
    desk.person = {"sub": "7", **more}
    assert there_and_back(desk) == Found(desk.url, "7", shown)


FAULTS = {
    "nonce": "Invalid claim: 'nonce'",
    "no nonce": "Missing claim: 'nonce'",
    "audience": "Invalid claim: 'aud'",
    "no aud": "Missing claim: 'aud'",
    "azp": "made for another client",
    "audiences": "made for another client",
    "issuer": "Invalid claim: 'iss'",
    "no iss": "Missing claim: 'iss'",
    "expired": "The token is expired",
    "future": "issued in the future",
    "no exp": "Missing claim: 'exp'",
    "no iat": "Missing claim: 'iat'",
    "no sub": "Missing claim: 'sub'",
    "subject": "Invalid claim: 'sub'",
    "long": "no subject that can be kept",
    "none": "Algorithm of 'none' is not allowed",
    "shared": "Algorithm of 'HS256' is not allowed",
    "key": "bad_signature",
    "signature": "bad_signature",
    "kid": "No key for kid: 'second'",
    "iss": "another issuer answered",
}
"""What the provider does wrong, and the reason for which it is refused."""


@pytest.mark.parametrize("fault", FAULTS)
def test_an_answer_that_is_not_right_is_refused_for_its_reason(desk, fault: str):
    desk.fault = fault
    with pytest.raises(ProviderError) as refused:
        there_and_back(desk)
    assert refused.value.code == "answer"
    assert FAULTS[fault] in str(refused.value.data["why"])


def test_a_code_is_good_once(desk):
    errand = provider.leave(known(desk), back=BACK)
    back = at_the_provider(errand.address)
    come_back(desk, errand, back)
    with pytest.raises(ProviderError) as refused:
        come_back(desk, errand, back)
    assert refused.value.data["why"] == "invalid_grant"


@pytest.mark.parametrize("change", [{"verifier": "x" * 48}, {"nonce": "x" * 48}, {"state": "x" * 48}])
def test_what_the_browser_took_along_must_fit(desk, change: dict[str, str]):
    errand = provider.leave(known(desk), back=BACK)
    back = at_the_provider(errand.address)
    with pytest.raises(ProviderError) as refused:
        come_back(desk, dataclasses.replace(errand, **change), back)
    assert refused.value.code == ("state" if "state" in change else "answer")


def test_a_wrong_secret_of_ours_is_said(desk):
    errand = provider.leave(known(desk), back=BACK)
    wrong = dataclasses.replace(known(desk), client_secret="wrong")
    with pytest.raises(ProviderError) as refused:
        come_back(desk, errand, at_the_provider(errand.address), asked=wrong)
    assert refused.value.data["why"] == "invalid_client"


@pytest.mark.parametrize(("fault", "code"), [("down", "down"), ("nonsense", "down"), ("discovery", "answer")])
def test_a_provider_that_is_not_itself_is_not_visited(desk, fault: str, code: str):
    desk.fault = fault
    with pytest.raises(ProviderError) as refused:
        provider.leave(known(desk), back=BACK)
    assert refused.value.code == code


def test_nothing_is_sent_to_where_the_provider_leads(desk):
    errand = provider.leave(known(desk), back=BACK)
    back = at_the_provider(errand.address)
    for fault in ("elsewhere", "moved"):
        desk.fault = fault
        desk.asked.clear()
        with pytest.raises(ProviderError) as refused:
            come_back(desk, errand, back)
        assert refused.value.code == "down"
        assert desk.asked
        assert not [path for path in desk.asked if path.startswith("/elsewhere")]


def test_a_provider_that_fails_on_the_way_back_is_down(desk):
    errand = provider.leave(known(desk), back=BACK)
    back = at_the_provider(errand.address)
    desk.fault = "down"
    with pytest.raises(ProviderError) as refused:
        come_back(desk, errand, back)
    assert refused.value.code == "down"


def test_a_provider_that_is_gone_is_down(desk):
    with pytest.raises(ProviderError) as refused:
        provider.leave(dataclasses.replace(known(desk), issuer="http://127.0.0.1:9"), back=BACK)
    assert refused.value.code == "down"
