"""Catalogues are complete, say the same with the same placeholders, and are compiled from the text beside them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from brede_welvaart.language import CATALOGUES, _, current_language, pick, speaking
from brede_welvaart.resources import PACKAGE
from brede_welvaart.vocabulary import JUDGEMENTS
from tests.messages import SOURCES, compiled, read, strings, untranslated

LANGUAGES = sorted(SOURCES)
MODULES = sorted(PACKAGE.rglob("*.py"))
PERCENT = re.compile(r"%\(\w+\)s|%[sd]")


def pairs(language: str) -> Iterator[tuple[str, str]]:
    """Every message with its translation, singular and plural apart."""
    for message in (each for each in read(language) if each.id):
        said = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        yield from zip(said, strings(message), strict=False)


def edges(text: str) -> tuple[bool, bool, bool]:
    """Whether a text begins with a space, ends with one, and is a sentence: what matters where texts are joined."""
    return text[:1].isspace(), text[-1:].isspace(), len(text) > 1 and text.endswith((".", "!", "?"))


def placeholders(text: str) -> set[str]:
    """What a message leaves open: `{name}` or `%(name)s`."""
    named = {str(name).split(".")[0] for _literal, name, _form, _turn in Formatter().parse(text) if name is not None}
    return named | set(PERCENT.findall(text))


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """The calls of these functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def at_import(tree: ast.AST) -> Iterator[ast.AST]:
    """Everything that runs when a module is imported: all but the bodies of functions."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield node
            yield from at_import(node)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_a_translation(language: str) -> None:
    known = {message.id for message in read(language)}
    assert [each.id for each in SOURCES[language]() if each.id not in known] == []
    assert [each.id for each in untranslated(read(language))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_catalogue_keeps_what_nobody_says(language: str) -> None:
    said = {message.id for message in SOURCES[language]()}
    assert [each.id for each in read(language) if each.id not in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_matches_its_text(language: str) -> None:
    assert (CATALOGUES / language / "LC_MESSAGES" / "welvaart.mo").read_bytes() == compiled(read(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_leaves_the_same_open(language: str) -> None:
    assert [said for said, translated in pairs(language) if placeholders(said) != placeholders(translated)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_begins_and_ends_alike(language: str) -> None:
    assert [said for said, translated in pairs(language) if edges(said) != edges(translated)] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_message_is_written_out_where_it_is_said(module: Path) -> None:
    hidden = [call.lineno for call in calls(ast.parse(module.read_text("utf-8")), "_", "ngettext")
              if not all(isinstance(text, ast.Constant) for text in call.args[:2 if call.func.id == "ngettext" else 1])]  # type: ignore[attr-defined]  # fmt: skip
    assert hidden == [] or module.name in {"cli.py", "language.py"}, "the extractor cannot see these messages"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_message_stands_inside_a_formatted_text(module: Path) -> None:
    formatted = (node for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.JoinedStr))
    hidden = [call.lineno for each in formatted for call in calls(each, "_", "ngettext")]
    assert hidden == [], "the extractor cannot see these messages"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_message_is_chosen_before_the_language_is(module: Path) -> None:
    early = [node for node in at_import(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.Call)]
    names = [node.func.id for node in early if isinstance(node.func, ast.Name)]
    assert {"_", "ngettext", "pick"} & set(names) == set()


def test_language_holds_within_its_block_only() -> None:
    with speaking("en"):
        assert pick(JUDGEMENTS["onbekend"]) == "unknown"
    assert current_language() == "nl"
    assert pick(JUDGEMENTS["onbekend"]) == "onbekend"
    assert _("Bestaat niet in een catalogus") == "Bestaat niet in een catalogus"
