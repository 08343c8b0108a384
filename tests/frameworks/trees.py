"""Write a small tree of its own kind: files alone, as a municipality or a researcher would."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

EFFECTS = {
    "importance": {"laag": 1, "midden": 2, "hoog": 3},
    "certainty": {"hoog": [1.0], "midden": [0.5, 0.25], "laag": [0.2, 0.2, 0.2]},
}
PLAIN_METHOD = {"normalisation": {"method": "min_max"}, "reference_group": {"all": True}, "effects": EFFECTS}
PLAIN_SOURCE = {"title": "T", "publisher": "P", "licence": "CC0", "citation": "C", "url": "U", "edition": "2024"}


def write_tree(
    root: Path, indicators: Mapping[str, Mapping[str, Any]], sources: Mapping[str, Mapping[str, Any]], **method: Any
) -> Path:
    """A tree in `root`; an indicator is named `theme/id`, a source has its `table` as text beside its keys."""
    themes = dict.fromkeys(name.split("/")[0] for name in indicators if not name.startswith("context/"))
    _write(root / "indicators" / "themes.yaml", {name: _theme(name) for name in themes})
    _write(root / "indicators" / "method.yaml", {**PLAIN_METHOD, **method})
    for name, keys in indicators.items():
        _write(root / "indicators" / f"{name}.yaml", {**_indicator(name), **keys})
    for name, keys in sources.items():
        file = root / "sources" / f"{name}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(keys["table"])
        own = {key: value for key, value in keys.items() if key != "table"}
        stated = {"adapter": "table_file", "file": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
        _write(root / "sources" / f"{name}.yaml", {**PLAIN_SOURCE, **stated, **own})
    return root


def _theme(name: str) -> dict[str, Any]:
    return {"label": _text(name), "about": _text(name), "source": "test"}


def _indicator(name: str) -> dict[str, Any]:
    label = name.split("/")[1]
    figures = [{"source": "s", "measure": label}]
    return {"label": _text(label), "definition": _text(label), "unit": _text("u"), "polarity": "higher_is_better",
            "figures": figures}  # fmt: skip


def _text(words: str) -> dict[str, str]:
    return {"nl": words, "en": words}


def _write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, sort_keys=False))
