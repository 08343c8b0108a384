"""How periods are written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brede_welvaart.adapters.periods import normalised_period
from brede_welvaart.tables import PERIOD


@pytest.mark.parametrize(
    ("code", "period"),
    [("2022JJ00", "2022"), ("2022", "2022"), ("2022KW03", "2022-Q3"), ("2022 3e kwartaal", "2022-Q3"),
     ("2022-Q3", "2022-Q3"), ("2022MM11", "2022-11"), ("2022 november", "2022-11"), ("2022-11", "2022-11")],
)  # fmt: skip
def test_known(code: str, period: str) -> None:
    assert normalised_period(code) == period


@pytest.mark.parametrize(
    "code", ["22", "2022MM13", "2022KW05", "2022W101", "2013X000", "2022 brumaire", "", "20220101"]
)
def test_unknown(code: str) -> None:
    assert normalised_period(code) is None


@given(st.text(max_size=12))
def test_what_comes_out_is_a_period_and_stays_one(code: str) -> None:
    period = normalised_period(code)
    if period is not None:
        assert re.fullmatch(PERIOD.strip("^$"), period)
        assert normalised_period(period) == period
