"""The memo as a fragment of HTML and as Markdown."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from brede_welvaart.reporting.html import environment, filled
from brede_welvaart.reporting.memo import Memo
from brede_welvaart.reporting.passages import mark_passages

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
LIST_MARK = re.compile(r"^(\d*)([-+.)])(?=\s|$)")


def memo_html(memo: Memo, templates: Path) -> bytes:
    """The memo as one `<section>`: the drawing inside it, no request to anywhere, and right in any encoding."""
    rule = f"border:1px solid {memo.palette['line']};padding:.3em .5em;text-align:left;vertical-align:top"
    fitting = '<svg style="max-width:100%;height:auto" '
    drawing = Markup(memo.figure.svg.strip().replace("<svg ", fitting, 1))  # noqa: S704 -- our own, its texts escaped
    folder = templates / "memo"
    text = filled(environment(folder), folder, "memo.html.jinja", memo=memo, drawing=drawing, ruled=rule)
    return mark_passages(text.lstrip(), memo.passages).encode("ascii", "xmlcharrefreplace")


def memo_markdown(memo: Memo, templates: Path, picture: str) -> bytes:
    """The memo as Markdown, with the figure in the file `picture` beside it; text of a project stays text."""
    made = Environment(  # noqa: S701 -- Markdown, in which `_plain` takes the meaning from every character
        loader=FileSystemLoader(templates / "memo"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, finalize=_plain,
    )  # fmt: skip
    return filled(made, templates / "memo", "memo.md.jinja", memo=memo, picture=picture).encode()


def _plain(value: object) -> str:
    """A text in which no character means anything to Markdown."""
    return LIST_MARK.sub(r"\1\\\2", SPECIAL.sub(r"\\\1", " ".join(str(value).split())))
