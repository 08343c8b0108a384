"""An English report is English: only what people wrote in Dutch stays Dutch, and says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as markup

from brede_welvaart.language import speaking
from brede_welvaart.reporting.context import make_page
from brede_welvaart.reporting.html import render_html, render_paper
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.page import Page

DUTCH = re.compile(
    r"\b(de|het|een|van|niet|voor|zijn|wordt|worden|geen|bij|naar|ook|op|als|dat|deze|dit|te|aan|uit|om|nog|dan|tot|"
    r"onder|hoort|jaar|slecht|gemeente|gemeenten|thema|onbekend|onderzocht|en|per inwoner)\b|\bn\.o\."
)
"""Small Dutch words that no English sentence has."""
SPOKEN = ("alt", "title", "aria-label")


@pytest.fixture(scope="module", params=["material", "small_material"])
def english(request: pytest.FixtureRequest) -> tuple[Material, Page]:
    material: Material = replace(request.getfixturevalue(request.param))  # what it remembers is in one language
    with speaking("en"):
        return material, make_page(material)


def rendered(page: Page, templates: Path, medium: str) -> markup.HtmlElement:
    with speaking("en"):
        return markup.fromstring((render_html if medium == "screen" else render_paper)(page, templates))


def english_texts(element: markup.HtmlElement, language: str = "en") -> Iterator[str]:
    """Every text on the page that says it is English: what is read and what is spoken; no title, address or drawing."""
    language = element.get("lang", language)
    hidden = element.tag in ("style", "script", "title", "svg") or "address" in element.get("class", "")
    if not isinstance(element.tag, str) or hidden:
        return
    if language == "en":
        yield from (element.get(name) for name in SPOKEN if element.get(name))
        yield element.text or ""
    for child in element:
        yield from english_texts(child, language)
        yield child.tail or "" if language == "en" else ""


def without_names(text: str, page: Page, material: Material) -> str:
    """The text without what cannot be marked: passages in an attribute, and the names of places and publishers."""
    evidence = (each.publisher or "" for effect in material.project.effects.values() for each in effect.evidence)
    names = [
        *page.passages,
        *material.region_names.values(),
        *(source.publisher for source in material.tree.sources.values()),
        *evidence,
    ]
    for name in sorted({name for name in names if len(name) > 2}, key=len, reverse=True):
        text = text.replace(name, "")
    return text


@pytest.mark.parametrize("medium", ["screen", "paper"])
def test_no_dutch_calls_itself_english(english: tuple[Material, Page], templates: Path, medium: str) -> None:
    material, page = english
    texts = [" ".join(text.split()) for text in english_texts(rendered(page, templates, medium))]
    suspect = [text for text in texts if DUTCH.search(text)]
    assert len(texts) > 500
    assert [text for text in suspect if DUTCH.search(without_names(text, page, material))] == []


def test_the_dutch_words_are_found_in_a_dutch_report(page: Page, templates: Path) -> None:
    texts = list(english_texts(markup.fromstring(render_html(page, templates).replace('lang="nl"', 'lang="en"', 1))))
    assert sum(bool(DUTCH.search(text)) for text in texts) > 100


def test_what_people_wrote_says_that_it_is_dutch(english: tuple[Material, Page], templates: Path) -> None:
    material, page = english
    marked = {
        " ".join(each.text_content().split()) for each in rendered(page, templates, "screen").iterfind(".//span[@lang]")
    }
    project = material.project
    facts = {" ".join(each.fact.split()).rstrip(".") for each in project.effects.values()}
    assert facts <= marked
    assert {each.label for each in project.alternatives.values()} <= marked
    assert project.title in marked


def test_figures_are_drawn_in_english(english: tuple[Material, Page]) -> None:
    material, page = english
    for picture in page.pictures:
        words = " ".join(re.findall(r">([^<>]+)</t(?:ext|span)>", picture.svg))
        for text in (words, picture.alt, picture.caption, picture.data.caption, *picture.data.head):
            assert not DUTCH.search(without_names(text, page, material)), (picture.name, text)


def test_numbers_and_dates_are_english(english: tuple[Material, Page]) -> None:
    material, page = english
    assert page.dated.endswith(f"{material.context.as_of:%-d %B %Y}")
    scores = [row.standing.score for row in page.opening.rows if row.standing.score]
    assert scores
    assert all(re.fullmatch(r"\d+(\.\d+)?", score) for score in scores)
