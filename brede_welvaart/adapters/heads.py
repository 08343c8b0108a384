"""What a table says of itself before it is fetched, per protocol; light, as most tables did not change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from brede_welvaart.adapters.http import Session
from brede_welvaart.adapters.pages import parse_object
from brede_welvaart.adapters.raw import Answer
from brede_welvaart.language import _
from brede_welvaart.source_definitions import ODataTable

JSON3 = "$format=json"


@dataclass(frozen=True)
class Head:
    """What a table says of itself before it is fetched: when it changed, and the answer that said so."""

    modified: str
    answer: Answer


def root(table: ODataTable) -> str:
    """The address of a table."""
    return f"{table.address}/{table.table}"


def _head4(session: Session, table: ODataTable, etag: str | None = None) -> Head | None:
    """When the table changed, or None if it did not since `etag`; refuses an answer about another table."""
    answer = session.get_if_changed(f"{root(table)}/Properties", etag=etag)
    if answer is None:
        return None
    properties = session.parse(session.content(answer), parse_object)
    if properties.get("Identifier") != table.table:
        session.refuse("tabel", _("het antwoord gaat over '{found}'").format(found=properties.get("Identifier")))
    return Head(str(properties.get("ObservationsModified") or properties.get("Modified") or ""), answer)


def _head3(session: Session, table: ODataTable, etag: str | None = None) -> Head | None:
    """When the table changed, or None if it did not since `etag`; refuses an answer about another table."""
    answer = session.get_if_changed(f"{root(table)}/TableInfos?{JSON3}", etag=etag)
    if answer is None:
        return None
    rows = session.parse(session.content(answer), parse_object).get("value")
    first = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
    if first.get("Identifier") != table.table:
        session.refuse("tabel", _("het antwoord gaat over '{found}'").format(found=first.get("Identifier")))
    return Head(str(first.get("Modified") or ""), answer)


HEADS: dict[str, Callable[[Session, ODataTable, str | None], Head | None]] = {
    "cbs_odata4": _head4,
    "cbs_odata3": _head3,
}
