"""The memo as HTML fragment and Markdown: accessible, asking nothing of any other place, and trusting no text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import nodes

from brede_welvaart.language import speaking
from brede_welvaart.reporting.html import environment
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.memo import Memo, make_memo
from brede_welvaart.reporting.memo_markup import memo_html, memo_markdown

HOSTILE = '<script>alert("x")</script> | [x](http://evil.example) `a` *b* <img src=http://evil.example/x>'


@pytest.fixture(scope="module")
def html(memo: Memo, templates: Path) -> str:
    return memo_html(memo, templates).decode("ascii")


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    found: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Reader().feed(html)
    return found


def test_it_is_one_section_with_a_language_and_a_heading(html: str) -> None:
    assert html.startswith('<section lang="nl">')
    assert html.rstrip().endswith("</section>")
    assert [tag for tag, _attrs in tags(html)].count("h2") == 1


def test_dutch_in_an_english_memo_says_that_it_is_dutch(small_material: Material, templates: Path) -> None:
    with speaking("en"):
        html = memo_html(make_memo(replace(small_material)), templates).decode()
    assert html.startswith('<section lang="en">')
    assert '<span lang="nl">Een groen plein is goed voor gezondheid' in html


def test_every_heading_cell_says_what_it_heads(html: str, memo: Memo) -> None:
    scopes = [attrs.get("scope") for tag, attrs in tags(html) if tag == "th"]
    assert scopes == ["col"] * len(memo.head) + ["row"] * len(memo.rows)
    assert [tag for tag, _attrs in tags(html)].count("caption") == 1


def test_the_drawing_has_words(html: str, memo: Memo) -> None:
    (drawing,) = [attrs for tag, attrs in tags(html) if tag == "svg"]
    assert drawing["role"] == "img"
    (title,) = re.findall(r"<svg[^>]*><title>(.*?)</title>", html)
    assert title.replace("&#39;", "'") == memo.figure.alt


def test_nothing_is_asked_of_any_other_place(html: str) -> None:
    assert not [attrs for _tag, attrs in tags(html) if attrs.keys() & {"src", "href", "xlink:href", "action"}]
    assert not re.search(r"url\(|@import|<script|<link| on\w+=", html)


def test_text_of_a_project_stays_text(memo: Memo, templates: Path) -> None:
    hostile = replace(memo, title=HOSTILE, paragraph=HOSTILE, head=(HOSTILE, *memo.head[1:]))
    html = memo_html(hostile, templates).decode()
    assert "<script" not in html
    assert "<img" not in html
    text = memo_markdown(hostile, templates, "x.png").decode()
    assert "<" not in re.sub(r"\\.", "", text)
    assert not re.findall(r"(?<!\\)\]\((?!x\.png)", text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1. Oef", "1\\. Oef"), ("- weg", "\\- weg"), ("+ erbij", "\\+ erbij"), ("&lt;b&gt;", "\\&lt;b\\&gt;"),
        ("7) zeven", "7\\) zeven"), ("12.5 km", "12.5 km"), ("A - B", "A - B"),
    ],
)  # fmt: skip
def test_no_text_begins_a_list_or_names_a_character(memo: Memo, templates: Path, text: str, plain: str) -> None:
    made = memo_markdown(replace(memo, paragraph=text), templates, "x.png").decode()
    assert f"\n{plain}\n" in made


def test_the_markdown_has_a_whole_table_and_the_figure(memo: Memo, templates: Path) -> None:
    text = memo_markdown(memo, templates, "naam-memo.png").decode()
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert len(table) == 2 + len(memo.rows)
    assert {line.replace("\\|", "").count("|") for line in table} == {len(memo.head) + 1}
    assert "](naam-memo.png)" in text
    assert text.startswith("# Brede welvaart: Verstedelijkingsstrategie Twente")


@pytest.mark.parametrize("name", ["memo.html.jinja", "memo.md.jinja"])
def test_no_template_computes_filters_or_queries(name: str, material: Material) -> None:
    folder = material.templates / "memo"
    tree = environment(folder).parse((folder / name).read_text("utf-8"))
    forbidden = (nodes.Filter, nodes.BinExpr, nodes.Compare, nodes.Test, nodes.Concat, nodes.Call)
    assert [type(found).__name__ for found in tree.find_all(forbidden)] == []
