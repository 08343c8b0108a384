"""What every sheet of the workbook needs to be written: the book, its looks, its lists, and a few strokes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from brede_welvaart.workbook.choices import Choices
from brede_welvaart.workbook.form import Column
from brede_welvaart.workbook.looks import ACCENT, ASKED, Looks

FIRST_EXCEL_DAY = date(1900, 3, 1)
LINE_HEIGHT, HIGHEST_ROW = 15.0, 400.0
CHARACTERS_PER_UNIT = 1.2
A4, PRINT_WIDTH, READING_WIDTH = 9, 210, 105
FREE = ("format_columns", "format_rows", "insert_rows", "delete_rows", "select_locked_cells", "select_unlocked_cells")


@dataclass(frozen=True)
class Pen:
    """The book being written, with the lists that its drop-downs show."""

    book: Workbook
    looks: Looks
    lists: Mapping[str, Choices]

    def sheet(self, title: str, widths: Sequence[float]) -> Worksheet:
        """A new protected sheet with columns of these widths, ready to print; cells to fill in are not locked."""
        sheet = self.book.add_worksheet(title)
        sheet.hide_gridlines(2)
        sheet.set_tab_color(ACCENT)
        sheet.protect("", dict.fromkeys(FREE, True))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.fit_to_pages(math.ceil(sum(widths) / PRINT_WIDTH), 0)
        sheet.set_footer("&L&9&A&R&9&P / &N")
        return sheet

    def heading(self, sheet: Worksheet, title: str, intro: str, widths: Sequence[float]) -> None:
        """The band with the title and, under it, the explanation in the first columns that give it room."""
        for row, look in enumerate(("title", "intro", "plain")):
            self.fill(sheet, row, len(widths), look)
        sheet.write_string(0, 0, title, self.looks("title"))
        sheet.set_row(0, 32)
        reach = next((at for at in range(1, len(widths)) if sum(widths[: at + 1]) >= READING_WIDTH), len(widths) - 1)
        sheet.merge_range(1, 0, 1, reach, intro, self.looks("intro"))
        sheet.set_row(1, 8 + height(intro, sum(widths[: reach + 1])))

    def fill(self, sheet: Worksheet, row: int, columns: int, look: str) -> None:
        """Give the first cells of a row this look."""
        for column in range(columns):
            sheet.write_blank(row, column, None, self.looks(look))

    def value(self, sheet: Worksheet, at: tuple[int, int], column: Column, value: Any) -> None:
        """Write what stands in a project file the way people read it; text stays text, whatever it looks like."""
        look = self.looks.entry(column.kind)
        if column.kind == "date" and value >= FIRST_EXCEL_DAY:
            sheet.write_datetime(*at, datetime.combine(value, time()), look)
        elif column.kind in {"year", "number"} and float(f"{value:.16G}") == value:
            sheet.write_number(*at, value, look)
        else:
            sheet.write_string(*at, self.text(column, value), look)

    def text(self, column: Column, value: Any) -> str:
        """What a drop-down shows for an id; anything else as it is."""
        return self.lists[column.choices].shown.get(value, value) if column.choices else str(value)

    def ask(self, sheet: Worksheet, area: tuple[int, int, int, int], column: Column) -> None:
        """Give cells their drop-down or limits, and the help that shows when a cell is chosen."""
        rule = {"input_title": column.label[:32], "input_message": column.help[:255], **_rule(column)}
        sheet.data_validation(*area, rule)

    def want(self, sheet: Worksheet, area: tuple[int, int, int, int], condition: str) -> None:
        """Colour cells that still wait for an answer."""
        asked = self.book.add_format({"bg_color": ASKED})
        sheet.conditional_format(*area, {"type": "formula", "criteria": condition, "format": asked})


def _rule(column: Column) -> dict[str, Any]:
    if column.choices:
        refusal = {"error_title": "Kies uit de lijst", "error_message": "Dit staat niet in de keuzelijst."}
        strict = "warning" if column.choices in LOOSE else "stop"
        return {"validate": "list", "source": f"={list_name(column.choices)}", "error_type": strict, **refusal}
    if column.kind == "year":
        return {"validate": "integer", "criteria": "between", "minimum": 1900, "maximum": 2200,
                "error_title": "Een jaar", "error_message": "Vul een jaar in, zoals 2030."}  # fmt: skip
    if column.kind == "number":
        return {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15,
                "error_title": "Een getal", "error_message": "Vul een getal in, zoals -0,5."}  # fmt: skip
    return {"validate": "any"}


LOOSE = ("alternatives", "scenarios", "effects", "groups", "regions", "indicators", "judgements")


def height(text: str, width: float) -> float:
    """How high a row must be, in points, to show this text in a column of this width in characters."""
    lines = sum(max(math.ceil(len(line) / (width * CHARACTERS_PER_UNIT)), 1) for line in text.split("\n"))
    return min(lines * LINE_HEIGHT, HIGHEST_ROW)


def quoted(title: str) -> str:
    """The title of a sheet as formulas and links name it."""
    return "'" + title.replace("'", "''") + "'"


def list_name(choices: str) -> str:
    """The name in the workbook of the cells that a drop-down shows."""
    return f"keuze_{choices}"
