"""What comes into the house: new projects, and workbooks that people filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import polars as pl

from brede_welvaart import workbook
from brede_welvaart.definition_parts import SLUG, doubles, short_name
from brede_welvaart.definitions import Tree
from brede_welvaart.errors import Finding, UsageFault, noting
from brede_welvaart.language import _
from brede_welvaart.pipeline import project_context, read_figures, regions
from brede_welvaart.projects import load_project
from brede_welvaart.resources import default_root, project_folders, write_whole
from brede_welvaart.review import check_references
from brede_welvaart.workbook import Answers


def init(tree: Tree, name: str, answers: Answers, *, as_workbook: bool = False, origin: str | None = None) -> Path:
    """Start a project: a file from a worked example, or a workbook in the current folder; the path that was written.

    With `origin` it starts with all that this project has. Raises UsageFault for a name that cannot be or is taken, an
    unknown region, alternatives with the same name, and an origin that is unknown or stands beside answers.
    """
    folder = Path.cwd() if as_workbook else project_folders(tree.root)[0]
    advice = _("Kies een andere naam, of verwijder het eerst.")
    path = _new_path(folder, name, ".xlsx" if as_workbook else ".yaml", advice)
    if origin:
        _refuse_answers(answers, origin)
    _refuse_doubles(answers.alternatives)
    project = load_project(tree, origin) if origin else None
    known = regions(tree)
    names = _names(known.filter(pl.col("current")))
    if as_workbook:
        rows = workbook.flatten(project) if project else workbook.starter_rows(name, tree, names, answers)
        return write_whole(path, workbook.write_workbook(tree, names, rows))
    if project:
        return write_whole(path, workbook.project_yaml(project).encode())
    template = _template(tree, "start/project.yaml.jinja").read_text("utf-8")
    return write_whole(path, workbook.starter_yaml(template, name, tree, names, answers).encode())


def import_workbook(tree: Tree, file: Path, name: str | None = None, *, replace: bool = False) -> Path:
    """Turn a filled-in workbook into a project file (by default of the same name); the path that was written.

    Raises WorkbookFault with every fault and the copy in which they are marked, InputFault if it is no workbook of this
    program and version, UsageFault if there is such a project and it may not be replaced.
    """
    name = name or short_name(workbook.project_name(file)) or ""
    path = _new_path(
        project_folders(tree.root)[0], name, ".yaml",
        _("Kies een andere naam met --name, of vervang het met --replace."), replace=replace,
    )  # fmt: skip
    figures, content = read_figures(tree), workbook.read_archive(file)
    received = workbook.read_workbook(content, file.name, tree, _names(figures.regions))
    if received.project:
        received.add(check_references(received.project, tree, figures.regions))
    if received.project and not received.findings:
        findings: list[Finding] = []
        with noting(findings):
            project_context(tree, received.project, figures)
        received.add(findings)
    if received.project and not received.findings:
        opening = _("Gemaakt uit het werkboek {file}.").format(file=file.name)
        return write_whole(path, workbook.project_yaml(received.project, [opening]).encode())
    copy = workbook.copy_path(file)
    write_whole(copy, workbook.annotate(content, received.findings))
    raise workbook.WorkbookFault(received.findings, copy)


def _refuse_answers(answers: Answers, origin: str) -> None:
    if given := [f"--{key.removesuffix('s')}" for key, answer in asdict(answers).items() if answer]:
        message = _(
            "Met --from neemt het nieuwe project alles over van {origin}; {options} kan daar niet bij. "
            "Laat dat weg, en verander het daarna in het nieuwe bestand."
        )
        raise UsageFault(message.format(origin=origin, options=", ".join(given)))


def _refuse_doubles(alternatives: Sequence[str]) -> None:
    labels = [label for label in alternatives if label.strip()]
    for first, later in doubles(enumerate(labels)):
        message = _("De alternatieven '{first}' en '{later}' heten hetzelfde. Geef elk een eigen naam.")
        raise UsageFault(message.format(first=labels[first], later=labels[later]))


def _new_path(folder: Path, name: str, suffix: str, advice: str, *, replace: bool = False) -> Path:
    if not re.fullmatch(SLUG, name):
        message = _("'{name}' kan geen naam zijn. Gebruik letters, cijfers, streepjes en liggende streepjes.")
        raise UsageFault(message.format(name=name))
    path = folder / f"{name}{suffix}"
    if path.exists() and not replace:
        raise UsageFault(_("{path} bestaat al. {advice}").format(path=path, advice=advice))
    return path


def _names(known: pl.DataFrame) -> dict[str, str]:
    return dict(known.select("region", "name").iter_rows())


def _template(tree: Tree, name: str) -> Path:
    """A template of the tree, or else of the tree that ships."""
    own = tree.root / "reports" / "templates" / name
    return own if own.is_file() else default_root() / "reports" / "templates" / name
