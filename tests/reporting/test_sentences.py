"""Sentences say what the numbers say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brede_welvaart.language import pick
from brede_welvaart.reporting.beside import alternative_sentence
from brede_welvaart.reporting.format import several, sign
from brede_welvaart.reporting.material import Material, Row
from brede_welvaart.reporting.opening import _spread_out, alternatives_words, join_sentence, sure, unexamined
from brede_welvaart.reporting.page import Page
from brede_welvaart.reporting.themeparts import standing_sentences, verdict_sentence
from brede_welvaart.reporting.verdicts import verdict
from brede_welvaart.vocabulary import JUDGEMENTS

balances = st.one_of(st.none(), st.sampled_from([-3.0, -1.5, -0.04, 0.0, 0.04, 1.0, 3.0]))
relaxed = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
QUARTERS = {"best": "beste kwart", "worst": "slechtste kwart", "middle": "middengroep"}


def with_balances(material: Material, values: list[float | None]) -> Material:
    """The same project with other balances, in the order of the cells."""
    rows = material.review.cells.height
    column = pl.Series("balance", (values * rows)[:rows], dtype=pl.Float64)
    labels = [("niet_onderzocht" if each is None else "gemengd") for each in column.to_list()]
    cells = material.review.cells.with_columns(
        column, plus=column.clip(0), minus=(-column).clip(0), balance_low=column, balance_high=column,
        label=pl.Series(labels),
    )  # fmt: skip
    review = SimpleNamespace(
        **{name: getattr(material.review, name) for name in ("effects", "verdicts", "joins")}, cells=cells
    )
    return replace(material, review=review)


@relaxed
@given(st.lists(balances, min_size=5, max_size=5))
def test_counts_in_the_sentence_are_the_counts_of_the_signs(material: Material, values: list[float | None]) -> None:
    changed = with_balances(material, values)
    for alternative, label in changed.alternatives.items():
        rows = [changed.cells[theme, alternative, changed.first_scenario]["balance"] for theme in changed.themes]
        known = [each for each in rows if each is not None]
        text = alternative_sentence(changed, alternative)
        assert text.startswith(label)
        if not known:
            assert "geen enkel thema" in text
            continue
        printed = [sign(each) for each in known]
        above, below = sum(each > 0 for each in printed), sum(each < 0 for each in printed)
        assert f"positief op {above} en negatief op {below} van {len(known)} beoordeeld" in text
        assert ("hoogste saldo" in text) == (above > 0)
        assert ("laagste saldo" in text) == (below > 0)


@relaxed
@given(st.lists(balances, min_size=5, max_size=5))
def test_a_verdict_never_calls_a_negative_balance_positive(material: Material, values: list[float | None]) -> None:
    changed = with_balances(material, values)
    for theme in changed.themes:
        text = verdict_sentence(changed, theme).lower()
        rows = [changed.cells[theme, name, changed.first_scenario]["balance"] for name in changed.alternatives]
        printed = [sign(each) for each in rows if each is not None]
        assert ("positief" in text) == any(each > 0 for each in printed)
        assert ("negatief" in text) == any(each < 0 for each in printed)
        assert ("onbekend" in text) == any(each is None for each in rows)
        for name in changed.alternatives:
            shown, balance = (
                verdict(changed, theme, name),
                changed.cells[theme, name, changed.first_scenario]["balance"],
            )
            assert (shown.balance == "") == (balance is None)


def test_a_theme_is_called_by_its_quartile(material: Material) -> None:
    for turn in range(2):
        for theme in material.themes:
            row, text = material.theme_rows[theme], " ".join(standing_sentences(material, theme, turn))
            for quartile, words in QUARTERS.items():
                assert (words in text.split(". Het hoogst")[0]) == (row["quartile"] == quartile)


def test_sentences_are_short_enough_to_read(page: Page, material: Material) -> None:
    """At most twenty words; a name from a project or definition file counts as one, and lists of names as written."""
    spread, certainty = page.spread, page.certainty
    texts = [
        *(text for theme in page.themes for text in (*theme.lead, theme.verdict_lead, *theme.meets)),
        *page.alternatives.lead, page.alternatives.scenario_note, *certainty.lead, *certainty.ranges_lead,
        *certainty.disagreements, *(share.lead for share in spread.shares), *(each.text for each in spread.shifts),
        page.opening.who, page.opening.sure, page.opening.unexamined, *page.opening.bottlenecks,
        *page.opening.opportunities, *(each.text for each in page.account.method),
    ]  # fmt: skip
    names = sorted(_names(material), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, names)) + "|‘[^’]*’", re.IGNORECASE)
    sentences = [each for text in texts for each in re.split(r"(?<=[.;:]) ", pattern.sub("x", text))]
    assert len(sentences) > 100
    assert [each for each in sentences if len(re.sub(r"(x(,| en) )+x", "x", each).split()) > 20] == []


def _names(material: Material) -> Iterator[str]:
    tree = material.tree
    for labelled in (*tree.indicators.values(), *tree.themes.values(), *tree.groups.values()):
        yield labelled.label.nl
    yield from (each.label.nl for each in material.project.groups.values())
    yield from (*material.alternatives.values(), *material.scenarios.values(), *material.region_names.values())


def test_what_is_not_examined_is_named(material: Material) -> None:
    changed = with_balances(material, [None, 1.0, -1.0])
    assert unexamined(changed).startswith("Subjectief welzijn in ")
    assert sure(with_balances(material, [None])) == "Er is nog geen thema beoordeeld."


@pytest.mark.parametrize("field", ["bottlenecks", "opportunities"])
def test_page_one_names_at_most_three_points(page: Page, field: str) -> None:
    assert 1 <= len(getattr(page.opening, field)) <= 3


def test_the_word_of_a_join_is_said_only_of_alternatives_where_it_holds(material: Material) -> None:
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in material.joins:
        groups.setdefault((row["kind"], row["region"], row["effect"]), []).append(row)
    for rows in groups.values():
        said = join_sentence(material, rows)
        for judgement, scenarios in {(row["judgement"], tuple(row["scenarios"])) for row in rows}:
            alike = [row for row in rows if (row["judgement"], tuple(row["scenarios"])) == (judgement, scenarios)]
            named = alternatives_words(material, [row["alternative"] for row in alike])
            some = len(scenarios) < len(material.scenarios)
            where = f" bij scenario {several(material.scenarios[each] for each in scenarios)}" if some else ""
            assert f" {pick(JUDGEMENTS[judgement])} in {named}{where}" in said


def test_page_one_first_takes_one_point_per_theme_in_the_own_region() -> None:
    rows = [("GM2", "a", 1), ("GM1", "a", 2), ("GM1", "a", 3), ("GM2", "b", 4), ("GM1", "c", 5)]
    groups = [[{"region": region, "theme": theme, "number": number}] for region, theme, number in rows]
    assert [each[0]["number"] for each in _spread_out(groups, "GM1", 4)] == [2, 5, 4, 3]
    assert [each[0]["number"] for each in _spread_out(groups, "GM9", 9)] == [1, 4, 5, 2, 3]
    assert _spread_out([], "GM1", 3) == []
