"""What a report is made of, with the look-ups that its parts share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import polars as pl

from brede_welvaart.definitions import Tree
from brede_welvaart.language import Bilingual, _, pick
from brede_welvaart.project_definitions import Project
from brede_welvaart.reporting.charts import Studio
from brede_welvaart.reporting.format import told_apart, trimmed
from brede_welvaart.reporting.house_style import Style, read_style
from brede_welvaart.reporting.kept_sensitivity import kept_sensitivity
from brede_welvaart.reporting.palette import Palette
from brede_welvaart.resources import kept_folder
from brede_welvaart.scoring.context import Context
from brede_welvaart.scoring.figures import Booleans, Figures, Floats, median
from brede_welvaart.scoring.peers import peer_statistics
from brede_welvaart.scoring.uncertainty import Sensitivity

Row = dict[str, Any]
BRIEF = 30
NOUNS = {"municipality": lambda: _("gemeenten"), "province": lambda: _("provincies")}


class Remark(Bilingual, Protocol):
    """A remark on the project file: its sentence, and the place that mends it."""

    @property
    def code(self) -> str: ...
    @property
    def place(self) -> str: ...


class ReviewFrames(Protocol):
    """The frames of a review that a report reads."""

    @property
    def cells(self) -> pl.DataFrame: ...
    @property
    def effects(self) -> pl.DataFrame: ...
    @property
    def verdicts(self) -> pl.DataFrame: ...
    @property
    def distribution(self) -> pl.DataFrame: ...
    @property
    def shifting(self) -> pl.DataFrame: ...
    @property
    def disagreements(self) -> pl.DataFrame: ...
    @property
    def quantities(self) -> pl.DataFrame: ...
    @property
    def joins(self) -> pl.DataFrame: ...
    @property
    def checks(self) -> Sequence[Remark]: ...


@dataclass(frozen=True)
class Facts:
    """What is true of this run: the program's version and the project file it read (name and bytes)."""

    version: str
    project_file: str
    project_bytes: bytes


