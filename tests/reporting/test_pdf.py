"""The PDF: archivable and accessible at once, page one on one page, the same bytes for the same input."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import page as validation
import pytest
from pypdf import PdfReader

from brede_welvaart.errors import InputFault
from brede_welvaart.reporting.page import Page
from brede_welvaart.reporting.pdf import DENSITIES, Enclosed, fitted, stands_on_one_page, write_pdf

DATED = date(2026, 11, 23)
FILES = (Enclosed("project.yaml", "application/yaml", "Het projectbestand", b"title: x"),)


@pytest.fixture(scope="module")
def pdf(small_page: Page, templates: Path) -> bytes:
    return write_pdf(small_page, templates, DATED, FILES)


@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_3A"])
def test_it_passes(pdf: bytes, profile: str) -> None:
    report = validation.validate_pdf_bytes(pdf, profile=validation.ValidationProfile[profile])
    assert report.is_compliant, report


def test_it_says_that_it_is_pdf_a_3a_and_pdf_ua_1(pdf: bytes) -> None:
    catalogue = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    metadata = catalogue["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3<" in metadata
    assert "<pdfaid:conformance>A<" in metadata
    assert "<pdfuaid:part>1<" in metadata
    assert metadata.count("<rdf:RDF") == 1
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "nl"


def test_text_is_copied_and_found_as_it_was_written(pdf: bytes, small_page: Page) -> None:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "\N{HYPHEN}" not in text
    whole = re.sub(r"\s", "", text)
    addresses = [row.url for row in small_page.account.sources] + [
        each.address for each in small_page.account.references if each.address
    ]
    assert len(addresses) > 8
    assert [each for each in addresses if each not in whole] == []


def test_a_character_that_no_typeface_has_becomes_a_box(small_page: Page, templates: Path) -> None:
    """PDF/A allows no text that is not drawn, and an emoji in a project must not cost its report."""
    made = write_pdf(
        replace(small_page, goal="Een plein \N{SUNFLOWER} met \u65e5 en een sjalo\u0301n"), templates, DATED
    )
    report = validation.validate_pdf_bytes(made, profile=validation.ValidationProfile.PDF_A_3A)
    assert report.is_compliant, report
    text = PdfReader(io.BytesIO(made)).pages[1].extract_text()
    assert "Een plein \N{WHITE SQUARE} met \N{WHITE SQUARE} en een sjal\u00f3n" in text


@pytest.mark.slow
def test_the_same_page_gives_the_same_bytes(pdf: bytes, small_page: Page, templates: Path) -> None:
    assert write_pdf(small_page, templates, DATED, FILES) == pdf


def crowded(page: Page, themes: int, alternatives: int) -> Page:
    """A page one with many themes and alternatives with long names, and long texts everywhere."""
    opening = page.opening
    name = "Ruimtelijke samenhang, bereikbaarheid en kwaliteit van de leefomgeving"
    cells = tuple(opening.rows[0].verdicts[:1] * alternatives)
    rows = tuple(replace(opening.rows[n % len(opening.rows)], theme=name, verdicts=cells) for n in range(themes))
    long = (
        "Ervaren gezondheid (66,6 %): Almelo is 299e van 340 en gaat achteruit. "
        + "‘Meer mensen wonen dicht bij het spoor’ " * 3
    )
    crowded = replace(
        opening, rows=rows, columns=("Verdichten rond de stations en langs de hoofdassen",) * alternatives,
        message="Een zin over wat dit plan doet met de stad en de regio. " * 8, bottlenecks=(long,) * 3,
        opportunities=(long,) * 3, who="Inwoners van omliggende gemeenten winnen. " * 6,
    )  # fmt: skip
    return replace(page, opening=crowded, title="Verstedelijkingsstrategie Twente en het aandeel van Almelo daarin")


@pytest.mark.parametrize(("themes", "alternatives"), [(8, 1), (8, 3), (10, 3), (10, 4)])
def test_page_one_fits_on_one_page(page: Page, templates: Path, themes: int, alternatives: int) -> None:
    full = crowded(page, themes, alternatives)
    tightest = replace(full, opening=replace(full.opening, density=DENSITIES[-1]))
    assert stands_on_one_page(tightest, templates)


def test_page_one_is_set_as_roomily_as_fits(page: Page, templates: Path) -> None:
    roomy, full = fitted(page, templates), fitted(crowded(page, 10, 4), templates)
    assert roomy.opening.density == DENSITIES[0]
    assert full.opening.density == DENSITIES[-1]
    assert stands_on_one_page(full, templates)


@pytest.mark.parametrize("asking", ['#import "@preview/cetz:0.4.0": *', '#image("https://example.org/x.png")'])
def test_a_style_sheet_that_asks_for_something_outside_fails(
    small_page: Page, templates: Path, tmp_path: Path, asking: str
) -> None:
    own = Path(shutil.copytree(templates, tmp_path / "templates"))
    sheet = own / "paper" / "look.typ"
    sheet.write_text(f"{asking}\n{sheet.read_text('utf-8')}", "utf-8")
    with pytest.raises(InputFault, match=r"look\.typ: gevonden .*(cetz|example\.org)"):
        write_pdf(small_page, own, DATED)


def test_a_style_sheet_reads_no_file_but_its_own(small_page: Page, templates: Path, tmp_path: Path) -> None:
    own = Path(shutil.copytree(templates, tmp_path / "tree" / "templates"))
    (tmp_path / "tree" / "secret.txt").write_text("geheim", "utf-8")
    sheet = own / "paper.typ"
    for name in ("../secret.txt", str(tmp_path / "tree" / "secret.txt")):
        sheet.write_text(f'{(templates / "paper.typ").read_text("utf-8")}\n#read("{name}")', "utf-8")
        with pytest.raises(InputFault, match=r"paper\.typ: gevonden .*(path|file not found)"):
            write_pdf(small_page, own, DATED)
