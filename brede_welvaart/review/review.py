"""The review of a project: every table that its judged effects give, on their own and joined with the context."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from brede_welvaart.definitions import Tree
from brede_welvaart.errors import InputFault
from brede_welvaart.project_definitions import Project
from brede_welvaart.review.cells import cells_frame
from brede_welvaart.review.checks import Case, Check, checks
from brede_welvaart.review.distribution import distribution
from brede_welvaart.review.effects import disagreements, effects_frame
from brede_welvaart.review.joins import joins
from brede_welvaart.review.judgements import judge
from brede_welvaart.review.outlook import outlook
from brede_welvaart.review.quantities import proposals, quantities_frame
from brede_welvaart.review.references import check_values
from brede_welvaart.review.scenarios import verdicts
from brede_welvaart.review.shifting import shifting
from brede_welvaart.scoring.context import Context


@dataclass(frozen=True)
class Review:
    """What a project does, as frames; the function that makes each frame documents its columns."""

    cells: pl.DataFrame
    effects: pl.DataFrame
    verdicts: pl.DataFrame
    distribution: pl.DataFrame
    shifting: pl.DataFrame
    disagreements: pl.DataFrame
    quantities: pl.DataFrame
    outlook: pl.DataFrame
    joins: pl.DataFrame
    checks: tuple[Check, ...]


def review_project(project: Project, tree: Tree, context: Context) -> Review:
    """Score the judged effects of a project and join them with where its regions stand.

    The project's names must be known (`check_references`). Raises InputFault if a quantity is impossible.
    """
    if findings := check_values(project, tree, context):
        raise InputFault(findings)
    method = tree.method.effects
    quantities = quantities_frame(project, context, method)
    judgements = judge(project, method, proposals(quantities))
    effects = effects_frame(project, judgements)
    differing = disagreements(effects, method.disagreement_steps)
    cells = cells_frame(judgements, tuple(tree.themes), method)
    return Review(
        cells=cells,
        effects=effects,
        verdicts=verdicts(cells),
        distribution=distribution(project, tree, judgements),
        shifting=shifting(project, tuple(tree.themes), judgements),
        disagreements=differing,
        quantities=quantities,
        outlook=outlook(project, context),
        joins=joins(project, judgements, context),
        checks=checks(Case(project, tree, context, judgements, quantities, differing)),
    )
