"""How far a fetch is: a moving line on a terminal, plain lines elsewhere; always on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from brede_welvaart.language import _
from brede_welvaart.reporting.format import number

EVERY = 10
"""Pages between two plain lines."""


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A function to tell of progress: name of the source, pages so far, bytes so far."""
    if not sys.stderr.isatty():
        yield _plain_line
        return
    from rich.console import Console  # noqa: PLC0415 -- only a terminal needs it

    with Console(stderr=True).status("") as status:
        yield lambda name, pages, size: status.update(_line(name, pages, size))


def _plain_line(name: str, pages: int, size: int) -> None:
    if pages % EVERY == 1:
        sys.stderr.write(_line(name, pages, size) + "\n")


def _line(name: str, pages: int, size: int) -> str:
    return _("{source}: {pages} antwoorden, {size} MB").format(source=name, pages=pages, size=number(size / 1e6, 1))
