"""Catalogues are complete, and compiled from the text beside them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import brede_welvaart
from brede_welvaart.language import CATALOGUES, _, current_language, pick, speaking
from brede_welvaart.vocabulary import JUDGEMENTS

PACKAGE = Path(brede_welvaart.__file__).parent


def messages_in_code() -> Iterator[str]:
    """Every text that the code hands to `_` or `ngettext`."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield first.value


@pytest.mark.parametrize("language", ["nl", "en"])
def test_compiled_catalogue_matches_its_text(language: str) -> None:
    folder = CATALOGUES / language / "LC_MESSAGES"
    with (folder / "welvaart.po").open("rb") as text, (folder / "welvaart.mo").open("rb") as compiled:
        written = {message.id: message.string for message in read_po(text) if message.id}
        shipped = {message.id: message.string for message in read_mo(compiled) if message.id}
    assert written == shipped


def test_language_holds_within_its_block_only() -> None:
    with speaking("en"):
        assert pick(JUDGEMENTS["onbekend"]) == "unknown"
    assert current_language() == "nl"
    assert pick(JUDGEMENTS["onbekend"]) == "onbekend"
    assert _("Bestaat niet in een catalogus") == "Bestaat niet in een catalogus"


def test_every_message_has_an_english_version() -> None:
    with (CATALOGUES / "en" / "LC_MESSAGES" / "welvaart.po").open("rb") as text:
        known = {each for message in read_po(text) if message.string for each in (message.id, message.id[0])}
    assert sorted(set(messages_in_code()) - known) == []
