"""YAML to definitions: strict reading, and every problem of every file in one report."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from brede_welvaart.days import is_day, read_day
from brede_welvaart.definition_parts import PERIOD, SLUG, YEAR_FIRST, Group, short_name
from brede_welvaart.definitions import Indicator, Theme, Tree
from brede_welvaart.errors import Finding, InputFault, UsageFault, suggestion, unlisted
from brede_welvaart.language import LANGUAGES, _
from brede_welvaart.method_definitions import Method
from brede_welvaart.resources import default_root, vintages_folder
from brede_welvaart.source_definitions import Boundaries, Source
from brede_welvaart.strict_yaml import read_yaml
from brede_welvaart.vocabulary import OVERALL

MAXIMUM_FINDINGS = 500
CONTEXT_FOLDER = "context"
RESERVED = frozenset({CONTEXT_FOLDER, OVERALL})

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


def load(root: Path | str | None = None) -> Tree:
    """Load and cross-check the definitions of a tree (default: the one that ships).

    Raises InputFault with every problem in every file; UsageFault if there is no such tree.
    """
    root = Path(root).resolve() if root else default_root()
    if not (root / "indicators").is_dir() or not (root / "sources").is_dir():
        message = _("{root} is geen boom: verwacht de mappen indicators/ en sources/.")
        raise UsageFault(message.format(root=root))
    problems = Problems(root)
    parts = _load_parts(problems)
    findings = [*problems.findings, *_misnamed(parts), *_dangling(parts, problems.faulty), *_unread(problems)]
    if findings:
        raise InputFault(findings)
    return Tree.model_construct(root=root, fingerprint=_fingerprint(root, tree_files(root, parts["sources"])), **parts)


class Problems:
    """Reads the files of one tree and keeps every finding instead of stopping at the first."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self.asked: set[Path] = set()
        self.faulty: set[str] = set()

    def read(self, path: Path, kind: type[T]) -> T | None:
        """The definition in a file, or None after noting what is wrong with it."""
        name = relative_name(self.root, path)
        self.asked.add(path)
        try:
            return validate(kind, read_yaml(path, name), name)
        except InputFault as fault:
            self.findings += fault.findings
            self.faulty.add(path.stem)
            return None

    def read_folder(self, folder: Path, kind: type[T]) -> dict[str, T]:
        """The definitions in the YAML files of a folder by file name, sorted."""
        definitions = {}
        for path in sorted(folder.glob("*.yaml")):
            if not re.fullmatch(SLUG, path.stem):
                found = _("bestandsnaam {name}").format(name=path.stem)
                self.findings.append(Finding(relative_name(self.root, path), "", found, _("letters, cijfers, - en _")))
            elif (definition := self.read(path, kind)) is not None:
                definitions[path.stem] = definition
        return definitions


def _load_parts(problems: Problems) -> dict[str, Any]:
    indicators_folder = problems.root / "indicators"
    themes = problems.read(indicators_folder / "themes.yaml", dict[str, Theme])
    if themes == {}:
        nothing = Finding("indicators/themes.yaml", "", _("geen enkel thema"), _("ten minste één thema"))
        problems.findings.append(nothing)
    groups_file = indicators_folder / "groups.yaml"
    groups = (problems.read(groups_file, dict[str, Group]) or {}) if groups_file.is_file() else {}
    method_file = indicators_folder / "method.yaml"
    folders = {path.name: path for path in sorted(indicators_folder.iterdir()) if path.is_dir()}
    indicators, theme_of = _load_indicators(problems, tuple(folders) if themes is None else tuple(themes), folders)
    return {
        "themes": themes or {},
        "indicators": indicators,
        "theme_of": theme_of,
        "groups": groups,
        "method": problems.read(method_file, Method),
        "method_hash": _sha256(method_file) if method_file.is_file() else "",
        "sources": problems.read_folder(problems.root / "sources", Source),
        "boundaries": problems.read_folder(problems.root / "sources" / "boundaries", Boundaries),
    }


def _load_indicators(
    problems: Problems, themes: Sequence[str], folders: Mapping[str, Path]
) -> tuple[dict[str, Indicator], dict[str, str]]:
    indicators: dict[str, Indicator] = {}
    theme_of: dict[str, str] = {}
    for name in folders.keys() - {*themes, CONTEXT_FOLDER}:
        remedy = _("Geef de map de naam van een thema, of voeg het thema toe aan themes.yaml.")
        expected = one_of((*themes, CONTEXT_FOLDER), name)
        problems.findings.append(Finding(f"indicators/{name}", "", _("een map zonder thema"), expected, remedy))
    for name in dict.fromkeys((*themes, CONTEXT_FOLDER)):
        if name not in folders:
            continue
        for identity, indicator in problems.read_folder(folders[name], Indicator).items():
            if identity in indicators:
                first = theme_of.get(identity, CONTEXT_FOLDER)
                found = _("dezelfde naam als in indicators/{first}").format(first=first)
                place = f"indicators/{name}/{identity}.yaml"
                problems.findings.append(Finding(place, "", found, _("een eigen naam per indicator")))
            indicators[identity] = indicator
            if name != CONTEXT_FOLDER:
                theme_of[identity] = name
    return indicators, theme_of


