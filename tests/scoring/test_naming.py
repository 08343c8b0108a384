"""Regions go by their code and by their name, and a name that is not clear is said, all at once."""

from __future__ import annotations

import polars as pl
import pytest

from brede_welvaart.errors import UsageFault
from brede_welvaart.scoring.naming import region_codes

REGIONS = pl.DataFrame(
    [
        ("GM1", "Almelo", True), ("GM2", "Hengelo (O.)", True), ("GM3", "Utrecht", True), ("PV3", "Utrecht", True),
        ("GM4", "Ede", False), ("GM5", "Ede", True), ("GM6", "Bedum", False), ("GM7", "Bergen (L.)", True),
        ("GM8", "Bergen (NH.)", True), ("Almelo", "Een wijk", True),
    ],
    ["region", "name", "current"],
    orient="row",
)  # fmt: skip


@pytest.mark.parametrize(
    ("named", "codes"),
    [
        (["GM1"], ["GM1"]),
        (["hengelo", "GM1", "Hengelo (O.)"], ["GM2", "GM1"]),
        (["ede"], ["GM5"]),
        (["Gemeente Ede", "gemeente Hengelo"], ["GM5", "GM2"]),
        (["Bedum"], ["GM6"]),
        (["bergen (nh.)"], ["GM8"]),
        (["Almelo"], ["Almelo"]),
        ([], []),
    ],
)
def test_a_region_is_found_by_code_or_name(named: list[str], codes: list[str]) -> None:
    assert region_codes(REGIONS, named) == codes


def test_what_is_not_clear_is_said_all_at_once() -> None:
    with pytest.raises(UsageFault) as fault:
        region_codes(REGIONS, ["Utrecht", "GM1", "Bergen", "Hengeloo", "XYZ", "GM9", "gm1"])
    assert str(fault.value).splitlines() == [
        "Er zijn meer regio's met de naam 'Utrecht': noem een code, GM3 (Utrecht), PV3 (Utrecht).",
        "Er zijn meer regio's met de naam 'Bergen': noem een code, GM7 (Bergen (L.)), GM8 (Bergen (NH.)).",
        "Onbekende regio 'Hengeloo'. Bedoelt u Hengelo (O.) (GM2)?",
        "Onbekende regio 'XYZ'. `welvaart regions` toont alle regio's.",
        "Onbekende regio 'GM9'. `welvaart regions` toont alle regio's.",
        "Onbekende regio 'gm1'. Bedoelt u Almelo (GM1)?",
    ]
