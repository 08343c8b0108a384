"""Tables in CSV, as StatLine or anyone exports them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import count

import polars as pl

from brede_welvaart.adapters.cells import cleaned
from brede_welvaart.adapters.grids import ROW, Grid, capped, refuse_columns, unreadable
from brede_welvaart.errors import Finding, InputFault
from brede_welvaart.language import _

HEADER_CHARACTERS = 100_000


def read_csv(content: bytes, file: str) -> Grid:
    """The table in the bytes of a CSV file; a row that cannot be read is left out, with a finding.

    Raises InputFault if there is no header, or a column occurs twice.
    """
    text = re.sub(r"\Asep=.(?=\r?\n)", "", _decoded(content, file), flags=re.IGNORECASE)  # only Excel reads that line
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    findings: list[Finding] = []
    rows = _rows(text, _separator(text[:HEADER_CHARACTERS]), file, findings)
    _number, header = next(rows, (0, []))
    if findings:
        raise InputFault(capped(findings, file))
    if not header:
        raise unreadable(file, _("een leeg bestand"), _("een tabel met een kopregel"))
    titles = cleaned(header)
    heads = titles[: max((place for place, title in enumerate(titles, 1) if title), default=1)]
    refuse_columns(heads, file)
    frame = _as_frame(_whole_rows(rows, len(header), len(heads), file, findings), heads)
    return Grid(frame, heads, capped(findings, file))


def _decoded(content: bytes, file: str) -> str:
    remedy = _("Sla het bestand op als UTF-8.")
    if b"\x00" in content[:2]:
        raise unreadable(file, _("tekst in UTF-16"), _("tekst in UTF-8"), remedy)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = _("een teken dat geen UTF-8 is (byte {byte})").format(byte=error.start)
        raise unreadable(file, found, _("tekst in UTF-8"), remedy) from None


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


def _rows(text: str, mark: str, file: str, findings: list[Finding]) -> Iterator[tuple[int, list[str]]]:
    """The rows with any text, and their number in the file; a stray quote costs its row, and is a finding."""
    reader = _reader(text, mark)
    for number in count(1):
        try:
            row = next(reader, None)
        except csv.Error:
            place = _("rij {row}").format(row=number)
            found = _("een aanhalingsteken dat niet sluit, of midden in een veld")
            remedy = _("Haal het weg, of zet het dubbel in een veld tussen aanhalingstekens.")
            findings.append(Finding(file, place, found, _("aanhalingstekens om een heel veld"), remedy))
            continue
        if row is None:
            return
        if any(row):
            yield number, row


def _whole_rows(
    rows: Iterable[tuple[int, list[str]]], width: int, named: int, file: str, findings: list[Finding]
) -> Iterator[tuple[int, list[str]]]:
    """The named fields of the rows that are all as wide as the header; a short row is a figure lost, and a finding."""
    expected = _("{number} velden, zoals de kopregel").format(number=width)
    for number, row in rows:
        place = _("rij {row}").format(row=number)
        if len(row) != width:
            findings.append(Finding(file, place, _("{number} velden").format(number=len(row)), expected))
        elif any(field.strip() for field in row[named:]):
            findings.append(Finding(file, place, _("een waarde zonder kop erboven"), _("een kop boven elke kolom")))
        else:
            yield number, row[:named]


def _as_frame(rows: Iterable[tuple[int, list[str]]], heads: list[str]) -> pl.DataFrame:
    """Numbered rows as a table; by way of plain CSV, which takes less memory than a list of all cells."""
    plain = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
    csv.writer(plain, lineterminator="\n").writerows([number, *row] for number, row in rows)
    plain.flush()
    schema = {ROW: pl.UInt32, **dict.fromkeys(heads, pl.String)}
    return pl.read_csv(plain.detach().getvalue(), has_header=False, schema=schema, raise_if_empty=False)
