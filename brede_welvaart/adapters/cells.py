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

_SPACED = r"^[-+]?[1-9][0-9]{0,2}( [0-9]{3})+([.,][0-9]+)?$"
_EXPONENT = r"^[-+]?([0-9]+(\.[0-9]+)?|\.[0-9]+)[eE][-+]?[0-9]+$"
_STARS = r"\*{1,2}$"


def clean(column: pl.Expr) -> pl.Expr:
    """Text without the blanks that publishers pad with, and with one kind of blank and minus sign."""
    plain = column.str.replace_all(r"[\u00a0\u202f\u2009]", " ").str.replace_all("\u2212", "-", literal=True)
    return plain.str.strip_chars()


def cleaned(names: Iterable[str]) -> list[str]:
    """Names of columns, or codes, as `clean` leaves them."""
    return pl.select(clean(pl.lit(pl.Series(list(names), dtype=pl.String)))).to_series().to_list()


def decimal_mark(texts: pl.Series) -> Mark | None:
    """The decimal mark that most numbers of a table show, or None if they show none, or both as often."""
    bare = pl.DataFrame({"bare": texts}).select(_bare(pl.col("bare")))
    commas, points = bare.select(*(_shows(pl.col("bare"), mark).sum().alias(mark) for mark in (",", "."))).row(0)
    return None if commas == points else "," if commas > points else "."


def parse_cells(texts: pl.Series, mark: Mark | None, empty: MissingReason, *, stated: bool = False) -> pl.DataFrame:
    """Clean texts as columns value, missing, status and problem, row by row.

    The other mark may only stand between thousands; a number with an exponent has a point whatever `mark` is. A problem
    is null, `unknown`, `percent`, `not_comma` or `not_point` (a number that the mark leaves no room for), `mixed` (a
    decimal mark where `mark` is None) or `ambiguous` (1.234 and 1,234 where `mark` is None; 1,234 also where points
    elsewhere say so, and nobody has `stated` it). An empty cell is missing for the reason `empty`.
    """
    table = pl.DataFrame({"text": texts}).with_columns(stars=pl.col("text").str.extract(f"({_STARS})"))
    symbol = pl.col("text").replace_strict(_reasons(empty), default=None, return_dtype=pl.String)
    table = table.with_columns(missing=symbol, bare=_bare(pl.col("text")))
    bare, present = pl.col("bare"), pl.col("missing").is_null()
    table = table.with_columns(problem=pl.when(present & (bare != NIL)).then(_problem(bare, mark, stated=stated)))
    number = pl.when(bare == NIL).then(0.0).otherwise(_number(bare, mark))
    value = pl.when(present & pl.col("problem").is_null()).then(number)
    return table.select(value.alias("value"), "missing", star_status(pl.col("stars")).alias("status"), "problem")


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


def _reads(bare: pl.Expr, mark: Mark) -> pl.Expr:
    """Whether a text is a number with this decimal mark, and the other one between its thousands."""
    point, group = (r"\.", ",") if mark == "." else (",", r"\.")
    plain = rf"^[-+]?([0-9]+({point}[0-9]+)?|{point}[0-9]+)$"
    grouped = rf"^[-+]?[1-9][0-9]{{0,2}}({group}[0-9]{{3}})+({point}[0-9]+)?$"
    return bare.str.contains(rf"{plain}|{grouped}|{_EXPONENT}")


def _shows(bare: pl.Expr, mark: Mark) -> pl.Expr:
    """Whether a text is a number with this decimal mark, and with no other."""
    return _reads(bare, mark) & ~_reads(bare, _other(mark))


def _other(mark: Mark) -> Mark:
    return "," if mark == "." else "."


def _problem(bare: pl.Expr, mark: Mark | None, *, stated: bool) -> pl.Expr:
    """Why a text is no number, or may be two; null for a number."""
    comma, point = _reads(bare, ","), _reads(bare, ".")
    doubt = comma & point & bare.str.contains("[.,]" if mark is None else ",") & ~bare.str.contains(_EXPONENT)
    neither = ~comma & ~point
    percent = neither & bare.str.ends_with("%")
    first = pl.when(percent).then(pl.lit("percent")).when(neither).then(pl.lit("unknown"))
    if mark is None:
        return first.when(doubt).then(pl.lit("ambiguous")).when(comma != point).then(pl.lit("mixed"))
    if mark == ",":
        return first.when(~comma).then(pl.lit("not_comma"))
    wrong = first.when(~point).then(pl.lit("not_point"))
    return wrong if stated else wrong.when(doubt).then(pl.lit("ambiguous"))


def _number(bare: pl.Expr, mark: Mark | None) -> pl.Expr:
    """The number in a text that has no problem."""
    point = mark or "."
    plain = bare.str.replace_all(_other(point), "", literal=True).str.replace(point, ".", literal=True)
    text = pl.when(bare.str.contains(_EXPONENT)).then(bare).otherwise(plain)
    return text.cast(pl.Float64, strict=False)
