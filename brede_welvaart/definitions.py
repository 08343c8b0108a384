"""What the YAML may say: frozen objects that refuse unknown keys and silent conversions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from brede_welvaart.language import _
from brede_welvaart.vocabulary import (
    HORIZONS,
    OCCASIONS,
    PLACES,
    Dimension,
    EvidenceKind,
    EvidenceSide,
    Horizon,
    Judgement,
    Level,
    MeanKind,
    MissingReason,
    Occasion,
    Place,
    Polarity,
    ProjectStatus,
    Reversibility,
)

SLUG = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$"
Slug = Annotated[str, Field(pattern=SLUG)]
Words = Annotated[str, Field(min_length=1, max_length=20_000)]
Fraction = Annotated[float, Field(ge=0, le=1)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Definition(BaseModel):
    """The base of everything that a YAML file defines."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def contradiction(found: str, expected: str) -> PydanticCustomError:
    """The fault of keys that are each right but do not go together."""
    return PydanticCustomError("contradiction", "{found}", {"found": found, "expected": expected})


def _printable(text: str) -> str:
    if unseen := re.search(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]", text):
        raise contradiction(_("onzichtbaar teken {code}").format(code=f"U+{ord(unseen[0]):04X}"), _("leesbare tekst"))
    return text


Prose = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=16_000), AfterValidator(_printable)
]
"""What a person writes: without blanks around it, and short enough for a cell of a workbook."""


class Text(Definition):
    """A text in Dutch and English."""

    nl: Words
    en: Words


class DutchText(Definition):
    """A text that may lack its English version; then the Dutch stands in for it."""

    nl: Prose
    en: Prose = ""

    @model_validator(mode="before")
    @classmethod
    def _dutch_stands_in(cls, value: object) -> object:
        if isinstance(value, Mapping) and "nl" in value and not value.get("en"):
            return {**value, "en": value["nl"]}
        return value


# --- the method -----------------------------------------------------------------------------------------------------


class PercentileMinMax(Definition):
    """Bounds at two percentiles of the reference group, clipped; the rule of OECD Regional Well-Being."""

    method: Literal["percentile_min_max"]
    low: Annotated[float, Field(ge=0, lt=100)] = 4
    high: Annotated[float, Field(gt=0, le=100)] = 96

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low >= self.high:
            raise contradiction(_("low niet onder high"), "low < high")
        return self


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


class Goalposts(Definition):
    """Fixed bounds in the indicator's own unit, optionally after a logarithm."""

    method: Literal["goalposts"]
    low: Finite
    high: Finite
    log: bool = False
    cap: bool = True

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low >= self.high:
            raise contradiction(_("low niet onder high"), "low < high")
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
    interval: tuple[Fraction, Fraction] = (0.05, 0.95)
    figures: bool = True
    normalisations: tuple[Normalisation, ...] = ()
    aggregations: tuple[Mean, ...] = ()
    weights: Literal["fixed", "simplex", "share"] = "share"
    weight_share: Fraction = 0.5
    leave_one_out: bool = True


class EffectMethod(Definition):
    """How judged effects become theme scores: weights, draws and the proposal thresholds."""

    importance: dict[Level, Weight]
    certainty: dict[Level, tuple[Fraction, ...]]
    weight_spread: Fraction = 0.5
    draws: Annotated[int, Field(ge=1, le=1_000_000)] = 10_000
    seed: Annotated[int, Field(ge=0)] = 2026
    interval: tuple[Fraction, Fraction] = (0.05, 0.95)
    disagreement_steps: Annotated[int, Field(ge=1)] = 3
    proposal_thresholds: tuple[Weight, Weight, Weight] = (0.05, 0.2, 0.5)

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


# --- themes, indicators, sources ------------------------------------------------------------------------------------


class Theme(Definition):
    """One theme; the order of `indicators/themes.yaml` is the order everywhere."""

    label: Text
    about: Text
    weight: Weight = 1
    source: Words


class Group(Definition):
    """A group of people that a project may help or harm."""

    label: DutchText
    about: DutchText | None = None


class FigureReference(Definition):
    """Where an indicator's figures are: a measure of a source."""

    source: Slug
    measure: Words


class Break(Definition):
    """From this period on, figures cannot be compared with earlier ones."""

    period: Annotated[str, Field(pattern=r"^\d{4}")]
    reason: DutchText


