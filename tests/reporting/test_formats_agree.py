"""One computation, every format: the same cells in Word, OpenDocument, Markdown, HTML, workbook and JSON."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document as WordDocument
from odfdo import Document as OpenDocument

from brede_welvaart import delivery
from brede_welvaart.loading import load
from brede_welvaart.reporting.format import number
from brede_welvaart.reporting.memo import Memo
from brede_welvaart.reporting.memo_docx import memo_docx
from brede_welvaart.reporting.memo_markup import memo_html, memo_markdown
from brede_welvaart.reporting.memo_odt import memo_odt

NUMBERS = re.compile(r"plus ([\d,]+) · min ([\d,]+)")
Grid = list[list[str]]


@pytest.fixture(scope="module")
def making() -> delivery.Making:
    tree = load()
    return delivery.Making(delivery.score(tree, "verstedelijkingsstrategie-twente"), tree, delivery.Order())


@pytest.fixture(scope="module")
def grid(memo: Memo) -> Grid:
    """The table as the memo holds it: the heading, and per theme its cells."""
    rows = [[row.theme, *(f"{cell.said} {cell.numbers}" for cell in row.cells)] for row in memo.rows]
    return [[plain(cell) for cell in row] for row in (list(memo.head), *rows)]


def document(making: delivery.Making) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(delivery.FORMATS["json"](making)[".json"])
    return found


def plain(text: str) -> str:
    return " ".join(text.split())


def from_word(memo: Memo, templates: Path) -> Grid:
    made = memo_docx(memo, (templates / "memo" / "memo.docx").read_bytes(), "memo.docx")
    return [[plain(cell.text) for cell in row.cells] for row in WordDocument(io.BytesIO(made)).tables[0].rows]


def from_opendocument(memo: Memo, templates: Path) -> Grid:
    made = memo_odt(memo, (templates / "memo" / "memo.odt").read_bytes(), "memo.odt")
    rows = OpenDocument(io.BytesIO(made)).body.get_elements("//table:table-row")
    return [[plain(cell.text_recursive) for cell in row.get_elements("table:table-cell")] for row in rows]


def from_html(memo: Memo, templates: Path) -> Grid:
    html = memo_html(memo, templates).decode()
    rows = re.findall(r"<tr>(.*?)</tr>", html)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]
    return [[plain(unescape(re.sub(r"<[^>]+>", " ", cell))) for cell in row] for row in cells]


def from_markdown(memo: Memo, templates: Path) -> Grid:
    text = memo_markdown(memo, templates, "x.png").decode()
    lines = [line for line in text.splitlines() if line.startswith("|") and "---" not in line]
    cells = [[re.sub(r"\\(.)", r"\1", cell) for cell in line.strip("| ").split(" | ")] for line in lines]
    return [[plain(re.sub(r" \((.*)\)$", r" \1", cell)) for cell in row] for row in cells]


@pytest.mark.parametrize("reading", [from_word, from_opendocument, from_html, from_markdown])
def test_the_table_is_the_same(memo: Memo, grid: Grid, templates: Path, reading: object) -> None:
    assert reading(memo, templates) == grid  # type: ignore[operator]


def test_the_printed_numbers_are_those_of_workbook_and_json(memo: Memo, grid: Grid, making: delivery.Making) -> None:
    cells = {
        (making.material.themes[theme["theme"]], making.material.alternatives[cell["alternative"]]): cell
        for theme in document(making)["themes"]
        for cell in theme["cells"]
        if cell["scenario"] == making.material.first_scenario
    }
    book = openpyxl.load_workbook(io.BytesIO(delivery.FORMATS["xlsx"](making)[".xlsx"]))
    head, *lines = book["Thema's"].iter_rows(values_only=True)
    sheet = [dict(zip(head, line, strict=True)) for line in lines]
    first = [line for line in sheet if line["Scenario"] == "Hoge groei"]
    assert len(first) == len(cells)
    for line in first:
        cell = cells[line["Thema"], line["Alternatief"]]
        row = next(row for row in grid if row[0] == line["Thema"])
        (printed,) = NUMBERS.findall(row[grid[0].index(line["Alternatief"])])
        assert printed == (number(cell["plus"]), number(cell["minus"]))
        assert printed == (number(line["Plus"]), number(line["Min"]))


def test_the_standing_is_that_of_the_json(memo: Memo, grid: Grid, making: delivery.Making) -> None:
    for theme in document(making)["themes"]:
        row = next(row for row in grid if row[0] == making.material.themes[theme["theme"]])
        assert f"{number(theme['context']['score'])} · {theme['context']['rank_label']}" in row[1]
