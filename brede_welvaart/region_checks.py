"""Whether figures, the list of regions and their changes speak of the same regions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import polars as pl

from brede_welvaart.errors import Finding, InputFault
from brede_welvaart.language import _
from brede_welvaart.validation import unknown

REGIONS_FILE = "sources/regions.csv"
CHANGES_FILE = "sources/changes.csv"
NEW_WITHIN = 1
"""Years between the start of a code and the division in which it takes over."""


def check_codes(begins: pl.DataFrame, regions: pl.DataFrame, changes: pl.DataFrame) -> None:
    """Check the codes of figures and changes against each other and the list of regions.

    `begins` has region, source and division: the earliest one that the source has a figure of the region in, or null.
    `regions` are the listed ones (region, valid_from), `changes` as in `region_tables.CHANGES`. Raises InputFault with
    every code of figures that differs from a listed one by letter case only, every code of a change that nobody knows,
    and every change that would take the place of figures of its target.
    """
    listed = regions["region"].to_list()
    findings = [*_miscased(begins, listed)]
    known = {*listed, *begins["region"]}
    findings += _unknown_codes(changes, known)
    first = dict(begins.group_by("region").agg(pl.col("division").min()).drop_nulls().iter_rows())
    starts = dict(regions.select("region", "valid_from").drop_nulls().iter_rows())
    findings += _overwritten(changes, first, starts)
    if findings:
        raise InputFault(findings)


def _miscased(begins: pl.DataFrame, listed: Collection[str]) -> Iterator[Finding]:
    meant = {code.casefold(): code for code in listed}
    for region, source in begins.filter(~pl.col("region").is_in(list(listed))).select("region", "source").iter_rows():
        if (code := meant.get(region.casefold())) is not None:
            expected = _("'{code}', zoals in {file}").format(code=code, file=REGIONS_FILE)
            remedy = _("Schrijf de code met dezelfde hoofdletters.")
            yield Finding(f"sources/{source}.yaml", _("cijfers"), f"'{region}'", expected, remedy)


def _unknown_codes(changes: pl.DataFrame, known: Collection[str]) -> Iterator[Finding]:
    for origin, target, year in changes.select("from", "to", "year").iter_rows():
        for column, code in (("from", origin), ("to", target)):
            if code not in known:
                place = _("{origin} naar {target} in {year}, kolom {column}").format(
                    origin=origin, target=target, year=year, column=column
                )
                yield unknown(CHANGES_FILE, place, code, sorted(known))


def _overwritten(changes: pl.DataFrame, first: Mapping[str, int], starts: Mapping[str, str]) -> Iterator[Finding]:
    """Targets with figures of before a change that has no line from them, unless they began with that change.

    A code may begin in the year before: a division is that of 1 January, and a name can change in its course.
    """
    lines = changes.group_by("to", "year", maintain_order=True).agg(pl.col("from"))
    accounted = {*changes.select("from", "year").iter_rows()}
    for target, year, origins in lines.iter_rows():
        begins_then = int(starts.get(target, "0")[:4]) >= year - NEW_WITHIN
        if first.get(target, year) < year and (target, year) not in accounted and not begins_then:
            place = _("{origin} naar {target} in {year}").format(origin=", ".join(origins), target=target, year=year)
            found = _("cijfers van {target} zelf vanaf {first}, die zouden vervallen").format(
                target=target, first=first[target]
            )
            expected = _("ook een regel van {target} naar {target} in {year}").format(target=target, year=year)
            remedy = _("Voeg die regel toe; is de code toen ontstaan, zet dan haar begin in `valid_from` van {file}.")
            yield Finding(CHANGES_FILE, place, found, expected, remedy.format(file=REGIONS_FILE))
