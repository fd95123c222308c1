"""The example of the file format: our copy of the block that its specification shows."""

from pathlib import Path

EXAMPLE = Path(__file__).parent / "example.yaml"
"""A questionnaire that uses every key of the format."""

SPECIFICATION = Path(__file__).resolve().parents[3] / "shared" / "design" / "questionnaire.md"
"""The document that the example is copied from; not every clone has it beside it."""
