"""What the settings say about signing in."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from survey.errors import FaultsError
from survey.settings import read

ISSUER = {
    "SURVEY_OIDC_ISSUER": "https://id.example.org/realms/regions",
    "SURVEY_OIDC_CLIENT_ID": "survey",
    "SURVEY_OIDC_CLIENT_SECRET": "secret-word",
}


def given(tmp_path: Path, **more: str):
    return read({"SURVEY_INSTANCE": str(tmp_path), **more})


@pytest.mark.parametrize(
    ("said", "base_url", "parts"),
    [
        ("", "http://127.0.0.1:8000", ()),
        ("", "https://survey.example.org", ("administrator",)),
        ("none", "https://survey.example.org", ()),
        ("administrator, team", "http://127.0.0.1:8000", ("administrator", "team")),
    ],
)
def test_administrators_must_have_a_second_factor_where_people_come_by_https(tmp_path, said, base_url, parts):
    settings = given(tmp_path, SURVEY_SECOND_FACTOR=said, SURVEY_BASE_URL=base_url)
    assert settings.must_have_second_factor == parts


def test_without_a_provider_nothing_is_asked_for(tmp_path):
    settings = given(tmp_path)
    assert settings.oidc_issuer is None
    assert settings.former_keys == ()


def test_a_provider_has_a_name_that_people_know(tmp_path):
    assert given(tmp_path, **ISSUER).oidc_name == "id.example.org"
    assert given(tmp_path, **ISSUER, SURVEY_OIDC_NAME="Ministry ID").oidc_name == "Ministry ID"


def test_the_secret_may_stand_in_a_file_of_its_own(tmp_path):
    file = tmp_path / "secret"
    file.write_text("secret-word\n", encoding="utf-8")
    said = {name: value for name, value in ISSUER.items() if not name.endswith("SECRET")}
    assert given(tmp_path, **said, SURVEY_OIDC_CLIENT_SECRET_FILE=str(file)).oidc_client_secret == "secret-word"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"SURVEY_SECOND_FACTOR": "king"}, "SURVEY_SECOND_FACTOR"),
        ({"SURVEY_OIDC_ISSUER": "http://id.example.org"}, "SURVEY_OIDC_ISSUER"),
        ({"SURVEY_OIDC_ISSUER": "id.example.org"}, "SURVEY_OIDC_ISSUER"),
        ({"SURVEY_OIDC_CLIENT_ID": ""}, "SURVEY_OIDC_CLIENT_ID"),
        ({"SURVEY_OIDC_CLIENT_SECRET": ""}, "SURVEY_OIDC_CLIENT_SECRET"),
        (
            {"SURVEY_OIDC_CLIENT_SECRET": "", "SURVEY_OIDC_CLIENT_SECRET_FILE": "nowhere"},
            "SURVEY_OIDC_CLIENT_SECRET_FILE",
        ),
    ],
)
def test_what_cannot_be_is_named_and_no_secret_is_said(tmp_path, change: dict[str, str], place: str):
    with pytest.raises(FaultsError) as refused:
        given(tmp_path, **{**ISSUER, **change})
    (fault,) = refused.value.faults
    assert fault.place == place
    assert "secret-word" not in str(refused.value)


def test_several_former_keys_are_separated_by_commas(tmp_path):
    assert given(tmp_path, SURVEY_FORMER_KEYS="one, two").former_keys == ("one", "two")


def test_proxies_on_other_machines_are_addresses_or_networks(tmp_path):
    assert given(tmp_path).trusted_proxies == ()
    found = given(tmp_path, SURVEY_TRUSTED_PROXIES="10.1.2.0/28, 192.0.2.4,2001:db8::/64").trusted_proxies
    assert found == tuple(map(ip_network, ("10.1.2.0/28", "192.0.2.4/32", "2001:db8::/64")))


@pytest.mark.parametrize("value", ["proxy.example.org", "10.1.2.3/28", "0.0.0.0/0", "::/0", "10.1.2.0/99"])
def test_a_proxy_that_is_none_or_everybody_is_named(tmp_path, value: str):
    with pytest.raises(FaultsError) as refused:
        given(tmp_path, SURVEY_TRUSTED_PROXIES=f"192.0.2.4, {value}")
    (fault,) = refused.value.faults
    assert (fault.place, fault.what) == ("SURVEY_TRUSTED_PROXIES", f"The value {value!r} cannot be used.")
