"""Who gains and who loses, where and when: groups, places and horizons against themes, per alternative.

A named group gains or loses as the effect states, even against the sign of the whole: a negative effect may have
gainers. Only for an effect that is positive here and negative there, over alternatives and scenarios, the named gainers
gain where it is positive and the named losers lose where it is negative; what becomes of them in the rest, the file
does not say: unknown. At a place and a horizon the sign decides. An effect counts in an alternative as soon as it is
known and not neutral in one scenario; it is unknown or neutral there only if no scenario says more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

import numpy as np
import polars as pl

from brede_welvaart.definitions import Tree
from brede_welvaart.project_definitions import Effect, Project
from brede_welvaart.review.judgements import KNOWN, UNKNOWN, Judgements
from brede_welvaart.vocabulary import HORIZONS, PLACES, Distribution

DISTRIBUTION = pl.Schema({
    "kind": pl.String(), "key": pl.String(), "theme": pl.String(), "alternative": pl.String(),
    "outcome": pl.String(), "effects": pl.List(pl.String()),
})  # fmt: skip
Outcomes = frozenset[Distribution]
Key = tuple[str, str, str, str]


def distribution(project: Project, tree: Tree, judgements: Judgements) -> pl.DataFrame:
    """The full grid of kind and key x theme x alternative; `effects` are those that carry the outcome.

    `kind` is `groep`, `plaats` or `horizon`; groups are those of the tree and of the project itself.
    """
    found = _found(project, judgements)
    rows = [(*key, *_cell(found.get(key, ()))) for key in _grid(project, tree, judgements.alternatives)]
    return pl.DataFrame(rows, schema=DISTRIBUTION, orient="row")


def outcomes(judgements: Judgements, row: int, alternative: int) -> Outcomes:
    """What an effect does in an alternative over all scenarios: `wint`, `verliest`, or only `onbekend` or `neutraal`.

    Empty where the effect was not examined or does not apply.
    """
    state, steps = judgements.before.state[row, alternative], judgements.before.steps[row, alternative]
    known = state == KNOWN
    signs: dict[Distribution, bool] = {"wint": bool((steps > 0).any()), "verliest": bool((steps < 0).any())}
    active: Outcomes = frozenset(sign for sign, there in signs.items() if there)
    if active or not (known | (state == UNKNOWN)).any():
        return active
    return frozenset({"onbekend"} if np.any(state == UNKNOWN) else {"neutraal"})


def changes_sign(judgements: Judgements, row: int) -> bool:
    """Whether an effect is positive in one alternative or scenario and negative in another."""
    steps = judgements.before.steps[row]
    return bool((steps > 0).any() and (steps < 0).any())


def combined(found: Iterable[Outcomes]) -> Distribution:
    """The outcome of several effects on one group, place or horizon."""
    everything: Outcomes = frozenset().union(*found)
    if {"wint", "verliest"} <= everything:
        return "beide"
    order: tuple[Distribution, ...] = ("wint", "verliest", "onbekend", "neutraal")
    return next((each for each in order if each in everything), "niet_onderzocht")


def _grid(project: Project, tree: Tree, alternatives: Sequence[str]) -> Iterator[Key]:
    groups = dict.fromkeys((*tree.groups, *project.groups))
    for kind, names in (("groep", groups), ("plaats", PLACES), ("horizon", HORIZONS)):
        for key, theme, alternative in product(names, tree.themes, alternatives):
            yield kind, key, theme, alternative


def _found(project: Project, judgements: Judgements) -> Mapping[Key, list[tuple[str, Outcomes]]]:
    found: dict[Key, list[tuple[str, Outcomes]]] = {}
    for row, name in enumerate(judgements.effects):
        effect = project.effects[name]
        for column, alternative in enumerate(judgements.alternatives):
            for kind, key, outcome in _touched(
                effect, outcomes(judgements, row, column), changes_sign(judgements, row)
            ):
                found.setdefault((kind, key, effect.theme, alternative), []).append((name, outcome))
    return found


def _touched(effect: Effect, outcome: Outcomes, changes: bool) -> Iterator[tuple[str, str, Outcomes]]:
    if not outcome:
        return
    for kind, keys in (("plaats", effect.places), ("horizon", effect.horizons)):
        for key in dict.fromkeys(keys):
            yield kind, key, outcome
    stated: tuple[tuple[Distribution, tuple[str, ...]], ...] = (("wint", effect.gains), ("verliest", effect.loses))
    active = outcome & {"wint", "verliest"}
    for sign, groups in stated:
        unsaid = changes and sign not in active
        here: Outcomes = frozenset({"onbekend"} if unsaid else {sign}) if active else outcome
        for group in dict.fromkeys(groups):
            yield "groep", group, here


def _cell(found: Sequence[tuple[str, Outcomes]]) -> tuple[Distribution, list[str]]:
    outcome = combined(each for _, each in found)
    carriers: Outcomes = frozenset({"wint", "verliest"}) if outcome == "beide" else frozenset({outcome})
    return outcome, list(dict.fromkeys(name for name, each in found if each & carriers))
