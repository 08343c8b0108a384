"""YAML to definitions: strict reading, and every problem of every file in one report."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from brede_welvaart.definition_parts import SLUG, Group
from brede_welvaart.definitions import Indicator, Theme, Tree
from brede_welvaart.errors import Finding, InputFault, UsageFault
from brede_welvaart.language import _
from brede_welvaart.method_definitions import Method
from brede_welvaart.resources import default_root, vintages_folder
from brede_welvaart.source_definitions import Boundaries, Source
from brede_welvaart.strict_yaml import read_yaml
from brede_welvaart.validation import one_of, unknown, validate
from brede_welvaart.vocabulary import OVERALL

CONTEXT_FOLDER = "context"
RESERVED = frozenset({CONTEXT_FOLDER, OVERALL})

T = TypeVar("T")


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


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def tree_files(root: Path, sources: Mapping[str, Source]) -> list[Path]:
    """Every file that the scores of a tree rest on: definitions, region tables, figures that ship and were fetched."""
    return _own_files(root, sources) + sorted(vintages_folder(root).rglob("*.parquet"))


def is_as_loaded(tree: Tree) -> bool:
    """Whether the files of a tree are still those that it was read from."""
    return _fingerprint(tree.root, tree_files(tree.root, tree.sources)) == tree.fingerprint


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
