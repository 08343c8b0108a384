"""One table that changed: fetched, checked, and kept as a new vintage."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from threading import Thread

import polars as pl

from brede_welvaart.adapters import cbs_odata3, cbs_odata4
from brede_welvaart.adapters.chain import Fetch
from brede_welvaart.adapters.heads import HEADS, Head
from brede_welvaart.adapters.http import CAN_RESUME, NO_PERIOD, Refused
from brede_welvaart.adapters.observed import as_published, fetched_and_shipped
from brede_welvaart.adapters.raw import RawFolder
from brede_welvaart.adapters.state import State, write_state
from brede_welvaart.adapters.task import Outcome, Task
from brede_welvaart.adapters.vintages import asked_for, changes, latest, write_vintage
from brede_welvaart.errors import InputFault
from brede_welvaart.language import _
from brede_welvaart.resources import raw_folder
from brede_welvaart.source_definitions import ODataTable
from brede_welvaart.tables import check_observations

TABLES: dict[str, Callable[[Fetch, ODataTable, str | None], pl.DataFrame]] = {
    "cbs_odata4": cbs_odata4.figures,
    "cbs_odata3": cbs_odata3.figures,
}
STRANGE = (KeyError, ValueError, TypeError, AttributeError, pl.exceptions.PolarsError)
"""What reading an answer ends in that lacks a key or holds another type than the protocol says."""


def fetch_changes(task: Task, head: Head) -> Outcome:
    """Fetch a table that changed, and keep what is new or revised as a vintage, unless this is a dry run."""
    vintage = _now()
    fetched = _fetch(task, head, vintage)
    current = latest(fetched_and_shipped(task.tree, task.name))
    found = changes(current, fetched, asked_for(task.table, task.options.since), vintage)
    if task.options.dry_run:
        return task.outcome("zou_wijzigen" if found.rows.height else "ongewijzigd", found)
    if found.rows.height:
        write_vintage(task.folder, found.rows, vintage)
    write_state(task.folder, State(head.modified, head.answer.etag, task.definition))
    return task.outcome("bijgewerkt" if found.rows.height else "ongewijzigd", found)


def _fetch(task: Task, head: Head, vintage: str) -> pl.DataFrame:
    """The checked observations of a table that did not change while it was fetched."""
    Thread(target=import_module, args=("pandera.polars",), daemon=True).start()  # ready by the time answers are in
    version = head.modified or head.answer.etag or _now()  # of a table that says neither, no answer is used twice
    stamp = hashlib.sha256(f"{version} {task.definition}".encode()).hexdigest()[:12]
    day = re.sub(r"\D", "-", head.modified or _now())[:10]  # a text of the publisher's, which must not name a folder
    raw = RawFolder(raw_folder(task.tree.root) / task.name / f"{day}-{stamp}")
    raw.keep(head.answer)
    observed = _observed(task, Fetch(task.session, raw), vintage)
    after = HEADS[task.table.adapter](task.session, task.table, None)
    if after is None or after.modified != head.modified:
        raw.put_aside()
        task.session.refuse("gewijzigd", _("de tabel veranderde tijdens het ophalen; probeer het opnieuw"))
    return observed


def _observed(task: Task, fetch: Fetch, vintage: str) -> pl.DataFrame:
    """The checked observations of a table; answers that were wrong are put aside, so that the next try asks anew."""
    try:
        figures = TABLES[task.table.adapter](fetch, task.table, task.options.since)
        figures = figures.filter(pl.col("period").cast(pl.String) >= (task.options.since or ""))
        if figures.is_empty():
            task.session.refuse(NO_PERIOD, _("geen enkele rij vanaf {since}").format(since=task.options.since))
        constants = {"source": task.name, "vintage": vintage}
        observed = figures.with_columns(**{name: pl.lit(text, pl.Categorical) for name, text in constants.items()})
        return check_observations(observed, f"{task.name} ({task.table.table})", as_published(task.tree, task.name))
    except (Refused, InputFault) as fault:
        if not isinstance(fault, Refused) or fault.code not in CAN_RESUME:
            fetch.raw.put_aside()
        raise
    except STRANGE as error:
        fetch.raw.put_aside()
        reason = f"{type(error).__name__}: {error}"
        task.session.refuse("vorm", _("het antwoord heeft een andere vorm ({error})").format(error=reason))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
