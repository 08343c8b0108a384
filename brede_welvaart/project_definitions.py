"""What a project file may say: alternatives, scenarios, and the effects that people judged, with their evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from brede_welvaart.definition_parts import YEAR_FIRST, Definition, Finite, Group, Prose, Referred, Slug, contradiction
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
    Occasion,
    Place,
    ProjectStatus,
    Reversibility,
)

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

    indicator: Referred
    unit: Prose
    period: Annotated[Prose, Field(pattern=YEAR_FIRST)]
    changes: dict[Slug, Changed]


class Mitigation(Definition):
    """What is done about a negative effect, and how the effect is judged after it."""

    measure: Prose
    judgements: dict[Slug, Judged]


class Effect(Definition):
    """What the project does to one theme, with its fact, argument and evidence.

    `regions` are those elsewhere that an effect `elders` reaches; empty means all of the project's.
    """

    title: Prose
    theme: Referred
    indicator: Referred | None = None
    dimension: Dimension
    horizons: Annotated[Horizons, Field(min_length=1)]
    places: Annotated[Places, Field(min_length=1)]
    regions: Annotated[tuple[Prose, ...], Once] = ()
    gains: Annotated[tuple[Referred, ...], Once] = ()
    loses: Annotated[tuple[Referred, ...], Once] = ()
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

    @model_validator(mode="after")
    def _regions_elsewhere(self) -> Self:
        if self.regions and self.dimension != "elders":
            raise contradiction(_("regions bij een effect dat niet elders is"), _("regions alleen bij elders"))
        return self


class LogEntry(Definition):
    """A moment at which people discussed or changed the review, or a remark on one effect or theme.

    `open` says that the remark still waits for an answer.
    """

    date: date
    by: Prose
    note: Prose
    effect: Referred | None = None
    theme: Referred | None = None
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

    def regions_of(self, effect: Effect) -> tuple[str, ...]:
        """The regions that an effect reaches: the project's own, or elsewhere those that it names, or else all."""
        return (effect.regions or self.elsewhere) if effect.dimension == "elders" else (self.region,)
