"""The JSON Schema that editors complete by: made from the types, with titles and descriptions."""

import re

import pytest

from survey.questionnaires.files.places import KINDS, keys
from survey.questionnaires.files.tree import grow, plain
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.reader import json_schema, library
from tests.questionnaires.example import EXAMPLE

SCHEMA = json_schema()


def resolved(schema):
    """A part of the schema, with its reference followed."""
    return SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def fits(value, schema):
    """Whether a value is what a schema asks for, as far as our own uses the language of schemas."""
    schema = resolved(schema)
    if "anyOf" in schema or "oneOf" in schema:
        return any(fits(value, one) for one in schema.get("anyOf") or schema["oneOf"])
    if "const" in schema or "enum" in schema:
        return value in schema.get("enum", [schema.get("const")])
    checks = {"object": fits_object, "array": fits_array, "string": fits_string, "null": lambda found, _: found is None}
    numbers = {"number": (int, float), "integer": int, "boolean": bool}
    kind = schema["type"]
    if kind in numbers:
        right = isinstance(value, numbers[kind]) and (kind == "boolean" or not isinstance(value, bool))
        return right and (kind == "boolean" or schema.get("minimum", value) <= value)
    return checks[kind](value, schema)


def fits_object(value, schema):
    """A mapping: known keys and no other, none missing, values that fit."""
    if not isinstance(value, dict):
        return False
    known = schema.get("properties", {})
    free = schema.get("additionalProperties", next(iter(schema.get("patternProperties", {}).values()), False))
    if not set(schema.get("required", ())) <= set(value):
        return False
    return all(fits(one, known[key]) if key in known else bool(free) and fits(one, free) for key, one in value.items())


def fits_array(value, schema):
    """A list whose items fit."""
    if not isinstance(value, list) or len(value) < schema.get("minItems", 0):
        return False
    first = schema.get("prefixItems", [])
    return all(fits(one, first[place] if place < len(first) else schema["items"]) for place, one in enumerate(value))


def fits_string(value, schema):
    """A text that has the pattern."""
    return isinstance(value, str) and re.search(schema.get("pattern", ""), value) is not None


def tree_of(path):
    """The values of a file."""
    root, _ = grow(path.read_text(encoding="utf-8"), "f")
    return plain(root)


@pytest.mark.parametrize("path", [EXAMPLE, *library().values()], ids=lambda path: path.stem)
def test_what_the_reader_takes_fits_the_schema(path):
    assert fits(tree_of(path), SCHEMA)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('edition: "2026"', "edition: 2026"),
        ("key: regional_index", "key: Regional Index"),
        ("unit: region ", "unit: town "),
        ("kind: share", "kind: percentage"),
        ("weight: 2 ", "wieght: 2 "),
        ("weight: 2 ", "weight: -2 "),
        ("exclusive: true", "exclusive: yes"),
        ("from: 1, to: 5", "from: 1"),
    ],
)
def test_what_the_reader_refuses_does_not(before, after):
    text = EXAMPLE.read_text(encoding="utf-8")
    assert before in text
    assert not fits(plain(grow(text.replace(before, after), "f")[0]), SCHEMA)


def test_the_schema_says_its_language_and_refuses_unknown_keys():
    assert SCHEMA["$schema"].startswith("https://json-schema.org/")
    objects = [SCHEMA, *SCHEMA["$defs"].values()]
    assert all(one["additionalProperties"] is False for one in objects if one["type"] == "object")


def test_every_type_and_every_key_is_described():
    bare = [
        f"{name}.{key}"
        for name, one in {**SCHEMA["$defs"], "Questionnaire": SCHEMA}.items()
        for key, described in one.get("properties", {}).items()
        if not described.get("description") and "const" not in described
    ]
    assert bare == []
    assert all(one.get("description") for one in SCHEMA["$defs"].values())
    assert SCHEMA["description"]


def test_the_schema_has_the_keys_of_the_file():
    assert list(SCHEMA["properties"]) == keys(Questionnaire)
    assert {"from", "to"} <= set(SCHEMA["$defs"]["ScaleQuestion"]["properties"])
    assert {one.__name__ for one in KINDS.values()} <= set(SCHEMA["$defs"])
