"""What Typst 0.15 leaves out of a PDF for readers by ear and for archives, put in."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import Any

TURNS = 30
"""In one file of five, a stream of packed objects ends in a carriage return."""
_SOFT_HYPHEN = re.compile(rb"(?<=> )<00AD>$", re.MULTILINE)
"""In the table of what drawings mean: the sign where a word is broken, which shares its drawing with the hyphen."""


def conforming(pdf: bytes) -> bytes:
    """The PDF with headings of the rows of its tables, and with hyphens that every reader copies as such.

    No stream of it ends in a carriage return, which judges of PDF/A take for part of the line end behind it.
    """
    import pikepdf  # noqa: PLC0415 -- a tenth of a second that only a PDF needs

    with pikepdf.open(BytesIO(pdf)) as file:
        for each in file.objects:
            if isinstance(each, pikepdf.Stream):
                _close(each)
            elif isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/TBody":
                _head_rows(each)
            elif isinstance(each, pikepdf.Dictionary) and "/ToUnicode" in each:
                each.ToUnicode.write(_SOFT_HYPHEN.sub(b"<002D>", each.ToUnicode.read_bytes()))
                _close(each.ToUnicode)
        packed = (_packed(file, turn) for turn in range(TURNS))
        return next(each for each in packed if b"\r\nendstream" not in each)


def _close(stream: Any) -> None:
    """Pack a stream that is not, with one byte more, which nobody reads, if it would end in a carriage return.

    Metadata must stay plain, and ends otherwise.
    """
    import pikepdf  # noqa: PLC0415 -- as above

    if stream.get("/Type") == "/Metadata":
        return
    if "/Filter" not in stream:
        stream.write(zlib.compress(stream.read_bytes(), 9), filter=pikepdf.Name.FlateDecode)
    raw = stream.read_raw_bytes()
    if raw.endswith(b"\r"):
        stream.write(raw + b"\n", filter=stream.Filter, decode_parms=stream.get("/DecodeParms"))


def _head_rows(body: Any) -> None:
    """Make the first cell of each row its heading, unless one above reaches down to it.

    What Typst has for that is experimental, and not in its Python package.
    """
    import pikepdf  # noqa: PLC0415 -- as above

    scope = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
    reached = 0
    for number, row in enumerate(body.K):
        if number >= reached:
            cell = row.K[0]
            attributes = list(cell.get("/A", ()))
            reached = number + max((int(each.get("/RowSpan", 1)) for each in attributes), default=1)
            cell.S, cell.A = pikepdf.Name.TH, pikepdf.Array([*attributes, scope])


def _packed(file: Any, turn: int) -> bytes:
    """The file with its objects packed in streams; so many empty ones make others come together in each."""
    import pikepdf  # noqa: PLC0415 -- as above

    if turn:
        file.Root["/Welvaart"] = pikepdf.Array(file.make_indirect(pikepdf.Dictionary()) for _each in range(turn))
    target, level = BytesIO(), pikepdf.StreamDecodeLevel.none
    together = pikepdf.ObjectStreamMode.generate
    file.save(target, deterministic_id=True, object_stream_mode=together, stream_decode_level=level)
    return target.getvalue()
