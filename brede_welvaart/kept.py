"""Texts that follow from their ingredients alone, kept between runs because making them takes longer than reading."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from brede_welvaart.resources import write_whole

FORGOTTEN_AFTER = 60 * 24 * 3600.0


def recipe(*ingredients: bytes) -> str:
    """A name for what is made from these ingredients and nothing else."""
    digests = (hashlib.sha256(each).digest() for each in ingredients)
    return hashlib.sha256(b"".join(digests)).hexdigest()


def made_once(folder: Path, name: str, make: Callable[[], str]) -> str:
    """The text kept under the name of its recipe, made and kept where there is none."""
    text = recall(folder, name)
    if text is None:
        text = make()
        keep(folder, name, text)
    return text


def recall(folder: Path, name: str) -> str | None:
    """The text kept under a name; None where there is none, or it is no longer what was written."""
    path = folder / name
    try:
        digest, _newline, text = path.read_text("utf-8").partition("\n")
        path.touch()
    except (OSError, UnicodeDecodeError):
        return None
    return text if digest == _digest(name, text) else None


def keep(folder: Path, name: str, text: str) -> None:
    """Keep a text; a disk that refuses takes nothing but time. What nobody used for long goes."""
    with suppress(OSError):
        for path in folder.glob("*"):
            if time.time() - path.stat().st_mtime > FORGOTTEN_AFTER:
                path.unlink()
        write_whole(folder / name, f"{_digest(name, text)}\n{text}".encode())


def _digest(name: str, text: str) -> str:
    return hashlib.sha256(f"{name}\n{text}".encode()).hexdigest()
