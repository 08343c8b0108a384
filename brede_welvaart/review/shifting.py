"""Shifting (`afwenteling`): what is gained here and now while others pay, later or elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from brede_welvaart.project_definitions import Effect, Project
from brede_welvaart.review.judgements import Judgements
from brede_welvaart.vocabulary import HORIZONS, PLACES, Dimension

SHIFTING = pl.Schema({
    "theme": pl.String(), "alternative": pl.String(), "to": pl.String(), "by": pl.List(pl.String()),
    "gains": pl.List(pl.String()), "loses": pl.List(pl.String()), "within_theme": pl.Boolean(),
    "scenarios": pl.List(pl.String()),
})  # fmt: skip
ELSEWHERE: dict[Dimension, str] = {"later": "horizon", "elders": "plaats"}
STATED = "dimensie"
Shift = tuple[Any, ...]


def shifting(project: Project, themes: Sequence[str], judgements: Judgements) -> pl.DataFrame:
    """One row per theme and alternative, and per direction (`to`) in which the theme loses what is gained here and now.

    `loses` are the negative effects of the theme with the dimension `to` (`by` says `dimensie`), and those that lie
    further off than an effect that gains here and now in the same theme: later at every horizon (`horizon`), or wider
    at every place (`plaats`). `gains` are those positive effects; if the theme has none, those in the other themes
    (not `within_theme`). Gain and loss are those of one scenario; `scenarios` are those in which the row holds. Groups
    carry no time or place of their own: who they are is known to the reader, not to the program.
    """
    rows = [
        (theme, alternative, *row)
        for theme in themes
        for column, alternative in enumerate(judgements.alternatives)
        for row in _rows_with_scenarios(project, judgements, theme, column)
    ]
    return pl.DataFrame(rows, schema=SHIFTING, orient="row")


def _rows_with_scenarios(project: Project, judgements: Judgements, theme: str, column: int) -> Iterator[Shift]:
    """What is shifted in any scenario, the same in several scenarios once."""
    found: list[tuple[Shift, list[str]]] = []
    for place, scenario in enumerate(judgements.scenarios):
        for row in _rows(project, judgements, theme, (column, place)):
            same = next((scenarios for known, scenarios in found if known == row), None)
            if same is None:
                found.append((row, [scenario]))
            else:
                same.append(scenario)
    for row, scenarios in sorted(found, key=lambda each: list(ELSEWHERE).index(each[0][0])):
        yield (*row, scenarios)


def _rows(project: Project, judgements: Judgements, theme: str, at: tuple[int, int]) -> Iterator[Shift]:
    effects = project.effects
    gains = [name for name in _effects(judgements, at, 1) if effects[name].dimension == "hier_en_nu"]
    within = [name for name in gains if effects[name].theme == theme]
    losers = [name for name in _effects(judgements, at, -1) if effects[name].theme == theme]
    for to, reach in ELSEWHERE.items():
        stated = [name for name in losers if gains and effects[name].dimension == to]
        pairs = [(gain, lose) for lose in losers for gain in within if _lies_beyond(effects[lose], effects[gain], to)]
        further = {lose for _gain, lose in pairs}
        loses = [name for name in losers if name in stated or name in further]
        if loses:
            nearer = within if stated else [name for name in within if name in {gain for gain, _lose in pairs}]
            by = [word for word, found in ((STATED, stated), (reach, further)) if found]
            yield to, by, nearer or gains, loses, bool(nearer)


def _lies_beyond(lose: Effect, gain: Effect, to: Dimension) -> bool:
    """Whether an effect lies wholly later, or wholly in a wider circle, than another."""
    return min(_reach(lose, to)) > max(_reach(gain, to))


def _reach(effect: Effect, to: Dimension) -> list[int]:
    if to == "later":
        return [list(HORIZONS).index(each) for each in effect.horizons]
    return [list(PLACES).index(each) for each in effect.places]


def _effects(judgements: Judgements, at: tuple[int, int], sign: int) -> list[str]:
    """The effects of this sign in an alternative and scenario; where nothing is known, a step is NaN and has none."""
    steps = judgements.before.steps[:, *at]
    return [name for name, step in zip(judgements.effects, steps, strict=True) if step * sign > 0]
