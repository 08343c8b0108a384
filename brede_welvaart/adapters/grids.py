"""CSV, XLSX and Parquet as one thing: columns of text or numbers, and where each cell stands."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile, zip_longest
from pathlib import PurePath
from typing import IO, Any

import polars as pl

from brede_welvaart.adapters.cells import EITHER, clean, cleaned
from brede_welvaart.archive import contents
from brede_welvaart.errors import Finding, InputFault, unlisted
from brede_welvaart.language import _
from brede_welvaart.tables import MAXIMUM_FINDINGS, NO_PLACE

MAXIMUM_UNPACKED = 200_000_000
MAXIMUM_CELLS = 200_000_000
HEADER_CHARACTERS = 100_000
ROW = "\x00row"


@dataclass(frozen=True)
class Grid:
    """A table as it stands in a file: a text column is cleaned, ROW holds the row number in the file.

    `sheet` is the name of a workbook's sheet, `letters` the letter of each of its columns.
    """

    frame: pl.DataFrame
    sheet: str | None = None
    letters: Mapping[str, str] = field(default_factory=dict)

    def place(self, row: int, column: str) -> str:
        """Where a cell stands: sheet!C12 in a workbook, else row and column."""
        if self.sheet is None:
            return _("rij {row}, kolom {column}").format(row=row, column=column)
        return f"{self.sheet}!{self.letters[column]}{row}"


def read_grid(content: bytes, file: str, sheet: str | None = None) -> Grid:
    """The table in a file's bytes; the suffix of `file` says which kind. Raises InputFault if it cannot be read."""
    suffix = PurePath(file).suffix.lower()
    if suffix not in READERS:
        raise unreadable(file, suffix or _("geen uitgang"), _("een bestand .csv, .xlsx of .parquet"))
    try:
        grid = READERS[suffix](content, file, sheet)
    except InputFault:
        raise
    except Exception as error:  # whatever a damaged file makes the libraries stumble over
        raise _broken(file, error) from None
    texts = [column for column, kind in grid.frame.schema.items() if kind == pl.String]
    return replace(grid, frame=grid.frame.with_columns(clean(pl.col(column)) for column in texts))


def unreadable(file: str, found: str, expected: str, remedy: str = "") -> InputFault:
    """The fault of a file that cannot be read at all."""
    return InputFault([Finding(file, "", found, expected, remedy)])


def capped(findings: list[Finding], file: str) -> list[Finding]:
    """The first findings, and how many more there are."""
    more = len(findings) - MAXIMUM_FINDINGS
    return [*findings[:MAXIMUM_FINDINGS], unlisted(file, more, NO_PLACE)] if more > 0 else findings


def _read_csv(content: bytes, file: str, _sheet: str | None) -> Grid:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = _("een teken dat geen UTF-8 is (byte {byte})").format(byte=error.start)
        raise unreadable(file, found, _("tekst in UTF-8"), _("Sla het bestand op als UTF-8.")) from None
    text = re.sub(r"\Asep=.(?=\r?\n)", "", text, flags=re.IGNORECASE)  # a line that only Excel reads
    rows = _rows(text, _separator(text[:HEADER_CHARACTERS]), file)
    _number, header = next(rows, (0, []))
    if not header:
        raise unreadable(file, _("een leeg bestand"), _("een tabel met een kopregel"))
    heads = cleaned(header)
    _refuse_columns(heads, file)
    return Grid(_as_frame(_whole_rows(rows, len(heads), file), heads))


def _separator(text: str) -> str:
    """The mark that splits the header into most columns; a mark between quotes splits nothing."""
    return max(";,\t", key=lambda mark: _width(text, mark))


def _width(text: str, mark: str) -> int:
    try:
        return len(next(filter(any, _reader(text, mark)), []))
    except csv.Error:
        return 0


def _reader(text: str, mark: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)