class Conversion(Definition):
    """How a figure of one division into regions becomes one of another: by sum, by mean, or not at all and why."""

    kind: Literal["count", "rate", "none"]
    denominator: Slug | None = None
    reason: DutchText | None = None

    @model_validator(mode="after")
    def _argued(self) -> Self:
        if (self.kind == "rate") != (self.denominator is not None):
            raise contradiction(_("kind en denominator passen niet"), _("een denominator bij rate, en alleen daar"))
        if self.kind == "none" and self.reason is None:
            raise contradiction(_("kind none zonder uitleg"), _("een reason die zegt waarom"))
        return self


class Indicator(Definition):
    """What is measured and how it is weighed; id and theme are the path of its file."""

    label: Text
    definition: Text
    unit: Text
    dimensions: tuple[Dimension, ...] = ()
    polarity: Polarity
    polarity_note: DutchText | None = None
    weight: Weight = 1
    overlap: Slug | None = None
    normalisation: Normalisation | None = None
    range: tuple[Finite | None, Finite | None] = (None, None)
    decimals: Annotated[int, Field(ge=0, le=6)] = 1
    figures: tuple[FigureReference, ...]
    refresh: DutchText | None = None
    conversion: Conversion | None = None
    breaks: tuple[Break, ...] = ()
    remarks: DutchText | None = None

    @model_validator(mode="after")
    def _none_is_argued(self) -> Self:
        if self.dimensions and self.polarity == "none" and self.polarity_note is None:
            raise contradiction(_("polarity none zonder uitleg"), _("een polarity_note die zegt waarom"))
        return self


class Columns(Definition):
    """Which column of a table holds what; absent ones are null."""

    region: Words = "region"
    period: Words | None = "period"
    measure: Words | None = "measure"
    value: Words | None = "value"
    lower: Words | None = None
    upper: Words | None = None
    status: Words | None = None


class Correction(Definition):
    """A figure that the publisher got wrong: fails as soon as the publisher has mended it."""

    region: Words
    period: Words
    measure: Words
    expected: Finite
    value: Finite | None
    reason: DutchText
    source: Words


class TableMeasure(Definition):
    """Which measure of a publisher's table an indicator needs: by code, title or the stem of a drifting column name.

    Where more are given, all must hold. `group` is the title of the group that the measure stands in, for tables that
    use a title more than once (cbs_odata3). `unit` is the unit that the table stated when this was written.
    """

    code: Words | None = None
    title: Words | None = None
    stem: Words | None = None
    group: Words | None = None
    unit: Words | None = None

    @model_validator(mode="after")
    def _findable(self) -> Self:
        if self.code is None and self.title is None and self.stem is None:
            raise contradiction(_("geen maat"), _("code, title of stem"))
        return self


class Axis(Definition):
    """A dimension of a table, or the one code that stands for it in a table without."""

    dimension: Words | None = None
    code: Words | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.dimension is None) == (self.code is None):
            raise contradiction(_("geen of meer dan één keuze"), _("precies een van dimension en code"))
        return self


class RegionAxis(Axis):
    """The regions of a table; `kinds` are the prefixes to keep (GM, WK, BU), `rename` maps its codes to ours."""

    kinds: tuple[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], ...] = ()
    rename: dict[Words, Words] = {}


class PeriodAxis(Axis):
    """The periods of a table; `kinds` are years (JJ), quarters (KW) or months (MM) to keep."""

    kinds: tuple[Literal["JJ", "KW", "MM"], ...] = ()


class MarginAxis(Definition):
    """The dimension that sets a figure beside its margins, and the codes of each."""

    dimension: Words
    value: Words
    lower: Words
    upper: Words


class ODataTable(Definition):
    """A table of an OData service: what to ask for, and how its answer becomes observations."""

    adapter: str
    address: Annotated[str, Field(pattern=r"^https?://[^?#]+[^/?#]$")]
    table: Annotated[str, Field(pattern=r"^[A-Za-z0-9_]+$")]
    verified: bool = False
    region: RegionAxis
    period: PeriodAxis
    filters: dict[Words, Words] = {}
    margins: MarginAxis | None = None
    measures: Annotated[dict[Slug, TableMeasure], Field(min_length=1)]


class OData4(ODataTable):
    """A table of datasets.cbs.nl: one row per observation."""

    adapter: Literal["cbs_odata4"]
    address: Annotated[str, Field(pattern=r"^https?://[^?#]+[^/?#]$")] = "https://datasets.cbs.nl/odata/v1/CBS"


