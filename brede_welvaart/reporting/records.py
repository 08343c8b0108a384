"""What made the scores, what a reader must know of a figure, and frames as CSV writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from typing import Any, Protocol

import polars as pl

from brede_welvaart import vocabulary
from brede_welvaart.definitions import Tree
from brede_welvaart.language import _, pick
from brede_welvaart.reporting.listings import Row


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


def as_csv(frame: pl.DataFrame) -> str:
    """A frame as CSV; text that a spreadsheet would run as a formula is preceded by an apostrophe."""
    risky = pl.col(pl.String).str.contains(r"^[=+\-@\t\r]")
    guarded = pl.when(risky).then(pl.lit("'") + pl.col(pl.String)).otherwise(pl.col(pl.String))
    lists = pl.selectors.by_dtype(pl.List(pl.String)).list.join(" ")
    return frame.with_columns(lists).with_columns(guarded.name.keep()).write_csv()


def without(row: Row, *fields: str) -> Row:
    """A row without some of its fields."""
    return {key: value for key, value in row.items() if key not in fields}
