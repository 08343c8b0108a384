"""What a tree asks of scoring: its themes, indicators and weights in order, ready for arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from brede_welvaart.definitions import Method, Normalisation, Tree
from brede_welvaart.scoring.figures import Booleans, Floats, decimal_year
from brede_welvaart.vocabulary import Polarity


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
