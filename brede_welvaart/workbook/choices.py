"""The lists that drop-downs show, and how a text that was picked or typed becomes the id again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from brede_welvaart import vocabulary
from brede_welvaart.definition_parts import short_name
from brede_welvaart.definitions import Tree
from brede_welvaart.validation import one_of

OWN_LISTS = ("alternatives", "scenarios", "effects", "groups")
YES, NO = "ja", "nee"
GAINS, LOSES = "gains", "loses"
MINUS = "\u2212"


@dataclass(frozen=True)
class Choices:
    """A list to choose from: the label of each id, and perhaps what else it is called.

    What it shows is unique: the label, or else the id.
    """

    labels: Mapping[str, str]
    called: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def shown(self) -> dict[str, str]:
        """What the drop-down shows, by id."""
        known = Counter(label.casefold() for label in self.labels.values())
        known.update(name.casefold() for name, label in self.labels.items() if name.casefold() != label.casefold())
        return {name: label if known[label.casefold()] == 1 else name for name, label in self.labels.items()}

    @cached_property
    def _ids(self) -> dict[str, set[str]]:
        return _by_text((name, name) for name in self.labels)

    @cached_property
    def _loosely(self) -> dict[str, set[str]]:
        whole = _by_text((*zip(self.labels, self.labels, strict=True), *self.labels.items(), *self.called.items()))
        return _by_text((name, label.partition(" (")[0]) for name, label in self.labels.items()) | whole

    def find(self, text: str) -> str | None:
        """The id that a text means: as shown, as id (also after a name that has changed), or in other letter case.

        None too where it may mean several, or where the name and the id in it contradict each other.
        """
        exact = {shown: name for name, shown in self.shown.items()}
        if text in exact or text in self.labels:
            return exact.get(text, text)
        if not (meant := self.alike(text)) and not self.clash(text):
            _name, code = self._split(text)
            meant = [code] if code else sorted(self._ids.get(_comparable(short_name(text) or ""), ()))
        return meant[0] if len(meant) == 1 else None

    def alike(self, text: str) -> list[str]:
        """The ids that a text may mean, in any letter case."""
        return sorted(self._loosely.get(_comparable(text), ()))

    def clash(self, text: str) -> list[str]:
        """What the id between brackets and the name before it mean, as shown, if that is not the same."""
        name, code = self._split(text)
        meant = (self.alike(name) or self._near(name)) if code else []
        return [self.shown[each] for each in (code, *meant)] if meant and code not in meant else []

    def expected(self, text: str) -> str:
        """What may be chosen, the nearest to this text first."""
        return one_of(self.shown.values(), text)

    def nearest(self, text: str) -> str:
        """The choice that was probably meant, as shown; empty if none is near."""
        return next((self.shown[name] for name in self._near(text)), "")

    def _near(self, text: str) -> list[str]:
        guess = get_close_matches(_comparable(text), self._loosely, 1, 0.7)
        return sorted(self._loosely[guess[0]]) if guess else []

    def _split(self, text: str) -> tuple[str, str]:
        """A text as a name and the id between brackets after it; the id is empty if none stands there."""
        found = re.fullmatch(r"(.*?)\s*\(([^()]+)\)", text, re.DOTALL)
        return (found[1], found[2]) if found and found[2] in self.labels else (text, "")


def _by_text(called: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, text in called:
        found.setdefault(_comparable(text), set()).add(name)
    return found


def _comparable(text: str) -> str:
    return text.replace(MINUS, "-").casefold()


def given_choices(tree: Tree, regions: Mapping[str, str]) -> dict[str, Choices]:
    """The lists that the program, the tree and its regions (name by code) give."""
    lists = {
        "statuses": _dutch(vocabulary.PROJECT_STATUSES),
        "occasions": _dutch(vocabulary.OCCASIONS),
        "dimensions": _dutch(vocabulary.DIMENSIONS),
        "levels": _dutch(vocabulary.LEVELS),
        "reversibilities": _dutch(vocabulary.REVERSIBILITIES),
        "evidence_sides": _dutch(vocabulary.EVIDENCE_SIDES),
        "evidence_kinds": _dutch(vocabulary.EVIDENCE_KINDS),
        "sides": {GAINS: "wint", LOSES: "verliest"},
        "yes_no": {YES: YES, NO: NO},
        "tick": {"x": "x"},
        "themes": {name: theme.label.nl for name, theme in tree.themes.items()},
    }
    indicators = {name: indicator.label.nl for name, indicator in tree.indicators.items()}
    with_unit = {name: f"{label} [{tree.indicators[name].unit.nl}]" for name, label in indicators.items()}
    return {
        **{name: Choices(labels) for name, labels in lists.items()},
        "judgements": Choices(_dutch(vocabulary.JUDGEMENTS), dict(vocabulary.SYMBOLS.items())),
        "indicators": Choices(with_unit, indicators),
        "regions": Choices({code: f"{name} ({code})" for code, name in regions.items()}, regions),
    }


def own_choices(tree: Tree, names: Mapping[str, Mapping[str, str]]) -> dict[str, Choices]:
    """The lists that a project gives on its own sheets: full names by short name; groups stand after the tree's.

    They show short names.
    """
    groups = {name: group.label.nl for name, group in tree.groups.items()}
    own = {name: names.get(name, {}) for name in OWN_LISTS}
    return {
        name: Choices((groups if name == "groups" else {}) | {each: each for each in called}, called)
        for name, called in own.items()
    }


def _dutch(words: Mapping[Any, vocabulary.Label]) -> dict[str, str]:
    return {word: label.nl for word, label in words.items()}
