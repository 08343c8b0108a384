"""The order of the stations, from definitions to scores; what leaves the house is up to `delivery`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from brede_welvaart import adapters, store
from brede_welvaart.definitions import Project, Tree
from brede_welvaart.errors import Finding, InputFault
from brede_welvaart.language import _, pick
from brede_welvaart.loading import load, project_file, project_names, read_project, relative_name
from brede_welvaart.reporting.material import Facts, Material
from brede_welvaart.resources import default_root, store_path
from brede_welvaart.review import Review, check_references, check_values, review_project
from brede_welvaart.review.checks import Check
from brede_welvaart.scoring.context import Context, score_context
from brede_welvaart.scoring.figures import Figures

if TYPE_CHECKING:
    from brede_welvaart.adapters.update import OnPage, Options, Outcome


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
        counts = _("{findings} fouten, {remarks} aandachtspunten.")
        yield counts.format(findings=len(self.findings), remarks=len(self.remarks))


@contextmanager
def current_store(tree: Tree) -> Iterator[store.Store]:
    """The store of a tree, built from the snapshot first if it is absent or out of date."""
    _publish(tree, anew=False)
    with store.open_store(store_path(tree.root), tree) as opened:
        yield opened


def read_figures(tree: Tree) -> Figures:
    """All figures of a tree, wide."""
    with current_store(tree) as opened:
        return store.read_figures(opened)


def update(
    tree: Tree, sources: Sequence[str] = (), options: Options | None = None, on_page: OnPage | None = None
) -> Iterator[Outcome]:
    """Fetch the tables of these sources (default: all), one outcome each, then publish a new store in one rename.

    A source that fails does not stop the others; with `options.dry_run` nothing is kept, with `options.again` the store
    is built anew in any case. `on_page(source, pages, bytes)` is told of progress. Raises UsageFault for an unknown
    source, StoreLocked if another update runs.
    """
    from brede_welvaart.adapters.update import Options, fetch_tables  # noqa: PLC0415 -- only this needs the network

    chosen = options or Options()
    yield from fetch_tables(tree, sources, chosen, on_page)
    if not chosen.dry_run:
        _publish(load(tree.root), anew=chosen.again)


def _publish(tree: Tree, *, anew: bool) -> None:
    path = store_path(tree.root)
    if anew or not store.is_current(path, tree):
        store.build(tree, adapters.observations(tree), path)


def regions(tree: Tree) -> pl.DataFrame:
    """The regions of a tree, one row each: region, name, level, parent, current and columns for peer groups."""
    with current_store(tree) as opened:
        return store.read_regions(opened)


def context(tree: Tree, as_of: date | None = None) -> Context:
    """Where every region of a tree stands on every indicator and theme; ages count from `as_of` (default today)."""
    return score_context(read_figures(tree), tree, as_of or today())


def score(tree: Tree, name: str, as_of: date | None = None, figures: Figures | None = None) -> Scored:
    """Score the project with this id and join it with the context of its regions.

    Ages count from `as_of`, else the project's own date, else today; `figures` are those of the tree, where the caller
    has read them already. Raises InputFault with every fault of the
    project file, UsageFault if there is no such project.
    """
    return _score_file(tree, project_file(tree, name), figures or read_figures(tree), as_of)


def check(root: Path | None = None, projects: Sequence[str] = ()) -> Checked:
    """Check definitions, snapshot and projects (ids or files; default all) and collect everything that is wrong."""
    try:
        tree = load(root)
        figures = read_figures(tree)
    except InputFault as fault:
        return Checked(fault.findings, ())
    findings: list[Finding] = []
    remarks: list[tuple[str, Check]] = []
    for path in [_project_path(tree, name) for name in projects or project_names(tree)]:
        try:
            scored = _score_file(tree, path, figures, None)
            remarks += [(scored.name, remark) for remark in scored.review.checks]
        except InputFault as fault:
            findings += fault.findings
    return Checked(tuple(findings), tuple(remarks))


def material(scored: Scored, tree: Tree) -> Material:
    """What the report of a scored project is made from."""
    facts = Facts(version("brede-welvaart"), scored.file.name, scored.file.read_bytes())
    templates = tree.root / "reports" / "templates"
    chosen = templates if templates.is_dir() else default_root() / "reports" / "templates"
    return Material(scored.name, scored.project, tree, scored.context, scored.review, scored.figures, facts, chosen)


def today() -> date:
    """The date from which ages count when nobody says otherwise."""
    return datetime.now(UTC).date()


def _score_file(tree: Tree, path: Path, figures: Figures, as_of: date | None) -> Scored:
    project = read_project(tree.root, path)
    name = relative_name(tree.root, path)
    findings = check_references(project, tree, figures.regions, name)
    if findings:
        raise InputFault(findings)
    scored = score_context(figures, tree, as_of or project.as_of or today())
    findings = check_values(project, tree, scored, name)
    if findings:
        raise InputFault(findings)
    return Scored(path.stem, path, project, figures, scored, review_project(project, tree, scored))


def _project_path(tree: Tree, name: str) -> Path:
    """A project named by its id, or by its file."""
    return Path(name).resolve() if Path(name).suffix == ".yaml" else project_file(tree, name)
