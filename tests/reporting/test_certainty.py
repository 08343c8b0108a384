"""The section on certainty: its table and its sentences say what the sensitivity run found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from brede_welvaart.reporting.certainty import certainty
from brede_welvaart.reporting.format import number, percentage
from brede_welvaart.reporting.material import Material


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


def test_medians_are_those_of_the_members_that_have_a_figure(material: Material) -> None:
    block = material.figures.values[:, :, material.members]
    some = np.isfinite(block).any(axis=2)
    assert np.array_equal(material.medians[some], np.nanmedian(block[some], axis=1))
    assert np.isnan(material.medians[~some]).all()
    nobody = replace(material, figures=replace(material.figures, values=block[:, :, :0]))
    nobody.__dict__["members"] = np.zeros(0, np.bool_)
    assert np.isnan(nobody.medians).all()
