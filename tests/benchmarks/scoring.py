"""How long scoring takes, and how that compares with scikit-criteria and pymcdm on the same figures.

Run `python tests/benchmarks/scoring.py`: seconds of clock and of processor (best of a few runs), against the limits of
the project; it fails where both are above one, so that a busy machine is not a slow program. The two libraries are
optional; they do a flat weighted sum of each year, without gaps, ruler or coverage.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.util import find_spec
from math import log2
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import polars as pl

from brede_welvaart import store
from brede_welvaart.definitions import Tree
from brede_welvaart.scoring.context import score_context
from brede_welvaart.scoring.figures import Figures, Floats
from brede_welvaart.scoring.periods import score_periods
from brede_welvaart.scoring.standing import stand
from brede_welvaart.scoring.uncertainty import sensitivity
from brede_welvaart.tables import OBSERVATIONS

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.scoring.worlds import make_figures, make_tree

AS_OF = date(2025, 1, 1)
YEARS = tuple(str(year) for year in range(2015, 2025))
THEMES = tuple(f"thema_{number}" for number in range(8))
NORMALISATION = {"method": "percentile_min_max"}
MEMORY_LIMIT_GB = 1.5
CHOICES = {
    "normalisations": [{"method": "min_max"}, {"method": "percentile_rank"}],
    "aggregations": ["geometric_mean"],
}


def world(indicators: int, years: int, regions: int, **choices: object) -> tuple[Figures, Tree]:
    """Random figures with two percent missing, over eight themes, half of the indicators lower is better."""
    chance = np.random.default_rng(2026)
    cube = chance.normal(50, 10, (indicators, years, regions))
    cube[chance.random(cube.shape) < 0.02] = np.nan
    names = [f"i{number}" for number in range(indicators)]
    keys = {
        name: {
            "theme": THEMES[n % 8],
            "polarity": ("higher_is_better", "lower_is_better")[n % 2],
            "figures": [{"source": "s", "measure": name}],
        }
        for n, name in enumerate(names)
    }
    figures = make_figures(dict(zip(names, cube, strict=True)), YEARS[-years:])
    return figures, make_tree(keys, THEMES, normalisation=NORMALISATION, **choices)


@dataclass(frozen=True)
class Spent:
    """Seconds of clock and of processor."""

    clock: float
    processor: float

    @property
    def least(self) -> float:
        """The better of the two: what the program needs when nothing else runs."""
        return min(self.clock, self.processor)


def seconds(work: Callable[[], object], times: int = 6) -> Spent:
    """The best of a few runs, after one to warm up."""
    work()
    clocks, processors = [], []
    for _ in range(times):
        clock, processor = time.perf_counter(), time.process_time()
        work()
        clocks.append(time.perf_counter() - clock)
        processors.append(time.process_time() - processor)
    return Spent(min(clocks), min(processors))


def observed(figures: Figures) -> Iterator[pl.DataFrame]:
    """The figures as the observations of one source, indicator by indicator."""
    regions = pl.Series(figures.regions["region"], dtype=pl.Categorical)
    size = len(figures.periods) * len(regions)
    fixed = {"status": "definitief", "vintage": "2025-01-01", "source": "s", "lower": None, "upper": None}
    periods = pl.Series(figures.periods, dtype=pl.Categorical).gather(
        np.repeat(range(len(figures.periods)), len(regions))
    )
    for name, block in zip(figures.indicators, figures.values, strict=True):
        value = pl.Series(block.reshape(-1)).fill_nan(None)
        yield pl.DataFrame({
            "region": regions.gather(np.tile(np.arange(len(regions)), len(figures.periods))),
            "period": periods, "value": value,
        }).with_columns(
            pl.lit(name).alias("measure"),
            *(pl.lit(text).alias(column) for column, text in fixed.items()),
            missing=pl.when(pl.col("value").is_null()).then(pl.lit("niet_gepubliceerd")),
        ).select(pl.col(column).cast(kind) for column, kind in OBSERVATIONS.items())  # fmt: skip
        assert size == len(value)


def build_store(size: tuple[int, int, int], folder: str) -> None:
    """Build the store of a world on disk."""
    figures, tree = world(*size)
    rooted = tree.model_copy(update={"root": Path(folder)})
    store.build(rooted, [pl.concat(observed(figures))], Path(folder) / "welvaart.duckdb")


@contextmanager
def stored(size: tuple[int, int, int]) -> Iterator[tuple[store.Store, Tree]]:
    """A store of such a world, open for reading; another process built it, whose memory is not counted here."""
    with tempfile.TemporaryDirectory() as folder:
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            pool.submit(build_store, size, folder).result()
        tree = world(size[0], 1, 1)[1].model_copy(update={"root": Path(folder)})
        with store.open_store(Path(folder) / "welvaart.duckdb", tree) as opened:
            yield opened, tree


def from_the_store() -> Iterator[tuple[str, Spent, float]]:
    """From figures in the store to theme scores of every year, and to the full context."""
    for name, size, limit, times in (
        ("342 x 50 x 10 years", (50, 10, 342), 0.15, 6),
        ("14,000 x 100 x 10 years", (100, 10, 14_000), 4, 1),
    ):
        with stored(size) as (opened, tree):
            scores = partial(from_store, opened, tree, score_periods)
            yield f"store to theme scores, {name}", seconds(scores, times), limit
            context = partial(from_store, opened, tree, partial(score_context, as_of=AS_OF))
            yield f"store to full context, {name}", seconds(context, times), limit


def from_store(opened: store.Store, tree: Tree, score: Callable[..., object]) -> object:
    return score(store.read_figures(opened), tree)


def limits() -> Iterator[tuple[str, Spent, float]]:
    """What was measured, the time spent, and the limit."""
    small = world(50, 10, 342)
    yield "theme scores, 342 x 50 x 10 years", seconds(lambda: score_periods(*small)), 0.15
    yield "full context with ranks and trends, 342 x 50 x 10 years", seconds(lambda: score_context(*small, AS_OF)), 0.15
    yield from from_the_store()
    for name, choices in (("weights, left out", {}), ("with 3 rulers and 2 means", CHOICES)):
        for draws, limit in ((1_000, 0.1), (10_000, 1.0)):
            yield f"{draws:,} joint draws, 342 x 50, {name}", run_draws(50, 342, draws, **choices), limit


def run_draws(indicators: int, regions: int, draws: int, **choices: object) -> Spent:
    """Seconds of a joint run over weights, left-out indicators and more, with score and rank of all regions."""
    figures, tree = world(indicators, 1, regions, uncertainty={"draws": draws, **choices})
    standing = stand(figures, tree, AS_OF)
    return seconds(lambda: sensitivity(figures, standing), 4)


def growth() -> Iterator[tuple[str, float]]:
    """How the time grows when a size doubles: the exponent, 1 being linear."""

    def exponent(small: Spent, large: Spent) -> float:
        return log2(large.least / small.least) / 2

    def context(indicators: int, regions: int) -> Spent:
        figures, tree = world(indicators, 10, regions)
        return seconds(lambda: score_periods(figures, tree))

    yield "regions (1,750 to 7,000)", exponent(context(50, 1_750), context(50, 7_000))
    yield "indicators (25 to 100)", exponent(context(25, 2_000), context(100, 2_000))
    yield "draws (2,500 to 10,000)", exponent(run_draws(50, 342, 2_500), run_draws(50, 342, 10_000))


def others(indicators: int) -> Iterator[tuple[str, Callable[[Floats], object]]]:
    """The libraries that are there, with the flat weighted sum of [regions, indicators] as each does it."""
    objectives = np.tile([1, -1], indicators // 2)
    weights = np.full(indicators, 1 / indicators)
    for name, package, work in (
        ("scikit-criteria", "skcriteria", scikit_criteria),
        ("pymcdm", "pymcdm", pymcdm),
    ):
        if find_spec(package):
            yield name, lambda matrix, work=work: work(matrix, objectives, weights)
        else:
            print(f"  {name} is not installed: no ratio")


def scikit_criteria(matrix: Floats, objectives: Floats, weights: Floats) -> object:
    import skcriteria
    from skcriteria.agg.simple import WeightedSumModel
    from skcriteria.pipelines import mkpipe
    from skcriteria.preprocessing.invert_objectives import NegateMinimize
    from skcriteria.preprocessing.scalers import MinMaxScaler, SumScaler

    data = skcriteria.mkdm(matrix, objectives, weights=weights)
    return mkpipe(NegateMinimize(), MinMaxScaler("matrix"), SumScaler("weights"), WeightedSumModel()).evaluate(data)


def pymcdm(matrix: Floats, objectives: Floats, weights: Floats) -> object:
    from pymcdm.methods import WSM
    from pymcdm.normalizations import minmax_normalization

    method = WSM(minmax_normalization)
    return method.rank(method(matrix, weights, objectives))


def compare(indicators: int, years: int, regions: int) -> None:
    """Print our time for themes on a ruler, and theirs for a flat sum of each year."""
    figures, tree = world(indicators, years, regions)
    ours = seconds(lambda: score_periods(figures, tree)).least
    print(f"\n{regions:,} regions x {indicators} indicators x {years} years: ours {ours * 1000:.1f} ms")
    matrices = [np.nan_to_num(figures.values[:, year].T, nan=50.0) for year in range(years)]
    for name, work in others(indicators):
        theirs = seconds(lambda work=work: [work(matrix) for matrix in matrices], 3).least
        print(f"  {name:<16} {theirs * 1000:8.1f} ms   {theirs / ours:6.1f} x ours")


def main() -> int:
    """Print all measurements; 1 if one is above its limit."""
    slow = 0
    for name, spent, limit in limits():
        slow += spent.least > limit
        times = f"{spent.clock:7.3f} s clock {spent.processor:7.3f} s processor"
        print(f"{name:<58} {times}   limit {limit:g} s{'   TOO SLOW' if spent.least > limit else ''}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    slow += memory > MEMORY_LIMIT_GB
    print(f"{'memory at its highest':<58} {memory:7.2f} GB  limit {MEMORY_LIMIT_GB:g} GB")
    for name, found in growth():
        print(f"growth with {name:<46} {found:7.2f}     1 is linear")
    for size in ((50, 1, 342), (50, 10, 342), (100, 1, 14_000), (100, 10, 14_000)):
        compare(*size)
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())
