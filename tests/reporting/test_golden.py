"""The words and numbers of one report, as they were last agreed to, a line per piece of text and row of a table.

After a change that was meant: `RENEW=1 .venv/bin/pytest tests/reporting/test_golden.py`, and read what git shows.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from lxml import html as markup

from brede_welvaart.reporting.html import render_html
from brede_welvaart.reporting.page import Page

GOLDEN = Path(__file__).parent / "golden" / "stationsplein-vergroenen.txt"
TAGS = ("h1", "h2", "h3", "h4", "p", "li", "caption", "tr", "figcaption")
PIECES = "//main//*[" + " or ".join(f"self::{tag}" for tag in TAGS) + "]"


def pieces(html: str) -> Iterator[str]:
    """The pieces of text of a report in order, without those that change with every change of a file."""
    for element in markup.fromstring(html).xpath(PIECES):
        parts = element if element.tag == "tr" else [element]
        text = " | ".join(" ".join(part.text_content().split()) for part in parts)
        if text and "sha256" not in text:
            yield text


def test_the_report_says_what_it_said(small_page: Page, templates: Path) -> None:
    said = "\n".join(pieces(render_html(small_page, templates))) + "\n"
    if os.environ.get("RENEW"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(said, "utf-8")
    assert said.splitlines() == GOLDEN.read_text("utf-8").splitlines()
