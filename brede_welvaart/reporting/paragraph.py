"""The council paragraph: at most 150 words, in sentences of at most 20, made from the numbers and the key message."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from brede_welvaart.language import _, ngettext, pick
from brede_welvaart.reporting.format import first_sentence, told_apart, trimmed
from brede_welvaart.reporting.material import Material, Row
from brede_welvaart.reporting.opening import alternatives_words, sure, unconfirmed
from brede_welvaart.reporting.verdicts import balance_sentence, signs
from brede_welvaart.vocabulary import JUDGEMENTS

MOST_WORDS = 150
SENTENCE_WORDS = 20
MESSAGE_WORDS = 60
NAME = 40
NAME_WORDS = 6
TITLE = 80

Sentences = tuple[str, ...]


def paragraph(material: Material) -> Sentences:
    """What the council must know, in reading order; the first blocks go before the last where words run short."""
    chosen: list[Sentences] = []
    for choices in (
        _mark(material), _subject(material), [_message(material)], _balances(material), [_gaps(material)],
        [_unconfirmed(material)], _sure(material), [_extremes(material)],
    ):  # fmt: skip
        room = MOST_WORDS - sum(words(" ".join(block)) for block in chosen)
        chosen += [block for block in choices if readable(block) and words(" ".join(block)) <= room][:1]
    return tuple(text for block in chosen for text in block)


def unfit_message(material: Material) -> str:
    """Why the key message is not in the paragraph and what to do about it; empty if it is."""
    if _message(material):
        return ""
    return _(
        "De kernboodschap staat niet in de memo: zij telt {n} woorden, de langste zin {longest}. "
        "Schrijf hooguit {most} woorden, in zinnen van hooguit {sentence}."
    ).format(
        n=words(material.project.key_message), most=MESSAGE_WORDS, sentence=SENTENCE_WORDS,
        longest=max(words(each) for each in sentences(material.project.key_message)),
    )  # fmt: skip


def words(text: str) -> int:
    """The number of words of a text: what stands between spaces."""
    return len(text.split())


def sentences(text: str) -> Sentences:
    """The sentences of a text."""
    return tuple(re.split(r"(?<=[.!?…])\s+", " ".join(text.split())))


def readable(block: Sequence[str]) -> bool:
    """Whether every sentence is short enough to be read at once."""
    return all(words(each) <= SENTENCE_WORDS for text in block for each in sentences(text))


def _mark(material: Material) -> Iterator[Sentences]:
    """That this is an illustration, in the paragraph itself: it will be pasted without what stands around it."""
    if material.project.illustration:
        yield (first_sentence(material.project.illustration),)
        yield (_("Dit is een voorbeeld, geen oordeel van een gemeente."),)


def _subject(material: Material) -> Iterator[Sentences]:
    if not any(signs(material, name)[-1] for name in material.alternatives):
        named = _("‘{title}’ is nog niet beoordeeld op brede welvaart.")
        yield (named.format(title=trimmed(material.project.title, TITLE)),)
        yield (_("Het project is nog niet beoordeeld op brede welvaart."),)
        return
    count, reference = len(material.alternatives), material.project.reference
    named = _("‘{title}’ is beoordeeld op brede welvaart, tegenover de referentie in {year}.")
    if reference is None:
        named = ngettext(
            "‘{title}’ is beoordeeld op brede welvaart, met {n} alternatief.",
            "‘{title}’ is beoordeeld op brede welvaart, met {n} alternatieven.",
            count,
        )
    title, year = trimmed(material.project.title, TITLE), reference.year if reference else 0
    yield (named.format(title=title, n=count, year=year), *_scenario(material))
    yield (_("Het project is beoordeeld op brede welvaart."), *_scenario(material))


def _scenario(material: Material) -> Sentences:
    """Under which scenario the numbers hold, where there are several."""
    label = trimmed(material.scenarios[material.first_scenario], NAME)
    return (_("Oordelen bij scenario {scenario}.").format(scenario=label),) if label else ()


def _message(material: Material) -> Sentences:
    """The author's own words, whole or not at all: half a message may say the opposite."""
    message = sentences(material.project.key_message)
    return message if readable(message) and words(" ".join(message)) <= MESSAGE_WORDS else ()


def _balances(material: Material) -> Iterator[Sentences]:
    named = zip(material.alternatives, told_apart(material.alternatives.values(), _few), strict=True)
    yield tuple(balance_sentence(material, name, label) for name, label in named)
    yield (_("De tabel laat zien wat elk alternatief doet."),)


def _few(label: str) -> str:
    """A label that leaves room for a sentence around it."""
    first = label.split()[:NAME_WORDS]
    return trimmed(label, min(NAME, len(" ".join(first)) + 2))


def _gaps(material: Material) -> Sentences:
    """How much was not examined, and how many judgements are unknown."""
    cells = material.first_cells()
    empty, unknown = sum(row["label"] == "niet_onderzocht" for row in cells), sum(row["unknown"] for row in cells)
    parts = [
        _("Niet onderzocht: {n} van de {total} uitkomsten.").format(n=empty, total=len(cells)) if empty else "",
        ngettext("{n} oordeel staat op onbekend.", "{n} oordelen staan op onbekend.", unknown).format(n=unknown)
        if unknown
        else "",
    ]
    return tuple(part for part in parts if part)


def _unconfirmed(material: Material) -> Sentences:
    return tuple(text for text in (unconfirmed(material),) if text)


def _sure(material: Material) -> Iterator[Sentences]:
    known = sentences(sure(material))
    yield known
    yield known[:1]


def _extremes(material: Material) -> Sentences:
    """The strongest bottleneck and the strongest opportunity, both or the one there is."""
    openings = {"knelpunt": _("Grootste knelpunt"), "koppelkans": _("Grootste koppelkans")}
    here = [row for row in material.joins if material.first_scenario in row["scenarios"]]
    found = {kind: [row for row in here if row["kind"] == kind] for kind in openings}
    return tuple(_extreme(material, opening, found[kind]) for kind, opening in openings.items() if found[kind])


def _extreme(material: Material, opening: str, joins: Sequence[Row]) -> str:
    """The effect of the strongest join, and the alternatives in which it is judged the same."""
    name, first = joins[0]["effect"], material.first_scenario
    judged = {each: material.effects[name, each, first]["judgement"] for each in material.alternatives}
    judgement = judged[joins[0]["alternative"]]
    return _("{opening}: ‘{effect}’ is {judgement} in {alternatives}.").format(
        opening=opening,
        effect=trimmed(material.project.effects[name].title.rstrip("."), TITLE),
        judgement=pick(JUDGEMENTS[judgement]),
        alternatives=alternatives_words(material, [each for each, found in judged.items() if found == judgement]),
    )
