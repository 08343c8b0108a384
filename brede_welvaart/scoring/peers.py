"""A region beside its peers: the same province, size class, urbanity or any other trait, or a hand-picked list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from brede_welvaart.errors import UsageFault
from brede_welvaart.language import _
from brede_welvaart.loading import one_of
from brede_welvaart.scoring.context import Context

NOT_A_TRAIT = {"region", "name", "current", "valid_from", "valid_to"}


def peers_of(regions: pl.DataFrame, region: str, by: str) -> list[str]:
    """The current regions of the same level that share the region's value in a column of `regions`, itself included.

    An empty list if the region has no value there. Raises UsageFault for an unknown region or column.
    """
    require_regions(regions, [region])
    traits = [column for column in regions.columns if column not in NOT_A_TRAIT]
    if by not in traits:
        message = _("Onbekend kenmerk '{by}'; verwacht {traits}.")
        raise UsageFault(message.format(by=by, traits=one_of(traits, by)))
    own = regions.row(by_predicate=pl.col("region") == region, named=True)
    if own[by] is None:
        return []
    same = (pl.col(by) == own[by]) & (pl.col("level") == own["level"]) & pl.col("current")
    return regions.filter(same)["region"].to_list()


def peer_statistics(context: Context, codes: Sequence[str]) -> pl.DataFrame:
    """Per indicator the figures of a group of regions: n, q1, median and q3, in the indicator's unit; null without any.

    Quantiles are type 7 (linear). Raises UsageFault for an unknown region.
    """
    return _statistics(context, context.indicators.select("region", "indicator", "value"), codes)


def peer_theme_statistics(context: Context, codes: Sequence[str]) -> pl.DataFrame:
    """Per theme the scores (0-100) of a group of regions: n, q1, median and q3; null without any.

    Quantiles are type 7 (linear). Raises UsageFault for an unknown region.
    """
    return _statistics(context, context.themes.select("region", "theme", "score"), codes)


def _statistics(context: Context, frame: pl.DataFrame, codes: Sequence[str]) -> pl.DataFrame:
    require_regions(context.regions, codes)
    key, value = frame.columns[1:]
    inside = pl.when(pl.col("region").is_in(list(codes))).then(pl.col(value))
    quantiles = [inside.quantile(q, "linear").alias(name) for q, name in ((0.25, "q1"), (0.5, "median"), (0.75, "q3"))]
    return frame.group_by(key, maintain_order=True).agg(inside.count().cast(pl.Int32).alias("n"), *quantiles)


def require_regions(regions: pl.DataFrame, codes: Iterable[str]) -> None:
    """Raises UsageFault that names every code that is no region."""
    known = regions["region"].to_list()
    unknown = [code for code in dict.fromkeys(codes) if code not in set(known)]
    if unknown:
        message = _("Onbekende regio '{code}'; verwacht {known}.")
        raise UsageFault("\n".join(message.format(code=code, known=one_of(known, code)) for code in unknown))
