"""From what the publishers have to a store that is current; light, as mostly there is nothing to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from brede_welvaart.definitions import Tree
from brede_welvaart.errors import InputFault, SourceFault, UsageFault
from brede_welvaart.language import _
from brede_welvaart.loading import is_as_loaded, load
from brede_welvaart.resources import store_path
from brede_welvaart.store_file import is_current

if TYPE_CHECKING:
    from brede_welvaart.adapters.task import OnAnswer, Options, Outcome


def update(
    tree: Tree, sources: Sequence[str] = (), options: Options | None = None, on_answer: OnAnswer | None = None
) -> Iterator[Outcome]:
    """Fetch the tables of these sources (default: all), one outcome each, then publish a new store in one rename.

    A source that fails does not stop the others; with `options.dry_run` nothing is kept, with `options.again` the store
    is built anew in any case. `on_answer(source, answers, bytes)` is told of progress. Raises UsageFault for an unknown
    source, StoreLocked if another update runs, SourceFault with every finding if kept figures of a source are damaged:
    the previous store then stays in use. So it does where the disk is full, an OSError.
    """
    from brede_welvaart.adapters.task import Options  # noqa: PLC0415 -- only this needs the network
    from brede_welvaart.adapters.update import fetch_tables  # noqa: PLC0415

    chosen = options or Options()
    changed = False
    for outcome in fetch_tables(tree, sources, chosen, on_answer):
        changed = changed or outcome.state == "bijgewerkt"
        yield outcome
    if not chosen.dry_run:
        _publish_fetched(load(tree.root) if changed else tree, chosen, changed=changed)


def _publish_fetched(tree: Tree, options: Options, *, changed: bool) -> None:
    try:
        publish(tree, anew=options.again)
    except InputFault as fault:
        if not is_current(store_path(tree.root), tree, outdated=True):
            raise
        kept = [_("De nieuwe cijfers zijn bewaard.")] if changed else []
        stays = _("Tot dit is hersteld blijft de vorige opslag in gebruik.")
        raise SourceFault("\n".join((str(fault), *kept, stays))) from None


def publish(tree: Tree, *, anew: bool = False) -> None:
    """Build the store of a tree, if it is absent or out of date, or else if it must be made `anew`.

    Raises UsageFault if the files of the tree changed since it was loaded: the store would not be what it says it is.
    """
    path = store_path(tree.root)
    if not anew and is_current(path, tree):
        return
    if not is_as_loaded(tree):
        raise UsageFault(_("De bestanden zijn veranderd terwijl deze opdracht liep. Geef de opdracht opnieuw."))
    from brede_welvaart import store  # noqa: PLC0415 -- only who builds waits for this
    from brede_welvaart.adapters.observed import observations  # noqa: PLC0415

    store.build(tree, observations(tree), path)
