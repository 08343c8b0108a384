"""CSV, XLSX and Parquet as one thing: the table in a file."""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import replace
from pathlib import PurePath

import polars as pl

from brede_welvaart.adapters.cells import clean, cleaned
from brede_welvaart.adapters.csv_tables import read_csv
from brede_welvaart.adapters.grids import ROW, Grid, refuse_columns, unreadable
from brede_welvaart.adapters.sheets import read_xlsx
from brede_welvaart.errors import InputFault
from brede_welvaart.language import _

MAXIMUM_CELLS = 200_000_000
MAXIMUM_BYTES = 500_000_000


def read_grid(content: bytes, file: str, sheet: str | None = None, wanted: Collection[str] | None = None) -> Grid:
    """The table in a file's bytes; the suffix of `file` says which kind.

    Columns beside the `wanted` ones need not be in its frame. Raises InputFault if it cannot be read.
    """
    try:
        grid = _read(content, file, sheet, wanted)
    except InputFault:
        raise
    except Exception as error:  # whatever a damaged file makes the libraries stumble over
        raise _broken(file, error) from None
    texts = [column for column, kind in grid.frame.schema.items() if kind == pl.String]
    return replace(grid, frame=grid.frame.with_columns(clean(pl.col(column)) for column in texts))


def _read(content: bytes, file: str, sheet: str | None, wanted: Collection[str] | None) -> Grid:
    match PurePath(file).suffix.lower():
        case ".csv" | ".txt":
            return read_csv(content, file)
        case ".xlsx":
            return read_xlsx(content, file, sheet)
        case ".parquet":
            return _read_parquet(content, file, wanted)
        case suffix:
            raise unreadable(file, suffix or _("geen uitgang"), _("een bestand .csv, .xlsx of .parquet"))


def _read_parquet(content: bytes, file: str, wanted: Collection[str] | None) -> Grid:
    lazy = pl.scan_parquet(io.BytesIO(content))
    names = lazy.collect_schema().names()
    heads = cleaned(names)
    refuse_columns(heads, file)
    chosen = {name: head for name, head in zip(names, heads, strict=True) if wanted is None or head in wanted}
    cells = lazy.select(pl.len()).collect().item() * len(chosen)
    if cells > MAXIMUM_CELLS:
        raise unreadable(file, _("{number} cellen").format(number=cells), _("hooguit {n}").format(n=MAXIMUM_CELLS))
    _refuse_bytes(_stored_bytes(content, chosen), file)
    frame = lazy.select(*chosen).collect().with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))
    texts = frame.select(pl.col(pl.String).str.len_bytes().cast(pl.UInt64).sum())
    _refuse_bytes(sum(texts.row(0)) if texts.width else 0, file)
    return Grid(frame.rename(chosen).with_row_index(ROW, offset=2), heads)


def _stored_bytes(content: bytes, columns: Collection[str]) -> int:
    """The bytes that these columns of a Parquet file take by its own list, before a value that is repeated is."""
    from pyarrow import parquet  # noqa: PLC0415 -- only Parquet needs it

    listed = parquet.read_metadata(io.BytesIO(content))
    groups = (listed.row_group(number) for number in range(listed.num_row_groups))
    chunks = (group.column(number) for group in groups for number in range(group.num_columns))
    return sum(each.total_uncompressed_size for each in chunks if each.path_in_schema.split(".")[0] in columns)


def _refuse_bytes(size: int, file: str) -> None:
    if size > MAXIMUM_BYTES:
        found = _("{size} MB na uitpakken").format(size=size // 1_000_000)
        raise unreadable(file, found, _("hooguit {size} MB").format(size=MAXIMUM_BYTES // 1_000_000))


def _broken(file: str, error: Exception) -> InputFault:
    reason = (str(error).strip() or type(error).__name__).splitlines()[0]
    found = _("een bestand dat niet te lezen is ({reason})").format(reason=reason)
    suffix = PurePath(file).suffix
    return unreadable(file, found, _("een leesbaar {suffix}-bestand").format(suffix=suffix))
