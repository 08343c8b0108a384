"""The structure of a PDF says what the page says: headings, scopes, languages, notes, bookmarks and attachments."""

from __future__ import annotations

import io
import logging
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from brede_welvaart.language import speaking
from brede_welvaart.reporting.conformance import VARIANT, conforming
from brede_welvaart.reporting.context import make_page
from brede_welvaart.reporting.html import render_paper
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.page import Page
from brede_welvaart.reporting.pdf import Enclosed, write_pdf

DATED = date(2026, 11, 23)
ENCLOSED = (Enclosed("project.yaml", "Het projectbestand", b"title: x"), Enclosed("x.json", "Alle scores", b"{}"))
SMALL = """<html lang="nl"><title>x</title><style>.note { float: footnote }</style><main>
<p>Een zin<span class="note">De noot.</span> in het Nederlands, <span lang="en">and one in English</span>.</p>
<table><thead><tr><th scope="col">Thema</th><th scope="col" colspan="2">Plus</th></tr></thead>
<tbody><tr><th scope="row">Groen</th><td>1</td><td>2</td></tr></tbody></table></main></html>"""
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
def said(small_page: Page, templates: Path) -> Iterator[tuple[bytes, list[str]]]:
    """The PDF of the small example, and what WeasyPrint said while making it."""
    messages: list[str] = []
    listener = logging.Handler()
    listener.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    logger.addHandler(listener)
    yield write_pdf(small_page, templates, DATED, ENCLOSED), messages
    logger.removeHandler(listener)


@pytest.fixture(scope="module")
def pdf(said: tuple[bytes, list[str]]) -> PdfReader:
    return PdfReader(io.BytesIO(said[0]))


@pytest.fixture(scope="module")
def structure() -> list[dict[str, Any]]:
    from weasyprint import HTML

    made = conforming(HTML(string=SMALL).render(pdf_variant=VARIANT))
    return list(elements(PdfReader(io.BytesIO(made))))


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


def test_headings_of_a_table_say_what_they_head(structure: list[dict[str, Any]]) -> None:
    headings = [each["/A"] for each in of_kind(structure, "/TH")]
    assert [each["/Scope"] for each in headings] == ["/Column", "/Column", "/Row"]
    assert [each.get("/ColSpan") for each in headings] == [None, 2, None]


def test_a_passage_says_its_language(structure: list[dict[str, Any]]) -> None:
    assert [each["/Lang"] for each in of_kind(structure, "/Span") if "/Lang" in each] == ["en"]


def test_a_footnote_is_a_note_with_a_name_of_its_own(structure: list[dict[str, Any]]) -> None:
    (note,) = of_kind(structure, "/Note")
    assert note["/ID"]


def test_weasyprint_has_nothing_to_say(said: tuple[bytes, list[str]]) -> None:
    assert said[1] == []


def test_no_line_breaks_for_a_space_at_its_end(small_page: Page, templates: Path, pdf: PdfReader) -> None:
    """WeasyPrint measures that space, and so puts the first word of a last line that just fits on a line of its own."""
    assert not re.search(r"\s</(p|li|h\d|th|td|caption|figcaption)>", render_paper(small_page, templates))
    assert "Aan-" not in "".join(page.extract_text() for page in pdf.pages).split()


def test_every_heading_of_every_table_has_a_scope(pdf: PdfReader) -> None:
    headings = of_kind(list(elements(pdf)), "/TH")
    assert len(headings) > 100
    assert {each["/A"].get("/Scope") for each in headings} == {"/Column", "/Row"}


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


def test_no_stream_ends_in_what_looks_like_a_line_end() -> None:
    from weasyprint import HTML, Attachment

    content = next(text for text in map(str, range(100_000)) if zlib.compress(text.encode()).endswith(b"\r"))
    document = HTML(string=SMALL).render(pdf_variant=VARIANT)
    document.metadata.attachments = [Attachment(string=content, name="x.txt", relationship="Data")]
    made = conforming(document)
    assert b"\r\nendstream" not in made
    assert PdfReader(io.BytesIO(made)).attachments["x.txt"] == [content.encode()]


def test_only_the_fonts_that_ship_are_used(pdf: PdfReader) -> None:
    """A character that they lack would bring in another font of the machine, and other bytes on another machine."""
    fonts = (font.get_object() for page in pdf.pages for font in page["/Resources"].get("/Font", {}).values())
    assert {re.split(r"[-+]", str(font["/BaseFont"]))[1] for font in fonts} == {"Source"}


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
    spans = [each for each in elements(PdfReader(io.BytesIO(made))) if each.get("/Lang") == "nl"]
    assert len(spans) > 50


@pytest.mark.slow
def test_another_process_makes_the_same_bytes(said: tuple[bytes, list[str]]) -> None:
    import hashlib

    command = [sys.executable, "-c", ANOTHER_PROCESS]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert answer.stdout.strip() == hashlib.sha256(said[0]).hexdigest()


WITHOUT_PANGO = """
import sys, cffi
real = cffi.FFI.dlopen
def dlopen(self, name, *flags):
    if name and ("pango" in str(name) or "gobject" in str(name)):
        raise OSError(f"cannot load library {name!r}")
    return real(self, name, *flags)
cffi.FFI.dlopen = dlopen
from brede_welvaart.cli import main
main()
"""


@pytest.mark.slow
def test_without_the_libraries_the_page_is_still_written(small_root: Path, tmp_path: Path) -> None:
    arguments = ["--root", str(small_root), "report", "muur", "--output", str(tmp_path)]
    command = [sys.executable, "-c", WITHOUT_PANGO, *arguments]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [path.name for path in (tmp_path / "muur").iterdir()] == ["muur.html"]
    assert "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in answer.stderr
    assert answer.stdout.splitlines() == [str(tmp_path / "muur" / "muur.html")]
    assert "Traceback" not in answer.stderr
    assert answer.returncode == 0
