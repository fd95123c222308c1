"""publiccode.yml: the fields of the standard, with what the repository says of itself."""

from configparser import ConfigParser
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from survey import __version__, languages

ROOT = Path(__file__).parent.parent
TOLD = YAML(typ="safe").load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
FIELDS = {
    "publiccodeYmlVersion", "name", "softwareVersion", "platforms", "categories", "developmentStatus", "softwareType",
    "intendedAudience", "description", "legal", "maintenance", "localisation", "dependsOn",
}  # fmt: skip
WORDS = {
    "developmentStatus": {"concept", "development", "beta", "stable", "obsolete"},
    "softwareType": {"standalone/web"},
    "platforms": {"web"},
    "categories": {"survey", "data-collection", "data-visualization", "digital-citizenship"},
}
"""What the standard allows, as far as it fits this software."""


def setup() -> ConfigParser:
    parser = ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def test_it_has_the_fields_of_the_standard_and_no_others():
    assert set(TOLD) == FIELDS


@pytest.mark.parametrize("field", sorted(WORDS))
def test_words_of_lists_are_those_of_the_standard(field):
    given = TOLD[field] if isinstance(TOLD[field], list) else [TOLD[field]]
    assert given
    assert set(given) <= WORDS[field]


def test_version_licence_and_languages_are_those_of_the_repository():
    assert TOLD["softwareVersion"] == __version__
    assert TOLD["legal"]["license"] == setup()["metadata"]["license"] == "EUPL-1.2"
    assert set(TOLD["localisation"]["availableLanguages"]) == set(languages.NAMES) == set(TOLD["description"])
    assert TOLD["localisation"]["localisationReady"] is True
    (python,) = (one for one in TOLD["dependsOn"]["open"] if one["name"] == "Python")
    assert setup()["options"]["python_requires"] == f">={python['versionMin']}"


@pytest.mark.parametrize("language", sorted(TOLD["description"]))
def test_descriptions_are_as_long_as_the_standard_wants(language):
    said = TOLD["description"][language]
    assert set(said) == {"localisedName", "genericName", "shortDescription", "longDescription", "features"}
    assert len(said["genericName"]) <= 35
    assert len(said["shortDescription"]) <= 150
    assert 150 <= len(said["longDescription"]) <= 10_000
    assert all(len(one) <= 100 for one in said["features"])


def test_a_community_names_whom_to_ask():
    assert TOLD["maintenance"]["type"] == "community"
    assert all(one["name"] for one in TOLD["maintenance"]["contacts"])
