"""Ask every source whether it changed, each by itself, and have what did fetched; nothing half done."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version

import httpx

from brede_welvaart.adapters.heads import HEADS
from brede_welvaart.adapters.http import NO_PERIOD, Refused, Session, no_progress
from brede_welvaart.adapters.state import read_state
from brede_welvaart.adapters.task import OnAnswer, Options, Outcome, Task
from brede_welvaart.definitions import Tree
from brede_welvaart.errors import InputFault, SourceFault, StoreLocked, UsageFault
from brede_welvaart.language import _
from brede_welvaart.resources import data_folder, raw_folder, sweep, vintages_folder
from brede_welvaart.validation import one_of


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
        for folder in (raw_folder(tree.root), vintages_folder(tree.root)):
            sweep(folder)
        for name in names or tree.sources:
            yield _outcome(tree, name, chosen, client, on_answer)


def _outcome(tree: Tree, name: str, options: Options, client: httpx.Client, on_answer: OnAnswer | None) -> Outcome:
    table = tree.sources[name].refresh
    if table is None:
        return Outcome(name, None, "geen_tabel")
    told = partial(on_answer, name) if on_answer else no_progress
    task = Task(tree, name, table, options, Session(client, table.table, options.limits, told))
    try:
        return _update_table(task)
    except (SourceFault, InputFault) as fault:
        nothing_since = options.since and isinstance(fault, Refused) and fault.code == NO_PERIOD
        return task.outcome("ongewijzigd") if nothing_since else task.outcome("mislukt", message=str(fault))


def _update_table(task: Task) -> Outcome:
    known = read_state(task.folder)
    same = task.answers(known)
    if task.is_past():
        return task.outcome("ongewijzigd")
    if task.is_part_of_another(known):
        remedy = _("de omschrijving van de bron is veranderd; draai `welvaart update {name}` zonder --since")
        task.session.refuse("omschrijving", remedy.format(name=task.name))
    head = HEADS[task.table.adapter](task.session, task.table, known.etag if same else None)
    if head is None or (same and head.modified and head.modified == known.modified):
        return task.outcome("ongewijzigd")
    from brede_welvaart.adapters.fetching import fetch_changes  # noqa: PLC0415 -- half a second, only for news

    return fetch_changes(task, head)


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
