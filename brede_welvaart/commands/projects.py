"""The commands about projects: begin, check, score, report."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

import brede_welvaart as bw
from brede_welvaart.commands.options import AS_OF, OUTPUT, THEME, format_option, formats_option, load_tree
from brede_welvaart.commands.printing import print_json, print_lines, print_written, shown
from brede_welvaart.errors import BatchFault, InputFault, UsageFault
from brede_welvaart.language import _

if TYPE_CHECKING:
    from brede_welvaart.batch import Outcome
    from brede_welvaart.delivery import Written


@click.command()
@click.argument("name", metavar="NAAM")
@click.option("--title", default="", help="Titel van het project.")
@click.option("--region", default="", metavar="REGIO", help="Gemeente of regio, als code of naam.")
@click.option("--owner", default="", help="Wie de beoordeling maakt, bijvoorbeeld de gemeente.")
@click.option("--alternative", "alternatives", multiple=True, help="Naam van een alternatief; mag vaker.")
@click.option("--workbook", "as_workbook", is_flag=True, help="Maak een werkboek voor Excel in deze map.")
@click.option("--from", "origin", metavar="PROJECT", help="Begin met alles wat dit project al heeft.")
@click.pass_context
def init(
    ctx: click.Context, name: str, title: str, region: str, owner: str, alternatives: tuple[str, ...],
    as_workbook: bool, origin: str | None,
) -> None:  # fmt: skip
    """Begin een nieuw project: een bestand met uitleg, of een werkboek voor Excel."""
    from brede_welvaart.workbook import Answers  # noqa: PLC0415 -- keeps `--help` quick

    tree = load_tree(ctx)
    answers = Answers(title, region, owner, alternatives)
    if not (as_workbook or origin) and sys.stdin.isatty():
        answers = Answers(
            title or _ask(_("Titel van het project")),
            region or _ask(_("Gemeente of regio")),
            owner or _ask(_("Wie maakt de beoordeling?")),
            alternatives or tuple(_ask(_("Alternatieven, met puntkomma's ertussen")).split(";")),
        )
    click.echo(shown(bw.init(tree, name, answers, as_workbook=as_workbook, origin=origin)))


def _ask(question: str) -> str:
    """The answer of the person at the terminal; empty takes the default."""
    return str(click.prompt(question, default="", show_default=False, err=True))


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="BESTAND.xlsx")
@click.option("--name", help="Naam van het project (standaard die van het bestand).")
@click.option("--replace", is_flag=True, help="Vervang het project als het al bestaat.")
@click.pass_context
def import_file(ctx: click.Context, file: Path, name: str | None, replace: bool) -> None:
    """Lees een ingevuld werkboek in, en maak er een projectbestand van."""
    click.echo(shown(bw.import_workbook(load_tree(ctx), file, name, replace=replace)))


@click.command()
@click.argument("paths", nargs=-1, metavar="[PAD]...")
@format_option("table", "json")
@click.option("--strict", is_flag=True, help="Ook aandachtspunten van projecten tellen als fout.")
@click.pass_context
def check(ctx: click.Context, paths: tuple[str, ...], form: str, strict: bool) -> None:
    """Controleer definities, cijfers en projecten."""
    result = bw.check(ctx.obj, paths)
    if form == "json":
        print_json(result.as_dict())
    else:
        for line in result.lines():
            click.echo(line)
    if result.findings or (strict and result.remarks):
        ctx.exit(InputFault.exit_code)


@click.command()
@click.argument("project")
@format_option("table", "json", "csv")
@AS_OF
@click.pass_context
def score(ctx: click.Context, project: str, form: str, as_of: date | None) -> None:
    """Toon de scores van een project, per thema, alternatief en scenario."""
    from brede_welvaart.reporting import project_records, records  # noqa: PLC0415 -- keeps `--help` quick

    tree = load_tree(ctx)
    scored = bw.score(tree, project, as_of)
    if form == "json":
        print_json(project_records.score_record(scored, tree))
    elif form == "csv":
        click.echo(records.as_csv(scored.review.cells), nl=False)
    else:
        print_lines(project_records.score_lines(scored, tree))


@click.command()
@click.argument("projects", nargs=-1, metavar="[PROJECT]...")
@click.option("--all", "everything", is_flag=True, help="Alle projecten.")
@formats_option("html,pdf")
@OUTPUT
@click.option("--jobs", type=click.IntRange(min=1), help="Aantal processen (standaard: een per rekenkern).")
@click.option("--cluster", default="", metavar="ADRES", help="Reken op een Dask-cluster met dezelfde bestanden.")
@AS_OF
@THEME
@click.pass_context
def report(
    ctx: click.Context,
    projects: tuple[str, ...],
    everything: bool,
    formats: str,
    output: Path | None,
    jobs: int | None,
    cluster: str,
    as_of: date | None,
    theme: Path | None,
) -> None:
    """Maak het rapport van een of meer projecten."""
    tree = load_tree(ctx)
    names = bw.project_names(tree) if everything else list(projects)
    if not names:
        listing = ", ".join(bw.project_names(tree)) or _("(geen)")
        raise UsageFault(_("Noem een project of kies --all. Er zijn: {listing}.").format(listing=listing))
    order = bw.Order(_listed(formats), output, as_of, theme)
    if len(names) == 1 and not cluster:
        return print_written(bw.report(tree, names[0], order))
    return _print_outcomes(bw.reports(tree, names, order, jobs, cluster))


@click.command()
@click.argument("project")
@formats_option("docx,odt,md,html,svg,png")
@click.option(
    "--template", "templates", multiple=True, metavar="BESTAND", type=click.Path(path_type=Path),
    help="Uw eigen sjabloon (.docx of .odt); mag vaker.",
)  # fmt: skip
@OUTPUT
@AS_OF
@THEME
@click.pass_context
def memo(
    ctx: click.Context,
    project: str,
    formats: str,
    templates: tuple[Path, ...],
    output: Path | None,
    as_of: date | None,
    theme: Path | None,
) -> None:
    """Maak de alinea, de tabel en de figuur voor een raadsvoorstel."""
    print_written(bw.memo(load_tree(ctx), project, bw.Order(_listed(formats), output, as_of, theme), templates))


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@format_option("table", "json")
@click.pass_context
def verify(ctx: click.Context, dossier: Path, form: str) -> None:
    """Bereken een geleverd rapport opnieuw uit zijn dossier, en vergelijk."""
    result = bw.verify(dossier)
    print_json(result.as_dict()) if form == "json" else print_lines(result.lines())
    if result.differences:
        ctx.exit(InputFault.exit_code)


def _listed(formats: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in formats.split(",") if part.strip())


def _print_outcomes(outcomes: Iterator[Outcome[Written]]) -> None:
    """What a batch gives, project by project; its faults are all shown before it fails."""
    failed, total = [], 0
    for outcome in outcomes:
        total += 1
        if outcome.result is None:
            failed.append(outcome.name)
            click.echo(f"{outcome.name}: {outcome.fault}", err=True)
        else:
            print_written(outcome.result)
    if failed:
        sentence = _("{count} van {total} mislukt: {names}.")
        raise BatchFault(sentence.format(count=len(failed), total=total, names=", ".join(failed)))
