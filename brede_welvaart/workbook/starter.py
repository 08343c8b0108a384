"""A new project: a file to fill in, from a worked example with comments, or a workbook with what is known already."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from brede_welvaart.definition_parts import short_name
from brede_welvaart.definitions import Tree
from brede_welvaart.errors import UsageFault, suggestion
from brede_welvaart.language import _
from brede_welvaart.project_definitions import Project
from brede_welvaart.strict_yaml import parse_yaml
from brede_welvaart.validation import validate
from brede_welvaart.vocabulary import STARTER_TEXTS
from brede_welvaart.workbook.choices import given_choices
from brede_welvaart.workbook.flatten import Row

DEFAULT_ALTERNATIVES = ("Alternatief A", "Alternatief B")


@dataclass(frozen=True)
class Answers:
    """What is known of a new project; `region` is a code or a name, `alternatives` are names."""

    title: str = ""
    region: str = ""
    owner: str = ""
    alternatives: tuple[str, ...] = ()


def starter_yaml(template: str, name: str, tree: Tree, regions: Mapping[str, str], answers: Answers) -> str:
    """The text of a new project file; what is not answered takes a default, but the region must be known.

    Raises UsageFault for an unknown region, InputFault if the template does not give a project.
    """
    region = _region(tree, regions, answers.region)
    named = _named(answers.alternatives) or _named(DEFAULT_ALTERNATIVES)
    theme = next(iter(tree.themes))
    environment = SandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True)
    text = environment.from_string(template).render(
        name=name,
        title=_quoted(answers.title or title_of(name)),
        owner=_quoted(answers.owner or regions[region]),
        region=_quoted(region),
        alternatives=[{"name": _quoted(each), "label": _quoted(label)} for each, label in named.items()],
        theme=_quoted(theme),
        themes=", ".join(tree.themes),
        groups=", ".join(tree.groups),
        indicator=next((each for each, of in tree.theme_of.items() if of == theme), ""),
        **STARTER_TEXTS,
    )
    validate(Project, parse_yaml(text, name), name)
    return text


def starter_rows(name: str, tree: Tree, regions: Mapping[str, str], answers: Answers) -> dict[str, list[Row]]:
    """The rows of a new workbook: what was answered, and nothing else. Raises UsageFault for an unknown region."""
    region = _region(tree, regions, answers.region) if answers.region else ""
    known = {"title": answers.title or title_of(name), "owner": answers.owner, "region": region, "status": "concept"}
    return {
        "project": [{"question": key, "answer": answer} for key, answer in known.items() if answer],
        "alternatives": [{"id": each, "label": label} for each, label in _named(answers.alternatives).items()],
    }


def title_of(name: str) -> str:
    """The title that the name of a project suggests."""
    return name.replace("-", " ").replace("_", " ").capitalize()


def _quoted(text: str) -> str:
    """A text as YAML reads it on one line, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)


def _named(labels: Iterable[str]) -> dict[str, str]:
    """Labels by a short name each; a name that is taken or empty becomes a number."""
    named: dict[str, str] = {}
    for number, label in enumerate((label.strip() for label in labels if label.strip()), start=1):
        names = (short_name(label.casefold()), *(f"alternatief_{place}" for place in range(number, 2 * number)))
        named[next(name for name in names if name and name not in named)] = label
    return named


def _region(tree: Tree, regions: Mapping[str, str], text: str) -> str:
    choices = given_choices(tree, regions)["regions"]
    if found := choices.find(text):
        return found
    if len(alike := choices.alike(text)) > 1:
        message = _("Er zijn meer regio's met de naam '{name}': noem een code, {codes}.")
        raise UsageFault(message.format(name=text, codes=", ".join(alike)))
    hint = suggestion(choices.nearest(text), _("`welvaart regions` toont alle regio's."))
    if not text:
        raise UsageFault(_("Noem een regio: --region, met een code of naam. {hint}").format(hint=hint))
    raise UsageFault(_("Onbekende regio '{text}'. {hint}").format(text=text, hint=hint))
