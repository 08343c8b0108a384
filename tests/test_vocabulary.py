"""Every closed list has both labels for each of its words, and no others."""

from __future__ import annotations

from typing import get_args

import pytest

from brede_welvaart import vocabulary as v

LISTS = [
    (v.Dimension, v.DIMENSIONS),
    (v.Polarity, v.POLARITIES),
    (v.MissingReason, v.MISSING_REASONS),
    (v.NoScoreReason, v.NO_SCORE_REASONS),
    (v.FigureStatus, v.FIGURE_STATUSES),
    (v.Quartile, v.QUARTILES),
    (v.Direction, v.DIRECTIONS),
    (v.Welfare, v.WELFARES),
    (v.Judgement, v.JUDGEMENTS),
    (v.Judgement, v.SYMBOLS),
    (v.ThemeLabel, v.THEME_LABELS),
    (v.ScenarioVerdict, v.SCENARIO_VERDICTS),
    (v.Distribution, v.DISTRIBUTIONS),
    (v.Level, v.LEVELS),
    (v.Horizon, v.HORIZONS),
    (v.Place, v.PLACES),
    (v.Reversibility, v.REVERSIBILITIES),
    (v.EvidenceSide, v.EVIDENCE_SIDES),
    (v.EvidenceKind, v.EVIDENCE_KINDS),
    (v.Occasion, v.OCCASIONS),
    (v.ProjectStatus, v.PROJECT_STATUSES),
]


@pytest.mark.parametrize(("words", "labels"), LISTS)
def test_words_and_labels_agree(words: object, labels: dict[str, object]) -> None:
    assert set(get_args(words)) == set(labels)
    assert all(all(label) for label in labels.values() if isinstance(label, tuple))
