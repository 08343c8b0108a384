"""Numbers, dates, ranks and lists as a reader of the current language writes them."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import count, takewhile
from math import isfinite

from brede_welvaart.language import _, current_language, ngettext
from brede_welvaart.vocabulary import SYMBOLS, Judgement

LONGEST_UNIT = 30
MINUS = "\N{MINUS SIGN}"
FIXED = "\N{NO-BREAK SPACE}"
NOISE = 1e-9
_LOCALES = {"nl": "nl_NL", "en": "en_GB"}


def number(value: float | None, decimals: int = 1) -> str:
    """A number with exactly this many decimals, rounded half to even as ranks are, and a real minus sign."""
    if value is None:
        return ""  # as the cell of a table has it
    text = f"{Decimal(repr(rounded(float(value), decimals))):,.{decimals}f}".translate(_marks(current_language()))
    return text if text.strip(f"{MINUS}0.,") else text.removeprefix(MINUS)


def rounded(value: float, decimals: int = 1) -> float:
    """As numpy rounds, so that a printed score is the one that ranks were taken on; without waiting for numpy."""
    scale = 10.0**decimals
    return round(value * scale) / scale if isfinite(value * scale) else value


@cache
def _marks(language: str) -> Mapping[int, str]:
    """What a language writes for the comma of thousands, the decimal point and the minus."""
    from babel.numbers import get_decimal_symbol, get_group_symbol  # noqa: PLC0415 -- heavy, and only reports need it

    locale = _LOCALES[language]
    return str.maketrans({",": get_group_symbol(locale), ".": get_decimal_symbol(locale), "-": MINUS})


def sign(value: float) -> int:
    """Whether a number is above zero (1), below it (-1) or nothing but the noise of adding up (0)."""
    return (value > NOISE) - (value < -NOISE)


def signed(value: float, decimals: int = 1) -> str:
    """A number with its sign in front, in as many more decimals as show that it has one; zero has none."""
    if not sign(value):
        return number(0, decimals)
    enough = next(each for each in count(decimals) if rounded(value, each))
    return f"+{number(value, enough)}" if value > 0 else number(value, enough)


def amount(value: float, decimals: int, unit: str) -> str:
    """A number with a unit of a few characters; a longer unit belongs in a heading."""
    if unit.startswith("euro"):
        return f"€{FIXED}{number(value, decimals)}"
    if unit.startswith("%"):
        return f"{number(value, decimals)}%"
    return f"{number(value, decimals)}{FIXED}{unit}" if len(unit) <= 3 else number(value, decimals)


def measured(value: float, decimals: int, unit: str) -> str:
    """A number with its unit as a sentence has it: with all of it, unless that is a sentence by itself or a scale."""
    short = amount(value, decimals, unit)
    whole = short == number(value, decimals) and len(unit) <= LONGEST_UNIT and "(" not in unit
    return f"{short} {unit}" if whole else short


def between(low: float | None, high: float | None, decimals: int = 1) -> str:
    """From one number to another; nothing without both."""
    if low is None or high is None:
        return ""
    return _("{low} tot {high}").format(low=number(low, decimals), high=number(high, decimals))


def percentage(share: float | None) -> str:
    """A share of 0..1 in whole percents; or nothing."""
    return "" if share is None else f"{number(100 * share, 0)}%"


def percentile(share: float) -> str:
    """A share of 0..1 as the number of a percentile, with no more decimals than it has: 5, or 2,5."""
    decimals = f"{100 * share:g}".partition(".")[2]
    return number(100 * share, len(decimals))


def day(moment: date) -> str:
    """A date in full."""
    from babel.dates import format_date  # noqa: PLC0415 -- heavy, and only reports need it

    return format_date(moment, "d MMMM y", locale=_LOCALES[current_language()])


def place(rank_label: str, ranked: int) -> str:
    """A rank in its field: `140e van 342`, tied `3/4 van 5`."""
    label = rank_label if "/" in rank_label else _("{rank}e").format(rank=rank_label)
    return _("{rank} van {n}").format(rank=label, n=ranked)


def place_said(rank_label: str, ranked: int) -> str:
    """A rank in its field as a sentence has it: `140e van 342`, tied `gedeeld 3e van 5`."""
    first, tied, _last = rank_label.partition("/")
    return _("gedeeld {rank}").format(rank=place(first, ranked)) if tied else place(first, ranked)


def age(years: int) -> str:
    """How old a figure is."""
    return ngettext("{n} jaar oud", "{n} jaar oud", years).format(n=years)


def several(items: Iterable[str]) -> str:
    """Items as a sentence lists them: `a, b en c`."""
    from babel.lists import format_list  # noqa: PLC0415 -- heavy, and only reports need it

    return format_list(list(items), locale=_LOCALES[current_language()])


def ordered(items: Iterable[str]) -> str:
    """Items in the order in which a cell shows them: `eerst a, dan b, dan c`."""
    first, *rest = items
    return ", ".join([_("eerst {item}").format(item=first), *(_("dan {item}").format(item=item) for item in rest)])


def at_most(items: Iterable[str], most: int) -> str:
    """The first few items as a sentence lists them, and how many more there are."""
    names = list(items)
    more = len(names) - most
    rest = [ngettext("nog {n} andere", "nog {n} andere", more).format(n=more)] if more > 0 else []
    return several(names[:most] + rest)


def symbol(judgement: Judgement) -> str:
    """The symbol of a judgement, with a real minus sign."""
    return _("n.v.t.") if judgement == "niet_van_toepassing" else SYMBOLS[judgement].replace("-", MINUS)


def capital(text: str) -> str:
    """A text with a capital first letter, the rest untouched."""
    return text[:1].upper() + text[1:]


def inside(text: str) -> str:
    """A label as it stands inside a sentence: small first letter, unless it is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """A text that ends in a full stop."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def trimmed(text: str, length: int) -> str:
    """A text of at most this many characters, cut between words, or inside a first word that is longer than that."""
    if len(text) <= length:
        return text
    cut = textwrap.shorten(text, length, placeholder=" …")
    if cut in {"…", " …"}:
        return f"{text.split(maxsplit=1)[0][: length - 1]}…"
    return f"{cut[:-2].rstrip(',;:–')} …" if cut.endswith(" …") else cut


def told_apart(texts: Iterable[str], cut: Callable[[str], str]) -> tuple[str, ...]:
    """Texts cut short; those that would be cut to the same leave out the words that they all begin with."""
    whole = tuple(texts)
    short = [cut(text) for text in whole]
    alike = {each: [text for text, own in zip(whole, short, strict=True) if own == each] for each in short}
    return tuple(
        each if len(alike[each]) == 1 else _from_the_difference(text, alike[each], cut)
        for text, each in zip(whole, short, strict=True)
    )


def _from_the_difference(text: str, alike: Sequence[str], cut: Callable[[str], str]) -> str:
    words = zip(*(each.split() for each in alike), strict=False)
    shared = sum(1 for _same in takewhile(lambda same: len(set(same)) == 1, words))
    rest = " ".join(text.split()[shared:])
    return f"… {cut(rest)}" if rest else cut(text)


def first_sentence(text: str) -> str:
    """The first sentence of a text."""
    end = min((place + 1 for mark in (". ", "! ", "? ") if (place := text.find(mark)) >= 0), default=len(text))
    return text[:end]


def shortened(text: str, length: int) -> str:
    """A text of whole sentences of at most this many characters, or one sentence cut between words."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    end = max(text.rfind(mark, 0, length) for mark in (". ", "! ", "? "))
    return text[: end + 1] + " …" if end > length // 3 else trimmed(text, length)


def balanced(text: str, width: int) -> tuple[str, ...]:
    """A title on lines of at most this many characters; two lines part at a comma if they can, else about evenly."""
    lines = textwrap.wrap(text, width)
    if len(lines) != 2:
        return tuple(lines) or (text,)
    words = text.split()
    halves = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    fitting = [pair for pair in halves if max(map(len, pair)) <= width]
    return min(fitting, key=_unrest, default=tuple(lines))


def _unrest(halves: tuple[str, str]) -> tuple[bool, int]:
    return not halves[0].endswith((",", ":", ";", "–")), max(map(len, halves))


def labels(texts: Mapping[str, str], width: int, lines: int = 2) -> dict[str, str]:
    """Labels for a figure, `stacked`, and distinct even where cutting has made two of them alike."""
    made: dict[str, str] = {}
    for name, text in texts.items():
        label = stacked(text, width, lines)
        while label in made.values():
            label += FIXED
        made[name] = label
    return made


def stacked(text: str, width: int, lines: int = 2) -> str:
    """A label on a few lines of about this many characters, joined by newlines, for a figure."""
    return "\n".join(textwrap.wrap(text, width, max_lines=lines, placeholder=" …", break_long_words=True)) or text
