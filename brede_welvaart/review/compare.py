"""What moved between two versions of a project, and why: every theme's balance, divided over causes that add up."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from brede_welvaart.method_definitions import EffectMethod
from brede_welvaart.project_definitions import Project
from brede_welvaart.review.review import Review

CELL = ["theme", "alternative", "scenario"]
KEY = [*CELL, "effect"]
STAGES = {"zonder_maatregelen": "", "met_maatregelen": "_after"}
SUMS = ("plus", "minus", "known")
SCORED = ("plus", "minus", "balance", "balance_low", "balance_high", "p_positive", "label")
CHANGES = pl.Schema({"place": pl.String(), "a": pl.String(), "b": pl.String()})


@dataclass(frozen=True)
class Version:
    """One version of a project, reviewed; `method` weighs its effects."""

    project: Project
    review: Review
    method: EffectMethod


@dataclass(frozen=True)
class ProjectComparison:
    """The difference b - a of a project in every theme, alternative and scenario, without and with mitigation.

    `scores` has a row per stage (`zonder_maatregelen`, `met_maatregelen`) and cell of either version: what both score
    (`_a`, `_b`), and `difference`, of the balance. `causes` has a row per stage, cell, effect and cause: the points it
    adds to the difference of plus, minus and balance. They add up; null where one version has no balance. `changes`
    lists every key of the project file with another value: place, a, b; null where one file lacks it.

    Causes: `oordeel` (another judgement), `maatregel` (another judgement after mitigation), `belang` (another
    importance), `methode` (another weight for the same importance), `effect_toegevoegd`, `effect_vervallen`, `thema`
    (the effect moved to or from another theme).
    """

    scores: pl.DataFrame
    causes: pl.DataFrame
    changes: pl.DataFrame


def compare_versions(a: Version, b: Version) -> ProjectComparison:
    """Divide the difference b - a of every balance over the effects that changed.

    A balance is a sum N (weight x step) over a sum D (weight). The change of each sum counts with its mean over both
    orders: (1/Da + 1/Db) / 2 for a point of N, -(Na + Nb) / 2 / (Da Db) for a point of D (the Shapley value of two
    factors). Both changes are sums over effects, so only effects that changed get points, no order matters, and the
    comparison the other way round has the opposite sign.
    """
    scores = pl.concat([_scores(a.review, b.review, stage) for stage in STAGES])
    causes = pl.concat([_causes(a, b, stage) for stage in STAGES])
    shared = scores.filter(pl.all_horizontal(pl.col("label_a", "label_b").is_not_null())).select("stage", *CELL)
    ordered = shared.join(causes, on=["stage", *CELL], maintain_order="left_right")
    return ProjectComparison(scores, ordered, _changes(a.project, b.project))


def _scores(a: Review, b: Review, stage: str) -> pl.DataFrame:
    sides = [
        review.cells.select(*CELL, *(pl.col(name + STAGES[stage]).alias(f"{name}_{side}") for name in SCORED))
        for side, review in (("a", a), ("b", b))
    ]
    both = sides[0].join(sides[1], on=CELL, how="full", coalesce=True, maintain_order="left_right")
    pairs = [f"{name}_{side}" for name in SCORED for side in "ab"]
    difference = (pl.col("balance_b") - pl.col("balance_a")).alias("difference")
    return both.select(pl.lit(stage).alias("stage"), *CELL, *pairs, difference)


def _causes(a: Version, b: Version, stage: str) -> pl.DataFrame:
    first, last = (_side(each, STAGES[stage]) for each in (a, b))
    moved = pl.concat([*_changed(first, last, (a.method, b.method)), *_come_and_gone(first, last)])
    summed = moved.join(_sums(first, "a"), on=CELL, how="left").join(_sums(last, "b"), on=CELL, how="left")
    points = summed.with_columns(_points(name) for name in ("plus", "minus"))
    balanced = points.with_columns(balance=pl.col("plus") - pl.col("minus"))
    strongest_first = balanced.sort(-pl.col("balance").abs(), "effect", "cause", nulls_last=True)
    return strongest_first.select(pl.lit(stage).alias("stage"), *KEY, "cause", "plus", "minus", "balance")


def _side(version: Version, suffix: str) -> pl.DataFrame:
    """The effects of a version with their weight, and plus, minus (steps) and known (0 or 1), 0 where not known."""
    step = pl.col(f"step{suffix}")
    return version.review.effects.select(
        *KEY, "importance", "weight",
        plus=step.clip(lower_bound=0).fill_null(0), minus=(-step).clip(lower_bound=0).fill_null(0),
        known=step.is_not_null().cast(pl.Float64),
        mitigated=pl.col(f"judgement{suffix}").ne_missing(pl.col("judgement")),
    )  # fmt: skip


def _sums(frame: pl.DataFrame, side: str) -> pl.DataFrame:
    return frame.group_by(CELL).agg((pl.col("weight") * pl.col(name)).sum().alias(f"{name}_{side}") for name in SUMS)


def _changed(a: pl.DataFrame, b: pl.DataFrame, methods: tuple[EffectMethod, EffectMethod]) -> Iterator[pl.DataFrame]:
    """What the effects of both versions move: their weight, by importance and by method, and their judgement."""
    both = a.join(b, on=KEY, suffix="_b").with_columns(
        pl.col("importance_b").replace_strict(methods[0].importance, return_dtype=pl.Float64).alias("weight_ab"),
        pl.col("importance").replace_strict(methods[1].importance, return_dtype=pl.Float64).alias("weight_ba"),
    )
    first, last, ab, ba = (pl.col(name) for name in ("weight", "weight_b", "weight_ab", "weight_ba"))
    weights = {"belang": (ab - first + last - ba) / 2, "methode": (ba - first + last - ab) / 2}
    for cause, change in weights.items():
        yield _part(both, pl.lit(cause), {name: change * (pl.col(name) + pl.col(f"{name}_b")) / 2 for name in SUMS})
    judged = pl.when(pl.col("mitigated") | pl.col("mitigated_b")).then(pl.lit("maatregel")).otherwise(pl.lit("oordeel"))
    yield _part(both, judged, {name: (first + last) / 2 * (pl.col(f"{name}_b") - pl.col(name)) for name in SUMS})


def _come_and_gone(a: pl.DataFrame, b: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """What the effects of one version move; an effect that the other version has in another theme has moved."""
    for cause, sign, here, there in (("effect_vervallen", -1, a, b), ("effect_toegevoegd", 1, b, a)):
        moved = pl.col("effect").is_in(there["effect"].unique().to_list())
        words = pl.when(moved).then(pl.lit("thema")).otherwise(pl.lit(cause))
        alone = here.join(there, on=KEY, how="anti")
        yield _part(alone, words, {name: sign * pl.col("weight") * pl.col(name) for name in SUMS})


def _part(frame: pl.DataFrame, cause: pl.Expr, sums: Mapping[str, pl.Expr]) -> pl.DataFrame:
    part = frame.select(*KEY, cause.alias("cause"), **sums)
    return part.filter(pl.any_horizontal(pl.col(SUMS) != 0))


def _points(name: str) -> pl.Expr:
    """The points of a change in the sum of this name and in the sum of the weights; null without a balance."""
    a, b = pl.col("known_a"), pl.col("known_b")
    mean = (pl.col(f"{name}_a") + pl.col(f"{name}_b")) / 2
    points = pl.col(name) * (1 / a + 1 / b) / 2 - mean * pl.col("known") / (a * b)
    return pl.when((a > 0) & (b > 0)).then(points).alias(name)


def _changes(a: Project, b: Project) -> pl.DataFrame:
    sides = [dict(_leaves(each.model_dump(mode="json"), "")) for each in (a, b)]
    places = dict.fromkeys((*sides[0], *sides[1]))
    rows = [(place, sides[0].get(place), sides[1].get(place)) for place in places]
    return pl.DataFrame([row for row in rows if row[1] != row[2]], CHANGES, orient="row")


def _leaves(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Every value of a project file that is filled in, as text, with its key path; lists count from 1."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value, start=1)
        for key, each in pairs:
            yield from _leaves(each, f"{place}.{key}".removeprefix("."))
    elif value is not None:
        yield place, value if isinstance(value, str) else json.dumps(value)
