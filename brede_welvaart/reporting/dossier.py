"""The dossier of a report: everything that its scores rest on, so that anyone can compute them again and compare."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from brede_welvaart.archive import pack, unpack
from brede_welvaart.definitions import Tree
from brede_welvaart.errors import Finding, InputFault
from brede_welvaart.language import LANGUAGES, _, current_language
from brede_welvaart.loading import relative_name, tree_files
from brede_welvaart.reporting.listings import as_json
from brede_welvaart.resources import data_folder

INDEX, SCORES = "dossier.json", "scores.json"
MOST_BYTES = 2_000_000_000
TOLERANCE = 1e-9
RUN = ("program.version", "data.fingerprint")
"""Fields that say which program ran, and not what came out."""


@dataclass(frozen=True)
class Dossier:
    """A dossier that was read: which project, as of when, in which language, the files to compute from, the scores."""

    project: str
    as_of: date
    language: str
    version: str
    files: Mapping[str, bytes]
    scores: Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One number or word that came out otherwise: where, as it was delivered, as it is now."""

    place: str
    delivered: object
    now: object

    def as_dict(self) -> dict[str, object]:
        """The difference as plain data, for JSON."""
        return {"place": self.place, "delivered": self.delivered, "now": self.now}

    def __str__(self) -> str:
        sentence = _("{place}: in het dossier {delivered}, nu {now}.")
        return sentence.format(place=self.place, delivered=_shown(self.delivered), now=_shown(self.now))


def write_dossier(tree: Tree, project: Path, as_of: date, scores: Mapping[str, Any]) -> bytes:
    """A zip of the project file, all definitions and figures, and the scores, with the sha256 of each file.

    The same scores give the same bytes.
    """
    files = {f"reports/projects/{project.name}": project.read_bytes()}
    files |= {_name(tree.root, path): path.read_bytes() for path in tree_files(tree.root, tree.sources)}
    files[SCORES] = as_json(scores).encode()
    index = {
        "project": project.stem,
        "as_of": as_of,
        "language": current_language(),
        "program": scores["program"],
        "method": scores["method"],
        "files": {name: _sha256(content) for name, content in files.items()},
    }
    return pack({INDEX: as_json(index).encode(), **files}, as_of)


def read_dossier(path: Path) -> Dossier:
    """Read a dossier; raises InputFault if it is none, and for every file in it that was changed, added or lost."""
    if not path.is_file():
        raise InputFault([Finding(str(path), "", _("geen bestand"), _("een dossier (.zip)"))])
    files = unpack(path.read_bytes(), path.name, MOST_BYTES)
    try:
        index = json.loads(files.pop(INDEX))
        findings = list(_changed(path.name, index["files"], files))
        dossier = Dossier(
            index["project"], date.fromisoformat(index["as_of"]), index["language"], index["program"]["version"],
            files, json.loads(files[SCORES]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        raise InputFault([Finding(path.name, INDEX, _("geen dossier"), _("een dossier van dit programma"))]) from None
    if dossier.language not in LANGUAGES:
        findings.append(Finding(path.name, INDEX, dossier.language, ", ".join(LANGUAGES)))
    if findings:
        raise InputFault(findings)
    return dossier


def differences(delivered: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every value of two documents of scores that differs; numbers may differ by a billionth of themselves."""
    before, after = dict(_flat(delivered)), dict(_flat(now))
    places = [place for place in dict.fromkeys((*before, *after)) if place not in RUN]
    pairs = ((place, before.get(place), after.get(place)) for place in places)
    return tuple(Difference(*each) for each in pairs if not _same(each[1], each[2]))


def _flat(node: Any, place: str = "") -> Iterator[tuple[str, object]]:
    """The values in a document, each with the keys that lead to it; a list's items go by their names."""
    if isinstance(node, Mapping) and node:
        for key, value in node.items():
            yield from _flat(value, f"{place}.{key}" if place else str(key))
    elif isinstance(node, list) and node:
        for number, value in enumerate(node, start=1):
            yield from _flat(value, f"{place}[{_called(value, number)}]")
    else:
        yield place, node


def _called(item: object, number: int) -> str:
    """What a reader calls an item of a list: its names, else its number."""
    names = ("effect", "theme", "indicator", "alternative", "scenario", "kind", "key", "region", "to")
    if not isinstance(item, Mapping):
        return str(number)
    found = [str(item[name]) for name in names if isinstance(item.get(name), str)]
    return ", ".join(found) if found and "code" not in item else str(number)


def _same(one: object, other: object) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=1e-12)
    return one == other


def _changed(file: str, hashes: Mapping[str, str], files: Mapping[str, bytes]) -> Iterator[Finding]:
    for name in dict.fromkeys((*hashes, *files)):
        expected, found = hashes.get(name), _sha256(files[name]) if name in files else None
        if found != expected:
            wrong = _("geen bestand") if found is None else f"sha256 {found[:16]}…"
            right = _("geen bestand") if expected is None else f"sha256 {expected[:16]}…"
            yield Finding(file, name, wrong, right)


def _name(root: Path, path: Path) -> str:
    """A file's place in the dossier, which has the shape of a tree: fetched figures lie in its `data`."""
    data = data_folder(root)
    return f"data/{relative_name(data, path)}" if path.is_relative_to(data) else relative_name(root, path)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _shown(value: object) -> str:
    return _("niets") if value is None else str(value)
