"""Remarks on a project that print but do not block: what a careful reader would ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from brede_welvaart.definitions import Tree
from brede_welvaart.language import pick
from brede_welvaart.project_definitions import Effect, Project
from brede_welvaart.review.distribution import changes_sign
from brede_welvaart.review.judgements import KNOWN, LOWEST, NOT_EXAMINED, Judgements, word
from brede_welvaart.review.outlook import by_indicator, by_place
from brede_welvaart.review.sentences import SENTENCES
from brede_welvaart.scoring.context import Context
from brede_welvaart.vocabulary import JUDGEMENTS, STARTER_TEXTS, STEPS, Judgement, Label


@dataclass(frozen=True)
class Check:
    """A remark: its code, its sentence in Dutch and English, and the key path in the project file that mends it."""

    code: str
    nl: str
    en: str
    place: str

    def as_dict(self) -> dict[str, str]:
        """The remark as plain data, with the sentence in the reader's language as `message`."""
        return {"code": self.code, "message": pick(self), "nl": self.nl, "en": self.en, "place": self.place}


@dataclass(frozen=True)
class Case:
    """What the checks look at; `quantities` and `disagreements` are the frames of the review."""

    project: Project
    tree: Tree
    context: Context
    judgements: Judgements
    quantities: pl.DataFrame
    disagreements: pl.DataFrame


def checks(case: Case) -> tuple[Check, ...]:
    """All remarks: on the project, on its themes, and then on each effect in the order of the file."""
    found = [
        *_starter_checks(case.project),
        *_choice_checks(case.project),
        *_project_checks(case),
        *_theme_checks(case),
        *_double_checks(case),
    ]
    rows = {effect: row for row, effect in enumerate(case.judgements.effects)}
    for name, effect in case.project.effects.items():
        found += _gap_checks(case, name, rows[name])
        found += _judgement_checks(case, effect, f"effects.{name}", rows[name])
        found += _evidence_checks(effect, f"effects.{name}")
        found += _indicator_checks(case, effect, f"effects.{name}")
        found += _quantity_checks(case, effect, f"effects.{name}", rows[name])
    return tuple(found)


def _starter_checks(project: Project) -> Iterator[Check]:
    for place, text in _texts(project.model_dump(mode="json", exclude_defaults=True)):
        if text.startswith(tuple(STARTER_TEXTS.values())):
            yield _check("tekst_van_het_sjabloon", ".".join(place), text=text)


