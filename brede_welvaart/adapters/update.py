"""Fetch what changed: every source by itself, each answer kept, each figure checked, nothing half done."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from threading import Thread
from typing import Protocol

import httpx
import polars as pl

from brede_welvaart.adapters import cbs_odata3, cbs_odata4, fetched_and_shipped, plausible
from brede_welvaart.adapters.http import CAN_RESUME, Fetch, Limits, Refused, Session, no_progress
from brede_welvaart.adapters.odata import Head
from brede_welvaart.adapters.raw import RawFolder
from brede_welvaart.adapters.vintages import Changes, State, changes, latest, read_state, write_state, write_vintage
from brede_welvaart.definitions import Tree
from brede_welvaart.errors import InputFault, SourceFault, StoreLocked, UsageFault
from brede_welvaart.language import _
from brede_welvaart.loading import one_of
from brede_welvaart.resources import data_folder, raw_folder, vintages_folder
from brede_welvaart.source_definitions import ODataTable
from brede_welvaart.tables import check_observations
from brede_welvaart.vocabulary import OutcomeState


class Protocol4or3(Protocol):
    """What a protocol of a publisher can do; see cbs_odata4."""

    def head(self, session: Session, table: ODataTable, etag: str | None = None) -> Head | None: ...
    def figures(self, fetch: Fetch, table: ODataTable, since: str | None) -> pl.DataFrame: ...


TABLES: dict[str, Protocol4or3] = {"cbs_odata4": cbs_odata4, "cbs_odata3": cbs_odata3}


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


def fetch_tables(
    tree: Tree, names: Sequence[str] = (), options: Options | None = None, on_answer: OnAnswer | None = None
) -> Iterator[Outcome]:
    """Fetch the tables of these sources (default: all) and keep what changed as a new vintage; one outcome each.

    A source that fails does not stop the others. `on_answer(source, answers, bytes)` is told of progress. Raises
    UsageFault for an unknown source, StoreLocked if another update runs.
    """
    if unknown := [name for name in names if name not in tree.sources]:
        listing = "; ".join(
            _("'{name}', {known}").format(name=name, known=one_of(tree.sources, name)) for name in unknown
        )
        raise UsageFault(_("Onbekende bron: {listing}.").format(listing=listing))
    chosen = options or Options()
    agent = f"welvaart/{version('brede-welvaart')}"
    with _alone(tree), httpx.Client(timeout=chosen.limits.timeout, headers={"User-Agent": agent}) as client:
        for name in names or tree.sources:
            yield _outcome(tree, name, chosen, client, on_answer)


@dataclass(frozen=True)
class _Task:
    """One source to fetch."""

    tree: Tree
    name: str
    table: ODataTable
    options: Options
    session: Session

    @property
    def folder(self) -> Path:
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

    @property
    def protocol(self) -> Protocol4or3:
        return TABLES[self.table.adapter]

    def outcome(self, state: OutcomeState, found: Changes | None = None, message: str = "") -> Outcome:
        counts = (found.new, found.revised, found.vanished) if found else (0, 0, 0)
        return Outcome(self.name, self.table.table, state, *counts, message)


def _outcome(tree: Tree, name: str, options: Options, client: httpx.Client, on_answer: OnAnswer | None) -> Outcome:
    table = tree.sources[name].refresh
    if table is None:
        return Outcome(name, None, "geen_tabel")
    told = partial(on_answer, name) if on_answer else no_progress
    task = _Task(tree, name, table, options, Session(client, table.table, options.limits, told))
    try:
        return _update_table(task)
    except (SourceFault, InputFault) as fault:
        nothing_since = options.since and isinstance(fault, Refused) and fault.code == "leeg"
        return task.outcome("ongewijzigd") if nothing_since else task.outcome("mislukt", message=str(fault))


def _update_table(task: _Task) -> Outcome:
    known = read_state(task.folder)
    same = task.answers(known)
    if task.is_past():
        return task.outcome("ongewijzigd")
    head = task.protocol.head(task.session, task.table, known.etag if same else None)
    if head is None or (same and head.modified and head.modified == known.modified):
        return task.outcome("ongewijzigd")
    fetched = _fetch(task, head)
    found = changes(
        latest(fetched_and_shipped(task.tree, task.name)), fetched, list(task.table.measures), task.options.since
    )
    if task.options.dry_run:
        return task.outcome("zou_wijzigen" if found.rows.height else "ongewijzigd", found)
    if found.rows.height:
        write_vintage(task.folder, found.rows, found.rows["vintage"][0])
    write_state(task.folder, State(head.modified, head.answer.etag, task.definition))
    return task.outcome("bijgewerkt" if found.rows.height else "ongewijzigd", found)


def _fetch(task: _Task, head: Head) -> pl.DataFrame:
    """The checked observations of a table that did not change while it was fetched."""
    Thread(target=import_module, args=("pandera.polars",), daemon=True).start()  # ready by the time answers are in
    stamp = hashlib.sha256(f"{head.modified} {task.definition}".encode()).hexdigest()[:12]
    raw = RawFolder(raw_folder(task.tree.root) / task.name / f"{(head.modified or _now())[:10]}-{stamp}")
    raw.keep(head.answer)
    observed = _observed(task, Fetch(task.session, raw))
    after = task.protocol.head(task.session, task.table)
    if after is None or after.modified != head.modified:
        raw.put_aside()
        task.session.refuse("gewijzigd", _("de tabel veranderde tijdens het ophalen; probeer het opnieuw"))
    return observed


def _observed(task: _Task, fetch: Fetch) -> pl.DataFrame:
    """The checked observations of a table; answers that were wrong are put aside, so that the next try asks anew."""
    try:
        figures = task.protocol.figures(fetch, task.table, task.options.since)
        figures = figures.filter(pl.col("period").cast(pl.String) >= (task.options.since or ""))
        constants = {"source": task.name, "vintage": _now()}
        observed = figures.with_columns(**{name: pl.lit(text, pl.Categorical) for name, text in constants.items()})
        return check_observations(observed, f"{task.name} ({task.table.table})", plausible(task.tree, task.name))
    except (Refused, InputFault) as fault:
        if not isinstance(fault, Refused) or fault.code not in CAN_RESUME:
            fetch.raw.put_aside()
        raise


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@contextmanager
def _alone(tree: Tree) -> Iterator[None]:
    """Within this block no other process updates this tree; raises StoreLocked that names the one that does."""
    path = data_folder(tree.root) / "update.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            message = _("Er loopt al een update (proces {pid}). Wacht tot die klaar is.")
            raise StoreLocked(message.format(pid=file.read().strip() or "?")) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
