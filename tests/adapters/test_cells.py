"""What the text in a cell means."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brede_welvaart.adapters.cells import Mark, clean, decimal_mark, parse_cells


def parsed(text: str | None, mark: Mark | None = ",") -> tuple[float | None, str | None, str, str | None]:
    row = parse_cells(pl.Series([text], dtype=pl.String), mark, "niet_van_toepassing", stated=True).row(0)
    return row[0], row[1], row[2], row[3]


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("-0,5", -0.5), (",5", 0.5), ("1.234,5", 1234.5), ("1.234.567", 1234567), ("1 234,5", 1234.5),
     ("1.234", 1234), ("-12.345.678,5", -12345678.5), ("-", 0), ("1.5e3", 1500)],
)  # fmt: skip
def test_dutch_numbers(text: str, value: float) -> None:
    assert parsed(text) == (value, None, "onbekend", None)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.234", 1.234), ("1,234", 1234), ("1,234,567.5", 1234567.5), (".5", 0.5), ("1 234.5", 1234.5), ("2.5e0", 2.5)],
)
def test_point_numbers(text: str, value: float) -> None:
    assert parsed(text, ".") == (value, None, "onbekend", None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [(".", "niet_gepubliceerd"), ("x", "geheim"), ("*", "nog_niet_beschikbaar"), ("", "niet_van_toepassing"),
     (None, "niet_van_toepassing"), ("reeksbreuk", "reeksbreuk")],
)  # fmt: skip
def test_reasons(text: str | None, reason: str) -> None:
    assert parsed(text)[:2] == (None, reason)


@pytest.mark.parametrize(("text", "status"), [("12*", "voorlopig"), ("1,5**", "nader_voorlopig"), ("3", "onbekend")])
def test_stars_are_a_status(text: str, status: str) -> None:
    assert parsed(text)[2] == status


@pytest.mark.parametrize("text", ["abc", "1.2.3", "nan", "inf", "1,2,3", "\u0663", "--", "0x10", "1_000"])
def test_unknown_text_is_never_a_number(text: str) -> None:
    assert parsed(text) == (None, None, "onbekend", "unknown")


@pytest.mark.parametrize("text", ["1.234", "1,234", "-12,345"])
def test_ambiguous_without_a_mark(text: str) -> None:
    assert parsed(text, None)[3] == "ambiguous"


def test_a_percent_sign_is_no_part_of_a_number() -> None:
    assert parsed("12,5%") == (None, None, "onbekend", "percent")


@pytest.mark.parametrize("text", ["0,5", "1.234.567", "1.234,5", "0,123", "12,34,567"])
def test_a_comma_stands_only_between_thousands_where_the_decimal_mark_is_a_point(text: str) -> None:
    assert parsed(text, ".") == (None, None, "onbekend", "unknown" if text == "12,34,567" else "not_point")


@pytest.mark.parametrize("text", ["12.5", "0.123", "1234.567", "1,234.5"])
def test_a_point_stands_only_between_thousands_where_the_decimal_mark_is_a_comma(text: str) -> None:
    assert parsed(text, ",") == (None, None, "onbekend", "not_comma")


def test_a_comma_between_points_that_nobody_stated_may_be_either() -> None:
    assert parse_cells(pl.Series(["1,234"]), ".", "geheim")["problem"].item() == "ambiguous"


def test_two_decimal_marks_without_one_that_prevails_are_a_mixture() -> None:
    texts = pl.Series(["1.234.567", "12.5", "12", "1e3", None])
    assert parse_cells(texts, None, "geheim")["problem"].to_list() == ["mixed", "mixed", None, None, None]


@pytest.mark.parametrize(
    ("texts", "mark"),
    [(["1.234", "0,5"], ","), (["1.234", "-0.100"], "."), (["1.234", "12"], None), (["0.5", "0,5"], None),
     ([".", "x"], None), (["1,234", "12,345", "999"], None), (["12,345", "0,123"], ","), (["1.234", "2.5e0"], None),
     (["1.234,5", "12.5", "3,25"], ","), (["1.234.567", "12.5"], None), (["1,234,567"], "."), (["0,5*"], ",")],
)  # fmt: skip
def test_the_table_shows_its_mark(texts: list[str], mark: str | None) -> None:
    assert decimal_mark(pl.Series(texts)) == mark


def test_padding_and_typographic_signs_go() -> None:
    cleaned = pl.DataFrame({"t": ["  GM0141    ", "\u22121\u00a0234"]}).select(clean(pl.col("t")))["t"]
    assert cleaned.to_list() == ["GM0141", "-1 234"]


@given(st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 4)))
def test_dutch_notation_comes_back(number: float) -> None:
    dutch = f"{number:,.4f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    assert math.isclose(parsed(dutch)[0] or 0.0, number, abs_tol=1e-9)
