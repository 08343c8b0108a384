"""Scores as plain records: the JSON, CSV and text tables of the command line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Any

import polars as pl

from brede_welvaart import vocabulary
from brede_welvaart.definitions import Tree
from brede_welvaart.errors import UsageFault
from brede_welvaart.language import _, pick
from brede_welvaart.loading import one_of
from brede_welvaart.scoring.context import Context

Row = dict[str, Any]
TREND_FIELDS = ("direction", "welfare", "points", "slope", "p_value")
INDICATOR_FIELDS = (
    "indicator", "value", "unit", "period", "age_years", "missing_reason", "polarity", "score", "score_reason",
    "rank", "rank_label", "ranked", "quartile", "z", "weight", "contribution", "carried", "source",
    "status", "converted",
)  # fmt: skip
THEME_FIELDS = (
    "theme", "score", "present", "of", "weight_share", "low", "high", "reason", "rank", "rank_label", "ranked",
    "quartile",
)  # fmt: skip


def choose_regions(context: Context, wanted: Iterable[str] | None) -> list[str]:
    """The wanted region codes (default: all current ones); raises UsageFault naming each unknown one."""
    known = context.regions["region"].to_list()
    if wanted is None:
        return context.regions.filter("current")["region"].to_list()
    chosen = list(dict.fromkeys(wanted))
    unknown = [code for code in chosen if code not in set(known)]
    if unknown:
        sentence = _("Onbekende regio '{code}'; verwacht {known}.")
        raise UsageFault("\n".join(sentence.format(code=code, known=one_of(known, code)) for code in unknown))
    return chosen


def context_rows(context: Context, tree: Tree, regions: Sequence[str], level: str = "indicator") -> pl.DataFrame:
    """One row per region and indicator (or theme), with the field names of the JSON; trend fields prefixed."""
    names = context.regions.select("region", "name")
    frame = _chosen(context.themes if level == "theme" else _with_definitions(context.indicators, tree), regions)
    fields = THEME_FIELDS if level == "theme" else ("theme", *INDICATOR_FIELDS, *(f"trend_{f}" for f in TREND_FIELDS))
    return frame.join(names, on="region", how="left", maintain_order="left").select("region", "name", *fields)


def context_record(context: Context, tree: Tree, regions: Sequence[str]) -> Row:
    """The document that `welvaart context --format json` prints; scores unrounded, absence null with a reason."""
    indicators = _by_region_and_theme(_with_definitions(_chosen(context.indicators, regions), tree))
    themes = _chosen(context.themes, regions).partition_by("region", as_dict=True)
    names = dict(context.regions.select("region", "name").iter_rows())
    return {
        **provenance(context, tree),
        "regions": [
            {
                "region": region,
                "name": names[region],
                "themes": [
                    _theme_record(row, indicators.get((region, row["theme"]), []))
                    for row in themes[(region,)].iter_rows(named=True)
                ],
                "context": [_indicator_record(row) for row in indicators.get((region, None), [])],
                "overall": _overall(context, region),
            }
            for region in regions
        ],
    }


def provenance(context: Context, tree: Tree) -> Row:
    """Which program, method and data made the scores: versions, hashes, and the as-of date."""
    sources = {
        name: {"edition": source.edition, "retrieved": source.retrieved, "sha256": source.sha256}
        for name, source in tree.sources.items()
    }
    return {
        "program": {"name": "brede-welvaart", "version": version("brede-welvaart")},
        "method": {"sha256": tree.method_hash, "weights": tree.method.weights, "seed": tree.method.effects.seed},
        "data": {"fingerprint": tree.fingerprint, "as_of": context.as_of, "sources": sources},
    }


def context_lines(context: Context, tree: Tree, regions: Sequence[str]) -> Iterator[str]:
    """The standing of regions as text tables: themes, and under each its indicators."""
    for region in context_record(context, tree, regions)["regions"]:
        yield f"{region['name']} ({region['region']})"
        rows = [row for theme in region["themes"] for row in _standing_rows(theme, tree)]
        yield from table_lines(rows)
        yield ""


def figure_note(row: Mapping[str, Any]) -> str:
    """What a reader must know of a figure in a row of the context: that it may still change, or was converted."""
    notes = [_("omgerekend na een herindeling")] if row["converted"] else []
    if row["status"] in ("voorlopig", "nader_voorlopig"):
        notes.append(pick(vocabulary.FIGURE_STATUSES[row["status"]]))
    return "; ".join(notes)


def outcome_rows(outcomes: Sequence[Any]) -> list[Row]:
    """One row per source that was to be updated: its state, the number of figures that changed, and any fault."""
    fields = ("source", "table", "state", "new", "revised", "vanished", "message")
    return [{field: getattr(each, field) for field in fields} for each in outcomes]


def outcome_lines(outcomes: Sequence[Any]) -> Iterator[str]:
    """The same as a text table, with every fault in full under it."""
    yield from table_lines([
        {
            _("bron"): each.source,
            _("tabel"): each.table,
            _("uitkomst"): pick(vocabulary.OUTCOMES[each.state]),
            _("nieuw"): each.new,
            _("herzien"): each.revised,
            _("verdwenen"): each.vanished,
        }
        for each in outcomes
    ])  # fmt: skip
    for each in outcomes:
        yield from (f"{each.source}: {line}" for line in each.message.splitlines())


def indicator_rows(tree: Tree) -> list[Row]:
    """One row per indicator: theme, label, unit, polarity, weight, overlap group and sources."""
    return [
        {
            "theme": tree.theme_of.get(name),
            "indicator": name,
            "label": pick(indicator.label),
            "unit": pick(indicator.unit),
            "polarity": indicator.polarity,
            "weight": indicator.weight,
            "overlap": indicator.overlap,
            "sources": ", ".join(figure.source for figure in indicator.figures),
        }
        for name, indicator in tree.indicators.items()
    ]


def table_lines(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Rows as an aligned text table with a header line."""
    if not rows:
        return
    header = list(rows[0])
    cells = [header, *([_text(row[key]) for key in header] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(header))]
    for line in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def as_json(document: object) -> str:
    """A document as JSON, numbers unrounded; raises ValueError on NaN or infinity, which no score may be."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False, default=str)


def as_csv(frame: pl.DataFrame) -> str:
    """A frame as CSV; text that a spreadsheet would run as a formula is preceded by an apostrophe."""
    risky = pl.col(pl.String).str.contains(r"^[=+\-@\t\r]")
    guarded = pl.when(risky).then(pl.lit("'") + pl.col(pl.String)).otherwise(pl.col(pl.String))
    lists = pl.selectors.by_dtype(pl.List(pl.String)).list.join(" ")
    return frame.with_columns(lists).with_columns(guarded.name.keep()).write_csv()


def _chosen(frame: pl.DataFrame, regions: Sequence[str]) -> pl.DataFrame:
    order = pl.DataFrame({"region": list(regions)}, schema={"region": pl.String})
    return order.join(frame, on="region", how="left", maintain_order="left")


def _with_definitions(frame: pl.DataFrame, tree: Tree) -> pl.DataFrame:
    facts = pl.DataFrame(
        [(name, pick(each.unit), each.polarity) for name, each in tree.indicators.items()],
        schema=["indicator", "unit", "polarity"],
        orient="row",
    )
    return frame.join(facts, on="indicator", how="left", maintain_order="left")


def _by_region_and_theme(frame: pl.DataFrame) -> dict[tuple[str, str | None], list[Row]]:
    groups: dict[tuple[str, str | None], list[Row]] = {}
    for row in frame.iter_rows(named=True):
        groups.setdefault((row["region"], row["theme"]), []).append(row)
    return groups


def _theme_record(row: Row, indicators: Sequence[Row]) -> Row:
    coverage = {"present": row["present"], "of": row["of"], "weight_share": row["weight_share"]}
    rest = {field: row[field] for field in THEME_FIELDS if field not in coverage and field != "theme"}
    records = [_indicator_record(each) for each in indicators]
    return {"theme": row["theme"], "coverage": coverage, **rest, "indicators": records}


def _indicator_record(row: Row) -> Row:
    trend = {field: row[f"trend_{field}"] for field in TREND_FIELDS}
    return {**{field: row[field] for field in INDICATOR_FIELDS}, "trend": trend}


def _overall(context: Context, region: str) -> Row | None:
    if context.overall is None:
        return None
    return _without(context.overall.row(by_predicate=pl.col("region") == region, named=True), "region")


def _standing_rows(theme: Row, tree: Tree) -> Iterator[Row]:
    coverage = theme["coverage"]
    reason = pick(vocabulary.NO_SCORE_REASONS[theme["reason"]]) if theme["reason"] else ""
    present = _("{present} van {of}").format(present=coverage["present"], of=coverage["of"])
    yield _standing_row(pick(tree.themes[theme["theme"]].label), theme, reason or present)
    for row in theme["indicators"]:
        missing, unscored = row["missing_reason"], row["score_reason"]
        note = pick(vocabulary.MISSING_REASONS[missing]) if missing else ""
        note = note or (pick(vocabulary.NO_SCORE_REASONS[unscored]) if unscored else figure_note(row))
        label, decimals = tree.indicators[row["indicator"]].label, tree.indicators[row["indicator"]].decimals
        yield _standing_row(f"  {pick(label)}", row, note, _number(row["value"], decimals))


def _standing_row(name: str, row: Row, note: str, value: str = "") -> Row:
    trend = row.get("trend", {}).get("direction")
    return {
        _("thema en indicator"): name,
        _("waarde"): value,
        _("jaar"): row.get("period") or "",
        _("score"): _number(row["score"], 1),
        _("plaats"): _("{rank} van {ranked}").format(rank=row["rank_label"], ranked=row["ranked"])
        if row["rank"]
        else "",
        _("kwart"): pick(vocabulary.QUARTILES[row["quartile"]]) if row["quartile"] else "",
        _("trend"): pick(vocabulary.DIRECTIONS[trend]) if trend else "",
        _("opmerking"): note,
    }


def _number(value: float | None, decimals: int) -> str:
    """A number with the decimal mark of the language; never a minus before nothing but zeros."""
    return "" if value is None else f"{value:z.{decimals}f}".replace(".", _(","))


def _text(value: object) -> str:
    words = {None: "", True: _("ja"), False: _("nee")}
    return words[value] if value is None or isinstance(value, bool) else str(value)


def _without(row: Row, *fields: str) -> Row:
    return {key: value for key, value in row.items() if key not in fields}
