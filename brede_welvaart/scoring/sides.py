"""The sides of a comparison as a user writes them: a region, then @ and a period, a day or a method file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from brede_welvaart.days import is_day, read_day
from brede_welvaart.definition_parts import PERIOD
from brede_welvaart.errors import UsageFault
from brede_welvaart.language import _


@dataclass(frozen=True)
class SideText:
    """What one side of a comparison asks for, and how it was written.

    That is a region, and if named the period that its figures run to, the day on which they were known, and the method.
    """

    text: str
    region: str
    period: str | None = None
    known_at: date | None = None
    method: Path | None = None


def parse_side(text: str, region: str | None = None) -> SideText:
    """Read `GM0141`, `GM0141@2019`, `GM0141@2026-01-31`, `GM0141@eigen.yaml`, or several of these at once.

    With a `region` the text may be what follows the @ alone. Raises UsageFault for something else, something named
    twice, and a day that does not exist.
    """
    first, *others = text.split("@")
    if region is not None:
        if not _choice(first):
            message = _("'{text}' noemt zelf al iets om te vergelijken: laat --region {region} weg.")
            raise UsageFault(message.format(text=text, region=region))
        first, others = region, [first, *others]
    side = SideText(text, first)
    for part in others:
        choice = _choice(part)
        if choice is None or getattr(side, choice[0]) is not None:
            expected = _("'{text}': verwacht na @ een jaar, een datum of een methodebestand (.yaml), elk één keer.")
            raise UsageFault(expected.format(text=text))
        side = replace(side, **dict([choice]))
    return side


def _choice(part: str) -> tuple[str, Any] | None:
    if part.endswith(".yaml"):
        return "method", Path(part)
    if re.fullmatch(PERIOD, part):
        return "period", part
    if not is_day(part):
        return None
    try:
        return "known_at", read_day(part)
    except ValueError as error:
        raise UsageFault(str(error)) from None
