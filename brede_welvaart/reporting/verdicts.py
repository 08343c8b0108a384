"""A theme in one alternative, and the region's standing on a theme, as the tables show them."""

from __future__ import annotations

from brede_welvaart.language import _, ngettext, pick
from brede_welvaart.reporting.format import MINUS, number, percentage, place, sign, signed, trimmed
from brede_welvaart.reporting.material import Material, Row
from brede_welvaart.reporting.page import OpeningRow, Standing, Verdict
from brede_welvaart.reporting.parts import Chip, Sign
from brede_welvaart.reporting.words import judgement_chip, label_chip, quartile_chip, theme_label_word
from brede_welvaart.vocabulary import NO_SCORE_REASONS, NoScoreReason

THEME = 54
"""Characters of a theme's name that fit on two lines of a narrow column."""
SIGN_TONES = {"+": "plus1", MINUS: "minus1"}


def theme_rows(material: Material) -> tuple[OpeningRow, ...]:
    """Every theme: the standing of the region, and each alternative in the first scenario."""
    return tuple(
        OpeningRow(trimmed(label, THEME), f"thema-{theme}", standing(material, theme), theme_verdicts(material, theme))
        for theme, label in material.themes.items()
    )


def theme_verdicts(material: Material, theme: str) -> tuple[Verdict, ...]:
    """A theme in each alternative, in the first scenario."""
    return tuple(verdict(material, theme, alternative) for alternative in material.alternatives)


def verdict(material: Material, theme: str, alternative: str) -> Verdict:
    """A theme in one alternative in the first scenario."""
    row = material.cells[theme, alternative, material.first_scenario]
    known = row["balance"] is not None
    return Verdict(
        alternative=material.brief[alternative],
        plus=_carrier(material, row, "strongest_plus"),
        minus=_carrier(material, row, "strongest_minus"),
        word=theme_label_word(row),
        tone=label_chip(row["label"]).tone,
        plus_number=number(row["plus"]) if known else "",
        minus_number=number(row["minus"]) if known else "",
        balance=signed(row["balance"]) if known else "",
        spread=span(row["balance_low"], row["balance_high"]) if known else "",
        chance=percentage(row["p_positive"]) if known else "",
        after=signed(row["balance_after"]) if row["balance_after"] is not None else "",
        effects=str(row["effects"]),
        unknown=str(row["unknown"]),
        star=material.verdicts[theme, alternative]["verdict"] == "scenario-afhankelijk",
    )


def signs(material: Material, alternative: str) -> tuple[int, int, int]:
    """On how many themes the balance is above zero and below it, and how many have one; first scenario."""
    known = [sign(row["balance"]) for row in material.first_cells(alternative) if row["balance"] is not None]
    return known.count(1), known.count(-1), len(known)


def balance_sentence(material: Material, alternative: str, label: str) -> str:
    """On how many themes an alternative, under this label, comes out above and below zero."""
    above, below, known = signs(material, alternative)
    if not known:
        return _("{alternative}: geen enkel thema is beoordeeld.").format(alternative=label)
    words = ngettext(
        "{alternative}: het saldo is positief op {above} en negatief op {below} van {n} beoordeeld thema.",
        "{alternative}: het saldo is positief op {above} en negatief op {below} van {n} beoordeelde thema's.",
        known,
    )
    return words.format(alternative=label, above=above, below=below, n=known)


def standing(material: Material, theme: str) -> Standing:
    """Where the region stands on a theme, or why that cannot be said."""
    row = material.theme_rows.get(theme)
    if row is None or row["score"] is None:
        reason: NoScoreReason = row["reason"] if row else "geen_indicatoren"
        return Standing("", "", None, "", "", pick(NO_SCORE_REASONS[reason]))
    better, worse, still = trend_counts(material, theme)
    rank = place(row["rank_label"], row["ranked"]) if row["rank_label"] else ""
    score = number(row["score"], material.tree.method.decimals.theme)
    marks = " ".join(f"{mark}{count}" for mark, count in (("↗", better), ("↘", worse)) if count)
    marks = marks or ("→" if still else "?")
    return Standing(score, rank, quartile_chip(row["quartile"]), marks, trend_sentence(better, worse, still), "")


def trend_counts(material: Material, theme: str) -> tuple[int, int, int]:
    """How many indicators of a theme get better, get worse, and do not demonstrably change."""
    rows = [material.indicator_rows[name] for name in material.indicators_of(theme)]
    welfare = [row["trend_welfare"] for row in rows]
    still = sum(row["trend_direction"] == "geen_verandering" for row in rows)
    return welfare.count("better"), welfare.count("worse"), still


def trend_sentence(better: int, worse: int, still: int) -> str:
    """The trend counts in words."""
    if not (better or worse or still):
        return _("van geen indicator is de trend bekend")
    if not better and not worse:
        return _("geen indicator wordt aantoonbaar beter of slechter")
    parts = [
        ngettext("{n} indicator wordt beter", "{n} indicatoren worden beter", better).format(n=better)
        if better
        else "",
        ngettext("{n} indicator wordt slechter", "{n} indicatoren worden slechter", worse).format(n=worse)
        if worse
        else "",
    ]
    return ", ".join(part for part in parts if part)


def span(low: float, high: float) -> str:
    """A range of balances."""
    return _("{low} tot {high}").format(low=signed(low), high=signed(high))


def balances(material: Material, theme: str, alternative: str) -> tuple[Sign, ...]:
    """The balance of a theme in every scenario."""
    return tuple(
        Sign(label, balance_chip(material.cells[theme, alternative, scenario]))
        for scenario, label in material.scenarios.items()
    )


def balance_chip(row: Row) -> Chip:
    """A balance as a chip that shows its sign; without a balance the label says why."""
    if row["balance"] is None:
        chip = label_chip(row["label"])
        return Chip(chip.word, "", chip.tone)
    text = signed(row["balance"])
    return Chip(text, "", SIGN_TONES.get(text[0], "zero"))


def _carrier(material: Material, row: Row, side: str) -> Chip | None:
    if row[side] is None:
        return None
    return judgement_chip(material.effects[row[side], row["alternative"], row["scenario"]]["judgement"])
