"""Which region a user means, who may name it by its code or by its name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import polars as pl

from brede_welvaart.errors import UsageFault, suggestion
from brede_welvaart.language import _


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
    for same in (own == wanted, own.str.replace(r" \(.*\)$", "") == wanted):
        found = regions.filter(same)
        if found.height:
            now = found.filter("current")
            return (now if now.height else found)["region"].to_list()
    return []


def _unclear(regions: pl.DataFrame, name: str, found: list[str]) -> str:
    if found:
        message = _("Er zijn meer regio's met de naam '{name}': noem een code, {codes}.")
        return message.format(name=name, codes=", ".join(found))
    pairs = list(regions.select("region", "name").iter_rows())
    known = {text.lower(): f"{own} ({code})" for code, own in pairs for text in (own, code)}
    guess = next((known[each] for each in get_close_matches(name.lower(), known, 1, 0.7)), "")
    hint = suggestion(guess, _("`welvaart regions` toont alle regio's."))
    return _("Onbekende regio '{text}'. {hint}").format(text=name, hint=hint)
