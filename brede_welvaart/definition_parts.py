"""What all definitions are made of: frozen objects that refuse unknown keys and silent conversions, and their texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from brede_welvaart.language import _

K = TypeVar("K")

PERIOD = r"^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$"
"""A year, quarter or month: 2019, 2019-Q2, 2019-07."""
SMALLEST_WEIGHT, LARGEST_WEIGHT = 1e-6, 1e6
SLUG = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$"
YEAR_FIRST = r"^\d{4}"
Numbers = TypeVar("Numbers", bound=tuple[float | None, ...])
Slug = Annotated[str, Field(pattern=SLUG)]
Words = Annotated[str, Field(min_length=1, max_length=20_000)]
Fraction = Annotated[float, Field(ge=0, le=1)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


def _reckonable(weight: float) -> float:
    """Weights so far apart that a sum loses one of them are a mistake."""
    if 0 < weight < SMALLEST_WEIGHT or weight > LARGEST_WEIGHT:
        raise contradiction(f"{weight:g}", _("0, of een getal van een miljoenste tot een miljoen"))
    return weight


Weight = Annotated[float, Field(ge=0, allow_inf_nan=False), AfterValidator(_reckonable)]


def doubles(labels: Iterable[tuple[K, str]]) -> Iterator[tuple[K, K]]:
    """The keys, of the first and of a later one, of labels that differ in nothing but letter case and blanks."""
    seen: dict[str, K] = {}
    for key, label in labels:
        first = seen.setdefault(" ".join(label.split()).casefold(), key)
        if first != key:
            yield first, key


class Definition(BaseModel):
    """The base of everything that a YAML file defines."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def contradiction(found: str, expected: str) -> PydanticCustomError:
    """The fault of keys that are each right but do not go together."""
    return PydanticCustomError("contradiction", "{found}", {"found": found, "expected": expected})


def ascending(numbers: Numbers) -> Numbers:
    """Numbers none of which is below the one before; None bounds nothing."""
    known = [each for each in numbers if each is not None]
    if known != sorted(known):
        raise contradiction(f"[{', '.join(f'{each:g}' for each in known)}]", _("getallen van laag naar hoog"))
    return numbers


def _printable(text: str) -> str:
    if unseen := re.search(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]", text):
        raise contradiction(_("onzichtbaar teken {code}").format(code=f"U+{ord(unseen[0]):04X}"), _("leesbare tekst"))
    return text


def short_name(text: str) -> str | None:
    """The id that a typed short name means: as it is, or without accents, blanks and signs; None if nothing is left."""
    if re.fullmatch(SLUG, text):
        return text
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9-]+", "_", plain).strip("_-")[:80] or None


Prose = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=16_000), AfterValidator(_printable)
]
"""What a person writes: without blanks around it, and short enough for a cell of a workbook."""


Referred = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
"""What must be the name of something; that it is one is found out where the names are known."""


class Text(Definition):
    """A text in Dutch and English."""

    nl: Words
    en: Words


class DutchText(Definition):
    """A text that may lack its English version; then the Dutch stands in for it."""

    nl: Prose
    en: Prose = ""

    @model_validator(mode="before")
    @classmethod
    def _dutch_stands_in(cls, value: object) -> object:
        if isinstance(value, Mapping) and "nl" in value and not value.get("en"):
            return {**value, "en": value["nl"]}
        return value


class Group(Definition):
    """A group of people that a project may help or harm."""

    label: DutchText
    about: DutchText | None = None


class Break(Definition):
    """From this period on, figures cannot be compared with earlier ones."""

    period: Annotated[str, Field(pattern=PERIOD)]
    reason: DutchText
