"""Sheets as an .xlsx file: numbers as numbers, text as text, no formula and no link whatever a project writes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from brede_welvaart.reporting.numbers import Cell, Number, Sheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST = 32_767
"""Characters that a cell can hold."""
NARROW, WIDE = 9, 60
HEADER_TEXT = 250
HEADING_HEIGHT = 46
"""Points: three lines."""


def write_xlsx(sheets: Sequence[Sheet], title: str, mark: str, dated: date) -> bytes:
    """A workbook of these sheets, each with a heading that stays in view and can be filtered; the same sheets give the
    same bytes. `mark` stands above every printed page, `dated` is the date of making."""
    from xlsxwriter import Workbook  # noqa: PLC0415 -- only a workbook needs it

    written = io.BytesIO()
    with Workbook(written, OPTIONS) as book:
        book.set_properties({"title": title, "comments": mark, "created": datetime.combine(dated, time())})
        looks = Looks(book)
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, looks, mark)
    return written.getvalue()


class Looks:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def look(self, form: str, **more: Any) -> Format:
        """The format of this number form; `more` only counts the first time."""
        if form not in self._made:
            self._made[form] = self._book.add_format({"num_format": form, "valign": "top", **more})
        return self._made[form]


def _write(page: Worksheet, sheet: Sheet, looks: Looks, mark: str) -> None:
    heads = list(sheet.lines[0])
    heading = looks.look("heading", num_format="@", bold=True, bottom=1, text_wrap=True)
    for column, head in enumerate(heads):
        page.write_string(0, column, head, heading)
        page.set_column(column, column, _width(head, [line[head] for line in sheet.lines]))
    for row, line in enumerate(sheet.lines, start=1):
        for column, head in enumerate(heads):
            _write_cell(page, (row, column), line[head], looks)
    page.set_row(0, HEADING_HEIGHT)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(sheet.lines), len(heads) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    if mark:
        page.set_header(f"&L{mark[:HEADER_TEXT].replace('&', '&&')}")


def _write_cell(page: Worksheet, place: tuple[int, int], cell: Cell, looks: Looks) -> None:
    if isinstance(cell, Number):
        if cell.value is not None:
            page.write_number(*place, cell.value, looks.look(_form(cell)))
    elif isinstance(cell, int):
        page.write_number(*place, cell, looks.look("0"))
    elif cell:
        page.write_string(*place, cell[:LONGEST], looks.look("@"))


def _form(number: Number) -> str:
    return "#,##0" + ("." + "0" * number.decimals if number.decimals else "") + ("%" if number.percent else "")


def _width(head: str, cells: Sequence[Cell]) -> int:
    longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
    words = max(len(word) for word in head.split())
    return min(max(NARROW, words + 3, longest + 2), WIDE)
