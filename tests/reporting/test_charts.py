"""Figures: nothing that a renderer ignores or a reader cannot see, and the same drawing twice."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
import yaml

from brede_welvaart import pipeline
from brede_welvaart.loading import load
from brede_welvaart.pipeline import check
from brede_welvaart.reporting.context import make_page
from brede_welvaart.reporting.figures import balance_picture
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.page import Page
from brede_welvaart.reporting.shapes import read_shapes


def test_no_figure_leans_on_the_page_around_it(page: Page) -> None:
    for picture in page.pictures:
        for word in ("var(", "currentColor", "foreignObject", "<script", " style=", "href", "url(", " id=", "filter"):
            assert word not in picture.svg, (picture.name, word)


def test_every_figure_has_words_and_data(page: Page) -> None:
    assert len({picture.name for picture in page.pictures}) == len(page.pictures)
    for picture in page.pictures:
        assert len(picture.alt) > 20
        assert picture.data.rows
        assert all(len(row) == len(picture.data.head) == len(picture.data.numeric) for row in picture.data.rows)


def test_no_figure_is_wider_than_the_text_of_a4(page: Page) -> None:
    assert max(picture.width for picture in page.pictures) <= 660  # 170 mm is 642; the style sheet scales the rest


def test_no_text_of_a_figure_is_cut_off(page: Page) -> None:
    for picture in page.pictures:
        for x in re.findall(r'<text text-anchor="end" transform="translate\((-?[\d.]+),', picture.svg):
            assert float(x) > -picture.width


def test_the_same_data_gives_the_same_drawing(material: Material) -> None:
    assert balance_picture(material) == balance_picture(material)


def test_the_same_material_gives_the_same_page(material: Material, page: Page) -> None:
    assert make_page(material) == page


def test_a_cell_without_a_balance_says_why_in_the_figure(material: Material) -> None:
    picture = balance_picture(material)
    absent = [
        row for row in material.cells.values() if row["balance"] is None and row["scenario"] == material.first_scenario
    ]
    assert picture.svg.count("niet onderzocht") + picture.svg.count(">onbekend<") == len(absent)


def test_the_numbers_in_a_drawing_are_whole(page: Page) -> None:
    """Thousands keep their zeros when the coordinates around them are shortened."""
    words = [word for each in page.drawings for word in re.findall(r">([^<>]+)</text>", each.svg)]
    assert any(re.fullmatch(r"\d{1,3}\.000", word) for word in words)
    assert [
        word for word in words if re.fullmatch(r"[\d.]+", word) and not re.fullmatch(r"\d{1,4}(\.\d{3})*", word)
    ] == []


def test_every_drawing_says_what_it_is_of(page: Page, material: Material) -> None:
    named = [f"{label}, " for label in material.themes.values()]
    strips = [each for each in page.drawings if each.name.startswith("strip-")]
    maps = [each for each in page.drawings if each.name.startswith("map-")]
    assert all(each.alt.startswith(name) for each, name in zip(maps, named, strict=True))
    assert all(material.region in each.alt for each in strips)
    assert len({each.alt for each in strips}) == len(strips)


def test_a_figure_of_very_many_alternatives_has_panels_of_some_width(small_root: Path) -> None:
    path = small_root / "reports" / "projects" / "muur.yaml"
    data = yaml.safe_load(path.read_text())
    data["alternatives"] |= {f"a{number}": {"label": f"Muur {number}"} for number in range(40)}
    for effect in data["effects"].values():
        for judged in (effect, *effect.get("assessments", ())):
            if "judgements" in judged:
                judged["judgements"] |= {f"a{number}": "neutraal" for number in range(40)}
    path.write_text(yaml.safe_dump(data))
    tree = load(small_root)
    assert balance_picture(pipeline.material(pipeline.score(tree, "muur"), tree)).width > 0


SQUARE = [[0, 0], [0, 2], [2, 2], [2, 0], [0, 0]]
STEPS = [[0, 0], [0, 1], [1, 0], [0, -1], [-1, 0]]


def bounded(root: Path, content: str) -> Path:
    """The tree with this as its only file of boundaries."""
    folder = root / "sources" / "boundaries"
    folder.mkdir()
    (folder / "rand.json").write_text(content)
    texts = dict.fromkeys(("title", "publisher", "licence", "citation", "url", "edition"), "x")
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    (folder / "rand.yaml").write_text(json.dumps({**texts, "file": "rand.json", "sha256": sha256}))
    return root


def topology(arc: object, **more: object) -> str:
    polygon = {"type": "Polygon", "id": "R1", "arcs": [[0]]}
    return json.dumps({"type": "Topology", "objects": {"a": {"geometries": [polygon]}}, "arcs": [arc], **more})


@pytest.mark.parametrize(
    "content",
    [topology(SQUARE), topology(STEPS, transform={"scale": [2, 2], "translate": [0, 0]})],
    ids=["absolute", "steps"],
)
def test_shapes_are_read_with_and_without_a_transform(small_root: Path, content: str) -> None:
    ((line,),) = read_shapes(load(bounded(small_root, content)))["R1"]
    assert line.tolist() == SQUARE


@pytest.mark.parametrize(
    "content",
    [
        '{"type": "FeatureCollection", "features": []}', "[]", "niets", "null",
        topology([]), topology(["a", "b"]), topology(SQUARE, objects={"a": {"geometries": [{"type": "Point"}]}}),
    ],
)  # fmt: skip
def test_a_file_that_is_no_topojson_is_a_finding_of_check(small_root: Path, content: str) -> None:
    (finding,) = check(bounded(small_root, content)).findings
    assert (finding.file, "TopoJSON" in finding.expected) == ("sources/boundaries/rand.json", True)
