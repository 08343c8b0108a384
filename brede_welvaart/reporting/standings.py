"""Where regions stand, as documents: JSON, rows for CSV and Parquet, and text tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO

import polars as pl

from brede_welvaart import vocabulary
from brede_welvaart.definitions import Tree
from brede_welvaart.errors import UsageFault
from brede_welvaart.language import _, pick
from brede_welvaart.reporting.format import between, number
from brede_welvaart.reporting.listings import Row, as_json, table_lines
from brede_welvaart.reporting.ranges import range_lines, sensitivity_record
from brede_welvaart.reporting.records import as_csv, figure_note, provenance, without
from brede_welvaart.scoring.context import Context
from brede_welvaart.scoring.overview import Overview
from brede_welvaart.vocabulary import OVERALL

TREND_FIELDS = ("direction", "welfare", "points", "slope", "p_value")
INDICATOR_FIELDS = (
    "indicator", "value", "unit", "period", "age_years", "missing_reason", "polarity", "score", "score_reason",
    "rank", "rank_label", "ranked", "quartile", "z", "z_class", "weight", "contribution", "carried", "source",
    "status", "converted",
)  # fmt: skip
THEME_FIELDS = (
    "theme", "score", "present", "of", "weight_share", "low", "high", "reason", "rank", "rank_label", "ranked",
    "quartile",
)  # fmt: skip
PEER_FIELDS = ("n", "q1", "median", "q3")
RANGE_FIELDS = ("score_low", "score_high", "rank_low", "rank_high", "p_best", "p_worst", "draws", "failed")


def render(found: Overview, tree: Tree, form: str, level: str = "indicator") -> str | bytes:
    """An overview as `table`, `json`, `csv` or `parquet`; the last two have rows of a `level` (see `rows`)."""
    if form == "json":
        return as_json(document(found, tree)) + "\n"
    if form == "table":
        return "".join(f"{line}\n" for line in lines(found, tree))
    frame = rows(found, tree, level)
    return as_csv(frame) if form == "csv" else _as_parquet(frame)


def rows(found: Overview, tree: Tree, level: str = "indicator") -> pl.DataFrame:
    """One row per region and `indicator` or `theme`, or per region (`overall`), with the field names of the JSON.

    Fields of the trend are prefixed `trend_`, those of the peers `peers_`; sensitivity ranges stand with theme and
    overall scores. Raises UsageFault if there is no overall score.
    """
    context, peers = found.context, found.peers
    if level == "indicator":
        trends = tuple(f"trend_{field}" for field in TREND_FIELDS)
        frame = _with_definitions(_chosen(found, context.indicators), tree)
        frame = frame.select("region", "name", "theme", *INDICATOR_FIELDS, *trends)
        return frame if peers is None else _beside_peers(frame, peers.indicators)
    if level == OVERALL:
        return _with_ranges(_chosen(found, _overall(context)), found)
    frame = _chosen(found, context.themes).select("region", "name", *THEME_FIELDS)
    return _with_ranges(frame if peers is None else _beside_peers(frame, peers.themes), found)


def document(found: Overview, tree: Tree) -> Row:
    """The document that `welvaart context --format json` prints; scores unrounded, absence null with a reason."""
    context = found.context
    names = dict(context.regions.select("region", "name").iter_rows())
    indicators = _by_region_and_theme(rows(found, tree))
    themes = rows(found, tree, "theme").partition_by("region", as_dict=True)
    overall = {} if context.overall is None else {row["region"]: row for row in rows(found, tree, OVERALL).to_dicts()}
    ranges = {} if found.sensitivity is None else {"sensitivity": sensitivity_record(found.sensitivity, tree)}
    return {
        **provenance(context, tree),
        "rulers": context.rulers.to_dicts(),
        "regions": [
            {
                "region": region,
                "name": names[region],
                **_group(found, region),
                "themes": [
                    _theme_record(row, indicators.get((region, row["theme"]), []))
                    for row in themes[(region,)].iter_rows(named=True)
                ],
                "context": [_indicator_record(row) for row in indicators.get((region, None), [])],
                "overall": _overall_record(overall[region]) if region in overall else None,
            }
            for region in found.regions
        ],
        **ranges,
    }  # fmt: skip


def lines(found: Overview, tree: Tree) -> Iterator[str]:
    """The standing of regions as text tables: themes and under each its indicators, then the sensitivity ranges."""
    for region in document(found, tree)["regions"]:
        yield f"{region['name']} ({region['region']})"
        if peers := region.get("peers"):
            yield _("Vergeleken met {n} regio's ({by}).").format(n=len(peers["regions"]), by=peers["by"])
        yield from table_lines([row for theme in region["themes"] for row in _standing_rows(theme, tree)])
        if overall := region["overall"]:
            yield _overall_line(overall, tree)
        yield ""
    if found.sensitivity is not None:
        yield from range_lines(found.sensitivity, tree, found.context)


def _as_parquet(frame: pl.DataFrame) -> bytes:
    content = BytesIO()
    frame.write_parquet(content)
    return content.getvalue()


def _chosen(found: Overview, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of the chosen regions, in their order, with their names."""
    names = pl.DataFrame({"region": list(found.regions)}, schema={"region": pl.String}).join(
        found.context.regions.select("region", "name"), on="region", how="left", maintain_order="left"
    )
    return names.join(frame, on="region", how="left", maintain_order="left")


