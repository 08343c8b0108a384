"""Tables of the OData v3 services of CBS and of third parties there: one column per measure, padded text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import polars as pl

from brede_welvaart.adapters.cells import clean, parse_cells
from brede_welvaart.adapters.chain import Fetch
from brede_welvaart.adapters.heads import JSON3, root
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

NEXT = "odata.nextLink"
SAFE = "(),'"


def figures(fetch: Fetch, table: ODataTable, since: str | None) -> pl.DataFrame:
    """The figures of a table (odata.FIGURES), from the year `since` on; refuses anything that was not expected."""
    session = fetch.session
    properties = fetch.rows(f"{root(table)}/DataProperties?{JSON3}", NEXT)
    check_dimensions(table, (row["Key"] for row in properties if not _kind(row).startswith("Topic")), session)
    measures = find_measures(table, offered(properties), session)
    address, columns = f"{root(table)}/UntypedDataSet", dict.fromkeys(measures.values(), str)
    question, count = _question(fetch, table, since), f"{address}/$count"
    rows = read_rows(fetch, table, f"{address}{question}", NEXT, columns)
    number = fetch.count_since(rows, f"{count}{question}", lambda: f"{count}{_question(fetch, table, None)}", since)
    check_count(rows, number, session)
    figures = _long(rows, measures, session)
    return to_figures(figures, table, _statuses(fetch, table), session)


def _kind(row: dict[str, Any]) -> str:
    return str(row.get("Type") or str(row.get("odata.type")).rpartition(".")[2])


def offered(properties: Sequence[dict[str, Any]]) -> list[Offered]:
    """The measures among the properties of a table, each with the group that it stands in."""
    groups = {row.get("ID"): str(row["Title"]).strip() for row in properties if _kind(row) == "TopicGroup"}
    return [
        Offered(str(row["Key"]), str(row["Title"]), str(row.get("Unit") or ""), groups.get(row.get("ParentID"), ""))
        for row in properties
        if _kind(row) == "Topic"
    ]


def _codes(fetch: Fetch, table: ODataTable, dimension: str) -> list[dict[str, Any]]:
    return fetch.rows(f"{root(table)}/{dimension}?{JSON3}", NEXT)


def _question(fetch: Fetch, table: ODataTable, since: str | None) -> str:
    """What stands behind an address: the format, and a filter on dimensions only, with the years from `since` on.

    Keys are padded as the publisher pads them: others find nothing.
    """
    tests = []
    for dimension, codes in fixed_codes(table).items():
        offered = [str(row["Key"]) for row in _codes(fetch, table, dimension)]
        asked = [find_code(dimension, code, offered, fetch.session) for code in codes]
        tests.append(any_of(f"{dimension} eq {quoted(code)}" for code in asked))
    if table.region.kinds:
        tests.append(
            any_of(f"substring({table.region.dimension},0,2) eq {quoted(kind)}" for kind in table.region.kinds)
        )
    if since and table.period.dimension:
        tests.append(f"{table.period.dimension} ge {quoted(since)}")
    condition = quote(" and ".join(tests), safe=SAFE)
    return f"?{JSON3}&$filter={condition}" if tests else f"?{JSON3}"


def _long(rows: pl.DataFrame, measures: dict[str, str], session: Session) -> pl.DataFrame:
    """One row per figure, padded text and stars read; an empty cell cannot occur, as CBS explains its symbols."""
    keys = [column for column in rows.columns if column not in measures.values()]
    names = {code: name for name, code in measures.items()}
    texts = rows.with_columns(pl.col(list(names)).cast(pl.String))
    long = texts.unpivot(on=list(names), index=keys, variable_name="measure", value_name="text")
    cells = parse_cells(long.select(clean(pl.col("text")))["text"], ".", "niet_van_toepassing")
    strange = long.filter(cells["problem"].is_not_null())["text"].unique().sort().to_list()
    if strange:
        session.refuse("teken", _("onbekend teken: {names}").format(names=", ".join(map(repr, strange[:5]))))
    figures = pl.concat([long, cells.select("value", "missing", stars="status")], how="horizontal")
    return figures.with_columns(pl.col("measure").replace_strict(names))


def _statuses(fetch: Fetch, table: ODataTable) -> dict[str, str | None]:
    if table.period.dimension is None:
        return {}
    return {str(row["Key"]).strip(): row.get("Status") for row in _codes(fetch, table, table.period.dimension)}
