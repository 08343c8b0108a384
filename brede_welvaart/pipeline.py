"""The order of the stations, from definitions to scores; what leaves the house is up to `delivery`."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import numpy as np
import polars as pl

from brede_welvaart import store
from brede_welvaart.definitions import Tree
from brede_welvaart.errors import Finding, InputFault, OutdatedWarning, UsageFault, noting, refusal
from brede_welvaart.language import _, ngettext, pick
from brede_welvaart.loading import CONTEXT_FOLDER, load, relative_name
from brede_welvaart.project_definitions import Project
from brede_welvaart.projects import SUFFIXES, name_faults, project_file, project_files, read_project, sound_parts
from brede_welvaart.publishing import publish
from brede_welvaart.reporting.material import Facts, Material
from brede_welvaart.reporting.shapes import read_shapes
from brede_welvaart.resources import default_root, store_path
from brede_welvaart.review import Review, check_references, check_values, review_project
from brede_welvaart.review.checks import Check
from brede_welvaart.scoring.context import Context, score_context
from brede_welvaart.scoring.figures import Figures, until
from brede_welvaart.scoring.framework import check_method, reference_members
from brede_welvaart.scoring.regions import harmonised
from brede_welvaart.store_file import is_current
from brede_welvaart.strict_yaml import read_yaml
from brede_welvaart.validation import unknown, validate


@dataclass(frozen=True)
class Scored:
    """A project with everything that was computed for it; `file` is the project file."""

    name: str
    file: Path
    project: Project
    figures: Figures
    context: Context
    review: Review


@dataclass(frozen=True)
class Checked:
    """What `check` found: faults that block, and remarks on projects that do not."""

    findings: tuple[Finding, ...]
    remarks: tuple[tuple[str, Check], ...]

    def as_dict(self) -> dict[str, object]:
        """The faults and remarks as plain data, for JSON."""
        remarks = [{"project": name, **remark.as_dict()} for name, remark in self.remarks]
        return {"findings": [finding.as_dict() for finding in self.findings], "remarks": remarks}

    def lines(self) -> Iterator[str]:
        """A line per fault and remark, and a closing count."""
        yield from map(str, self.findings)
        for name, remark in self.remarks:
            yield f"{name}: {remark.place}: {pick(remark)} [{remark.code}]"
        faults, remarks = len(self.findings), len(self.remarks)
        yield _("{faults}, {remarks}.").format(
            faults=ngettext("{n} fout", "{n} fouten", faults).format(n=faults),
            remarks=ngettext("{n} aandachtspunt", "{n} aandachtspunten", remarks).format(n=remarks),
        )


@contextmanager
def current_store(tree: Tree, *, outdated: bool = True) -> Iterator[store.Store]:
    """The store of a tree, built first if it is absent or out of date.

    Where that fails, an `outdated` store will do, with an OutdatedWarning, that differs only in figures that were
    fetched since: a full disk, or one damaged file of them, keeps nobody from the figures that there were. What leaves
    the house names the figures of the tree as it is, and takes no outdated store.
    """
    path = store_path(tree.root)
    try:
        publish(tree)
    except (InputFault, OSError) as fault:
        if not outdated or not is_current(path, tree, outdated=True):
            raise
        reason = refusal(fault) if isinstance(fault, OSError) else str(fault)
        message = _("De opslag is niet bij, en kan niet worden vernieuwd; u ziet de vorige cijfers.\n{reason}")
        warnings.warn(OutdatedWarning(message.format(reason=reason)), stacklevel=3)
    with store.open_store(path, tree, outdated=outdated) as opened:
        yield opened


def read_figures(tree: Tree, known_at: date | None = None, *, outdated: bool = True) -> Figures:
    """All figures of a tree, wide, in the latest division into regions; as they were known at the end of a day, if any.

    `outdated` is as `current_store` has it. Raises UsageFault if nothing was known then, InputFault if the method names
    what the figures do not have.
    """
    with current_store(tree, outdated=outdated) as opened:
        figures = store.read_figures(opened, known_at=known_at)
        check_method(tree, figures.regions, figures.periods)
        if known_at is not None and not np.isfinite(figures.values).any():
            message = _("Op {day} was nog geen cijfer bekend; de versies zijn {vintages}.")
            raise UsageFault(message.format(day=known_at, vintages=", ".join(store.read_vintages(opened))))
        return harmonised(figures, tree, store.read_changes(opened))


def until_day(figures: Figures, day: date) -> Figures:
    """The figures that are not of a year after this day; raises UsageFault if there are none."""
    known = until(figures, str(day.year))
    if figures.periods and not known.periods:
        message = _("Op {day} is geen cijfer van toepassing: het oudste is van {first}.")
        raise UsageFault(message.format(day=day, first=figures.periods[0]))
    return known


def regions(tree: Tree) -> pl.DataFrame:
    """The regions of a tree, one row each: region, name, level, parent, current and columns for peer groups."""
    with current_store(tree) as opened:
        return store.read_regions(opened)


def coverage(tree: Tree) -> pl.DataFrame:
    """What every source of a tree has, one row each; see `store.read_coverage`."""
    with current_store(tree) as opened:
        return store.read_coverage(opened, reference_members(store.read_regions(opened), tree.method))


def context(tree: Tree, as_of: date | None = None) -> Context:
    """Where every region of a tree stands on every indicator and theme; ages count from `as_of` (default today)."""
    day = as_of or today()
    return score_context(until_day(read_figures(tree), day), tree, day)


def project_context(
    tree: Tree, project: Project, figures: Figures, file: str = "", as_of: date | None = None
) -> tuple[Figures, Context]:
    """The figures that a project is seen by, and where every region stands on them; `file` is the name in findings.

    Ages count from `as_of`, else the project's own date, else today. Raises InputFault if no figure is as old as the
    project's own date, and with every value of the project that these figures make impossible; UsageFault if no figure
    is as old as another date.
    """
    day = as_of or project.as_of or today()
    try:
        known = until_day(figures, day)
    except UsageFault:
        if as_of or not project.as_of:
            raise
        expected = _("een datum vanaf {year}, het jaar van het oudste cijfer").format(year=figures.periods[0][:4])
        raise InputFault([Finding(file, "as_of", f"'{day}'", expected)]) from None
    found = score_context(known, tree, day)
    if findings := check_values(project, tree, found, file):
        raise InputFault(findings)
    return known, found


def score(tree: Tree, name: str, as_of: date | None = None, figures: Figures | None = None) -> Scored:
    """Score the project with this id, or in this file, and join it with the context of its regions.

    Ages count from `as_of`, else the project's own date, else today; `figures` are those of the tree, where the caller
    has read them already. Raises InputFault with every fault of the project file, UsageFault if there is no such
    project.
    """
    return _score_file(tree, _project_path(tree.root, name), figures or read_figures(tree), as_of)


def check(root: Path | None = None, projects: Sequence[str] = ()) -> Checked:
    """Check definitions, snapshot and projects and collect everything that is wrong.

    `projects` are ids, files or folders of project files (default all); files of definitions may be named too, but are
    checked in any case. Raises UsageFault if one does not exist.
    """
    try:
        tree = load(root)
        figures = read_figures(tree, outdated=False)
    except InputFault as fault:
        return Checked((*fault.findings, *_unreadable(root.resolve() if root else default_root(), projects)), ())
    findings = list(_absent_measures(tree))
    with noting(findings):
        read_shapes(tree)
    remarks: list[tuple[str, Check]] = []
    for path in _files_to_check(tree.root, projects):
        findings += name_faults(tree.root, path)
        with noting(findings):
            scored = _score_file(tree, path, figures, None)
            remarks += [(scored.name, remark) for remark in scored.review.checks]
    return Checked(tuple(findings), tuple(remarks))


def material(scored: Scored, tree: Tree, theme: Path | None = None) -> Material:
    """What the report of a scored project is made from; `theme` is the CSS file of a house style.

    Raises InputFault for a method whose scores do not run from 0 to 100, which is all that a report can show.
    """
    if findings := list(_off_scale(tree)):
        raise InputFault(findings)
    facts = Facts(version("brede-welvaart"), scored.file.name, scored.file.read_bytes())
    made = (scored.name, scored.project, tree, scored.context, scored.review, scored.figures, facts)
    return Material(*made, templates_folder(tree), theme)


def _off_scale(tree: Tree) -> Iterator[Finding]:
    chosen = {"indicators/method.yaml": tree.method.normalisation}
    own = {name: each.normalisation for name, each in tree.indicators.items() if name in tree.theme_of}
    chosen |= {f"indicators/{tree.theme_of[name]}/{name}.yaml": each for name, each in own.items() if each}
    for file, each in chosen.items():
        if each.method == "z_score":
            remedy = _("`welvaart score` en `welvaart context` kunnen deze methode wel tonen.")
            expected = _("voor een rapport: een methode met scores van 0 tot 100")
            yield Finding(file, "normalisation.method", f"'{each.method}'", expected, remedy)


def templates_folder(tree: Tree) -> Path:
    """Where the templates of a tree are: its own, or those that ship."""
    own = tree.root / "reports" / "templates"
    return own if own.is_dir() else default_root() / "reports" / "templates"


def today() -> date:
    """The date from which ages count when nobody says otherwise."""
    return datetime.now(UTC).date()


def _absent_measures(tree: Tree) -> Iterator[Finding]:
    """Figures of indicators that their source does not have, and that its table is not asked for."""
    with current_store(tree) as opened:
        measures = store.read_measures(opened)
    for identity, indicator in tree.indicators.items():
        file = f"indicators/{tree.theme_of.get(identity, CONTEXT_FOLDER)}/{identity}.yaml"
        for index, figure in enumerate(indicator.figures, start=1):
            table, known = tree.sources[figure.source].refresh, measures.get(figure.source, [])
            if known and figure.measure not in {*known, *(table.measures if table else ())}:
                yield unknown(file, f"figures.{index}.measure", figure.measure, known)


def _score_file(tree: Tree, path: Path, figures: Figures, as_of: date | None) -> Scored:
    name = relative_name(tree.root, path)
    project = _sound_project(tree, path, figures.regions)
    known, found = project_context(tree, project, figures, name, as_of)
    return Scored(path.stem, path, project, known, found, review_project(project, tree, found))


def _sound_project(tree: Tree, path: Path, regions: pl.DataFrame) -> Project:
    """Read a project file; raises InputFault with the faults of the file and of the names in it together."""
    name = relative_name(tree.root, path)
    data = read_yaml(path, name)
    findings: list[Finding] = []
    try:
        project: Project | None = validate(Project, data, name)
    except InputFault as fault:
        project = sound_parts(data)
        findings += fault.findings
    findings += check_references(project, tree, regions, name) if project else []
    findings += _not_yet(project.as_of, name) if project else []
    if findings or project is None:
        raise InputFault(findings)
    return project


def _not_yet(as_of: date | None, name: str) -> Iterator[Finding]:
    """A day that is in the future everywhere: no figure of it can be known."""
    if as_of and as_of > today() + timedelta(days=1):
        remedy = _("Vul de dag in waarop u de cijfers bekijkt, of laat as_of weg.")
        yield Finding(name, "as_of", str(as_of), _("een dag die er al is geweest"), remedy)


def _project_path(root: Path, name: str) -> Path:
    """A project named by its id, or by its file. Raises UsageFault if there is none."""
    path = Path(name)
    if path.suffix not in SUFFIXES:
        return project_file(root, name)
    if not path.is_file():
        raise UsageFault(_("Er is geen bestand '{name}'.").format(name=name))
    return path.resolve()


def _files_to_check(root: Path, names: Sequence[str]) -> list[Path]:
    """The project files that these ids, files and folders name; definitions are checked when they load."""
    definitions = [root / part for part in ("indicators", "sources")]
    known, paths = project_files(root), []
    for name in names or known:
        here = Path(name).resolve()
        if name not in known and here.exists() and any(here.is_relative_to(each) for each in definitions):
            continue
        if name in known:
            paths.append(known[name])
        else:
            paths += _projects_in(here) if here.is_dir() else [_project_path(root, name)]
    return paths


def _projects_in(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES)
    if not found:
        raise UsageFault(_("In de map '{folder}' staan geen projectbestanden (.yaml).").format(folder=folder))
    return found


def _unreadable(root: Path, names: Sequence[str]) -> Iterator[Finding]:
    """The faults of project files that show without definitions."""
    for path in _files_to_check(root, names):
        yield from name_faults(root, path)
        try:
            read_project(root, path)
        except InputFault as fault:
            yield from fault.findings
