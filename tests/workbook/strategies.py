"""Projects of every shape that the definitions allow, for the properties of what is written and read back."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st

from brede_welvaart import vocabulary as v
from brede_welvaart.project_definitions import Project
from brede_welvaart.validation import validate

THEMES, INDICATORS = ("rust", "ruimte"), ("geluid", "groen")
TREE_GROUPS = ("buren", "gasten")
REGIONS = {"R1": "Eén", "R2": "Twee", "R3": "Drie"}
AWKWARD = (
    "=1+1", "=cmd|' /C calc'!A0", "+31 6", "-5", "@SUM(A1)", "'aan het begin", 'met "aanhalingstekens"', "regel\ntwee",
    "1-5", "2030", "0141", "1e5", "null", "true", "ja", "nee", "x", "~", "2026-11-23", "12:30", "# geen commentaar",
    "sleutel: waarde", "- streep", "{a: b}", "[1]", "&anker", "*ster", "%", "één €", "tab\teinde",
    "😀 emoji", "_x0041_", "_x005F_", "x005F_", "_x0041_x005F_x000D_x0042_",
    "a  b", " \u00a0rand\u00a0 ", "regel met spatie \n  ingesprongen", "\u2028regel", "https://example.org/?a=1&b=2#c",
    "woord " * 60, "x" * 300, "#REF!", "WAAR", "(Leeg)", "\ufeffbom",
)  # fmt: skip

plain = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=40)
prose = (st.sampled_from(AWKWARD) | plain).filter(lambda text: text.strip() != "")
slugs = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,8}", fullmatch=True) | st.sampled_from(
    ["1", "true", "null", "1e5", "nl", "en"]
)
years = st.integers(1900, 2200)
numbers = st.floats(-1e12, 1e12, allow_nan=False)
levels = st.sampled_from(list(v.LEVELS))
dates = st.dates().map(str)


def names(least: int = 0, most: int = 3) -> st.SearchStrategy[list[str]]:
    return st.lists(slugs, min_size=least, max_size=most, unique=True)


def several(words: Any, least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(list(words)), min_size=least, max_size=4, unique=True)


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def required(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(dict(fields))


@st.composite
def merged(draw: st.DrawFn, *parts: st.SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    return {key: value for part in parts for key, value in draw(part).items()}


bilingual = merged(required(nl=prose), optional(en=prose))
groups = merged(required(label=bilingual), optional(about=bilingual))
evidence = merged(
    required(kind=st.sampled_from(list(v.EVIDENCE_KINDS)), title=prose),
    optional(
        side=st.sampled_from(list(v.EVIDENCE_SIDES)), publisher=prose, address=prose, identifier=prose, page=prose,
        year=years, quote=prose,
    ),
)  # fmt: skip
changes = st.lists(numbers, min_size=3, max_size=3).map(
    lambda three: dict(zip(("low", "central", "high"), sorted(three), strict=True))
)


def grid(
    alternatives: list[str], scenarios: list[str], cells: st.SearchStrategy[Any], least: int = 0
) -> st.SearchStrategy[dict[str, Any]]:
    per_scenario = st.dictionaries(st.sampled_from(scenarios), cells, min_size=1) if scenarios else st.nothing()
    return st.dictionaries(st.sampled_from(alternatives), cells | per_scenario, min_size=least)


@st.composite
def effects(draw: st.DrawFn, alternatives: list[str], scenarios: list[str], known: list[str]) -> dict[str, Any]:
    judged = grid(alternatives, scenarios, st.sampled_from(list(v.JUDGEMENTS)))
    assessor = merged(required(assessor=prose, role=prose, judgements=judged), optional(argument=prose))
    quantity = required(
        indicator=st.sampled_from(INDICATORS), unit=prose, period=years.map(str),
        changes=grid(alternatives, scenarios, changes),
    )  # fmt: skip
    verdict = draw(
        st.one_of(
            required(judgements=grid(alternatives, scenarios, st.sampled_from(list(v.JUDGEMENTS)), 1)),
            required(assessments=st.lists(assessor, min_size=1, max_size=3, unique_by=_who)),
            required(quantity=quantity),
        )
    )
    base = merged(
        required(
            title=prose, theme=st.sampled_from(THEMES), dimension=st.sampled_from(list(v.DIMENSIONS)),
            horizons=several(v.HORIZONS, 1), places=several(v.PLACES, 1), fact=prose, importance=levels,
            certainty=levels,
        ),
        optional(
            indicator=st.sampled_from(INDICATORS), gains=several(known), loses=several(known), argument=prose,
            yardstick=prose, evidence=st.lists(evidence, max_size=3), unknowns=prose, discussion=prose, author=prose,
            mitigation=required(measure=prose, judgements=judged), reviewer=prose, machine_proposed=st.booleans(),
            reversibility=st.sampled_from(list(v.REVERSIBILITIES)), machine_proposal=prose,
        ),
    )  # fmt: skip
    effect = {**draw(base), **verdict}
    return effect | (draw(optional(regions=several(REGIONS))) if effect["dimension"] == "elders" else {})


def _who(assessment: dict[str, Any]) -> tuple[str, str]:
    return assessment["assessor"].strip(), assessment["role"].strip()


def labelled(names: list[str], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A label for each of these names, with these fields and perhaps an explanation."""
    return required(**{name: merged(required(label=prose, **fields), optional(about=prose)) for name in names})


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """A project that the definitions accept and whose names are all known, with keys in any order."""
    alternatives, scenarios, own = draw(names(1)), draw(names()), draw(names())
    effect = effects(alternatives, scenarios, [*TREE_GROUPS, *(set(own) - set(TREE_GROUPS))])
    found = {name: draw(effect) for name in draw(names())}
    log = merged(
        required(date=dates, by=prose, note=prose),
        optional(theme=st.sampled_from(THEMES), open=st.booleans(), **_about(found)),
    )
    data = draw(
        merged(
            required(
                title=prose, status=st.sampled_from(list(v.PROJECT_STATUSES)),
                occasion=st.sampled_from(list(v.OCCASIONS)), owner=prose, goal=prose, key_message=prose,
                region=st.sampled_from(list(REGIONS)),
                alternatives=labelled(alternatives),
                scenarios=labelled(scenarios, source=prose),
                groups=required(**dict.fromkeys(own, groups)),
                log=st.lists(log, max_size=3),
            ),
            optional(
                illustration=prose, other_occasions=several(v.OCCASIONS), occasion_note=prose, decision=prose,
                about=prose, purpose=prose, scope=prose, background=prose, introduction=prose, area=prose,
                elsewhere=several(REGIONS), as_of=dates, reference=required(description=prose, year=years),
            ),
        )
    )  # fmt: skip
    items = list({**data, "effects": found}.items())
    random.Random(draw(st.integers(0, 99))).shuffle(items)
    return validate(Project, dict(items), "project.yaml")


def _about(effects: dict[str, Any]) -> dict[str, st.SearchStrategy[str]]:
    return {"effect": st.sampled_from(list(effects))} if effects else {}


def order(project: Project) -> list[list[str]]:
    """The order of everything whose order shows in the report."""
    return [list(part) for part in (project.alternatives, project.scenarios, project.groups, project.effects)]
