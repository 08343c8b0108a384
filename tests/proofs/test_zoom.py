"""At 400 % zoom, with wider spacing, and on paper, nothing is lost and nothing scrolls sideways but what must."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.proofs.conftest import OpenPage, Printed, tool

ZOOMED = {"width": 320, "height": 256}
"""A window of 1280 by 1024 at 400 %, which WCAG 2.1 names (1.4.10)."""
A4_TEXT = 680
"""The width of the text on A4 in CSS pixels, with margins of 15 mm."""
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""
"""What a reader may set (WCAG 2.1, 1.4.12)."""
OPEN_ALL = "for (const each of document.querySelectorAll('details')) each.open = true"
OUTSIDE = """() => [...document.querySelectorAll('body *')].filter(each => {
  if (each.closest('.scroll, .unseen, .skip, script')) return false;
  const box = each.getBoundingClientRect();
  return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
}).map(each => each.outerHTML.slice(0, 160))"""
CLIPPED = """() => [...document.querySelectorAll('body *')].filter(each => {
  if (each.closest('.unseen, .skip, script, svg')) return false;
  const style = getComputedStyle(each), hides = /hidden|clip/;
  return (hides.test(style.overflowX) && each.scrollWidth > each.clientWidth + 1)
      || (hides.test(style.overflowY) && each.scrollHeight > each.clientHeight + 1);
}).map(each => each.outerHTML.slice(0, 160))"""


def assert_nothing_lost(page: Page) -> None:
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= page.evaluate("innerWidth")
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(CLIPPED) == []


def test_at_400_percent(edition: Printed, open_page: OpenPage) -> None:
    assert_nothing_lost(open_page(edition.html, **ZOOMED))


@pytest.mark.parametrize("width", [320, 1280])
def test_with_wider_spacing(edition: Printed, open_page: OpenPage, width: int) -> None:
    page = open_page(edition.html, width, bypass_csp=True)
    page.add_style_tag(content=SPACING)
    assert_nothing_lost(page)


def test_with_text_twice_as_large(edition: Printed, open_page: OpenPage) -> None:
    page = open_page(edition.html, 640, bypass_csp=True)
    page.add_style_tag(content="html { font-size: 200% !important; }")
    assert_nothing_lost(page)


def test_printed_from_the_browser(edition: Printed, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(edition.html, A4_TEXT)
    page.emulate_media(media="print")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= A4_TEXT
    assert not page.locator("nav, .skip").first.is_visible()
    hidden = page.locator(".scroll").evaluate_all("all => all.filter(e => e.scrollWidth > e.clientWidth + 1).length")
    assert hidden == 0, "a table or figure is cut off on paper"
    page.pdf(path=tmp_path / "print.pdf", format="A4", margin=dict.fromkeys(("left", "right", "top", "bottom"), "15mm"))
    command = [tool("pdftotext"), str(tmp_path / "print.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    words = set(text.split())
    for heading in page.locator("h1, h2").all_inner_texts():
        assert set(heading.split()) <= words, heading
