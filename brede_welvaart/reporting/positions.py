"""Where the region stands among the others: the profile of its themes, and a strip per indicator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from brede_welvaart.language import _, pick
from brede_welvaart.reporting import charts
from brede_welvaart.reporting.figures import Caption, drawn
from brede_welvaart.reporting.format import inside, labels, number, place, several
from brede_welvaart.reporting.material import Material, Row
from brede_welvaart.reporting.parts import Drawing, Picture, Table
from brede_welvaart.vocabulary import NO_SCORE_REASONS, QUARTILES, Quartile

LOOKS: Mapping[Quartile, tuple[str, str]] = {
    "best": ("better", "triangle-up"),
    "middle": ("accent", "circle"),
    "worst": ("worse", "triangle-down"),
}
"""Colour and shape of the region's own mark, so that the quarter can be read in grey too."""


def profile_picture(material: Material) -> Picture | None:
    """The region's theme scores among the reference group."""
    rows = {name: row for name in material.themes if (row := material.theme_rows.get(name)) is not None}
    bands = quantiles(material, material.context.themes, "theme", list(rows))
    rows = {name: row for name, row in rows.items() if name in bands}
    if not rows:
        return None
    names = labels({name: material.themes[name] for name in rows}, 30)
    marks = [
        {**mark, "row": label}
        for name, label in names.items()
        for mark in (*_marks(material, rows[name], bands[name]), _text(material, rows[name]))
    ]
    marks += [{"kind": "peer", "row": names[name], "score": score} for name, score in _peers(material, "theme", rows)]
    text = _("De themascores van {region} op de schaal van 0 tot 100, tussen alle {group}. Rechts is altijd beter.")
    caption = Caption(
        _profile_alt(material, rows), text.format(region=material.region, group=material.group), strip_legend(material),
        _profile_table(material, rows, bands),
    )  # fmt: skip
    return drawn(material, "profile", {"marks": marks}, {"rows": list(names.values())}, caption)


def strips(material: Material) -> Mapping[str, Drawing]:
    """A strip for every indicator on which the region has a score, all of them drawn in one go."""
    own = [name for theme in material.themes for name in material.indicators_of(theme)]
    rows = {name: row for name in own if (row := material.indicator_rows[name])["score"] is not None}
    bands = quantiles(material, material.context.indicators, "indicator", list(rows))
    rows = {name: row for name, row in rows.items() if name in bands}
    if not rows:
        return {}
    marks = [{**mark, "row": name} for name, row in rows.items() for mark in _marks(material, row, bands[name])]
    marks += [{"kind": "peer", "row": name, "score": score} for name, score in _peers(material, "indicator", rows)]
    svgs = charts.draw_apart(material.studio, "strips", {"marks": marks}, {"rows": list(rows)})
    return {
        name: Drawing(f"strip-{name}", svg, *charts.size(svg), _strip_alt(material, rows[name], bands[name]))
        for name, svg in zip(rows, svgs, strict=True)
    }


def strip_legend(material: Material) -> tuple[tuple[str, str], ...]:
    """What the marks of a strip mean."""
    return (
        ("band", _("laagste tot hoogste")), ("band-dark", _("middelste helft")), ("tick", _("mediaan")),
        ("up", _("{region}, {quarter}").format(region=material.region, quarter=pick(QUARTILES["best"]))),
        ("dot", pick(QUARTILES["middle"])), ("down", pick(QUARTILES["worst"])),
        *((("ring", _("vergelijking")),) if material.peers else ()),
    )  # fmt: skip


def quantiles(material: Material, frame: pl.DataFrame, key: str, keys: Sequence[str]) -> Mapping[str, Row]:
    """Lowest, quartiles and highest score of the reference group per indicator or theme (quantiles type 7)."""
    members = material.context.regions["region"].filter(pl.Series(material.members)).to_list()
    score = pl.col("score")
    found = (
        frame.filter(pl.col(key).is_in(list(keys)), pl.col("region").is_in(members), score.is_not_null())
        .group_by(key)
        .agg(
            low=score.min(), high=score.max(), median=score.median(),
            q1=score.quantile(0.25, "linear"), q3=score.quantile(0.75, "linear"),
        )
    )  # fmt: skip
    return {row[key]: row for row in found.to_dicts()}


def _marks(material: Material, row: Row, band: Row) -> Iterator[dict[str, object]]:
    yield {"kind": "band", **{name: band[name] for name in ("low", "q1", "median", "q3", "high")}}
    if row["score"] is not None:
        colour, shape = LOOKS[row["quartile"] or "middle"]
        yield {"kind": "region", "score": row["score"], "colour": material.palette[colour], "shape": shape}


def _peers(material: Material, key: str, rows: Mapping[str, Row]) -> Iterator[tuple[str, float]]:
    frame = material.context.themes if key == "theme" else material.context.indicators
    found = frame.filter(
        pl.col("region").is_in(material.peers), pl.col(key).is_in(list(rows)), pl.col("score").is_not_null()
    )
    yield from found.select(key, "score").iter_rows()


def _text(material: Material, row: Row) -> dict[str, object]:
    if row["score"] is None:
        return {"kind": "absent", "reason": pick(NO_SCORE_REASONS[row["reason"]])}
    return {"kind": "text", "value": number(row["score"], material.tree.method.decimals.theme), "rank": _rank(row)}


def _rank(row: Row) -> str:
    return place(row["rank_label"], row["ranked"]) if row["rank_label"] else ""


def _strip_alt(material: Material, row: Row, band: Row) -> str:
    words = _("{indicator}: {region} scoort {score} van 100. Mediaan {median}, middelste helft {q1} tot {q3}.")
    numbers = {name: number(band[name], 0) for name in ("median", "q1", "q3")}
    indicator = pick(material.tree.indicators[row["indicator"]].label)
    return words.format(indicator=indicator, region=material.region, score=number(row["score"], 0), **numbers)


def _profile_alt(material: Material, rows: Mapping[str, Row]) -> str:
    known = [name for name, row in rows.items() if row["score"] is not None]
    parts = [_("{n} themascores van {region}.").format(n=len(known), region=material.region)]
    for quartile, words in (
        ("best", _("In het beste kwart: {names}.")),
        ("worst", _("In het slechtste kwart: {names}.")),
    ):
        names = [inside(material.themes[name]) for name in known if rows[name]["quartile"] == quartile]
        if names:
            parts.append(words.format(names=several(names)))
    return " ".join(parts)


def _profile_table(material: Material, rows: Mapping[str, Row], bands: Mapping[str, Row]) -> Table:
    decimals = material.tree.method.decimals.theme
    head = (
        _("Thema"), _("Score"), _("Rang"), _("Laagste"), _("Eerste kwartiel"), _("Mediaan"), _("Derde kwartiel"),
        _("Hoogste"),
    )  # fmt: skip
    body = tuple(
        (
            material.themes[name],
            pick(NO_SCORE_REASONS[row["reason"]]) if row["score"] is None else number(row["score"], decimals),
            _rank(row),
            *(number(bands[name][each], decimals) for each in ("low", "q1", "median", "q3", "high")),
        )
        for name, row in rows.items()
    )
    return Table(_("De themascores, met die van de vergelijkingsgroep"), head, body, (False, *(True,) * 7))
