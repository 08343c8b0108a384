"""All that can be done with a mouse can be done with the keyboard, and a reader sees where the focus is."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.proofs.conftest import OpenPage, Printed, eventually

REACHABLE = """() => {
  const candidates = document.querySelectorAll('a[href], button, summary, input, select, textarea, [tabindex="0"]');
  const shown = [...candidates].filter(each => each.checkVisibility({checkVisibilityCSS: true}));
  shown.forEach((each, number) => each.dataset.proof = number);
  return shown.length;
}"""
FOCUSED = """() => {
  const each = document.activeElement, style = getComputedStyle(each), box = each.getBoundingClientRect();
  return {
    number: each.dataset.proof === undefined ? null : Number(each.dataset.proof), text: each.outerHTML.slice(0, 120),
    ringed: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0,
  };
}"""
FIRST_COLUMN = """() => {
  const rows = document.querySelectorAll('table.sortable')[0].querySelectorAll('tbody tr');
  return [...rows].map(row => row.cells[0].textContent);
}"""


def focused(page: Page, key: str = "Tab") -> dict[str, Any]:
    page.keyboard.press(key)
    return dict(page.evaluate(FOCUSED))


def test_the_skip_link_comes_first_and_skips(edition: Printed, open_page: OpenPage) -> None:
    page = open_page(edition.html)
    page.evaluate(REACHABLE)
    first = focused(page)
    assert 'class="skip"' in first["text"]
    assert first["seen"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    focused(page)
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_tab_reaches_everything_once_and_shows_where_it_is(edition: Printed, open_page: OpenPage) -> None:
    page = open_page(edition.html)
    count = page.evaluate(REACHABLE)
    assert count > 20
    steps = [focused(page) for _step in range(count)]
    assert [each["number"] for each in steps] == list(range(count))
    assert [each["text"] for each in steps if not each["ringed"]] == []
    assert [each["text"] for each in steps if not each["seen"]] == []
    assert focused(page)["number"] is None, "Tab does not leave the page"
    backwards = [focused(page, "Shift+Tab")["number"] for _step in range(5)]
    assert backwards == [count - 1 - step for step in range(5)]


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_tables_sort_by_keyboard_and_say_so(edition: Printed, open_page: OpenPage, key: str) -> None:
    page = open_page(edition.html)
    head = page.locator("table.sortable").first.locator("thead th").first
    head.locator("button").focus()
    page.keyboard.press(key)
    assert head.get_attribute("aria-sort") == "ascending"
    ascending = page.evaluate(FIRST_COLUMN)
    page.keyboard.press(key)
    assert head.get_attribute("aria-sort") == "descending"
    assert page.evaluate(FIRST_COLUMN) == ascending[::-1]
    assert ascending == sorted(ascending, key=str.casefold)
    assert page.locator("table.sortable").first.locator("[aria-sort]").count() == 1


def test_every_column_but_that_of_drawings_has_a_button_with_its_name(edition: Printed, open_page: OpenPage) -> None:
    page = open_page(edition.html)
    names = page.locator("table.sortable thead th:not(.placed)").all_inner_texts()
    assert page.locator("table.sortable thead th button").all_inner_texts() == names
    assert all(name.strip() for name in names)


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_data_behind_a_figure_opens_by_keyboard(edition: Printed, open_page: OpenPage, key: str) -> None:
    page = open_page(edition.html)
    details = page.locator("details").first
    details.locator("summary").focus()
    page.keyboard.press(key)
    assert details.get_attribute("open") is not None
    assert details.locator("table").is_visible()
    page.keyboard.press(key)
    assert details.get_attribute("open") is None


def test_a_table_that_scrolls_scrolls_by_keyboard(edition: Printed, open_page: OpenPage) -> None:
    page = open_page(edition.html, 320)
    region = page.locator(".scroll").first
    assert region.evaluate("each => each.scrollWidth > each.clientWidth")
    region.focus()
    page.keyboard.press("ArrowRight")
    eventually(page, "document.querySelector('.scroll').scrollLeft > 0")
