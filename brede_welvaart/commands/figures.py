"""The commands about figures: where regions stand, where figures come from, and renewing them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

import brede_welvaart as bw
from brede_welvaart.commands.options import AS_OF, OUTPUT, TO_FILE, Year, format_option, load_tree
from brede_welvaart.commands.printing import deliver, listings, print_json, print_lines, print_rows, print_written
from brede_welvaart.errors import SourceFault
from brede_welvaart.language import _

if TYPE_CHECKING:
    from brede_welvaart.adapters.task import Outcome as SourceOutcome


LEVELS = ("indicator", "theme", "overall")


@click.command()
@click.argument("regions", nargs=-1, metavar="[REGIO]...")
@click.option("--all", "everything", is_flag=True, help="Alle regio's.")
@click.option("--peers", metavar="GROEP", help="Naast: een kolom, waarde of niveau uit regions.csv, of regio's (A,B).")
@click.option("--uncertainty", is_flag=True, help="Toon ook het gevoeligheidsbereik van scores en rangen.")
@click.option("--level", type=click.Choice(LEVELS), default=LEVELS[0], help="Rijen van CSV of Parquet.")
@format_option("table", "json", "csv", "parquet")
@TO_FILE
@AS_OF
@click.pass_context
def context(
    ctx: click.Context, regions: tuple[str, ...], everything: bool, peers: str | None, uncertainty: bool, level: str,
    form: str, output: Path | None, as_of: date | None,
) -> None:  # fmt: skip
    """Toon waar regio's staan, per thema en indicator."""
    from brede_welvaart.reporting.standings import render  # noqa: PLC0415 -- keeps `--help` quick

    tree = load_tree(ctx)
    found = bw.overview(tree, None if everything else regions, as_of, peers, uncertainty)
    deliver(render(found, tree, form, level), output)


@click.command()
@click.argument("name", metavar="NAAM")
@click.argument("part", metavar="ONDERDEEL")
@format_option("table", "json", "csv")
@TO_FILE
@AS_OF
@click.pass_context
def explain(
    ctx: click.Context, name: str, part: str, form: str, output: Path | None, as_of: date | None
) -> None:  # fmt: skip
    """Reken een score na, van een regio of een project.

    NAAM is een regio of een project. ONDERDEEL is een thema of een indicator; bij een regio ook de totaalscore
    (overall).
    """
    from brede_welvaart.reporting.traces import render_trace  # noqa: PLC0415 -- keeps `--help` quick

    tree = load_tree(ctx)
    deliver(render_trace(bw.explain(tree, name, part, as_of), tree, form), output)


@click.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--region", metavar="REGIO", help="De regio, als A en B alleen een jaar, datum of methodebestand noemen.")
@format_option("table", "json", "csv")
@TO_FILE
@AS_OF
@click.pass_context
def compare(
    ctx: click.Context, a: str, b: str, region: str | None, form: str, output: Path | None, as_of: date | None
) -> None:
    """Verklaar een verschil: wat veranderde er van A naar B, en waardoor?

    A en B zijn regio's, of twee projecten. Zet achter een regio met @ een jaar (GM0141@2019), de datum waarop cijfers
    bekend waren (GM0141@2026-01-31) of een ander methodebestand (GM0141@eigen.yaml).
    """
    from brede_welvaart.reporting.traces import render_comparison  # noqa: PLC0415 -- keeps `--help` quick

    tree = load_tree(ctx)
    deliver(render_comparison(bw.compare(tree, a, b, region, as_of), tree, form), output)


@click.command()
@click.argument("names", nargs=-1, metavar="[BRON]...")
@click.option("--source", "more", multiple=True, metavar="BRON", help="Alleen deze bron; mag vaker.")
@click.option("--since", type=Year(), metavar="JAAR", help="Alleen cijfers vanaf dit jaar.")
@click.option("--dry-run", is_flag=True, help="Toon wat zou wijzigen, en bewaar geen cijfers.")
@click.option("--rebuild", is_flag=True, help="Lees alles opnieuw en bouw het rekenbestand opnieuw.")
@format_option("table", "json")
@click.pass_context
def update(
    ctx: click.Context, names: tuple[str, ...], more: tuple[str, ...], since: str | None, dry_run: bool, rebuild: bool,
    form: str,
) -> None:  # fmt: skip
    """Haal nieuwe cijfers op. Dit is de enige opdracht die het netwerk gebruikt."""
    from brede_welvaart.adapters.task import Options  # noqa: PLC0415 -- keeps `--help` quick
    from brede_welvaart.reporting.progress import progress  # noqa: PLC0415

    tree, lists = load_tree(ctx), listings()
    outcomes: list[SourceOutcome] = []
    try:
        with progress() as on_answer:
            options = Options(since=since, dry_run=dry_run, again=rebuild)
            outcomes.extend(bw.update(tree, [*names, *more], options, on_answer))
    finally:  # what was done is told, also when the rest was stopped
        print_json(lists.outcome_rows(outcomes)) if form == "json" else print_lines(lists.outcome_lines(outcomes))
    if failed := [outcome.source for outcome in outcomes if outcome.state == "mislukt"]:
        raise SourceFault(
            _("Niet gelukt: {names}. De cijfers die er waren blijven in gebruik.").format(names=", ".join(failed))
        )


@click.command()
@format_option("table", "json")
@AS_OF
@click.pass_context
def sources(ctx: click.Context, form: str, as_of: date | None) -> None:
    """Toon de bronnen, met licentie, ouderdom en dekking."""
    from brede_welvaart.reporting import sourcelist  # noqa: PLC0415 -- keeps `--help` quick

    tree = load_tree(ctx)
    rows = sourcelist.source_rows(tree, bw.coverage(tree), as_of)
    print_json(rows) if form == "json" else print_lines(sourcelist.source_lines(rows))


@click.command()
@format_option("table", "json")
@click.pass_context
def indicators(ctx: click.Context, form: str) -> None:
    """Toon de indicatoren per thema, met richting en gewicht."""
    print_rows(listings().indicator_rows(load_tree(ctx)), form)


@click.command()
@format_option("table", "json")
@click.pass_context
def regions(ctx: click.Context, form: str) -> None:
    """Toon de regio's die de cijfers kennen."""
    print_rows(bw.regions(load_tree(ctx)).to_dicts(), form)


@click.command()
@OUTPUT
@AS_OF
@click.pass_context
def export(ctx: click.Context, output: Path | None, as_of: date | None) -> None:
    """Schrijf alle cijfers en scores als datapakket (CSV met beschrijving)."""
    print_written(bw.export(load_tree(ctx), output, as_of))
