"""The observations of every source of a tree: what ships, what was fetched since, and corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from brede_welvaart.adapters import table_file
from brede_welvaart.adapters.vintages import corrected, latest, read_vintages
from brede_welvaart.definitions import Tree
from brede_welvaart.errors import Finding, InputFault, noting
from brede_welvaart.language import _
from brede_welvaart.resources import vintages_folder
from brede_welvaart.source_definitions import Source
from brede_welvaart.tables import Bounds, Cell, Ranges, check_observations

FILES: dict[str, Callable[[str, Source, Path, Ranges], pl.DataFrame]] = {"table_file": table_file.read}


def observations(tree: Tree) -> Iterator[pl.DataFrame]:
    """The checked observations of every source of a tree, source by source, oldest vintage first.

    Raises InputFault after the last source, with every finding of all of them.
    """
    findings: list[Finding] = []
    for name in tree.sources:
        with noting(findings):
            yield from source_observations(tree, name)
    if findings:
        raise InputFault(findings)


def source_observations(tree: Tree, name: str) -> list[pl.DataFrame]:
    """The checked observations of one source: its file, what was fetched since, and its corrections.

    Raises InputFault with every finding, also for a correction that the publisher has overtaken.
    """
    source = tree.sources[name]
    frames = fetched_and_shipped(tree, name)
    if not source.corrections:
        return frames
    corrections, findings = corrected(name, source, latest(frames))
    if findings:
        raise InputFault(findings)
    return [*frames, check_observations(corrections, f"sources/{name}.yaml", plausible(tree, name))]


def fetched_and_shipped(tree: Tree, name: str) -> list[pl.DataFrame]:
    """The checked observations of one source as the publisher gave them, oldest first.

    A file that says no day on which it was retrieved is older than all that was fetched. Raises InputFault with every
    finding.
    """
    source, ranges = tree.sources[name], as_published(tree, name)
    shipped = [FILES[source.adapter](name, source, tree.root / "sources", ranges)] if source.adapter else []
    for frame in shipped:
        _require_figures(frame, [*plausible(tree, name)], f"sources/{source.file}")
    kept = read_vintages(vintages_folder(tree.root) / name)
    frames = [*shipped, *(check_observations(frame, f"vintages/{name}", ranges) for frame in kept)]
    return sorted(frames, key=_vintage) if source.retrieved else frames


def _require_figures(frame: pl.DataFrame, measures: list[str | Cell], file: str) -> None:
    """Raise InputFault if a file has rows of measures that indicators use, and no figure in any of them."""
    used = frame.filter(pl.col("measure").cast(pl.String).is_in(measures))
    if used.height and used["value"].null_count() == used.height:
        names = ", ".join(used["measure"].cast(pl.String).unique().sort())
        found = _("geen enkel cijfer voor {names}").format(names=names)
        raise InputFault([Finding(file, "", found, _("ten minste één cijfer dat een indicator gebruikt"))])


def as_published(tree: Tree, name: str) -> Ranges:
    """The ranges of a source for what its publisher gave: none for a figure that is corrected."""
    corrected_cells = [(each.measure, each.region, each.period) for each in tree.sources[name].corrections]
    return {**plausible(tree, name), **dict.fromkeys(corrected_cells, (None, None))}


def plausible(tree: Tree, name: str) -> Ranges:
    """The range of plausible figures per measure of a source, which all indicators that use it allow."""
    ranges: dict[str | Cell, Bounds] = {}
    for indicator in tree.indicators.values():
        for measure in (figure.measure for figure in indicator.figures if figure.source == name):
            ranges[measure] = _shared(ranges.get(measure, (None, None)), indicator.range)
    return ranges


def _shared(one: Bounds, other: Bounds) -> Bounds:
    """What two ranges have in common."""
    lows, highs = ([bound for bound in pair if bound is not None] for pair in zip(one, other, strict=True))
    return max(lows, default=None), min(highs, default=None)


def _vintage(frame: pl.DataFrame) -> str:
    return str(frame["vintage"].first())
