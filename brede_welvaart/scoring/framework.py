"""What a tree asks of scoring: its themes, indicators and weights in order, ready for arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from brede_welvaart.definitions import Tree
from brede_welvaart.errors import InputFault
from brede_welvaart.loading import CONTEXT_FOLDER
from brede_welvaart.method_definitions import DistanceToReference, Method, Normalisation
from brede_welvaart.scoring.figures import Booleans, Floats, decimal_year
from brede_welvaart.validation import unknown
from brede_welvaart.vocabulary import Polarity

METHOD_FILE = "indicators/method.yaml"


@dataclass(frozen=True)
class Framework:
    """The choices of a tree on the axes of its indicators [I] and themes [T].

    `theme` is the place of an indicator's theme, -1 for a context variable. `weights` are 0 for an indicator that
    cannot count: without theme or without polarity. `parts` are, per theme, the places of the indicators that count.
    `breaks` are the decimal years from which figures cannot be compared with earlier ones.
    """

    method: Method
    indicators: tuple[str, ...]
    themes: tuple[str, ...]
    theme: tuple[int, ...]
    polarities: tuple[Polarity, ...]
    normalisations: tuple[Normalisation, ...]
    overlaps: tuple[str | None, ...]
    breaks: tuple[tuple[float, ...], ...]
    weights: Floats
    theme_weights: Floats

    @property
    def parts(self) -> list[list[int]]:
        """Per theme the places of the indicators that count in it."""
        counting = [(place, theme) for place, theme in enumerate(self.theme) if self.weights[place] > 0]
        return [[place for place, theme in counting if theme == wanted] for wanted in range(len(self.themes))]


def framework(tree: Tree) -> Framework:
    """The framework of a tree; weights come from the files, or from the named set that the method uses."""
    themes, indicators = tuple(tree.themes), tuple(tree.indicators)
    definitions = tuple(tree.indicators.values())
    theme = tuple(themes.index(tree.theme_of[name]) if name in tree.theme_of else -1 for name in indicators)
    counts = [place >= 0 and each.polarity != "none" for place, each in zip(theme, definitions, strict=True)]
    return Framework(
        method=tree.method,
        indicators=indicators,
        themes=themes,
        theme=theme,
        polarities=tuple(each.polarity for each in definitions),
        normalisations=tuple(each.normalisation or tree.method.normalisation for each in definitions),
        overlaps=tuple(each.overlap for each in definitions),
        breaks=tuple(
            tuple(sorted({decimal_year(each.period) for each in tree.breaks_of(name)})) for name in indicators
        ),
        weights=np.where(counts, weights(tree, "indicators"), 0.0),
        theme_weights=weights(tree, "themes"),
    )


def weights(tree: Tree, kind: Literal["themes", "indicators"]) -> Floats:
    """The weight of every theme or indicator in order, from its file or from the named set that the method uses."""
    chosen = tree.method.weight_sets.get(tree.method.weights or "")
    named: dict[str, float] = getattr(chosen, kind) if chosen else {}
    own = getattr(tree, kind)
    return np.array([named.get(name, own[name].weight) for name in own], dtype=np.float64)


def reference_members(regions: pl.DataFrame, method: Method) -> Booleans:
    """Which regions [R] lay the ruler and are ranked."""
    group = method.reference_group
    if group.all:
        return np.ones(regions.height, dtype=np.bool_)
    if group.regions:
        return regions["region"].is_in(list(group.regions)).to_numpy()
    level = (regions["level"] == group.level).fill_null(value=False).to_numpy()
    return level & regions["current"].to_numpy() if group.current else level


def check_method(tree: Tree, regions: pl.DataFrame, periods: Sequence[str], file: str = METHOD_FILE) -> None:
    """Raises InputFault with every region, level and period of the method and rulers that the figures do not know.

    `file` is where the method stands.
    """
    method, group, codes = tree.method, tree.method.reference_group, regions["region"].to_list()
    findings = [unknown(file, "reference_group.regions", code, codes) for code in group.regions if code not in codes]
    if group.level is not None and group.level not in (levels := regions["level"].unique().sort().to_list()):
        findings.append(unknown(file, "reference_group.level", group.level, levels))
    if method.bounds_from not in ("same_period", "all_periods", *periods):
        findings.append(unknown(file, "bounds_from", method.bounds_from, ("same_period", "all_periods", *periods)))
    for place, kind in _normalisations(tree, file):
        if isinstance(kind, DistanceToReference) and kind.region not in codes:
            findings.append(unknown(*place, kind.region, codes))
    if findings:
        raise InputFault(findings)


def _normalisations(tree: Tree, file: str) -> Iterator[tuple[tuple[str, str], Normalisation | None]]:
    """All normalisations of a tree with the file and key path that state them."""
    yield (file, "normalisation.region"), tree.method.normalisation
    for number, kind in enumerate(tree.method.uncertainty.normalisations, start=1):
        yield (file, f"uncertainty.normalisations.{number}.region"), kind
    for name, indicator in tree.indicators.items():
        folder = tree.theme_of.get(name, CONTEXT_FOLDER)
        yield (f"indicators/{folder}/{name}.yaml", "normalisation.region"), indicator.normalisation
