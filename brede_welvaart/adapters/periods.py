"""How publishers write periods, and how the program does."""

from __future__ import annotations

import re

_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_PERIOD_FORMS = (
    (r"(\d{4})(?:JJ00)?", "{}"),
    (r"(\d{4})KW0([1-4])", "{}-Q{}"),
    (r"(\d{4})(?:-Q| kwartaal )([1-4])", "{}-Q{}"),
    (r"(\d{4}) ([1-4])e kwartaal", "{}-Q{}"),
    (r"(\d{4})MM(0[1-9]|1[0-2])", "{}-{}"),
    (r"(\d{4})-(0[1-9]|1[0-2])", "{}-{}"),
)
PERIOD_KINDS = {"JJ": r"^\d{4}$", "KW": "-Q", "MM": r"-\d"}
"""What a period looks like here, by the letters that CBS has for its kind."""


def normalised_period(code: str) -> str | None:
    """A period as the program writes it (2022, 2022-Q1, 2022-03), or None if the code means nothing known.

    Takes CBS codes (2022JJ00, 2022KW01, 2022MM03), StatLine titles (2022, 2022 1e kwartaal, 2022 maart) and the
    program's own form.
    """
    for pattern, form in _PERIOD_FORMS:
        if found := re.fullmatch(pattern, code):
            return form.format(*found.groups())
    year, _space, month = code.partition(" ")
    number = _MONTHS.index(month.lower()) + 1 if month.lower() in _MONTHS else 0
    return f"{year}-{number:02}" if number and re.fullmatch(r"\d{4}", year) else None
