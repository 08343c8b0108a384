"""One HTML file that asks nothing of any other place, and trusts no text of a project."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from brede_welvaart.reporting.context import make_page
from brede_welvaart.reporting.html import render_html
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.page import Page

HOSTILE = '<script>alert("x")</script>&amp; {{ 7*7 }} <img src=http://evil.example/x>'


@pytest.fixture(scope="module")
def html(page: Page, templates: Path) -> str:
    return render_html(page, templates)


def attributes(html: str) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend((tag, name, value or "") for name, value in attrs)

    Reader().feed(html)
    return found


def test_no_address_outside_is_asked_for(html: str) -> None:
    asking = [
        (tag, name, value) for tag, name, value in attributes(html) if name in {"src", "href", "srcset", "action"}
    ]
    assert all(value.startswith(("#", "data:")) for _tag, _name, value in asking)
    style = re.search(r"<style>(.*?)</style>", html, re.S)
    assert style
    assert all(each.startswith("data:") for each in re.findall(r"url\(['\"]?([^)'\"]+)", style[1]))
    assert "@import" not in style[1]


def test_the_policy_allows_the_own_style_and_script_and_nothing_else(html: str) -> None:
    policy = next(
        value for tag, name, value in attributes(html) if tag == "meta" and name == "content" and "src" in value
    )
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        body = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.S)
        assert body
        digest = base64.b64encode(hashlib.sha256(body[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not [each for each in attributes(html) if each[1] == "style" or each[1].startswith("on")]


def test_every_anchor_that_is_linked_exists_once(html: str) -> None:
    ids = [value for _tag, name, value in attributes(html) if name == "id"]
    assert len(ids) == len(set(ids))
    linked = {value[1:] for tag, name, value in attributes(html) if tag == "a" and name == "href"}
    assert linked <= set(ids)


def test_project_text_is_escaped_everywhere(material: Material, templates: Path) -> None:
    alternatives = {
        name: each.model_copy(update={"label": HOSTILE, "about": HOSTILE})
        for name, each in material.project.alternatives.items()
    }
    effects = {
        name: each.model_copy(update={"title": HOSTILE, "fact": HOSTILE, "argument": HOSTILE, "unknowns": HOSTILE})
        for name, each in material.project.effects.items()
    }
    texts = {"title": HOSTILE, "key_message": HOSTILE, "illustration": HOSTILE, "owner": HOSTILE}
    project = material.project.model_copy(update={**texts, "alternatives": alternatives, "effects": effects})
    html = render_html(make_page(replace(material, project=project)), templates)
    assert html.count("<script") == 1
    assert "<img" not in html
    assert "evil.example" in html


def test_the_mark_of_an_illustration_is_on_the_page(html: str, material: Material) -> None:
    assert material.project.illustration
    assert html.count(material.project.illustration.split(".")[0]) >= 2


def test_the_same_page_gives_the_same_file(page: Page, html: str, templates: Path) -> None:
    assert render_html(page, templates) == html
