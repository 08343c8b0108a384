"""Alternatives side by side, and what scenarios do to them."""

from __future__ import annotations

from brede_welvaart.language import _, ngettext, pick
from brede_welvaart.project_definitions import Scenario
from brede_welvaart.reporting.figures import balance_picture
from brede_welvaart.reporting.format import inside, ordered, rounded, several
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.page import Alternatives, ScenarioRow
from brede_welvaart.reporting.parts import Described, Sign
from brede_welvaart.reporting.verdicts import balance_sentence, balances, signs, theme_rows
from brede_welvaart.vocabulary import SCENARIO_VERDICTS


def alternatives(material: Material) -> Alternatives:
    """The section on alternatives and scenarios."""
    project = material.project
    return Alternatives(
        lead=tuple(alternative_sentence(material, name) for name in material.alternatives),
        descriptions=tuple(Described(each.label, each.about) for each in project.alternatives.values()),
        scenarios=tuple(_described(each) for each in project.scenarios.values()),
        picture=balance_picture(material),
        rows=theme_rows(material),
        has_mitigation=any(effect.mitigation for effect in project.effects.values()),
        scenario_note=scenario_sentence(material) if len(material.scenarios) > 1 else "",
        scenario_rows=_scenario_rows(material) if len(material.scenarios) > 1 else (),
    )  # fmt: skip


def _described(scenario: Scenario) -> Described:
    source = _("Bron: {source}.").format(source=scenario.source.rstrip("."))
    return Described(scenario.label, f"{scenario.about} {source}".strip())


def alternative_sentence(material: Material, alternative: str) -> str:
    """How many themes come out positive, negative or mixed in an alternative, and which stand out."""
    rows = material.first_cells(alternative)
    printed = {row["theme"]: rounded(row["balance"]) for row in rows if row["balance"] is not None}
    above, below, _known = signs(material, alternative)
    parts = [balance_sentence(material, alternative, material.alternatives[alternative])]
    best, worst = (
        [inside(material.themes[theme]) for theme, each in printed.items() if each == end(printed.values())]
        for end in (max, min)
    )
    if above:
        words = ngettext("Het hoogste saldo heeft {themes}.", "Het hoogste saldo hebben {themes}.", len(best))
        parts.append(words.format(themes=several(best)))
    if below:
        words = ngettext("Het laagste saldo heeft {themes}.", "Het laagste saldo hebben {themes}.", len(worst))
        parts.append(words.format(themes=several(worst)))
    return " ".join(parts)


def scenario_sentence(material: Material) -> str:
    """How many cells keep their sign over the scenarios, and in which order the table shows these."""
    words = [row["verdict"] for row in material.verdicts.values()]
    robust, turning = words.count("robuust"), words.count("scenario-afhankelijk")
    same = _("Van de {n} uitkomsten houden er {robust} hetzelfde teken in elk scenario.")
    sentences = (
        same.format(n=len(words), robust=robust),
        ngettext(
            "Bij {n} hangt het teken af van het scenario.", "Bij {n} hangt het teken af van het scenario.", turning
        ).format(n=turning),
        _("In elk vak staat het saldo per scenario: {order}.").format(order=ordered(material.scenarios.values())),
    )  # fmt: skip
    return " ".join(sentences)


def _scenario_rows(material: Material) -> tuple[ScenarioRow, ...]:
    return tuple(
        ScenarioRow(label, tuple(_scenario_cell(material, theme, name) for name in material.alternatives))
        for theme, label in material.themes.items()
    )


def _scenario_cell(material: Material, theme: str, alternative: str) -> tuple[tuple[Sign, ...], str]:
    verdict = material.verdicts[theme, alternative]["verdict"]
    turning = pick(SCENARIO_VERDICTS[verdict]) if verdict == "scenario-afhankelijk" else ""
    return balances(material, theme, alternative), turning
