"""Lists as the command line writes them, as a text table or JSON; light, as they must come at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from brede_welvaart import vocabulary
from brede_welvaart.definitions import Tree
from brede_welvaart.language import _, pick

Row = dict[str, Any]


def outcome_rows(outcomes: Sequence[Any]) -> list[Row]:
    """One row per source that was to be updated: its state, the number of figures that changed, and any fault."""
    fields = ("source", "table", "state", "new", "revised", "vanished", "message")
    return [{field: getattr(each, field) for field in fields} for each in outcomes]


def outcome_lines(outcomes: Sequence[Any]) -> Iterator[str]:
    """The same as a text table, with every fault in full under it."""
    yield from table_lines([
        {
            _("bron"): each.source,
            _("tabel"): each.table,
            _("uitkomst"): pick(vocabulary.OUTCOMES[each.state]),
            _("nieuw"): each.new,
            _("herzien"): each.revised,
            _("verdwenen"): each.vanished,
        }
        for each in outcomes
    ])  # fmt: skip
    for each in outcomes:
        yield from (f"{each.source}: {line}" for line in each.message.splitlines())


def indicator_rows(tree: Tree) -> list[Row]:
    """One row per indicator: theme, label, unit, polarity, weight, overlap group and sources."""
    return [
        {
            "theme": tree.theme_of.get(name),
            "indicator": name,
            "label": pick(indicator.label),
            "unit": pick(indicator.unit),
            "polarity": indicator.polarity,
            "weight": indicator.weight,
            "overlap": indicator.overlap,
            "sources": ", ".join(figure.source for figure in indicator.figures),
        }
        for name, indicator in tree.indicators.items()
    ]


def table_lines(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Rows as an aligned text table with a header line, the keys of the first row; a later row may lack some."""
    if not rows:
        return
    header = list(rows[0])
    cells = [header, *([_text(row.get(key)) for key in header] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(header))]
    for line in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def as_json(document: object) -> str:
    """A document as JSON, numbers unrounded; raises ValueError on NaN or infinity, which no score may be."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False, default=str)


def _text(value: object) -> str:
    words = {None: "", True: _("ja"), False: _("nee")}
    return words[value] if value is None or isinstance(value, bool) else str(value)
