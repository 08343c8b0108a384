"""All pages of a list of a publisher: links are followed with distrust, and what was kept is not asked again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import polars as pl

from brede_welvaart.adapters.http import CAN_RESUME, JSON, NO_PERIOD, TEXT, Refused, Session
from brede_welvaart.adapters.pages import following_page, parse_page, parse_rows
from brede_welvaart.adapters.raw import RawFolder
from brede_welvaart.language import _

WORKERS = 2
MOST_DIGITS = 20
"""Of a number of rows; more of them are no less wrong, and Python refuses to read thousands."""

T = TypeVar("T")


@dataclass(frozen=True)
class Fetch:
    """A conversation whose answers are kept; what was kept before is not asked again."""

    session: Session
    raw: RawFolder

    def rows(self, address: str, link: str) -> list[dict[str, Any]]:
        """All rows of a short list, over all its pages."""
        return [row for page in self._chain(address, partial(parse_rows, link=link), link) for row in page]

    def frame(self, address: str, link: str, columns: Mapping[str, type]) -> pl.DataFrame:
        """All rows of a long list with these columns, over all its pages."""
        return pl.concat(self._chain(address, partial(parse_page, columns=columns, link=link), link))

    def count(self, address: str) -> int | None:
        """The number of rows that a table says it has, or None where it does not say."""
        try:
            answer = self.session.get(address, TEXT, JSON)
        except Refused as fault:
            if fault.code in ("onbekend", "soort", "status"):
                return None
            raise
        text = self.session.content(answer).decode("utf-8-sig", "replace").strip()
        return int(text[:MOST_DIGITS]) if text.isdecimal() else None

    def count_since(self, rows: pl.DataFrame, asked: str, ever: Callable[[], str], since: str | None) -> int | None:
        """The number of rows that a table says it has from the year `since` on; refuses none where there are of others.

        `asked` is the address of that number, `ever` gives that of the number of all years.
        """
        number = self.count(asked)
        if since and rows.is_empty() and not number and self.count(ever()) != 0:
            self.session.refuse(NO_PERIOD, _("geen enkele rij vanaf {since}").format(since=since))
        return number

    def _chain(self, address: str, parser: Callable[[bytes], tuple[T, str | None]], link: str) -> Iterator[T]:
        """The pages behind an address; some are being parsed while the next one is asked for.

        Raises Refused if a link leaves the path of the first page, comes back to a page, or there is no end.
        """
        seen: set[str] = set()
        following: str | None = address
        with ThreadPoolExecutor(WORKERS) as pool:
            parsing: deque[Future[T]] = deque()
            while following is not None:
                self._check_link(following, address, seen)
                seen.add(following)
                here = following
                content, following = self._content(here, link)
                parsing.append(pool.submit(self._page, here, content, parser, following))
                if len(parsing) > WORKERS:
                    yield parsing.popleft().result()
            yield from (page.result() for page in parsing)

    def _content(self, address: str, link: str) -> tuple[bytes, str | None]:
        """The bytes at an address, as they were kept, or else as they come, and kept; and the link in them."""
        kept = self.raw.find(address)
        answer = kept or self.session.get(address)
        content = self.session.content(answer)
        following = self.session.parse(content, partial(following_page, link=link))
        if kept is None:
            self.raw.keep(answer)
        return content, following

    def _page(
        self, address: str, content: bytes, parser: Callable[[bytes], tuple[T, str | None]], following: str | None
    ) -> T:
        try:
            page, found = self.session.parse(content, parser)
        except Refused as fault:
            if fault.code in CAN_RESUME:
                self.raw.forget(address)
            raise
        if found != following:
            self.session.refuse("vorm", _("het antwoord noemt twee volgende bladzijden"))
        return page

    def _check_link(self, following: str, address: str, seen: set[str]) -> None:
        refuse = self.session.refuse
        if following in seen:
            refuse("lus", _("de volgende bladzijde is er al geweest ({link})").format(link=following))
        if _list(following) != _list(address):
            refuse("vreemd_adres", _("de volgende bladzijde staat elders ({link})").format(link=following))
        if len(seen) >= self.session.limits.pages:
            refuse("te_veel_bladzijden", _("meer dan {pages} bladzijden").format(pages=len(seen)))


def _list(address: str) -> tuple[str, str | None, int | None, str]:
    """The origin and path of an address, without the question which page is asked for."""
    parts = urlsplit(address)
    ports = {"http": 80, "https": 443}
    return parts.scheme, parts.hostname, parts.port or ports.get(parts.scheme), unquote(parts.path)
