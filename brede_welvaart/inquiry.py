"""What a user asks of scores: where regions stand, how a score came about, and what made a difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from brede_welvaart.definitions import Tree
from brede_welvaart.errors import UsageFault
from brede_welvaart.language import _
from brede_welvaart.loading import with_method
from brede_welvaart.pipeline import Scored, read_figures, score, today, until_day
from brede_welvaart.projects import SUFFIXES, project_names
from brede_welvaart.review.compare import ProjectComparison, Version, compare_versions
from brede_welvaart.review.explain import ThemeTrace, explain_review
from brede_welvaart.scoring.compare import Comparison, Side, stand_at
from brede_welvaart.scoring.compare import compare as compare_sides
from brede_welvaart.scoring.context import score_context
from brede_welvaart.scoring.explain import Trace, explain_part
from brede_welvaart.scoring.figures import until
from brede_welvaart.scoring.framework import METHOD_FILE, check_method
from brede_welvaart.scoring.naming import region_codes
from brede_welvaart.scoring.overview import Overview
from brede_welvaart.scoring.overview import overview as make_overview
from brede_welvaart.scoring.sides import SideText, parse_side
from brede_welvaart.scoring.standing import stand
from brede_welvaart.scoring.uncertainty import overall_range
from brede_welvaart.validation import named_as, one_of


def overview(
    tree: Tree,
    regions: Sequence[str] | str | None = None,
    as_of: date | None = None,
    peers: str | None = None,
    uncertain: bool = False,
) -> Overview:
    """Where regions (codes or names; None: all current ones) stand, with peers and sensitivity where asked for.

    `peers` is a column of `sources/regions.csv`, a value of one, a level, the name of a region above, or regions
    with commas (see `scoring.peers.peers_of`). `uncertain` asks for the sensitivity ranges that the method file
    describes; with an overall score they are always there. Raises UsageFault for unknown regions or peers.
    """
    day = as_of or today()
    figures = until_day(read_figures(tree), day)
    named = [regions] if isinstance(regions, str) else regions
    return make_overview(score_context(figures, tree, day), figures, named, peers, uncertain)


def explain(tree: Tree, name: str, part: str, as_of: date | None = None) -> Trace | ExplainedProject:
    """How a score came about: of a region on a theme, an indicator or `overall`, or of a project on a theme.

    A region is a code or name, a project an id or a file. Ages count from `as_of` (default today). Raises UsageFault
    for an unknown name or part, and for a project what `score` raises.
    """
    part = named_as(part, {**tree.themes, **tree.indicators}) or part
    if _is_project(tree, name):
        return explain_project(tree, name, part, as_of)
    day = as_of or today()
    figures = until_day(read_figures(tree), day)
    return explain_part(score_context(figures, tree, day), figures, name, part)


def compare(
    tree: Tree, a: str, b: str, region: str | None = None, as_of: date | None = None
) -> Comparison | ComparedProjects:
    """The difference b - a of every theme, divided over causes that add up to it: of regions, or of two projects.

    A side is a region (code or name), with @ and a period (`GM0141@2019`), a day on which figures were known
    (`GM0141@2026-01-31`) or another method file (`GM0141@eigen.yaml`); with a `region`, what follows the @ will do.
    Without one, ids or files of projects are projects, both. Ages count from `as_of` (default today), at a period from
    the end of its year. Raises UsageFault for what does not exist, InputFault for a wrong file.
    """
    if region is None and (_is_project(tree, a) or _is_project(tree, b)):
        return compare_projects(tree, a, b, as_of)
    day = as_of or today()
    return replace(compare_sides(*(_side(tree, parse_side(text, region), day) for text in (a, b))), as_of=day)


def _is_project(tree: Tree, name: str) -> bool:
    return name in project_names(tree) or ("@" not in name and Path(name).suffix in SUFFIXES)


def _side(tree: Tree, asked: SideText, as_of: date) -> Side:
    figures = read_figures(tree, asked.known_at)
    chosen = with_method(tree, asked.method) if asked.method else tree
    check_method(chosen, figures.regions, figures.periods, str(asked.method or METHOD_FILE))
    if asked.period and not any(each.startswith(asked.period) for each in figures.periods):
        message = _("Onbekende periode '{period}'; verwacht {known}.")
        raise UsageFault(message.format(period=asked.period, known=one_of(figures.periods, asked.period)))
    known = until(figures, asked.period) if asked.period else until_day(figures, as_of)
    standing = stand_at(figures, chosen, asked.period) if asked.period else stand(known, chosen, as_of)
    (region,) = region_codes(figures.regions, [asked.region])
    return Side(standing, region, asked.text, overall_range(known, standing, region))


@dataclass(frozen=True)
class ExplainedProject:
    """A scored project and the trace of one of its themes."""

    scored: Scored
    trace: ThemeTrace


def explain_project(tree: Tree, name: str, theme: str, as_of: date | None = None) -> ExplainedProject:
    """Which effects, with which judgements and weights, give the scores of a project on a theme.

    `name` is an id or a file, `theme` a theme, or an indicator for only the effects that name it. Raises UsageFault if
    one is unknown, and what `score` raises.
    """
    scored = score(tree, name, as_of)
    return ExplainedProject(scored, explain_review(scored.project, tree, scored.review, theme))


@dataclass(frozen=True)
class ComparedProjects:
    """Two scored versions of a project, and what moved between them."""

    a: Scored
    b: Scored
    comparison: ProjectComparison


def compare_projects(
    tree: Tree, a: str, b: str, as_of: date | None = None, tree_b: Tree | None = None
) -> ComparedProjects:
    """What moved every theme's balance between two versions of a project, and by which effects, adding up.

    `a` and `b` are ids or files; `tree_b` holds the definitions and method of `b`, if they are not those of `a`.
    Raises what `score` raises.
    """
    trees = tree, tree_b or tree
    first, last = (score(each, name, as_of) for each, name in zip(trees, (a, b), strict=True))
    versions = (
        Version(scored.project, scored.review, each.method.effects)
        for each, scored in zip(trees, (first, last), strict=True)
    )
    return ComparedProjects(first, last, compare_versions(*versions))
