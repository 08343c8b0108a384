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
from brede_welvaart.adapters.vintages import (
    Changes,
    asked_for,
    changes,
    corrected,
    latest,
    next_vintage,
    write_vintage,
)
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
LARGE_LOSS = 0.1
"""Of figures that are gone: more of them may as well be rows that the publisher failed to send."""


def fetch_changes(task: Task, head: Head) -> Outcome:
    """Fetch a table that changed, and keep what is new or revised as a vintage, unless this is a dry run."""
    vintage = next_vintage(task.folder)
    fetch = Fetch(task.session, _raw(task, head))
    fetched = _fetch(task, head, fetch, vintage)
    current = latest(fetched_and_shipped(task.tree, task.name))
    found = changes(current, fetched, asked_for(task.table, task.options.since), vintage)
    _check_loss(task, fetch, found)
    _check_corrections(task, [current, found.rows])
    if task.options.dry_run:
        return task.outcome("zou_wijzigen" if found.rows.height else "ongewijzigd", found)
    if found.rows.height:
        write_vintage(task.folder, found.rows, vintage)
    write_state(task.folder, State(head.modified, head.answer.etag, task.definition, task.options.since, task.kept))
    return task.outcome("bijgewerkt" if found.rows.height else "ongewijzigd", found)


def _check_loss(task: Task, fetch: Fetch, found: Changes) -> None:
    """Refuse to lose many figures to a table that does not count its rows, unless everything was asked again."""
    if fetch.session.counted or task.options.again or found.vanished <= LARGE_LOSS * found.known:
        return
    fetch.raw.put_aside()
    message = _(
        "{gone} van {known} cijfers zijn weg, en de tabel zegt niet hoeveel rijen ze heeft; "
        "klopt dat, draai dan `welvaart update {name} --rebuild`"
    )
    task.session.refuse("verlies", message.format(gone=found.vanished, known=found.known, name=task.name))


def _check_corrections(task: Task, frames: list[pl.DataFrame]) -> None:
    """Raise InputFault if the publisher has overtaken a correction: what there was stays in use until it is mended."""
    source = task.tree.sources[task.name]
    if source.corrections and (findings := corrected(task.name, source, latest(frames))[1]):
        raise InputFault(findings)


def _raw(task: Task, head: Head) -> RawFolder:
    """Where the answers of this version of the table are kept."""
    now = datetime.now(UTC).isoformat()
    version = head.modified or head.answer.etag or now  # of a table that says neither, no answer is used twice
    stamp = hashlib.sha256(f"{version} {task.definition} {task.options.since}".encode()).hexdigest()[:12]
    day = re.sub(r"\D", "-", head.modified or now)[:10]  # a text of the publisher's, which must not name a folder
    return RawFolder(raw_folder(task.tree.root) / task.name / f"{day}-{stamp}")


def _fetch(task: Task, head: Head, fetch: Fetch, vintage: str) -> pl.DataFrame:
    """The checked observations of a table that did not change while it was fetched."""
    Thread(target=import_module, args=("pandera.polars",), daemon=True).start()  # ready by the time answers are in
    fetch.raw.keep(head.answer)
    observed = _observed(task, fetch, vintage)
    after = HEADS[task.table.adapter](task.session, task.table, None)
    if after is None or after.modified != head.modified:
        fetch.raw.put_aside()
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
