"""How far a fetch is: a moving line on a terminal, plain lines elsewhere; always on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from brede_welvaart.language import ngettext
from brede_welvaart.reporting.format import number

EVERY = 10
"""Answers between two plain lines."""


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A function to tell of progress: name of the source, answers so far, bytes so far."""
    if not sys.stderr.isatty():
        yield _plain_line
        return
    from rich.console import Console  # noqa: PLC0415 -- only a terminal needs it

    with Console(stderr=True).status("") as status:
        yield lambda name, answers, size: status.update(_line(name, answers, size))


def _plain_line(name: str, answers: int, size: int) -> None:
    if answers % EVERY == 1:
        sys.stderr.write(_line(name, answers, size) + "\n")


def _line(name: str, answers: int, size: int) -> str:
    return ngettext("{source}: {n} antwoord, {size} MB", "{source}: {n} antwoorden, {size} MB", answers).format(
        source=name, n=answers, size=number(size / 1e6, 1)
    )
