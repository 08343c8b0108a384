"""Projects that strain the layout: many or few themes, alternatives and effects, with long Dutch names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from brede_welvaart.definition_parts import Text
from brede_welvaart.definitions import Theme, Tree
from brede_welvaart.project_definitions import Alternative, Effect, Mitigation, Scenario
from brede_welvaart.reporting.material import Material
from brede_welvaart.review import review_project
from brede_welvaart.scoring.context import score_context
from brede_welvaart.vocabulary import STEPS, Judgement

JUDGEMENTS: tuple[Judgement, ...] = (*STEPS, "onbekend")
LONG = "Ruimtelijke samenhang, bereikbaarheidsvoorzieningen en kwaliteit van de leefomgeving"
COMPOUND = "Arbeidsongeschiktheidsverzekeringspremieontwikkelingen"


@dataclass(frozen=True)
class Size:
    """How large the project is, and whether its names are long."""

    themes: int = 8
    alternatives: int = 3
    effects: int = 3
    scenarios: int = 0
    long: bool = False

    def __str__(self) -> str:
        names = "long" if self.long else "short"
        return f"{self.themes}-themes-{self.alternatives}-alternatives-{self.effects}-effects-{self.scenarios}-{names}"


def stressed(material: Material, size: Size) -> Material:
    """The same region with a made-up project of this size, scored as a real one is."""
    tree = _tree(material.tree, size)
    context = score_context(material.figures, tree, material.context.as_of)
    alternatives = {
        f"a{n}": Alternative(label=_name(f"Variant {n}", size), about=_text(size)) for n in range(size.alternatives)
    }
    scenarios = {f"s{n}": Scenario(label=f"Groeipad {n}", source=_text(size)) for n in range(size.scenarios)}
    changed = {
        "title": _name("Plein", size), "decision": _text(size) * 3, "goal": _text(size), "scope": _text(size),
        "key_message": _text(size) * 4, "alternatives": alternatives, "scenarios": scenarios,
    }  # fmt: skip
    base = list(material.project.effects.values())
    effects = {f"e{n}": _effect(base[n % len(base)], n, tree, size) for n in range(size.effects)}
    project = material.project.model_copy(update={**changed, "effects": effects})
    review = review_project(project, tree, context)
    return replace(material, project=project, tree=tree, context=context, review=review)


def _tree(tree: Tree, size: Size) -> Tree:
    """The tree with another number of themes, its indicators dealt out over them."""
    model = next(iter(tree.themes.values()))
    names = islice((*tree.themes, "veiligheid", "wonen"), size.themes)
    themes = {name: _theme(tree.themes.get(name, model), name, size) for name in names}
    dealt = {name: list(themes)[place % len(themes)] for place, name in enumerate(tree.theme_of)}
    indicators = {
        name: each.model_copy(update={"label": _labelled(each.label, size), "overlap": None})
        for name, each in tree.indicators.items()
    }
    return tree.model_copy(update={"themes": themes, "theme_of": dealt, "indicators": indicators})


def _theme(model: Theme, name: str, size: Size) -> Theme:
    label = model.label.model_copy(update={"nl": _name(name.replace("_", " ").capitalize(), size)})
    return model.model_copy(update={"label": label})


def _labelled(label: Text, size: Size) -> Text:
    return label.model_copy(update={"nl": f"{COMPOUND} in {label.nl}"}) if size.long else label


def _effect(model: Effect, number: int, tree: Tree, size: Size) -> Effect:
    themes = list(tree.themes)
    judgements = {f"a{n}": JUDGEMENTS[(number + 3 * n) % len(JUDGEMENTS)] for n in range(size.alternatives)}
    softened = {name: "neutraal" for name, judgement in judgements.items() if judgement == "zeer_negatief"}
    mitigation = Mitigation(measure=_text(size), judgements=softened) if softened else None
    return model.model_copy(
        update={
            "title": _name(f"{model.title} ({number})", size), "theme": themes[number % len(themes)], "indicator": None,
            "judgements": judgements, "assessments": (), "quantity": None, "mitigation": mitigation,
            "fact": _text(size), "argument": _text(size),
        }
    )  # fmt: skip


def _name(short: str, size: Size) -> str:
    return f"{short}: {LONG}" if size.long else short


def _text(size: Size) -> str:
    return " ".join(_sentences(6 if size.long else 1)) + " "


def _sentences(count: int) -> Iterator[str]:
    for n in range(count):
        yield f"In de {COMPOUND.lower()} van {2020 + n} veranderde er veel voor wie in de buurt van het station woont."
