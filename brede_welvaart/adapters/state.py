"""What the last fetch of a source saw, so that the next one need only ask whether that changed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from brede_welvaart.resources import write_whole

STATE = "state.json"


@dataclass(frozen=True)
class State:
    """What the last fetch of a source saw: the table's own date and ETag, and the definition that asked for it."""

    modified: str = ""
    etag: str | None = None
    definition: str = ""


def read_state(folder: Path) -> State:
    """The state of a source, or an empty one if it was never fetched or cannot be read."""
    try:
        return State(**json.loads((folder / STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return State()


def write_state(folder: Path, state: State) -> None:
    """Replace the state of a source in one step."""
    write_whole(folder / STATE, json.dumps(asdict(state), indent=1).encode())