def _misnamed(parts: Mapping[str, Any]) -> Iterator[Finding]:
    """Names that mean something else to the program, and that no file can refer to."""
    themes, own_name = parts["themes"], _("een andere naam: deze heeft hier al een betekenis")
    for kind in ("themes", "groups"):
        for name in parts[kind]:
            if not re.fullmatch(SLUG, name):
                yield Finding(f"indicators/{kind}.yaml", name, f"'{name}'", _("letters, cijfers, - en _"))
    for name in RESERVED & themes.keys():
        yield Finding("indicators/themes.yaml", name, f"'{name}'", own_name)
    for name in parts["indicators"]:
        if name == OVERALL or name in themes:
            folder = parts["theme_of"].get(name, CONTEXT_FOLDER)
            yield Finding(f"indicators/{folder}/{name}.yaml", "", f"'{name}'", own_name)


def _unread(problems: Problems) -> Iterator[Finding]:
    """YAML files that nothing reads, for their ending or where they lie; other methods may lie beside the method."""
    noted = {finding.file for finding in problems.findings}
    expected = _("een bestand dat op .yaml eindigt en in indicators/<thema>/ of sources/ ligt")
    remedy = _("Hernoem, verplaats of verwijder het.")
    for folder in ("indicators", "sources"):
        for path in sorted((problems.root / folder).rglob("*.y*ml")):
            name, parent = (relative_name(problems.root, each) for each in (path, path.parent))
            known = path in problems.asked or name.startswith("indicators/method")
            if not known and noted.isdisjoint({name, parent}):
                yield Finding(name, "", _("een bestand dat niets leest"), expected, remedy)


def _dangling(parts: Mapping[str, Any], faulty: Collection[str]) -> Iterator[Finding]:
    """Names that no definition has; those whose file is faulty have their finding already."""
    theme_of: Mapping[str, str] = parts["theme_of"]
    overlap_theme: dict[str, str] = {}
    for identity, indicator in parts["indicators"].items():
        theme = theme_of.get(identity, CONTEXT_FOLDER)
        file = f"indicators/{theme}/{identity}.yaml"
        for index, figure in enumerate(indicator.figures, start=1):
            if figure.source not in parts["sources"] and figure.source not in faulty:
                yield unknown(file, f"figures.{index}.source", figure.source, parts["sources"])
        denominator = indicator.conversion.denominator if indicator.conversion else None
        if denominator and denominator not in parts["indicators"] and denominator not in faulty:
            yield unknown(file, "conversion.denominator", denominator, parts["indicators"])
        if indicator.overlap and overlap_theme.setdefault(indicator.overlap, theme) != theme:
            expected = _("alle indicatoren van de groep in één thema")
            yield Finding(file, "overlap", f"'{indicator.overlap}'", expected)
    if parts["method"]:
        yield from _unknown_weights(parts["method"], parts, "indicators/method.yaml", faulty)


def _unknown_weights(
    method: Method, parts: Mapping[str, Any], file: str, faulty: Collection[str] = ()
) -> Iterator[Finding]:
    for name, weights in method.weight_sets.items():
        for kind in ("themes", "indicators"):
            for identity in getattr(weights, kind).keys() - parts[kind].keys() - set(faulty):
                yield unknown(file, f"weight_sets.{name}.{kind}", identity, parts[kind])


def with_method(tree: Tree, path: Path) -> Tree:
    """The tree with the method of another file; raises UsageFault if it is not there, InputFault with every problem."""
    if not path.is_file():
        raise UsageFault(_("Er is geen bestand {path}.").format(path=path))
    method = validate(Method, read_yaml(path, str(path)), str(path))
    if findings := list(_unknown_weights(method, {"themes": tree.themes, "indicators": tree.indicators}, str(path))):
        raise InputFault(findings)
    return tree.model_copy(update={"method": method, "method_hash": _sha256(path)})


def relative_name(root: Path, path: Path) -> str:
    """A file as findings print it: relative to the tree where it lies in it."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


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


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def tree_files(root: Path, sources: Mapping[str, Source]) -> list[Path]:
    """Every file that the scores of a tree rest on: definitions, region tables, figures that ship and were fetched."""
    return _own_files(root, sources) + sorted(vintages_folder(root).rglob("*.parquet"))


def own_fingerprint(tree: Tree) -> str:
    """The sha256 over program version and files of a tree as they are now, without figures that were fetched."""
    return _fingerprint(tree.root, _own_files(tree.root, tree.sources))


def _own_files(root: Path, sources: Mapping[str, Source]) -> list[Path]:
    files = [*sorted((root / "indicators").rglob("*.yaml")), *sorted((root / "sources").rglob("*.yaml"))]
    files += sorted((root / "sources").glob("*.csv"))
    return files + [root / "sources" / source.file for source in sources.values() if source.file]


def _fingerprint(root: Path, files: Iterable[Path]) -> str:
    digest = hashlib.sha256(version("brede-welvaart").encode())
    for path in files:
        digest.update(f"\n{relative_name(root, path)} {_sha256(path) if path.is_file() else '-'}".encode())
    return digest.hexdigest()
