"""The sources that effects lean on, each named once and numbered in the order of first use."""

from __future__ import annotations

from brede_welvaart import vocabulary
from brede_welvaart.language import _, pick
from brede_welvaart.project_definitions import Evidence
from brede_welvaart.reporting.format import trimmed
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.page import Reference
from brede_welvaart.reporting.parts import Citation
from brede_welvaart.reporting.words import effects_count

Key = tuple[object, ...]


def citation(material: Material, evidence: Evidence) -> Citation:
    """A source as an effect names it: who and when, with its number."""
    number = list(_used(material)).index(source_key(evidence)) + 1
    who = evidence.publisher or trimmed(evidence.title, 50)
    return Citation(str(number), f"bron-{number}", f"{who}, {evidence.year}" if evidence.year else who)


def _used(material: Material) -> dict[Key, None]:
    return {source_key(each): None for effect in material.project.effects.values() for each in effect.evidence}


def references(material: Material) -> tuple[Reference, ...]:
    """Every source once, with the number of effects that lean on it."""
    found: dict[Key, list[Evidence]] = {}
    for effect in material.project.effects.values():
        for evidence in effect.evidence:
            found.setdefault(source_key(evidence), []).append(evidence)
    return tuple(
        Reference(str(n), f"bron-{n}", _text(each[0]), each[0].address or "", effects_count(len(each)), _quotes(each))
        for n, each in enumerate(found.values(), start=1)
    )


def _quotes(cited: list[Evidence]) -> tuple[str, ...]:
    """What effects quote from one source, each passage once."""
    return tuple(dict.fromkeys(each.quote for each in cited if each.quote))


def source_key(evidence: Evidence) -> Key:
    """What makes two pieces of evidence the same source."""
    return evidence.publisher, evidence.year, evidence.title, evidence.page, evidence.address, evidence.identifier


def _text(evidence: Evidence) -> str:
    page = _("p. {page}").format(page=evidence.page) if evidence.page else ""
    year = str(evidence.year) if evidence.year else ""
    kind = pick(vocabulary.EVIDENCE_KINDS[evidence.kind])
    title = evidence.title.rstrip(".").removeprefix(f"{evidence.publisher}, ")
    parts = (evidence.publisher, year, title, page, evidence.identifier)
    return f"{', '.join(part for part in parts if part)} ({kind})."
