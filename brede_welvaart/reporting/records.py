"""Rows as the command line writes them, and what made the scores: text tables, JSON and CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from typing import Any, Protocol

import numpy as np
import polars as pl

from brede_welvaart import vocabulary
from brede_welvaart.definitions import Tree
from brede_welvaart.language import _, pick

Row = dict[str, Any]


class Dated(Protocol):
    """Scores with the day from which ages count."""

    @property
    def as_of(self) -> date | None: ...


def provenance(scores: Dated, tree: Tree) -> Row:
    """Which program, method and data made the scores: versions, hashes, and the as-of date."""
    sources = {
        name: {"edition": source.edition, "retrieved": source.retrieved, "sha256": source.sha256}
        for name, source in tree.sources.items()
    }
    return {
        "program": {"name": "brede-welvaart", "version": version("brede-welvaart")},
        "method": {"sha256": tree.method_hash, "weights": tree.method.weights, "seed": tree.method.effects.seed},
        "data": {"fingerprint": tree.fingerprint, "as_of": scores.as_of, "sources": sources},
    }


def figure_note(row: Mapping[str, Any]) -> str:
    """What a reader must know of a figure in a row of the context: that it may still change, or was converted."""
    notes = [_("omgerekend na een herindeling")] if row["converted"] else []
    if row["status"] in ("voorlopig", "nader_voorlopig"):
        notes.append(pick(vocabulary.FIGURE_STATUSES[row["status"]]))
    return "; ".join(notes)


def outcome_rows(outcomes: Sequence[Any]) -> list[Row]:
    """One row per source that was to be updated: its state, the number of figures that changed, and any fault."""
    fields = ("source", "table", "state", "new", "revised", "vanished", "message")
    return [{field: getattr(each, field) for field in fields} for each in outcomes]


def outcome_lines(outcomes: Sequence[Any]) -> Iterator[str]:
    """The same as a text table, with every fault in full under it."""
    yield from table_lines([
        {
            _("bron"): each.source,
            _("tabel"): each.table,
            _("uitkomst"): pick(vocabulary.OUTCOMES[each.state]),
            _("nieuw"): each.new,
            _("herzien"): each.revised,
            _("verdwenen"): each.vanished,
        }
        for each in outcomes
    ])  # fmt: skip
    for each in outcomes:
        yield from (f"{each.source}: {line}" for line in each.message.splitlines())


def indicator_rows(tree: Tree) -> list[Row]:
    """One row per indicator: theme, label, unit, polarity, weight, overlap group and sources."""
    return [
        {
            "theme": tree.theme_of.get(name),
            "indicator": name,
            "label": pick(indicator.label),
            "unit": pick(indicator.unit),
            "polarity": indicator.polarity,
            "weight": indicator.weight,
            "overlap": indicator.overlap,
            "sources": ", ".join(figure.source for figure in indicator.figures),
        }
        for name, indicator in tree.indicators.items()
    ]


def table_lines(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Rows as an aligned text table with a header line."""
    if not rows:
        return
    header = list(rows[0])
    cells = [header, *([_text(row[key]) for key in header] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(header))]
    for line in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def as_json(document: object) -> str:
    """A document as JSON, numbers unrounded; raises ValueError on NaN or infinity, which no score may be."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False, default=str)


def as_csv(frame: pl.DataFrame) -> str:
    """A frame as CSV; text that a spreadsheet would run as a formula is preceded by an apostrophe."""
    risky = pl.col(pl.String).str.contains(r"^[=+\-@\t\r]")
    guarded = pl.when(risky).then(pl.lit("'") + pl.col(pl.String)).otherwise(pl.col(pl.String))
    lists = pl.selectors.by_dtype(pl.List(pl.String)).list.join(" ")
    return frame.with_columns(lists).with_columns(guarded.name.keep()).write_csv()


def decimal(value: float | None, decimals: int) -> str:
    """A number with the decimal mark of the language, rounded half to even; never a minus before nothing but zeros."""
    return "" if value is None else f"{np.round(value, decimals):z.{decimals}f}".replace(".", _(","))


def span(low: float | None, high: float | None, decimals: int) -> str:
    """From one number to another; nothing without both."""
    if low is None or high is None:
        return ""
    return _("{low} tot {high}").format(low=decimal(low, decimals), high=decimal(high, decimals))


def without(row: Row, *fields: str) -> Row:
    """A row without some of its fields."""
    return {key: value for key, value in row.items() if key not in fields}


def _text(value: object) -> str:
    words = {None: "", True: _("ja"), False: _("nee")}
    return words[value] if value is None or isinstance(value, bool) else str(value)
