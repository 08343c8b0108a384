"""The command line: its commands, its language, and one message and exit code for every foreseen fault."""

from __future__ import annotations

import gc
import gettext
import os
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import click

from brede_welvaart.commands import figures, projects
from brede_welvaart.errors import InputFault, OutdatedWarning, WelvaartError, refusal
from brede_welvaart.language import CATALOGUES, LANGUAGES, _, speaking

INTERRUPTED = 130
_plain_warning = warnings.formatwarning


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--root", type=click.Path(path_type=Path), help="Map met indicators/ en sources/ van uw gemeente.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="nl", help="Taal van berichten en rapporten.")
@click.version_option(package_name="brede-welvaart", prog_name="welvaart", help="Toon de versie.")
@click.pass_context
def cli(ctx: click.Context, root: Path | None, lang: str) -> None:  # noqa: ARG001 -- main() reads it before click
    """Weeg plannen van uw gemeente op brede welvaart."""
    ctx.obj = root


COMMANDS: tuple[click.Command, ...] = (
    projects.init,
    projects.import_file,
    projects.check,
    projects.score,
    projects.report,
    projects.memo,
    projects.verify,
    figures.context,
    figures.explain,
    figures.compare,
    figures.update,
    figures.sources,
    figures.indicators,
    figures.regions,
    figures.export,
)
for each in COMMANDS:
    cli.add_command(each)


def main() -> None:
    """Run the command line, turning every foreseen fault into one message and an exit code."""
    gc.disable()  # a tenth of the time of every command, which ends before what it leaves matters
    language = _asked_language(sys.argv)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("welvaart", CATALOGUES)
    gettext.textdomain("welvaart")
    warnings.formatwarning = _warning_text
    warnings.simplefilter("once", OutdatedWarning)
    with speaking(language):
        _translate_help(cli)
        sys.exit(_run())


def _warning_text(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
) -> str:
    """A warning that is for the reader as a plain line, any other as Python shows it."""
    return f"{message}\n" if category is OutdatedWarning else _plain_warning(message, category, filename, lineno, line)


def _run() -> int:
    try:
        return int(cli.main(prog_name="welvaart", standalone_mode=False) or 0)
    except WelvaartError as fault:
        click.echo(str(fault), err=True)
        return fault.exit_code
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(_("Afgebroken; er is niets half geschreven."), err=True)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as fault:
        click.echo(refusal(fault), err=True)
        return InputFault.exit_code


def _asked_language(arguments: Sequence[str]) -> str:
    """The language of `--lang`, known before click parses so that help and usage faults speak it too."""
    for first, second in zip(arguments, [*arguments[1:], ""], strict=True):
        asked = first.removeprefix("--lang=") if first.startswith("--lang=") else second if first == "--lang" else ""
        if asked in LANGUAGES:
            return asked
    return LANGUAGES[0]


def _translate_help(command: click.Command) -> None:
    command.help = _(command.help) if command.help else None
    for parameter in command.params:
        parameter.metavar = _(parameter.metavar) if parameter.metavar else None
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = _(parameter.help)
    for child in cast("dict[str, click.Command]", getattr(command, "commands", {})).values():
        _translate_help(child)
