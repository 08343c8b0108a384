"""The sources as `welvaart sources` lists them: licence, age, coverage, what they can renew, and what was corrected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from brede_welvaart.definitions import Tree
from brede_welvaart.language import _, ngettext, pick
from brede_welvaart.reporting.format import percentage
from brede_welvaart.reporting.listings import Row, table_lines
from brede_welvaart.source_definitions import Correction, Source


def source_rows(tree: Tree, coverage: pl.DataFrame, as_of: date | None = None) -> list[Row]:
    """One row per source, as plain data: what it is, what it has (see `store.read_coverage`) and what it can renew.

    `coverage` is the share (0..1) of the reference group with a figure; ages count in whole years from `as_of`.
    """
    year = (as_of or datetime.now(UTC).date()).year
    return [_row(tree, row["source"], row, year) for row in coverage.iter_rows(named=True)]


def _row(tree: Tree, name: str, has: Row, year: int) -> Row:
    source, last = tree.sources[name], has["last_period"]
    return {
        "source": name,
        "title": source.title,
        "publisher": source.publisher,
        "licence": source.licence,
        "table": source.table,
        "edition": _edition(source, has["vintage"]),
        "vintage": has["vintage"],
        "figures": has["figures"],
        "regions": has["regions"],
        "coverage": has["members"] / has["of"] if has["of"] else None,
        "first_period": has["first_period"],
        "last_period": last,
        "age_years": year - int(last[:4]) if last else None,
        "refresh": source.refresh.table if source.refresh else None,
        "refreshes": sorted(source.refresh.measures) if source.refresh else [],
        "verified": _is_verified(source),
        "verified_note": _verified_words(source),
        "indicators": tree.indicators_of(name),
        "corrections": [_correction(each) for each in source.corrections],
    }


def _edition(source: Source, vintage: str | None) -> str | None:
    """The edition of a source's file, or the day of what was fetched since."""
    if vintage not in (None, source.vintage):
        return vintage[:10]
    return source.edition or (str(source.retrieved) if source.retrieved else None)


def _is_verified(source: Source) -> bool:
    return source.refresh.verified if source.refresh else source.verified


def _verified_words(source: Source) -> str:
    if source.refresh is None:
        return _("geen tabel om op te halen")
    if source.refresh.verified:
        return _("tabel en namen zijn nagekeken")
    return _("niet nagekeken bij de uitgever: tabel, codes of namen kunnen anders zijn")


def _correction(correction: Correction) -> Row:
    return {
        "region": correction.region,
        "period": correction.period,
        "measure": correction.measure,
        "expected": correction.expected,
        "value": correction.value,
        "reason": pick(correction.reason),
        "source": correction.source,
    }


def source_lines(rows: Sequence[Row]) -> Iterator[str]:
    """The rows as a text table, with the corrections under it."""
    yield from table_lines([_shown(row) for row in rows])
    corrections = [(row["source"], each) for row in rows for each in row["corrections"]]
    if corrections:
        yield ""
        yield _("Verbeterde cijfers:")
    for name, each in corrections:
        value = _("geen cijfer") if each["value"] is None else each["value"]
        words = _("{source}: {measure}, {region}, {period}: {expected} werd {value}. {reason} ({origin})")
        yield words.format(
            source=name, measure=each["measure"], region=each["region"], period=each["period"],
            expected=each["expected"], value=value, reason=each["reason"], origin=each["source"],
        )  # fmt: skip


def _shown(row: Row) -> Row:
    first, last = row["first_period"], row["last_period"]
    years: Any = "" if last is None else first if first == last else _("{a} tot en met {b}").format(a=first, b=last)
    age = row["age_years"]
    return {
        _("bron"): row["source"],
        _("licentie"): row["licence"],
        _("uitgave"): row["edition"],
        _("cijfers"): row["figures"],
        _("regio's"): row["regions"],
        _("dekking"): percentage(row["coverage"]),
        _("jaren"): years,
        _("ouderdom"): "" if age is None else ngettext("{n} jaar", "{n} jaar", age).format(n=age),
        _("op te halen"): "" if row["refresh"] is None else f"{row['refresh']} ({len(row['refreshes'])})",
        _("nagekeken"): row["verified_note"],
    }