def _texts(data: object, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text in plain data with its key path, which counts from 1 in lists."""
    if isinstance(data, str):
        yield place, data
    parts = data.items() if isinstance(data, dict) else enumerate(data, start=1) if isinstance(data, list) else ()
    for key, part in parts:
        yield from _texts(part, (*place, str(key)))


def _choice_checks(project: Project) -> Iterator[Check]:
    effects = project.effects.values()
    if project.reference is None:
        yield _check("geen_referentie", "reference")
    if len(project.alternatives) == 1:
        yield _check("een_alternatief", "alternatives")
    if not any(effect.dimension == "later" for effect in effects):
        yield _check("geen_later", "effects")
    if not any(effect.dimension == "elders" for effect in effects):
        yield _check("geen_elders", "effects")
    if not any(evidence.side == "tegen" for effect in effects for evidence in effect.evidence):
        yield _check("geen_bewijs_tegen", "effects")
    if not any(effect.gains or effect.loses for effect in effects):
        yield _check("geen_groepen", "effects")


def _project_checks(case: Case) -> Iterator[Check]:
    panel = case.judgements.before
    negative: NDArray[np.bool_] = np.any(panel.steps < 0, axis=(0, 2))
    for column, alternative in enumerate(case.judgements.alternatives):
        if not negative[column]:
            label = case.project.alternatives[alternative].label
            yield _check("geen_negatief_effect", "effects", alternative=label)
    given = np.isfinite(panel.voices) & ~case.judgements.proposed[..., np.newaxis]
    assessors = given.sum(axis=-1).max(axis=(1, 2), initial=0)
    alone, judged = int((assessors == 1).sum()), int((assessors > 0).sum())
    if alone:
        yield _check("een_beoordelaar", "effects", count=alone, total=judged)


def _theme_checks(case: Case) -> Iterator[Check]:
    examined = (case.judgements.before.state != NOT_EXAMINED).any(axis=(1, 2))
    themes = {theme for theme, there in zip(case.judgements.themes, examined, strict=True) if there}
    standings = case.context.themes.filter(region=case.project.region).rows_by_key("theme", named=True, unique=True)
    for theme, definition in case.tree.themes.items():
        if theme not in themes:
            yield _check("thema_niet_onderzocht", "effects", theme=definition.label)
        standing = standings.get(theme)
        if standing and standing["reason"] == "onvoldoende_gegevens":
            counts = {"present": standing["present"], "of": standing["of"]}
            yield _check("lage_dekking", "region", theme=definition.label, **counts)
    yield from _stale_checks(case)


def _stale_checks(case: Case) -> Iterator[Check]:
    years = case.tree.method.max_age_years
    own = case.context.indicators.filter(pl.col("theme").is_not_null(), region=case.project.region)
    stale = own.filter(pl.col("age_years") > years)["indicator"].to_list()
    for theme, definition in case.tree.themes.items():
        labels = [case.tree.indicators[each].label for each in stale if case.tree.theme_of[each] == theme]
        if labels:
            names = Label(", ".join(each.nl for each in labels), ", ".join(each.en for each in labels))
            yield _check("cijfer_verouderd", "region", theme=definition.label, years=years, indicators=names)


def _double_checks(case: Case) -> Iterator[Check]:
    shared = {
        indicator: effects
        for moves in by_place(case.project).values()
        for indicator, (_change, effects) in by_indicator(moves).items()
        if len(effects) > 1
    }
    for indicator, effects in shared.items():
        titles = ", ".join(f"‘{case.project.effects[each].title}’" for each in effects)
        words = {"effects": titles, "indicator": case.tree.indicators[indicator].label}
        yield _check("indicator_dubbel", f"effects.{effects[-1]}.quantity", **words)


def _gap_checks(case: Case, name: str, row: int) -> Iterator[Check]:
    effect = case.project.effects[name]
    for column, alternative in enumerate(case.judgements.alternatives):
        missing = case.judgements.before.state[row, column] == NOT_EXAMINED
        words = {"effect": effect.title, "alternative": case.project.alternatives[alternative].label}
        place = f"effects.{name}.{_judged_at(effect, alternative)}"
        if missing.all():
            yield _check("alternatief_niet_beoordeeld", place, **words)
        elif missing.any():
            yield _check("scenario_niet_beoordeeld", place, **words)
        if missing.all() and effect.mitigation and alternative in effect.mitigation.judgements:
            yield _check("mitigatie_zonder_oordeel", f"effects.{name}.mitigation.judgements.{alternative}", **words)


def _judged_at(effect: Effect, alternative: str) -> str:
    """The key under which the judgement of an alternative belongs."""
    if effect.assessments:
        return "assessments"
    return f"judgements.{alternative}" if effect.judgements else "judgements"


def _judgement_checks(case: Case, effect: Effect, place: str, row: int) -> Iterator[Check]:
    steps = case.judgements.before.steps[row]
    known = case.judgements.before.state[row] == KNOWN
    worst = np.any(steps <= LOWEST, axis=-1)
    mitigated = effect.mitigation.judgements if effect.mitigation else {}
    for alternative in np.array(case.judgements.alternatives)[worst].tolist():
        if alternative not in mitigated:
            words = {"effect": effect.title, "alternative": case.project.alternatives[alternative].label}
            yield _check("zeer_negatief_zonder_mitigatie", f"{place}.mitigation", **words)
    worse = np.any(known & (case.judgements.after.steps[row] < steps), axis=-1)
    for alternative in np.array(case.judgements.alternatives)[worse].tolist():
        words = {"effect": effect.title, "alternative": case.project.alternatives[alternative].label}
        yield _check("mitigatie_verslechtert", f"{place}.mitigation.judgements.{alternative}", **words)
    if known.any() and not effect.evidence:
        yield _check("oordeel_zonder_bewijs", f"{place}.evidence", effect=effect.title)
    if changes_sign(case.judgements, row) and bool(effect.gains) != bool(effect.loses):
        missing = "loses" if effect.gains else "gains"
        yield _check("groepen_bij_wisselend_teken", f"{place}.{missing}", effect=effect.title)
    spreads: list[float] = case.disagreements.filter(effect=case.judgements.effects[row])["spread"].to_list()
    if spreads:
        words = {"effect": effect.title, "spread": f"{max(spreads):g}"}
        yield _check("spreiding_beoordelaars", f"{place}.assessments", **words)


def _evidence_checks(effect: Effect, place: str) -> Iterator[Check]:
    if effect.machine_proposed and not effect.reviewer:
        yield _check("machinevoorstel_onbevestigd", f"{place}.reviewer", effect=effect.title)
    for index, evidence in enumerate(effect.evidence, start=1):
        if evidence.year is None:
            where = f"{place}.evidence.{index}.year"
            yield _check("bewijs_zonder_jaar", where, effect=effect.title, source=evidence.title)


def _indicator_checks(case: Case, effect: Effect, place: str) -> Iterator[Check]:
    named = {"indicator": effect.indicator, "quantity.indicator": effect.quantity and effect.quantity.indicator}
    for key, indicator in named.items():
        if not indicator or (key != "indicator" and indicator == effect.indicator):
            continue
        definition = case.tree.indicators[indicator]
        words = {"effect": effect.title, "indicator": definition.label}
        if case.tree.theme_of.get(indicator) != effect.theme:
            label = case.tree.themes[effect.theme].label
            yield _check("indicator_van_ander_thema", f"{place}.{key}", theme=label, **words)
        if definition.polarity == "none" or definition.polarity_note:
            yield _check("richting_betwist", f"{place}.{key}", **words)


def _quantity_checks(case: Case, effect: Effect, place: str, row: int) -> Iterator[Check]:
    moved = case.quantities.filter(effect=case.judgements.effects[row])
    if moved["region"].is_null().any():
        yield _check("hoeveelheid_zonder_regio", f"{place}.regions", effect=effect.title)
    elif moved["baseline"].is_null().any():
        yield _check("hoeveelheid_zonder_cijfer", f"{place}.quantity", effect=effect.title)
    if moved["beyond"].any():
        yield _check("einde_van_de_schaal", f"{place}.quantity", effect=effect.title)
    if case.judgements.proposed[row].any():
        yield _check("voorgesteld_oordeel", f"{place}.judgements", effect=effect.title)
    pairs = list(_judged_and_proposed(case.judgements, row, moved))
    opposite = [each for each in pairs if STEPS[each.judgement] * each.change < 0]
    explained = effect.argument or any(each.argument for each in effect.assessments)
    differing = [] if explained else [each for each in pairs if each.judgement != each.proposed]
    for each in (opposite or differing)[:1]:
        words = {"judgement": JUDGEMENTS[each.judgement], "proposed": JUDGEMENTS[each.proposed]}
        code, key = ("oordeel_tegengesteld", "quantity") if opposite else ("oordeel_wijkt_af", "argument")
        yield _check(code, f"{place}.{key}", effect=effect.title, **words)


class Pair(NamedTuple):
    """A judgement beside what the quantity suggests, and the change behind that, in which more is better."""

    judgement: Judgement
    proposed: Judgement
    change: float


def _judged_and_proposed(judgements: Judgements, row: int, moved: pl.DataFrame) -> Iterator[Pair]:
    known = moved.filter(pl.col("proposed").is_not_null())
    columns = known.select("alternative", "scenario", "proposed", "change_in_sd")
    for alternative, scenario, proposed, change in columns.iter_rows():
        at = (row, judgements.alternatives.index(alternative), judgements.scenarios.index(scenario))
        if judgements.before.state[at] == KNOWN:
            yield Pair(word(float(judgements.before.steps[at])), proposed, change)


def _check(code: str, place: str, **words: object) -> Check:
    sentence = SENTENCES[code]
    return Check(code, _filled(sentence, words, "nl"), _filled(sentence, words, "en"), place)


def _filled(sentence: Label, words: Mapping[str, object], language: str) -> str:
    values = {name: getattr(word, language, word) for name, word in words.items()}
    return str(getattr(sentence, language)).format(**values)