class OData3(ODataTable):
    """A table of opendata.cbs.nl or dataderden.cbs.nl: one column per measure."""

    adapter: Literal["cbs_odata3"]
    address: Annotated[str, Field(pattern=r"^https?://[^?#]+[^/?#]$")] = "https://opendata.cbs.nl/ODataFeed/odata"


Refresh = Annotated[OData4 | OData3, Field(discriminator="adapter")]


class Source(Definition):
    """Where figures come from: one edition of one publication in a file, a table that `update` fetches, or both.

    `classification` is the year whose regions all figures are in; without it, each is in the regions of its own year.
    """

    title: Words
    publisher: Words
    licence: Words
    citation: Words
    url: Words
    table: Words | None = None
    edition: Words | None = None
    retrieved: date | None = None
    verified: bool = True
    remarks: DutchText | None = None
    classification: Annotated[int, Field(ge=1900, le=2200)] | None = None
    breaks: tuple[Break, ...] = ()
    corrections: tuple[Correction, ...] = ()
    adapter: Literal["table_file"] | None = None
    file: Words | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    layout: Literal["long", "wide"] = "long"
    columns: Columns = Columns()
    measures: dict[Words, Words] = {}
    period: Words | None = None
    sheet: Words | None = None
    decimal: Literal[".", ","] | None = None
    empty: MissingReason = "niet_gepubliceerd"
    refresh: Refresh | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if (self.adapter, self.file, self.sha256, self.refresh) == (None, None, None, None):
            raise contradiction(_("geen cijfers"), _("adapter, file en sha256, of refresh"))
        if len({part is None for part in (self.adapter, self.file, self.sha256)}) > 1:
            raise contradiction(_("een deel van adapter, file en sha256"), _("alle drie, of geen"))
        if self.file is not None and self.edition is None and self.retrieved is None:
            raise contradiction(_("geen datum"), _("edition of retrieved"))
        return self

    @property
    def vintage(self) -> str:
        """Which version of the figures in the file this is: the date they were retrieved, else the edition."""
        return self.retrieved.isoformat() if self.retrieved else str(self.edition)


class Boundaries(Definition):
    """Where regions lie, for a map: a TopoJSON file beside this one, whose shapes carry the codes of regions as id."""

    title: Words
    publisher: Words
    licence: Words
    citation: Words
    url: Words
    edition: Words
    remarks: DutchText | None = None
    file: Words
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


# --- projects -------------------------------------------------------------------------------------------------------

Judged = Judgement | Annotated[dict[Slug, Judgement], Field(min_length=1)]
"""A judgement for every scenario, or one per scenario."""


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if names.count(name) > 1:
            raise contradiction(_("'{name}' twee keer").format(name=name), _("elk één keer"))
    return names


def _in_order_of(vocabulary: Iterable[str]) -> AfterValidator:
    order = list(vocabulary)
    return AfterValidator(lambda names: tuple(sorted(names, key=order.index)))


Once = AfterValidator(_once)
Horizons = Annotated[tuple[Horizon, ...], Once, _in_order_of(HORIZONS)]
Places = Annotated[tuple[Place, ...], Once, _in_order_of(PLACES)]
Occasions = Annotated[tuple[Occasion, ...], Once, _in_order_of(OCCASIONS)]


class Reference(Definition):
    """The situation without the project, which every judgement compares with."""

    description: Prose
    year: Annotated[int, Field(ge=1900, le=2200)]


class Alternative(Definition):
    """One way to carry out the project."""

    label: Prose
    about: Prose = ""


class Scenario(Definition):
    """One possible future in which the project may land."""

    label: Prose
    about: Prose = ""
    source: Prose


class Evidence(Definition):
    """A source that supports or contradicts a judgement."""

    side: EvidenceSide = "voor"
    kind: EvidenceKind
    title: Prose
    publisher: Prose | None = None
    address: Prose | None = None
    identifier: Prose | None = None
    page: Prose | None = None
    year: Annotated[int, Field(ge=1900, le=2200)] | None = None
    quote: Prose | None = None


class Assessment(Definition):
    """What one assessor judges of an effect, and why."""

    assessor: Prose
    role: Prose
    judgements: dict[Slug, Judged]
    argument: Prose = ""


class Change(Definition):
    """The change of a figure against the reference, in the indicator's unit."""

    low: Finite
    central: Finite
    high: Finite

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.central <= self.high:
            raise contradiction(_("low, central en high niet in volgorde"), "low <= central <= high")
        return self


