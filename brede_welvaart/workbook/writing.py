"""The workbook as an .xlsx: sheets with drop-downs, help beside every column, and what is filled in already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from itertools import groupby
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter.utility import xl_col_to_name, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from brede_welvaart.definitions import Tree
from brede_welvaart.workbook.choices import OWN_LISTS, given_choices, own_choices
from brede_welvaart.workbook.flatten import Row
from brede_welvaart.workbook.form import (
    ANSWER_HEADS,
    EXAMPLE_ROW,
    FIRST_ROW,
    HEADER_ROW,
    HELP_ROW,
    LAST_ROW,
    LISTS,
    MARKER,
    REQUIRED,
    Column,
    Sheet,
)
from brede_welvaart.workbook.looks import Looks
from brede_welvaart.workbook.pen import Pen, height, list_name, quoted
from brede_welvaart.workbook.questions import PROJECT
from brede_welvaart.workbook.sheets import GROUPS, TABLES
from brede_welvaart.workbook.start_sheet import write_start

MARKER_WIDTH = 9.5
ANSWER_WIDTHS = (30, 62, 46, 46)
OWN_GROUPS, SMALL = 50, 1.15
TICK_HELP = "Zet een x bij alles wat klopt."


def write_workbook(tree: Tree, regions: Mapping[str, str], rows: Mapping[str, Sequence[Row]]) -> bytes:
    """The workbook of a project with these rows filled in (see `flatten`); the same input gives the same bytes.

    `regions` are the names by code that the drop-down for regions offers.
    """
    title = next((str(row["answer"]) for row in rows.get(PROJECT.key, ()) if row["question"] == "title"), "")
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(content, options) as book:
        book.set_properties({"title": title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001 -- a fixed stamp
        names = {key: {row["id"]: row["id"] for row in rows.get(key, ())} for key in OWN_LISTS}
        pen = Pen(book, Looks(book), given_choices(tree, regions) | own_choices(tree, names))
        write_start(pen, title)
        _write_project(pen, rows.get(PROJECT.key, ()))
        for sheet in TABLES:
            _write_table(pen, sheet, rows.get(sheet.key, ()))
        _write_lists(pen, tree)
    return _growing(content.getvalue())


def _growing(content: bytes) -> bytes:
    """The workbook with heights that a row starts with; Excel would take them as fixed, and hide what is typed."""
    grown = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(grown, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(entry, part.replace(b' customHeight="1"', b"") if "/worksheets/" in entry.filename else part)
    return grown.getvalue()


def _write_project(pen: Pen, rows: Sequence[Row]) -> None:
    sheet = pen.sheet(PROJECT.title, ANSWER_WIDTHS)
    pen.heading(sheet, PROJECT.title, PROJECT.intro, ANSWER_WIDTHS)
    sheet.write_row(HEADER_ROW, 0, ANSWER_HEADS, pen.looks("header"))
    sheet.set_row(HEADER_ROW, 22)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.repeat_rows(HEADER_ROW)
    at = HEADER_ROW + 1
    for band, questions in groupby(PROJECT.columns, lambda column: column.band):
        pen.fill(sheet, at, len(ANSWER_WIDTHS), "section")
        sheet.write_string(at, 0, band, pen.looks("section"))
        sheet.set_row(at, 30)
        at += 1
        for question in questions:
            at = _write_question(pen, sheet, at, question, [row for row in rows if row["question"] == question.key])


def _write_question(pen: Pen, sheet: Worksheet, at: int, question: Column, answers: Sequence[Row]) -> int:
    """Write a question from this row on, once for every answer that it may have; the next free row."""
    times = max(question.times, len(answers) + (question.times > 1))
    label = question.label + (REQUIRED if question.required else "")
    for turn in range(times):
        row, first = at + turn, turn == 0
        shown = [answer["answer"] for answer in answers[turn : turn + 1]]
        notes = (question.help, question.example) if first else ("", "")
        sheet.write_string(row, 0, label, pen.looks("question"))
        sheet.write_blank(row, 1, None, pen.looks.entry(question.kind))
        sheet.write_string(row, 2, notes[0], pen.looks("note"))
        sheet.write_string(row, 3, notes[1], pen.looks("note", italic=True))
        sheet.set_row(row, _highest([label, *map(str, shown or [""]), *notes], ANSWER_WIDTHS))
        for answer in shown:
            pen.value(sheet, (row, 1), question, answer)
    area = (at, 1, at + times - 1, 1)
    pen.ask(sheet, area, question)
    if question.required:
        pen.want(sheet, area, f"=LEN($B{at + 1})=0")
    return at + times


def _highest(texts: Iterable[str], widths: Iterable[float]) -> float:
    return 3 + max(height(text, width) for text, width in zip(texts, widths, strict=True))


def _write_table(pen: Pen, part: Sheet, rows: Sequence[Row]) -> None:
    widths = [MARKER_WIDTH, *(column.width for column in part.columns)]
    sheet = pen.sheet(part.title, widths)
    sheet.set_column(0, 0, MARKER_WIDTH, pen.looks("marker"))
    for at, column in enumerate(part.columns, start=1):
        sheet.set_column(at, at, column.width, pen.looks.entry(column.kind))
    pen.heading(sheet, part.title, part.intro, widths)
    _write_heads(pen, sheet, part)
    for number, row in enumerate(rows, start=FIRST_ROW):
        for at, column in enumerate(part.columns, start=1):
            if column.key in row:
                pen.value(sheet, (number, at), column, row[column.key])
        sheet.set_row(number, _highest((str(row.get(column.key, "")) for column in part.columns), widths[1:]))
    _write_rules(pen, sheet, part)
    sheet.freeze_panes(HEADER_ROW + 1, 2)
    sheet.repeat_rows(HEADER_ROW)
    sheet.repeat_columns(0, 1)


def _write_heads(pen: Pen, sheet: Worksheet, part: Sheet) -> None:
    looks, widths = pen.looks, [column.width for column in part.columns]
    upright = any(column.kind == "tick" for column in part.columns)
    helps = [column.help if column.kind != "tick" else "" for column in part.columns]
    sheet.set_row(HEADER_ROW - 1, 28 if upright else 6)
    sheet.set_row(HEADER_ROW, 92 if upright else 34)
    sheet.set_row(HEADER_ROW + 1, _highest(helps, [SMALL * width for width in widths]))
    sheet.set_row(HEADER_ROW + 2, _highest((column.example for column in part.columns), widths))
    marks = ((MARKER, "header"), (HELP_ROW, "help"), (EXAMPLE_ROW, "example"))
    for row, (mark, look) in enumerate(marks, start=HEADER_ROW):
        sheet.write_string(row, 0, mark, looks(look, font_size=9, indent=0, align="center"))
    for at, column in enumerate(part.columns, start=1):
        shape = ("header", "upright") if column.kind == "tick" else ("header",)
        sheet.write_string(HEADER_ROW, at, column.label + (REQUIRED if column.required else ""), looks(*shape))
        sheet.write_string(HEADER_ROW + 1, at, column.help, looks("help"))
        sheet.write_string(HEADER_ROW + 2, at, column.example, looks("example"))
    for band, run in groupby(enumerate(part.columns, start=1), lambda pair: pair[1].band):
        if band:
            numbers = [at for at, _column in run]
            sheet.merge_range(HEADER_ROW - 1, numbers[0], HEADER_ROW - 1, numbers[-1], band, looks("band"))
            sheet.merge_range(HEADER_ROW + 1, numbers[0], HEADER_ROW + 1, numbers[-1], TICK_HELP, looks("help"))


def _write_rules(pen: Pen, sheet: Worksheet, part: Sheet) -> None:
    last = xl_col_to_name(len(part.columns))
    for at, column in enumerate(part.columns, start=1):
        area = (FIRST_ROW, at, LAST_ROW, at)
        pen.ask(sheet, area, column)
        if column.required:
            first = FIRST_ROW + 1
            filled = f"COUNTA($B{first}:${last}{first})>0"
            pen.want(sheet, area, f"=AND(LEN(${xl_col_to_name(at)}{first})=0,{filled})")


def _write_lists(pen: Pen, tree: Tree) -> None:
    """The hidden sheet with what the drop-downs show; a project's own names come from the sheets that define them."""
    sheet = pen.book.add_worksheet(LISTS)
    sheet.hide()
    sheet.protect()
    for at, (name, choices) in enumerate(pen.lists.items()):
        shown = list(choices.shown.values())[: len(tree.groups)] if name == GROUPS.key else choices.shown.values()
        sheet.write_column(0, at, [name, *shown])
        source = f"={LISTS}!{xl_range_abs(1, at, max(len(shown), 1), at)}"
        if name == GROUPS.key:
            source = _with_own_groups(sheet, at, len(shown) + 1)
        elif name in OWN_LISTS:
            source = _names_on(next(part for part in TABLES if part.key == name))
        pen.book.define_name(list_name(name), source)


def _names_on(part: Sheet) -> str:
    title = quoted(part.title)
    names = f"{title}!{xl_range_abs(FIRST_ROW, 1, LAST_ROW, 1)}"
    return f"=OFFSET({title}!$B${FIRST_ROW + 1},0,0,MAX(1,COUNTA({names})),1)"


def _with_own_groups(sheet: Worksheet, at: int, row: int) -> str:
    """Let the list of groups go on with those of the project's own sheet, as many as there are."""
    for number in range(OWN_GROUPS):
        own = f"{GROUPS.title}!$B${FIRST_ROW + number + 1}"
        sheet.write_formula(row + number, at, f'=IF({own}="","",{own})', None, "")
    own = f"{GROUPS.title}!{xl_range_abs(FIRST_ROW, 1, FIRST_ROW + OWN_GROUPS - 1, 1)}"
    return f"=OFFSET({LISTS}!{xl_rowcol_to_cell(1, at, row_abs=True, col_abs=True)},0,0,{row - 1}+COUNTA({own}),1)"
