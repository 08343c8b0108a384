"""The structure of a PDF says what the page says: headings, scopes, languages, bookmarks and attachments."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from brede_welvaart.language import speaking
from brede_welvaart.reporting.context import make_page
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.page import Page
from brede_welvaart.reporting.pdf import Enclosed, write_pdf

DATED = date(2026, 11, 23)
ENCLOSED = (
    Enclosed("project.yaml", "application/yaml", "Het projectbestand", b"title: x"),
    Enclosed("x.json", "application/json", "Alle scores", b"{}"),
)
ANOTHER_PROCESS = """
import hashlib, sys
from tests.reporting.conftest import scored_material, TEMPLATES
from tests.reporting.test_conformance import DATED, ENCLOSED
from brede_welvaart.reporting.context import make_page
from brede_welvaart.reporting.pdf import write_pdf
pdf = write_pdf(make_page(scored_material("stationsplein-vergroenen")), TEMPLATES, DATED, ENCLOSED)
print(hashlib.sha256(pdf).hexdigest())
"""


@pytest.fixture(scope="module")
def made(small_page: Page, templates: Path) -> bytes:
    """The PDF of the small example."""
    return write_pdf(small_page, templates, DATED, ENCLOSED)


@pytest.fixture(scope="module")
def pdf(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def elements(pdf: PdfReader) -> Iterator[dict[str, Any]]:
    """Every element of the structure, from the root down."""

    def below(node: Any) -> Iterator[dict[str, Any]]:
        each = node.get_object()
        if isinstance(each, dict) and "/S" in each:
            yield each
        kids = each.get("/K", []) if isinstance(each, dict) else []
        for kid in kids if isinstance(kids, list) else [kids]:
            if not isinstance(kid, int):
                yield from below(kid)

    yield from below(pdf.trailer["/Root"]["/StructTreeRoot"])


def of_kind(structure: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [each for each in structure if each["/S"] == kind]


def test_every_heading_of_every_table_has_a_scope(pdf: PdfReader) -> None:
    structure = list(elements(pdf))
    headings = of_kind(structure, "/TH")
    scopes = [attribute["/Scope"] for each in headings for attribute in each["/A"] if "/Scope" in attribute]
    assert len(scopes) == len(headings) > 100
    assert set(scopes) == {"/Column", "/Row"}


def test_every_row_of_every_table_has_a_heading_of_its_own_or_one_from_above(pdf: PdfReader) -> None:
    rows = 0
    for body in of_kind(list(elements(pdf)), "/TBody"):
        reached = 0
        for number, row in enumerate(each for each in kids(body) if each["/S"] == "/TR"):
            first, *rest = kids(row)
            assert (first["/S"] == "/TH") == (number >= reached)
            assert {cell["/S"] for cell in rest} <= {"/TD"}
            if number >= reached:
                reached = number + max(int(attribute.get("/RowSpan", 1)) for attribute in first["/A"])
            rows += 1
    assert rows > 100


def kids(element: dict[str, Any]) -> list[Any]:
    return [each.get_object() for each in element["/K"]]


def test_headings_go_down_one_level_at_a_time(pdf: PdfReader) -> None:
    levels = [int(each["/S"][2:]) for each in elements(pdf) if re.fullmatch(r"/H\d", each["/S"])]
    assert levels[0] == 1
    assert max(below - above for above, below in pairwise(levels)) == 1
    assert set(levels) == {1, 2, 3, 4, 5}


def test_every_figure_has_words(pdf: PdfReader, small_page: Page) -> None:
    figures = of_kind(list(elements(pdf)), "/Figure")
    assert [each["/Alt"] for each in figures] == [each.alt for each in small_page.drawings]


def test_title_language_and_bookmarks(pdf: PdfReader, small_page: Page) -> None:
    root = pdf.trailer["/Root"]
    assert (root["/Lang"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == ("nl", True)
    assert pdf.metadata
    assert pdf.metadata.title == f"{small_page.title} – {small_page.subtitle}"
    titles = [each.title for each in flat(pdf.outline)]
    assert small_page.title in titles
    assert [theme.title for theme in small_page.themes if theme.title not in titles] == []


def flat(outline: list[Any]) -> Iterator[Any]:
    for each in outline:
        yield from flat(each) if isinstance(each, list) else [each]


def test_the_data_travels_inside(pdf: PdfReader) -> None:
    files = [each.get_object() for each in pdf.trailer["/Root"]["/AF"]]
    assert [(each["/UF"], each["/Desc"], each["/AFRelationship"]) for each in files] == [
        (each.name, each.description, "/Data") for each in ENCLOSED
    ]
    assert {name: content[0] for name, content in pdf.attachments.items()} == {e.name: e.content for e in ENCLOSED}


def test_no_stream_ends_in_what_looks_like_a_line_end(small_page: Page, templates: Path) -> None:
    """A judge of PDF/A would take the last byte for part of the line end behind the stream, and refuse the file."""
    ending = (text for text in map(str, range(100_000)) if zlib.compress(text.encode(), 9).endswith(b"\r"))
    enclosed = [Enclosed(f"{n}.txt", "text/plain", "x", next(ending).encode()) for n in range(3)]
    for words in ("een", "twee", "drie", "vier"):
        made = write_pdf(replace(small_page, goal=words), templates, DATED, enclosed)
        assert b"\r\nendstream" not in made
        attachments = PdfReader(io.BytesIO(made)).attachments
        assert {name: content[0] for name, content in attachments.items()} == {e.name: e.content for e in enclosed}


def test_only_the_fonts_that_ship_are_used(pdf: PdfReader) -> None:
    """A character that they lack would bring in another font of the machine, and other bytes on another machine."""
    fonts = (font.get_object() for page in pdf.pages for font in page["/Resources"].get("/Font", {}).values())
    assert {re.split(r"[-+]", str(font["/BaseFont"]))[1] for font in fonts} == {"SourceSans3"}


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_3A"])
def test_an_english_report_on_a_dutch_project_passes_too(
    small_material: Material, templates: Path, profile: str
) -> None:
    import page as validation

    with speaking("en"):
        made = write_pdf(make_page(replace(small_material)), templates, DATED, ENCLOSED)
    report = validation.validate_pdf_bytes(made, profile=validation.ValidationProfile[profile])
    assert report.is_compliant, report
    reader = PdfReader(io.BytesIO(made))
    whole = [each for each in elements(reader) if each.get("/Lang") == "nl"]
    parts = sum(page.get_contents().get_data().count(b"/Lang(nl)") for page in reader.pages)
    assert len(whole) > 20
    assert parts > 50


@pytest.mark.slow
def test_another_process_makes_the_same_bytes(made: bytes) -> None:
    command = [sys.executable, "-c", ANOTHER_PROCESS]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert answer.stdout.strip() == hashlib.sha256(made).hexdigest()
