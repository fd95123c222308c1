"""What an uploaded file is: each kind that is taken, and each that is refused with the cure."""

import pytest

from survey.errors import FaultsError
from survey.services import evidence_types
from survey.services.evidence_names import plain, unique
from survey.services.evidence_packages import MEDIA_TYPES, MOST_PARTS
from tests.services.citing import GIF, HTML, JPEG, PDF, PNG, SVG, WEBP, bomb, open_document, package


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (PDF, "strategy.pdf", "application/pdf"),
        (PDF, "STRATEGY.PDF", "application/pdf"),
        (PNG, "photo.png", "image/png"),
        (JPEG, "photo.jpg", "image/jpeg"),
        (JPEG, "photo.jpeg", "image/jpeg"),
        (GIF, "photo.gif", "image/gif"),
        (WEBP, "photo.webp", "image/webp"),
        (package("word/document.xml"), "a.docx", MEDIA_TYPES["docx"]),
        (package("xl/workbook.xml"), "a.xlsx", MEDIA_TYPES["xlsx"]),
        (package("ppt/presentation.xml"), "a.pptx", MEDIA_TYPES["pptx"]),
        (open_document("text"), "a.odt", MEDIA_TYPES["odt"]),
        (open_document("spreadsheet"), "a.ods", MEDIA_TYPES["ods"]),
        (open_document("presentation"), "a.odp", MEDIA_TYPES["odp"]),
        ("Grüße".encode(), "a.txt", "text/plain"),
        ("Größe;1\r\n".encode("cp1252"), "a.csv", "text/csv"),
        ("Größe\t1\r\n".encode("utf-16"), "a.csv", "text/csv"),
    ],
)
def test_what_can_show_something_is_taken(content, name, expected):
    assert evidence_types.media_type(content, name) == expected


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "empty"),
        (PDF + bytes(evidence_types.LARGEST_FILE), "a.pdf", "too-large"),
        (HTML, "a.html", "unknown-ending"),
        (SVG, "a.svg", "unknown-ending"),
        (b"MZ" + bytes(80), "a.exe", "unknown-ending"),
        (PDF, "strategy", "unknown-ending"),
        (package(), "a.docm", "unknown-ending"),
        (HTML, "a.pdf", "other-content"),
        (HTML, "a.png", "other-content"),
        (b"MZ" + bytes(80), "a.pdf", "other-content"),
        (PNG, "a.jpg", "other-content"),
        (PDF, "a.docx", "other-content"),
        (package("xl/workbook.xml"), "a.docx", "other-content"),
        (open_document("text"), "a.ods", "other-content"),
        (package(), "a.odt", "other-content"),
        (HTML, "a.txt", "markup"),
        (b"\xef\xbb\xbf \n" + SVG, "a.csv", "markup"),
        (b"#!/bin/sh\nrm -r /\n", "a.txt", "markup"),
        (b"MZ" + bytes(80), "a.txt", "other-content"),
        (b"\xff\xfe\x00", "a.txt", "other-content"),
        (PNG, "a.csv", "other-content"),
        (bomb(), "a.xlsx", "bomb"),
        (package("word/document.xml", *((f"word/{n}.xml", b"") for n in range(MOST_PARTS))), "a.docx", "bomb"),
        (package("word/document.xml", ("word/vbaProject.bin", b"x")), "a.docx", "macros"),
        (b"\xd0\xcf\x11\xe0" + bytes(40), "a.xlsx", "encrypted"),
        (package()[:60], "a.docx", "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_trusted_is_refused_with_the_cure(content, name, code):
    with pytest.raises(FaultsError) as caught:
        evidence_types.media_type(content, name)
    fault = caught.value.faults[0]
    assert (fault.code, fault.place) == (code, name)
    assert fault.what.endswith(".")
    assert fault.cure


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("strategy.pdf", "strategy.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\me\\Straße 2026.pdf", "Straße 2026.pdf"),
        ("a\r\nSet-Cookie: x=y\r\n.pdf", "a Set-Cookie_ x=y.pdf"),
        ("in\u202efdp.exe.pdf", "infdp.exe.pdf"),
        ("nul\x00l.pdf", "null.pdf"),
        ('"quoted" <b>.pdf', "_quoted_ _b_.pdf"),
        ("..", "file"),
        ("", "file"),
        (".pdf", "pdf"),
        ("u\u0308ber.pdf", "über.pdf"),
        ("\ud800.pdf", "pdf"),
    ],
)
def test_names_are_made_harmless(name, expected):
    assert plain(name) == expected


def test_a_long_name_keeps_its_ending():
    assert plain("ä" * 500 + ".pdf") == "ä" * 116 + ".pdf"


def test_names_in_one_folder_differ_whatever_their_case():
    taken: set[str] = set()
    assert [unique(name, taken) for name in ("A.pdf", "a.pdf", "a (2).pdf", "b")] == [
        "A.pdf",
        "a (2).pdf",
        "a (2) (2).pdf",
        "b",
    ]
