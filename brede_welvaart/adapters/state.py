"""What the last fetch of a source saw, so that the next one need only ask whether that changed."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter

from brede_welvaart.resources import write_whole

STATE = "state.json"
VINTAGE = re.compile(r"(\d{4}-\d\d-\d\dT\d{6}\.\d{3}Z)-([0-9a-f]{16})\.parquet")
"""The name of a vintage: when it was kept, and the start of the sha256 of its bytes."""
MOMENT = "%Y-%m-%dT%H%M%S.%fZ"


@dataclass(frozen=True)
class State:
    """What the last fetch of a source saw: the table's own date and ETag, and the vintages that there were after it.

    `definition` and `since` are what it asked for.
    """

    modified: str = ""
    etag: str | None = None
    definition: str = ""
    since: str | None = None
    vintages: tuple[str, ...] = ()


def read_state(folder: Path) -> State:
    """The state of a source, or an empty one if it was never fetched or cannot be read."""
    try:
        return TypeAdapter(State).validate_json((folder / STATE).read_bytes(), strict=True)
    except (OSError, ValueError):
        return State()


def write_state(folder: Path, state: State) -> None:
    """Replace the state of a source in one step."""
    write_whole(folder / STATE, json.dumps(asdict(state), indent=1).encode())


def kept_files(folder: Path) -> list[Path]:
    """The files of figures that are kept of a source, oldest vintage first; hidden ones are half written."""
    files = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in files if path.suffix == ".parquet" and not path.name.startswith("."))


def kept_at(path: Path) -> datetime | None:
    """When a vintage was kept, by its name; None for the name of something else."""
    found = VINTAGE.fullmatch(path.name)
    try:
        return datetime.strptime(found[1], MOMENT).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None
