"""Numbers and words as Dutch readers write them; signs and words agree."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brede_welvaart.language import speaking
from brede_welvaart.reporting import format as fmt

numbers = st.floats(-1e6, 1e6, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.56, 1, "1.234,6"),
        (-0.04, 1, "0,0"),
        (-1.25, 1, "−1,2"),
        (0.5, 0, "0"),
        (1.5, 0, "2"),
        (25900, 0, "25.900"),
    ],
)
def test_numbers_in_dutch(value: float, decimals: int, text: str) -> None:
    assert fmt.number(value, decimals) == text


def test_what_is_not_known_is_no_number() -> None:
    assert (fmt.number(None), fmt.percentage(None), fmt.between(None, 1.0), fmt.between(1.0, None)) == ("", "", "", "")
    assert (fmt.between(-1.04, 2.06), fmt.percentage(0.256)) == ("−1,0 tot 2,1", "26%")


def test_numbers_in_english() -> None:
    with speaking("en"):
        assert fmt.number(1234.56, 1) == "1,234.6"
        assert fmt.day(date(2026, 11, 23)) == "23 November 2026"


@given(numbers)
def test_a_printed_sign_is_the_sign_of_the_number_and_zero_alone_has_none(value: float) -> None:
    text = fmt.signed(value)
    assert text.startswith("+") == (value > fmt.NOISE)
    assert text.startswith(fmt.MINUS) == (value < -fmt.NOISE)
    assert bool(text.strip("+−0,.")) == (abs(value) > fmt.NOISE)
    assert "-" not in text


def test_a_small_number_is_printed_in_as_many_decimals_as_show_its_sign() -> None:
    printed = [fmt.signed(each) for each in (-0.05, 0.004, 0.06, -1.0, 0.0, 1e-17)]
    assert printed == ["−0,05", "+0,004", "+0,1", "−1,0", "0,0", "0,0"]


def test_ranks() -> None:
    assert fmt.place("140", 342) == "140e van 342"
    assert fmt.place("3/4", 5) == "3/4 van 5"


@given(st.text(max_size=300), st.integers(20, 120))
def test_a_shortened_text_is_no_longer_than_asked(text: str, length: int) -> None:
    assert len(fmt.shortened(text, length)) <= length + 2
    assert len(fmt.trimmed(text, length)) <= max(length, 0)


def test_short_units_stand_behind_the_number_and_long_ones_do_not() -> None:
    assert fmt.amount(61.23, 1, "% van de inwoners") == "61,2%"
    assert fmt.amount(25900, 0, "euro per huishouden") == "€\N{NO-BREAK SPACE}25.900"
    assert fmt.amount(3, 1, "per 1 000 inwoners") == "3,0"


def test_lists() -> None:
    assert fmt.several(["a", "b", "c"]) == "a, b en c"


@given(st.integers(0, 99_999), st.integers(1, 3))
def test_a_number_is_printed_as_it_was_rounded_for_its_rank(halves: int, decimals: int) -> None:
    """Exactly between two printed numbers."""
    value = (halves + 0.5) / 10**decimals
    ranked = f"{np.round(value, decimals):.{decimals}f}".replace(".", ",")
    assert fmt.number(value, decimals).replace(".", "") == ranked


def test_a_long_first_word_is_cut_inside_and_told_apart() -> None:
    names = [f"Hoofdinfrastructuur{kind}alternatief bij het station" for kind in ("verdichtings", "uitbreidings")]
    cut = [fmt.trimmed(name, 30) for name in names]
    assert cut == ["Hoofdinfrastructuurverdichtin…", "Hoofdinfrastructuuruitbreidin…"]


@given(st.lists(st.text("ab ", min_size=1).filter(str.strip), min_size=1, max_size=5))
def test_different_names_stay_different_however_short_they_are_cut(endings: list[str]) -> None:
    names = [
        f"Verdichten rond het station {ending}" for ending in dict.fromkeys(map(" ".join, map(str.split, endings)))
    ]
    short = fmt.told_apart(names, lambda text: fmt.trimmed(text, 40))
    assert len(set(short)) == len(names)
    assert max(map(len, short)) <= 42


def test_names_that_begin_alike_are_told_apart_by_how_they_go_on() -> None:
    names = ["Bouwen in het hoge tempo met veel groen", "Bouwen in het hoge tempo zonder groen", "Niets doen"]
    assert fmt.told_apart(names, lambda text: fmt.trimmed(text, 20)) == (
        "… met veel groen",
        "… zonder groen",
        "Niets doen",
    )


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("%", "59,0%"),
        ("euro", "€\xa059,0"),
        ("per 1 000 inwoners", "59,0 per 1 000 inwoners"),
        ("x" * 31, "59,0"),
        ("score 1 (slecht)", "59,0"),
    ],
)
def test_a_sentence_says_the_unit(unit: str, said: str) -> None:
    assert fmt.measured(59, 1, unit) == said


@pytest.mark.parametrize(
    ("share", "said"), [(0.05, "5"), (0.95, "95"), (0.025, "2,5"), (0.975, "97,5"), (0.1, "10"), (0.001, "0,1")]
)
def test_a_percentile_has_the_decimals_that_it_has(share: float, said: str) -> None:
    assert fmt.percentile(share) == said