def _one_or_each(value: object) -> str:
    """Whether changes are stated for all scenarios at once or for each; a union would blame both readings."""
    parts = list(value.values()) if isinstance(value, Mapping) else []
    return PER_SCENARIO if parts and all(isinstance(part, Mapping | Change) for part in parts) else AT_ONCE


AT_ONCE, PER_SCENARIO = "at once", "per scenario"
Changed = Annotated[
    Annotated[Change, Tag(AT_ONCE)] | Annotated[dict[Slug, Change], Tag(PER_SCENARIO)], Discriminator(_one_or_each)
]


class Quantity(Definition):
    """An effect in figures: how an indicator changes, per alternative and where needed per scenario."""

    indicator: Slug
    unit: Prose
    period: Annotated[Prose, Field(pattern=r"^\d{4}")]
    changes: dict[Slug, Changed]


class Mitigation(Definition):
    """What is done about a negative effect, and how the effect is judged after it."""

    measure: Prose
    judgements: dict[Slug, Judged]


class Effect(Definition):
    """What the project does to one theme, with its fact, argument and evidence."""

    title: Prose
    theme: Slug
    indicator: Slug | None = None
    dimension: Dimension
    horizons: Annotated[Horizons, Field(min_length=1)]
    places: Annotated[Places, Field(min_length=1)]
    gains: Annotated[tuple[Slug, ...], Once] = ()
    loses: Annotated[tuple[Slug, ...], Once] = ()
    fact: Prose
    argument: Prose = ""
    yardstick: Prose = ""
    importance: Level
    certainty: Level
    judgements: dict[Slug, Judged] = {}
    assessments: tuple[Assessment, ...] = ()
    quantity: Quantity | None = None
    evidence: tuple[Evidence, ...] = ()
    unknowns: Prose | None = None
    mitigation: Mitigation | None = None
    reversibility: Reversibility = "onbekend"
    discussion: Prose | None = None
    author: Prose | None = None
    reviewer: Prose | None = None
    machine_proposed: bool = False
    machine_proposal: Prose | None = None

    @model_validator(mode="after")
    def _judged_once(self) -> Self:
        if self.judgements and self.assessments:
            raise contradiction(_("judgements en assessments"), _("een van beide"))
        if not (self.judgements or self.assessments or self.quantity):
            raise contradiction(_("geen oordeel"), _("judgements, assessments of quantity"))
        return self


class LogEntry(Definition):
    """A moment at which people discussed or changed the review, or a remark on one effect or theme.

    `open` says that the remark still waits for an answer.
    """

    date: date
    by: Prose
    note: Prose
    effect: Slug | None = None
    theme: Slug | None = None
    open: bool = False


class Project(Definition):
    """What a project claims: its alternatives and scenarios, and the effects that people judged."""

    title: Prose
    illustration: Prose | None = None
    status: ProjectStatus
    occasion: Occasion
    other_occasions: Occasions = ()
    occasion_note: Prose = ""
    decision: Prose = ""
    owner: Prose
    about: Prose = ""
    goal: Prose
    purpose: Prose = ""
    scope: Prose = ""
    background: Prose = ""
    introduction: Prose = ""
    key_message: Prose
    region: Prose
    area: Prose = ""
    elsewhere: Annotated[tuple[Prose, ...], Once] = ()
    as_of: date | None = None
    reference: Reference | None = None
    alternatives: Annotated[dict[Slug, Alternative], Field(min_length=1)]
    scenarios: dict[Slug, Scenario] = {}
    groups: dict[Slug, Group] = {}
    effects: dict[Slug, Effect]
    log: tuple[LogEntry, ...] = ()


class Tree(Definition):
    """Everything that `indicators/` and `sources/` of one root define, in file order.

    `theme_of` maps each indicator to its theme; context variables have none and are absent from it.
    `fingerprint` is the sha256 over the program version and the bytes of all definitions and snapshot hashes.
    """

    root: Path
    themes: dict[str, Theme]
    indicators: dict[str, Indicator]
    theme_of: dict[str, str]
    sources: dict[str, Source]
    boundaries: dict[str, Boundaries] = {}
    groups: dict[str, Group]
    method: Method
    method_hash: str
    fingerprint: str

    def breaks_of(self, name: str) -> tuple[Break, ...]:
        """Every declared break in the series of an indicator: its own, and those of its sources."""
        indicator = self.indicators[name]
        of_sources = (each for figure in indicator.figures for each in self.sources[figure.source].breaks)
        return (*indicator.breaks, *of_sources)
