"""Plain data as definitions: what does not fit, in plain words with its place and the names that were meant."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from itertools import islice
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from brede_welvaart.days import is_day, read_day
from brede_welvaart.definition_parts import PERIOD, SLUG, YEAR_FIRST, short_name
from brede_welvaart.errors import Finding, InputFault, suggestion, unlisted
from brede_welvaart.language import LANGUAGES, _

MAXIMUM_FINDINGS = 500

T = TypeVar("T")


def validate(kind: type[T], data: object, name: str) -> T:
    """Turn plain data into a definition of this kind (a model, or a dict of them).

    Raises InputFault with every problem, each with its key path and what was expected.
    """
    adapter = TypeAdapter(kind)
    try:
        return adapter.validate_json(json.dumps(data, default=str))
    except ValidationError as error:
        raise InputFault(_findings(error.errors(include_url=False), data, kind, name)) from None


def unknown(file: str, place: str, found: str, known: Iterable[str]) -> Finding:
    """The finding for a name that does not exist, with the names that do and the nearest one, also by its label."""
    return Finding(file, place, f"'{found}'", one_of(known, found), suggestion(nearest(found, known)))


def nearest(found: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, by itself or by the label that a mapping has for it; else empty."""
    if isinstance(known, Mapping) and (name := named_as(found, known)):
        return name
    return next(iter(get_close_matches(found, tuple(known), 1)), "")


def named_as(label: str, definitions: Mapping[str, Any]) -> str | None:
    """The one definition of this name, or else of this label in either language and any letter case; else None."""
    if label in definitions:
        return label
    names = [name for name, each in definitions.items() if label.strip().casefold() in _labels(each)]
    return names[0] if len(names) == 1 else None


def _labels(definition: object) -> set[str]:
    label = getattr(definition, "label", None)
    texts = (label,) if isinstance(label, str) else (getattr(label, each, "") for each in LANGUAGES)
    return {text.casefold() for text in texts}


def one_of(known: Iterable[str], found: str = "") -> str:
    """The known names as a phrase, the nearest to what was found first, at most ten of them."""
    names = list(known)
    nearest = get_close_matches(found, names, len(names) or 1, 0.0)[:10]
    others = len(names) - len(nearest)
    rest = _(" of een van de {number} andere").format(number=others) if others else ""
    return _("een van: {names}").format(names=", ".join(nearest) or _("(geen)")) + rest


def _findings(problems: Iterable[Mapping[str, Any]], data: object, kind: object, name: str) -> Iterator[Finding]:
    by_place: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for problem in problems:
        by_place.setdefault(_real_location(problem, data), []).append(problem)
    around = {location[:depth] for location in by_place for depth in range(len(location))}
    telling = (
        (location, here)
        for location, here in by_place.items()
        if not (location in around and isinstance(here[0]["input"], dict | list))
    )
    yield from (_finding(location, here, kind, name) for location, here in islice(telling, MAXIMUM_FINDINGS))
    if rest := sum(1 for _each in telling):
        yield unlisted(name, rest)


def _real_location(problem: Mapping[str, Any], data: object) -> tuple[str, ...]:
    """The key path without the names of union branches that pydantic puts between the keys."""
    place: list[str] = []
    for part in problem["loc"]:
        if isinstance(data, dict) and part in data:
            data = data[part]
            place.append(str(part))
        elif isinstance(data, list) and isinstance(part, int):
            data = data[part]
            place.append(str(part + 1))
    return (*place, str(problem["loc"][-1])) if problem["type"] == "missing" else tuple(place)


