"""The memo for a council proposal: a paragraph, the themes by alternatives, and one figure, ready for every format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from brede_welvaart.language import _, current_language
from brede_welvaart.reporting.figures import balance_picture
from brede_welvaart.reporting.format import FIXED, day, first_sentence, several
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.opening import opening
from brede_welvaart.reporting.page import Opening, OpeningRow, Standing, Verdict
from brede_welvaart.reporting.palette import Palette
from brede_welvaart.reporting.paragraph import paragraph, unfit_message
from brede_welvaart.reporting.passages import LANGUAGE, passages_of
from brede_welvaart.reporting.plate import Plate, plate
from brede_welvaart.reporting.words import LABELS, TONES, judgement_chip

THEME_SHARE, NOW_SHARE = 0.23, 0.21
LOCALES = {"nl": "nl-NL", "en": "en-GB"}
"""Languages as office programs name them."""


@dataclass(frozen=True)
class MemoCell:
    """One cell: symbol and word, and the numbers behind them; `tone` names its look and says nothing new."""

    symbol: str
    word: str
    numbers: str
    tone: str

    @property
    def said(self) -> str:
        """Symbol and word together."""
        return f"{self.symbol} {self.word}".strip()


@dataclass(frozen=True)
class MemoRow:
    """A theme: where the region stands now, and each alternative."""

    theme: str
    cells: tuple[MemoCell, ...]


@dataclass(frozen=True)
class Memo:
    """Everything a memo says; `passages` are in the project's language, `warning` is for its maker."""

    name: str
    language: str
    dated: date
    title: str
    mark: str
    paragraph: str
    table_caption: str
    head: tuple[str, ...]
    rows: tuple[MemoRow, ...]
    notes: tuple[str, ...]
    figure: Plate
    figure_caption: str
    source: str
    palette: Palette
    passages: tuple[str, ...]
    warning: str


def make_memo(material: Material) -> Memo:
    """The memo of a scored project, in the current language; the same material gives the same memo."""
    page_one, picture = opening(material), balance_picture(material)
    project = material.project
    return Memo(
        name=material.name,
        language=current_language(),
        dated=material.context.as_of,
        title=_("Brede welvaart: {title}").format(title=project.title),
        mark=project.illustration or "",
        paragraph=" ".join(paragraph(material)),
        table_caption=_("Thema's per alternatief, vergeleken met de referentie"),
        head=(_("Thema"), _("{region} nu").format(region=material.region), *page_one.columns),
        rows=tuple(_row(row) for row in page_one.rows),
        notes=tuple(_notes(material, page_one)),
        figure=plate(material, picture),
        figure_caption=picture.caption,
        source=page_one.smallprint,
        palette=material.palette,
        passages=() if current_language() == LANGUAGE else passages_of(project, material.tree),
        warning=unfit_message(material),
    )


def column_shares(memo: Memo) -> list[float]:
    """The share of the table's width that each column takes: the theme, the standing, and equal shares of the rest."""
    count = len(memo.head) - 2
    return [THEME_SHARE, NOW_SHARE, *[(1 - THEME_SHARE - NOW_SHARE) / max(count, 1)] * count]


def shade(memo: Memo, cell: MemoCell) -> str:
    """The background of a cell, where a medium has colour; it repeats what the symbol and the word say."""
    name = {"plus2": "better-pale", "minus2": "worse-pale"}.get(cell.tone)
    return memo.palette[name] if name else ""


def _row(row: OpeningRow) -> MemoRow:
    return MemoRow(row.theme, (_standing(row.standing), *(_verdict(each) for each in row.verdicts)))


def _standing(standing: Standing) -> MemoCell:
    if standing.reason:
        return MemoCell("", standing.reason, "", "absent")
    numbers = " · ".join(part for part in (standing.score, standing.rank) if part)
    if standing.quartile is None:
        return MemoCell("", "", numbers, "middle")
    return MemoCell(standing.quartile.symbol, standing.quartile.word, numbers, standing.quartile.tone)


def _verdict(verdict: Verdict) -> MemoCell:
    """The strongest plus and minus, the outcome in a word, and the weighed plus and minus."""
    carriers = [chip.symbol for chip in (verdict.plus, verdict.minus) if chip]
    symbols = {tone: mark for mark, tone in LABELS.values()}
    sides = ((_("plus"), verdict.plus_number), (_("min"), verdict.minus_number))
    numbers = " · ".join(f"{side}{FIXED}{number}" for side, number in sides)
    return MemoCell(
        several(carriers) or symbols[verdict.tone],
        verdict.word + ("*" if verdict.star else ""),
        numbers if verdict.balance else "",
        verdict.tone,
    )


def _standing_note(material: Material) -> str:
    """What stands in the column of the region, and of which years."""
    rows = (material.indicator_rows[name] for theme in material.themes for name in material.indicators_of(theme))
    years = sorted(row["period"][:4] for row in rows if row["score"] is not None)
    if not years:
        return ""
    return _(
        "{region} nu: de themascore (0 tot 100, hoger is beter), de plaats onder de {group} en het kwart waarin die "
        "valt; peildatum {day}, het nieuwste cijfer per indicator, uit {first} tot en met {last}."
    ).format(
        region=material.region, group=material.group, day=day(material.context.as_of), first=years[0], last=years[-1]
    )


def _notes(material: Material, page_one: Opening) -> list[str]:
    signs = "; ".join(f"{chip.symbol} {chip.word}" for chip in map(judgement_chip, TONES))
    notes = [
        first_sentence(material.project.illustration or ""),
        _standing_note(material),
        _("Per alternatief: de sterkste plus en min, de uitkomst in een woord, en de gewogen plus en min (0 tot 3)."),
        _("Tekens: {signs}.").format(signs=signs),
        _("Referentie: {reference}").format(reference=first_sentence(page_one.reference)),
        page_one.note,
        _("* Het teken verschilt per scenario.") if page_one.starred else "",
    ]
    return [note for note in notes if note]
