"""A region beside its peers: the same province, size class, urbanity or any other trait, or a hand-picked list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from brede_welvaart.errors import UsageFault
from brede_welvaart.language import _
from brede_welvaart.scoring.context import Context
from brede_welvaart.scoring.naming import region_codes
from brede_welvaart.validation import one_of
from brede_welvaart.vocabulary import REGION_LEVELS

NOT_A_TRAIT = {"region", "name", "current", "valid_from", "valid_to"}
Group = tuple[str, ...]
QUANTILES = {"q1": 0.25, "median": 0.5, "q3": 0.75}


@dataclass(frozen=True)
class Peers:
    """Regions beside their peers.

    `groups` has the peers of each region, itself included unless they were picked by hand. `indicators` has a row per
    region and indicator: n, q1, median and q3 of the figures of its peers, in the indicator's unit; `themes` the same
    of their theme scores (0-100). Quantiles are type 7 (linear), null without any figure.
    """

    by: str
    groups: Mapping[str, Group]
    indicators: pl.DataFrame
    themes: pl.DataFrame


def find_peers(context: Context, regions: Sequence[str], by: str) -> Peers:
    """The peers of these regions, and how they stand; `by` as `peers_of` has it, and raising what that raises."""
    groups = peers_of(context.regions, regions, by)
    spreads = (_spread(context, groups, statistics) for statistics in (peer_statistics, peer_theme_statistics))
    return Peers(by, groups, *spreads)


def _spread(
    context: Context, groups: Mapping[str, Group], statistics: Callable[[Context, Group], pl.DataFrame]
) -> pl.DataFrame:
    """The statistics of every region's group, each group reckoned once."""
    found = {group: statistics(context, group) for group in dict.fromkeys(groups.values())}
    return pl.concat([found[group].select(pl.lit(region).alias("region"), "*") for region, group in groups.items()])


def peers_of(regions: pl.DataFrame, wanted: Iterable[str], by: str) -> dict[str, Group]:
    """The peers of every wanted region, itself included where it has the trait; none if it lacks it.

    `by` names a column of `regions` (current regions of the same level with the same value there), a level (current
    regions of the same level under the same region of that level; the own level means all of it), a value of a column
    (current regions of the same level that have it), the name of a region that they lie under, or regions themselves,
    by code or name, with commas between. Raises UsageFault for an unknown region or anything else.
    """
    wanted = region_codes(regions, wanted)
    keys, counts = _grouping(regions, by)
    own = dict(zip(regions["region"], keys, strict=True))
    groups: dict[object, list[str]] = {}
    for (code, key), counted in zip(own.items(), counts, strict=True):
        if counted:
            groups.setdefault(key, []).append(code)
    return {code: tuple(groups.get(own[code], ())) if own[code] is not None else () for code in wanted}


def _grouping(regions: pl.DataFrame, by: str) -> tuple[list[object], pl.Series]:
    """Per region what it shares with its peers (None for nothing), and whether it counts as a peer itself."""
    levels, current = regions["level"].to_list(), regions["current"]
    if by in (known := traits(regions)):
        return _with_level(regions[by], levels), current
    if level := _level(levels, by):
        return _with_level(_above(regions, level), levels), current
    codes = [code.strip() for code in by.split(",") if code.strip()]
    if "," in by or set(codes) <= set(regions["region"]):
        return ["picked"] * regions.height, regions["region"].is_in(region_codes(regions, codes))
    same = pl.DataFrame([regions[column].str.to_lowercase() == by.lower() for column in known])
    if column := next((each.name for each in same if each.any()), None):
        return _with_level([by] * regions.height, levels), current & same[column].fill_null(value=False)
    if above := next(_under(regions, by), None):
        return _with_level(above, levels), current
    message = _("Onbekend kenmerk '{by}'; verwacht {known}, een waarde daarvan, of regio's met komma's ertussen.")
    raise UsageFault(message.format(by=by, known=one_of(dict.fromkeys((*known, *levels)), by)))


def _under(regions: pl.DataFrame, name: str) -> Iterator[list[str | None]]:
    """Per region the region of this name that it lies under, None if it does not; for each that has any under it."""
    named = regions.filter(pl.col("name").str.to_lowercase() == name.lower())
    for code, level in named.select("region", "level").iter_rows():
        above = [code if each == code else None for each in _above(regions, level)]
        if any(above):
            yield above


def traits(regions: pl.DataFrame) -> list[str]:
    """The columns of the regions by which they can be grouped."""
    return [column for column in regions.columns if column not in NOT_A_TRAIT]


def _with_level(values: Iterable[object], levels: Sequence[str]) -> list[object]:
    return [None if value is None else (level, value) for value, level in zip(values, levels, strict=True)]


def _level(levels: Sequence[str], by: str) -> str | None:
    """The level that goes by this name, in the file's own word or in ours."""
    names = {name: level for level in levels for name in (*REGION_LEVELS.get(level, ()), level)}
    return names.get(by)


def _above(regions: pl.DataFrame, level: str) -> list[str | None]:
    """Per region the region of a level that it lies under; for a region of that level the level itself."""
    columns = regions.select("region", "parent", "level").iter_rows()
    facts = {code: (parent, own) for code, parent, own in columns}

    def climb(code: str) -> str | None:
        seen: set[str] = set()
        while (parent := facts[code][0]) is not None and parent not in seen and facts[code][1] != level:
            seen.add(code)
            code = parent
        return code if facts[code][1] == level else None

    return [level if own == level else climb(code) for code, (_parent, own) in facts.items()]


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


def _statistics(context: Context, frame: pl.DataFrame, codes: Iterable[str]) -> pl.DataFrame:
    chosen = region_codes(context.regions, codes)
    key, value = frame.columns[1:]
    inside = pl.when(pl.col("region").is_in(chosen)).then(pl.col(value))
    quantiles = [inside.quantile(share, "linear").alias(name) for name, share in QUANTILES.items()]
    return frame.group_by(key, maintain_order=True).agg(inside.count().cast(pl.Int32).alias("n"), *quantiles)
