"""A copy of a received workbook in which the faults are marked, and in which nothing of others runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from brede_welvaart.errors import Finding
from brede_welvaart.language import _
from brede_welvaart.workbook.form import FAULTS
from brede_welvaart.workbook.looks import ACCENT, FONT, PAPER, WORSE, WORSE_SOFT
from brede_welvaart.workbook.opened import open_as_stored
from brede_welvaart.workbook.pen import A4, height, quoted
from brede_welvaart.workbook.received import FORMULA

AUTHOR = "Brede Welvaart"
WIDTHS = (26, 46, 46, 60)
SIDE = Side("medium", color=WORSE[1:])
MARK, FRAME = PatternFill("solid", fgColor=WORSE_SOFT[1:]), Border(SIDE, SIDE, SIDE, SIDE)
LISTED, PLAIN = Alignment(wrap_text=True, vertical="top", indent=1), Font(FONT, 11)
CELLS = r"('[^'\[\]]+(''[^'\[\]]*)?'|\w+)!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?"
OUR_NAME = re.compile(rf"=?({CELLS}|OFFSET\({CELLS},0,0,(MAX\(1,COUNTA\({CELLS}\)\)|\d+\+COUNTA\({CELLS}\)),1\))")
OUR_RULE = re.compile(r"keuze_\w+|-?\d[\d.E+]*")
OUR_FORMULA = re.compile(r'=IF\((Groepen!\$B\d+)="","",\1\)')


def annotate(content: bytes, findings: Sequence[Finding]) -> bytes:
    """The received workbook with every fault marked in its cell and listed on a sheet of its own.

    Formulas become text; links, macros, charts and pictures are gone; of names, rules and lists only ours stay.
    """
    book = open_as_stored(content)
    if FAULTS in book.sheetnames:
        del book[FAULTS]
    _keep_ours(book.defined_names)
    for sheet in book.worksheets:
        _disarm(sheet)
        _keep_ours(sheet.defined_names)
    for finding in findings:
        _mark(book, finding)
    _list_faults(book, findings)
    marked = BytesIO()
    book.save(marked)
    return marked.getvalue()


def _keep_ours(names: Any) -> None:
    for name in [name for name, defined in names.items() if not OUR_NAME.fullmatch(defined.attr_text or "")]:
        del names[name]


def _disarm(sheet: Worksheet) -> None:
    sheet.conditional_formatting = ConditionalFormattingList()
    rules = sheet.data_validations
    rules.dataValidation = [
        rule for rule in rules.dataValidation if _is_ours(rule.formula1) and _is_ours(rule.formula2)
    ]
    for made in ("_charts", "_images", "_pivots"):
        setattr(sheet, made, [])
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == FORMULA and not OUR_FORMULA.fullmatch(str(cell.value)):
                _write_text(cell, str(getattr(cell.value, "text", cell.value)))
            if cell.hyperlink and cell.hyperlink.target:
                cell.hyperlink = None
            if cell.comment and cell.comment.author == AUTHOR:
                cell.comment, cell.fill, cell.border = None, PatternFill(), Border()


def _is_ours(rule: str | None) -> bool:
    return rule is None or OUR_RULE.fullmatch(rule) is not None


def _write_text(cell: Any, text: str) -> None:
    cell.value = text
    cell.data_type = "s"


def _mark(book: Workbook, finding: Finding) -> None:
    title, _bang, place = finding.place.rpartition("!")
    if title not in book.sheetnames:
        return
    cell = _first_of_merged(book[title], place.partition(":")[0])
    before = f"{cell.comment.text}\n" if cell.comment and cell.comment.author == AUTHOR else ""
    cell.fill, cell.border = MARK, FRAME
    cell.comment = Comment(before + _sentence(finding), AUTHOR, height=140, width=320)


def _first_of_merged(sheet: Worksheet, place: str) -> Any:
    """The cell at a place; where merged cells cover it, the first of those, as only that one can hold a comment."""
    around = next((cells for cells in sheet.merged_cells.ranges if place in cells), None)
    return sheet.cell(around.min_row, around.min_col) if around else sheet[place]


def _sentence(finding: Finding) -> str:
    said = _("Gevonden: {found}. Verwacht: {expected}.").format(found=finding.found, expected=finding.expected)
    return f"{said} {finding.remedy}".strip()


def _list_faults(book: Workbook, findings: Sequence[Finding]) -> None:
    sheet = book.create_sheet(FAULTS, 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    sheet.sheet_properties.tabColor = WORSE[1:]
    sheet.sheet_view.showGridLines = False
    _write_row(sheet, 1, (_("Dit moet nog anders: {count}").format(count=len(findings)), "", "", ""), size=18)
    _write_row(sheet, 2, (_("Cel"), _("Gevonden"), _("Verwacht"), _("Wat kunt u doen?")), size=11)
    for number, finding in enumerate(findings, start=3):
        _write_row(sheet, number, _texts(finding))
        title, _bang, place = finding.place.rpartition("!")
        if title in book.sheetnames:
            sheet.cell(number, 1).hyperlink = Hyperlink(f"A{number}", location=f"{quoted(title)}!{place}")
        sheet.row_dimensions[number].height = 4 + max(
            height(text, width) for text, width in zip(_texts(finding), WIDTHS, strict=True)
        )
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 36, 22
    for letter, width in zip("ABCD", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A3"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def _texts(finding: Finding) -> tuple[str, str, str, str]:
    return finding.place, finding.found, finding.expected, finding.remedy


def _write_row(sheet: Worksheet, number: int, texts: Iterable[str], size: int = 0) -> None:
    """A row of texts; with a size it is a head."""
    head = Font(FONT, size or 11, bold=True, color=PAPER[1:])
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(number, column)
        _write_text(cell, text)
        cell.alignment, cell.font = (Alignment(vertical="center", indent=1), head) if size else (LISTED, PLAIN)
        if size:
            cell.fill = PatternFill("solid", fgColor=ACCENT[1:])
