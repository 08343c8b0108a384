"""One YAML file as plain data, read strictly: what YAML would silently turn into something else is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from brede_welvaart.blanks import blank_name, blank_that_breaks, hidden_blank, misplaced_blank
from brede_welvaart.errors import Finding, InputFault, reason
from brede_welvaart.language import _

MAXIMUM_BYTES = 5_000_000
MAXIMUM_DEPTH = 40


class _StrictLoader(yaml.CSafeLoader):
    """YAML 1.2 scalars only: no octal numbers, no yes/no, no dates, no sexagesimals."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 -- the library's own hook


SCALARS: tuple[tuple[str, str, Sequence[str]], ...] = (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"[-+]?(0|[1-9]\d{0,4000})", "-+0123456789"),  # Python reads no whole number of more than 4300 digits
    ("float", r"[-+]?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?", "-+0123456789"),
)


def read_scalars(kind: Any) -> None:
    """Let this YAML loader or dumper take for a number, a boolean or null what our files mean by it, and no more."""
    for tag, pattern, first in SCALARS:
        kind.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


read_scalars(_StrictLoader)


def read_yaml(path: Path, name: str | None = None) -> object:
    """Read one YAML file strictly; `name` stands for the file in findings.

    Raises InputFault on unreadable text, duplicate keys, anchors, tags, and files that are too large or deep.
    """
    name = name or str(path)
    return parse_yaml(read_text(path, name, _("een YAML-bestand")), name)


def read_text(path: Path, name: str, expected: str) -> str:
    """The text of a file of at most 5 MB; raises InputFault, saying what was `expected` if there is no such file."""
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            raise _fault(name, "", _("meer dan 5 MB"), _("een kleiner bestand"))
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise _fault(name, "", _("geen bestand"), expected) from None
    except UnicodeDecodeError:
        raise _fault(name, "", _("tekst die geen UTF-8 is"), _("UTF-8"), _("Sla het bestand op als UTF-8.")) from None
    except OSError as error:
        raise _fault(name, "", reason(error), _("een leesbaar bestand")) from None


def parse_yaml(text: str, name: str) -> object:
    """Parse YAML text strictly; raises as `read_yaml` does."""
    try:
        _refuse_extras(text, name)
        loader = _StrictLoader(text)
        try:
            node = loader.get_single_node()
            findings = list(_node_findings(node, name, ())) if node else []
            if findings:
                raise InputFault(findings)
            return loader.construct_document(node) if node else None
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark and (blank := blank_that_breaks(text, mark.line, _first_slip)):
            raise _blank_fault(name, blank.line, blank.character) from None
        place = _line(mark.line) if mark else ""
        remedy = _("Kijk naar inspringing, dubbele punten en aanhalingstekens.")
        raise _fault(name, place, _slip(str(error.problem)), _("geldige YAML"), remedy) from None
    except yaml.YAMLError:
        raise _fault(name, "", _("een onzichtbaar stuurteken"), _("gewone tekst")) from None


def _first_slip(text: str) -> int | None:
    """The line, from 0, at which parsing this text stops; None if it does not."""
    try:
        for _event in yaml.parse(text, Loader=_StrictLoader):
            pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return mark.line if mark else 0
    return None


def _blank_fault(name: str, line: int, character: str) -> InputFault:
    return _fault(name, _line(line), blank_name(character), _("een gewone spatie"), _("Typ de spatie opnieuw."))


def _line(number: int) -> str:
    return _("regel {line}").format(line=number + 1)


