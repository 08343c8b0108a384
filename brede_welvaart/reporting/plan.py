"""What a project file says about the plan and the occasion of its review."""

from __future__ import annotations

from brede_welvaart.language import _, pick
from brede_welvaart.project_definitions import LogEntry, Project
from brede_welvaart.reporting.format import day, several
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.opening import DECISION, MESSAGE, REFERENCE
from brede_welvaart.reporting.parts import Described
from brede_welvaart.vocabulary import OCCASIONS


def occasion(project: Project) -> str:
    """The occasions that have a name, and the note on them; empty if there is nothing to say."""
    named = [pick(OCCASIONS[each]) for each in (project.occasion, *project.other_occasions) if each != "anders"]
    words = _(": ").join(part for part in (several(dict.fromkeys(named)), project.occasion_note) if part)
    return _("bij: {occasion}").format(occasion=words) if words else ""


def plan(project: Project) -> tuple[Described, ...]:
    """What the file says about the plan, beside its goal and scope; whole what page one had to cut."""
    reference = project.reference.description if project.reference else ""
    cut = (
        (_("Kernboodschap"), project.key_message, MESSAGE),
        (_("Wat ligt voor"), project.decision, DECISION),
        (_("Vergeleken met"), reference, REFERENCE),
    )
    parts = (
        *((term, text) for term, text, room in cut if text and len(text) > room),
        (_("Het plan"), project.about),
        (_("Gebied"), project.area),
        (_("Doel van deze beoordeling"), project.purpose),
        (_("Achtergrond"), project.background),
        (_("Inleiding"), project.introduction),
    )
    return tuple(Described(term, text) for term, text in parts if text)


def log_entry(material: Material, entry: LogEntry) -> Described:
    """An entry of the log: when and who, about what, and whether an answer is still to come."""
    effect = material.project.effects.get(entry.effect or "")
    about = [effect.title if effect else "", material.themes.get(entry.theme or "", "")]
    where = "".join(_(" (over {subject})").format(subject=each) for each in about if each)
    note = entry.note + (_(" Nog open.") if entry.open else "")
    return Described(f"{day(entry.date)}, {entry.by}{where}", note)
