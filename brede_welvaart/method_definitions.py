"""What `indicators/method.yaml` may say: every choice of the method."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from brede_welvaart.definition_parts import (
    Definition,
    DutchText,
    Finite,
    Fraction,
    Slug,
    Text,
    Weight,
    Words,
    ascending,
    contradiction,
)
from brede_welvaart.language import _
from brede_welvaart.vocabulary import Level, MeanKind

Interval = Annotated[tuple[Fraction, Fraction], AfterValidator(ascending)]
"""The two chances between which a range runs."""


class Bounds(Definition):
    """A lower and a higher bound."""

    low: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low >= self.high:
            raise contradiction(_("low niet onder high"), "low < high")
        return self


class PercentileMinMax(Bounds):
    """Bounds at two percentiles of the reference group, clipped; the rule of OECD Regional Well-Being."""

    method: Literal["percentile_min_max"]
    low: Annotated[float, Field(ge=0, lt=100)] = 4
    high: Annotated[float, Field(gt=0, le=100)] = 96


class MinMax(Definition):
    """Bounds at the lowest and highest figure of the reference group."""

    method: Literal["min_max"]


class ZScore(Definition):
    """Distance to the mean of the reference group in sample standard deviations."""

    method: Literal["z_score"]


class RankScore(Definition):
    """The rank in the reference group, stretched over 0-100."""

    method: Literal["rank"]


class PercentileRank(Definition):
    """The share of the reference group that is worse, ties counting half."""

    method: Literal["percentile_rank"]


class Goalposts(Bounds):
    """Fixed bounds in the indicator's own unit, optionally after a logarithm."""

    method: Literal["goalposts"]
    low: Finite
    high: Finite
    log: bool = False
    cap: bool = True

    @model_validator(mode="after")
    def _has_logarithm(self) -> Self:
        if self.log and self.low <= 0:
            raise contradiction(_("log met een grens van nul of lager"), "low > 0")
        return self


class DistanceToTarget(Definition):
    """The share of the way from the worst figure of the reference group to a target."""

    method: Literal["distance_to_target"]
    target: Finite
    cap: bool = True


class DistanceToReference(Definition):
    """The distance to one region, in ranges of the reference group."""

    method: Literal["distance_to_reference"]
    region: Words
    cap: bool = False


Normalisation = Annotated[
    PercentileMinMax
    | MinMax
    | ZScore
    | RankScore
    | PercentileRank
    | Goalposts
    | DistanceToTarget
    | DistanceToReference,
    Field(discriminator="method"),
]
Mean = MeanKind


class ReferenceGroup(Definition):
    """The regions that lay the ruler: a level (current regions only, or all), a list, or all regions."""

    level: Words | None = None
    current: bool = True
    regions: tuple[Words, ...] = ()
    all: bool = False

    @model_validator(mode="after")
    def _one_way_to_say_it(self) -> Self:
        if sum((self.level is not None, bool(self.regions), self.all)) != 1:
            raise contradiction(_("geen of meer dan één keuze"), _("precies een van level, regions en all"))
        return self


class Aggregation(Definition):
    """How indicators make a theme, and whether and how themes make an overall score."""

    theme: Mean = "arithmetic_mean"
    overall: Mean | Literal["none"] = "none"


class Decimals(Definition):
    """The printed decimals of theme and overall scores; ranks are taken on the printed score."""

    theme: Annotated[int, Field(ge=0, le=6)] = 1
    overall: Annotated[int, Field(ge=0, le=6)] = 1


class Trend(Definition):
    """When a series of years counts as rising or falling."""

    window_years: Annotated[int, Field(ge=2)] = 8
    minimum_points: Annotated[int, Field(ge=3)] = 5
    significance: Annotated[float, Field(gt=0, lt=1)] = 0.05


class WeightSet(Definition):
    """A named set of weights that replaces the weights in the files, for the ids it names."""

    label: Text
    themes: dict[Slug, Weight] = {}
    indicators: dict[Slug, Weight] = {}


class Uncertainty(Definition):
    """What the joint sensitivity run of the context varies."""

    draws: Annotated[int, Field(ge=1, le=1_000_000)] = 10_000
    seed: Annotated[int, Field(ge=0)] = 2026
    interval: Interval = (0.05, 0.95)
    figures: bool = True
    normalisations: tuple[Normalisation, ...] = ()
    aggregations: tuple[Mean, ...] = ()
    weights: Literal["fixed", "simplex", "share"] = "share"
    weight_share: Fraction = 0.5
    leave_one_out: bool = True


class EffectMethod(Definition):
    """How judged effects become theme scores: weights, draws and the proposal thresholds."""

    importance: dict[Level, Annotated[Weight, Field(gt=0)]]
    certainty: dict[Level, tuple[Fraction, ...]]
    weight_spread: Fraction = 0.5
    draws: Annotated[int, Field(ge=1, le=1_000_000)] = 10_000
    seed: Annotated[int, Field(ge=0)] = 2026
    interval: Interval = (0.05, 0.95)
    disagreement_steps: Annotated[int, Field(ge=1)] = 3
    proposal_thresholds: Annotated[tuple[Weight, Weight, Weight], AfterValidator(ascending)] = (0.05, 0.2, 0.5)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for name in ("importance", "certainty"):
            if set(getattr(self, name)) != {"laag", "midden", "hoog"}:
                raise contradiction(_("onvolledige {name}").format(name=name), "laag, midden, hoog")
        for level, steps in self.certainty.items():
            if not steps or abs(steps[0] + 2 * sum(steps[1:]) - 1) > 1e-9:
                expected = _("kansen met p0 + 2 x (p1 + p2 + ...) = 1")
                raise contradiction(_("certainty.{level} telt niet op").format(level=level), expected)
        return self


class Method(Definition):
    """Every choice of the method, as `indicators/method.yaml` states it."""

    normalisation: Normalisation
    bounds_from: Annotated[str, Field(pattern=r"^(same_period|all_periods|\d{4}.*)$")] = "same_period"
    reference_group: ReferenceGroup
    aggregation: Aggregation = Aggregation()
    decimals: Decimals = Decimals()
    minimum_coverage: Fraction = 0.5
    max_age_years: Annotated[int, Field(ge=0)] = 10
    carry_forward: bool = False
    trend: Trend = Trend()
    weight_sets: dict[Slug, WeightSet] = {}
    weights: Slug | None = None
    uncertainty: Uncertainty = Uncertainty()
    effects: EffectMethod
    source: DutchText | None = None

    @model_validator(mode="after")
    def _known_weight_set(self) -> Self:
        if self.weights is not None and self.weights not in self.weight_sets:
            expected = _("een naam uit weight_sets")
            raise contradiction(_("weights: '{name}'").format(name=self.weights), expected)
        return self
