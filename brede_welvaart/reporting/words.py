"""Chips and words for judgements, labels, quartiles, trends and outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from brede_welvaart import vocabulary
from brede_welvaart.language import _, ngettext, pick
from brede_welvaart.reporting.format import MINUS, symbol
from brede_welvaart.reporting.parts import Chip
from brede_welvaart.vocabulary import Direction, Distribution, Judgement, Quartile, ThemeLabel

TONES: Mapping[Judgement, str] = {
    "zeer_negatief": "minus3", "negatief": "minus2", "licht_negatief": "minus1", "neutraal": "zero",
    "licht_positief": "plus1", "positief": "plus2", "zeer_positief": "plus3", "onbekend": "unknown",
    "niet_van_toepassing": "absent",
}  # fmt: skip
LABELS: Mapping[ThemeLabel, tuple[str, str]] = {
    "niet_onderzocht": ("", "absent"), "niet_van_toepassing": ("", "absent"), "onbekend": ("?", "unknown"),
    "neutraal": ("0", "zero"), "positief": ("+", "plus2"), "negatief": (MINUS, "minus2"),
    "gemengd": (f"+/{MINUS}", "mixed"),
}  # fmt: skip
OUTCOMES: Mapping[Distribution, tuple[str, str]] = {
    "wint": ("+", "plus1"), "verliest": (MINUS, "minus1"), "beide": (f"+/{MINUS}", "mixed"), "neutraal": ("0", "zero"),
    "onbekend": ("?", "unknown"), "niet_onderzocht": ("n.o.", "absent"),
}  # fmt: skip
QUARTILES: Mapping[Quartile, tuple[str, str]] = {
    "best": ("▲", "best"),
    "middle": ("●", "middle"),
    "worst": ("▼", "worst"),
}
ARROWS = {"stijgend": "↗", "dalend": "↘", "geen_verandering": "→", "onbekend": "?"}


def judgement_chip(judgement: Judgement | None) -> Chip:
    """A judgement; null is 'not examined', never neutral."""
    if judgement is None:
        return Chip("", pick(vocabulary.THEME_LABELS["niet_onderzocht"]), "absent")
    return Chip(symbol(judgement), pick(vocabulary.JUDGEMENTS[judgement]), TONES[judgement])


def label_chip(label: ThemeLabel) -> Chip:
    """The label of a theme."""
    mark, tone = LABELS[label]
    return Chip(mark, pick(vocabulary.THEME_LABELS[label]), tone)


def outcome_chip(outcome: Distribution) -> Chip:
    """What happens to a group, place or horizon."""
    mark, tone = OUTCOMES[outcome]
    mark = _("n.o.") if outcome == "niet_onderzocht" else mark
    return Chip(mark, _("beide") if outcome == "beide" else pick(vocabulary.DISTRIBUTIONS[outcome]), tone)


def quartile_chip(quartile: Quartile | None) -> Chip | None:
    """The quarter in which a region is, if it is ranked."""
    if quartile is None:
        return None
    mark, tone = QUARTILES[quartile]
    return Chip(mark, pick(vocabulary.QUARTILES[quartile]), tone)


def trend_words(row: Mapping[str, Any]) -> tuple[str, str]:
    """A trend as arrow and words: direction, and welfare where there is a verdict."""
    direction: Direction = row["trend_direction"] or "onbekend"
    words = pick(vocabulary.DIRECTIONS[direction])
    verdict = {"better": _("beter"), "worse": _("slechter")}.get(row["trend_welfare"])
    return ARROWS[direction], f"{words}, {verdict}" if verdict else words


def theme_label_word(row: Mapping[str, Any]) -> str:
    """The word of a cell: the strongest judgement where all effects point one way, else the label."""
    if row["label"] in ("positief", "negatief") and row["word"]:
        return pick(vocabulary.JUDGEMENTS[row["word"]])
    return pick(vocabulary.THEME_LABELS[row["label"]])


def effects_count(number: int) -> str:
    """A number of effects."""
    return ngettext("{n} effect", "{n} effecten", number).format(n=number)
