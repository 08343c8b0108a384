"""The workbook: all numbers, unrounded and as numbers; no formula and no link, whatever a project writes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.numbers import sheets
from brede_welvaart.reporting.spreadsheet import write_xlsx
from brede_welvaart.reporting.verdicts import theme_verdicts

NAMES = [
    "Lees mij", "Thema's", "Effecten", "Verdeling", "Hoeveelheden", "Stand per thema", "Stand per indicator",
    "Bronnen", "Controles",
]  # fmt: skip


def written(material: Material) -> bytes:
    project = material.project
    return write_xlsx(sheets(material), project.title, project.illustration or "", material.context.as_of)


@pytest.fixture(scope="module")
def content(material: Material) -> bytes:
    return written(material)


@pytest.fixture(scope="module")
def book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def rows(book: openpyxl.Workbook, name: str) -> list[dict[str, object]]:
    head, *body = book[name].iter_rows(values_only=True)
    return [dict(zip(map(str, head), line, strict=True)) for line in body]


def test_every_sheet_is_there_and_reads_well(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == NAMES
    for page in book.worksheets:
        assert page.freeze_panes == "B2"
        assert page.auto_filter.ref == page.dimensions
        assert all(cell.font.bold for cell in page[1])
        assert all(page.column_dimensions[cell.column_letter].width >= 9 for cell in page[1])


def test_the_theme_scores_are_whole_and_numbers(book: openpyxl.Workbook, material: Material) -> None:
    found = rows(book, "Thema's")
    cells = material.review.cells.to_dicts()
    assert len(found) == len(cells)
    for line, cell in zip(found, cells, strict=True):
        assert line["Thema"] == material.themes[cell["theme"]]
        for head, key in (("Plus", "plus"), ("Min", "minus"), ("Saldo", "balance"), ("Saldo laag", "balance_low")):
            assert line[head] == pytest.approx(cell[key], rel=1e-15)  # a workbook holds sixteen digits
    assert book["Thema's"]["D2"].number_format == "#,##0.00"
    assert book["Thema's"]["I2"].number_format == "#,##0%"


def test_every_region_of_the_project_is_there(book: openpyxl.Workbook, material: Material) -> None:
    codes = [material.project.region, *material.project.elsewhere]
    assert list(dict.fromkeys(line["Code"] for line in rows(book, "Stand per indicator"))) == codes
    own = [line for line in rows(book, "Stand per indicator") if line["Code"] == codes[0]]
    assert len(own) == len(material.tree.indicators)
    for line in own:
        assert (line["Waarde"] is None) == bool(line["Waarom geen cijfer"])


def test_an_effect_elsewhere_names_the_regions_it_reaches(book: openpyxl.Workbook) -> None:
    found = rows(book, "Effecten")
    reached = {line["Effect"]: line["Regio's elders"] for line in found}
    assert reached["Winkels en zorg in dorpen houden genoeg klanten"] == "Tubbergen, Twenterand"
    assert str(reached["Twente wordt sterker verbonden met Zwolle en Münster"]).count(", ") == 4
    assert all((line["Dimensie"] == "Elders") == bool(line["Regio's elders"]) for line in found)


def test_every_source_is_there_with_licence_citation_and_hash(book: openpyxl.Workbook, material: Material) -> None:
    found = rows(book, "Bronnen")
    assert [line["Bron"] for line in found] == [source.title for source in material.tree.sources.values()]
    assert all(line["Licentie"] and line["Verwijzing"] for line in found)
    assert [line["sha256 van de cijfers"] for line in found] == [each.sha256 for each in material.tree.sources.values()]


def test_what_is_missing_is_empty_and_not_zero(small_material: Material) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(small_material)))
    absent = [line for line in rows(book, "Thema's") if line["Uitkomst"] == "niet onderzocht"]
    assert len(absent) == 6
    assert {line[name] for line in absent for name in ("Plus", "Min", "Saldo")} == {None}
    assert book["Hoeveelheden"]["A1"].value == "Dit project heeft hier geen gegevens"


def test_no_formula_and_no_link_whatever_a_project_writes(small_material: Material) -> None:
    hostile = '=HYPERLINK("http://evil.example","klik")'
    effects = {
        name: each.model_copy(update={"title": hostile, "fact": "http://evil.example", "argument": "+1+1"})
        for name, each in small_material.project.effects.items()
    }
    project = small_material.project.model_copy(
        update={"effects": effects, "title": hostile, "illustration": "&C&P " + "lang " * 90}
    )
    content = written(replace(small_material, project=project))
    files = zipfile.ZipFile(io.BytesIO(content))
    parts = b"".join(files.read(name) for name in files.namelist() if name.startswith("xl/worksheets"))
    assert b"<f>" not in parts
    assert b"<hyperlink" not in parts
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert rows(book, "Lees mij")[0]["Inhoud"] == hostile
    assert rows(book, "Effecten")[0]["Effect"] == hostile
    assert b"<oddHeader>&amp;L&amp;&amp;C&amp;&amp;P lang" in parts


def test_the_same_numbers_give_the_same_bytes(material: Material, content: bytes) -> None:
    assert written(material) == content
    assert openpyxl.load_workbook(io.BytesIO(content)).properties.created.date() == material.context.as_of


def test_the_mark_of_an_illustration_is_on_every_page(book: openpyxl.Workbook, material: Material) -> None:
    assert rows(book, "Lees mij")[1]["Inhoud"] == material.project.illustration
    assert all("Voorbeeldbeoordeling" in page.oddHeader.left.text for page in book.worksheets)


def test_an_outcome_has_the_word_of_the_report_and_no_verdict_without_scenarios(
    material: Material, small_material: Material
) -> None:
    for each in (material, small_material):
        lines = rows(openpyxl.load_workbook(io.BytesIO(written(each))), "Thema's")
        words = {row["theme"]: theme_verdicts(each, row["theme"]) for row in each.cells.values()}
        said = [verdict.word for theme in each.themes for verdict in words[theme]]
        first = [
            line["Uitkomst"] for line in lines if line.get("Scenario") in (None, each.scenarios[each.first_scenario])
        ]
        assert sorted(map(str, first)) == sorted(said)
        assert {line["Over scenario's"] is None for line in lines} == {len(each.scenarios) < 2}
