"""Catalogues are complete, and compiled from the text beside them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import brede_welvaart
from brede_welvaart.cli import cli
from brede_welvaart.language import CATALOGUES, _, current_language, pick, speaking
from brede_welvaart.vocabulary import JUDGEMENTS

PACKAGE = Path(brede_welvaart.__file__).parent


def messages_in_code() -> Iterator[str]:
    """Every text that the command line and the errors hand to `_`, and the help of every command and option."""
    for path in (PACKAGE / "cli.py", PACKAGE / "errors.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield first.value
    for command in (cli, *cli.commands.values()):
        yield str(command.help)
        yield from (each.help for each in command.params if isinstance(each, click.Option) and each.help)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_compiled_catalogue_matches_its_text(language: str) -> None:
    folder = CATALOGUES / language / "LC_MESSAGES"
    compiled = BytesIO()
    with (folder / "welvaart.po").open("rb") as text:
        write_mo(compiled, read_po(text, locale=language))
    assert (folder / "welvaart.mo").read_bytes() == compiled.getvalue()


def test_language_holds_within_its_block_only() -> None:
    with speaking("en"):
        assert pick(JUDGEMENTS["onbekend"]) == "unknown"
    assert current_language() == "nl"
    assert pick(JUDGEMENTS["onbekend"]) == "onbekend"
    assert _("Bestaat niet in een catalogus") == "Bestaat niet in een catalogus"


def test_every_word_of_the_command_line_has_an_english_version() -> None:
    with (CATALOGUES / "en" / "LC_MESSAGES" / "welvaart.po").open("rb") as text:
        known = {message.id for message in read_po(text) if message.string}
    assert sorted(set(messages_in_code()) - known) == []