def _with_definitions(frame: pl.DataFrame, tree: Tree) -> pl.DataFrame:
    facts = pl.DataFrame(
        [(name, pick(each.unit), each.polarity) for name, each in tree.indicators.items()],
        schema={"indicator": pl.String, "unit": pl.String, "polarity": pl.String},
        orient="row",
    )
    return frame.join(facts, on="indicator", how="left", maintain_order="left")


def _beside_peers(frame: pl.DataFrame, peers: pl.DataFrame) -> pl.DataFrame:
    prefixed = peers.select(pl.exclude(PEER_FIELDS), pl.col(PEER_FIELDS).name.prefix("peers_"))
    return frame.join(prefixed, on=prefixed.columns[:2], how="left", maintain_order="left")


def _with_ranges(frame: pl.DataFrame, found: Overview) -> pl.DataFrame:
    if found.sensitivity is None:
        return frame
    ranges = found.sensitivity.themes.select("region", "theme", *RANGE_FIELDS)
    if "theme" not in frame.columns:
        ranges = ranges.filter(theme=OVERALL).drop("theme")
    keys = [key for key in ("region", "theme") if key in ranges.columns]
    return frame.join(ranges, on=keys, how="left", maintain_order="left")


def _overall(context: Context) -> pl.DataFrame:
    if context.overall is None:
        raise UsageFault(_("Deze methode maakt geen totaalscore (aggregation.overall in indicators/method.yaml)."))
    return context.overall


def _by_region_and_theme(frame: pl.DataFrame) -> dict[tuple[str, str | None], list[Row]]:
    groups: dict[tuple[str, str | None], list[Row]] = {}
    for row in frame.iter_rows(named=True):
        groups.setdefault((row["region"], row["theme"]), []).append(row)
    return groups


def _group(found: Overview, region: str) -> Row:
    if found.peers is None:
        return {}
    return {"peers": {"by": found.peers.by, "regions": list(found.peers.groups[region])}}


def _theme_record(row: Row, indicators: Sequence[Row]) -> Row:
    coverage = {field: row[field] for field in ("present", "of", "weight_share")}
    rest = {field: row[field] for field in THEME_FIELDS if field not in coverage and field != "theme"}
    records = [_indicator_record(each) for each in indicators]
    return {"theme": row["theme"], "coverage": coverage, **rest, **_extras(row), "indicators": records}


def _indicator_record(row: Row) -> Row:
    trend = {field: row[f"trend_{field}"] for field in TREND_FIELDS}
    return {**{field: row[field] for field in INDICATOR_FIELDS}, "trend": trend, **_extras(row)}


def _overall_record(row: Row) -> Row:
    return {**without(row, "region", "name", *RANGE_FIELDS), **_extras(row)}


def _extras(row: Row) -> Row:
    """The peers and the sensitivity of a score, each under its own name, as far as they were asked for."""
    extras: Row = {}
    if "peers_n" in row:
        extras["peers"] = {field: row[f"peers_{field}"] for field in PEER_FIELDS}
    if "score_low" in row:
        extras["sensitivity"] = {field: row[field] for field in RANGE_FIELDS}
    return extras


