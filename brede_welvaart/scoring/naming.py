"""Which region a user means, who may name it by its code or by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import polars as pl

from brede_welvaart.errors import UsageFault, suggestion
from brede_welvaart.language import _, pick
from brede_welvaart.vocabulary import REGION_LEVELS


def region_codes(regions: pl.DataFrame, named: Iterable[str]) -> list[str]:
    """The codes of regions that are named by code or by name, in this order, each once.

    What a name says between brackets may be left out. A region that exists now goes before one of the same name that
    does not. Raises UsageFault with every name that is
    of no region, or of several.
    """
    codes = set(regions["region"])
    meant = {name: [name] if name in codes else _by_name(regions, name) for name in named}
    if unclear := [_unclear(regions, name, found) for name, found in meant.items() if len(found) != 1]:
        raise UsageFault("\n".join(unclear))
    return list(dict.fromkeys(found[0] for found in meant.values()))


def _by_name(regions: pl.DataFrame, name: str) -> list[str]:
    own, wanted = pl.col("name").str.to_lowercase(), name.strip().lower()
    bare = wanted.removeprefix("gemeente ")
    for same in (own == wanted, own == bare, own.str.replace(r" \(.*\)$", "") == bare):
        found = regions.filter(same)
        if found.height:
            now = found.filter("current")
            return (now if now.height else found)["region"].to_list()
    return []


def _unclear(regions: pl.DataFrame, name: str, found: list[str]) -> str:
    if found:
        message = _("Er zijn meer regio's met de naam '{name}': noem een code, {codes}.")
        return message.format(name=name, codes=", ".join(_described(regions, found)))
    pairs = list(regions.select("region", "name").iter_rows())
    likely = ((text, code, own) for code, own in pairs for text in (own, code) if _may_mean(name, text))
    known = {text.lower(): f"{own} ({code})" for text, code, own in likely}
    guess = next((known[each] for each in get_close_matches(name.lower(), known, 1, 0.7)), "")
    hint = suggestion(guess, _("`welvaart regions` toont alle regio's."))
    return _("Onbekende regio '{text}'. {hint}").format(text=name, hint=hint)


def _may_mean(typed: str, known: str) -> bool:
    """Codes that differ in a digit are of other regions, however alike they look."""
    digits = re.sub(r"\D", "", known)
    return not digits or digits == re.sub(r"\D", "", typed)


def _described(regions: pl.DataFrame, codes: Sequence[str]) -> list[str]:
    """Each region with what tells it from others: its code, name, level, and the region above it, where known."""
    names = dict(regions.select("region", "name").iter_rows())
    rows = {each["region"]: each for each in regions.filter(pl.col("region").is_in(codes)).iter_rows(named=True)}
    described = []
    for code in codes:
        level, parent = (rows[code].get(key) for key in ("level", "parent"))
        word = pick(REGION_LEVELS[level]) if level in REGION_LEVELS else level
        parts = (names[code], word, names.get(parent))
        described.append(f"{code} ({', '.join(part for part in parts if part)})")
    return described
