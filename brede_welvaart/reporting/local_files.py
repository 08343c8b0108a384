"""Files that a house style names: in its own folder, of the right kind, and not too large."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tinycss2 import parse_component_value_list

from brede_welvaart.language import _


class Unfit(Exception):
    """Something that a house style names cannot be used: what was found, and what was expected."""

    def __init__(self, found: str, expected: str) -> None:
        self.found, self.expected = found, expected
        super().__init__(found, expected)


def local_file(value: str, folder: Path, largest: int, endings: Sequence[str]) -> Path:
    """The file that the `url(...)` in a CSS value names; raises Unfit unless it lies in the folder."""
    address = _address(value)
    wanted = _("een bestand {endings} in de map van de huisstijl").format(endings=" / ".join(endings))
    if not address or ":" in address or address.startswith("/"):
        raise Unfit(value or _("niets"), wanted)
    file = (folder / address).resolve()
    if not file.is_relative_to(folder.resolve()) or file.suffix.lower() not in endings:
        raise Unfit(address, wanted)
    if not file.is_file():
        raise Unfit(_("geen bestand {name}").format(name=address), wanted)
    if file.stat().st_size > largest:
        raise Unfit(_("meer dan {size} kB").format(size=largest // 1024), _("een kleiner bestand"))
    return file


def _address(value: str) -> str:
    for each in parse_component_value_list(value, skip_comments=True):
        if each.type == "url":
            return str(each.value)
        if each.type == "function" and each.lower_name == "url":
            return "".join(str(part.value) for part in each.arguments if part.type == "string")
    return ""
