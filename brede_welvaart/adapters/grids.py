"""CSV, XLSX and Parquet as one thing: columns of text or numbers, and where each cell stands."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

import polars as pl

from brede_welvaart.adapters.cells import EITHER, clean
from brede_welvaart.errors import Finding, InputFault
from brede_welvaart.language import _
from brede_welvaart.tables import MAXIMUM_FINDINGS

MAXIMUM_UNPACKED = 200_000_000
ROW = "\x00row"


@dataclass(frozen=True)
class Grid:
    """A table as it stands in a file: a text column is cleaned, ROW holds the row number in the file."""

    frame: pl.DataFrame
    sheet: str | None
    is_text: bool

    def place(self, row: int, column: str) -> str:
        """Where a cell stands: sheet!C12 in a workbook, else row and column."""
        if self.sheet is None:
            return _("rij {row}, kolom {column}").format(row=row, column=column)
        return f"{self.sheet}!{_letters(self.frame.columns.index(column))}{row}"


def read_grid(content: bytes, file: str, sheet: str | None = None) -> Grid:
    """The table in a file's bytes; the suffix of `file` says which kind. Raises InputFault if it cannot be read."""
    suffix = PurePath(file).suffix.lower()
    readers = {".csv": _read_csv, ".txt": _read_csv, ".xlsx": _read_xlsx, ".parquet": _read_parquet}
    if suffix not in readers:
        raise unreadable(file, suffix or _("geen uitgang"), _("een bestand .csv, .xlsx of .parquet"))
    try:
        frame, name = readers[suffix](content, file, sheet)
    except (pl.exceptions.PolarsError, zipfile.BadZipFile, csv.Error, OSError) as error:
        raise _broken(file, error) from None
    texts = [column for column, kind in frame.schema.items() if kind == pl.String]
    numbered = frame.with_columns(clean(pl.col(column)) for column in texts).with_row_index(ROW, offset=2)
    return Grid(numbered.select(*frame.columns, ROW), name, suffix != ".parquet")


def unreadable(file: str, found: str, expected: str, remedy: str = "") -> InputFault:
    """The fault of a file that cannot be read at all."""
    return InputFault([Finding(file, "", found, expected, remedy)])


def _read_csv(content: bytes, file: str, sheet: str | None) -> tuple[pl.DataFrame, None]:
    del sheet
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = _("een teken dat geen UTF-8 is (byte {byte})").format(byte=error.start)
        raise unreadable(file, found, _("tekst in UTF-8"), _("Sla het bestand op als UTF-8.")) from None
    mark = _separator(text)
    header = _refuse_rows(csv.reader(io.StringIO(text), delimiter=mark), file)
    frame = pl.read_csv(text.encode(), separator=mark, infer_schema=False)
    return frame.rename(dict(zip(frame.columns, (name.strip() for name in header), strict=True))), None


def _separator(text: str) -> str:
    line = text.partition("\n")[0]
    return max(";,\t", key=line.count)


def _read_xlsx(content: bytes, file: str, sheet: str | None) -> tuple[pl.DataFrame, str]:
    import fastexcel  # noqa: PLC0415 -- only workbooks need it

    unpacked = sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(content)).infolist())
    if unpacked > MAXIMUM_UNPACKED:
        found = _("{size} MB na uitpakken").format(size=unpacked // 1_000_000)
        raise unreadable(file, found, _("hooguit {size} MB").format(size=MAXIMUM_UNPACKED // 1_000_000))
    try:
        book = fastexcel.read_excel(content)
        name = sheet or book.sheet_names[0]
        if name not in book.sheet_names:
            raise unreadable(file, _("geen blad '{name}'").format(name=name), ", ".join(book.sheet_names))
        header = book.load_sheet(name, header_row=None, n_rows=1, dtypes="string").to_polars().row(0)
        _refuse_columns(["" if title is None else str(title) for title in header], file)
        texts = book.load_sheet(name, dtypes="string").to_polars()
        # A date is what a small number can be read as and text cannot: it tells the number 1.234 from the text.
        dates = book.load_sheet(name, dtypes="date", dtype_coercion="coerce").to_polars()
    except fastexcel.FastExcelError as error:
        raise _broken(file, error) from None
    sure = [
        pl.when(pl.col(column).str.contains(EITHER) & dates[column].is_not_null())
        .then(pl.col(column) + "0")
        .otherwise(pl.col(column))
        .alias(column.strip())
        for column in texts.columns
    ]
    return texts.select(sure), name


def _read_parquet(content: bytes, file: str, sheet: str | None) -> tuple[pl.DataFrame, None]:
    del sheet, file
    frame = pl.read_parquet(io.BytesIO(content))
    return frame.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String)), None


def _refuse_rows(rows: Iterator[list[str]], file: str) -> list[str]:
    """The header, if there is one and every row has as many fields; a short row is a figure lost."""
    header = next(rows, None)
    if not header:
        raise unreadable(file, _("een leeg bestand"), _("een tabel met een kopregel"))
    _refuse_columns(header, file)
    expected = _("{number} velden, zoals de kopregel").format(number=len(header))
    found = _("{number} velden")
    findings = [
        Finding(file, _("rij {row}").format(row=place), found.format(number=len(row)), expected)
        for place, row in enumerate(rows, start=2)
        if row and len(row) != len(header)
    ]
    if findings:
        raise InputFault(findings[:MAXIMUM_FINDINGS])
    return header


def _refuse_columns(names: list[str], file: str) -> None:
    stripped = [name.strip() for name in names]
    twice = sorted({name for name in stripped if stripped.count(name) > 1})
    if twice:
        found = _("kolom '{name}' twee keer")
        findings = [Finding(file, "", found.format(name=name), _("elke kolom één keer")) for name in twice]
        raise InputFault(findings)


def _letters(index: int) -> str:
    first, last = divmod(index, 26)
    return (_letters(first - 1) if first else "") + chr(ord("A") + last)


def _broken(file: str, error: Exception) -> InputFault:
    reason = (str(error).strip() or type(error).__name__).splitlines()[0]
    found = _("een bestand dat niet te lezen is ({reason})").format(reason=reason)
    suffix = PurePath(file).suffix
    return unreadable(file, found, _("een leesbaar {suffix}-bestand").format(suffix=suffix))
