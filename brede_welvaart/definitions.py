"""What the YAML of a tree may say: themes, indicators, and all of it together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from brede_welvaart.definition_parts import (
    Break,
    Definition,
    DutchText,
    Finite,
    Group,
    Slug,
    Text,
    Weight,
    Words,
    ascending,
    contradiction,
)
from brede_welvaart.language import _
from brede_welvaart.method_definitions import Method, Normalisation
from brede_welvaart.source_definitions import Boundaries, Source
from brede_welvaart.vocabulary import Dimension, Polarity


class Theme(Definition):
    """One theme; the order of `indicators/themes.yaml` is the order everywhere."""

    label: Text
    about: Text
    weight: Weight = 1
    source: Words


class FigureReference(Definition):
    """Where an indicator's figures are: a measure of a source."""

    source: Slug
    measure: Words


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
    range: Annotated[tuple[Finite | None, Finite | None], AfterValidator(ascending)] = (None, None)
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

    def indicators_of(self, source: str) -> list[str]:
        """The indicators that have figures of a source."""
        return [name for name, each in self.indicators.items() if any(part.source == source for part in each.figures)]

    def breaks_of(self, name: str) -> tuple[Break, ...]:
        """Every declared break in the series of an indicator: its own, and those of its sources."""
        indicator = self.indicators[name]
        of_sources = (each for figure in indicator.figures for each in self.sources[figure.source].breaks)
        return (*indicator.breaks, *of_sources)
