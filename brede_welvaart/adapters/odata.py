"""What both OData protocols share: finding measures and codes, and from rows to figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from brede_welvaart.adapters.cells import STATUS_WORDS
from brede_welvaart.adapters.chain import Fetch
from brede_welvaart.adapters.http import NO_PERIOD, Session
from brede_welvaart.adapters.periods import normalised_period
from brede_welvaart.language import _
from brede_welvaart.source_definitions import ODataTable, TableMeasure
from brede_welvaart.validation import one_of

FIGURES = {
    "region": pl.Categorical,
    "period": pl.Categorical,
    "measure": pl.Categorical,
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "status": pl.Categorical,
    "missing": pl.Categorical,
}
CELL = ["region", "period", "measure"]


@dataclass(frozen=True)
class Offered:
    """A measure that a table offers; `code` is the name to ask for it by, `group` the title of its group."""

    code: str
    title: str
    unit: str
    group: str = ""

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
    asked = {
        key: text.strip() for key in ("code", "title", "stem", "group") if (text := getattr(wanted, key)) is not None
    }
    fitting = [item for item in offered if all(getattr(item, key).strip() == text for key, text in asked.items())]
    text = ", ".join(f"{key} '{value}'" for key, value in asked.items())
    if len(fitting) != 1:
        names = [item.title for item in offered] if "title" in asked else [item.code for item in offered]
        message = _("maat met {text} komt {number} keer voor; er is {names}")
        session.refuse(
            "maat", message.format(text=text, number=len(fitting), names=one_of(names, next(iter(asked.values()))))
        )
    if wanted.unit is not None and fitting[0].unit.strip() != wanted.unit.strip():
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


def read_rows(fetch: Fetch, table: ODataTable, address: str, link: str, columns: Mapping[str, type]) -> pl.DataFrame:
    """All rows behind an address: region and period under our names, fixed dimensions, and these other columns.

    Refuses rows without a code for one of the dimensions.
    """
    axes = {"region": table.region, "period": table.period}
    names = {axis.dimension: name for name, axis in axes.items() if axis.dimension}
    dimensions = [*names, *fixed_codes(table)]
    rows = fetch.frame(address, link, {**dict.fromkeys(dimensions, str), **columns})
    if any(rows[dimension].has_nulls() for dimension in dimensions):
        fetch.session.refuse("vorm", _("een rij zonder {names}").format(names=", ".join(dimensions)))
    fixed = [pl.lit(axis.code).alias(name) for name, axis in axes.items() if axis.code]
    return rows.rename(names).with_columns(fixed)


def check_count(rows: pl.DataFrame, expected: int | None, session: Session) -> None:
    """Refuse another number of rows than the table counts (None: it does not say), and an answer without any."""
    session.counted = expected is not None
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


def to_figures(
    rows: pl.DataFrame, table: ODataTable, statuses: Mapping[str, str | None], session: Session
) -> pl.DataFrame:
    """Rows with region, period, fixed dimensions, measure, value and missing as FIGURES: margins beside their figure.

    What was not asked for is left out, also where a service ignores a filter. `statuses` has the publisher's word per
    period; a column `stars`, with the status of a figure itself, comes before it. Refuses periods and statuses that
    mean nothing known, and an answer without any row that was asked for.
    """
    asked = {dimension: dict(zip(codes, codes, strict=True)) for dimension, codes in fixed_codes(table).items()}
    rows = _coded(rows, asked)
    kept = {"region": _regions(rows, table), "period": _periods(rows, table, session)}
    words = {period: _status(statuses.get(code), session) for code, period in kept["period"].items()}
    rows = _with_stars(_coded(rows, kept).with_columns(status=_renamed("period", words)))
    if rows.is_empty():
        code = NO_PERIOD if kept["region"] else "leeg"
        session.refuse(code, _("geen enkele rij na het kiezen van regio's, perioden en filters"))
    return _beside(rows, table).select(*FIGURES)


def _with_stars(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the status that stands behind the figure, where one does."""
    if "stars" not in rows.columns:
        return rows
    starred = pl.when(pl.col("stars") != "onbekend").then(pl.col("stars")).otherwise(pl.col("status").cast(pl.String))
    return rows.with_columns(status=starred.cast(pl.Categorical))


def _coded(rows: pl.DataFrame, codes: Mapping[str, Mapping[str, str]]) -> pl.DataFrame:
    """The rows whose codes, without padding, are known; under the name that each code has here."""
    for column, known in codes.items():
        found = rows[column].unique().cast(pl.String)
        names = {code: known[code.strip()] for code in found if code.strip() in known}
        rows = rows.filter(pl.col(column).is_in(list(names))).with_columns(_renamed(column, names).alias(column))
    return rows


def _renamed(column: str, names: Mapping[str, str]) -> pl.Expr:
    return pl.col(column).replace_strict(names, return_dtype=pl.Categorical) if names else pl.col(column)


def _regions(rows: pl.DataFrame, table: ODataTable) -> dict[str, str]:
    """The codes of the regions to keep, and our name of each."""
    codes = [code.strip() for code in rows["region"].unique().cast(pl.String)]
    kinds = table.region.kinds
    return {code: table.region.rename.get(code, code) for code in codes if not kinds or code[:2] in kinds}


def _periods(rows: pl.DataFrame, table: ODataTable, session: Session) -> dict[str, str]:
    """The codes of the periods to keep, and our name of each; refuses one that means nothing known."""
    codes = [code.strip() for code in rows["period"].unique().cast(pl.String)]
    kinds = table.period.kinds
    return {code: _period(code, session) for code in codes if not kinds or code[4:6] in kinds}


def _beside(rows: pl.DataFrame, table: ODataTable) -> pl.DataFrame:
    """Margins in columns beside the figure that they belong to."""
    margins = table.margins
    if margins is None:
        return rows.with_columns(lower=pl.lit(None, pl.Float64), upper=pl.lit(None, pl.Float64))
    figures, lower, upper = (
        rows.filter(pl.col(margins.dimension) == code) for code in (margins.value, margins.lower, margins.upper)
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
        session.refuse("periodestatus", _("onbekende status '{word}'").format(word=word))
    return status
