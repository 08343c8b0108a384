"""The names that a municipality's own template may use, and what stands in their place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path

from brede_welvaart.archive import MOST_BYTES
from brede_welvaart.errors import Finding, InputFault, UsageFault
from brede_welvaart.language import _
from brede_welvaart.reporting.format import day
from brede_welvaart.reporting.memo import Memo

BLOCKS = ("tabel", "figuur")
"""Names that stand on a line of their own, because a table or a figure comes in the place of that line."""
TEXTS = ("titel", "alinea", "tabelkop", "toelichting", "figuurkop", "bron", "datum", "merk")
NAMES = (*TEXTS, *BLOCKS)
LOOSE = re.compile(r"\{\{[^{}<>]{0,40}\}?|\{?[^{}<>]{0,40}\}\}")
PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def read_templates(paths: Sequence[Path], formats: Sequence[str]) -> dict[str, bytes]:
    """The templates by file name; raises UsageFault for one that fits none of the formats and for two of one kind.

    Raises InputFault for one that cannot be read.
    """
    kinds = [path.suffix.lower() for path in paths]
    if twice := sorted({kind for kind in kinds if kinds.count(kind) > 1}):
        message = _("Meer dan één sjabloon van de soort {kinds}; geef er van elke soort één.")
        raise UsageFault(message.format(kinds=", ".join(twice)))
    return {path.name: _read(path, formats) for path in paths}


def _read(path: Path, formats: Sequence[str]) -> bytes:
    if path.suffix.lower() not in {f".{form}" for form in formats if form in ("docx", "odt")}:
        message = _("Het sjabloon '{file}' past bij geen van de vormen {formats}; verwacht een .docx of .odt.")
        raise UsageFault(message.format(file=path.name, formats=", ".join(formats)))
    if not path.is_file():
        raise InputFault([Finding(str(path), "", _("geen bestand"), _("een sjabloon"))])
    if path.stat().st_size > MOST_BYTES:
        raise InputFault([Finding(str(path), "", _("een te groot bestand"), _("hooguit 100 MB"))])
    return path.read_bytes()


def texts(memo: Memo) -> dict[str, str]:
    """What each of TEXTS stands for."""
    return {
        "titel": memo.title,
        "alinea": memo.paragraph,
        "tabelkop": memo.table_caption,
        "toelichting": " ".join(memo.notes),
        "figuurkop": memo.figure_caption,
        "bron": memo.source,
        "datum": day(memo.dated),
        "merk": memo.mark,
    }


def check_names(parts: Sequence[str], file: str) -> None:
    """Raise InputFault for everything between braces that is not one of NAMES, and if none of them is used.

    `parts` are the texts of the template: its body first, then headers, footers and notes, which hold no blocks.
    """
    used = [[(found, name_in(found)) for found in PLACEHOLDER.findall(part)] for part in parts]
    findings = [_unknown(file, found) for part in used for found, name in part if name not in NAMES]
    findings += [_unclosed(file, found) for part in parts for found in LOOSE.findall(PLACEHOLDER.sub("", part))]
    findings += [_misplaced(file, name) for part in used[1:] for _found, name in part if name in BLOCKS]
    if not any(used):
        expected = _("minstens een van de namen {names}").format(names=_listed())
        findings.append(Finding(file, "", _("geen enkele naam"), expected))
    if findings:
        raise InputFault(dict.fromkeys(findings))


def name_in(placeholder: str) -> str:
    """The name between the braces."""
    return unescape(placeholder).strip("{}").strip()


def block_of(text: str) -> str | None:
    """The block that a text names, if any."""
    return next((name for found in PLACEHOLDER.findall(text) if (name := name_in(found)) in BLOCKS), None)


def misplaced_block(file: str, name: str) -> InputFault:
    """The fault of a block that shares its line with other text."""
    return InputFault([_misplaced(file, name)])


def _unknown(file: str, found: str) -> Finding:
    return Finding(file, "", unescape(found)[:80], _("een van de namen {names}").format(names=_listed()))


def _unclosed(file: str, found: str) -> Finding:
    return Finding(file, "", unescape(found), _("twee accolades voor een naam en twee erachter"))


def _misplaced(file: str, name: str) -> Finding:
    found = _("{name} tussen andere tekst, of in een kop- of voettekst").format(name=f"{{{{ {name} }}}}")
    return Finding(file, "", found, _("deze naam alleen op een regel in de tekst"))


def _listed() -> str:
    return ", ".join(f"{{{{ {name} }}}}" for name in NAMES)
