"""Where project files are, and how one becomes a definition."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from brede_welvaart.definition_parts import SLUG, Group
from brede_welvaart.definitions import Tree
from brede_welvaart.errors import Finding, InputFault, UsageFault, suggestion
from brede_welvaart.language import _
from brede_welvaart.loading import relative_name
from brede_welvaart.project_definitions import Alternative, Effect, Project, Scenario
from brede_welvaart.resources import project_folders
from brede_welvaart.strict_yaml import read_yaml
from brede_welvaart.validation import validate

SUFFIXES = (".yaml", ".yml")
NAMED: dict[str, type[BaseModel]] = {"groups": Group, "alternatives": Alternative, "scenarios": Scenario}
"""The parts of a project whose names its effects refer to."""

T = TypeVar("T", bound=BaseModel)


def project_files(root: Path) -> dict[str, Path]:
    """The project files of a tree by the name before the suffix, sorted; the user's own before those that ship."""
    found = (path for folder in project_folders(root) for suffix in SUFFIXES for path in folder.glob(f"*{suffix}"))
    files: dict[str, Path] = {}
    for path in sorted(found, key=lambda each: each.stem):
        if path.is_file():
            files.setdefault(path.stem, path)
    return files


def project_names(tree: Tree) -> list[str]:
    """The ids of the projects that a tree has, sorted."""
    return list(project_files(tree.root))


def name_faults(root: Path, path: Path) -> list[Finding]:
    """What is wrong with the name of a file in a folder of projects, where it gives the project its id."""
    if path.parent not in project_folders(root) or (re.fullmatch(SLUG, path.stem) and path.suffix == SUFFIXES[0]):
        return []
    expected = _("letters, cijfers, - en _, en dan {suffix}").format(suffix=SUFFIXES[0])
    found = _("bestandsnaam {name}").format(name=path.name)
    return [Finding(relative_name(root, path), "", found, expected, _("Geef het bestand een andere naam."))]


def project_file(root: Path, name: str) -> Path:
    """The file of a project id; raises UsageFault that says which projects exist, InputFault if its name is no id."""
    files = project_files(root)
    if name not in files:
        listing = ", ".join(files) or _("(geen)")
        hint = suggestion(next(iter(get_close_matches(name, files, 1)), ""))
        message = _("Onbekend project '{name}'. Er zijn: {listing}.{hint} Een project is een naam, geen pad.")
        raise UsageFault(message.format(name=name, listing=listing, hint=hint and f" {hint}"))
    if findings := name_faults(root, files[name]):
        raise InputFault(findings)
    return files[name]


def load_project(tree: Tree, name: str) -> Project:
    """Load the project with this id; raises InputFault with every problem, UsageFault if there is none."""
    return read_project(tree.root, project_file(tree.root, name))


def read_project(root: Path, path: Path) -> Project:
    """Read one project file; findings name it relative to root. Raises InputFault with every problem."""
    name = relative_name(root, path)
    return validate(Project, read_yaml(path, name), name)


def sound_parts(data: object) -> Project | None:
    """What can be used of a project file with faults: names, and sound fields of effects; None without any to refer to.

    Not a whole project: good for checking names only, so that they are reported together with the faults of the file.
    """
    if not isinstance(data, dict) or not all(isinstance(data.get(key), dict) for key in ("alternatives", "effects")):
        return None
    parts: dict[str, Any] = {key: _all_sound(kind, data.get(key)) for key, kind in NAMED.items()}
    effects = {name: _sound(Effect, each) for name, each in data["effects"].items() if isinstance(each, dict)}
    parts |= {key: _if_sound(Project, key, data) for key in ("region", "elsewhere", "as_of")}
    return Project.model_construct(**parts, effects=effects)


def _all_sound(kind: type[T], parts: object) -> dict[str, T]:
    """Every part by its name, also one of which nothing is sound."""
    named = parts if isinstance(parts, dict) else {}
    return {name: _sound(kind, part if isinstance(part, dict) else {}) for name, part in named.items()}


def _sound(kind: type[T], data: Mapping[str, object]) -> T:
    """A definition of the fields that are sound; the others have their default, or None where one is required."""
    return kind.model_construct(**{name: _if_sound(kind, name, data) for name in kind.model_fields})


def _if_sound(kind: type[BaseModel], name: str, data: Mapping[str, object]) -> Any:
    if name in data:
        with suppress(ValidationError):
            return _adapter(kind, name).validate_json(json.dumps(data[name], default=str))
    field = kind.model_fields[name]
    return None if field.is_required() else field.get_default(call_default_factory=True)


@cache
def _adapter(kind: type[BaseModel], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(kind.model_fields[name].rebuild_annotation())
