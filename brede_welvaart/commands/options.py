"""Options and arguments that commands share."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import brede_welvaart as bw
from brede_welvaart.days import read_day
from brede_welvaart.errors import UsageFault
from brede_welvaart.language import _

if TYPE_CHECKING:
    from brede_welvaart.definitions import Tree


ENDINGS = {"table": ".txt"}
"""The endings of files in a form whose name is not its ending."""


class IsoDate(click.ParamType[date]):
    """A date as 2026-11-23 or 23-11-2026."""

    name = "jjjj-mm-dd"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return read_day(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Year(click.ParamType[str]):
    """A year as 2024."""

    name = "jjjj"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not re.fullmatch(r"\d{4}", str(value)):
            self.fail(_("'{value}' is geen jaar; verwacht bijvoorbeeld 2024.").format(value=value), param, ctx)
        return str(value)


AS_OF = click.option(
    "--as-of", type=IsoDate(), metavar="JJJJ-MM-DD", help="Peildatum voor de ouderdom van cijfers (standaard vandaag)."
)
TO_FILE = click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="BESTAND", help="Schrijf naar dit bestand.",
    is_eager=True,  # known before `--format` is settled
)  # fmt: skip
OUTPUT = click.option("--output", type=click.Path(path_type=Path), help="Map voor de bestanden.")
THEME = click.option(
    "--theme", type=click.Path(path_type=Path), metavar="BESTAND", help="Uw huisstijl: een CSS-bestand."
)


def format_option(*formats: str) -> Callable[[Any], Any]:
    """The `--format` option with these choices; left out, it follows from `--output`, or else is the first."""

    def settled(ctx: click.Context, _option: click.Parameter, asked: str | None) -> str:
        return settled_form(asked, ctx.params.get("output"), formats)

    choice = click.Choice(formats)
    return click.option("--format", "form", type=choice, callback=settled, help="Vorm van de uitvoer.")


def settled_form(asked: str | None, output: Path | None, formats: Sequence[str]) -> str:
    """The form that is asked for, or that the ending of a file means; raises UsageFault if they contradict."""
    endings = {ENDINGS.get(form, f".{form}"): form for form in formats}
    ending = output.suffix.lower() if output else ""
    if not ending:
        return asked or formats[0]
    fitting = [each for each, form in endings.items() if asked in {None, form}]
    if ending not in fitting:
        message = _("De uitgang van {output} past niet bij wat de opdracht schrijft; verwacht {fitting}.")
        raise UsageFault(message.format(output=output, fitting=_(" of ").join(fitting)))
    return endings[ending]


def formats_option(default: str) -> Callable[[Any], Any]:
    """The `--formats` option with this default."""
    return click.option("--formats", default=default, help="Vormen, met komma's ertussen.", show_default=True)


def load_tree(ctx: click.Context) -> Tree:
    """The tree that `--root` names, loaded."""
    return bw.load(ctx.obj)
