"""What must hold for every project, whatever the judgements: order, symmetry, unknowns, bounds, ranges, mitigation."""

from __future__ import annotations

import random
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from brede_welvaart.method_definitions import EffectMethod
from brede_welvaart.project_definitions import Project
from brede_welvaart.review.cells import cells_frame
from brede_welvaart.review.judgements import judge
from brede_welvaart.review.scenarios import verdicts
from brede_welvaart.vocabulary import STEPS
from tests.review.strategies import ALTERNATIVES, METHOD, SCENARIOS, THEMES, Data, effects, few, project, projects

BEFORE = ("plus", "minus", "balance", "balance_low", "balance_high", "p_positive", "label")
KEYS = ["theme", "alternative", "scenario"]


def score(data: Project, method: EffectMethod = METHOD) -> pl.DataFrame:
    return cells_frame(judge(data, method, {}), THEMES, method).sort(KEYS)


def mirror(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: mirror(each) for key, each in value.items()}
    if isinstance(value, list):
        return [mirror(each) for each in value]
    opposite = {step: name for name, step in STEPS.items()}
    return opposite[-STEPS[value]] if value in STEPS else value


@few
@given(projects, st.randoms(use_true_random=False))
def test_order_never_matters(data: Data, chance: random.Random) -> None:
    def shuffled(names: Any) -> list[Any]:
        return chance.sample(list(names), len(names))

    original = project(data)
    turned = project({name: data[name] for name in shuffled(data)}, shuffled(ALTERNATIVES), shuffled(SCENARIOS))
    for effect in turned.effects.values():
        object.__setattr__(effect, "assessments", tuple(shuffled(effect.assessments)))
    assert score(turned).equals(score(original))


@few
@given(projects)
def test_a_mirrored_project_has_the_mirrored_scores(data: Data) -> None:
    plain, turned = score(project(data)), score(project(mirror(data)))
    for suffix in ("", "_after"):
        for column, opposite in (("plus", "minus"), ("minus", "plus")):
            _close(plain[column + suffix], turned[opposite + suffix])
        for column, opposite in (
            ("balance", "balance"),
            ("balance_low", "balance_high"),
            ("balance_high", "balance_low"),
        ):
            _close(plain[column + suffix], -turned[opposite + suffix])
        assert ((plain[f"p_positive{suffix}"] + turned[f"p_positive{suffix}"]).drop_nulls() <= 1 + 1e-9).all()
    swap = {"positief": "negatief", "negatief": "positief"}
    assert [swap.get(label, label) for label in plain["label"]] == turned["label"].to_list()
    assert [mirror(each) for each in plain["word"]] == turned["word"].to_list()


@few
@given(projects, effects, st.sampled_from(["onbekend", "niet_van_toepassing"]))
def test_what_is_unknown_or_does_not_apply_never_counts_as_zero(data: Data, extra: Data, said: str) -> None:
    silent = {**extra, "assessments": [dict.fromkeys(ALTERNATIVES, said)], "mitigation": None}
    before, after = score(project(data)), score(project({**data, "zz": silent}))
    numbers = [name for name in BEFORE if name != "label"]
    assert after.select(numbers).equals(before.select(numbers))
    assert after["effects"].equals(before["effects"])
    counted = "unknown" if said == "onbekend" else "not_applicable"
    assert ((after[counted] - before[counted]) == (after["theme"] == extra["theme"]).cast(int)).all()


@few
@given(projects)
def test_scores_keep_their_bounds_and_ranges_hold_the_balance(data: Data) -> None:
    cells = score(project(data))
    for suffix in ("", "_after"):
        known = cells.filter(pl.col(f"balance{suffix}").is_not_null())
        for side in ("plus", "minus"):
            assert known[side + suffix].is_between(0, 3).all()
        low, balance, high = (known[f"balance{part}{suffix}"] for part in ("_low", "", "_high"))
        assert (low >= -3 - 1e-9).all()
        assert (low <= balance).all()
        assert (balance <= high).all()
        assert (high <= 3 + 1e-9).all()
        assert known[f"p_positive{suffix}"].is_between(0, 1).all()
    counted = cells["effects"] > 0
    assert (cells["balance"].is_not_null() == counted).all()


@few
@given(projects)
def test_the_range_closes_when_nothing_moves(data: Data) -> None:
    still = METHOD.model_copy(update={"weight_spread": 0.0})
    certain = {
        name: {**each, "certainty": "hoog", "assessments": each["assessments"][:1]} for name, each in data.items()
    }
    cells = score(project(certain), still)
    for suffix in ("", "_after"):
        _close(cells[f"balance_low{suffix}"], cells[f"balance{suffix}"])
        _close(cells[f"balance_high{suffix}"], cells[f"balance{suffix}"])
        sure = (cells[f"balance{suffix}"] > 1e-9).cast(float)
        _close(cells[f"p_positive{suffix}"], sure)


@few
@given(projects)
def test_without_mitigation_after_is_before_and_lifting_the_minus_lifts_the_balance(data: Data) -> None:
    bare = {name: {**each, "mitigation": None} for name, each in data.items()}
    cells = score(project(bare))
    for column in BEFORE:
        assert cells[f"{column}_after"].equals(cells[column].alias(f"{column}_after"))
    lifted = {name: {**each, "mitigation": dict.fromkeys(ALTERNATIVES, "zeer_positief")} for name, each in bare.items()}
    after = score(project(lifted))
    # Only effects with a judgement can be mitigated, so the known ones all end at +3.
    known = after.filter(pl.col("effects") > 0)
    assert (known["minus_after"] == 0).all()
    assert (known["balance_after"] >= known["balance"] - 1e-9).all()


@few
@given(projects)
def test_another_theme_alternative_or_scenario_changes_no_score(data: Data) -> None:
    whole = score(project(data))
    alone = {name: each for name, each in data.items() if each["theme"] == "t1"}
    assert score(project(alone)).filter(theme="t1").equals(whole.filter(theme="t1"))


@few
@given(projects)
def test_a_verdict_says_robust_only_with_one_sign_everywhere(data: Data) -> None:
    cells = score(project(data))
    signs = cells.with_columns(sign=pl.when(pl.col("balance").abs() < 1e-9).then(0).otherwise(pl.col("balance").sign()))
    for theme, alternative, verdict in verdicts(cells).iter_rows():
        found = signs.filter(theme=theme, alternative=alternative)["sign"]
        expected = "onbekend" if found.is_null().any() else "robuust"
        assert verdict == ("scenario-afhankelijk" if found.drop_nulls().n_unique() > 1 else expected)


def _close(one: pl.Series, other: pl.Series) -> None:
    assert one.is_null().equals(other.is_null().alias(one.name))
    assert ((one - other).abs().drop_nulls() < 1e-9).all()
