"""Shifting (`afwenteling`): what is gained here and now while others pay, later or elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from brede_welvaart.definitions import Project
from brede_welvaart.review.distribution import outcomes
from brede_welvaart.review.judgements import Judgements
from brede_welvaart.vocabulary import Dimension, Distribution

SHIFTING = pl.Schema({
    "theme": pl.String(), "alternative": pl.String(), "to": pl.String(),
    "gains": pl.List(pl.String()), "loses": pl.List(pl.String()), "within_theme": pl.Boolean(),
})  # fmt: skip
ELSEWHERE: tuple[Dimension, ...] = ("later", "elders")


def shifting(project: Project, themes: Sequence[str], judgements: Judgements) -> pl.DataFrame:
    """One row per theme that loses later or elsewhere while the alternative gains here and now.

    `gains` are the positive effects here and now in the same theme (`within_theme`), or if it has none those in the
    other themes; `loses` are the negative effects of the theme. Effects count if they are so in at least one scenario.
    """
    rows = [
        (theme, alternative, *row)
        for theme in themes
        for column, alternative in enumerate(judgements.alternatives)
        for row in _rows(project, judgements, theme, column)
    ]
    return pl.DataFrame(rows, schema=SHIFTING, orient="row")


def _rows(project: Project, judgements: Judgements, theme: str, column: int) -> Iterator[tuple[object, ...]]:
    gains = _effects(project, judgements, column, "hier_en_nu", "wint")
    within = [effect for effect in gains if project.effects[effect].theme == theme]
    for dimension in ELSEWHERE:
        pay = _effects(project, judgements, column, dimension, "verliest")
        loses = [effect for effect in pay if project.effects[effect].theme == theme]
        if gains and loses:
            yield dimension, within or gains, loses, bool(within)


def _effects(
    project: Project, judgements: Judgements, column: int, dimension: Dimension, outcome: Distribution
) -> list[str]:
    return [
        effect
        for row, effect in enumerate(judgements.effects)
        if project.effects[effect].dimension == dimension and outcome in outcomes(judgements, row, column)
    ]