def _rows(text: str, mark: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with any text, and their number in the file; raises InputFault at a stray quote."""
    number = 0
    try:
        for number, row in enumerate(_reader(text, mark), 1):
            if any(row):
                yield number, row
    except csv.Error:
        place = _("rij {row}").format(row=number + 1)
        found = _("een aanhalingsteken dat niet sluit, of midden in een veld")
        remedy = _("Haal het weg, of zet het dubbel in een veld tussen aanhalingstekens.")
        raise InputFault([Finding(file, place, found, _("aanhalingstekens om een heel veld"), remedy)]) from None


def _whole_rows(rows: Iterable[tuple[int, list[str]]], width: int, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows, all as wide as the header: a short row is a figure lost. Raises InputFault after the last one."""
    expected = _("{number} velden, zoals de kopregel").format(number=width)
    findings = []
    for number, row in rows:
        if len(row) == width:
            yield number, row
        else:
            place, found = _("rij {row}").format(row=number), _("{number} velden").format(number=len(row))
            findings.append(Finding(file, place, found, expected))
    if findings:
        raise InputFault(capped(findings, file))


def _as_frame(rows: Iterable[tuple[int, list[str]]], heads: list[str]) -> pl.DataFrame:
    """Numbered rows as a table; by way of plain CSV, which takes less memory than a list of all cells."""
    plain = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
    csv.writer(plain, lineterminator="\n").writerows([number, *row] for number, row in rows)
    plain.flush()
    schema = {ROW: pl.UInt32, **dict.fromkeys(heads, pl.String)}
    return pl.read_csv(plain.detach().getvalue(), has_header=False, schema=schema, raise_if_empty=False)


def _read_xlsx(content: bytes, file: str, sheet: str | None) -> Grid:
    from openpyxl import load_workbook  # noqa: PLC0415 -- only workbooks need it

    _refuse_bomb(content, file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what it leaves out, such as drop-down lists; no figure is among it
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    page = _chosen_sheet(book.worksheets, sheet, file)
    page.reset_dimensions()
    rows = {number: [_text(cell) for cell in row] for number, row in enumerate(page.iter_rows(values_only=True), 1)}
    filled = {number: row for number, row in rows.items() if any(row)}
    with page._get_source() as stored:
        findings = list(_odd_cells(stored, page.title, min(filled, default=0), file))
    if findings:
        raise InputFault(capped(findings, file))
    return _as_grid(filled, page.title, file)


def _chosen_sheet(pages: list[Any], sheet: str | None, file: str) -> Any:
    """The sheet of this name, else the first that a reader sees."""
    titles = [page.title for page in pages]
    name = sheet or next((page.title for page in pages if page.sheet_state == "visible"), None)
    if name in titles:
        return pages[titles.index(name)]
    found = _("geen blad '{name}'").format(name=name) if name else _("geen zichtbaar blad met cellen")
    raise unreadable(file, found, ", ".join(titles) or _("een tabel met een kopregel"))


def _odd_cells(stored: IO[bytes], sheet: str, top: int, file: str) -> Iterator[Finding]:
    """What openpyxl would pass over in silence: formulas without a result, and merged cells below the header."""
    from openpyxl.utils import range_boundaries  # noqa: PLC0415 -- as in _read_xlsx
    from openpyxl.xml.constants import SHEET_MAIN_NS  # noqa: PLC0415
    from openpyxl.xml.functions import iterparse  # noqa: PLC0415

    space = f"{{{SHEET_MAIN_NS}}}"
    for _event, node in iterparse(stored):
        if node.tag == f"{space}c":
            empty = not node.findtext(f"{space}v") and node.get("t") != "str"
            if empty and node.find(f"{space}f") is not None:
                remedy = _("Open het bestand in Excel of LibreOffice en sla het opnieuw op.")
                place = f"{sheet}!{node.get('r')}"
                yield Finding(file, place, _("een formule zonder uitkomst"), _("een getal of tekst"), remedy)
        elif node.tag == f"{space}row":
            node.clear()
        elif node.tag == f"{space}mergeCell" and (range_boundaries(node.get("ref"))[3] or 0) > top:
            remedy = _("Splits de cellen en vul elke rij in.")
            yield Finding(file, f"{sheet}!{node.get('ref')}", _("samengevoegde cellen"), _("losse cellen"), remedy)


def _as_grid(rows: dict[int, list[str | None]], sheet: str, file: str) -> Grid:
    """The table in the rows of a sheet that have text, by number: the first is the header."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- as in _read_xlsx

    if not rows:
        raise unreadable(file, _("een leeg blad"), _("een tabel met een kopregel"))
    top, *numbers = rows
    width = max(len(row) for row in rows.values())
    columns = list(zip_longest(*([*rows[number], *[None] * (width - len(rows[number]))] for number in numbers)))
    titles = cleaned(title or "" for title in [*rows[top], *[None] * (width - len(rows[top]))])
    used = [place for place in range(width) if titles[place] or (columns and any(columns[place]))]
    nameless = [f"{sheet}!{get_column_letter(place + 1)}{top}" for place in used if not titles[place]]
    if nameless:
        remedy = _("Geef elke kolom een kop, zonder titel erboven en zonder samengevoegde cellen.")
        raise InputFault([Finding(file, place, _("niets"), _("de kop van een kolom"), remedy) for place in nameless])
    _refuse_columns([titles[place] for place in used], file)
    if len(used) > 1:
        _refuse_foot({number: rows[number] for number in numbers}, used[0], sheet, file)
    cells = {titles[place]: columns[place] if columns else () for place in used}
    frame = pl.DataFrame({ROW: numbers, **cells}, dict.fromkeys(cells, pl.String) | {ROW: pl.UInt32})
    return Grid(frame, sheet, {titles[place]: get_column_letter(place + 1) for place in used})


def _refuse_foot(rows: dict[int, list[str | None]], first: int, sheet: str, file: str) -> None:
    """A line of text under a table, such as its source, is no region without figures; nor is it left out in silence."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- as in _read_xlsx

    foot = list(takewhile(lambda number: not any(rows[number][first + 1 :]), reversed(rows)))
    if foot:
        expected = _("cijfers naast de tekst in de eerste kolom")
        remedy = _("Verwijder deze regel onder de tabel, of zet een punt in elke lege cel.")
        column = get_column_letter(first + 1)
        raise InputFault(
            Finding(file, f"{sheet}!{column}{number}", f"'{rows[number][first]}'", expected, remedy) for number in foot
        )


def as_texts(numbers: pl.Series) -> pl.Series:
    """A column of numbers as text with an exponent, which no decimal mark changes and which shows none."""
    written = (None if number is None else repr(number) for number in numbers.cast(pl.Float64))
    texts = [text if text is None or "e" in text else f"{text}e0" for text in written]
    return pl.Series(numbers.name, texts, pl.String)


def _text(cell: object) -> str | None:
    """A cell as text; a number such as 1.234 gets a zero more, for it is not one thousand two hundred thirty-four."""
    if isinstance(cell, float):
        return f"{cell!r}0" if re.fullmatch(EITHER, repr(cell)) else repr(cell).removesuffix(".0")
    return None if cell is None else str(cell)


def _refuse_bomb(content: bytes, file: str) -> None:
    """A few kilobytes can claim to be gigabytes, and what is locked cannot be read."""
    listed = contents(zipfile.ZipFile(io.BytesIO(content)))
    if listed.locked:
        raise unreadable(file, _("een wachtwoord"), _("een bestand zonder wachtwoord"))
    unpacked = listed.size
    if unpacked > MAXIMUM_UNPACKED:
        found = _("{size} MB na uitpakken").format(size=unpacked // 1_000_000)
        raise unreadable(file, found, _("hooguit {size} MB").format(size=MAXIMUM_UNPACKED // 1_000_000))


def _read_parquet(content: bytes, file: str, _sheet: str | None) -> Grid:
    lazy = pl.scan_parquet(io.BytesIO(content))
    cells = lazy.select(pl.len()).collect().item() * len(lazy.collect_schema())
    if cells > MAXIMUM_CELLS:
        raise unreadable(file, _("{number} cellen").format(number=cells), _("hooguit {n}").format(n=MAXIMUM_CELLS))
    frame = lazy.collect().with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))
    heads = cleaned(frame.columns)
    _refuse_columns(heads, file)
    frame.columns = heads
    return Grid(frame.with_row_index(ROW, offset=2))


READERS: Mapping[str, Callable[[bytes, str, str | None], Grid]] = {
    ".csv": _read_csv,
    ".txt": _read_csv,
    ".xlsx": _read_xlsx,
    ".parquet": _read_parquet,
}


def _refuse_columns(names: list[str], file: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        found = _("kolom '{name}' twee keer")
        findings = [Finding(file, "", found.format(name=name), _("elke kolom één keer")) for name in twice]
        raise InputFault(findings)


def _broken(file: str, error: Exception) -> InputFault:
    reason = (str(error).strip() or type(error).__name__).splitlines()[0]
    found = _("een bestand dat niet te lezen is ({reason})").format(reason=reason)
    suffix = PurePath(file).suffix
    return unreadable(file, found, _("een leesbaar {suffix}-bestand").format(suffix=suffix))
