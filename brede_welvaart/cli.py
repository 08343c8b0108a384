"""The command line: read arguments, call one function of the public API, print."""

from __future__ import annotations

import errno
import gettext
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

import click

import brede_welvaart as bw
from brede_welvaart.errors import BatchFault, InputFault, SourceFault, UsageFault, WelvaartError
from brede_welvaart.language import CATALOGUES, LANGUAGES, _, speaking

if TYPE_CHECKING:
    from brede_welvaart.adapters.task import Outcome as SourceOutcome
    from brede_welvaart.batch import Outcome
    from brede_welvaart.definitions import Tree
    from brede_welvaart.delivery import Written

INTERRUPTED = 130
LEVELS = ("indicator", "theme", "overall")


class IsoDate(click.ParamType[date]):
    """A date as 2026-11-23."""

    name = "jjjj-mm-dd"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(_("'{value}' is geen datum; verwacht bijvoorbeeld 2026-11-23.").format(value=value), param, ctx)


class Year(click.ParamType[str]):
    """A year as 2024."""

    name = "jjjj"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not re.fullmatch(r"\d{4}", str(value)):
            self.fail(_("'{value}' is geen jaar; verwacht bijvoorbeeld 2024.").format(value=value), param, ctx)
        return str(value)


AS_OF = click.option(
    "--as-of", type=IsoDate(), metavar="JJJJ-MM-DD", help="Peildatum voor de ouderdom van cijfers (standaard vandaag)."
)
TO_FILE = click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="BESTAND", help="Schrijf naar dit bestand."
)


def format_option(*formats: str) -> Callable[[Any], Any]:
    """The `--format` option with these choices, the first being the default."""
    return click.option("--format", "form", type=click.Choice(formats), default=formats[0], help="Vorm van de uitvoer.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--root", type=click.Path(path_type=Path), help="Map met indicators/ en sources/ van uw gemeente.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="nl", help="Taal van berichten en rapporten.")
@click.version_option(package_name="brede-welvaart", prog_name="welvaart", help="Toon de versie.")
@click.pass_context
def cli(ctx: click.Context, root: Path | None, lang: str) -> None:  # noqa: ARG001 -- main() reads it before click
    """Weeg plannen van uw gemeente op brede welvaart."""
    ctx.obj = root


def load_tree(ctx: click.Context) -> Tree:
    """The tree that `--root` names, loaded."""
    return bw.load(ctx.obj)


@cli.command()
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
    click.echo(_shown(bw.init(tree, name, answers, as_workbook=as_workbook, origin=origin)))


def _ask(question: str) -> str:
    """The answer of the person at the terminal; empty takes the default."""
    return str(click.prompt(question, default="", show_default=False, err=True))


@cli.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="BESTAND.xlsx")
@click.option("--name", help="Naam van het project (standaard die van het bestand).")
@click.option("--replace", is_flag=True, help="Vervang het project als het al bestaat.")
@click.pass_context
def import_file(ctx: click.Context, file: Path, name: str | None, replace: bool) -> None:
    """Lees een ingevuld werkboek in, en maak er een projectbestand van."""
    click.echo(_shown(bw.import_workbook(load_tree(ctx), file, name, replace=replace)))


@cli.command()
@click.argument("paths", nargs=-1, metavar="[PAD]...")
@format_option("table", "json")
@click.option("--strict", is_flag=True, help="Ook aandachtspunten van projecten tellen als fout.")
@click.pass_context
def check(ctx: click.Context, paths: tuple[str, ...], form: str, strict: bool) -> None:
    """Controleer definities, cijfers en projecten."""
    result = bw.check(ctx.obj, paths)
    if form == "json":
        _print_json(result.as_dict())
    else:
        for line in result.lines():
            click.echo(line)
    if result.findings or (strict and result.remarks):
        ctx.exit(InputFault.exit_code)


