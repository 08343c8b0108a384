"""What people wrote is marked with its language on a page in another language, and nothing else is."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brede_welvaart.language import speaking
from brede_welvaart.reporting.context import make_page
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.page import Page
from brede_welvaart.reporting.passages import mark_passages

PASSAGES = (
    "Meer groen en schaduw bij het station.",
    "Verdichten",
    "De wijk wordt koeler & stiller, zeggen de bewoners.",
)
LONG = PASSAGES[2]
words = st.text("abc <>&;\"'’…. é", max_size=40)


def marked(text: str) -> str:
    return mark_passages(text, PASSAGES).replace('<span lang="nl">', "[").replace("</span>", "]")


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<p>Verdichten</p>", "<p>[Verdichten]</p>"),
        ("<p>positive in verdichten.</p>", "<p>positive in [verdichten].</p>"),
        (
            "<p>‘Meer groen en schaduw bij het station’ is good.</p>",
            "<p>‘[Meer groen en schaduw bij het station]’ is good.</p>",
        ),
        ("<p>‘Meer groen en schaduw bij …’ is good.</p>", "<p>‘[Meer groen en schaduw bij] …’ is good.</p>"),
        ("<p>De wijk wordt koeler &amp; stiller</p>", "<p>[De wijk wordt koeler &amp; stiller]</p>"),
        ("<p>De wijk is full of trees</p>", "<p>De wijk is full of trees</p>"),
        ("<p>Verdichtende</p>", "<p>Verdichtende</p>"),
        ('<p title="Verdichten">x</p>', '<p title="Verdichten">x</p>'),
        ("<title>Verdichten</title>", "<title>Verdichten</title>"),
        ("<svg><text>Verdichten</text></svg>", "<svg><text>Verdichten</text></svg>"),
    ],
)
def test_a_passage_is_found_whole_and_cut_short(page: str, shown: str) -> None:
    assert marked(page) == shown


@given(words, words)
def test_marking_changes_no_text(before: str, after: str) -> None:
    page = f"<p>{before.replace('<', '&lt;').replace('>', '&gt;')} Verdichten {after.replace('<', '&lt;')}</p>"
    assert re.sub(r'<span lang="nl">|</span>', "", mark_passages(page, PASSAGES)) == page


def test_a_dutch_page_needs_no_marks(page: Page) -> None:
    assert page.passages == ()


def test_an_english_page_knows_what_is_dutch(material: Material) -> None:
    with speaking("en"):
        passages = make_page(replace(material)).passages
    assert material.project.title in passages
    assert {each.fact for each in material.project.effects.values()} <= set(passages)


@pytest.mark.parametrize("passage", ["2021", "2017-2022", "no", "Het", "1 2 3 4"])
def test_a_passage_that_may_as_well_be_of_the_page_is_left_alone(passage: str) -> None:
    page = f"<p>Figures of 2021, 2017-2022, no more: {passage}.</p>"
    assert mark_passages(page, [passage]) == page
