"""For who comes after: all figures and scores as a data package, and a delivered report computed again."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import polars as pl

from brede_welvaart.adapters import observed
from brede_welvaart.definitions import Tree
from brede_welvaart.delivery import Written
from brede_welvaart.language import _, speaking
from brede_welvaart.loading import load
from brede_welvaart.pipeline import Scored, context, read_figures, regions, score, today
from brede_welvaart.projects import project_names
from brede_welvaart.reporting import listings, project_records, standings
from brede_welvaart.reporting.datapackage import write_package
from brede_welvaart.reporting.dossier import Difference, Dossier, differences, read_dossier
from brede_welvaart.resources import output_folder, write_whole
from brede_welvaart.scoring.overview import Overview
from brede_welvaart.tables import OBSERVATIONS, check_scores

FOLDER = "datapakket"


@dataclass(frozen=True)
class Verified:
    """What a dossier gives when it is computed again; no differences is as it should be."""

    project: str
    delivered_by: str
    differences: tuple[Difference, ...]

    def as_dict(self) -> dict[str, object]:
        """The outcome as plain data, for JSON."""
        return {
            "project": self.project,
            "delivered_by": self.delivered_by,
            "computed_by": version("brede-welvaart"),
            "differences": [each.as_dict() for each in self.differences],
        }

    def lines(self) -> Iterator[str]:
        """A line per difference, and the outcome."""
        yield from map(str, self.differences)
        counts = _("{project}: {n} verschillen. Geleverd met versie {then}, nu berekend met versie {now}.")
        yield counts.format(
            project=self.project, n=len(self.differences), then=self.delivered_by, now=version("brede-welvaart")
        )


def export(tree: Tree, output: Path | None = None, as_of: date | None = None) -> Written:
    """Write a data package: observations, regions, where every region stands, and the scores of every project.

    It goes to `output` (default: a folder beside the reports); ages count from `as_of` (default today). Raises
    InputFault with every fault of definitions, figures or a project.
    """
    dated = as_of or today()
    files = write_package({**_figures(tree, dated), "scores": _scores(tree, as_of)}, tree, dated)
    folder = output or output_folder(tree.root) / FOLDER
    return Written(tuple(write_whole(folder / name, content) for name, content in files.items()))


def verify(path: Path) -> Verified:
    """Compute the scores of a delivered report again from its dossier, and compare.

    Raises InputFault if the file is no dossier, if anything in it was changed, or if it no longer loads.
    """
    dossier = read_dossier(path)
    with tempfile.TemporaryDirectory() as folder, speaking(dossier.language):
        scores = _computed(dossier, Path(folder).resolve())
    return Verified(dossier.project, dossier.version, differences(dossier.scores, scores))


def _computed(dossier: Dossier, root: Path) -> dict[str, object]:
    """The scores that the files of a dossier give now, as they look after a trip through JSON."""
    for name, content in dossier.files.items():
        write_whole(root / name, content)
    tree = load(root)
    scored = score(tree, dossier.project, dossier.as_of)
    computed: dict[str, object] = json.loads(listings.as_json(project_records.score_record(scored, tree)))
    return computed


def _figures(tree: Tree, dated: date) -> dict[str, pl.DataFrame]:
    standing = context(tree, dated)
    check_scores(standing.indicators, standing.themes)
    everywhere = Overview(standing, tuple(standing.regions["region"]))
    observations = pl.concat([pl.DataFrame(schema=OBSERVATIONS), *observed.observations(tree)])
    return {
        "regions": regions(tree),
        "observations": observations.with_columns(pl.selectors.categorical().cast(pl.String)),
        "context_indicators": standings.rows(everywhere, tree),
        "context_themes": standings.rows(everywhere, tree, "theme"),
    }


def _scores(tree: Tree, as_of: date | None) -> pl.DataFrame:
    """The cells of every project, one under the other; those of an illustration say that they are one."""
    figures = read_figures(tree, outdated=False)
    found = [score(tree, name, as_of, figures) for name in project_names(tree)]
    named = [each.review.cells.select(*_labels(each), pl.all()) for each in found]
    return pl.concat(named) if named else pl.DataFrame(schema={"project": pl.String})


def _labels(scored: Scored) -> tuple[pl.Expr, pl.Expr]:
    mark = pl.lit(scored.project.illustration, pl.String)
    return pl.lit(scored.name).alias("project"), mark.alias("illustration")
