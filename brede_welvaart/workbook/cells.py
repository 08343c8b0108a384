"""What a person typed in a cell, as the value that its column holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from brede_welvaart.definition_parts import short_name
from brede_welvaart.errors import suggestion
from brede_welvaart.language import _
from brede_welvaart.validation import one_of
from brede_welvaart.workbook.choices import MINUS, NO, OWN_LISTS, YES, Choices
from brede_welvaart.workbook.form import Column, Kind
from brede_welvaart.workbook.sheets import TABLES

TICKS = {"x", "v", "✓", "✔", "1", YES}
MOST_SHOWN = 80
LITERAL = re.compile(r'"[^"]*"|[\\_*].')


class Unreadable(Exception):
    """A cell that cannot be what its column holds; says what was expected, and how to mend it."""

    def __init__(self, expected: str, remedy: str = "") -> None:
        super().__init__(expected)
        self.expected, self.remedy = expected, remedy


def read_value(value: object, column: Column, lists: Mapping[str, Choices]) -> Any:
    """The value of a cell for this column, None if the cell is blank; raises Unreadable."""
    if isinstance(value, str) and not clean(value):
        return None
    return None if value is None else READERS[column.kind](value, column, lists)


def clean(text: str) -> str:
    """Text without blanks around it, and with one kind of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def shown(value: object) -> str:
    """A value as a finding quotes it."""
    text = clean(value) if isinstance(value, str) else _as_words(value)
    return f"'{text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 3] + '...'}'"


def as_seen(value: object, form: str) -> object:
    """What a cell shows of its value: in a number format for percentages a number is a text, such as 36.7%."""
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in LITERAL.sub("", form):
        return f"{100 * value:.12g}%"
    return value


def _as_words(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%d-%m-%Y}" if value.time() == time() else f"{value:%d-%m-%Y %H:%M}"
    if isinstance(value, bool):
        return _("WAAR") if value else _("ONWAAR")
    return f"{value:.16g}" if isinstance(value, float) else str(value)


def _text(value: object, _column: Column, _lists: Mapping[str, Choices]) -> str:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value)) if float(value).is_integer() else repr(value)
    raise Unreadable(_("tekst"), _("Geef de cel de opmaak Tekst en typ het opnieuw."))


def _name(value: object, column: Column, lists: Mapping[str, Choices]) -> str:
    typed = _text(value, column, lists)
    if name := short_name(typed):
        return name
    raise Unreadable(_("een kort woord met letters of cijfers"))


def _choice(value: object, column: Column, lists: Mapping[str, Choices]) -> str:
    choices, typed = lists[column.choices], _text(value, column, lists)
    if (found := choices.find(typed)) is not None:
        return found
    own = next((part.title for part in TABLES if part.key == column.choices in OWN_LISTS), "")
    raise _unchosen(choices, typed, own)


def _unchosen(choices: Choices, typed: str, own: str) -> Unreadable:
    """Why a text is no choice; `own` is the sheet on which people make up the list themselves, if they do."""
    choose = _("Kies uit de lijst.")
    if alike := choices.alike(typed):
        remedy = _("Deze naam komt vaker voor: gebruik de korte naam.") if own else choose
        return Unreadable(one_of((choices.shown[each] for each in alike), typed), remedy)
    if clash := choices.clash(typed):
        return Unreadable(_(" of ").join(clash), _("De naam en de code horen niet bij elkaar. Kies uit de lijst."))
    add = _("Voeg het eerst toe op het blad {sheet}.").format(sheet=own)
    return Unreadable(choices.expected(typed), suggestion(choices.nearest(typed), add if own else choose))


def _yes_no(value: object, column: Column, lists: Mapping[str, Choices]) -> bool:
    return value if isinstance(value, bool) else _choice(value, column, lists) == YES


def _tick(value: object, column: Column, lists: Mapping[str, Choices]) -> bool:
    typed = value if isinstance(value, bool) else _text(value, column, lists).casefold()
    if typed in (False, NO):
        return False
    if typed is True or typed in TICKS:
        return True
    raise Unreadable(_("een x, of niets"))


def _year(value: object, _column: Column, _lists: Mapping[str, Choices]) -> int:
    typed = clean(value) if isinstance(value, str) else value
    if isinstance(typed, str) and re.fullmatch(r"\d{4}", typed):
        return int(typed)
    if isinstance(typed, int | float) and not isinstance(typed, bool) and float(typed).is_integer():
        return int(typed)
    raise Unreadable(_("een jaar, zoals 2030"))


def _number(value: object, _column: Column, _lists: Mapping[str, Choices]) -> float:
    """A number in the unit of its figure.

    Raises Unreadable for a percentage too: it may be a part of the figure or percentage points, and a unit such as %
    does not tell which.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    typed = clean(value).replace(MINUS, "-") if isinstance(value, str) else ""
    if re.fullmatch(r"[-+]?\d+([.,]\d+)?([eE][-+]?\d+)?", typed) and not re.fullmatch(r"[-+]?\d{1,3}\.\d{3}", typed):
        return float(typed.replace(",", "."))
    if typed.endswith("%"):
        remedy = _("Typ het getal in de eenheid van het cijfer, en geef de cel de opmaak Standaard.")
        raise Unreadable(_("een getal zonder procentteken"), remedy)
    raise Unreadable(_("een getal, zoals -0,5"))


def _date(value: object, _column: Column, _lists: Mapping[str, Choices]) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    for form in ("%Y-%m-%d", "%d-%m-%Y"):
        try:
            return datetime.strptime(clean(str(value)), form).date().isoformat()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    raise Unreadable(_("een datum, zoals 23-11-2026"))


READERS: dict[Kind, Callable[[object, Column, Mapping[str, Choices]], Any]] = {
    "text": _text,
    "name": _name,
    "choice": _choice,
    "yes_no": _yes_no,
    "tick": _tick,
    "year": _year,
    "number": _number,
    "date": _date,
}
