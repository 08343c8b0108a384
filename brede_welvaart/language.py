"""The language of what a user reads: Dutch in the code, other languages from a gettext catalogue."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Protocol

LANGUAGES = ("nl", "en")
CATALOGUES = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("language", default="nl")


class Bilingual(Protocol):
    """Anything with a Dutch and an English text."""

    @property
    def nl(self) -> str: ...
    @property
    def en(self) -> str: ...


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within this block users read this language (one of LANGUAGES)."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def current_language() -> str:
    """The language that users read now: `nl` or `en`."""
    return _language.get()


def pick(text: Bilingual) -> str:
    """The text in the current language."""
    return str(getattr(text, current_language()))


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The gettext catalogue of a language; Dutch, being the source, may be empty."""
    return gettext.translation("welvaart", CATALOGUES, [language], fallback=True)


def _(message: str) -> str:
    """The Dutch message in the current language."""
    return catalogue(current_language()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """The Dutch message in the current language, singular or plural by number."""
    return catalogue(current_language()).ngettext(singular, plural, number)
