"""Tables of the OData v4 service of CBS: one row per observation, with a reason where there is no figure."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import polars as pl

from brede_welvaart.adapters.chain import Fetch
from brede_welvaart.adapters.heads import root
from brede_welvaart.adapters.http import Session
from brede_welvaart.adapters.odata import (
    Offered,
    any_of,
    check_count,
    check_dimensions,
    find_code,
    find_measures,
    fixed_codes,
    quoted,
    read_rows,
    to_figures,
)
from brede_welvaart.language import _
from brede_welvaart.source_definitions import ODataTable
from brede_welvaart.vocabulary import MissingReason

NEXT = "@odata.nextLink"
SAFE = "(),'"
ATTRIBUTES: dict[str, MissingReason] = {
    "Impossible": "niet_van_toepassing",
    "Confidential": "geheim",
    "NotAvailable": "niet_gepubliceerd",
}


def figures(fetch: Fetch, table: ODataTable, since: str | None) -> pl.DataFrame:
    """The figures of a table (odata.FIGURES), from the year `since` on; refuses anything that was not expected."""
    session = fetch.session
    check_dimensions(table, (str(row["Identifier"]) for row in fetch.rows(f"{root(table)}/Dimensions", NEXT)), session)
    measures = find_measures(table, _offered(fetch, table), session)
    address, question = f"{root(table)}/Observations", _question(fetch, table, measures, since)
    columns = {"Measure": str, "ValueAttribute": str, "Value": float}
    rows = read_rows(fetch, table, f"{address}{question}", NEXT, columns)
    count = f"{address}/$count"
    number = fetch.count_since(
        rows, f"{count}{question}", lambda: f"{count}{_question(fetch, table, measures, None)}", since
    )
    check_count(rows, number, session)
    names = {code: name for name, code in measures.items()}
    asked = rows.filter(pl.col("Measure").is_in(list(names)))
    measure = pl.col("Measure").replace_strict(names, return_dtype=pl.Categorical)
    named = asked.with_columns(measure=measure, value=pl.col("Value"), missing=_missing(asked, session))
    return to_figures(named, table, _statuses(fetch, table), session)


def _offered(fetch: Fetch, table: ODataTable) -> list[Offered]:
    rows = fetch.rows(f"{root(table)}/MeasureCodes", NEXT)
    return [Offered(str(row["Identifier"]), str(row["Title"]), str(row.get("Unit") or "")) for row in rows]


def _codes(fetch: Fetch, table: ODataTable, dimension: str) -> list[dict[str, Any]]:
    return fetch.rows(f"{root(table)}/{dimension}Codes", NEXT)


def _question(fetch: Fetch, table: ODataTable, measures: dict[str, str], since: str | None) -> str:
    """What stands behind an address to ask for these measures of these regions, with the years from `since` on."""
    tests = [any_of(f"Measure eq {quoted(code)}" for code in measures.values())]
    for dimension, codes in fixed_codes(table).items():
        offered = [str(row["Identifier"]) for row in _codes(fetch, table, dimension)]
        asked = [find_code(dimension, code, offered, fetch.session) for code in codes]
        tests.append(any_of(f"{dimension} eq {quoted(code)}" for code in asked))
    if table.region.kinds:
        tests.append(any_of(f"startswith({table.region.dimension},{quoted(kind)})" for kind in table.region.kinds))
    if since and table.period.dimension:
        tests.append(f"{table.period.dimension} ge {quoted(since)}")
    return f"?$filter={quote(' and '.join(tests), safe=SAFE)}"


def _missing(rows: pl.DataFrame, session: Session) -> pl.Series:
    """The reasons; refuses an unknown one, a figure with one, and no figure without one."""
    known: dict[str, MissingReason | None] = {"None": None, **ATTRIBUTES}
    strange = set(rows["ValueAttribute"].unique()) - known.keys()
    if strange:
        session.refuse(
            "teken", _("onbekend kenmerk van een waarde: {names}").format(names=", ".join(map(str, strange)))
        )
    reasons = rows["ValueAttribute"].replace_strict(known, return_dtype=pl.Categorical)
    if (reasons.is_null() == rows["Value"].is_null()).any():
        session.refuse("teken", _("een cijfer met een reden waarom het er niet is, of geen van beide"))
    return reasons


def _statuses(fetch: Fetch, table: ODataTable) -> dict[str, str | None]:
    if table.period.dimension is None:
        return {}
    return {str(row["Identifier"]).strip(): row.get("Status") for row in _codes(fetch, table, table.period.dimension)}