def _overall_line(overall: Row, tree: Tree) -> str:
    decimals = tree.method.decimals.overall
    if overall["score"] is None:
        return _("Totaalscore: geen ({reason})").format(reason=pick(vocabulary.NO_SCORE_REASONS[overall["reason"]]))
    ranges = overall["sensitivity"]
    return _("Totaalscore: {score} (gevoeligheidsbereik {low} tot {high}); plaats {rank}").format(
        score=number(overall["score"], decimals),
        low=number(ranges["score_low"], decimals),
        high=number(ranges["score_high"], decimals),
        rank=_place(overall) or "-",
    )


def _standing_rows(theme: Row, tree: Tree) -> Iterator[Row]:
    coverage, digits = theme["coverage"], tree.method.decimals.theme
    present = _("{present} van {of}").format(present=coverage["present"], of=coverage["of"])
    reason = [pick(vocabulary.NO_SCORE_REASONS[theme["reason"]])] if theme["reason"] else []
    cells = {_("score"): number(theme["score"], digits), _("spreiding"): between(theme["low"], theme["high"], digits)}
    beside = _peer_cells(theme, digits)
    yield _standing_row(pick(tree.themes[theme["theme"]].label), theme, {**beside, **cells}, [present, *reason])
    for row in theme["indicators"]:
        indicator = tree.indicators[row["indicator"]]
        cells = {_("waarde"): number(row["value"], indicator.decimals), _("score"): number(row["score"], digits)}
        beside = _peer_cells(row, indicator.decimals)
        yield _standing_row(f"  {pick(indicator.label)}", row, {**beside, **cells}, list(_remarks(row, tree)))


def _remarks(row: Row, tree: Tree) -> Iterator[str]:
    """Why an indicator has no figure or no score, the class of a z score, and whether the figure was carried on."""
    if row["missing_reason"]:
        yield pick(vocabulary.MISSING_REASONS[row["missing_reason"]])
    elif row["score_reason"]:
        yield pick(vocabulary.NO_SCORE_REASONS[row["score_reason"]])
    kind = (tree.indicators[row["indicator"]].normalisation or tree.method.normalisation).method
    if kind == "z_score" and row["z_class"]:
        yield pick(vocabulary.Z_CLASSES[row["z_class"]])
    if row["carried"]:
        yield _("doorgetrokken")
    if note := figure_note(row):
        yield note


def _peer_cells(row: Row, digits: int) -> dict[str, str]:
    if "peers" not in row:
        return {}
    peers = row["peers"]
    return {
        _("mediaan"): number(peers["median"], digits),
        _("kwartielen"): between(peers["q1"], peers["q3"], digits),
        _("n"): str(peers["n"]),
    }


def _standing_row(name: str, row: Row, cells: Mapping[str, str], remarks: Sequence[str]) -> Row:
    head = (_("waarde"), _("jaar"), _("score"), _("spreiding"), _("plaats"), _("kwart"), _("trend"))
    found = {
        _("jaar"): _dated(row),
        _("plaats"): _place(row),
        _("kwart"): pick(vocabulary.QUARTILES[row["quartile"]]) if row["quartile"] else "",
        _("trend"): _trend(row),
        **cells,
    }
    own = {column: found.pop(column, "") for column in head}
    return {_("thema en indicator"): name, **own, **found, _("opmerking"): "; ".join(remarks)}


def _dated(row: Row) -> str:
    if not row.get("period"):
        return ""
    return _("{period} ({age} jaar oud)").format(period=row["period"], age=row["age_years"])


def _place(row: Row) -> str:
    return _("{rank} van {ranked}").format(rank=row["rank_label"], ranked=row["ranked"]) if row["rank"] else ""


def _trend(row: Row) -> str:
    trend = row.get("trend")
    if trend is None:
        return ""
    words = pick(vocabulary.DIRECTIONS[trend["direction"]])
    return words if trend["welfare"] == "none" else f"{words}, {pick(vocabulary.WELFARES[trend['welfare']])}"
