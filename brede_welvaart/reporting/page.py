"""What a template may see: formatted text, numbers and drawn figures, in the reader's language; nothing to compute."""

from __future__ import annotations

from dataclasses import dataclass

from brede_welvaart.reporting.house_style import Style
from brede_welvaart.reporting.parts import Chip, Citation, Described, Drawing, Link, Panels, Picture, Sign, Table

DENSITIES = ("normal", "tight", "dense")
"""How page one may be set: the first that fits on one page of paper."""


@dataclass(frozen=True)
class Verdict:
    """One theme in one alternative: strongest plus and minus, the label in words, and the weighed numbers."""

    alternative: str
    plus: Chip | None
    minus: Chip | None
    word: str
    tone: str
    plus_number: str
    minus_number: str
    balance: str
    spread: str
    chance: str
    after: str
    effects: str
    unknown: str
    star: bool


@dataclass(frozen=True)
class Standing:
    """Where the region stands on a theme: score, rank, quartile, and how many indicators get better and worse."""

    score: str
    rank: str
    quartile: Chip | None
    trend: str
    trend_words: str
    reason: str


@dataclass(frozen=True)
class OpeningRow:
    """A theme on page one."""

    theme: str
    anchor: str
    standing: Standing
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class Opening:
    """Page one: all that a council member reads."""

    region: str
    decision: str
    reference: str
    message: str
    columns: tuple[str, ...]
    rows: tuple[OpeningRow, ...]
    note: str
    starred: bool
    bottlenecks: tuple[str, ...]
    opportunities: tuple[str, ...]
    unexamined: str
    who: str
    sure: str
    smallprint: str
    density: str


@dataclass(frozen=True)
class ScenarioRow:
    """A theme across scenarios: per alternative the balance in each, and the word if it turns."""

    theme: str
    cells: tuple[tuple[tuple[Sign, ...], str], ...]


@dataclass(frozen=True)
class Alternatives:
    """Alternatives side by side, and scenarios."""

    lead: tuple[str, ...]
    descriptions: tuple[Described, ...]
    scenarios: tuple[Described, ...]
    picture: Picture
    rows: tuple[OpeningRow, ...]
    has_mitigation: bool
    scenario_note: str
    scenario_rows: tuple[ScenarioRow, ...]


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator of the region."""

    name: str
    unit: str
    value: str
    period: str
    stale: bool
    rank: str
    quartile: Chip | None
    trend: str
    trend_words: str
    median: str
    peers: str
    strip: Drawing | None
    no_score: str
    remark: str
    share: str
    sources: str


@dataclass(frozen=True)
class Judged:
    """How an effect is judged in one alternative: in a word, or per scenario and after mitigation."""

    alternative: str
    simply: Chip | None
    signs: tuple[Sign, ...]
    after: tuple[Sign, ...]
    spread: str


@dataclass(frozen=True)
class Reference:
    """A source that effects lean on."""

    number: str
    anchor: str
    text: str
    address: str
    effects: str
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class EffectCard:
    """An effect with all that is claimed about it."""

    anchor: str
    title: str
    judged: tuple[Judged, ...]
    weighing: tuple[str, ...]
    fact: str
    argument: str
    details: tuple[Described, ...]
    supporting: tuple[Citation, ...]
    contradicting: tuple[Citation, ...]
    proposed: bool


@dataclass(frozen=True)
class ThemePart:
    """A theme: where the region stands, what the project does, and where the two meet."""

    anchor: str
    title: str
    about: str
    standing: Standing
    lead: tuple[str, ...]
    indicators: tuple[IndicatorRow, ...]
    trends: Panels | None
    remarks: tuple[Described, ...]
    verdicts: tuple[Verdict, ...]
    verdict_lead: str
    effects: tuple[EffectCard, ...]
    meets: tuple[str, ...]

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """The strips of the indicators, then the trends."""
        strips = tuple(row.strip for row in self.indicators if row.strip)
        return (*strips, *(self.trends.drawings if self.trends else ()))


@dataclass(frozen=True)
class HeatRow:
    """A group, place or horizon: per theme a mark for each alternative, or none where nobody looked."""

    name: str
    cells: tuple[tuple[Sign, ...], ...]


@dataclass(frozen=True)
class Heat:
    """Groups, places or horizons against themes; `empty` names those that were examined nowhere."""

    title: str
    span: int
    rows: tuple[HeatRow, ...]
    empty: str


@dataclass(frozen=True)
class Share:
    """What one alternative does to groups."""

    alternative: str
    lead: str


@dataclass(frozen=True)
class Spread:
    """Who gains and loses, where and when, with in each cell the alternatives in `order`; and what is shifted."""

    order: str
    shares: tuple[Share, ...]
    tables: tuple[Heat, ...]
    shifts: tuple[Described, ...]


@dataclass(frozen=True)
class CheckGroup:
    """Remarks of one kind: the first in full, and how many more."""

    sentences: tuple[str, ...]
    more: str


@dataclass(frozen=True)
class Certainty:
    """How sure the judgements are, and how far the region's scores move with the choices behind them."""

    lead: tuple[str, ...]
    ranges_lead: tuple[str, ...]
    ranges: Table
    disagreements: tuple[str, ...]
    discussions: tuple[Described, ...]
    checks: tuple[CheckGroup, ...]


@dataclass(frozen=True)
class SourceRow:
    """A source of figures with its licence and age."""

    number: str
    title: str
    citation: str
    url: str
    licence: str
    dated: str
    used: str


@dataclass(frozen=True)
class Meanings:
    """What each indicator of a theme measures."""

    theme: str
    indicators: tuple[Described, ...]


@dataclass(frozen=True)
class Account:
    """How all of it was made."""

    method: tuple[Described, ...]
    meanings: tuple[Meanings, ...]
    references: tuple[Reference, ...]
    sources: tuple[SourceRow, ...]
    corrections: tuple[Described, ...]
    identity: tuple[Described, ...]


@dataclass(frozen=True)
class Page:
    """Everything a report says."""

    language: str
    title: str
    title_lines: tuple[str, ...]
    subtitle: str
    mark: str
    short_mark: str
    dated: str
    occasion: str
    owner: str
    footer: str
    legend: tuple[Chip, ...]
    outcomes: tuple[Chip, ...]
    themes_head: tuple[str, ...]
    contents: tuple[Link, ...]
    opening: Opening
    goal: str
    scope: str
    plan: tuple[Described, ...]
    alternatives: Alternatives
    profile: Picture | None
    map: Panels | None
    peers: str
    peers_named: str
    scenarios_order: str
    themes: tuple[ThemePart, ...]
    spread: Spread
    certainty: Certainty
    account: Account
    passages: tuple[str, ...]
    style: Style

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every figure that fills the width of the page, in order."""
        return tuple(each for each in (self.alternatives.picture, self.profile) if each)

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """Everything that is drawn, in order: the figures, and the small ones in tables and panels."""
        small = [drawing for theme in self.themes for drawing in theme.drawings]
        return (*self.pictures, *(self.map.drawings if self.map else ()), *small)
