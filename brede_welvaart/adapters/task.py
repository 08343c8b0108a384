"""What is asked of an update, of each of its sources, and what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from brede_welvaart.adapters.http import Limits, Session
from brede_welvaart.adapters.state import State, kept_files
from brede_welvaart.definitions import Tree
from brede_welvaart.resources import vintages_folder
from brede_welvaart.source_definitions import ODataTable
from brede_welvaart.vocabulary import OutcomeState

if TYPE_CHECKING:
    from brede_welvaart.adapters.vintages import Changes


@dataclass(frozen=True)
class Options:
    """How to update: figures from the year `since` on; `again` parses anew what did not change.

    With `again`, figures may also be gone in large numbers from a table that does not count its rows.
    """

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
        """What identifies the definition of the table."""
        return hashlib.sha256(self.table.model_dump_json().encode()).hexdigest()

    @property
    def kept(self) -> tuple[str, ...]:
        """The names of the vintages of the source, oldest first."""
        return tuple(path.name for path in kept_files(self.folder))

    def answers(self, known: State) -> bool:
        """Whether the last fetch asked the same, or everything, so that it is asked again only if the table changed.

        Not if a vintage that it left is gone.
        """
        same = known.definition == self.definition and known.since in (self.options.since, None)
        return same and set(known.vintages) <= set(self.kept) and not self.options.again

    def is_part_of_another(self, known: State) -> bool:
        """Whether some years are asked for by another definition than that of the figures that are kept."""
        return self.options.since is not None and bool(self.kept) and known.definition != self.definition

    def is_past(self) -> bool:
        """Whether the table has one period, before the years that are asked for."""
        period = self.table.period.code
        return period is not None and period[:4] < (self.options.since or "")

    def outcome(self, state: OutcomeState, found: Changes | None = None, message: str = "") -> Outcome:
        """What came of this source."""
        counts = (found.new, found.revised, found.vanished) if found else (0, 0, 0)
        return Outcome(self.name, self.table.table, state, *counts, message)
