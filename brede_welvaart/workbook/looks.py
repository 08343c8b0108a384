"""How the workbook looks: one format per kind of cell, in the colours of the reports."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from brede_welvaart.vocabulary import STEPS, Judgement

INK, MUTED, LINE, WASH = "#1f2933", "#55616d", "#d3d9df", "#f3f5f7"
ACCENT, ACCENT_PALE, PAPER = "#154273", "#e4ecf5", "#ffffff"
ASKED, WORSE, WORSE_SOFT = "#fdeada", "#b35806", "#f6bd84"
FONT = "Calibri"
SCALE = {
    -3: (WORSE, PAPER), -2: (WORSE_SOFT, INK), -1: (ASKED, INK), 0: ("#eceff2", INK),
    1: ("#dcebf7", INK), 2: ("#a9cdea", INK), 3: ("#1b6ca8", PAPER),
}  # fmt: skip

BASE: dict[str, Any] = {"font_name": FONT, "font_size": 11, "font_color": INK, "valign": "top"}
UNDERLINED = {"bottom": 1, "border_color": LINE}
LOOKS: dict[str, dict[str, Any]] = {
    "plain": {},
    "title": {"font_size": 18, "bold": True, "font_color": PAPER, "bg_color": ACCENT, "valign": "vcenter", "indent": 1},
    "intro": {"bg_color": ACCENT_PALE, "text_wrap": True, "valign": "vcenter", "indent": 1},
    "band": {"bold": True, "font_size": 9, "font_color": ACCENT, "align": "center", "text_wrap": True},
    "header": {"bold": True, "font_color": PAPER, "bg_color": ACCENT, "text_wrap": True, "border": 1,
               "border_color": PAPER, "valign": "vcenter", "indent": 1},
    "upright": {"rotation": 90, "align": "center", "valign": "bottom", "indent": 0},
    "help": {"font_size": 9, "font_color": MUTED, "bg_color": ACCENT_PALE, "text_wrap": True, "indent": 1,
             **UNDERLINED},
    "example": {"italic": True, "font_color": MUTED, "bg_color": WASH, "text_wrap": True, "num_format": "@",
                "indent": 1, **UNDERLINED},
    "marker": {"font_size": 9, "font_color": MUTED},
    "section": {"bold": True, "font_size": 12, "font_color": ACCENT, "bottom": 2, "border_color": ACCENT,
                "valign": "bottom"},
    "question": {"bold": True, "text_wrap": True, "indent": 1, **UNDERLINED},
    "note": {"font_color": MUTED, "text_wrap": True, "indent": 1, **UNDERLINED},
    "input": {"text_wrap": True, "locked": False, "border": 1, "border_color": LINE},
    "step": {"bold": True, "font_size": 14, "font_color": PAPER, "bg_color": ACCENT, "align": "center",
             "valign": "vcenter", "border": 1, "border_color": PAPER},
    "strong": {"bold": True, "text_wrap": True, "valign": "vcenter", "indent": 1},
    "text": {"text_wrap": True, "valign": "vcenter"},
    "link": {"font_color": ACCENT, "underline": 1, "valign": "vcenter"},
    "stamp": {"font_size": 9, "font_color": MUTED, "align": "left"},
}  # fmt: skip
NUMBER_FORMATS = {"year": "0", "number": "General", "date": "dd-mm-yyyy"}


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, *names: str, **more: Any) -> Format:
        """The format that these looks make together, later ones over earlier."""
        parts = {**BASE, **{key: value for name in names for key, value in LOOKS[name].items()}, **more}
        if parts.get("indent"):
            parts.setdefault("align", "left")
        key = tuple(sorted(parts.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(parts)
        return self._made[key]

    def entry(self, kind: str) -> Format:
        """The format of a cell that people fill in, by the kind of its column."""
        place: dict[str, Any] = {"align": "center"} if kind == "tick" else {"align": "left", "indent": 1}
        return self("input", num_format=NUMBER_FORMATS.get(kind, "@"), **place)

    def judgement(self, judgement: Judgement) -> Format:
        """The colour of a judgement on the scale."""
        paint, ink = SCALE.get(STEPS.get(judgement, 9), (PAPER, MUTED))
        return self("text", bg_color=paint, font_color=ink, border=1, border_color=LINE, align="center")
