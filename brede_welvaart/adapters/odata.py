"""What both OData protocols share: finding measures and codes, and from rows to figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from brede_welvaart.adapters.cells import STATUS_WORDS
from brede_welvaart.adapters.http import Fetch, Session
from brede_welvaart.adapters.periods import normalised_period
from brede_welvaart.adapters.raw import Answer
from brede_welvaart.definitions import ODataTable, TableMeasure
from brede_welvaart.language import _
from brede_welvaart.loading import one_of

FIGURES: dict[str, type[pl.DataType]] = {
    "region": pl.String,
    "period": pl.String,
    "measure": pl.String,
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "status": pl.String,
    "missing": pl.String,
}
CELL = ["region", "period", "measure"]


@dataclass(frozen=True)
class Head:
    """What a table says of itself before it is fetched: when it changed, and the answer that said so."""

    modified: str
    answer: Answer


@dataclass(frozen=True)
class Offered:
    """A measure that a table offers; `code` is the name to ask for it by."""

    code: str
    title: str
    unit: str

    @property
    def stem(self) -> str:
        """The code without the number that differs from year to year."""
        return re.sub(r"_\d+$", "", self.code)


def find_measures(table: ODataTable, offered: Sequence[Offered], session: Session) -> dict[str, str]:
    """The code of the table per measure of ours; refuses one that is not there, not alone, or has another unit."""
    found = {name: _find_measure(wanted, offered, session) for name, wanted in table.measures.items()}
    if len(set(found.values())) < len(found):
        session.refuse("maat", _("twee maten vinden dezelfde kolom"))
    return found


def _find_measure(wanted: TableMeasure, offered: Sequence[Offered], session: Session) -> str:
    asked = {key: text for key in ("code", "title", "stem") if (text := getattr(wanted, key)) is not None}
    fitting = [item for item in offered if all(getattr(item, key).strip() == text for key, text in asked.items())]
    text = ", ".join(f"{key} '{value}'" for key, value in asked.items())
    if len(fitting) != 1:
        names = [item.title for item in offered] if "title" in asked else [item.code for item in offered]
        message = _("maat met {text} komt {number} keer voor; er is {names}")
        session.refuse(
            "maat", message.format(text=text, number=len(fitting), names=one_of(names, next(iter(asked.values()))))
        )
    if wanted.unit is not None and fitting[0].unit.strip() != wanted.unit:
        message = _("eenheid van {text} is '{found}', verwacht '{unit}'")
        session.refuse("eenheid", message.format(text=text, found=fitting[0].unit, unit=wanted.unit))
    return fitting[0].code


def find_code(dimension: str, code: str, offered: Iterable[str], session: Session) -> str:
    """A code as the publisher pads it; refuses one that the dimension does not have."""
    codes = {item.strip(): item for item in offered}
    if code not in codes:
        message = _("dimensie {dimension} heeft geen code '{code}'; er is {names}")
        session.refuse("code", message.format(dimension=dimension, code=code, names=one_of(codes, code)))
    return codes[code]


def fixed_codes(table: ODataTable) -> dict[str, list[str]]:
    """The codes to ask for, per dimension that is neither region nor period."""
    margins = table.margins
    asked = {dimension: [code] for dimension, code in table.filters.items()}
    return asked | ({margins.dimension: [margins.value, margins.lower, margins.upper]} if margins else {})


def check_dimensions(table: ODataTable, found: Iterable[str], session: Session) -> None:
    """Refuse a table whose dimensions are not the ones that were expected: rows would be doubled, or lost."""
    named = {table.region.dimension, table.period.dimension, *fixed_codes(table)} - {None}
    if named != set(found):
        message = _("dimensies {found}, verwacht {named}")
        listing = (", ".join(sorted(map(str, names))) for names in (set(found), named))
        session.refuse("dimensies", message.format(**dict(zip(("found", "named"), listing, strict=True))))


def read_rows(fetch: Fetch, table: ODataTable, address: str, link: str, columns: Mapping[str, Any]) -> pl.DataFrame:
    """All rows behind an address: region, period and margin under our names, and these other columns of the table."""
    dimensions = {"region": table.region.dimension, "period": table.period.dimension}
    if table.margins:
        dimensions["margin"] = table.margins.dimension
    names = {dimension: name for name, dimension in dimensions.items() if dimension}
    asked = {**dict.fromkeys(names, pl.String), **columns}
    pages = [to_frame(rows, asked, fetch.session).rename(names) for rows in fetch.pages(address, link)]
    fixed = {"region": table.region.code, "period": table.period.code}
    return pl.concat(pages).with_columns(pl.lit(code).alias(name) for name, code in fixed.items() if code)


def check_count(rows: pl.DataFrame, expected: int | None, session: Session) -> None:
    """Refuse another number of rows than the table counts (None: it does not say), and an answer without any."""
    if expected is not None and expected != rows.height:
        message = _("{found} rijen, de tabel telt er {expected}")
        session.refuse("aantal", message.format(found=rows.height, expected=expected))
    if rows.is_empty():
        session.refuse("leeg", _("geen enkele rij; let op hoofdletters in de naam van de tabel en op de filters"))


def quoted(code: str) -> str:
    """A text as OData writes it."""
    doubled = code.replace("'", "''")
    return f"'{doubled}'"


def any_of(tests: Iterable[str]) -> str:
    """A condition that holds if one of these does."""
    return f"({' or '.join(tests)})"


def to_frame(rows: list[dict[str, Any]], columns: Mapping[str, Any], session: Session) -> pl.DataFrame:
    """Rows of JSON as a frame of these columns; refuses a row that lacks one, or holds another type."""
    try:
        lists = {column: [row[column] for row in rows] for column in columns}
        return pl.DataFrame(lists, schema=columns, strict=True)
    except (KeyError, TypeError, pl.exceptions.PolarsError) as error:
        session.refuse(
            "vorm",
            _("een rij zonder {names}, of van een ander type ({error})").format(
                names=", ".join(columns), error=str(error).splitlines()[0]
            ),
        )


def to_figures(
    rows: pl.DataFrame, table: ODataTable, statuses: Mapping[str, str | None], session: Session
) -> pl.DataFrame:
    """Rows with region, period, measure, margin, value and missing as FIGURES: kinds kept, codes ours, margins beside.

    `statuses` has the publisher's word per period. Refuses periods and statuses that mean nothing known.
    """
    rows = rows.with_columns(pl.col("region", "period").str.strip_chars())
    if kinds := table.region.kinds:
        rows = rows.filter(pl.col("region").str.slice(0, 2).is_in(kinds))
    if kept := table.period.kinds:
        rows = rows.filter(pl.col("period").str.slice(4, 2).is_in(kept))
    periods = {code: _period(code, session) for code in rows["period"].unique()}
    words = {code: _status(statuses.get(code), session) for code in periods}
    coded = rows.with_columns(
        region=pl.col("region").replace(table.region.rename),
        status=pl.col("period").replace_strict(words, return_dtype=pl.String),
        period=pl.col("period").replace_strict(periods, return_dtype=pl.String),
    )
    return _beside(coded, table).select(*FIGURES)


def _beside(rows: pl.DataFrame, table: ODataTable) -> pl.DataFrame:
    """Margins in columns beside the figure that they belong to."""
    if table.margins is None:
        return rows.with_columns(lower=pl.lit(None, pl.Float64), upper=pl.lit(None, pl.Float64))
    figures, lower, upper = (
        rows.filter(pl.col("margin").str.strip_chars() == code)
        for code in (table.margins.value, table.margins.lower, table.margins.upper)
    )
    for name, side in (("lower", lower), ("upper", upper)):
        figures = figures.join(side.select(*CELL, pl.col("value").alias(name)), on=CELL, how="left")
    return figures


def _period(code: str, session: Session) -> str:
    period = normalised_period(code)
    if period is None:
        session.refuse("periode", _("onbekende periode '{code}'").format(code=code))
    return period


def _status(word: str | None, session: Session) -> str:
    status = STATUS_WORDS.get((word or "").strip().lower())
    if status is None:
        session.refuse("status", _("onbekende status '{word}'").format(word=word))
    return status