@cli.command()
@click.argument("regions", nargs=-1, metavar="[REGIO]...")
@click.option("--all", "everything", is_flag=True, help="Alle regio's.")
@click.option("--peers", metavar="GROEP", help="Naast: een kolom, waarde of niveau uit regions.csv, of codes.")
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
    _deliver(render(found, tree, form, level), output)


@cli.command()
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
    _deliver(render_trace(bw.explain(tree, name, part, as_of), tree, form), output)


@cli.command()
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
    _deliver(render_comparison(bw.compare(tree, a, b, region, as_of), tree, form), output)


@cli.command()
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
        _print_json(project_records.score_record(scored, tree))
    elif form == "csv":
        click.echo(records.as_csv(scored.review.cells), nl=False)
    else:
        _print_lines(project_records.score_lines(scored, tree))


OUTPUT = click.option("--output", type=click.Path(path_type=Path), help="Map voor de bestanden.")


THEME = click.option(
    "--theme", type=click.Path(path_type=Path), metavar="BESTAND", help="Uw huisstijl: een CSS-bestand."
)


def formats_option(default: str) -> Callable[[Any], Any]:
    """The `--formats` option with this default."""
    return click.option("--formats", default=default, help="Vormen, met komma's ertussen.", show_default=True)


@cli.command()
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
        return _print_written(bw.report(tree, names[0], order))
    return _print_outcomes(bw.reports(tree, names, order, jobs, cluster))


@cli.command()
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
    _print_written(bw.memo(load_tree(ctx), project, bw.Order(_listed(formats), output, as_of, theme), templates))


@cli.command()
@OUTPUT
@AS_OF
@click.pass_context
def export(ctx: click.Context, output: Path | None, as_of: date | None) -> None:
    """Schrijf alle cijfers en scores als datapakket (CSV met beschrijving)."""
    _print_written(bw.export(load_tree(ctx), output, as_of))


@cli.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@format_option("table", "json")
@click.pass_context
def verify(ctx: click.Context, dossier: Path, form: str) -> None:
    """Bereken een geleverd rapport opnieuw uit zijn dossier, en vergelijk."""
    result = bw.verify(dossier)
    _print_json(result.as_dict()) if form == "json" else _print_lines(result.lines())
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
            _print_written(outcome.result)
    if failed:
        sentence = _("{count} van {total} mislukt: {names}.")
        raise BatchFault(sentence.format(count=len(failed), total=total, names=", ".join(failed)))


def _print_written(written: Written) -> None:
    for path in written.paths:
        click.echo(_shown(path))
    for warning in written.warnings:
        click.echo(warning, err=True)


@cli.command()
@click.argument("names", nargs=-1, metavar="[BRON]...")
@click.option("--source", "more", multiple=True, metavar="BRON", help="Alleen deze bron; mag vaker.")
@click.option("--since", type=Year(), metavar="JAAR", help="Alleen cijfers vanaf dit jaar.")
@click.option("--dry-run", is_flag=True, help="Toon wat zou wijzigen, en bewaar niets.")
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

    tree, listings = load_tree(ctx), _listings()
    outcomes: list[SourceOutcome] = []
    try:
        with progress() as on_answer:
            options = Options(since=since, dry_run=dry_run, again=rebuild)
            outcomes.extend(bw.update(tree, [*names, *more], options, on_answer))
    finally:  # what was done is told, also when the rest was stopped
        _print_json(listings.outcome_rows(outcomes)) if form == "json" else _print_lines(
            listings.outcome_lines(outcomes)
        )
    if failed := [outcome.source for outcome in outcomes if outcome.state == "mislukt"]:
        raise SourceFault(
            _("Niet gelukt: {names}. De cijfers die er waren blijven in gebruik.").format(names=", ".join(failed))
        )


