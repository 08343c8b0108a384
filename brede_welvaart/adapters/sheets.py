"""Tables in the sheets of XLSX workbooks."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Container, Iterator, Sequence
from itertools import takewhile, zip_longest
from typing import IO, Any

import polars as pl

from brede_welvaart.adapters.cells import cleaned
from brede_welvaart.adapters.grids import ROW, Grid, as_text, capped, refuse_columns, unreadable
from brede_welvaart.archive import contents
from brede_welvaart.errors import Finding, InputFault, noting
from brede_welvaart.language import _

MAXIMUM_UNPACKED = 200_000_000
MAXIMUM_CELLS = 2_000_000

Rows = dict[int, list[str | None]]


def read_xlsx(content: bytes, file: str, sheet: str | None) -> Grid:
    """The table in a sheet of a workbook's bytes: this one, or else the first that a reader sees.

    Numbers get an exponent, which no decimal mark changes. A number that is shown as a percentage gets a percent sign,
    so that it is no number: 0.125 shown as 12.5% may be meant either way, and no range tells which.
    Raises InputFault if there is no such sheet, it has too many cells, or its header leaves a column without a name.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 -- only workbooks need it

    _refuse_bomb(content, file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what it leaves out, such as drop-down lists; no figure is among it
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    page = _chosen_sheet(book.worksheets, sheet, file)
    page.reset_dimensions()
    rows = _filled_rows(page, _percent_styles(book), file)
    with page._get_source() as stored:
        findings = list(_odd_cells(stored, page.title, min(rows, default=0), file))
    with noting(findings):
        return _as_grid(rows, page.title, file, findings)
    raise InputFault(capped(findings, file))


def _filled_rows(page: Any, percents: Container[int], file: str) -> Rows:
    """The rows of a sheet that have text, by number, each up to its last text."""
    rows: Rows = {}
    cells = 0
    for number, row in enumerate(page.iter_rows(), 1):
        cells += len(row) or 1
        _refuse_many(cells, file)
        texts = [None if cell.value is None else _text(cell.value, cell._style_id in percents) for cell in row]
        while texts and not (texts[-1] or "").strip():
            texts.pop()
        if texts:
            rows[number] = texts
    return rows


def _refuse_many(cells: int, file: str) -> None:
    if cells > MAXIMUM_CELLS:
        expected = _("hooguit {n} cellen in een blad").format(n=MAXIMUM_CELLS)
        remedy = _("Verwijder rijen en kolommen zonder cijfers, of bewaar de tabel als CSV of Parquet.")
        raise unreadable(file, _("{number} cellen of meer").format(number=cells), expected, remedy)


def _percent_styles(book: Any) -> set[int]:
    """The styles of a workbook that show a number a hundred times as large, with a percent sign."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE  # noqa: PLC0415 -- as in read_xlsx

    own = dict(enumerate(book._number_formats, BUILTIN_FORMATS_MAX_SIZE))
    formats = {number: re.sub(r'"[^"]*"|\\.', "", form) for number, form in {**BUILTIN_FORMATS, **own}.items()}
    return {place for place, style in enumerate(book._cell_styles) if "%" in formats.get(style.numFmtId, "")}


def _text(value: object, percent: bool) -> str:
    """The value of a cell as text: a whole number as it is, another number with an exponent."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value)
    if percent:
        return f"{value * 100:.12g}%"
    return as_text(value) if isinstance(value, float) and not value.is_integer() else repr(value).removesuffix(".0")


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
    from openpyxl.utils import range_boundaries  # noqa: PLC0415 -- as in read_xlsx
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


def _as_grid(rows: Rows, sheet: str, file: str, findings: list[Finding]) -> Grid:
    """The table in the rows of a sheet that have text, by number: the first is the header."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- as in read_xlsx

    if not rows:
        raise unreadable(file, _("een leeg blad"), _("een tabel met een kopregel"))
    width = max(len(row) for row in rows.values())
    _refuse_many(width * len(rows), file)
    top, *numbers = rows
    columns = list(zip_longest(*([*rows[number], *[None] * (width - len(rows[number]))] for number in numbers)))
    titles = cleaned(title or "" for title in [*rows[top], *[None] * (width - len(rows[top]))])
    used = [place for place in range(width) if titles[place] or (columns and any(columns[place]))]
    letters = [get_column_letter(place + 1) for place in used]
    nameless = [f"{sheet}!{letter}{top}" for place, letter in zip(used, letters, strict=True) if not titles[place]]
    if nameless:
        remedy = _("Geef elke kolom een kop, zonder titel erboven en zonder samengevoegde cellen.")
        raise InputFault([Finding(file, place, _("niets"), _("de kop van een kolom"), remedy) for place in nameless])
    heads = [titles[place] for place in used]
    refuse_columns(heads, file)
    cells = {titles[place]: columns[place] if columns else () for place in used}
    frame = pl.DataFrame({ROW: numbers, **cells}, dict.fromkeys(cells, pl.String) | {ROW: pl.UInt32})
    foot = _foot({number: rows[number] for number in numbers}, used[0]) if len(used) > 1 else []
    findings += _foot_findings([(f"{sheet}!{letters[0]}{number}", rows[number][used[0]]) for number in foot], file)
    frame = frame.filter(~pl.col(ROW).is_in(foot))
    return Grid(frame, heads, capped(findings, file), sheet, dict(zip(heads, letters, strict=True)))


def _foot(rows: Rows, first: int) -> list[int]:
    """The last rows with text in the first column only: no regions without figures, nor to be left out in silence."""
    return list(takewhile(lambda number: not any(rows[number][first + 1 :]), reversed(rows)))


def _foot_findings(texts: Sequence[tuple[str, str | None]], file: str) -> Iterator[Finding]:
    expected = _("cijfers naast de tekst in de eerste kolom")
    remedy = _("Verwijder deze regel onder de tabel, of zet een punt in elke lege cel.")
    for place, text in texts:
        yield Finding(file, place, f"'{text}'", expected, remedy)


def _refuse_bomb(content: bytes, file: str) -> None:
    """A few kilobytes can claim to be gigabytes, and what is locked cannot be read."""
    listed = contents(zipfile.ZipFile(io.BytesIO(content)))
    if listed.locked:
        raise unreadable(file, _("een wachtwoord"), _("een bestand zonder wachtwoord"))
    unpacked = listed.size
    if unpacked > MAXIMUM_UNPACKED:
        found = _("{size} MB na uitpakken").format(size=unpacked // 1_000_000)
        raise unreadable(file, found, _("hooguit {size} MB").format(size=MAXIMUM_UNPACKED // 1_000_000))
