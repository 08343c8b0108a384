"""A sheet of a received workbook: where its columns are, and which rows have content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from brede_welvaart.language import _
from brede_welvaart.workbook.cells import Unreadable, as_seen, clean, read_value, shown
from brede_welvaart.workbook.choices import Choices
from brede_welvaart.workbook.draft import Draft
from brede_welvaart.workbook.form import (
    ANSWER_HEADS,
    EXAMPLE_ROW,
    FIRST_ROW,
    HEADER_ROW,
    HELP_ROW,
    MARKER,
    REQUIRED,
    Column,
    Sheet,
)
from brede_welvaart.workbook.gather import ReadRow
from brede_welvaart.workbook.questions import PROJECT

MOST_ROWS, MOST_COLUMNS, HEADS_WITHIN = 5000, 200, 20
FORMULA, ERROR = "f", "e"

SheetCell = Cell | MergedCell


@dataclass(frozen=True)
class Grid:
    """The rows of a sheet under its heads; `columns` are the numbers of the columns by their head."""

    sheet: Worksheet
    head: int
    columns: Mapping[str, int]

    @property
    def heads(self) -> str:
        """The sheet!cell where the heads begin."""
        return f"{self.sheet.title}!A{self.head}"

    def rows(self) -> Iterator[tuple[SheetCell, ...]]:
        """The rows under the heads that have content, but not the help and the example."""
        for row in self.sheet.iter_rows(min_row=self.head + 1):
            if any(map(has_content, row)) and self.mark(row) not in (HELP_ROW, EXAMPLE_ROW):
                yield row

    def mark(self, row: tuple[SheetCell, ...]) -> str:
        """What the first column says of a row."""
        column = self.columns.get(MARKER)
        return normal(row[column - 1].value) if column else ""

    def cell(self, row: tuple[SheetCell, ...], head: str) -> SheetCell | None:
        """The cell of a row under this head."""
        column = self.columns.get(normal(head))
        return row[column - 1] if column else None

    def place(self, row: tuple[SheetCell, ...], head: str) -> str:
        """The sheet!cell of a row under this head; the row of heads if it is not among them."""
        column = self.columns.get(normal(head))
        return f"{self.sheet.title}!{get_column_letter(column)}{row[0].row}" if column else self.heads


def find_grid(sheet: Worksheet, heads: Iterable[str], draft: Draft) -> Grid | None:
    """The part of a sheet under its heads, or None after noting why it cannot be read."""
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        found = _("een blad tot cel {cell}").format(cell=f"{get_column_letter(sheet.max_column)}{sheet.max_row}")
        expected = _("hooguit {rows} rijen en {columns} kolommen").format(rows=MOST_ROWS, columns=MOST_COLUMNS)
        draft.fault(sheet.title, found, expected, _("Verwijder de lege rijen en kolommen aan het eind."))
        return None
    wanted = {normal(head) for head in heads}
    found_heads = {at: _heads(row) for at, row in enumerate(sheet.iter_rows(max_row=HEADS_WITHIN), start=1)}
    head = max(found_heads, key=lambda number: len(found_heads[number].keys() & wanted))
    if len(found_heads[head].keys() & wanted) * 2 < len(wanted):
        draft.fault(sheet.title, _("geen rij met kopjes"), _("de kopjes van het werkboek"), _start_anew())
        return None
    _note_odd_columns(sheet, head, wanted, draft)
    return Grid(sheet, head, found_heads[head])


def read_answers(grid: Grid, draft: Draft, lists: Mapping[str, Choices]) -> list[ReadRow]:
    """The answers on the sheet of the project, one row per question that stands there."""
    questions = {normal(column.label): column for column in PROJECT.columns}
    asked, answered = ANSWER_HEADS[:2]
    rows: list[ReadRow] = []
    for row in grid.rows():
        label, cell, place = grid.cell(row, asked), grid.cell(row, answered), grid.place(row, answered)
        question = questions.get(normal(label.value if label else None))
        if question and cell:
            rows.append(_read({question.key: (question, cell, place)}, draft, lists))
        elif cell and has_content(cell):
            draft.fault(place, shown(cell.value), _("een antwoord naast een vraag"), _("Verwijder of verplaats het."))
    for column in PROJECT.columns:
        if all(column.key not in row.cells for row in rows):
            _note_missing(grid, column, draft)
    return rows


def read_rows(grid: Grid, part: Sheet, draft: Draft, lists: Mapping[str, Choices]) -> list[ReadRow]:
    """The rows of a sheet with content, each cell as the value that its column holds."""
    for column in part.columns:
        if normal(column.label) not in grid.columns:
            _note_missing(grid, column, draft)
    _note_changed_example(grid, part, draft)
    rows = []
    for row in grid.rows():
        cells = {each.key: (each, grid.cell(row, each.label), grid.place(row, each.label)) for each in part.columns}
        if any(cell and has_content(cell) for _column, cell, _place in cells.values()):
            rows.append(_read(cells, draft, lists))
    if not rows:
        _note_first(grid, part, draft)
    return rows


def has_content(cell: SheetCell) -> bool:
    """Whether a cell holds more than blanks."""
    return normal(cell.value) != ""


def normal(text: object) -> str:
    """A head as it is compared: in lower case, without the mark for what is required."""
    return " ".join(clean(str(text)).removesuffix(REQUIRED.strip()).split()).casefold() if text is not None else ""


def _read(
    cells: Mapping[str, tuple[Column, SheetCell | None, str]], draft: Draft, lists: Mapping[str, Choices]
) -> ReadRow:
    draft.asked |= {place: column for column, _cell, place in cells.values()}
    read = {key: _value(cell, column, place, draft, lists) for key, (column, cell, place) in cells.items() if cell}
    values = {key: value for key, value in read.items() if value is not None}
    return ReadRow(values, {key: place for key, (_column, _cell, place) in cells.items()})


def _value(cell: SheetCell, column: Column, place: str, draft: Draft, lists: Mapping[str, Choices]) -> Any:
    """The value of a cell, None if it is blank or, after noting why, if it cannot be read."""
    value = as_seen(cell.value, cell.number_format)
    if cell.data_type == FORMULA:
        text = shown(getattr(value, "text", value))
        remedy = _("Plak de uitkomst als waarde (Plakken speciaal, Waarden).")
        return draft.fault(place, _("formule {text}").format(text=text), _("een waarde"), remedy)
    if cell.data_type == ERROR:
        return draft.fault(place, shown(value), _("een waarde"), _("Typ de waarde opnieuw."))
    try:
        return read_value(value, column, lists)
    except Unreadable as problem:
        return draft.fault(place, shown(value), problem.expected, problem.remedy)


def _heads(row: Iterable[SheetCell]) -> dict[str, int]:
    heads: dict[str, int] = {}
    for number, cell in enumerate(row, start=1):
        if isinstance(cell.value, str):
            heads.setdefault(normal(cell.value), number)
    return heads


def _note_first(grid: Grid, part: Sheet, draft: Draft) -> None:
    """Where a sheet without rows would begin, should it be missed."""
    first = part.columns[0]
    letter = get_column_letter(grid.columns.get(normal(first.label), 1))
    place = f"{grid.sheet.title}!{letter}{grid.head + FIRST_ROW - HEADER_ROW}"
    draft.note((part.key,), place)
    draft.asked[place] = first


def _note_missing(grid: Grid, column: Column, draft: Draft) -> None:
    found = _("'{label}' ontbreekt").format(label=column.label)
    draft.absent(grid.heads, found, _("de kopjes van het werkboek"), _start_anew())


def _note_odd_columns(sheet: Worksheet, head: int, wanted: set[str], draft: Draft) -> None:
    """Columns with content under a head that the workbook does not have, or has already."""
    seen: set[str] = set()
    for cells in sheet.iter_cols(min_row=head):
        label, filled = normal(cells[0].value), [cell for cell in cells[1:] if has_content(cell)]
        if (label not in wanted or label in seen) and filled:
            found = _("een kolom die het werkboek niet kent: '{label}'").format(label=cells[0].value or "")
            remedy = _("Verwijder de kolom, of zet de inhoud in een kolom van het werkboek.")
            draft.fault(f"{sheet.title}!{cells[0].coordinate}", found, _("een kolom van het werkboek"), remedy)
        seen.add(label)


def _note_changed_example(grid: Grid, part: Sheet, draft: Draft) -> None:
    for row in grid.sheet.iter_rows(min_row=grid.head + 1):
        for column in part.columns if grid.mark(row) == EXAMPLE_ROW else ():
            cell = grid.cell(row, column.label)
            if cell and clean(str(cell.value or "")) != column.example:
                found = _("{text} in de rij met het voorbeeld").format(text=shown(cell.value))
                remedy = _("Zet uw tekst in een rij eronder; het voorbeeld telt niet mee.")
                draft.fault(f"{grid.sheet.title}!{cell.coordinate}", found, shown(column.example), remedy)


def _start_anew() -> str:
    return _("Zet de kopjes terug, of begin met een nieuw werkboek.")
