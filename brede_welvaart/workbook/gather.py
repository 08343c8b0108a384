"""Rows as they were read from the sheets, put together to the data of a project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brede_welvaart.language import _
from brede_welvaart.workbook.draft import Draft, Path, dotted
from brede_welvaart.workbook.questions import PROJECT


@dataclass(frozen=True)
class ReadRow:
    """A row with content: its values by column key (absent where blank or faulty), and the cell of every key."""

    values: Mapping[str, Any]
    cells: Mapping[str, str]


def gather(draft: Draft, rows: Mapping[str, Sequence[ReadRow]]) -> None:
    """Put the rows of all sheets, by the keys of the sheets, into the draft."""
    for key, sheet_rows in rows.items():
        for row in sheet_rows:
            GATHERERS[key](draft, row)


def _answer(draft: Draft, row: ReadRow) -> None:
    question, place = next(iter(row.cells.items()))
    path: Path = tuple(question.split("."))
    draft.note(path[:1], place)
    if question in REPEATED:
        path = draft.next(path)
    draft.note(path, place)
    if question in row.values:
        draft.put(path, row.values[question], place)


def _named(part: str) -> Callable[[Draft, ReadRow], None]:
    def gather_row(draft: Draft, row: ReadRow) -> None:
        name = row.values.get("id")
        if name is None:
            return draft.missing(row.cells["id"])
        path: Path = (part, name)
        if draft.get(path) is not None:
            expected = _("elke korte naam één keer")
            return draft.fault(row.cells["id"], _("'{name}' twee keer").format(name=name), expected)
        draft.put(path, {}, row.cells["id"])
        draft.note((part,), row.cells["id"])
        return _fields(draft, path, row, ("id",))

    return gather_row


def _listed(part: str, *, of_effect: bool) -> Callable[[Draft, ReadRow], None]:
    def gather_row(draft: Draft, row: ReadRow) -> None:
        if (effect := _effect(draft, row) if of_effect else ()) is not None:
            path = draft.next((*effect, part))
            draft.put(path, {}, next(iter(row.cells.values())))
            _fields(draft, path, row, ("effect",) if of_effect else ())

    return gather_row


def _fields(draft: Draft, path: Path, row: ReadRow, others: Sequence[str]) -> None:
    """Put every other key of a row under a path; a ticked word joins the list before its dot."""
    for key, place in row.cells.items():
        if key in others:
            continue
        field, _dot, rest = key.partition(".")
        draft.note((*path, field), place)
        draft.note((*path, *key.split(".")), place)
        value = row.values.get(key)
        if isinstance(value, bool) and rest:
            if value:
                draft.put(draft.next((*path, field)), rest, place)
        elif value is not None:
            draft.put((*path, *key.split(".")), value, place)


def _reach(draft: Draft, row: ReadRow) -> None:
    effect, side = _effect(draft, row), row.values.get("side")
    if side is None:
        draft.missing(row.cells["side"])
    _join(draft, (*effect, side) if effect and side else None, row, "group")


def _regions(draft: Draft, row: ReadRow) -> None:
    effect = _effect(draft, row)
    _join(draft, (*effect, "regions") if effect else None, row, "region")


def _join(draft: Draft, path: Path | None, row: ReadRow, key: str) -> None:
    """Put what a row names in the list at a path, if that is known, and once."""
    name, place = row.values.get(key), row.cells[key]
    if name is None:
        draft.missing(place)
    elif path and name in (draft.get(path) or {}).values():
        draft.fault(place, _("'{name}' twee keer").format(name=name), _("elk één keer"))
    elif path:
        draft.put(draft.next(path), name, place)


def _judgements(draft: Draft, row: ReadRow) -> None:
    if effect := _effect(draft, row):
        draft.note((*effect, "judgements"), row.cells["effect"])
        if "alternative" not in row.values:
            draft.missing(row.cells["alternative"])
        _grid(draft, (*effect, "judgements"), row, ("judgement",))


def _assessments(draft: Draft, row: ReadRow) -> None:
    effect = _effect(draft, row)
    who = [row.values.get(key) for key in ("assessor", "role")]
    for key in ("assessor", "role"):
        if key not in row.values:
            draft.missing(row.cells[key])
    if effect and all(who):
        path = _assessment(draft, (*effect, "assessments"), who, row)
        _head(draft, path, row, ("argument",))
        _grid(draft, (*path, "judgements"), row, ("judgement",))


def _assessment(draft: Draft, part: Path, who: Sequence[Any], row: ReadRow) -> Path:
    for number, each in (draft.get(part) or {}).items():
        if [each["assessor"], each["role"]] == who:
            return (*part, number)
    path = draft.next(part)
    draft.note(part, row.cells["assessor"])
    for key in ("assessor", "role"):
        draft.put((*path, key), row.values[key], row.cells[key])
    draft.put((*path, "judgements"), {}, row.cells["assessor"])
    return path


def _quantities(draft: Draft, row: ReadRow) -> None:
    if effect := _effect(draft, row):
        _once(draft, (*effect, "quantity"), row, "changes", ("indicator", "unit", "period"))
        _grid(draft, (*effect, "quantity", "changes"), row, ("low", "central", "high"))


def _mitigations(draft: Draft, row: ReadRow) -> None:
    if effect := _effect(draft, row):
        _once(draft, (*effect, "mitigation"), row, "judgements", ("measure",))
        _grid(draft, (*effect, "mitigation", "judgements"), row, ("judgement",))


def _once(draft: Draft, path: Path, row: ReadRow, grid: str, head: Sequence[str]) -> None:
    if draft.get(path) is None:
        draft.put((*path, grid), {}, row.cells["effect"])
        draft.note(path, row.cells["effect"])
    _head(draft, path, row, head)


def _effect(draft: Draft, row: ReadRow) -> Path | None:
    """The path of the effect that a row is about, after noting that it is missing."""
    if (name := row.values.get("effect")) is None:
        draft.missing(row.cells["effect"])
        return None
    return ("effects", name)


def _head(draft: Draft, path: Path, row: ReadRow, keys: Iterable[str]) -> None:
    """What is said once for several rows: on one of them, and the same or nothing on the others."""
    for key in keys:
        here, place, value = (*path, key), row.cells[key], row.values.get(key)
        before = draft.get(here)
        draft.note(here, place)
        if value is not None and before is None:
            draft.put(here, value, place)
        elif value not in (None, before):
            expected = _("hetzelfde als in {cell}").format(cell=draft.cell(dotted(here)))
            draft.fault(place, f"'{value}'", expected, _("Laat deze cel leeg."))


def _grid(draft: Draft, part: Path, row: ReadRow, keys: Sequence[str]) -> None:
    """Put what a row says of an alternative, and perhaps a scenario; or nothing, if it says nothing."""
    alternative, scenario = row.values.get("alternative"), row.values.get("scenario")
    if alternative is None:
        if scenario or any(key in row.values for key in keys):
            draft.missing(row.cells["alternative"])
        return
    for key in keys:
        if key not in row.values:
            draft.missing(row.cells[key])
    stated = {key: row.values[key] for key in keys if key in row.values}
    if _is_new(draft, (*part, alternative), scenario, row) and len(stated) == len(keys):
        path = (*part, alternative, *((scenario,) if scenario else ()))
        draft.note((*part, alternative), row.cells["alternative"])
        value = stated if len(keys) > 1 else stated[keys[0]]
        draft.put(path, value, row.cells["scenario" if scenario else "alternative"])
        for key in keys:
            draft.note((*path, key), row.cells[key])


def _is_new(draft: Draft, about: Path, scenario: str | None, row: ReadRow) -> bool:
    """Whether nothing was said of this alternative in this scenario; notes it as a fault where something was."""
    said = draft.said.setdefault(about, {})
    before = said.get(scenario) or (next(iter(said.values()), None) if scenario is None or None in said else None)
    said.setdefault(scenario, row.cells["alternative"])
    if before:
        found = _("hetzelfde als in {cell} al staat").format(cell=before)
        draft.fault(row.cells["alternative"], found, _("één rij per scenario, of één rij voor alle"))
    return before is None


REPEATED = {column.key for column in PROJECT.columns if column.times > 1}
GATHERERS: Mapping[str, Callable[[Draft, ReadRow], None]] = {
    "project": _answer,
    "alternatives": _named("alternatives"),
    "scenarios": _named("scenarios"),
    "groups": _named("groups"),
    "effects": _named("effects"),
    "reach": _reach,
    "regions": _regions,
    "judgements": _judgements,
    "assessments": _assessments,
    "evidence": _listed("evidence", of_effect=True),
    "quantities": _quantities,
    "mitigations": _mitigations,
    "log": _listed("log", of_effect=False),
}
