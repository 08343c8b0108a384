"""What leaves the house: reports and memos, made whole in memory and then written, each file whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from brede_welvaart import batch
from brede_welvaart.definition_parts import doubles
from brede_welvaart.definitions import Tree
from brede_welvaart.errors import UsageFault, refusal
from brede_welvaart.language import _
from brede_welvaart.pipeline import Scored, material, read_figures, score, templates_folder
from brede_welvaart.projects import SUFFIXES
from brede_welvaart.reporting import listings, project_records, records
from brede_welvaart.reporting.context import make_page
from brede_welvaart.reporting.house_style import read_style
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.memo import Memo, make_memo
from brede_welvaart.reporting.memo_names import read_templates
from brede_welvaart.reporting.page import Page
from brede_welvaart.reporting.plate import Plate, plate
from brede_welvaart.resources import output_folder, write_whole
from brede_welvaart.scoring.figures import Figures

Files = Mapping[str, bytes]
"""Contents by what follows the project's name in the file name."""


@dataclass(frozen=True)
class Order:
    """What is asked for: the formats, the folder to write in, the date from which ages count, and a house style."""

    formats: tuple[str, ...] = ("html", "pdf")
    output: Path | None = None
    as_of: date | None = None
    theme: Path | None = None


@dataclass(frozen=True)
class Parcel:
    """What was made for one project but is not yet written, and what its reader must know."""

    name: str
    files: Files
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Written:
    """The files that were written, and what their reader must know."""

    paths: tuple[Path, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Making:
    """A scored project on its way to its formats, which share what they are made from."""

    scored: Scored
    tree: Tree
    order: Order

    @cached_property
    def material(self) -> Material:
        """What all formats are made from."""
        return material(self.scored, self.tree, self.order.theme)

    @cached_property
    def page(self) -> Page:
        """Everything that the report says, its figures drawn."""
        return make_page(self.material)

    @cached_property
    def memo(self) -> Memo:
        """Everything that the memo says, its figure drawn."""
        return make_memo(self.material)

    @cached_property
    def plates(self) -> tuple[Plate, ...]:
        """Every figure of the report, each to stand on its own."""
        return tuple(plate(self.material, picture) for picture in self.page.pictures)


def report(tree: Tree, name: str, order: Order | None = None) -> Written:
    """Write the report of a project in the formats of the order (of FORMATS; `alles` for most) to `<output>/<id>/`.

    `name` is an id or a project file. Raises UsageFault for an unknown format, InputFault for an unfit house style, and
    what `score` raises.
    """
    order = _checked(tree, order or Order())
    return _write(tree, order, _compose(order, tree, name, read_figures(tree, outdated=False)))


def reports(
    tree: Tree, names: Sequence[str], order: Order, jobs: int | None = None, cluster: str = ""
) -> Iterator[batch.Outcome[Written]]:
    """Write the reports of several projects over several processes (default: one per core) or a cluster.

    The fault of one project does not touch the others. Raises UsageFault for an unknown format and for two files of one
    name, InputFault for an unfit house style. See `batch.run`.
    """
    order = _checked(tree, order)
    _refuse_one_folder(names)
    _figures(tree)  # one process builds the store where that is needed, and not all of them at once
    for made in batch.run(partial(_compose_there, tree, order), names, jobs or batch.cores(), cluster):
        if made.result is None:
            yield batch.Outcome(made.name, None, made.fault)
        else:
            yield _delivered(tree, order, made.result)


def _refuse_one_folder(names: Sequence[str]) -> None:
    """Raise UsageFault if the reports of two of these ids and files would be written over each other."""
    ids = ((name, Path(name).stem if Path(name).suffix in SUFFIXES else name) for name in names)
    for first, later in doubles(ids):
        message = _("Het rapport van '{later}' komt over dat van '{first}' heen. Geef een van beide een andere naam.")
        raise UsageFault(message.format(first=first, later=later))


def _checked(tree: Tree, order: Order) -> Order:
    """The order with its formats written out, once it is known that all of it can be done."""
    read_style(templates_folder(tree), order.theme)
    return replace(order, formats=chosen_formats(order.formats))


def chosen_formats(formats: Sequence[str]) -> tuple[str, ...]:
    """The formats of a report by name, `alles` written out; raises UsageFault for an unknown one."""
    written_out = [each for form in formats for each in (EVERYTHING if form in ("alles", "all") else (form,))]
    return _known(written_out, (*FORMATS,))


def memo(tree: Tree, name: str, order: Order, templates: Sequence[Path] = ()) -> Written:
    """Write the memo of a project in the given formats (of MEMO_FORMATS) to `<output>/<name>/`.

    `templates` are Word or OpenDocument files of the municipality, which hold the names of `memo_names`. Raises
    UsageFault for an unknown format or an unfit template, InputFault with every fault of a template.
    """
    formats = _known(order.formats, tuple(MEMO_FORMATS))
    own = read_templates(templates, formats)
    making = Making(score(tree, name, order.as_of), tree, order)
    files: dict[str, bytes] = {}
    for form in formats:
        files |= MEMO_FORMATS[form](making, own)
    return _write(
        tree, order, Parcel(making.scored.name, files, tuple(each for each in (making.memo.warning,) if each))
    )


def _known(formats: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    for form in formats or ("",):
        if form not in known:
            message = _("Onbekende vorm '{form}'; verwacht een of meer van: {known}.")
            raise UsageFault(message.format(form=form, known=", ".join(known)))
    return tuple(dict.fromkeys(formats))


def _compose_there(tree: Tree, order: Order, name: str) -> Parcel:
    """Make a report in a process of a batch, which reads figures once."""
    from brede_welvaart.reporting.pdf import forget  # noqa: PLC0415 -- each format loads what it needs

    parcel = _compose(order, tree, name, _figures(tree))
    if "pdf" in order.formats:
        forget()
    return parcel


_figures_of: dict[tuple[Path, str, str], Figures] = {}


def _figures(tree: Tree) -> Figures:
    """The figures of a tree, kept until those of another one are asked for."""
    key = tree.root, tree.fingerprint, tree.method_hash
    if key not in _figures_of:
        _figures_of.clear()
        _figures_of[key] = read_figures(tree, outdated=False)
    return _figures_of[key]


def _compose(order: Order, tree: Tree, name: str, figures: Figures) -> Parcel:
    making = Making(score(tree, name, order.as_of, figures), tree, order)
    files: dict[str, bytes] = {}
    for form in order.formats:
        files |= FORMATS[form](making)
    return Parcel(making.scored.name, files)


def _html(making: Making) -> Files:
    from brede_welvaart.reporting.html import render_html  # noqa: PLC0415 -- each format loads what it needs

    return {".html": render_html(making.page, making.material.templates).encode()}


def _pdf(making: Making) -> Files:
    from brede_welvaart.reporting.pdf import Enclosed, write_pdf  # noqa: PLC0415 -- as above

    scored = making.scored
    enclosed = (
        Enclosed(scored.file.name, "application/yaml", _("Projectbestand"), scored.file.read_bytes()),
        Enclosed(f"{scored.name}.json", "application/json", _("Alle scores"), _json(making)[".json"]),
    )
    return {".pdf": write_pdf(making.page, making.material.templates, scored.context.as_of, enclosed)}


def _json(making: Making) -> Files:
    return {".json": listings.as_json(project_records.score_record(making.scored, making.tree)).encode()}


def _csv(making: Making) -> Files:
    return {".csv": records.as_csv(making.scored.review.cells).encode()}


def _xlsx(making: Making) -> Files:
    from brede_welvaart.reporting.numbers import sheets  # noqa: PLC0415 -- as above
    from brede_welvaart.reporting.spreadsheet import write_xlsx  # noqa: PLC0415 -- as above

    project, dated = making.scored.project, making.scored.context.as_of
    return {".xlsx": write_xlsx(sheets(making.material), project.title, project.illustration or "", dated)}


def _dossier(making: Making) -> Files:
    from brede_welvaart.reporting.dossier import write_dossier  # noqa: PLC0415 -- as above

    scored = making.scored
    scores = project_records.score_record(scored, making.tree)
    return {"-dossier.zip": write_dossier(making.tree, scored.file, scored.context.as_of, scores)}


def _svg(making: Making) -> Files:
    return {f"-{each.name}.svg": each.svg.encode() for each in making.plates}


def _png(making: Making) -> Files:
    return {f"-{each.name}.png": each.png for each in making.plates}


FORMATS: Mapping[str, Callable[[Making], Files]] = {
    "html": _html,
    "pdf": _pdf,
    "xlsx": _xlsx,
    "json": _json,
    "csv": _csv,
    "svg": _svg,
    "png": _png,
    "dossier": _dossier,
}
EVERYTHING = ("html", "pdf", "xlsx", "json", "csv", "svg", "png")


def _memo_docx(making: Making, templates: Files) -> Files:
    from brede_welvaart.reporting.memo_docx import memo_docx  # noqa: PLC0415 -- each format loads what it needs

    return {"-memo.docx": memo_docx(making.memo, *_template(making, templates, ".docx"))}


def _memo_odt(making: Making, templates: Files) -> Files:
    from brede_welvaart.reporting.memo_odt import memo_odt  # noqa: PLC0415 -- as above

    return {"-memo.odt": memo_odt(making.memo, *_template(making, templates, ".odt"))}


def _template(making: Making, templates: Files, suffix: str) -> tuple[bytes, str]:
    """The municipality's own template of this kind, else the one that ships; and its name."""
    for name, content in templates.items():
        if name.lower().endswith(suffix):
            return content, name
    name = f"memo{suffix}"
    return (making.material.templates / "memo" / name).read_bytes(), name


def _memo_markdown(making: Making, _templates: Files) -> Files:
    from brede_welvaart.reporting.memo_markup import memo_markdown  # noqa: PLC0415 -- as above

    picture = "-memo.png"
    text = memo_markdown(making.memo, making.material.templates, making.scored.name + picture)
    return {"-memo.md": text, picture: making.memo.figure.png}


def _memo_html(making: Making, _templates: Files) -> Files:
    from brede_welvaart.reporting.memo_markup import memo_html  # noqa: PLC0415 -- as above

    return {"-memo.html": memo_html(making.memo, making.material.templates)}


def _memo_svg(making: Making, _templates: Files) -> Files:
    return {"-memo.svg": making.memo.figure.svg.encode()}


def _memo_png(making: Making, _templates: Files) -> Files:
    return {"-memo.png": making.memo.figure.png}


MEMO_FORMATS: Mapping[str, Callable[[Making, Files], Files]] = {
    "docx": _memo_docx,
    "odt": _memo_odt,
    "md": _memo_markdown,
    "html": _memo_html,
    "svg": _memo_svg,
    "png": _memo_png,
}


def _delivered(tree: Tree, order: Order, parcel: Parcel) -> batch.Outcome[Written]:
    try:
        return batch.Outcome(parcel.name, _write(tree, order, parcel))
    except OSError as fault:
        return batch.Outcome(parcel.name, None, refusal(fault))


def _write(tree: Tree, order: Order, parcel: Parcel) -> Written:
    folder = (order.output or output_folder(tree.root)) / parcel.name
    paths = [write_whole(folder / f"{parcel.name}{suffix}", content) for suffix, content in parcel.files.items()]
    return Written(tuple(paths), parcel.warnings)