@dataclass(frozen=True)
class Material:
    """A scored project with everything that its report is made from.

    `templates` is the designer's folder, `theme` the CSS file of a municipality's house style if there is one.
    """

    name: str
    project: Project
    tree: Tree
    context: Context
    review: ReviewFrames
    figures: Figures
    facts: Facts
    templates: Path
    theme: Path | None = None

    @cached_property
    def style(self) -> Style:
        """The look of the templates folder, with the house style over it."""
        return read_style(self.templates, self.theme)

    @cached_property
    def studio(self) -> Studio:
        """Where the figures are drawn."""
        return Studio(self.templates / "charts", self.style, kept_folder(self.tree.root))

    @cached_property
    def palette(self) -> Palette:
        """Colours and font of figures, and of the page by day."""
        return self.style.light

    @cached_property
    def scenarios(self) -> Mapping[str, str]:
        """Label per scenario; a project without scenarios has one, without a name."""
        found = self.review.cells["scenario"].unique(maintain_order=True).to_list()
        return {name: self.project.scenarios[name].label if name in self.project.scenarios else "" for name in found}

    @cached_property
    def first_scenario(self) -> str:
        """The scenario that one-scenario tables show."""
        return next(iter(self.scenarios))

    @cached_property
    def alternatives(self) -> Mapping[str, str]:
        """Label per alternative."""
        return {name: each.label for name, each in self.project.alternatives.items()}

    def shortly(self, length: int) -> Mapping[str, str]:
        """Label per alternative, of about so many characters and none like another."""
        labels = told_apart(self.alternatives.values(), partial(trimmed, length=length))
        return dict(zip(self.alternatives, labels, strict=True))

    @cached_property
    def brief(self) -> Mapping[str, str]:
        """Label per alternative, short enough for a narrow column."""
        return self.shortly(BRIEF)

    @cached_property
    def themes(self) -> Mapping[str, str]:
        """Label per theme."""
        return {name: pick(theme.label) for name, theme in self.tree.themes.items()}

    @cached_property
    def cells(self) -> Mapping[tuple[str, str, str], Row]:
        """The cells of the review by theme, alternative and scenario."""
        return _keyed(self.review.cells, "theme", "alternative", "scenario")

    @cached_property
    def verdicts(self) -> Mapping[tuple[str, str], Row]:
        """Whether the sign holds, by theme and alternative."""
        return _keyed(self.review.verdicts, "theme", "alternative")

    @cached_property
    def effects(self) -> Mapping[tuple[str, str, str], Row]:
        """The judged effects by effect, alternative and scenario."""
        return _keyed(self.review.effects, "effect", "alternative", "scenario")

    @cached_property
    def unconfirmed(self) -> Set[str]:
        """The effects that a machine or the program proposed and nobody confirmed."""
        judged = {row["effect"] for row in self.effects.values() if row["proposed"]}
        return judged | {
            name for name, each in self.project.effects.items() if each.machine_proposed and not each.reviewer
        }

    @cached_property
    def joins(self) -> Sequence[Row]:
        """Where effects and standing meet, strongest first."""
        return self.review.joins.to_dicts()

    @cached_property
    def sources(self) -> Sequence[str]:
        """The sources that have figures, in file order."""
        return [self.figures.sources[place] for place in np.unique(self.figures.source) if place >= 0]

    @cached_property
    def sources_of(self) -> Mapping[str, Sequence[str]]:
        """The sources that gave a figure of each indicator, in file order."""
        places = zip(self.figures.indicators, map(np.unique, self.figures.source), strict=True)
        return {name: [self.figures.sources[place] for place in found if place >= 0] for name, found in places}

    @cached_property
    def group_labels(self) -> Mapping[str, str]:
        """Label per group of people, of the tree and of the project."""
        return {name: pick(each.label) for name, each in {**self.tree.groups, **self.project.groups}.items()}

    @cached_property
    def members(self) -> Booleans:
        """Which regions lay the ruler."""
        return self.context.standing.members

    def first_cells(self, alternative: str | None = None) -> list[Row]:
        """The cells of an alternative (None: of all) in the first scenario, theme by theme."""
        chosen = self.alternatives if alternative is None else (alternative,)
        return [self.cells[theme, name, self.first_scenario] for theme in self.themes for name in chosen]

    @cached_property
    def indicator_rows(self) -> Mapping[str, Row]:
        """The project's region by indicator."""
        own = self.context.indicators.filter(pl.col("region") == self.project.region)
        return {row["indicator"]: row for row in own.to_dicts()}

    @cached_property
    def theme_rows(self) -> Mapping[str, Row]:
        """The project's region by theme."""
        own = self.context.themes.filter(pl.col("region") == self.project.region)
        return {row["theme"]: row for row in own.to_dicts()}

    @cached_property
    def peers(self) -> Sequence[str]:
        """The elsewhere regions that the project's own is held against: a province is no peer of a municipality."""
        levels = dict(self.context.regions.select("region", "level").iter_rows())
        return [each for each in self.project.elsewhere if levels.get(each) == levels.get(self.project.region)]

    @cached_property
    def peer_medians(self) -> Mapping[str, float | None]:
        """The median figure of the peers, per indicator."""
        return dict(peer_statistics(self.context, self.peers).select("indicator", "median").iter_rows())

    @cached_property
    def medians(self) -> Floats:
        """The median of the reference group per indicator and period [I, P], NaN where no member has a figure."""
        return median(self.figures.values[:, :, self.members])

    @cached_property
    def sensitivity(self) -> Sensitivity:
        """How far the scores of the project's region move with the choices of the method."""
        folder = kept_folder(self.tree.root)
        return kept_sensitivity(folder, self.figures, self.context.standing, self.project.region)

    @cached_property
    def region_names(self) -> Mapping[str, str]:
        """Name per region code."""
        return dict(self.context.regions.select("region", "name").iter_rows())

    @cached_property
    def region(self) -> str:
        """The name of the project's region."""
        return self.region_names.get(self.project.region, self.project.region)

    @cached_property
    def group(self) -> str:
        """What the regions of the reference group are called."""
        level = self.tree.method.reference_group.level or ""
        return NOUNS[level]() if level in NOUNS else _("regio's")

    @cached_property
    def source_numbers(self) -> Mapping[str, str]:
        """A number per source with figures, in the order of the table of sources."""
        return {name: str(n) for n, name in enumerate(self.sources, start=1)}

    def indicators_of(self, theme: str) -> list[str]:
        """The indicators of a theme, in file order."""
        return [name for name in self.tree.indicators if self.tree.theme_of.get(name) == theme]

    def effects_of(self, theme: str) -> list[str]:
        """The effects on a theme, in the order of the project file."""
        return [name for name, effect in self.project.effects.items() if effect.theme == theme]


def _keyed(frame: pl.DataFrame, *keys: str) -> dict[Any, Row]:
    return {tuple(row[key] for key in keys): row for row in frame.to_dicts()}
