"""The one door to the network: what comes in is measured, bounded, kept as it came, and never trusted."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from threading import Thread
from typing import NoReturn, TypeVar

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from brede_welvaart.adapters.pages import WrongShapeError
from brede_welvaart.adapters.raw import Answer
from brede_welvaart.errors import SourceFault
from brede_welvaart.language import _

JSON = "application/json"
TEXT = "text/plain"
TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504, *range(520, 525)})
CAN_RESUME = frozenset({"onbereikbaar", "te_lang", "soort", "status", "omleiding", "gzip", "geen_json"})
"""The faults of one answer, which is not kept; those that came before it are good."""
NO_PERIOD = "geen_periode"
"""The fault of an answer that has rows, but none of a period that was asked for; no fault where years were left out."""
TOO_MANY = b"more than 10000 records"

T = TypeVar("T")


class Refused(SourceFault):
    """An answer that cannot be trusted, or none at all: which table, which fault, and what happened."""

    def __init__(self, table: str, code: str, message: str) -> None:
        self.table, self.code = table, code
        super().__init__(f"{table}: {message} [{code}]")


class _TryAgainError(Exception):
    """A fault that may pass."""


@dataclass(frozen=True)
class Limits:
    """How much a source may send (bytes), how long it may take (seconds), and how often it is asked again."""

    page_bytes: int = 300_000_000
    total_bytes: int = 3_000_000_000
    pages: int = 2_000
    seconds: float = 3_600
    timeout: float = 60
    attempts: int = 6
    pause: float = 1
    longest_pause: float = 60


def no_progress(answers: int, size: int) -> None:
    """Tell nobody how many answers and bytes have come in."""


@dataclass
class Session:
    """One conversation about one table; it counts what comes in.

    `counted` says whether the table told how many rows it has.
    """

    client: httpx.Client
    table: str
    limits: Limits = field(default_factory=Limits)
    on_answer: Callable[[int, int], None] = no_progress
    started: float = field(default_factory=time.monotonic)
    received: int = 0
    answers: int = 0
    counted: bool = False

    def refuse(self, code: str, message: str) -> NoReturn:
        """Stop with a fault of this table."""
        raise Refused(self.table, code, message)

    def get(self, address: str, *media: str) -> Answer:
        """The answer at an address, of one of these kinds (default JSON)."""
        answer = self.get_if_changed(address, *media)
        return answer or self.refuse("status", _("onverwacht antwoord HTTP {status}").format(status=304))

    def get_if_changed(self, address: str, *media: str, etag: str | None = None) -> Answer | None:
        """The answer at an address, or None if it still has this ETag; asks again after faults that may pass.

        An ETag that no header can hold is not sent.
        """
        limits = self.limits
        known = etag if etag and etag.isascii() and etag.isprintable() else None
        retrying = Retrying(
            stop=stop_after_attempt(limits.attempts),
            wait=wait_exponential_jitter(multiplier=limits.pause, max=limits.longest_pause, jitter=limits.pause),
            retry=retry_if_exception_type((httpx.TransportError, _TryAgainError)),
            reraise=True,
        )
        try:
            return retrying(self._ask_once, address, media or (JSON,), known)
        except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            self.refuse("adres", str(error))
        except (httpx.TransportError, _TryAgainError) as error:
            reason = str(error) or type(error).__name__
            self.refuse("onbereikbaar", _("geen bruikbaar antwoord ({reason})").format(reason=reason))

    def content(self, answer: Answer) -> bytes:
        """The decoded bytes of an answer."""
        return self._unzip(answer.wire) if answer.gzipped else answer.wire

    def parse(self, content: bytes, parser: Callable[[bytes], T]) -> T:
        """What a parser makes of the bytes of an answer; a ValueError of the parser refuses it."""
        try:
            return parser(content)
        except WrongShapeError as error:
            self.refuse("vorm", _("het antwoord heeft een andere vorm ({error})").format(error=error))
        except (ValueError, RecursionError) as error:
            self.refuse("geen_json", _("het antwoord is geen hele JSON ({error})").format(error=error))

    def _ask_once(self, address: str, media: tuple[str, ...], etag: str | None) -> Answer | None:
        self._in_time()
        headers = {"Accept": media[0], "Accept-Encoding": "gzip"} | ({"If-None-Match": etag} if etag else {})
        with ExitStack() as stack:
            stream = self.client.stream("GET", address, headers=headers)
            response = self._opened(stream)
            stack.push(stream)
            if etag and response.status_code == httpx.codes.NOT_MODIFIED:
                return None
            wire = self._read(response)
            self._check_status(response, wire)
            found = response.headers.get("content-type", "")
            if found.partition(";")[0].strip().lower() not in media:
                message = _("antwoord van soort '{found}', verwacht {media}")
                self.refuse("soort", message.format(found=found, media=media[0]))
            self.answers += 1
            self.on_answer(self.answers, self.received)
            return Answer(address, wire, self._is_gzipped(response), response.headers.get("etag"))

    def _opened(self, stream: AbstractContextManager[httpx.Response]) -> httpx.Response:
        """The response when its headers are in, in time: no timeout of httpx counts headers that drip in."""
        opened: Future[httpx.Response] = Future()
        Thread(target=_settle, args=(opened, stream.__enter__), daemon=True).start()
        try:
            return opened.result(self._in_time())
        except TimeoutError:
            self._too_long()

    def _read(self, response: httpx.Response) -> bytes:
        wire = bytearray()
        for chunk in response.iter_raw():
            wire += chunk
            self.received += len(chunk)
            self._in_time()
            self._fits(len(wire))
            if self.received > self.limits.total_bytes:
                self.refuse("te_groot", _("samen meer dan {size} bytes").format(size=self.limits.total_bytes))
        return bytes(wire)

    def _check_status(self, response: httpx.Response, wire: bytes) -> None:
        status = response.status_code
        if status == httpx.codes.OK:
            return
        if response.is_redirect:
            link = response.headers.get("location", "?")
            self.refuse("omleiding", _("doorverwezen naar {link}").format(link=link))
        if TOO_MANY in wire:
            self.refuse("te_veel_rijen", _("de vraag geeft meer dan 10.000 rijen; gebruik de ODataFeed of filter"))
        if status in TRANSIENT:
            raise _TryAgainError(f"HTTP {status}")
        if status == httpx.codes.NOT_FOUND:
            self.refuse("onbekend", _("deze tabel of lijst bestaat niet; let op hoofdletters (HTTP 404)"))
        self.refuse("status", _("onverwacht antwoord HTTP {status}").format(status=status))

    def _is_gzipped(self, response: httpx.Response) -> bool:
        encoding = response.headers.get("content-encoding", "identity").lower()
        if encoding not in ("gzip", "identity"):
            self.refuse("codering", _("onbekende codering '{encoding}'").format(encoding=encoding))
        return bool(encoding == "gzip")

    def _unzip(self, wire: bytes) -> bytes:
        """The unpacked bytes, never more than fit: a few kilobytes can claim to be gigabytes."""
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            content = unpacker.decompress(wire, self.limits.page_bytes + 1)
        except zlib.error as error:
            self.refuse("gzip", _("het antwoord is niet uit te pakken ({error})").format(error=error))
        self._fits(len(content))
        if not unpacker.eof:
            self.refuse("gzip", _("het antwoord is afgebroken"))
        if unpacker.unused_data:
            self.refuse("gzip", _("achter het ingepakte antwoord staat nog iets"))
        return content

    def _fits(self, size: int) -> None:
        if size > self.limits.page_bytes:
            self.refuse("te_groot", _("een antwoord van meer dan {size} bytes").format(size=self.limits.page_bytes))

    def _in_time(self) -> float:
        """The seconds that are left; refuses if there are none."""
        left = self.started + self.limits.seconds - time.monotonic()
        return left if left > 0 else self._too_long()

    def _too_long(self) -> NoReturn:
        self.refuse("te_lang", _("na {seconds:.0f} seconden niet klaar").format(seconds=self.limits.seconds))


def _settle(future: Future[T], work: Callable[[], T]) -> None:
    """Give a future what this work ends in."""
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)
