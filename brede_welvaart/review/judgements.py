"""Judged effects as arrays, effect x alternative x scenario, in steps of the seven-point scale.

Effects stand sorted by id and assessors by name, so that no result depends on the order of a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from brede_welvaart.method_definitions import EffectMethod
from brede_welvaart.project_definitions import Effect, Judged, Project
from brede_welvaart.scoring.figures import median
from brede_welvaart.vocabulary import STEPS, Judgement, Level

BASE_SCENARIO = "basis"
NOT_EXAMINED, NOT_APPLICABLE, UNKNOWN, KNOWN = range(4)
LOWEST, HIGHEST = -3, 3
WORDS: dict[int, Judgement] = {step: judgement for judgement, step in STEPS.items()}

Steps = NDArray[np.float64]
States = NDArray[np.int8]
Proposals = Mapping[tuple[str, str, str], Judgement]


@dataclass(frozen=True)
class Panel:
    """What the assessors of each effect say.

    `voices` is [effect, alternative, scenario, assessor] in steps, NaN where an assessor gives none; `state` is
    [effect, alternative, scenario]: one of NOT_EXAMINED, NOT_APPLICABLE, UNKNOWN, KNOWN; `steps` is the median voice,
    NaN where nothing is known.
    """

    voices: Steps
    state: States
    steps: Steps


@dataclass(frozen=True)
class Judgements:
    """The judged effects of a project, before and after mitigation.

    `weights`, `themes` and `certainty` are per effect; `proposed` marks the judgements that the program proposed.
    """

    effects: tuple[str, ...]
    alternatives: tuple[str, ...]
    scenarios: tuple[str, ...]
    themes: tuple[str, ...]
    weights: Steps
    certainty: tuple[Level, ...]
    before: Panel
    after: Panel
    proposed: NDArray[np.bool_]


def scenario_ids(project: Project) -> tuple[str, ...]:
    """The scenarios of a project; without any there is one, `basis`."""
    return tuple(project.scenarios) or (BASE_SCENARIO,)


def judge(project: Project, method: EffectMethod, proposals: Proposals) -> Judgements:
    """Lay out all judgements of a project; a proposal counts only where nobody judged."""
    effects = tuple(sorted(project.effects))
    grid = (tuple(project.alternatives), scenario_ids(project))
    definitions = [project.effects[effect] for effect in effects]
    before, proposed = _with_proposals(_panel([_voices(each) for each in definitions], grid), proposals, effects, grid)
    return Judgements(
        effects=effects,
        alternatives=grid[0],
        scenarios=grid[1],
        themes=tuple(each.theme for each in definitions),
        weights=np.array([method.importance[each.importance] for each in definitions]),
        certainty=tuple(each.certainty for each in definitions),
        before=before,
        after=_mitigated(before, _panel([_mitigations(each) for each in definitions], grid)),
        proposed=proposed,
    )


def judged(judgements: Mapping[str, Judged], alternative: str, scenario: str) -> Judgement | None:
    """The judgement for an alternative in a scenario, or None if it was not examined."""
    found = judgements.get(alternative)
    return found.get(scenario) if isinstance(found, dict) else found


def word(step: float) -> Judgement:
    """The judgement for a step; half a step takes the milder word, but never `neutraal`."""
    size = np.ceil(abs(step) - 0.5)
    return WORDS[int(np.sign(step) * max(size, 1)) if step else 0]


def judgement_at(panel: Panel, index: tuple[int, ...]) -> Judgement | None:
    """The judgement at [effect, alternative, scenario] as a word, None where it was not examined."""
    if panel.state[index] == KNOWN:
        return word(float(panel.steps[index]))
    words: dict[int, Judgement] = {UNKNOWN: "onbekend", NOT_APPLICABLE: "niet_van_toepassing"}
    return words.get(int(panel.state[index]))


def _voices(effect: Effect) -> list[Mapping[str, Judged]]:
    ordered = sorted(effect.assessments, key=lambda each: (each.assessor, each.role))
    return [each.judgements for each in ordered] or [effect.judgements]


def _mitigations(effect: Effect) -> list[Mapping[str, Judged]]:
    return [effect.mitigation.judgements if effect.mitigation else {}]


def _panel(voices: Sequence[Sequence[Mapping[str, Judged]]], grid: tuple[tuple[str, ...], tuple[str, ...]]) -> Panel:
    shape = (len(voices), len(grid[0]), len(grid[1]), max((len(each) for each in voices), default=1))
    steps, states = np.full(shape, np.nan), np.full(shape, NOT_EXAMINED, dtype=np.int8)
    cells = [(a, s, *ids) for (a, s), ids in zip(np.ndindex(shape[1:3]), product(*grid), strict=True)]
    for row, speakers in enumerate(voices):
        for column, judgements in enumerate(speakers):
            for a, s, alternative, scenario in cells:
                judgement = judged(judgements, alternative, scenario)
                steps[row, a, s, column] = STEPS.get(judgement, np.nan) if judgement else np.nan
                states[row, a, s, column] = _state(judgement)
    return Panel(steps, states.max(axis=-1), median(steps))


def _state(judgement: Judgement | None) -> int:
    special = {None: NOT_EXAMINED, "niet_van_toepassing": NOT_APPLICABLE, "onbekend": UNKNOWN}
    return special.get(judgement, KNOWN)


def _with_proposals(
    panel: Panel, proposals: Proposals, effects: tuple[str, ...], grid: tuple[tuple[str, ...], tuple[str, ...]]
) -> tuple[Panel, NDArray[np.bool_]]:
    voices, state = panel.voices.copy(), panel.state.copy()
    proposed = np.zeros(state.shape, dtype=np.bool_)
    for index, key in zip(np.ndindex(state.shape), product(effects, *grid), strict=True):
        if state[index] == NOT_EXAMINED and key in proposals:
            voices[(*index, 0)], state[index], proposed[index] = STEPS[proposals[key]], KNOWN, True
    return Panel(voices, state, median(voices)), proposed


def _mitigated(before: Panel, measures: Panel) -> Panel:
    """Where a judgement after mitigation is stated for a judged effect, it replaces every voice."""
    replaced = (measures.state != NOT_EXAMINED) & (before.state != NOT_EXAMINED)
    spoken = np.isfinite(before.voices) | (np.arange(before.voices.shape[-1]) == 0)
    voices = np.where(replaced[..., None], np.where(spoken, measures.voices, np.nan), before.voices)
    return Panel(voices, np.where(replaced, measures.state, before.state), median(voices))
