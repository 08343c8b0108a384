"""Custom properties of a style sheet, and what each stands for once every `var()` in it is followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tinycss2

from brede_welvaart.language import _

Tokens = Mapping[str, Sequence[Any]]
"""Values as parsed components, by name without the hyphens in front."""
DEEPEST = 50
LONGEST = 2_000


@dataclass(frozen=True)
class Sheet:
    """What a style sheet sets: tokens for light and for dark, fonts, and what is wrong with it, as line and words."""

    light: Tokens
    dark: Tokens
    faces: tuple[Tokens, ...]
    faults: tuple[tuple[int, str, str], ...]


def read_sheet(css: str) -> Sheet:
    """The custom properties and fonts of a CSS text; of a name that is set twice the last one counts."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    light = {name: value for rule in rules for name, value in _custom(rule)}
    dark = {name: value for rule in rules for inner in _dark(rule) for name, value in _custom(inner)}
    faces = tuple(_declared(rule) for rule in rules if rule.type == "at-rule" and rule.lower_at_keyword == "font-face")
    return Sheet(light, dark, faces, tuple(_faults(rules)))


def resolve(names: Iterable[str], tokens: Tokens) -> dict[str, str | None]:
    """The text that each name stands for; None if it leads to nothing, to itself, or to more than a token can be."""
    known: dict[str, str | None] = {}

    def follow(name: str, above: tuple[str, ...]) -> str | None:
        if name in above or len(above) > DEEPEST:
            return None
        if name not in known:
            known[name] = written(tokens[name], (*above, name)) if name in tokens else None
        return known[name]

    def written(components: Sequence[Any], above: tuple[str, ...]) -> str | None:
        parts = [one(each, above) for each in components]
        text = "".join(part for part in parts if part is not None)
        return text.strip() if None not in parts and len(text) <= LONGEST else None

    def one(component: Any, above: tuple[str, ...]) -> str | None:
        if component.type != "function":
            return str(component.serialize())
        if component.lower_name != "var":
            inside = written(component.arguments, above)
            return None if inside is None else f"{component.name}({inside})"
        name, instead = _reference(component)
        found = follow(name, above)
        return written(instead, above) if found is None and instead is not None else found

    return {name: follow(name, ()) for name in names}


def _reference(function: Any) -> tuple[str, Sequence[Any] | None]:
    """The name that a `var()` refers to, and what stands in for it if anything does."""
    parts = [each for each in function.arguments if each.type not in ("whitespace", "comment")]
    name = parts[0].value.removeprefix("--") if parts and parts[0].type == "ident" else ""
    comma = next((place for place, each in enumerate(function.arguments) if each == ","), None)
    return name, None if comma is None else function.arguments[comma + 1 :]


def _custom(rule: Any) -> Iterator[tuple[str, Sequence[Any]]]:
    if rule.type == "qualified-rule":
        yield from ((name[2:], value) for name, value in _declared(rule).items() if name.startswith("--"))


def _declared(rule: Any) -> dict[str, Sequence[Any]]:
    content = tinycss2.parse_blocks_contents(rule.content or [], skip_comments=True, skip_whitespace=True)
    return {each.name: each.value for each in content if each.type == "declaration"}


def _dark(rule: Any) -> Sequence[Any]:
    """The rules that hold for a reader who asked for a dark page."""
    asked = rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None
    if not asked or "prefers-color-scheme:dark" not in tinycss2.serialize(rule.prelude).replace(" ", "").lower():
        return []
    return list(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))


def _faults(rules: Sequence[Any]) -> Iterator[tuple[int, str, str]]:
    for rule in rules:
        if rule.type == "error":
            yield rule.source_line, _("iets onleesbaars"), _("geldige CSS")
        elif rule.type == "at-rule" and rule.lower_at_keyword == "import":
            yield rule.source_line, "@import", _("alles in één bestand")
        elif rule.type in ("qualified-rule", "at-rule"):
            inner = tinycss2.parse_blocks_contents(rule.content or [], skip_comments=True, skip_whitespace=True)
            wrong = [each for each in inner if each.type == "error"]
            yield from ((each.source_line, _("iets onleesbaars"), _("geldige CSS")) for each in wrong)
