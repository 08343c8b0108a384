"""Texts kept between runs: found again whole or not at all, and never in the way."""

from __future__ import annotations

import os
import time
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from brede_welvaart import kept


def test_a_text_is_made_once(tmp_path: Path) -> None:
    made = []

    def make() -> str:
        made.append("→ één\nregel\n")
        return made[-1]

    assert [kept.made_once(tmp_path / "kept", "a", make) for _turn in range(3)] == ["→ één\nregel\n"] * 3
    assert len(made) == 1


def test_a_text_that_is_no_longer_whole_is_made_again(tmp_path: Path) -> None:
    kept.keep(tmp_path, "a", "een tekst")
    file = tmp_path / "a"
    for damaged in (file.read_bytes()[:-1], b"", b"\xff\xfe", b"een tekst"):
        file.write_bytes(damaged)
        assert kept.recall(tmp_path, "a") is None
        assert kept.made_once(tmp_path, "a", lambda: "een tekst") == "een tekst"
        assert kept.recall(tmp_path, "a") == "een tekst"


def test_a_text_under_the_name_of_another_is_made_again(tmp_path: Path) -> None:
    kept.keep(tmp_path, "a", "een tekst")
    (tmp_path / "a").rename(tmp_path / "b")
    assert kept.recall(tmp_path, "b") is None


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert kept.made_once(tmp_path / "file", "a", lambda: "een tekst") == "een tekst"


def test_what_nobody_used_for_long_goes(tmp_path: Path) -> None:
    long_ago = time.time() - kept.FORGOTTEN_AFTER - 60
    for name in ("unused", "used"):
        kept.keep(tmp_path, name, name)
        os.utime(tmp_path / name, (long_ago, long_ago))
    kept.recall(tmp_path, "used")
    kept.keep(tmp_path, "new", "new")
    assert {path.name for path in tmp_path.iterdir()} == {"used", "new"}


@given(st.lists(st.binary(max_size=4), max_size=4), st.lists(st.binary(max_size=4), max_size=4))
def test_different_ingredients_have_different_recipes(one: list[bytes], other: list[bytes]) -> None:
    assert (kept.recipe(*one) == kept.recipe(*other)) == (one == other)
