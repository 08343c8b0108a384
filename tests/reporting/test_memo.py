"""The memo: short enough to be read, never against the numbers, and an illustration says that it is one."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brede_welvaart.language import LANGUAGES, speaking
from brede_welvaart.reporting.cards import effect_card
from brede_welvaart.reporting.format import sign
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.memo import Memo, make_memo
from brede_welvaart.reporting.opening import unconfirmed
from brede_welvaart.reporting.paragraph import paragraph, sentences, unfit_message, words
from brede_welvaart.reporting.verdicts import balance_sentence, signs

relaxed = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
balances = st.lists(st.one_of(st.none(), st.sampled_from([-3.0, -0.04, 0.0, 0.04, 2.5])), min_size=5, max_size=5)
labels = st.text(st.sampled_from("ab é-"), min_size=1, max_size=120).filter(lambda text: text.strip())


@pytest.fixture(params=["material", "small_material"])
def shipped(request: pytest.FixtureRequest) -> Material:
    found: Material = request.getfixturevalue(request.param)
    return found


def changed(material: Material, values: list[float | None]) -> Material:
    """The same project with other balances, in the order of the cells."""
    rows = material.review.cells.height
    column = pl.Series("balance", (values * rows)[:rows], dtype=pl.Float64)
    label = pl.Series("label", ["niet_onderzocht" if each is None else "gemengd" for each in column])
    cells = material.review.cells.with_columns(
        column, label, plus=column.clip(0), minus=(-column).clip(0), balance_low=column, balance_high=column
    )
    kept = {name: getattr(material.review, name) for name in ("effects", "verdicts", "joins")}
    return replace(material, review=SimpleNamespace(**kept, cells=cells))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paragraph_is_short_in_both_languages(shipped: Material, language: str) -> None:
    with speaking(language):
        text = " ".join(paragraph(replace(shipped)))
    assert 60 <= words(text) <= 150
    assert max(words(each) for each in sentences(text)) <= 20


def test_a_long_title_does_not_make_a_project_assessed(material: Material) -> None:
    project = material.project.model_copy(update={"title": "woo " * 20})
    text = " ".join(paragraph(replace(changed(material, [None]), project=project)))
    assert "Het project is nog niet beoordeeld op brede welvaart." in text


def test_what_nobody_confirmed_is_said(material: Material, small_material: Material) -> None:
    assert unconfirmed(small_material) == ""
    assert unconfirmed(material) == "2 effecten zijn een voorstel dat niemand bevestigde; ze tellen mee."
    assert unconfirmed(material) in " ".join(paragraph(material))


def test_a_card_calls_unconfirmed_what_page_one_counts(material: Material) -> None:
    cards = {name: effect_card(material, name).proposed for name in material.project.effects}
    assert {name for name, proposed in cards.items() if proposed} == material.unconfirmed
    name = next(name for name, each in material.project.effects.items() if each.machine_proposed)
    reviewed = material.project.effects[name].model_copy(update={"reviewer": "GGD-adviseur"})
    project = material.project.model_copy(update={"effects": {**material.project.effects, name: reviewed}})
    assert not effect_card(replace(material, project=project), name).proposed


@relaxed
@given(balances, labels, labels)
def test_the_paragraph_stays_short_and_keeps_to_the_signs(
    material: Material, values: list[float | None], label: str, title: str
) -> None:
    project = material.project.model_copy(
        update={
            "title": title,
            "alternatives": {
                name: each.model_copy(update={"label": label}) for name, each in material.project.alternatives.items()
            },
        }
    )
    other = replace(changed(material, values), project=project)
    blocks = paragraph(other)
    text = " ".join(blocks)
    assert words(text) <= 150
    assert max(words(each) for each in sentences(text)) <= 20
    for name in other.alternatives:
        rows = [other.cells[theme, name, other.first_scenario]["balance"] for theme in other.themes]
        printed = [sign(each) for each in rows if each is not None]
        sentence = balance_sentence(other, name, "X")
        assert sentence.removeprefix("X") in text or "De tabel laat zien" in text
        if printed:
            above, below = sum(each > 0 for each in printed), sum(each < 0 for each in printed)
            assert f"positief op {above} en negatief op {below} van {len(printed)} beoordeeld" in sentence
        else:
            assert "geen enkel thema" in sentence
    assert ("is nog niet beoordeeld" in text) == (not any(signs(other, name)[-1] for name in other.alternatives))
    assert ("Niet onderzocht" in text) == (None in (values * 99)[: len(other.alternatives) * len(other.themes)])


def test_alternatives_are_named_all_or_none(material: Material) -> None:
    long = {f"alternatief_{n}": material.project.alternatives["a_verdichten"] for n in range(12)}
    project = material.project.model_copy(update={"alternatives": long})
    cells = pl.concat([
        material.review.cells.filter(alternative="a_verdichten").with_columns(alternative=pl.lit(name)) for name in long
    ])  # fmt: skip
    verdicts = pl.concat([
        material.review.verdicts.filter(alternative="a_verdichten").with_columns(alternative=pl.lit(name))
        for name in long
    ])  # fmt: skip
    review = SimpleNamespace(
        cells=cells, verdicts=verdicts, effects=material.review.effects, joins=material.review.joins.clear()
    )
    text = " ".join(paragraph(replace(material, project=project, review=review)))
    assert "saldo is positief" not in text
    assert "De tabel laat zien wat elk alternatief doet." in text


@pytest.mark.parametrize("message", ["woord " * 21, "Kort en goed. " * 25])
def test_a_key_message_that_is_too_long_is_left_out_and_said(small_material: Material, message: str) -> None:
    project = small_material.project.model_copy(update={"key_message": message.strip()})
    other = replace(small_material, project=project)
    assert message.split(maxsplit=1)[0] not in " ".join(paragraph(other)).split()
    assert str(words(message)) in unfit_message(other)
    assert make_memo(other).warning == unfit_message(other)
    assert unfit_message(small_material) == ""


def test_the_key_message_is_there_word_for_word(shipped: Material) -> None:
    assert " ".join(shipped.project.key_message.split()) in " ".join(paragraph(shipped))


def test_the_strongest_bottleneck_is_judged_as_the_table_says(small_material: Material) -> None:
    text = " ".join(paragraph(small_material))
    assert "Grootste knelpunt: ‘Bomen en planten kosten elk jaar meer onderhoud dan tegels’ is licht negatief" in text
    for name in ("heel_groen", "half_groen"):
        assert small_material.effects["onderhoud", name, small_material.first_scenario]["judgement"] == "licht_negatief"


def test_every_score_has_a_word_and_missing_says_so(memo: Memo, small_memo: Memo) -> None:
    cells = [cell for each in (memo, small_memo) for row in each.rows for cell in row.cells]
    assert all(cell.word for cell in cells)
    assert {cell.word for cell in cells if not cell.numbers} == {"niet onderzocht"}
    for cell in cells:
        if cell.tone in ("plus2", "minus2"):
            assert ("+" in cell.symbol) == (cell.tone == "plus2")
            assert ("positief" in cell.word) == (cell.tone == "plus2")


def test_an_illustration_says_so_in_each_of_its_three_parts(memo: Memo) -> None:
    mark = "Voorbeeldbeoordeling, geen oordeel van de gemeente."
    assert memo.paragraph.startswith(mark)
    assert mark in memo.notes
    assert mark in memo.figure.svg


def test_a_project_that_is_no_illustration_has_no_mark(small_material: Material) -> None:
    project = small_material.project.model_copy(update={"illustration": None})
    real = make_memo(replace(small_material, project=project))
    assert "oorbeeld" not in real.paragraph + " ".join(real.notes) + real.figure.svg + real.mark


def test_the_same_material_gives_the_same_memo(small_material: Material, small_memo: Memo) -> None:
    assert make_memo(small_material) == small_memo
