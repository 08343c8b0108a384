"""The small parts that every section of a page is made of: chips, figures, tables, notes and links."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Chip:
    """A judgement or outcome as symbol and word; `tone` names its look in the style sheet."""

    symbol: str
    word: str
    tone: str


@dataclass(frozen=True)
class Table:
    """A plain table: first column is the row's heading; `numeric` says which columns are figures."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]


@dataclass(frozen=True)
class Drawing:
    """What is drawn: its SVG, and what it shows in words (`alt`); small ones stand in a table or beside their kind."""

    name: str
    svg: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Picture(Drawing):
    """A figure that stands by itself: a drawing with its caption, its legend and the data behind it."""

    caption: str
    legend: tuple[tuple[str, str], ...]
    data: Table


@dataclass(frozen=True)
class Panel:
    """One of many small figures: its heading, a note under it, and the figure."""

    title: str
    note: str
    drawing: Drawing


@dataclass(frozen=True)
class Panels:
    """Small figures of one kind side by side, with one legend and the data behind all of them.

    `room` is how many more would fit on the last row of a sheet of paper, on which five stand beside each other.
    """

    caption: str
    legend: tuple[tuple[str, str], ...]
    panels: tuple[Panel, ...]
    room: int
    data: Table

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """The small figures themselves."""
        return tuple(panel.drawing for panel in self.panels)


@dataclass(frozen=True)
class Sign:
    """A mark and the scenario or alternative of which it speaks; without a name it speaks of all of them."""

    of: str
    chip: Chip


@dataclass(frozen=True)
class Described:
    """A term and what it means here; `mark` parts the two, unless the term ends in a mark of its own."""

    term: str
    text: str
    mark: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "mark", "" if self.term.endswith((".", "?", "!", ":")) else ":")


@dataclass(frozen=True)
class Citation:
    """A short name of a source, and its number in the list of references."""

    number: str
    anchor: str
    text: str


@dataclass(frozen=True)
class Link:
    """An entry of the table of contents."""

    anchor: str
    text: str
    under: tuple[Link, ...] = ()
