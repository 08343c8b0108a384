"""The page as a tree says all that the page says, with the white space that a reader would see."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parser
from markupsafe import escape

from brede_welvaart.reporting.html import render_paper
from brede_welvaart.reporting.page import Page
from brede_welvaart.reporting.paper import ATTRIBUTES, identifiers, read_tree

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from(" \n\t"))


def words_in(node: dict[str, Any]) -> str:
    return "".join(each if isinstance(each, str) else words_in(each) for each in node["body"])


def test_an_element_keeps_its_name_classes_and_attributes() -> None:
    tree = read_tree('<main><img src="figure/a" alt="Een figuur" width="640" tabindex="0" class="logo large"></main>')
    (image,) = tree["body"]
    assert image == {
        "tag": "img", "class": ["logo", "large"], "body": [], "src": "figure/a", "alt": "Een figuur", "width": "640"
    }  # fmt: skip


def test_white_space_is_what_a_reader_sees() -> None:
    tree = read_tree("<div>\n <p> Een <b>dik </b>\n woord&nbsp;\n</p> <p>.</p>\n</div>")
    first, second = tree["body"]
    assert first["body"] == ["Een ", {"tag": "b", "class": [], "body": ["dik "]}, " woord\N{NO-BREAK SPACE}"]
    assert second["body"] == ["."]


@given(texts, texts, texts)
def test_no_word_is_lost(before: str, within: str, after: str) -> None:
    page = f"<p>{escape(before)}<b>{escape(within)}</b>{escape(after)}</p>"
    read = re.sub(r"[ \t\r\n]+", " ", parser.fragment_fromstring(page).text_content())
    assert re.sub(" +", " ", words_in(read_tree(page))).strip(" ") == read.strip(" ")


def test_a_report_is_read_whole(page: Page, templates: Path) -> None:
    html = render_paper(page, templates)
    tree, element = read_tree(html), parser.fragment_fromstring(html)
    assert re.sub(r"\s", "", words_in(tree)) == re.sub(r"\s", "", element.text_content())
    assert list(identifiers(tree)) == element.xpath("//@id")
    for name in {*ATTRIBUTES} - {"lang"}:
        assert element.xpath(f"//@{name}"), name
