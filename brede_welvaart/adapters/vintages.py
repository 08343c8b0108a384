"""Figures that were fetched, kept per source and vintage: only what was new or had changed, and never overwritten."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from brede_welvaart.adapters.periods import PERIOD_KINDS, normalised_period
from brede_welvaart.adapters.state import VINTAGE, kept_at, kept_files
from brede_welvaart.errors import Finding, InputFault, noting
from brede_welvaart.language import _
from brede_welvaart.resources import write_whole
from brede_welvaart.source_definitions import ODataTable, Source
from brede_welvaart.tables import OBSERVATIONS, shown
from brede_welvaart.vocabulary import CORRECTION

CELL = ["measure", "region", "period"]
FIGURE = ["value", "missing"]
ROW = [*CELL, *FIGURE, "lower", "upper", "status"]


@dataclass(frozen=True)
class Changes:
    """What a fetch changes: rows to keep as a new vintage, and how many figures are new, revised or gone.

    `known` is how many there were of those that were asked for.
    """

    rows: pl.DataFrame
    new: int
    revised: int
    vanished: int
    known: int


def read_vintages(folder: Path) -> list[pl.DataFrame]:
    """The vintages that were kept of a source, oldest first.

    Raises InputFault with every file that is none, or is no longer as it was kept.
    """
    frames: list[pl.DataFrame] = []
    findings: list[Finding] = []
    for path in kept_files(folder):
        with noting(findings):
            frames.append(_read_vintage(path))
    if findings:
        raise InputFault(findings)
    return frames


def _read_vintage(path: Path) -> pl.DataFrame:
    stamp, expected = VINTAGE.fullmatch(path.name), _("cijfers die `update` bewaarde")
    if stamp is None or kept_at(path) is None:
        found, remedy = _("een bestand met een andere naam"), _("Haal dit bestand hier weg.")
        raise InputFault([Finding(str(path), "", found, expected, remedy)])
    remedy = _("Verwijder dit bestand en draai `welvaart update --rebuild`.")
    content = path.read_bytes() if path.is_file() else b""
    if _digest(content) != stamp[2]:
        raise InputFault([Finding(str(path), "", _("een andere inhoud (sha256)"), expected, remedy)])
    try:
        return pl.read_parquet(content).select(pl.col(name).cast(kind) for name, kind in OBSERVATIONS.items())
    except pl.exceptions.PolarsError as error:
        raise InputFault([Finding(str(path), "", str(error).splitlines()[0], expected, remedy)]) from None


def next_vintage(folder: Path) -> str:
    """The name of a vintage of this moment, or of just after the last one that was kept, if a clock ran ahead."""
    kept = [moment + timedelta(milliseconds=1) for path in kept_files(folder) if (moment := kept_at(path))]
    return max([datetime.now(UTC), *kept]).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def write_vintage(folder: Path, rows: pl.DataFrame, vintage: str) -> Path:
    """Keep rows as a vintage; the file is there whole or not at all."""
    buffer = io.BytesIO()
    rows.write_parquet(buffer, compression="zstd", statistics=False)
    content = buffer.getvalue()
    return write_whole(folder / f"{vintage.replace(':', '')}-{_digest(content)}.parquet", content)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def latest(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The last row of every cell, the frames being given oldest first."""
    if not frames:
        return pl.DataFrame(schema=OBSERVATIONS)
    return pl.concat(frames).unique(CELL, keep="last", maintain_order=True) if len(frames) > 1 else frames[0]


def asked_for(table: ODataTable, since: str | None) -> pl.Expr:
    """Which figures, by our names of them, a table was asked for with the years from `since` on."""
    region, period = pl.col("region").cast(pl.String), pl.col("period").cast(pl.String)
    theirs = region.replace({ours: theirs for theirs, ours in table.region.rename.items()})
    asked = [
        pl.col("measure").is_in(list(table.measures)),
        theirs.str.contains(f"^({'|'.join(table.region.kinds)})"),
        period.str.contains("|".join(PERIOD_KINDS[kind] for kind in table.period.kinds)),
        period >= (since or ""),
    ]
    if table.region.code:
        asked.append(theirs == table.region.code.strip())
    if table.period.code:
        asked.append(period == normalised_period(table.period.code.strip()))
    return pl.all_horizontal(asked)


def changes(current: pl.DataFrame, fetched: pl.DataFrame, asked: pl.Expr, vintage: str) -> Changes:
    """What `fetched` changes of `current`: rows that are new or differ, and figures that the table no longer gives.

    A figure that is gone becomes a missing one of this vintage, if it was asked for.
    """
    if current.is_empty():
        return Changes(fetched, fetched.height, 0, 0, 0)
    differing = fetched.join(current, on=ROW, how="anti", nulls_equal=True)
    revised = differing.join(current, on=CELL, how="semi").join(current, on=CELL + FIGURE, how="anti", nulls_equal=True)
    known = current.filter(pl.col("value").is_not_null() & asked)
    gone = known.join(fetched, on=CELL, how="anti")
    texts = {"missing": "niet_gepubliceerd", "status": "onbekend", "vintage": vintage}
    gone = gone.with_columns(
        *(pl.lit(None, pl.Float64).alias(name) for name in ("value", "lower", "upper")),
        **{name: pl.lit(text, pl.Categorical) for name, text in texts.items()},
    )
    new = differing.join(current, on=CELL, how="anti")
    return Changes(pl.concat([differing, gone]), new.height, revised.height, gone.height, known.height)


def corrected(name: str, source: Source, current: pl.DataFrame) -> tuple[pl.DataFrame, list[Finding]]:
    """The corrections of a source as observations, and those that no longer fit what the publisher says."""
    rows, findings = [], []
    for number, correction in enumerate(source.corrections, start=1):
        here = {column: getattr(correction, column) for column in CELL}
        cell = current.filter(pl.all_horizontal(pl.col(column) == text for column, text in here.items()))
        found = cell["value"].item() if cell.height else None
        if found != correction.expected:
            remedy = _("De uitgever heeft het cijfer veranderd: verwijder de correctie of pas haar aan.")
            place = f"corrections.{number}"
            findings.append(Finding(f"sources/{name}.yaml", place, shown(found), shown(correction.expected), remedy))
            continue
        missing = "niet_gepubliceerd" if correction.value is None else None
        rows.append(cell.row(0, named=True) | {"value": correction.value, "missing": missing, "vintage": CORRECTION})
    frame = pl.DataFrame(rows, schema=OBSERVATIONS)
    return frame.with_columns(lower=pl.lit(None, pl.Float64), upper=pl.lit(None, pl.Float64)), findings
