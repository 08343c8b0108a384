"""The shapes of regions: from the TopoJSON of a tree to polygons on a small sheet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brede_welvaart.definitions import Tree
from brede_welvaart.errors import Finding, InputFault
from brede_welvaart.language import _
from brede_welvaart.source_definitions import Boundaries

Points = NDArray[np.float64]
Shape = Sequence[Sequence[Points]]
"""Polygons, each an outline and its holes, each a line of points [n, 2]."""
WIDENING = 1.2
"""How much larger than the box around the regions in focus a map is at least."""
GRID = 1.0
"""Pixels to which points on the sheet are rounded."""


def read_shapes(tree: Tree) -> dict[str, Shape]:
    """The shape of every region that the boundaries of a tree know, in degrees east and north.

    Raises InputFault if a file is absent, changed or no TopoJSON.
    """
    folder = tree.root / "sources" / "boundaries"
    return {
        code: shape
        for name, boundaries in tree.boundaries.items()
        for code, shape in _file_shapes(folder / boundaries.file, boundaries, f"sources/boundaries/{name}.yaml").items()
    }


def bounds(shapes: Iterable[Shape]) -> Points:
    """Lowest and highest x and y of some shapes [2, 2]."""
    points = np.concatenate([line for shape in shapes for polygon in shape for line in polygon])
    return np.array([points.min(axis=0), points.max(axis=0)])


def surroundings(shapes: Mapping[str, Shape], focus: Sequence[str], least: int) -> list[str]:
    """The regions in focus, those around them, and as many more of the nearest as make at least this number."""
    box = bounds(shapes[code] for code in focus)
    squeeze = _squeeze(box)
    middle, half = box.mean(axis=0), np.ptp(box * squeeze, axis=0).max() / 2
    away = {
        code: float(np.abs((bounds([shape]).mean(axis=0) - middle) * squeeze).max()) for code, shape in shapes.items()
    }
    reach = max(half * WIDENING, sorted(away.values())[:least][-1])
    return [code for code in shapes if away[code] <= reach or code in focus]


def on_sheet(shapes: Mapping[str, Shape], width: float, height: float) -> dict[str, Shape]:
    """Shapes in degrees as pixels from the top left of a sheet, as large as fits, without points that nobody sees."""
    low, high = bounds(shapes.values())
    squeeze = _squeeze(np.array([low, high]))
    scale = (np.array([width, height]) / ((high - low) * squeeze)).min()
    start = (np.array([width, height]) - (high - low) * squeeze * scale) / 2

    def placed(line: Points) -> Points:
        x, y = ((line - low) * squeeze * scale + start).T
        return _thinned(np.round(np.stack([x, height - y], axis=1) / GRID) * GRID)

    made = {code: [[placed(line) for line in polygon] for polygon in shape] for code, shape in shapes.items()}
    return {
        code: [lines for polygon in shape if (lines := [line for line in polygon if len(line) > 3])]
        for code, shape in made.items()
    }


def _squeeze(box: Points) -> Points:
    """What makes a degree east as long as a degree north, in the middle of a box."""
    return np.array([np.cos(np.radians(box[:, 1].mean())), 1.0])


def _thinned(line: Points) -> Points:
    """A line without points that repeat the one before."""
    moved: NDArray[np.bool_] = np.append(True, (np.diff(line, axis=0) != 0).any(axis=1))
    return line[moved]


def _file_shapes(path: Path, boundaries: Boundaries, file: str) -> dict[str, Shape]:
    content = path.read_bytes() if path.is_file() else b""
    found = hashlib.sha256(content).hexdigest()
    if found != boundaries.sha256:
        place, expected = f"sha256 {found}" if content else _("geen bestand"), f"sha256 {boundaries.sha256}"
        remedy = _("Zet het bestand terug, of noem in de YAML de sha256 van het nieuwe.")
        raise InputFault([Finding(file, "sha256", place, expected, remedy)])
    try:
        return _parsed(content)
    except (LookupError, TypeError, ValueError, AttributeError):
        expected = _("een TopoJSON met vlakken die de code van hun regio als id hebben")
        raise InputFault([Finding(f"sources/boundaries/{path.name}", "", _("iets anders"), expected)]) from None


def _parsed(content: bytes) -> dict[str, Shape]:
    """The shapes by id; whatever Python stumbles over tells that this is no TopoJSON of polygons."""
    topology = json.loads(content)
    arcs = _arcs(topology)
    geometries = [each for group in topology["objects"].values() for each in group["geometries"]]
    return {each["id"]: _shape(each, arcs) for each in geometries}


def _arcs(topology: Mapping[str, Any]) -> list[Points]:
    """The arcs in degrees; under a transform each point is a step from the one before (TopoJSON 1.0, section 2.1.4)."""
    arcs = [np.array(arc, dtype=np.float64)[:, :2] for arc in topology["arcs"]]
    if (transform := topology.get("transform")) is None:
        return arcs
    return [np.cumsum(arc, axis=0) * transform["scale"] + transform["translate"] for arc in arcs]


def _shape(geometry: Mapping[str, Any], arcs: Sequence[Points]) -> Shape:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [[_ring(ring, arcs) for ring in polygon] for polygon in polygons]


def _ring(numbers: Sequence[int], arcs: Sequence[Points]) -> Points:
    """Arcs end to end; a negative number is an arc backwards, and each begins where the one before ended."""
    parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