def _slip(problem: str) -> str:
    """What the parser of YAML stumbled over, in words that a reader knows."""
    slips = {
        "found a tab character": _("een tab in de inspringing"),
        "found character that cannot start": _("een tab, @, % of ander teken dat aanhalingstekens nodig heeft"),
        "mapping values are not allowed": _("een dubbele punt op een plaats waar dat niet kan"),
        "could not find expected ':'": _("een sleutel zonder dubbele punt"),
        "found unexpected end of stream": _("een aanhalingsteken dat niet sluit"),
        "did not find expected ',' or": _("een haakje dat niet sluit, of een komma te weinig"),
        "did not find expected": _("een regel die niet past bij de inspringing of de aanhalingstekens erboven"),
        "found unknown escape": _("een backslash tussen dubbele aanhalingstekens"),
        "but found another document": _("een tweede document na ---"),
    }
    known = (words for start, words in slips.items() if problem.startswith(start))
    return next(known, _("een schrijffout ({problem})").format(problem=problem))


def _refuse_extras(text: str, name: str) -> None:
    """Refuse anchors, tags and depth before anything is made of them."""
    depth = 0
    for event in yaml.parse(text, Loader=_StrictLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAXIMUM_DEPTH:
            raise _fault(name, "", _("te diep genest"), _("hooguit 40 niveaus"))
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor or tag:
            place = _line(event.start_mark.line) if event.start_mark else ""
            raise _anchor_fault(name, place, anchor) if anchor else _tag_fault(name, place)


def _anchor_fault(name: str, place: str, anchor: str) -> InputFault:
    return _fault(name, place, f"&{anchor}", _("geen ankers of verwijzingen"), _("Schrijf de tekst uit."))


def _tag_fault(name: str, place: str) -> InputFault:
    remedy = _("Zet de waarde tussen aanhalingstekens, of haal het uitroepteken weg.")
    return _fault(name, place, _("een uitroepteken aan het begin van een waarde"), _("geldige YAML"), remedy)


def _node_findings(node: yaml.Node, name: str, place: tuple[str, ...]) -> Iterator[Finding]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for (key, value), (before, number) in zip(node.value, [(None, None), *node.value], strict=False):
            here = (*place, str(key.value)) if isinstance(key, yaml.ScalarNode) else place
            if node.flow_style and number and _is_decimal(number, key, value):
                found = f"{number.value},{key.value}"
                remedy = _("Schrijf {number}.").format(number=found.replace(",", "."))
                where = ".".join((*place, str(before.value)))
                yield Finding(name, where, found, _("een getal met een decimale punt"), remedy)
                continue
            if blank := hidden_blank(key) or misplaced_blank(key, value):
                yield from _blank_fault(name, blank.line, blank.character).findings
            if not _is_word(key):
                remedy = _("Zet de sleutel tussen aanhalingstekens.")
                yield Finding(name, ".".join(here), _("een sleutel die geen woord is"), _("een gewoon woord"), remedy)
            elif key.value in seen:
                found = _("sleutel '{key}' twee keer ({line})").format(key=key.value, line=_line(key.start_mark.line))
                yield Finding(name, ".".join(here), found, _("elke sleutel één keer"), _("Verwijder er een."))
            seen.add(str(key.value))
            yield from _node_findings(value, name, here)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _node_findings(value, name, (*place, str(index + 1)))


def _is_decimal(whole: yaml.Node, fraction: yaml.Node, value: yaml.Node) -> bool:
    """Whether a comma between braces divides a number, and so makes a key without a value of what follows it."""
    parts = (whole, fraction, value)
    plain = all(isinstance(each, yaml.ScalarNode) and not each.style for each in parts)
    return plain and bool(re.fullmatch(r"[-+]?\d+;\d+;", ";".join(each.value for each in parts)))


def _is_word(key: yaml.Node) -> bool:
    """Whether a key means what it looks like: null is also ~, and 1 is also 1.0, +1 and true."""
    kind = key.tag.removeprefix("tag:yaml.org,2002:")
    return isinstance(key, yaml.ScalarNode) and (kind == "str" or (kind == "int" and key.value.isdigit()))


def _fault(file: str, place: str, found: str, expected: str, remedy: str = "") -> InputFault:
    return InputFault([Finding(file, place, found, expected, remedy)])
