"""A figure that differs from what the publisher says is in the account of the report, with its reason."""

from __future__ import annotations

from dataclasses import replace

from brede_welvaart.definition_parts import DutchText
from brede_welvaart.reporting.context import make_page
from brede_welvaart.reporting.html import render_html
from brede_welvaart.reporting.material import Material
from brede_welvaart.source_definitions import Correction


def corrected(material: Material, value: float | None) -> Material:
    correction = Correction(
        region="GM0141", period="2022", measure="overgewicht", expected=56.1, value=value,
        reason=DutchText(nl="De uitgever meldde een tikfout."), source="https://example.org/tikfout",
    )  # fmt: skip
    source = material.tree.sources["cbs_rmbw_2023"].model_copy(update={"corrections": (correction,)})
    sources = {**material.tree.sources, "cbs_rmbw_2023": source}
    return replace(material, tree=material.tree.model_copy(update={"sources": sources}))


def test_a_corrected_figure_is_told_with_its_reason(small_material: Material) -> None:
    page = make_page(corrected(small_material, 54.1))
    (told,) = page.account.corrections
    assert told.term == "Overgewicht, Almelo, 2022"
    assert told.text == (
        "Het cijfer 56,1 is vervangen door 54,1. De uitgever meldde een tikfout. https://example.org/tikfout"
    )
    html = render_html(page, small_material.templates)
    assert "Verbeterde cijfers" in html
    assert "vervangen door 54,1" in html


def test_a_figure_that_was_taken_away_is_told(small_material: Material) -> None:
    (told,) = make_page(corrected(small_material, None)).account.corrections
    assert told.text.startswith("Het cijfer 56,1 telt niet mee.")


def test_without_corrections_there_is_no_heading(small_material: Material) -> None:
    page = make_page(small_material)
    assert page.account.corrections == ()
    assert "Verbeterde cijfers" not in render_html(page, small_material.templates)


def test_only_sources_with_figures_are_named(small_material: Material) -> None:
    page = make_page(small_material)
    assert [row.number for row in page.account.sources] == [str(place + 1) for place in range(7)]
    assert "Politie" not in page.opening.smallprint
