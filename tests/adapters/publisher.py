"""A publisher on loopback: a real HTTP server with the recorded shapes of both protocols, and their faults."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

Row = dict[str, Any]


@dataclass
class Reply:
    """What the server sends; `cut` leaves off the last bytes of what it promised, `drip` waits before each byte.

    With `headless` the bytes are headers, which never end.
    """

    content: bytes
    status: int = 200
    media: str = "application/json; odata.metadata=minimal"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    drip: float = 0
    headless: bool = False


def as_json(value: object) -> Reply:
    return Reply(json.dumps(value).encode())


@dataclass
class Publisher:
    """Tables by path; `replies` overrides what a path answers, `asked` has every request in order."""

    pages: dict[str, Callable[[str], object]] = field(default_factory=dict)
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def reply(self, target: str) -> Reply:
        self.asked.append(unquote(target))
        path = urlsplit(target).path
        if self.replies.get(path):
            waiting = self.replies[path]
            return waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if path not in self.pages:
            return Reply(b"not found", 404, "text/plain")
        found = self.pages[path](unquote(urlsplit(target).query))
        return found if isinstance(found, Reply) else as_json(found)


def drip(wire: BufferedIOBase, reply: Reply) -> None:
    """Send byte after byte, slowly, until the other side hangs up."""
    with suppress(OSError):
        for byte in reply.content:
            wire.write(bytes([byte]))
            wire.flush()
            time.sleep(reply.drip)


@contextmanager
def serving(publisher: Publisher) -> Iterator[Publisher]:
    """Within this block the publisher answers at `publisher.address`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            reply = publisher.reply(self.path)
            etag = reply.headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                reply = Reply(b"", 304, headers={"ETag": etag})
            self.send_response(reply.status)
            if reply.headless:
                self.flush_headers()
                drip(self.wfile, reply)
                self.close_connection = True
                return
            for name, text in {"Content-Type": reply.media, **reply.headers}.items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(len(reply.content)))
            self.end_headers()
            if reply.drip:
                drip(self.wfile, reply)
            else:
                self.wfile.write(reply.content[: len(reply.content) - reply.cut])
            self.close_connection = bool(reply.cut or reply.drip)

        def log_request(self, code: object = "-", size: object = "-") -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        publisher.address = f"http://127.0.0.1:{server.server_address[1]}"
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield publisher
        finally:
            server.shutdown()


def pages(publisher: Publisher, path: str, rows: list[Row], size: int, link: str) -> Callable[[str], object]:
    """A list in pages of `size` rows, each with the link to the next."""

    def answer(query: str) -> object:
        start = int(query.rpartition("$skip=")[2]) if "$skip=" in query else 0
        page: Row = {"value": rows[start : start + size]}
        if start + size < len(rows):
            rest = query.partition("&$skip=")[0].replace(" ", "%20")
            page[link] = f"{publisher.address}{path}?{rest}&$skip={start + size}"
        return page

    return answer


def add_table4(publisher: Publisher, rows: list[Row], size: int = 2, **properties: object) -> None:
    """The table 83625NED of the v4 service: RegioS, Perioden and one measure, as recorded in July 2026."""
    root = "/odata/v1/CBS/83625NED"
    codes = {"2015JJ00": "Definitief", "2016JJ00": "Voorlopig", "2016KW01": "Voorlopig"}
    publisher.pages |= {
        f"{root}/Properties": lambda query: {
            "Identifier": "83625NED",
            "Modified": "2026-02-17T00:00:00+01:00",
            "ObservationsModified": "2026-02-17T00:00:00+01:00",
            "ObservationCount": len(rows),
            **properties,
        },
        f"{root}/Dimensions": lambda query: {
            "value": [
                {"Identifier": "RegioS", "Kind": "GeoDimension"},
                {"Identifier": "Perioden", "Kind": "TimeDimension"},
            ]
        },
        f"{root}/MeasureCodes": lambda query: {
            "value": [{"Identifier": "M001534", "Title": "Gemiddelde verkoopprijs", "Unit": "euro", "DataType": "Long"}]
        },
        f"{root}/PeriodenCodes": lambda query: {
            "value": [{"Identifier": code, "Title": code[:4], "Status": status} for code, status in codes.items()]
        },
        f"{root}/Observations": pages(publisher, f"{root}/Observations", rows, size, "@odata.nextLink"),
        f"{root}/Observations/$count": lambda query: Reply(str(len(rows)).encode(), media="text/plain"),
    }


def row4(region: str, period: str, value: float | None, attribute: str = "None") -> Row:
    return {
        "Id": 20, "Measure": "M001534", "ValueAttribute": attribute, "Value": value, "StringValue": None,
        "RegioS": region, "Perioden": period,
    }  # fmt: skip


def add_table3(publisher: Publisher, rows: list[Row], size: int = 2) -> None:
    """The table 50120NED of the v3 service for third parties: padded keys, margins, and text for figures."""
    root = "/ODataFeed/odata/50120NED"
    keys = {
        "Leeftijd": ["53105   ", "53115   "],
        "Marges": ["MW00000", "MOG0095", "MBG0095"],
        "RegioS": ["NL01  ", "GM0141"],
        "Perioden": ["2020JJ00", "2022JJ00"],
    }
    dimensions = [{"odata.type": "Cbs.OData.Dimension", "Type": "Dimension", "Key": key} for key in keys]
    topic = {
        "odata.type": "Cbs.OData.Topic",
        "Type": "Topic",
        "Key": "Overgewicht_4",
        "Title": "Overgewicht",
        "Unit": "%",
    }
    group = {"odata.type": "Cbs.OData.TopicGroup", "Type": "TopicGroup", "Key": "", "Title": "Gewicht"}
    publisher.pages |= {
        f"{root}/TableInfos": lambda query: {"value": [{"Identifier": "50120NED", "Modified": "2023-05-01T02:00:00"}]},
        f"{root}/DataProperties": lambda query: {"value": [*dimensions, group, topic]},
        f"{root}/UntypedDataSet": pages(publisher, f"{root}/UntypedDataSet", rows, size, "odata.nextLink"),
        f"{root}/UntypedDataSet/$count": lambda query: Reply(str(len(rows)).encode(), media="text/plain"),
    }
    for dimension, codes in keys.items():
        listing = {"value": [{"Key": code, "Title": code.strip()} for code in codes]}
        publisher.pages[f"{root}/{dimension}"] = lambda query, listing=listing: listing


def row3(region: str, margin: str, text: str, period: str = "2020JJ00") -> Row:
    return {
        "ID": 0, "Leeftijd": "53115   ", "Marges": margin, "RegioS": region, "Perioden": period, "Overgewicht_4": text,
    }  # fmt: skip
