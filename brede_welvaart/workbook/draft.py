"""A project while it is being read from a workbook: its data so far, and the cell that each key came from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from brede_welvaart.errors import Finding
from brede_welvaart.language import _
from brede_welvaart.workbook.form import Column
from brede_welvaart.workbook.sheets import ASSESSMENTS, JUDGEMENTS, QUANTITIES, REGIONS

Key = str | int
Path = tuple[Key, ...]

IN_THE_FORM = {
    "judgements": JUDGEMENTS.title,
    "assessments": ASSESSMENTS.title,
    "quantity": QUANTITIES.title,
    "regions": REGIONS.title,
    **{column.key: column.label for column in QUANTITIES.columns if column.kind == "number"},
}


class Draft:
    """What was read.

    `places` maps key paths, as findings print them, to sheet!cell, and `asked` those cells to what they ask; `said`
    holds, for every alternative of a grid, the cell per scenario (None for all of them).
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.places: dict[str, str] = {}
        self.asked: dict[str, Column] = {}
        self.said: dict[Path, dict[str | None, str]] = {}
        self._faulty: set[str] = set()
        self._data: dict[Key, Any] = {"effects": {}}

    def put(self, path: Path, value: Any, place: str) -> None:
        """Store a value at a key path; numbers in the path count the items of a list from one."""
        inner = self._data
        for part in path[:-1]:
            inner = inner.setdefault(part, {})
        inner[path[-1]] = value
        self.places[dotted(path)] = place

    def note(self, path: Path, place: str) -> None:
        """Remember the cell for a key path, unless one is known."""
        self.places.setdefault(dotted(path), place)

    def get(self, path: Path) -> Any:
        """The value at a key path, None if there is none."""
        inner: Any = self._data
        for part in path:
            inner = inner.get(part) if isinstance(inner, dict) else None
        return inner

    def next(self, path: Path) -> Path:
        """The path of a new item at the end of the list at a path."""
        return (*path, len(self.get(path) or {}) + 1)

    def fault(self, place: str, found: str, expected: str, remedy: str = "") -> None:
        """Note a fault in a cell, unless one was found there before."""
        if place not in self._faulty:
            self.absent(place, found, expected, remedy)

    def absent(self, place: str, found: str, expected: str, remedy: str) -> None:
        """Note that something is not there at all; several things may lack in one place."""
        self._faulty.add(place)
        self.findings.append(Finding(self.file, place, found, expected, remedy))

    def missing(self, place: str) -> None:
        """Note that a cell is empty that must not be."""
        self.fault(place, _("niets"), self._wanted(place), _("Vul deze cel in, of maak de hele rij leeg."))

    def translate(self, findings: Iterable[Finding]) -> None:
        """Note findings on the project's data, in terms of the workbook's cells and words."""
        for finding in findings:
            place = self.cell(finding.place)
            if finding.found == _("niets"):
                self.fault(place, finding.found, self._wanted(place), self._way_to_fill(finding.place))
            else:
                self.fault(place, in_the_form(finding.found), in_the_form(finding.expected), finding.remedy)

    def cell(self, place: str) -> str:
        """The cell behind a key path, or behind the nearest key above it; the path itself if there is none."""
        path = place
        while path and path not in self.places:
            path = path.rpartition(".")[0]
        return self.places.get(path, place)

    def data(self) -> Any:
        """The data as a project file holds it."""
        return _listed(self._data)

    def _wanted(self, place: str) -> str:
        if (column := self.asked.get(place)) is None:
            return _("een waarde")
        label = column.band if column.kind == "tick" else column.label
        return _("een antwoord bij '{label}'").format(label=label)

    def _way_to_fill(self, path: str) -> str:
        """How to give the answer that is missing at a key path: in its cell, or with a tick in one of several."""
        column = self.asked.get(self.cell(path))
        if column is None or column.kind != "tick":
            return _("Vul deze cel in.")
        cells = [place.rpartition("!")[2] for key, place in self.places.items() if key.startswith(f"{path}.")]
        return _("Zet een x in minstens één van deze cellen: {cells}.").format(cells=", ".join(cells))


def dotted(path: Path) -> str:
    """A key path as findings print it."""
    return ".".join(map(str, path))


def in_the_form(text: str) -> str:
    """A text about keys of a project file in the words of the workbook."""
    return re.sub(r"[a-z]+", lambda word: IN_THE_FORM.get(word[0], word[0]), text)


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(key, int) for key in value):
        return [_listed(each) for each in value.values()]
    return {key: _listed(each) for key, each in value.items()}
