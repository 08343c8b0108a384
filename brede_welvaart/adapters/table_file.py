"""Figures in a file: CSV as StatLine or anyone exports it, XLSX, and Parquet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from brede_welvaart.adapters.cells import STATUS_WORDS, clean, cleaned, decimal_mark, parse_cells, star_status
from brede_welvaart.adapters.grid_files import read_grid
from brede_welvaart.adapters.grids import ROW, Grid, as_texts, capped, unreadable
from brede_welvaart.adapters.periods import normalised_period
from brede_welvaart.errors import Finding, InputFault, noting, reason
from brede_welvaart.language import _
from brede_welvaart.source_definitions import Source
from brede_welvaart.tables import OBSERVATIONS, Ranges, check_observations, shown
from brede_welvaart.validation import unknown
from brede_welvaart.vocabulary import FIGURE_STATUSES

COLUMN = "\x00column"
MAXIMUM_BYTES = 500_000_000
NUMBERS = ("value", "lower", "upper")


@dataclass(frozen=True)
class Cells:
    """A table one cell a row: contract columns as they stand in the file, ROW, and COLUMN where the value stands.

    `findings` are the faults of the table as a whole; `partial` says that it lacks columns, which are empty here.
    """

    frame: pl.DataFrame
    grid: Grid
    source: Source
    file: str
    findings: list[Finding]
    partial: bool

    def locate(self, row: Mapping[str, Any], column: str) -> str:
        """Where a figure, or what belongs to it, stands in the file."""
        named = getattr(self.source.columns, column, None) if column != "value" else None
        return self.grid.place(row[ROW], named if named in self.grid.frame.columns else row[COLUMN])


def read(name: str, source: Source, folder: Path, ranges: Ranges) -> pl.DataFrame:
    """The checked observations in a source's file below `folder`.

    Raises InputFault with every finding: the file is absent or not the one recorded, cannot be read, lacks a column,
    or holds cells that are wrong.
    """
    return parse(name, source, _read_bytes(folder / str(source.file), source), ranges)


def parse(name: str, source: Source, content: bytes, ranges: Ranges) -> pl.DataFrame:
    """The checked observations in a file's bytes; raises InputFault as `read` does."""
    cells = read_cells(source, content, f"sources/{source.file}")
    if cells.partial and source.layout == "wide" and not source.measures:
        raise InputFault(cells.findings)
    figures = _numbers(cells.frame, source)
    figures = figures.with_columns(
        source=pl.lit(name), vintage=pl.lit(source.vintage), period=_periods(figures), status=_statuses()
    )
    findings = [*cells.findings, *capped([*_stray_cells(figures, cells), *_stray_words(figures, cells)], cells.file)]
    if cells.partial:
        raise InputFault(findings)
    sound = figures.filter(pl.all_horizontal(pl.col(f"{column}_problem").is_null() for column in NUMBERS))
    sound = sound.drop_nulls(["period", "status"])
    with noting(findings):
        checked = check_observations(sound, cells.file, ranges, cells.locate)
    if findings:
        raise InputFault(findings)
    return checked


def read_cells(source: Source, content: bytes, file: str) -> Cells:
    """The table in a file's bytes, one cell a row; rows without any text are left out.

    Raises InputFault if the file cannot be read.
    """
    source = _with_clean_names(source)
    grid = read_grid(content, file, source.sheet, _named_columns(source))
    absent = _column_faults(grid, source, file)
    findings = [*grid.findings, *absent, *_measure_faults(grid, source, file)]
    grid = replace(grid, frame=grid.frame.select(name for name, kind in grid.frame.schema.items() if not _is_odd(kind)))
    source = _without_absent_columns(source, grid.frame.columns)
    frame = _wide(grid, source) if source.layout == "wide" else _long(grid, source)
    texts = [column for column in frame.columns if column not in (ROW, COLUMN, "measure", "period")]
    filled = pl.any_horizontal(pl.col(column).cast(pl.String).fill_null("") != "" for column in texts)
    frame = frame.filter(filled).with_columns(clean(pl.col("region")))
    if frame.is_empty() and not findings:
        findings = [Finding(file, "", _("geen enkele rij met cijfers"), _("ten minste één rij onder de kopregel"))]
    return Cells(frame, grid, source, file, findings, partial=bool(absent))


