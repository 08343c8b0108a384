"""Projects that hypothesis invents: two themes, two alternatives, three scenarios, any judgement."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from brede_welvaart.method_definitions import EffectMethod
from brede_welvaart.project_definitions import Project
from brede_welvaart.review.cells import cells_frame
from brede_welvaart.review.effects import effects_frame
from brede_welvaart.review.judgements import judge
from brede_welvaart.validation import validate
from brede_welvaart.vocabulary import JUDGEMENTS, LEVELS

THEMES, ALTERNATIVES, SCENARIOS = ("t1", "t2"), ("a", "b"), ("x", "y", "z")
METHOD = EffectMethod(
    importance={"laag": 1, "midden": 2, "hoog": 3},
    certainty={"hoog": (1,), "midden": (0.5, 0.25), "laag": (0.2, 0.2, 0.2)},
    draws=200,
)
Data = dict[str, Any]

words = st.sampled_from(list(JUDGEMENTS))
judged = st.dictionaries(
    st.sampled_from(ALTERNATIVES), words | st.dictionaries(st.sampled_from(SCENARIOS), words, min_size=1), min_size=1
)
assessments = st.lists(judged, min_size=1, max_size=3)
effects = st.fixed_dictionaries({
    "theme": st.sampled_from(THEMES),
    "importance": st.sampled_from(list(LEVELS)),
    "certainty": st.sampled_from(list(LEVELS)),
    "assessments": assessments,
    "mitigation": st.none() | judged,
})  # fmt: skip
projects = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), effects, max_size=6)
few = settings(max_examples=40, deadline=None)


def project(data: Data, alternatives: Any = ALTERNATIVES, scenarios: Any = SCENARIOS) -> Project:
    base = {"title": "t", "dimension": "later", "horizons": ["nu"], "places": ["stad"], "fact": "f"}
    rows = {}
    for name, each in data.items():
        said = [
            {"assessor": f"Lid {i}", "role": "lid", "judgements": judgements}
            for i, judgements in enumerate(each["assessments"])
        ]
        measure = {"measure": "m", "judgements": each["mitigation"]} if each["mitigation"] else None
        rows[name] = {**base, **each, "assessments": said, "mitigation": measure}
    return validate(Project, {
        "title": "t", "status": "concept", "occasion": "anders", "owner": "o", "goal": "g", "key_message": "k",
        "region": "R1", "alternatives": {name: {"label": name} for name in alternatives},
        "scenarios": {name: {"label": name, "source": "s"} for name in scenarios}, "effects": rows,
    }, "project.yaml")  # fmt: skip


def reviewed(made: Project, method: EffectMethod = METHOD) -> Any:
    """The cells and effects of a project, with hardly any draws: what explanations and comparisons read of a review."""
    judgements, quick = judge(made, method, {}), method.model_copy(update={"draws": 2})
    return SimpleNamespace(cells=cells_frame(judgements, THEMES, quick), effects=effects_frame(made, judgements))
