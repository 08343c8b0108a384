"""axe-core finds no violation of WCAG 2.1 A and AA, or of EN 301 549, by day and in the dark, wide and narrow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.proofs.conftest import OpenPage, Printed

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "EN-301-549"]
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe*.js")).read_text("utf-8")
UNFOLD = "for (const each of [...document.querySelectorAll('details')].slice(0, {most})) each.open = true"
CONTRAST = "color-contrast"
"""Nine tenths of the time: judged in both schemes, but not again for another width or for a hundred tables alike."""
RUN = """async ([tags, rules]) => {
  const only = {runOnly: {type: 'tag', values: tags}, rules, resultTypes: ['violations'], selectors: false};
  const found = await axe.run(document, only);
  const first = each => each.nodes.slice(0, 3).map(node => node.html.slice(0, 200) + ' ' + node.failureSummary);
  const violations = found.violations.map(each => [each.id, each.nodes.length, first(each)]);
  return {passes: found.passes.map(each => each.id), violations};
}"""


def judged(page: Page, unfolded: int = 1_000, contrast: bool = True) -> dict[str, Any]:
    """What axe finds, with the first so many details unfolded."""
    page.evaluate(UNFOLD.format(most=unfolded))
    page.evaluate(AXE)
    return dict(page.evaluate(RUN, [TAGS, {CONTRAST: {"enabled": contrast}}]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_no_violation_in_the_report(edition: Printed, open_page: OpenPage, scheme: str, width: int) -> None:
    result = judged(open_page(edition.html, width, color_scheme=scheme, bypass_csp=True), contrast=False)
    assert result["violations"] == []
    assert len(result["passes"]) > 20


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out(edition: Printed, open_page: OpenPage, scheme: str) -> None:
    result = judged(open_page(edition.html, color_scheme=scheme, bypass_csp=True), unfolded=2)
    assert result["violations"] == []
    assert CONTRAST in result["passes"]


def test_no_violation_in_the_memo(edition: Printed, open_page: OpenPage) -> None:
    result = judged(open_page(edition.memo))
    assert result["violations"] == []
    assert CONTRAST in result["passes"]


def test_a_page_without_words_would_not_pass(open_page: OpenPage, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('<html><body><p style="color: #ccc">Bleke woorden</p><img src="data:,"></body>')
    found = {name for name, *_rest in judged(open_page(tmp_path / "page.html"))["violations"]}
    assert {"html-has-lang", "document-title", "image-alt", CONTRAST} <= found
