"""What is asked of an update, of each of its sources, and what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from brede_welvaart.adapters.http import Limits, Session
from brede_welvaart.adapters.state import State
from brede_welvaart.definitions import Tree
from brede_welvaart.resources import vintages_folder
from brede_welvaart.source_definitions import ODataTable
from brede_welvaart.vocabulary import OutcomeState

if TYPE_CHECKING:
    from brede_welvaart.adapters.vintages import Changes


@dataclass(frozen=True)
class Options:
    """How to update: figures from the year `since` on; `again` parses anew what did not change."""

    since: str | None = None
    dry_run: bool = False
    again: bool = False
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Outcome:
    """What came of one source: how many figures are new, revised or gone, or why it failed."""

    source: str
    table: str | None
    state: OutcomeState
    new: int = 0
    revised: int = 0
    vanished: int = 0
    message: str = ""


OnAnswer = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Task:
    """One source to fetch."""

    tree: Tree
    name: str
    table: ODataTable
    options: Options
    session: Session

    @property
    def folder(self) -> Path:
        """Where the vintages and the state of the source are kept."""
        return vintages_folder(self.tree.root) / self.name

    @property
    def definition(self) -> str:
        """What identifies the question that is asked of the table."""
        return self._question(self.options.since)

    def answers(self, known: State) -> bool:
        """Whether the last fetch asked the same, or everything, so that it is asked again only if the table changed."""
        same = known.definition in (self.definition, self._question(None))
        return same and not self.options.again

    def is_past(self) -> bool:
        """Whether the table has one period, before the years that are asked for."""
        period = self.table.period.code
        return period is not None and period[:4] < (self.options.since or "")

    def _question(self, since: str | None) -> str:
        return hashlib.sha256(f"{self.table.model_dump_json()} {since}".encode()).hexdigest()

    def outcome(self, state: OutcomeState, found: Changes | None = None, message: str = "") -> Outcome:
        """What came of this source."""
        counts = (found.new, found.revised, found.vanished) if found else (0, 0, 0)
        return Outcome(self.name, self.table.table, state, *counts, message)
