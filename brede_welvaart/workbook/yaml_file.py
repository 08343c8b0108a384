"""A project as the text of its YAML file: readable, in one order, and the same project when it is read back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from brede_welvaart.project_definitions import Project
from brede_welvaart.strict_yaml import read_scalars

WIDTH = 118
FOLDED_FROM = 90
HEADINGS = {
    "title": "Waar gaat het over?",
    "reference": "Waarmee vergelijken we?",
    "effects": "Wat verandert er voor de brede welvaart?",
    "log": "Logboek: wie besprak of veranderde dit, en wanneer?",
}
SPACED = ("effects", "reference", "alternatives", "scenarios", "groups", "log")


class _Dumper(yaml.SafeDumper):
    """Quotes whatever our strict loader, or an ordinary YAML 1.1 reader, would not take for text."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_style(text))


read_scalars(_Dumper)
_Dumper.add_representer(str, _text)


def project_yaml(project: Project, opening: Iterable[str] = ()) -> str:
    """The text of the project file; `opening` are comment lines at the top."""
    lines = [f"# {each}".rstrip() for each in opening]
    for key, value in _data(project).items():
        if key in HEADINGS:
            lines += ["", f"# --- {HEADINGS[key]} ".ljust(WIDTH, "-")]
        if key in HEADINGS or key in SPACED:
            lines.append("")
        lines += _entry(key, value, "" if key == "effects" else None)
    return "\n".join(lines).strip("\n") + "\n"


def _data(project: Project) -> dict[str, Any]:
    """What the file must say: no defaults, and no English text of a group that only repeats the Dutch."""
    data = project.model_dump(mode="json", exclude_defaults=True)
    texts = (text for group in data.get("groups", {}).values() for text in group.values() if text)
    for text in texts:
        if text.get("en") == text["nl"]:
            del text["en"]
    return data


def _entry(key: str, value: Any, between: str | None = None) -> Iterator[str]:
    """The lines of a key with its value, with a line between the parts of the value if one is given."""
    if not value or not isinstance(value, dict | list):
        yield from _dumped(key, value).split("\n")
        return
    yield _dumped(key, 0).replace(": 0", ":")
    for number, part in enumerate(value):
        if number and between is not None:
            yield between
        yield from _indented(_entry(part, value[part]) if isinstance(value, dict) else _item(part))


def _item(value: Any) -> Iterator[str]:
    entries = value.items() if isinstance(value, dict) else []
    lines = [line for key, each in entries for line in _entry(key, each)] or _dumped("k", value)[3:].split("\n")
    yield f"- {lines[0]}"
    yield from _indented(lines[1:])


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" if line else line for line in lines)


def _dumped(key: str, value: Any) -> str:
    return yaml.dump({key: value}, Dumper=_Dumper, allow_unicode=True, width=WIDTH - 8, sort_keys=False).rstrip("\n")


def _style(text: str) -> str | None:
    if re.search(r"[\t\x7f-\xa0\u2028\u2029\ufeff]", text):
        return '"'
    if "\n" in text:
        return '"' if re.search(r"^\s|[ ]$", text, re.MULTILINE) else "|"
    if re.fullmatch(r"\d[\d-]*\+?$", text):
        return "'"
    return ">" if len(text) > FOLDED_FROM and " " in text and "  " not in text else None
