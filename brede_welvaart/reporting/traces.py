"""The trace of a score, and the causes of a difference, as documents: JSON, rows for CSV, and text tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from brede_welvaart import vocabulary
from brede_welvaart.definitions import Tree
from brede_welvaart.language import _, pick
from brede_welvaart.reporting import project_records
from brede_welvaart.reporting.format import number, several
from brede_welvaart.reporting.listings import Row, as_json, table_lines
from brede_welvaart.reporting.records import as_csv, provenance
from brede_welvaart.scoring.compare import Comparison
from brede_welvaart.scoring.explain import Trace
from brede_welvaart.vocabulary import OVERALL

POINT_DECIMALS = 4


def render_trace(trace: Any, tree: Tree, form: str) -> str:
    """The trace of a region or of a project as `table`, `json` or `csv` (its rows)."""
    if not isinstance(trace, Trace):
        return _rendered(
            form,
            lambda: project_records.trace_record(trace, tree),
            lambda: project_records.trace_rows(trace),
            lambda: project_records.trace_lines(trace, tree),
        )
    return _rendered(form, lambda: trace_record(trace, tree), lambda: trace.rows, lambda: trace_lines(trace, tree))


def _rendered(
    form: str, record: Callable[[], Row], rows: Callable[[], pl.DataFrame], lines: Callable[[], Iterator[str]]
) -> str:
    if form == "json":
        return as_json(record()) + "\n"
    return as_csv(rows()) if form == "csv" else "".join(f"{line}\n" for line in lines())


def trace_record(trace: Trace, tree: Tree) -> Row:
    """The document that `welvaart explain --format json` prints; numbers unrounded, absent is null with a reason."""
    return {
        **provenance(trace, tree),
        "region": trace.region,
        "name": trace.name,
        "theme": trace.theme,
        "mean": trace.mean,
        "rows": trace.rows.to_dicts(),
        "sum": trace.rows["contribution"].sum() if trace.score is not None else None,
        "formula": trace.formula,
        "score": trace.score,
        "reason": trace.reason,
        "sensitivity": None if trace.low is None else {"score_low": trace.low, "score_high": trace.high},
    }


def trace_lines(trace: Trace, tree: Tree) -> Iterator[str]:
    """A trace as text: a block per part with every step, then the sum. Numbers have a point, as the sums do."""
    labels = _labels(tree)
    yield f"{trace.name} ({trace.region}): {labels[trace.theme]}"
    yield _("De getallen hieronder hebben een punt, zodat u de sommen zo kunt narekenen.")
    for row in trace.rows.iter_rows(named=True):
        yield ""
        yield from _part_lines(row, tree)
    yield ""
    if trace.score is None or trace.formula is None:
        yield _("Geen score: {reason}").format(reason=_reason(trace.reason))
        return
    yield _("Bijdragen opgeteld: {total}").format(total=_plain(float(trace.rows["contribution"].sum())))
    yield _("Score ({mean}): {formula} = {score}").format(
        mean=pick(vocabulary.MEANS[trace.mean]), formula=trace.formula, score=_plain(trace.score)
    )
    if trace.low is not None and trace.high is not None:
        yield _("Gevoeligheidsbereik: {low} tot {high}").format(low=_plain(trace.low), high=_plain(trace.high))


def _part_lines(row: Row, tree: Tree) -> Iterator[str]:
    yield _part_head(row, tree)
    if row["score"] is None:
        reason = row.get("score_reason")
        yield "  " + _("geen score: {reason}").format(
            reason=pick(vocabulary.NO_SCORE_REASONS[reason]) if reason else "-"
        )
        return
    if "formula" in row:
        yield "  " + _("liniaal {kind}, gelegd op {n} cijfers").format(kind=row["kind"], n=row["n"]) + _ends(row)
        yield "  " + _("score = {formula} = {score}").format(formula=row["formula"], score=_plain(row["score"]))
    else:
        yield "  " + _("score = {score}").format(score=_plain(row["score"]))
    if row["contribution"] is None or not row["weight"]:
        yield "  " + _("telt niet mee")
        return
    yield "  " + _("aandeel = {formula} = {weight}").format(formula=row["weight_formula"], weight=_plain(row["weight"]))
    yield "  " + _("bijdrage = {formula} = {points}").format(
        formula=row["contribution_formula"], points=_plain(row["contribution"])
    )


def _part_head(row: Row, tree: Tree) -> str:
    if "indicator" not in row:
        return pick(tree.themes[row["theme"]].label)
    indicator = tree.indicators[row["indicator"]]
    if row["value"] is None:
        return _("{indicator}: geen cijfer").format(indicator=pick(indicator.label))
    polarity = pick(vocabulary.POLARITIES[row["polarity"]])
    return f"{pick(indicator.label)}: {_plain(row['value'])} ({pick(indicator.unit)}, {row['period']}; {polarity})"


def _ends(row: Row) -> str:
    if row["low"] is None or row["high"] is None or row["kind"] == "z_score":
        return ""
    return "; " + _("{low} geeft 0, {high} geeft 100").format(low=_plain(row["low"]), high=_plain(row["high"]))


def render_comparison(found: Any, tree: Tree, form: str) -> str:
    """A comparison of regions or of projects as `table`, `json` or `csv` (a row per part and cause)."""
    if not isinstance(found, Comparison):
        return _rendered(
            form,
            lambda: project_records.comparison_record(found, tree),
            lambda: project_records.comparison_rows(found),
            lambda: project_records.comparison_lines(found, tree),
        )
    return _rendered(
        form,
        lambda: comparison_record(found, tree),
        lambda: found.scores.join(found.causes, on="theme", how="left", maintain_order="left"),
        lambda: comparison_lines(found, tree),
    )


def comparison_record(found: Comparison, tree: Tree) -> Row:
    """The document that `welvaart compare --format json` prints; the points of a theme add up to its difference."""
    causes = found.causes.partition_by("theme", as_dict=True, include_key=False)
    nothing = found.causes.clear().drop("theme")
    return {
        "a": found.a,
        "b": found.b,
        **provenance(found, tree),
        "breaks": list(found.breaks),
        "themes": [
            {**row, "causes": causes.get((row["theme"],), nothing).to_dicts()}
            for row in found.scores.iter_rows(named=True)
        ],
    }


def comparison_lines(found: Comparison, tree: Tree) -> Iterator[str]:
    """A comparison as text tables: the scores, and per theme what moved, with the sum."""
    labels = _labels(tree)
    yield _("Verschil van {b} ten opzichte van {a}").format(a=found.a, b=found.b)
    yield from table_lines([
        {
            _("thema"): labels[row["theme"]],
            found.a: _compared(row, "a"),
            f"{found.b} ": _compared(row, "b"),  # a key of its own, where both sides are called the same
            _("verschil"): number(row["difference"], POINT_DECIMALS),
        }
        for row in found.scores.iter_rows(named=True)
    ])  # fmt: skip
    if OVERALL in found.scores["theme"]:
        yield _("Tussen haakjes staat het gevoeligheidsbereik van de totaalscore.")
    for (theme,), causes in found.causes.partition_by("theme", as_dict=True, maintain_order=True).items():
        yield ""
        yield labels[str(theme)]
        yield from table_lines(list(_cause_rows(causes, labels)))
    broken = [labels[part] for part in found.causes["part"].unique(maintain_order=True) if part in found.breaks]
    if broken:
        yield ""
        words = _("Reeksbreuk tussen de twee cijfers, dus deels een andere manier van meten: {names}.")
        yield words.format(names=several(broken))


def _cause_rows(causes: pl.DataFrame, labels: dict[str, str]) -> Iterator[Row]:
    for row in causes.sort(pl.col("points").abs(), descending=True, maintain_order=True).iter_rows(named=True):
        words = " + ".join(pick(vocabulary.CAUSES[cause]) for cause in row["cause"].split("+"))
        yield {
            _("onderdeel"): labels[row["part"]],
            _("oorzaak"): words,
            _("punten"): number(row["points"], POINT_DECIMALS),
        }
    total = number(float(causes["points"].sum()), POINT_DECIMALS)
    yield {_("onderdeel"): _("Samen"), _("oorzaak"): "", _("punten"): total}


def _compared(row: Row, side: str) -> str:
    """The score of a side with its range, where it has these, else why not."""
    if row[side] is None:
        return _reason(row[f"{side}_reason"])
    score, low, high = (number(row[key], POINT_DECIMALS) for key in (side, f"{side}_low", f"{side}_high"))
    if row[f"{side}_low"] is None:
        return score
    return _("{score} ({low} tot {high})").format(score=score, low=low, high=high)


def _reason(reason: Any) -> str:
    return pick(vocabulary.NO_SCORE_REASONS[reason]) if reason else "-"


def _labels(tree: Tree) -> dict[str, str]:
    indicators = {name: pick(indicator.label) for name, indicator in tree.indicators.items()}
    return {OVERALL: _("Totaalscore")} | indicators | {name: pick(theme.label) for name, theme in tree.themes.items()}


def _plain(number: float) -> str:
    return f"{number:.15g}"
