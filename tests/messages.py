"""The messages that readers see, gathered from code, templates and help, and kept in the catalogues.

`python -m tests.messages` (`make messages`) adds new messages to `welvaart.po`, drops old ones, and compiles.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from brede_welvaart.cli import cli
from brede_welvaart.language import CATALOGUES
from brede_welvaart.resources import PACKAGE

CODE = [("**.py", "python")]
TEMPLATES = [("**.jinja", "jinja2")]
OPTIONS = {"**.jinja": {"trim_blocks": "true", "extensions": "jinja2.ext.i18n"}}
WIDTH = 110


def own() -> Catalog:
    """Every message of the program, which is Dutch: in code, in templates, and in the help of the command line."""
    gathered = Catalog(charset="utf-8")
    for folder, method in ((PACKAGE, CODE), (PACKAGE.parent / "reports" / "templates", TEMPLATES)):
        _gather(gathered, folder, method)
    for text in help_texts(cli):
        gathered.add(text)
    return gathered


def of_click() -> Catalog:
    """Every message of the library that reads the command line, which is English."""
    gathered = Catalog(charset="utf-8")
    _gather(gathered, Path(str(click.__file__)).parent, CODE)
    return gathered


SOURCES = {"en": own, "nl": of_click}
"""What each catalogue translates."""


def help_texts(command: click.Command) -> Iterator[str]:
    """What the help of a command and its children says: sentences, and the words for arguments."""
    yield from (text for text in (command.help,) if text)
    for parameter in command.params:
        yield from (text for text in (getattr(parameter, "help", None), parameter.metavar) if text)
    for child in getattr(command, "commands", {}).values():
        yield from help_texts(child)


def read(language: str) -> Catalog:
    """The catalogue of a language, as text."""
    with _file(language, "po").open("rb") as text:
        return read_po(text, locale=language)


def compiled(catalogue: Catalog) -> bytes:
    """A catalogue as the program reads it."""
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def untranslated(catalogue: Catalog) -> list[Message]:
    """The messages without a translation."""
    return [each for each in catalogue if each.id and not all(strings(each))]


def strings(message: Message) -> tuple[str, ...]:
    """The translations of a message: one, or one for each plural form."""
    found = message.string or ""
    return (found,) if isinstance(found, str) else tuple(found)


def update(language: str) -> Catalog:
    """Bring the catalogue of a language up to date with its source, and compile it."""
    catalogue = read(language)
    catalogue.update(SOURCES[language](), no_fuzzy_matching=True, update_creation_date=False)
    with _file(language, "po").open("wb") as text:
        write_po(text, catalogue, WIDTH, no_location=True, sort_output=True, ignore_obsolete=True)
    _file(language, "mo").write_bytes(compiled(catalogue))
    return catalogue


def main() -> int:
    """Update every catalogue; 1 if a message lacks its translation."""
    missing = [(language, each) for language in SOURCES for each in untranslated(update(language))]
    for language, message in missing:
        print(f"{language}: {message.id!r}", file=sys.stderr)
    return 1 if missing else 0


def _gather(catalogue: Catalog, folder: Path, method: list[tuple[str, str]]) -> None:
    for _file_name, _line, message, _comments, _context in extract_from_dir(folder, method, OPTIONS):
        catalogue.add(message)


def _file(language: str, ending: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / f"welvaart.{ending}"


if __name__ == "__main__":
    sys.exit(main())
