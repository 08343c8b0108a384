"""axe-core finds no violation of WCAG 2.1 A and AA, or of EN 301 549, by day and in the dark, wide and narrow."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest

from tests.proofs.conftest import OpenPage, Printed

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "EN-301-549"]
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe*.js")).read_text("utf-8")
OPEN_ALL = "for (const each of document.querySelectorAll('details')) each.open = true"
RUN = """async tags => {
  const only = {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], selectors: false};
  const found = await axe.run(document, only);
  const first = each => each.nodes.slice(0, 3).map(node => node.html.slice(0, 200) + ' ' + node.failureSummary);
  const violations = found.violations.map(each => [each.id, each.nodes.length, first(each)]);
  return {passes: found.passes.length, violations};
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_no_violation(edition: Printed, open_page: OpenPage, scheme: str, width: int) -> None:
    page = open_page(edition.html, width, color_scheme=scheme, bypass_csp=True)
    page.evaluate(OPEN_ALL)
    page.evaluate(AXE)
    result = page.evaluate(RUN, TAGS)
    assert result["violations"] == []
    assert result["passes"] > 20
