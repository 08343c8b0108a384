"""The trace of a theme's score in a project: which effects make it, with which judgement and weight, adding up."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from brede_welvaart.definitions import Tree
from brede_welvaart.errors import UsageFault
from brede_welvaart.language import _
from brede_welvaart.project_definitions import Effect, Project
from brede_welvaart.review.review import Review
from brede_welvaart.validation import one_of

GRID = ["alternative", "scenario"]
SIDES = {"plus": 1, "minus": -1}
SUFFIXES = ("", "_after")


@dataclass(frozen=True)
class ThemeTrace:
    """How the scores of a theme came about.

    `rows` has a row per alternative, scenario and effect of the theme: judgement, step (-3..3, null unless known),
    step_low and step_high (lowest and highest assessor), assessors, certainty, proposed, importance, weight, share
    (0..1 of the weight of the known effects) and what the effect adds to plus, minus and balance; the same with the
    suffix `_after` for mitigation. `cells` has a row per alternative and scenario with plus, minus and balance: the
    sums of those columns, null where no effect is known; `formula` writes out the sum of the balance.
    """

    theme: str
    rows: pl.DataFrame
    cells: pl.DataFrame


def explain_review(project: Project, tree: Tree, review: Review, name: str) -> ThemeTrace:
    """The trace of a theme; for an indicator that of its theme, with only the effects that name the indicator.

    Raises UsageFault if the name is neither, or an indicator without theme.
    """
    if name in tree.themes:
        return explain_theme(review, name)
    if name not in tree.theme_of:
        message = _("Onbekend thema of onbekende indicator '{name}'; verwacht {known}.")
        raise UsageFault(message.format(name=name, known=one_of((*tree.themes, *tree.theme_of), name)))
    trace = explain_theme(review, tree.theme_of[name])
    naming = [effect for effect, each in project.effects.items() if name in indicators_of(each)]
    return replace(trace, rows=trace.rows.filter(pl.col("effect").is_in(naming)))


def indicators_of(effect: Effect) -> tuple[str, ...]:
    """The indicators that an effect names."""
    named = (effect.indicator, effect.quantity.indicator if effect.quantity else None)
    return tuple(dict.fromkeys(each for each in named if each))


def explain_theme(review: Review, theme: str) -> ThemeTrace:
    """The trace of a theme in every alternative and scenario."""
    cells = review.cells.filter(theme=theme)
    rows = contributions(review.effects).filter(theme=theme)
    order = cells.select(GRID).join(rows, on=GRID, maintain_order="left_right")
    formulas = [_formula(rows.filter(alternative=a, scenario=s)) for a, s in cells.select(GRID).iter_rows()]
    return ThemeTrace(
        theme, order.drop("theme"), cells.drop("theme").with_columns(pl.Series("formula", formulas, dtype=pl.String))
    )


def contributions(effects: pl.DataFrame) -> pl.DataFrame:
    """The effects of a review with their share in the theme and what they add to plus, minus and balance.

    Null where the judgement is not known: such an effect takes no share.
    """
    shares = [_share(suffix).alias(f"share{suffix}") for suffix in SUFFIXES]
    return effects.with_columns(shares).with_columns(
        expression for suffix in SUFFIXES for expression in _added(suffix)
    )  # fmt: skip


def _share(suffix: str) -> pl.Expr:
    known = pl.when(pl.col(f"step{suffix}").is_not_null() & (pl.col("weight") > 0)).then("weight")
    return known / known.sum().over("theme", *GRID)


def _added(suffix: str) -> list[pl.Expr]:
    share, step = pl.col(f"share{suffix}"), pl.col(f"step{suffix}")
    sides = [(share * (sign * step).clip(0)).alias(f"{name}{suffix}") for name, sign in SIDES.items()]
    return [*sides, (share * step).alias(f"balance{suffix}")]


def _formula(rows: pl.DataFrame) -> str | None:
    """The balance of one cell written out in weights and steps, in the order of the project file."""
    known = rows.drop_nulls("share").select("weight", "step").rows()
    if not known:
        return None
    parts = [f"{weight:g} * {f'({step:g})' if step < 0 else f'{step:g}'}" for weight, step in known]
    return f"({' + '.join(parts)}) / ({' + '.join(f'{weight:g}' for weight, _step in known)})"
