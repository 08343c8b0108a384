"""Days as people write them."""

from __future__ import annotations

import re
from datetime import date

from brede_welvaart.language import _

FORMS = (r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)", r"(?P<day>\d\d?)-(?P<month>\d\d?)-(?P<year>\d{4})")


def is_day(text: str) -> bool:
    """Whether a text has the form of a day, as 2026-11-23 or 23-11-2026; it need not exist."""
    return any(re.fullmatch(form, text.strip(), re.ASCII) for form in FORMS)


def read_day(text: str) -> date:
    """The day that a text names, as 2026-11-23 or 23-11-2026; raises ValueError, in the reader's words, for others."""
    for form in FORMS:
        if found := re.fullmatch(form, text.strip(), re.ASCII):
            parts = {name: int(number) for name, number in found.groupdict().items()}
            try:
                return date(**parts)
            except ValueError:
                raise ValueError(_("De dag {value} bestaat niet.").format(value=text)) from None
    raise ValueError(_("'{value}' is geen datum; verwacht bijvoorbeeld 2026-11-23.").format(value=text))
