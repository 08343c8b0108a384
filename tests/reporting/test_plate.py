"""Figures on their own: a legend for every key, words inside, and a picture at the resolution of print."""

from __future__ import annotations

import json
import re
import struct
from xml.etree import ElementTree

from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.memo import Memo
from brede_welvaart.reporting.page import Page
from brede_welvaart.reporting.plate import plate

SVG = "{http://www.w3.org/2000/svg}"


def test_every_key_of_every_legend_has_a_drawing(page: Page, material: Material) -> None:
    drawn = json.loads((material.templates / "charts" / "legend.json").read_text("utf-8"))
    assert {key for picture in page.pictures for key, _word in picture.legend} <= drawn.keys()


def test_every_figure_stands_on_its_own(page: Page, material: Material) -> None:
    for picture in page.pictures:
        made = plate(material, picture)
        root = ElementTree.fromstring(made.svg)
        assert (root.get("width"), root.get("height")) == (str(made.width), str(made.height))
        assert root.find(f"{SVG}title").text == picture.alt  # type: ignore[union-attr]
        texts = ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]
        assert [word for _key, word in picture.legend] == texts[: len(picture.legend)]
        assert not re.search(r"var\(|href|url\(|@[a-z]", made.svg)


def test_nothing_is_drawn_outside_the_figure(page: Page, material: Material) -> None:
    for picture in page.pictures:
        made = plate(material, picture)
        places = [(float(x), float(y)) for x, y in re.findall(r'<text x="([\d.]+)" y="([\d.]+)"', made.svg)]
        assert all(0 <= x < made.width and 0 < y <= made.height for x, y in places)


def test_the_picture_is_sharp_enough_to_print(memo: Memo) -> None:
    png = memo.figure.png
    width, height = struct.unpack(">II", png[16:24])
    assert width >= memo.figure.width * 3
    assert abs(width / height - memo.figure.width / memo.figure.height) < 0.01
    per_metre = struct.unpack(">I", png[png.index(b"pHYs") + 4 :][:4])[0]
    assert round(per_metre * 0.0254) == 300


def test_letters_are_drawn_with_the_shipped_font(memo: Memo) -> None:
    from dataclasses import replace

    assert replace(memo.figure, fonts=()).png != memo.figure.png
    assert {font.suffix for font in memo.figure.fonts} == {".ttf"}


def test_the_same_figure_gives_the_same_bytes(memo: Memo) -> None:
    from dataclasses import replace

    assert replace(memo.figure).png == memo.figure.png
