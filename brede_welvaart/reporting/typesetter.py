"""Where WeasyPrint 70 sets drawings letter by letter, or finds out again what it knew: mended once for this process.

All of it rests on internals of that version; the tests hold them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import cache
from typing import Any


@cache
def mend_typesetter() -> None:
    """Have WeasyPrint, from now on, set whole words in drawings, and number pages and pack streams once."""
    from weasyprint import svg  # noqa: PLC0415 -- a second of import that only a PDF needs
    from weasyprint.pdf import pydyf  # noqa: PLC0415 -- as above

    svg.text = _set_whole(svg.text)
    svg.TAGS.update(dict.fromkeys(("a", "text", "textPath", "tspan"), svg.text))
    pydyf.PDF.page_references = property(_counted_once(pydyf.PDF.page_references.fget))
    pydyf.Stream.data = property(_packed_once(pydyf.Stream.data.fget, pydyf._to_bytes))


class _Whole(str):
    """A text that is one piece to whoever goes through it letter by letter."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


def _set_whole(set_text: Any) -> Any:
    """Set the text of a drawing in one go, kerned and a sixth of the work; its letters have no places of their own."""

    def set_whole(drawing: Any, node: Any, size: float) -> None:
        if node.text:
            node._etree_node.text = _Whole(node.text)
        set_text(drawing, node, size)

    return set_whole


def _counted_once(count: Any) -> Any:
    """List the pages once they are all there, and not for every element of the structure."""

    def counted(pdf: Any) -> tuple[bytes, ...]:
        known: tuple[bytes, ...] = getattr(pdf, "known_references", ())
        if len(known) != pdf.pages["Count"]:
            known = pdf.known_references = count(pdf)
        return known

    return counted


def _packed_once(write: Any, to_bytes: Any) -> Any:
    """Compress a stream once, where it is read twice; and not at all where it would end in a carriage return.

    Readers take that for the line end behind the stream. One in 256 ends so.
    """

    def packed(stream: Any) -> bytes:
        if stream.compress:
            plain = b"\n".join(map(to_bytes, stream.stream))
            small = zlib.compress(plain, 9)
            stream.compress, stream.stream = False, [plain]
            if not small.endswith(b"\r"):
                stream.extra["Filter"], stream.stream = "/FlateDecode", [small]
        written: bytes = write(stream)
        return written

    return packed


def settle(pdf: Any) -> None:
    """Put every finished object of a PDF in words once, where the file and then its identifier ask for them."""
    from weasyprint.pdf import pydyf  # noqa: PLC0415 -- as in mend_typesetter

    class Settled(pydyf.Object):  # type: ignore[misc]
        data = b""

    for place, each in enumerate(pdf.objects):
        if each.free == "n" and not isinstance(each, pydyf.Stream):
            pdf.objects[place] = done = Settled()
            done.number, done.data = each.number, each.data
