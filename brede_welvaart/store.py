"""The DuckDB file: a cache beside its inputs, built aside and renamed, read without any right to write."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from brede_welvaart import region_checks, region_tables
from brede_welvaart.definitions import Tree
from brede_welvaart.errors import Finding, InputFault, UsageFault, noting
from brede_welvaart.language import _
from brede_welvaart.scoring.figures import NOT_PUBLISHED, Booleans, Figures
from brede_welvaart.store_file import MEMORY, fingerprints, open_current
from brede_welvaart.tables import TEXTS
from brede_welvaart.vocabulary import CORRECTION, FIGURE_STATUSES, MISSING_REASONS

LEVEL = "region"
REGION_ORDER = ("region", "name", "level", "parent", "current", "valid_from", "valid_to")
BUILDING = ".bouw-"
ABANDONED_AFTER = 3600.0
WORDS = {"number": pl.Int32, "word": pl.String}
PORTION = 1_000_000
"""Figures that are read at a time."""


@dataclass(frozen=True)
class Store:
    """A store opened for reading; `path` is its file."""

    connection: duckdb.DuckDBPyConnection
    path: Path

    def query(self, sql: str, *parameters: object) -> pl.DataFrame:
        """The rows of a query as a frame; nothing can be written and no file can be read through it."""
        return pl.DataFrame(self.connection.sql(sql, params=list(parameters)))


def build(tree: Tree, observations: Iterable[pl.DataFrame], path: Path) -> None:
    """Build the store of a tree from checked observations, aside, and put it in the place of the old one.

    Frames of one source come oldest vintage first. Raises InputFault with all that is wrong with observations,
    regions and changes, UsageFault for a folder that DuckDB cannot use, OSError when the disk refuses; whatever
    happens, `path` holds a whole store or what it held before.
    """
    if "?" in str(path):
        raise UsageFault(_("De map {folder} kan niet: DuckDB leest geen '?' in een naam.").format(folder=path.parent))
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path.parent)
    with tempfile.TemporaryDirectory(prefix=BUILDING, dir=path.parent) as folder:
        aside = Path(folder) / path.name
        try:
            _write(aside, tree, observations)
        except (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException) as error:
            known = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
            reason = next((code for code in known if os.strerror(code) in str(error)), errno.EIO)
            message = _("De opslag kan niet worden geschreven: {error}").format(error=error)
            raise OSError(reason, message, str(path)) from None
        aside.replace(path)


@contextmanager
def open_store(path: Path, tree: Tree, *, outdated: bool = False) -> Iterator[Store]:
    """The store of a tree, for reading only; `outdated` is as `open_current` has it.

    Raises StoreLocked, and InputFault if it is not there or not current, or if it turns out damaged while it is read.
    """
    connection = open_current(path, tree, outdated=outdated)
    if connection is None:
        found = _("een opslag die ontbreekt, stuk is of bij andere bestanden hoort")
        raise InputFault([Finding(str(path), "", found, _("een actuele opslag"), _("Draai `welvaart update`."))])
    with closing(connection):
        try:
            yield Store(connection, path)
        except duckdb.Error as error:
            if isinstance(error, duckdb.ProgrammingError):
                raise
            found = _("een beschadigde opslag ({error})").format(error=str(error).splitlines()[0])
            remedy = _("Draai `welvaart update --rebuild`.")
            raise InputFault([Finding(str(path), "", found, _("een hele opslag"), remedy)]) from None


def read_figures(store: Store, indicators: Sequence[str] | None = None, known_at: date | None = None) -> Figures:
    """The figures of these indicators (default: all of the tree), wide, on the axes indicator x period x region.

    Per cell the first source of the indicator with a figure wins, with its latest vintage, or the latest that was known
    at the end of the day `known_at`. Raises UsageFault for an unknown indicator.
    """
    known = _column(store, "indicators", "indicator")
    chosen = tuple(known if indicators is None else indicators)
    if absent := [name for name in chosen if name not in known]:
        raise UsageFault(_("Onbekende indicator: {names}.").format(names=", ".join(absent)))
    regions, periods = read_regions(store), _column(store, "periods", "period")
    axis = np.full(len(known), -1)
    axis[[known.index(name) for name in chosen]] = range(len(chosen))
    figures = "figures" if known_at is None else _known(store, known_at)
    wide = _wide(store, figures, axis, (len(chosen), len(periods), regions.height))
    return Figures(chosen, tuple(periods), regions, tuple(_column(store, "sources", "source")), **wide)


def read_vintages(store: Store) -> list[str]:
    """The vintages of all figures in the store, oldest first."""
    return store.query("select distinct vintage from observations order by vintage")["vintage"].to_list()


def read_regions(store: Store) -> pl.DataFrame:
    """The regions, one row each in the order of the axis: region, name, level, parent, current and the free columns."""
    return store.query("select * exclude position from regions order by position")


def read_coverage(store: Store, members: Booleans) -> pl.DataFrame:
    """What every source has, one row each: figures, regions, members (regions among these, of `of`), periods, vintage.

    Only figures that indicators use count; nulls where a source has none.
    """
    return store.query(_sql("coverage"), np.flatnonzero(members).tolist(), CORRECTION)


def read_changes(store: Store) -> pl.DataFrame:
    """The changes of regions: from, to, year, weight, basis and source; see `scoring.regions`."""
    return store.query("select * from changes")


def read_measures(store: Store) -> dict[str, list[str]]:
    """The measures that every source has observations of, also without a figure; sources without any are left out."""
    sql = """
        select source.word as source, list(measure.word order by measure.word) as measures
        from (select distinct source, measure from coded) as pair
        join words as source on pair.source = source.number
        join words as measure on pair.measure = measure.number
        group by source.word
    """
    return dict(store.query(sql).iter_rows())


def _write(path: Path, tree: Tree, observations: Iterable[pl.DataFrame]) -> None:
    with closing(duckdb.connect(path)) as connection:
        connection.execute(f"set memory_limit = '{MEMORY}'")
        connection.execute(_sql("create"))
        _insert_definitions(connection, tree)
        findings: list[Finding] = []
        with noting(findings):
            _insert_observations(connection, observations)
        with noting(findings):
            _insert_regions(connection, tree.root / "sources" / "regions.csv")
        with noting(findings):
            _insert_changes(connection, tree.root / "sources" / "changes.csv")
        if findings:
            raise InputFault(findings)
        _check_codes(connection, tree)
        connection.execute(_sql("finish"))
        connection.execute("checkpoint")


def _insert_definitions(connection: duckdb.DuckDBPyConnection, tree: Tree) -> None:
    cells = [
        (position, priority, figure.source, figure.measure)
        for position, indicator in enumerate(tree.indicators.values())
        for priority, figure in enumerate(indicator.figures)
    ]
    for table, rows in (
        ("meta", list(fingerprints(tree).items())),
        ("indicators", list(enumerate(tree.indicators))),
        ("sources", list(enumerate(tree.sources))),
        ("reasons", list(enumerate(MISSING_REASONS))),
        ("statuses", list(enumerate(FIGURE_STATUSES))),
        ("cells", cells),
    ):
        columns = connection.sql(f"from {table}").columns
        _insert(connection, table, pl.DataFrame(rows, dict.fromkeys(columns), orient="row"))


def _insert_observations(connection: duckdb.DuckDBPyConnection, observations: Iterable[pl.DataFrame]) -> None:
    words: dict[str, int] = {}
    for sequence, frame in enumerate(observations):
        _insert(connection, "coded", _coded(frame, words).with_columns(sequence=pl.lit(sequence)))
    _insert(connection, "words", pl.DataFrame({"number": words.values(), "word": words.keys()}, WORDS))


def _insert_regions(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """The listed regions, and after them those that only have figures, which are of level LEVEL."""
    listed = region_tables.read_regions(path, f"sources/{path.name}") if path.is_file() else _no_regions()
    used = "select distinct word as region from (select distinct region as number from coded) join words using (number)"
    codes = pl.DataFrame(connection.sql(f"{used} order by word"))
    stray = codes.join(listed, on="region", how="anti", maintain_order="left")
    stray = stray.with_columns(name=pl.col("region"), level=pl.lit(LEVEL))
    regions = pl.concat([listed, stray], how="diagonal").with_columns(current=pl.col("valid_to").is_null())
    ordered = regions.select(*REGION_ORDER, pl.exclude(REGION_ORDER)).with_row_index("position")
    connection.register("incoming", ordered)
    connection.execute("create table regions as select * replace (position::integer as position) from incoming")
    connection.unregister("incoming")


def _insert_changes(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    connection.register("incoming", region_tables.read_changes(path, f"sources/{path.name}"))
    connection.execute("create table changes as select * from incoming")
    connection.unregister("incoming")


def _check_codes(connection: duckdb.DuckDBPyConnection, tree: Tree) -> None:
    """Raise InputFault where figures, regions and changes do not speak of the same regions."""
    begins = pl.DataFrame(connection.sql(_sql("begins")))
    stated = {name: source.classification for name, source in tree.sources.items() if source.classification}
    stated_or_own = pl.col("source").replace_strict(stated, default=pl.col("year"), return_dtype=pl.Int64)
    division = pl.when(pl.col("year").is_not_null()).then(stated_or_own)
    path = tree.root / "sources" / "regions.csv"
    listed = region_tables.read_regions(path, f"sources/{path.name}") if path.is_file() else _no_regions()
    changes = pl.DataFrame(connection.sql("select * from changes"))
    region_checks.check_codes(begins.with_columns(division=division), listed, changes)


def _no_regions() -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(region_tables.REGIONS, pl.String))


def _coded(frame: pl.DataFrame, words: dict[str, int]) -> pl.DataFrame:
    """Observations with the number of a word for every text; `words` learns the new ones."""
    return frame.with_columns(_numbers(frame[name], words) for name in TEXTS)


def _numbers(texts: pl.Series, words: dict[str, int]) -> pl.Series:
    """The numbers of categorical texts, by way of a list with a place for every category."""
    known = texts.unique().drop_nulls()
    places = known.to_physical().to_numpy()
    numbers = np.zeros(1 + places.max(initial=0), dtype=np.int32)
    numbers[places] = [words.setdefault(text, len(words)) for text in known.cast(pl.String)]
    return pl.Series(texts.name, numbers).gather(texts.to_physical())


def _insert(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    connection.register("incoming", frame)
    connection.execute(f"insert into {table} by name select * from incoming")  # noqa: S608 -- our names
    connection.unregister("incoming")


def _column(store: Store, table: str, column: str) -> list[str]:
    return store.query(f"select {column} from {table} order by position")[column].to_list()  # noqa: S608 -- our names


def _known(store: Store, moment: date) -> str:
    """A table like `figures` of what was known then."""
    store.connection.execute("create or replace temp table known_figures as from figures_at(?)", [moment.isoformat()])
    return "known_figures"


def _wide(store: Store, figures: str, axis: NDArray[np.int64], shape: tuple[int, int, int]) -> dict[str, Any]:
    """The arrays of Figures; less preferred sources are laid down first, so that preferred figures cover them."""
    wide: dict[str, Any] = {
        "values": np.full(shape, np.nan),
        "missing": np.full(shape, NOT_PUBLISHED, dtype=np.int8),
        "source": np.full(shape, -1, dtype=np.int16),
        "status": np.zeros(shape, dtype=np.int8),
    }
    margins = store.query(f"select 1 from {figures} where not (isnan(lower) and isnan(upper)) limit 1").height > 0  # noqa: S608 -- our names
    if margins:
        wide |= {"lower": np.full(shape, np.nan), "upper": np.full(shape, np.nan)}
    for rows in _portions(store, figures, len(axis), PORTION // max(shape[1] * shape[2], 1) + 1):
        _lay(wide, rows, axis)
    return wide


def _portions(store: Store, figures: str, size: int, step: int) -> Iterator[dict[str, NDArray[Any]]]:
    """The rows of a table of figures, less preferred sources first, some indicators at a time to spare memory."""
    sql = _sql("figures").format(figures=figures)
    priorities = store.query(f"select distinct priority from {figures} order by priority desc")["priority"]  # noqa: S608 -- our names
    for priority, start in product(priorities, range(0, size, step)):
        yield store.connection.sql(sql, params=[priority, start, start + step - 1]).fetchnumpy()


def _lay(wide: dict[str, Any], rows: dict[str, NDArray[Any]], axis: NDArray[np.int64]) -> None:
    """Lay rows on the arrays: figures over everything, a missing figure only where there is none."""
    wanted = axis[rows["indicator"]] >= 0
    rows = rows if wanted.all() else {name: column[wanted] for name, column in rows.items()}
    _indicators, periods, regions = wide["values"].shape
    place = (axis[rows["indicator"]] * periods + rows["period"]) * regions + rows["region"]
    bare = np.isnan(rows["value"])
    figure, nothing = place[~bare], place[bare]
    for name, array in wide.items():
        array.reshape(-1)[figure] = rows["value" if name == "values" else name][~bare]
    free = np.isnan(wide["values"].reshape(-1)[nothing])
    wide["missing"].reshape(-1)[nothing[free]] = rows["missing"][bare][free]


def _sweep(folder: Path) -> None:
    """Remove what builds that were killed long ago left behind."""
    for left in folder.glob(f"{BUILDING}*"):
        if time.time() - left.stat().st_mtime > ABANDONED_AFTER:
            shutil.rmtree(left, ignore_errors=True)


@cache
def _sql(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")
