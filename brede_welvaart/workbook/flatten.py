"""A project as rows: what each sheet of the workbook holds, by column key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from brede_welvaart.project_definitions import Effect, Project
from brede_welvaart.workbook.choices import GAINS, LOSES, YES
from brede_welvaart.workbook.form import Sheet
from brede_welvaart.workbook.questions import PROJECT
from brede_welvaart.workbook.sheets import ALTERNATIVES, EFFECTS, EVIDENCE, GROUPS, LOG, SCENARIOS

Row = dict[str, Any]


def flatten(project: Project) -> dict[str, list[Row]]:
    """The rows of every sheet by its key; a key without value is absent from its row.

    The sheet of the project has one row per answer, with the key of its question under `question`.
    """
    named = {
        sheet.key: [{"id": name, **_fields(each, sheet)} for name, each in getattr(project, sheet.key).items()]
        for sheet in (ALTERNATIVES, SCENARIOS, GROUPS, EFFECTS)
    }
    per_effect = {
        "reach": _reach,
        "regions": lambda effect: ({"region": code} for code in effect.regions),
        "judgements": lambda effect: _grid(effect.judgements, _judgement),
        "assessments": _assessments,
        "evidence": lambda effect: (_fields(each, EVIDENCE) for each in effect.evidence),
        "quantities": _quantities,
        "mitigations": _mitigations,
    }
    rows = {
        key: [{"effect": name, **row} for name, effect in project.effects.items() for row in part(effect)]
        for key, part in per_effect.items()
    }
    return {
        "project": list(_answers(project)),
        **named,
        **rows,
        "log": [_fields(each, LOG) for each in project.log],
    }


def _answers(project: Project) -> Iterator[Row]:
    for column in PROJECT.columns:
        value = _value(project, column.key)
        for each in value if column.times > 1 else [value]:
            if each not in (None, ""):
                yield {"question": column.key, "answer": each}


def _fields(definition: BaseModel, sheet: Sheet) -> Row:
    found = {column.key: _value(definition, column.key) for column in sheet.columns}
    return {key: value for key, value in found.items() if value not in (None, "")}


def _value(definition: BaseModel, key: str) -> Any:
    """What stands at a dotted key: for a word of a vocabulary a tick, for an English text only what differs."""
    first, _, rest = key.partition(".")
    value = getattr(definition, first, None)
    if isinstance(value, bool):
        return YES if value else None
    if not rest or value is None:
        return value
    if isinstance(value, tuple):
        return "x" if rest in value else None
    inner = getattr(value, rest)
    return None if rest == "en" and inner == getattr(value, "nl", None) else inner


def _reach(effect: Effect) -> Iterator[Row]:
    for side, groups in ((GAINS, effect.gains), (LOSES, effect.loses)):
        for group in groups:
            yield {"group": group, "side": side}


def _judgement(value: Any) -> Row:
    return {"judgement": value}


def _change(value: Any) -> Row:
    return dict(value.model_dump())


def _grid(stated: Mapping[str, Any], cells: Any) -> Iterator[Row]:
    for alternative, value in stated.items():
        for scenario, each in value.items() if isinstance(value, dict) else [(None, value)]:
            yield {"alternative": alternative, **({"scenario": scenario} if scenario else {}), **cells(each)}


def _headed(head: Row, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows with the head on the first of them, or the head alone."""
    first, *others = [*rows] or [{}]
    yield {**head, **first}
    yield from others


def _assessments(effect: Effect) -> Iterator[Row]:
    for each in effect.assessments:
        who = {"assessor": each.assessor, "role": each.role}
        head = {"argument": each.argument} if each.argument else {}
        yield from ({**who, **row} for row in _headed(head, _grid(each.judgements, _judgement)))


def _quantities(effect: Effect) -> Iterator[Row]:
    if quantity := effect.quantity:
        head = {"indicator": quantity.indicator, "unit": quantity.unit, "period": quantity.period}
        yield from _headed(head, _grid(quantity.changes, _change))


def _mitigations(effect: Effect) -> Iterator[Row]:
    if mitigation := effect.mitigation:
        yield from _headed({"measure": mitigation.measure}, _grid(mitigation.judgements, _judgement))