def _finding(location: tuple[str, ...], problems: list[Mapping[str, Any]], kind: object, name: str) -> Finding:
    place, first = ".".join(location), problems[0]
    if first["type"] == "missing":
        return Finding(name, place, _("niets"), _("een waarde"), _("Voeg deze sleutel toe."))
    if first["type"] == "extra_forbidden":
        fault = unknown(name, place, location[-1], _keys_at(kind, location[:-1]))
        return replace(fault, found=_("een onbekende sleutel"))
    if first["type"] == "contradiction":
        return Finding(name, place, first["ctx"]["found"], first["ctx"]["expected"])
    found = _("niets") if first["input"] is None else json.dumps(first["input"], ensure_ascii=False, default=str)
    expected = _(" of ").join(dict.fromkeys(_expected(each["type"], each.get("ctx", {})) for each in problems))
    return Finding(name, place, found if len(found) <= 80 else found[:77] + "...", expected, _remedy(first))


def _remedy(problem: Mapping[str, Any]) -> str:
    """What to write instead, where that follows from what is there."""
    if problem["type"] == "string_pattern_mismatch" and problem["ctx"]["pattern"] == SLUG:
        return suggestion(short_name(problem["input"]) or "")
    if problem["type"] in {"date_parsing", "date_from_datetime_parsing"}:
        try:
            return _('Schrijf "{day}".').format(day=read_day(problem["input"]))
        except ValueError as error:
            return str(error) if is_day(problem["input"]) else ""
    return ""


def _keys_at(kind: Any, location: Iterable[str]) -> list[str]:
    """The keys that a definition allows at a key path."""
    kinds = _branches(kind)
    for part in location:
        kinds = [branch for each in kinds for branch in _branches(_inside(each, part))]
    return list(dict.fromkeys(key for each in kinds for key in getattr(each, "model_fields", ())))


def _branches(kind: Any) -> list[Any]:
    if get_origin(kind) is Annotated:
        return _branches(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return [branch for each in get_args(kind) for branch in _branches(each)]
    return [kind]


def _inside(kind: Any, part: str) -> Any:
    fields = getattr(kind, "model_fields", {})
    if part in fields:
        return fields[part].annotation
    arguments = get_args(kind)
    return arguments[1 if get_origin(kind) is dict else 0] if arguments else None


def _expected(kind: str, context: Mapping[str, Any]) -> str:
    texts = {
        "literal_error": _("een van: {expected}"),
        "union_tag_invalid": _("een van: {expected_tags}"),
        "string_type": _("tekst (zet aanhalingstekens om een getal)"),
        "string_too_short": _("een tekst die niet leeg is"),
        "string_too_long": _("een kortere tekst (hooguit {max_length} tekens)"),
        "string_pattern_mismatch": _pattern_in_words(str(context.get("pattern", ""))),
        "int_type": _("een heel getal"),
        "int_from_float": _("een heel getal"),
        "float_type": _("een getal (met een punt, zonder aanhalingstekens)"),
        "finite_number": _("een eindig getal"),
        "bool_type": _("true of false"),
        "dict_type": _("sleutels met waarden"),
        "model_type": _("sleutels met waarden"),
        "model_attributes_type": _("sleutels met waarden"),
        "tuple_type": _("een lijst"),
        "date_type": _('een datum als "2026-11-23"'),
        "date_parsing": _('een datum als "2026-11-23"'),
        "date_from_datetime_parsing": _('een datum als "2026-11-23"'),
        "greater_than_equal": _("minstens {ge}"),
        "greater_than": _("meer dan {gt}"),
        "less_than_equal": _("hooguit {le}"),
        "less_than": _("minder dan {lt}"),
        "too_short": _("minstens {min_length}"),
        "union_tag_not_found": _("de sleutel method"),
    }
    return texts.get(kind, _("een waarde die hier past")).format(**context).replace(" or ", _(" of "))


def _pattern_in_words(pattern: str) -> str:
    words = {
        SLUG: _("een korte naam: letters, cijfers, - en _, zonder spaties"),
        PERIOD: _("een jaar, kwartaal of maand (2030, 2030-Q1 of 2030-06)"),
        YEAR_FIRST: _("een tekst die met een jaar begint"),
    }
    return words.get(pattern) or _("een tekst van de vorm {pattern}").format(pattern=pattern)
