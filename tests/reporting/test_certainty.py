"""The section on certainty: its table and its sentences say what the sensitivity run found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from brede_welvaart.reporting.certainty import certainty
from brede_welvaart.reporting.format import number, percentage
from brede_welvaart.reporting.material import Material
from brede_welvaart.vocabulary import OVERALL


def test_the_table_holds_the_ranges_of_the_run(material: Material) -> None:
    rows = certainty(material).ranges.rows
    found = material.sensitivity.themes
    assert [row[0] for row in rows] == list(material.themes.values())
    for row, expected in zip(rows, found.to_dicts(), strict=True):
        low, high = (number(expected[f"score_{end}"]) for end in ("low", "high"))
        assert row[1:3] == (number(expected["score"]), f"{low} tot {high}")
        assert row[4] == f"{expected['rank_low']} tot {expected['rank_high']}"
        assert row[5:7] == (percentage(expected["p_best"]), percentage(expected["p_worst"]))
        assert expected["score_low"] <= expected["score"] <= expected["score_high"]


def test_the_heaviest_choice_is_the_one_with_the_largest_total_index(material: Material) -> None:
    words = {"soort liniaal": "normalisation", "soort gemiddelde": "aggregation", "gewichten": "weights",
             "een indicator weglaten": "leave_one_out", "marges van de cijfers": "figures"}  # fmt: skip
    indices = material.sensitivity.indices
    for theme, row in zip(material.themes, certainty(material).ranges.rows, strict=True):
        own = dict(indices.filter(theme=theme).select("choice", "total").iter_rows())
        assert own[words[row[-1]]] == max(own.values())


def test_the_sentences_name_the_choices_and_never_call_it_a_confidence_interval(material: Material) -> None:
    text = " ".join(certainty(material).ranges_lead)
    assert "gevoeligheidsbereik" in text
    assert "geen betrouwbaarheidsinterval" in text
    assert "10.000 trekkingen" in text
    assert "een indicator weglaten" in text


def test_an_overall_score_is_not_taken_for_a_theme(material: Material) -> None:
    steady = material.sensitivity.themes.with_columns(p_best=pl.lit(1.0), failed=pl.lit(7, pl.Int64))
    overall = steady.head(1).with_columns(theme=pl.lit(OVERALL))
    other = replace(material)
    themes = pl.concat([steady, overall], how="vertical_relaxed")
    other.__dict__["sensitivity"] = replace(material.sensitivity, themes=themes)
    found = certainty(other)
    text = " ".join(found.ranges_lead)
    assert text.count("7 trekkingen gaven geen score") == len(material.themes) == len(found.ranges.rows)
    assert all(f"{label}: 7 trekkingen" in text for label in material.themes.values())


def test_a_region_without_published_margins_says_that_they_do_not_count(material: Material) -> None:
    figures = material.figures
    assert "geeft de uitgever een foutmarge" in " ".join(certainty(material).ranges_lead)
    margins = np.where(np.isfinite(figures.values), figures.values, 0.0)
    other = replace(material, figures=replace(figures, lower=margins, upper=margins))
    other.__dict__["sensitivity"] = material.sensitivity
    assert "foutmarge" not in " ".join(certainty(other).ranges_lead)


def test_medians_are_those_of_the_members_that_have_a_figure(material: Material) -> None:
    block = material.figures.values[:, :, material.members]
    some = np.isfinite(block).any(axis=2)
    assert np.array_equal(material.medians[some], np.nanmedian(block[some], axis=1))
    assert np.isnan(material.medians[~some]).all()
    nobody = replace(material, figures=replace(material.figures, values=block[:, :, :0]))
    nobody.__dict__["members"] = np.zeros(0, np.bool_)
    assert np.isnan(nobody.medians).all()
