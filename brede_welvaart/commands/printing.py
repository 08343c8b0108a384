"""What commands print: text, tables and JSON to stdout, messages to stderr, and files that are there whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import click

from brede_welvaart.errors import UsageFault
from brede_welvaart.language import _

if TYPE_CHECKING:
    from brede_welvaart.delivery import Written


def listings() -> ModuleType:
    """The module that makes lists, loaded when the first is asked for."""
    from brede_welvaart.reporting import listings as lists  # noqa: PLC0415 -- keeps `--help` quick

    return lists


def print_rows(rows: Sequence[Mapping[str, Any]], form: str) -> None:
    """Print rows as JSON or as a table."""
    print_json(rows) if form == "json" else print_lines(listings().table_lines(rows))


def deliver(content: str | bytes, output: Path | None) -> None:
    """Print a text, or write a file as a whole."""
    if output is not None:
        from brede_welvaart.resources import write_whole  # noqa: PLC0415 -- keeps `--help` quick

        write_whole(output, content.encode() if isinstance(content, str) else content)
    elif isinstance(content, bytes):
        raise UsageFault(_("Deze vorm is geen tekst: noem een bestand met --output."))
    else:
        click.echo(content, nl=False)


def print_json(value: object) -> None:
    """Print a document as JSON."""
    click.echo(listings().as_json(value))


def print_lines(lines: Iterator[str] | Sequence[str]) -> None:
    """Print line by line."""
    for line in lines:
        click.echo(line)


def print_written(written: Written) -> None:
    """Print which files were written, and what their reader must know."""
    for path in written.paths:
        click.echo(shown(path))
    for warning in written.warnings:
        click.echo(warning, err=True)


def shown(path: Path) -> str:
    """The path as a user types it: relative to the current folder where that is shorter."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
