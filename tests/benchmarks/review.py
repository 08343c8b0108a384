"""How long the sensitivity run of a large review takes: 200 effects x 4 alternatives x 3 scenarios x 10,000 draws.

Run `python tests/benchmarks/review.py`; it prints seconds of processor and clock, and fails above the limit.
"""

from __future__ import annotations

import random
import sys
import time

from brede_welvaart.method_definitions import EffectMethod
from brede_welvaart.project_definitions import Project
from brede_welvaart.review.cells import cells_frame
from brede_welvaart.review.judgements import judge
from brede_welvaart.validation import validate
from brede_welvaart.vocabulary import JUDGEMENTS, LEVELS

EFFECTS, ALTERNATIVES, SCENARIOS, THEMES, DRAWS = 200, 4, 3, 8, 10_000
LIMIT_SECONDS = 0.5
METHOD = EffectMethod(
    importance={"laag": 1, "midden": 2, "hoog": 3},
    certainty={"hoog": (1,), "midden": (0.5, 0.25), "laag": (0.2, 0.2, 0.2)},
    draws=DRAWS,
)
NAMES = tuple(f"thema_{number}" for number in range(THEMES))


def large_project(assessors: int, seed: int = 1) -> Project:
    """A random project of the size above; every judgement differs per alternative and scenario, all are mitigated."""
    chance = random.Random(seed)
    alternatives = [f"a{number}" for number in range(ALTERNATIVES)]
    scenarios = [f"s{number}" for number in range(SCENARIOS)]

    def judgements() -> dict[str, dict[str, str]]:
        words = list(JUDGEMENTS)
        return {name: {scenario: chance.choice(words) for scenario in scenarios} for name in alternatives}

    def effect() -> dict[str, object]:
        said = [{"assessor": f"Lid {i}", "role": "lid", "judgements": judgements()} for i in range(assessors)]
        levels = {key: chance.choice(list(LEVELS)) for key in ("importance", "certainty")}
        shape = {"title": "t", "dimension": "later", "horizons": ["nu"], "places": ["stad"], "fact": "f"}
        mitigation = {"measure": "m", "judgements": judgements()}
        return {"theme": chance.choice(NAMES), "assessments": said, "mitigation": mitigation, **levels, **shape}

    return validate(Project, {
        "title": "t", "status": "concept", "occasion": "anders", "owner": "o", "goal": "g", "key_message": "k",
        "region": "R1", "alternatives": {name: {"label": name} for name in alternatives},
        "scenarios": {name: {"label": name, "source": "s"} for name in scenarios},
        "effects": {f"effect_{number:03}": effect() for number in range(EFFECTS)},
    }, "benchmark")  # fmt: skip


def measure(project: Project) -> tuple[float, float]:
    """Seconds of processor and of clock for judgements, scores and ranges, before and after mitigation."""
    processor, clock = time.process_time(), time.perf_counter()
    cells_frame(judge(project, METHOD, {}), NAMES, METHOD)
    return time.process_time() - processor, time.perf_counter() - clock


def main() -> int:
    """Print the quickest of five runs, with one and with three assessors per effect."""
    slowest = 0.0
    for assessors in (1, 3):
        project = large_project(assessors)
        processor, clock = min(measure(project) for _ in range(5))
        slowest = max(slowest, processor)
        print(f"{assessors} assessor(s) per effect: {processor:.3f} s processor, {clock:.3f} s clock")
    return int(slowest > LIMIT_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
