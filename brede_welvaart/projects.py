"""Where project files are, and how one becomes a definition."""

from __future__ import annotations

import json
import re
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from brede_welvaart.definition_parts import SLUG, Group
from brede_welvaart.definitions import Tree
from brede_welvaart.errors import UsageFault
from brede_welvaart.language import _
from brede_welvaart.loading import relative_name, validate
from brede_welvaart.project_definitions import Alternative, Effect, Project, Scenario
from brede_welvaart.resources import project_folders
from brede_welvaart.strict_yaml import read_yaml


def project_names(tree: Tree) -> list[str]:
    """The ids of the projects that a tree has, sorted."""
    found = (path for folder in project_folders(tree.root) for path in folder.glob("*.yaml"))
    return sorted({path.stem for path in found if path.is_file()})


def project_file(tree: Tree, name: str) -> Path:
    """The file of a project id; raises UsageFault that says which projects exist."""
    names = project_names(tree)
    if not re.match(SLUG, name) or name not in names:
        listing = ", ".join(names) or _("(geen)")
        guess = get_close_matches(name, names, 1)
        hint = " " + _("Bedoelt u {guess}?").format(guess=guess[0]) if guess else ""
        message = _("Onbekend project '{name}'. Er zijn: {listing}.{hint} Een project is een naam, geen pad.")
        raise UsageFault(message.format(name=name, listing=listing, hint=hint))
    folders = project_folders(tree.root)
    return next(path for folder in folders if (path := folder / f"{name}.yaml").is_file())


def load_project(tree: Tree, name: str) -> Project:
    """Load the project with this id; raises InputFault with every problem, UsageFault if there is none."""
    return read_project(tree.root, project_file(tree, name))


def read_project(root: Path, path: Path) -> Project:
    """Read one project file; findings name it relative to root. Raises InputFault with every problem."""
    name = relative_name(root, path)
    return validate(Project, read_yaml(path, name), name)


def sound_parts(data: object) -> Project | None:
    """What can be used of a project file with faults: its sound effects; None if it lacks what effects refer to.

    Not a whole project: good for checking names only, so that they are reported together with the faults of the file.
    """
    kinds = {
        "region": str, "elsewhere": tuple[str, ...], "groups": dict[str, Group],
        "alternatives": dict[str, Alternative], "scenarios": dict[str, Scenario],
    }  # fmt: skip
    if not isinstance(data, dict) or not isinstance(data.get("effects"), dict):
        return None
    empty: dict[str, object] = {"elsewhere": [], "groups": {}, "scenarios": {}}
    parts = {key: _if_sound(TypeAdapter(kind), data.get(key, empty.get(key))) for key, kind in kinds.items()}
    effect = TypeAdapter(Effect)
    effects = {name: _if_sound(effect, each) for name, each in data["effects"].items()}
    sound = {name: each for name, each in effects.items() if each is not None}
    return None if None in parts.values() else Project.model_construct(**parts, effects=sound)


def _if_sound(adapter: TypeAdapter[Any], data: object) -> Any:
    try:
        return adapter.validate_json(json.dumps(data, default=str))
    except ValidationError:
        return None
