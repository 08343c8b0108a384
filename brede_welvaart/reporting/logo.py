"""A municipality's logo: a small PNG, or an SVG of which only the drawing is kept."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from brede_welvaart.language import _
from brede_welvaart.reporting.local_files import Unfit, local_file

LARGEST = 300 * 1024
WIDEST = 4_000
PNG = "image/png"
SVG = "http://www.w3.org/2000/svg"
DRAWING = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "use", "symbol",
    "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker", "title", "desc", "style",
}  # fmt: skip
LOST = {"image", "foreignObject", "text", "textPath"}
"""Parts that a reader would miss, so that leaving them out is no answer."""
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:|\\|var\(|currentcolor", re.IGNORECASE)
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Logo:
    """A picture in its media type."""

    media: str
    content: bytes

    @property
    def address(self) -> str:
        """The logo as an address that holds it."""
        return f"data:{self.media};base64,{base64.b64encode(self.content).decode()}"

    @property
    def drawing(self) -> bytes:
        """The logo as SVG, which holds a PNG as it is."""
        if self.media != PNG:
            return self.content
        width, height = _size(self.content)
        return (
            f'<svg xmlns="{SVG}" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
            f'<image width="{width}" height="{height}" href="{self.address}"/></svg>'
        ).encode()


def read_logo(value: str, folder: Path) -> Logo:
    """The logo that `url(...)` names, safe to show; raises Unfit if it is none."""
    file = local_file(value, folder, LARGEST, (".svg", ".png"))
    return (_png if file.suffix.lower() == ".png" else _svg)(file.read_bytes())


def _png(content: bytes) -> Logo:
    if not content.startswith(_PNG) or content[12:16] != b"IHDR":
        raise Unfit(_("geen leesbaar plaatje"), _("een PNG-bestand"))
    width, height = _size(content)
    if not 0 < max(width, height) <= WIDEST:
        raise Unfit(f"{width} x {height}", _("hooguit {n} pixels breed en hoog").format(n=WIDEST))
    return Logo(PNG, content)


def _size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def _svg(content: bytes) -> Logo:
    root = _root(content)
    if lost := {_name(each) for each in root.iter()} & LOST:
        raise Unfit(f"<{min(lost)}>", _("een logo van alleen vlakken en lijnen, of een PNG-bestand"))
    _keep_drawing(root)
    root.set("xmlns", SVG)
    return Logo("image/svg+xml", ElementTree.tostring(root))


def _root(content: bytes) -> ElementTree.Element:
    if b"<!ENTITY" in content:
        raise Unfit("<!ENTITY", _("een SVG-bestand zonder eigen afkortingen"))
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 -- without entities, and of a limited size
    except ElementTree.ParseError as error:
        raise Unfit(_("geen leesbaar plaatje ({error})").format(error=error), _("een SVG-bestand")) from None
    if root.tag != f"{{{SVG}}}svg":
        raise Unfit(f"<{root.tag}>", _("een SVG-bestand"))
    return root


def _keep_drawing(element: ElementTree.Element) -> None:
    """Take out, here and below, all that is no drawing: scripts, events, notes of editors, addresses outside."""
    for child in list(element):
        unsafe_style = _name(child) == "style" and _OUTSIDE.search("".join(child.itertext()))
        if _name(child) not in DRAWING or unsafe_style:
            element.remove(child)
        else:
            _keep_drawing(child)
    kept = {_bare(name): value for name, value in element.attrib.items() if _is_safe(name, value)}
    element.tag = _name(element)
    element.attrib.clear()
    element.attrib.update(kept)


def _is_safe(name: str, value: str) -> bool:
    bare = _bare(name)
    own = not name.startswith("{") or bare == "href"
    return (
        own
        and not bare.lower().startswith("on")
        and not _OUTSIDE.search(value)
        and (bare != "href" or value[:1] == "#")
    )


def _bare(name: str) -> str:
    return name.rpartition("}")[2]


def _name(element: ElementTree.Element) -> str:
    """The name of an SVG element; empty for an element of another vocabulary, or a comment."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return _bare(tag) if tag.startswith(f"{{{SVG}}}") or not tag.startswith("{") else ""
