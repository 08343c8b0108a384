"""What the text in a cell of a table means: a number, the reason why there is none, or nothing known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import polars as pl

from brede_welvaart.vocabulary import FIGURE_STATUSES, MISSING_REASONS, FigureStatus, MissingReason

Mark = Literal[".", ","]

# CBS: "." is unknown, insufficiently reliable or confidential; "x" confidential; "*" a figure that is still to come.
SYMBOLS: dict[str | None, MissingReason] = {
    ".": "niet_gepubliceerd",
    "x": "geheim",
    "X": "geheim",
    "*": "nog_niet_beschikbaar",
    "**": "nog_niet_beschikbaar",
}
NIL = "-"  # CBS: the figure is exactly zero ("nihil")
STATUS_WORDS: dict[str, FigureStatus] = {
    **{status: status for status in FIGURE_STATUSES},
    "nadervoorlopig": "nader_voorlopig",
    "nader voorlopig": "nader_voorlopig",
    "": "onbekend",
}

_SPACED = r"^[-+]?[1-9]\d{0,2}( \d{3})+([.,]\d+)?$"
_POINT = r"^[-+]?(\d+(\.\d+)?|\.\d+)([eE][-+]?\d+)?$"
_COMMA = r"^[-+]?(\d*,\d+|[1-9]\d{0,2}(\.\d{3})+(,\d+)?)$"
EITHER = r"^[-+]?[1-9]\d{0,2}\.\d{3}$"
_TWO_WAYS = r"^[-+]?[1-9]\d{0,2}[.,]\d{3}$"
_STARS = r"\*{1,2}$"


def clean(column: pl.Expr) -> pl.Expr:
    """Text without the blanks that publishers pad with, and with one kind of blank and minus sign."""
    plain = column.str.replace_all(r"[\u00a0\u202f\u2009]", " ").str.replace_all("\u2212", "-", literal=True)
    return plain.str.strip_chars()


def cleaned(names: Iterable[str]) -> list[str]:
    """Names of columns, or codes, as `clean` leaves them."""
    return pl.select(clean(pl.lit(pl.Series(list(names), dtype=pl.String)))).to_series().to_list()


def decimal_mark(texts: pl.Series) -> Mark | None:
    """The decimal mark that the numbers of a table show, or None if they show none, or both."""
    bare = texts.str.replace(_STARS, "").str.replace_all(" ", "", literal=True)
    sure = bare.filter(~bare.str.contains(EITHER).fill_null(True))
    comma = sure.str.contains(_COMMA).any()
    point = (sure.str.contains(_POINT) & sure.str.contains(r"\.\d+$")).any()
    return None if comma == point else "," if comma else "."


def parse_cells(texts: pl.Series, mark: Mark | None, empty: MissingReason) -> pl.DataFrame:
    """Clean texts as columns value, missing, status and problem, row by row.

    A problem is null, `unknown`, `ambiguous` (1.234 and 1,234 where `mark` is None) or `other_mark` (a comma where
    `mark` is a point). An empty cell is missing for the reason `empty`.
    """
    table = pl.DataFrame({"text": texts}).with_columns(stars=pl.col("text").str.extract(f"({_STARS})"))
    symbol = pl.col("text").replace_strict(_reasons(empty), default=None, return_dtype=pl.String)
    table = table.with_columns(missing=symbol, bare=_bare(pl.col("text")))
    number = pl.when(pl.col("bare") == NIL).then(0.0).otherwise(_number(pl.col("bare"), mark))
    table = table.with_columns(value=pl.when(pl.col("missing").is_null()).then(number))
    stray = pl.col("missing").is_null() & pl.col("value").is_null()
    problem = pl.when(stray).then(_problem(pl.col("bare"), mark))
    return table.select("value", "missing", status=star_status(pl.col("stars")), problem=problem)


def star_status(stars: pl.Expr) -> pl.Expr:
    """The status that CBS prints as stars behind a figure or period."""
    words = {"*": "voorlopig", "**": "nader_voorlopig"}
    return stars.replace_strict(words, default="onbekend", return_dtype=pl.String)


def _reasons(empty: MissingReason) -> dict[str | None, MissingReason]:
    by_name: dict[str | None, MissingReason] = {reason: reason for reason in MISSING_REASONS}
    return {None: empty, "": empty, **SYMBOLS, **by_name}


def _bare(text: pl.Expr) -> pl.Expr:
    plain = text.str.replace(_STARS, "").str.strip_chars()
    spaced = plain.str.contains(_SPACED)
    return pl.when(spaced).then(plain.str.replace_all(" ", "", literal=True)).otherwise(plain)


def _problem(bare: pl.Expr, mark: Mark | None) -> pl.Expr:
    """Why a text is no number."""
    form, problem = (_TWO_WAYS, "ambiguous") if mark is None else (_COMMA, "other_mark")
    return pl.when(bare.str.contains(form)).then(pl.lit(problem)).otherwise(pl.lit("unknown"))


def _number(bare: pl.Expr, mark: Mark | None) -> pl.Expr:
    dutch = bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    is_comma = bare.str.contains(_COMMA) & (pl.lit(mark == ",") if mark else ~bare.str.contains(_TWO_WAYS))
    is_point = bare.str.contains(_POINT) & (pl.lit(mark == ".") | ~bare.str.contains(EITHER))
    text = pl.when(is_comma).then(dutch).when(is_point).then(bare)
    return text.cast(pl.Float64, strict=False)
