"""From a scored project to the one object that a template sees."""

from __future__ import annotations

from brede_welvaart.language import _, current_language, ngettext, pick
from brede_welvaart.reporting.account import account
from brede_welvaart.reporting.beside import alternatives
from brede_welvaart.reporting.certainty import certainty
from brede_welvaart.reporting.format import balanced, day, first_sentence, ordered, several, trimmed
from brede_welvaart.reporting.maps import map_panels
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.opening import opening
from brede_welvaart.reporting.page import Page
from brede_welvaart.reporting.parts import Link
from brede_welvaart.reporting.passages import LANGUAGE, passages_of
from brede_welvaart.reporting.plan import occasion, plan
from brede_welvaart.reporting.positions import profile_picture, strips
from brede_welvaart.reporting.series import trend_panels
from brede_welvaart.reporting.spread import spread
from brede_welvaart.reporting.themeparts import Drawn, theme_part
from brede_welvaart.reporting.words import OUTCOMES, TONES, judgement_chip, outcome_chip
from brede_welvaart.vocabulary import PROJECT_STATUSES

TITLE = 44
"""Characters of a title that fit on one line of page one."""

HEAD = 44
"""Characters of a theme's name that fit above a narrow column."""


def make_page(material: Material) -> Page:
    """Everything that the report says, in the current language; the same material gives the same page."""
    project = material.project
    figures = Drawn(strips(material), trend_panels(material))
    dated = _("{status}, {day}").format(status=pick(PROJECT_STATUSES[project.status]), day=day(material.context.as_of))
    return Page(
        language=current_language(),
        title=project.title,
        title_lines=balanced(project.title, TITLE),
        subtitle=_("Brede-welvaartreview"),
        mark=project.illustration or "",
        short_mark=first_sentence(project.illustration or ""),
        dated=dated,
        occasion=occasion(project),
        owner=project.owner,
        footer=_("{title} · {dated}").format(title=trimmed(project.title, 70), dated=dated),
        legend=tuple(judgement_chip(judgement) for judgement in TONES),
        outcomes=tuple(outcome_chip(outcome) for outcome in OUTCOMES),
        themes_head=tuple(trimmed(label, HEAD) for label in material.themes.values()),
        contents=_contents(material),
        opening=opening(material),
        goal=project.goal,
        scope=project.scope,
        plan=plan(project),
        alternatives=alternatives(material),
        profile=profile_picture(material),
        map=map_panels(material),
        peers=_("vergelijking") if material.peers else "",
        peers_named=_peers_named(material),
        scenarios_order=_("Staan er bij een effect twee of meer tekens, dan is dat per scenario: {order}.").format(
            order=ordered(material.scenarios.values())
        )
        if len(material.scenarios) > 1
        else "",
        themes=tuple(theme_part(material, theme, turn, figures) for turn, theme in enumerate(material.themes)),
        spread=spread(material),
        certainty=certainty(material),
        account=account(material),
        passages=_passages(material),
        style=material.style,
    )


def _peers_named(material: Material) -> str:
    names = several(material.region_names[each] for each in material.peers)
    words = ngettext(
        "Vergelijking is het cijfer van {names}.", "Vergelijking is de mediaan van {names}.", len(material.peers)
    )
    return words.format(names=names) if material.peers else ""


def _passages(material: Material) -> tuple[str, ...]:
    """What stays Dutch on a page in another language, the lines of the title included."""
    if current_language() == LANGUAGE:
        return ()
    project = material.project
    return (*passages_of(project, material.tree), *balanced(project.title, TITLE))


def _contents(material: Material) -> tuple[Link, ...]:
    themes = tuple(Link(f"thema-{name}", label) for name, label in material.themes.items())
    return (
        Link("op-een-pagina", _("Op één pagina")),
        Link("alternatieven", _("Alternatieven naast elkaar")),
        Link("themas", _("Thema voor thema"), themes),
        Link("verdeling", _("Voor wie, waar en wanneer")),
        Link("zekerheid", _("Hoe zeker is dit?")),
        Link("verantwoording", _("Verantwoording")),
    )