def _with_clean_names(source: Source) -> Source:
    """The source with columns and measures written as they are in the grid of its file."""
    named = {name: column for name, column in source.columns if column is not None}
    columns = source.columns.model_copy(update=dict(zip(named, cleaned(named.values()), strict=True)))
    measures = dict(zip(source.measures, cleaned(source.measures.values()), strict=True))
    return source.model_copy(update={"columns": columns, "measures": measures})


def _read_bytes(path: Path, source: Source) -> bytes:
    file = f"sources/{source.file}"
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAXIMUM_BYTES else b""
    except OSError as error:
        raise unreadable(file, reason(error), _("het bestand dat de bron noemt")) from None
    if size > MAXIMUM_BYTES:
        raise unreadable(
            file, f"{size // 1_000_000} MB", _("hooguit {size} MB").format(size=MAXIMUM_BYTES // 1_000_000)
        )
    found = hashlib.sha256(content).hexdigest()
    if found != source.sha256:
        remedy = _("Zet het oude bestand terug, of zet het nieuwe kenmerk in het bronbestand als dit bestand klopt.")
        raise unreadable(file, f"sha256 {found}", f"sha256 {source.sha256}", remedy)
    return content


def _named_columns(source: Source) -> set[str] | None:
    """The columns of the file that the source names; None if it takes whatever there is."""
    if source.layout == "wide":
        return {*_columns(source).values(), *source.measures.values()} if source.measures else None
    return set(_columns(source).values())


def _column_faults(grid: Grid, source: Source, file: str) -> list[Finding]:
    """What is wrong with the columns that hold what the contract asks."""
    present, wanted = [*grid.heads], _columns(source)
    findings = [
        unknown(file, f"columns.{name}", column, present) for name, column in wanted.items() if column not in present
    ]
    if source.period and normalised_period(source.period) is None:
        findings.append(Finding(file, "period", shown(source.period), _expected_period()))
    if source.period and source.columns.period in present:
        found = _("een vaste periode naast kolom '{column}'").format(column=source.columns.period)
        remedy = _("Haal `period` weg uit het bronbestand, of zet er onder `columns` bij: `period: null`.")
        findings.append(Finding(file, "period", found, _("een van beide"), remedy))
    return [*findings, *_odd_kinds(grid, [*wanted.values()], file)]


def _measure_faults(grid: Grid, source: Source, file: str) -> list[Finding]:
    """What is wrong with the measures that the source names."""
    if source.layout == "wide":
        return [*_absent_measures(source, grid.heads, file), *_odd_kinds(grid, [*_measures(grid, source)], file)]
    words = grid.frame.get_column(source.columns.measure or "", default=None)
    if words is None or _is_odd(words.dtype):
        return []
    return _absent_measures(source, words.unique(maintain_order=True).drop_nulls().cast(pl.String).to_list(), file)


def _without_absent_columns(source: Source, present: Sequence[str]) -> Source:
    """The source with only those columns and measures that are there."""
    columns = {name: column if column in present else None for name, column in source.columns}
    measures = source.measures
    if source.layout == "wide":
        measures = {name: column for name, column in measures.items() if column in present}
    return source.model_copy(update={"columns": source.columns.model_copy(update=columns), "measures": measures})


def _absent_measures(source: Source, offered: Sequence[str], file: str) -> list[Finding]:
    return [unknown(file, "measures", name, offered) for name in source.measures.values() if name not in offered]


def _odd_kinds(grid: Grid, columns: list[str], file: str) -> Iterator[Finding]:
    """Columns that hold dates, booleans or lists, which would pass for figures or fit nowhere."""
    for column in sorted({*columns} & {*grid.frame.columns}):
        kind = grid.frame.schema[column]
        if _is_odd(kind):
            place = _("kolom {column}").format(column=column)
            found = _("waarden van de soort {kind}").format(kind=kind.base_type())
            remedy = _("Bewaar de kolom als getallen of als tekst; noem in `measures` alleen kolommen met cijfers.")
            yield Finding(file, place, found, _("getallen of tekst"), remedy)


def _is_odd(kind: pl.DataType) -> bool:
    return not (kind.is_numeric() or kind in (pl.String, pl.Null))


def _columns(source: Source) -> dict[str, str]:
    """The columns of the file by contract name; a fixed period and a wide layout need fewer."""
    named = {name: column for name, column in source.columns.model_dump().items() if column is not None}
    unused = ({"period"} if source.period else set()) | ({"measure", *NUMBERS} if source.layout == "wide" else set())
    return {name: column for name, column in named.items() if name not in unused}


def _long(grid: Grid, source: Source) -> pl.DataFrame:
    columns = _columns(source)
    frame = grid.frame.select(
        ROW,
        pl.lit(columns.get("value", "")).alias(COLUMN),
        **{name: pl.col(column) for name, column in columns.items()},
    )
    if source.measures and "measure" in columns:
        names = {column: name for name, column in source.measures.items()}
        measure = pl.col("measure").cast(pl.String)
        frame = frame.filter(measure.is_in(list(names))).with_columns(measure.replace(names))
    return _complete(frame, source)


def _wide(grid: Grid, source: Source) -> pl.DataFrame:
    columns = {f"\x00{name}": column for name, column in _columns(source).items()}
    names = _measures(grid, source)
    keys = grid.frame.select(ROW, **{name: pl.col(column) for name, column in columns.items()})
    values = _alike(grid.frame.select(*names))
    long = pl.concat([keys, values], how="horizontal").unpivot(
        on=list(names), index=keys.columns, variable_name=COLUMN, value_name="\x00value"
    )
    contract = long.rename({hidden: hidden.removeprefix("\x00") for hidden in (*columns, "\x00value")})
    return _complete(contract.with_columns(measure=pl.col(COLUMN).replace(names)), source)


def _measures(grid: Grid, source: Source) -> dict[str, str]:
    """The measure whose figures each column of a wide table holds."""
    if source.measures:
        return {column: name for name, column in source.measures.items()}
    return {column: column for column in grid.frame.columns if column not in {ROW, *_columns(source).values()}}


def _alike(values: pl.DataFrame) -> pl.DataFrame:
    """Columns of one type, so that they fit under each other."""
    if len(set(values.dtypes)) < 2:
        return values
    if pl.String not in values.dtypes:
        return values.cast(pl.Float64)
    return values.with_columns(as_texts(column) for column in values if column.dtype != pl.String)


def _complete(frame: pl.DataFrame, source: Source) -> pl.DataFrame:
    """The frame with every contract column, fixed and absent ones filled in; codes are text."""
    fixed = {"period": source.period} if source.period else {}
    absent = [column for column in OBSERVATIONS if column not in frame.columns]
    filled = frame.with_columns(pl.lit(fixed.get(column), pl.String).alias(column) for column in absent)
    return filled.with_columns(pl.col("region", "period", "measure", "status").cast(pl.String))


def _numbers(cells: pl.DataFrame, source: Source) -> pl.DataFrame:
    """The cells with numbers for text; per number column a problem, or null; and the reasons of missing figures."""
    texts = [column for column in NUMBERS if cells[column].dtype == pl.String]
    mark = source.decimal or (decimal_mark(pl.concat([cells[column] for column in texts])) if texts else None)
    parts = cells.with_columns(
        *(pl.lit(None, pl.String).alias(f"{column}_problem") for column in NUMBERS),
        *(pl.col(column).alias(f"{column}_text") for column in (*NUMBERS, "period", "status")),
        stars=pl.lit("onbekend"),
        missing=pl.when(pl.col("value").is_null()).then(pl.lit(source.empty)),
    )
    for column in texts:
        parsed = parse_cells(cells[column], mark, source.empty, stated=source.decimal is not None)
        parts = parts.with_columns(parsed["value"].alias(column), parsed["problem"].alias(f"{column}_problem"))
        if column == "value":
            parts = parts.with_columns(parsed["missing"], parsed["status"].alias("stars"))
    return parts.with_columns(pl.col(NUMBERS).cast(pl.Float64))


def _periods(figures: pl.DataFrame) -> pl.Series:
    bare = figures["period"].str.strip_chars().str.strip_chars_end("*").str.strip_chars_end()
    forms = {code: normalised_period(code) for code in bare.unique().drop_nulls()}
    return bare.replace_strict(forms, default=None, return_dtype=pl.String)


def _statuses() -> pl.Expr:
    """The status column, else the stars behind figure or period; null for an unknown word."""
    word = pl.col("status").str.strip_chars().str.to_lowercase().replace_strict(STATUS_WORDS, default=None)
    by_period = star_status(pl.col("period").str.extract(r"(\*{1,2})$"))
    stars = pl.when(pl.col("stars") != "onbekend").then(pl.col("stars")).otherwise(by_period)
    return pl.when(pl.col("status").is_null()).then(stars).otherwise(word)


def _stray_cells(figures: pl.DataFrame, cells: Cells) -> Iterator[Finding]:
    told = _told()
    for column in NUMBERS:
        for row in figures.drop_nulls(f"{column}_problem").iter_rows(named=True):
            found = shown(row[f"{column}_text"])
            yield Finding(cells.file, cells.locate(row, column), found, *told[row[f"{column}_problem"]])


def _told() -> dict[str, tuple[str, str]]:
    """Per problem of a cell what was expected there, and the remedy."""
    return {
        "ambiguous": (
            _("een getal dat op één manier te lezen is"),
            _('Zet `decimal: "."` of `decimal: ","` in het bronbestand.'),
        ),
        "mixed": (
            _("hetzelfde decimaalteken in de hele tabel"),
            _("Schrijf alle getallen met een komma, of alle met een punt."),
        ),
        "not_comma": (
            _("een getal met een decimale komma, en punten alleen tussen duizendtallen"),
            _('Schrijf het zo, of zet `decimal: "."` in het bronbestand als overal de punt voor de decimalen staat.'),
        ),
        "not_point": (
            _("een getal met een decimale punt, en komma's alleen tussen duizendtallen"),
            _('Schrijf het zo, of zet `decimal: ","` in het bronbestand als overal de komma voor de decimalen staat.'),
        ),
        "percent": (
            _("een getal zonder procentteken, in de eenheid van de indicator"),
            _("Schrijf 12,5 of 0,125 waar 12,5% staat; haal in een werkblad de procentopmaak weg."),
        ),
        "unknown": (_("een getal, of een van de tekens . x - *"), ""),
    }


def _stray_words(figures: pl.DataFrame, cells: Cells) -> Iterator[Finding]:
    """Periods and statuses that mean nothing known, by the words that stand in the file."""
    expected = {
        "period": _expected_period(),
        "status": _("een van: {names}").format(names=", ".join(FIGURE_STATUSES)),
    }
    for column, sentence in expected.items():
        if column == "period" and column not in _columns(cells.source):
            continue
        for row in figures.filter(pl.col(column).is_null()).iter_rows(named=True):
            yield Finding(cells.file, cells.locate(row, column), shown(row[f"{column}_text"]), sentence)


def _expected_period() -> str:
    return _("een jaar, kwartaal of maand (2023, 2023KW01, 2023-03)")
