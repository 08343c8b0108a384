"""The lists that drop-downs show, and how a text that was picked or typed becomes the id again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from brede_welvaart import vocabulary
from brede_welvaart.definition_parts import short_name
from brede_welvaart.definitions import Tree
from brede_welvaart.loading import one_of

OWN_LISTS = ("alternatives", "scenarios", "effects", "groups")
YES, NO = "ja", "nee"
GAINS, LOSES = "gains", "loses"


@dataclass(frozen=True)
class Choices:
    """A list to choose from: the label of each id. What it shows is unique: the label, or else the id."""

    labels: Mapping[str, str]

    @cached_property
    def shown(self) -> dict[str, str]:
        """What the drop-down shows, by id."""
        known = Counter(label.casefold() for label in self.labels.values())
        known.update(name.casefold() for name, label in self.labels.items() if name.casefold() != label.casefold())
        return {name: label if known[label.casefold()] == 1 else name for name, label in self.labels.items()}

    @cached_property
    def _loosely(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, label in self.labels.items():
            for text in (name, label, self.shown[name], label.partition(" (")[0]):
                found.setdefault(text.casefold(), set()).add(name)
        return found

    def find(self, text: str) -> str | None:
        """The id that a text means: as shown, as id (also after a name that has changed), or in other letter case."""
        exact = {shown: name for name, shown in self.shown.items()}
        if text in exact or text in self.labels:
            return exact.get(text, text)
        if (code := re.search(r"\(([^()]+)\)$", text)) and code[1] in self.labels:
            return code[1]
        for typed in (text, short_name(text) or text):
            if len(names := self._loosely.get(typed.casefold(), set())) == 1:
                return next(iter(names))
        return None

    def alike(self, text: str) -> list[str]:
        """The ids that a text may mean, in any letter case."""
        return sorted(self._loosely.get(text.casefold(), ()))

    def expected(self, text: str) -> str:
        """What may be chosen, the nearest to this text first."""
        return one_of(self.shown.values(), text)

    def nearest(self, text: str) -> str:
        """The choice that was probably meant, as shown; empty if none is near."""
        guess = get_close_matches(text.casefold(), self._loosely, 1, 0.7)
        return self.shown[min(self._loosely[guess[0]])] if guess else ""


def given_choices(tree: Tree, regions: Mapping[str, str]) -> dict[str, Choices]:
    """The lists that the program, the tree and its regions (name by code) give."""
    places = {code: f"{name} ({code})" for code, name in regions.items()}
    lists = {
        "statuses": _dutch(vocabulary.PROJECT_STATUSES),
        "occasions": _dutch(vocabulary.OCCASIONS),
        "dimensions": _dutch(vocabulary.DIMENSIONS),
        "levels": _dutch(vocabulary.LEVELS),
        "judgements": _dutch(vocabulary.JUDGEMENTS),
        "reversibilities": _dutch(vocabulary.REVERSIBILITIES),
        "evidence_sides": _dutch(vocabulary.EVIDENCE_SIDES),
        "evidence_kinds": _dutch(vocabulary.EVIDENCE_KINDS),
        "sides": {GAINS: "wint", LOSES: "verliest"},
        "yes_no": {YES: YES, NO: NO},
        "tick": {"x": "x"},
        "themes": {name: theme.label.nl for name, theme in tree.themes.items()},
        "indicators": {name: indicator.label.nl for name, indicator in tree.indicators.items()},
        "regions": places,
    }
    return {name: Choices(labels) for name, labels in lists.items()}


def own_choices(tree: Tree, names: Mapping[str, Mapping[str, str]]) -> dict[str, Choices]:
    """The lists that a project gives on its own sheets, by short name; groups stand after those of the tree."""
    own = {name: dict(names.get(name, {})) for name in OWN_LISTS}
    groups = {name: group.label.nl for name, group in tree.groups.items()}
    return {name: Choices(groups | labels if name == "groups" else labels) for name, labels in own.items()}


def _dutch(words: Mapping[Any, vocabulary.Label]) -> dict[str, str]:
    return {word: label.nl for word, label in words.items()}
