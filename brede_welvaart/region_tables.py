"""The tables of regions that ship with a tree: which regions there are, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from brede_welvaart.errors import Finding, InputFault
from brede_welvaart.language import _
from brede_welvaart.tables import REGION, Rule, between, check_table, filled, once, plain_code

REGIONS = ("region", "name", "level", "parent", "valid_from", "valid_to")
ADDED = ("position", "current")
"""The columns that the store puts beside these."""
CHANGES: dict[str, type[pl.DataType]] = {
    "from": pl.String,
    "to": pl.String,
    "year": pl.Int64,
    "weight": pl.Float64,
    "basis": pl.String,
    "source": pl.String,
}
TOLERANCE = 1e-9


def check_regions(frame: pl.DataFrame, file: str) -> pl.DataFrame:
    """The region table if every code is there once, every parent exists and does not lie in the region itself, and
    dates are dates.

    Raises InputFault with every finding.
    """
    known = frame["region"].to_list()
    parent = pl.col("parent").is_null() | pl.col("parent").is_in(known)
    rules = [
        *(filled(column) for column in ("region", "name", "level")),
        plain_code(pl.col("region").str.contains(REGION)),
        Rule("ouder", "parent", parent, _("een regio uit dit bestand")),
        Rule("kring", "parent", ~pl.col("region").is_in(_circling(frame)), _("een regio die niet in deze zelf ligt")),
        once(("region",), "region", _("elke regio één keer")),
        *(_dated(column) for column in ("valid_from", "valid_to")),
    ]
    return check_table(frame, dict.fromkeys(frame.columns, pl.String), rules, file, _line_place)


def _dated(column: str) -> Rule:
    """The rule that a column holds years and dates, or nothing."""
    text = pl.col(column)
    date = text.str.contains(r"^\d{4}-\d\d-\d\d$") & text.str.to_date("%Y-%m-%d", strict=False).is_not_null()
    holds = text.is_null() | text.str.contains(r"^\d{4}$") | date
    return Rule(f"{column}_datum", column, holds, _("een jaar of een datum (2021, 2021-12-31)"))


def _circling(frame: pl.DataFrame) -> list[str]:
    """The regions that are their own parent, or lie in one that lies in them."""
    parent_of = dict(zip(frame["region"], frame["parent"], strict=True))
    found = []
    for region, parent in parent_of.items():
        above, seen = parent, set()
        while above is not None and above not in seen:
            seen.add(above)
            above = parent_of.get(above)
        if region in seen:
            found.append(region)
    return found


def read_regions(path: Path, file: str) -> pl.DataFrame:
    """The regions of `sources/regions.csv`: REGIONS and free text columns; a region with a `valid_to` is not current.

    Raises InputFault with every finding.
    """
    stripped = _read_text_table(path, file, ["region", "name", "level"])
    if findings := list(_taken_names(stripped.columns, file)):
        raise InputFault(findings)
    optional = [pl.lit(None, pl.String).alias(column) for column in REGIONS if column not in stripped.columns]
    checked = check_regions(stripped.with_columns(optional), file)
    return checked.select(*REGIONS, pl.exclude(REGIONS))


def _taken_names(columns: Sequence[str], file: str) -> Iterator[Finding]:
    """Free columns whose name the store has already, also in other capitals."""
    taken = {*REGIONS, *ADDED}
    for column in columns:
        if column not in REGIONS:
            if column.lower() in taken:
                yield Finding(file, column, f"'{column}'", _("een andere naam: deze heeft hier al een betekenis"))
            taken.add(column.lower())


def check_changes(frame: pl.DataFrame, file: str) -> pl.DataFrame:
    """The changes of regions if every share is one, and those of each origin sum to 1 in its year, or are not known."""
    weight = pl.col("weight")
    whole = (weight.sum() - 1).abs().over("from", "year") < TOLERANCE
    rules = [
        *(filled(column) for column in ("from", "to", "basis", "source")),
        Rule("deel", "weight", between(weight, pl.lit(0.0), pl.lit(1.0)), _("een deel van 0 tot 1")),
        Rule(
            "som",
            "weight",
            whole | weight.is_null().all().over("from", "year"),
            _("delen van een regio die samen 1 zijn"),
        ),
        once(("from", "to", "year"), "to", _("elke bestemming één keer")),
    ]
    return check_table(frame, CHANGES, rules, file, _change_place)


def read_changes(path: Path, file: str) -> pl.DataFrame:
    """The changes of regions in `sources/changes.csv` (CHANGES); empty if there is no such file.

    Raises InputFault with every finding.
    """
    if not path.is_file():
        return pl.DataFrame(schema=CHANGES)
    frame = _read_text_table(path, file, list(CHANGES))
    texts = check_table(frame, dict.fromkeys(CHANGES, pl.String), _legible(), file, _change_place)
    return check_changes(texts.cast(pl.Schema(CHANGES)), file)


def _legible() -> list[Rule]:
    """What must hold for the texts of changes before they can be read as numbers."""
    year, weight = (pl.col(name).cast(CHANGES[name], strict=False) for name in ("year", "weight"))
    share = pl.col("weight").is_null() | weight.is_not_null()
    return [
        Rule("jaar", "year", year.is_between(1900, 2200), _("een jaar van 1900 tot en met 2200")),
        Rule("getal", "weight", share, _("een deel van 0 tot 1, met een punt (0.4), of niets")),
    ]


def _read_text_table(path: Path, file: str, columns: Sequence[str]) -> pl.DataFrame:
    """A CSV file as text, empty cells null; raises InputFault if it cannot be read or lacks a column."""
    try:
        frame = pl.read_csv(path.read_bytes(), infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        found = str(error).splitlines()[0]
        raise InputFault([Finding(file, "", found, _("een CSV-bestand in UTF-8 met komma's"))]) from None
    absent = [column for column in columns if column not in frame.columns]
    if absent:
        expected = _("de kolommen {columns}").format(columns=", ".join(columns))
        raise InputFault([Finding(file, column, _("geen kolom"), expected) for column in absent])
    return frame.with_columns(pl.all().str.strip_chars().replace("", None))


def _change_place(row: Mapping[str, Any], column: str) -> str:
    return _("{origin} naar {target} in {year}, kolom {column}").format(
        origin=row["from"], target=row["to"], year=row["year"], column=column
    )


def _line_place(row: Mapping[str, Any], column: str) -> str:
    return _("{region}, kolom {column}").format(region=row["region"], column=column)
