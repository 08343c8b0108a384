"""A project as the text of its YAML file: readable, in one order, and the same project when it is read back."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import yaml

from brede_welvaart.definitions import Project
from brede_welvaart.strict_yaml import read_scalars

WIDTH = 118
FOLDED_FROM = 90
HEADINGS = {
    "title": "Waar gaat het over?",
    "reference": "Waarmee vergelijken we?",
    "effects": "Wat verandert er voor de brede welvaart?",
    "log": "Logboek: wie besprak of veranderde dit, en wanneer?",
}
NAMED = {("alternatives",), ("scenarios",), ("groups",), ("effects",)}
SPACED = ("effects", "reference", "alternatives", "scenarios", "groups", "log")

Notes = Mapping[tuple[str, ...], str]


class _Dumper(yaml.SafeDumper):
    """Quotes whatever our strict loader, or an ordinary YAML 1.1 reader, would not take for text."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_style(text))


read_scalars(_Dumper)
_Dumper.add_representer(str, _text)


def project_yaml(project: Project, opening: Iterable[str] = (), notes: Notes | None = None) -> str:
    """The text of the project file; `opening` are comment lines at the top.

    `notes` explain keys by their path, with * for an id and without numbers, each where it first stands.
    """
    waiting = dict(notes or {})
    lines = [f"# {each}".rstrip() for each in opening]
    for key, value in _plain(project.model_dump(mode="json", exclude_defaults=True)).items():
        if key in HEADINGS:
            lines += ["", f"# --- {HEADINGS[key]} ".ljust(WIDTH, "-")]
        if key in HEADINGS or key in SPACED:
            lines.append("")
        lines += _entry(key, value, (key,), waiting)
    return "\n".join(lines).strip("\n") + "\n"


def _plain(value: Any) -> Any:
    """The same without English texts that only repeat the Dutch."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: _plain(each) for key, each in value.items() if key != "en" or each != value.get("nl")}


def _entry(key: str, value: Any, path: tuple[str, ...], waiting: dict[tuple[str, ...], str]) -> Iterator[str]:
    yield from _commented(waiting.pop(path, ""))
    if isinstance(value, dict) and value:
        yield from [_dumped(key, 0).replace(": 0", ":")]
        yield from _indented(_entries(value, path, waiting))
    elif isinstance(value, list) and value:
        yield from [_dumped(key, 0).replace(": 0", ":")]
        yield from _indented(line for each in value for line in _item(each, path, waiting))
    else:
        yield from _dumped(key, value).split("\n")


def _entries(values: Mapping[str, Any], path: tuple[str, ...], waiting: dict[tuple[str, ...], str]) -> Iterator[str]:
    for number, (key, value) in enumerate(values.items()):
        if number and path == ("effects",):
            yield ""
        yield from _entry(key, value, (*path, "*" if path in NAMED else key), waiting)


def _item(value: Any, path: tuple[str, ...], waiting: dict[tuple[str, ...], str]) -> Iterator[str]:
    lines = list(_entries(value, path, waiting)) if isinstance(value, dict) else _dumped("k", value)[3:].split("\n")
    first = next(number for number, line in enumerate(lines) if not line.startswith("# "))
    yield from lines[:first]
    yield f"- {lines[first]}"
    yield from _indented(lines[first + 1 :])


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" if line else line for line in lines)


def _dumped(key: str, value: Any) -> str:
    return yaml.dump({key: value}, Dumper=_Dumper, allow_unicode=True, width=WIDTH - 8, sort_keys=False).rstrip("\n")


def _commented(text: str) -> Sequence[str]:
    return [f"# {line}" for line in textwrap.wrap(text, WIDTH - 10)]


def _style(text: str) -> str | None:
    if re.search(r"[\t\x7f-\xa0\u2028\u2029\ufeff]", text):
        return '"'
    if "\n" in text:
        return '"' if re.search(r"^\s|[ ]$", text, re.MULTILINE) else "|"
    if re.match(r"\d[\d-]*\+?$", text):
        return "'"
    return ">" if len(text) > FOLDED_FROM and " " in text and "  " not in text else None