@cli.command()
@format_option("table", "json")
@AS_OF
@click.pass_context
def sources(ctx: click.Context, form: str, as_of: date | None) -> None:
    """Toon de bronnen, met licentie, ouderdom en dekking."""
    from brede_welvaart.reporting import sourcelist  # noqa: PLC0415 -- keeps `--help` quick

    tree = load_tree(ctx)
    rows = sourcelist.source_rows(tree, bw.coverage(tree), as_of)
    _print_json(rows) if form == "json" else _print_lines(sourcelist.source_lines(rows))


@cli.command()
@format_option("table", "json")
@click.pass_context
def indicators(ctx: click.Context, form: str) -> None:
    """Toon de indicatoren per thema, met richting en gewicht."""
    _print_rows(_listings().indicator_rows(load_tree(ctx)), form)


@cli.command()
@format_option("table", "json")
@click.pass_context
def regions(ctx: click.Context, form: str) -> None:
    """Toon de regio's die de cijfers kennen."""
    _print_rows(bw.regions(load_tree(ctx)).to_dicts(), form)


def _listings() -> ModuleType:
    from brede_welvaart.reporting import listings  # noqa: PLC0415 -- keeps `--help` quick

    return listings


def _print_rows(rows: Sequence[Mapping[str, Any]], form: str) -> None:
    _print_json(rows) if form == "json" else _print_lines(_listings().table_lines(rows))


def _deliver(content: str | bytes, output: Path | None) -> None:
    """Print a text, or write a file as a whole."""
    if output is not None:
        from brede_welvaart.resources import write_whole  # noqa: PLC0415 -- keeps `--help` quick

        write_whole(output, content.encode() if isinstance(content, str) else content)
    elif isinstance(content, bytes):
        raise UsageFault(_("Deze vorm is geen tekst: noem een bestand met --output."))
    else:
        click.echo(content, nl=False)


def _print_json(value: object) -> None:
    click.echo(_listings().as_json(value))


def _print_lines(lines: Iterator[str] | Sequence[str]) -> None:
    for line in lines:
        click.echo(line)


def _shown(path: Path) -> str:
    """The path as a user types it: relative to the current folder where that is shorter."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def main() -> None:
    """Run the command line, turning every foreseen fault into one message and an exit code."""
    language = _asked_language(sys.argv)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("welvaart", CATALOGUES)
    gettext.textdomain("welvaart")
    with speaking(language):
        _translate_help(cli)
        sys.exit(_run())


def _run() -> int:
    try:
        return int(cli.main(prog_name="welvaart", standalone_mode=False) or 0)
    except WelvaartError as fault:
        click.echo(str(fault), err=True)
        return fault.exit_code
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(_("Afgebroken; er is niets half geschreven."), err=True)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as fault:
        click.echo(_os_message(fault), err=True)
        return InputFault.exit_code


def _os_message(fault: OSError) -> str:
    reasons = {
        errno.ENOSPC: _("de schijf is vol"),
        errno.EACCES: _("u hebt hier geen rechten"),
        errno.EROFS: _("deze map is alleen-lezen"),
    }
    reason = reasons.get(fault.errno or 0, fault.strerror or str(fault))
    return _("{file}: {reason}. Er is niets half geschreven.").format(file=fault.filename or "?", reason=reason)


def _asked_language(arguments: Sequence[str]) -> str:
    """The language of `--lang`, known before click parses so that help and usage faults speak it too."""
    for first, second in zip(arguments, [*arguments[1:], ""], strict=True):
        asked = first.removeprefix("--lang=") if first.startswith("--lang=") else second if first == "--lang" else ""
        if asked in LANGUAGES:
            return asked
    return LANGUAGES[0]


def _translate_help(command: click.Command) -> None:
    command.help = _(command.help) if command.help else None
    for parameter in command.params:
        parameter.metavar = _(parameter.metavar) if parameter.metavar else None
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = _(parameter.help)
    for child in cast("dict[str, click.Command]", getattr(command, "commands", {})).values():
        _translate_help(child)
