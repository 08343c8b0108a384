"""Whether the sign of a theme's balance holds in every scenario."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from brede_welvaart.vocabulary import ScenarioVerdict

TINY = 1e-9
VERDICTS = pl.Schema({"theme": pl.String, "alternative": pl.String, "verdict": pl.String})


def verdicts(cells: pl.DataFrame) -> pl.DataFrame:
    """One row per theme and alternative, in the order of the cells; see `verdict`."""
    groups = cells.group_by("theme", "alternative", maintain_order=True).agg("balance")
    rows = [(theme, alternative, verdict(balances)) for theme, alternative, balances in groups.iter_rows()]
    return pl.DataFrame(rows, schema=VERDICTS, orient="row")


def verdict(balances: Sequence[float | None]) -> ScenarioVerdict:
    """`robuust` if the sign is the same in every scenario, `scenario-afhankelijk` if two differ.

    `onbekend` if there is no second scenario to compare with, or if known signs agree but one is missing.
    """
    signs = {(balance > TINY) - (balance < -TINY) for balance in balances if balance is not None}
    if len(signs) > 1:
        return "scenario-afhankelijk"
    return "onbekend" if len(balances) < 2 or None in balances else "robuust"
