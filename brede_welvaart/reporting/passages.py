"""Passages in the language of the project file, marked on a page in another language (WCAG 2.1, 3.1.2).

What people wrote stays as they wrote it. It also appears inside the program's own sentences, whole or cut short, so the
passages are found in the finished page rather than marked wherever a sentence is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from markupsafe import escape

from brede_welvaart.definitions import Tree
from brede_welvaart.project_definitions import Effect, Project
from brede_welvaart.reporting.format import first_sentence

LANGUAGE = "nl"
"""The language of project files, and of the titles of sources."""
_NOT_READ = re.compile(r"<(style|script|svg|title)\b.*?</\1>|<[^>]*>", re.DOTALL)
_WORD = re.compile(r"\w+")
_TELLING = re.compile(r"(?:[^\W\d_].*?){4}", re.DOTALL)
_BEFORE = re.compile(r"^\W+")
_CUT = "…"
_SHORTEST = 15


def passages_of(project: Project, tree: Tree) -> tuple[str, ...]:
    """Every text of a project and its sources that a page may show as it is; names of people and places are no text."""
    reference = (project.reference.description,) if project.reference else ()
    opening = (first_sentence(each) for each in (project.illustration or "", *reference))
    options = (text for each in project.alternatives.values() for text in (each.label, each.about))
    futures = (text for each in project.scenarios.values() for text in (each.label, each.about, each.source))
    claims = (text for each in project.effects.values() for text in _claims(each))
    sources = (text for each in tree.sources.values() for text in (each.title, each.citation, each.edition or ""))
    maps = (each.citation for each in tree.boundaries.values())
    themes = (each.source for each in tree.themes.values())
    own = (
        project.title, project.illustration or "", project.decision, project.owner, project.goal, project.scope,
        project.key_message, project.area, project.about, project.purpose, project.background, project.introduction,
        project.occasion_note, *(entry.note for entry in project.log),
    )  # fmt: skip
    return tuple(
        dict.fromkeys(
            each for each in (*own, *reference, *opening, *options, *futures, *claims, *sources, *maps, *themes) if each
        )
    )


def _claims(effect: Effect) -> Iterator[str]:
    yield from (effect.title, effect.fact, effect.argument, effect.yardstick)
    yield from (effect.unknowns or "", effect.discussion or "", effect.mitigation.measure if effect.mitigation else "")
    for each in effect.assessments:
        yield from (each.role, each.argument)
    for source in effect.evidence:
        yield from (source.title, source.title.removeprefix(f"{source.publisher}, "))
    yield from (effect.author or "", effect.reviewer or "")


def mark_passages(html: str, passages: Iterable[str]) -> str:
    """The page with `lang` around every passage that a reader reads, also where it was cut short with an ellipsis."""
    index = by_first_word(str(escape(each)) for each in passages)
    if not index:
        return html
    parts, place = [], 0
    for tag in _NOT_READ.finditer(html):
        parts += [_marked(html[place : tag.start()], index), tag[0]]
        place = tag.end()
    return "".join((*parts, html[place:]))


def _marked(text: str, index: Mapping[str, list[str]]) -> str:
    return "".join(f'<span lang="{LANGUAGE}">{piece}</span>' if own else piece for piece, own in pieces_of(text, index))


def by_first_word(passages: Iterable[str]) -> Mapping[str, list[str]]:
    """The passages by their first word; a year, or a word of three letters, may as well be of the page itself."""
    index: dict[str, list[str]] = {}
    for passage in passages:
        text = _BEFORE.sub("", " ".join(passage.split())).rstrip(".").lower()
        if (first := _WORD.match(text)) and _TELLING.search(text):
            index.setdefault(first[0], []).append(text)
    return index


def pieces_of(text: str, index: Mapping[str, list[str]]) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether it is one of the passages in the index."""
    end, lowered = 0, text.lower()
    for word in _WORD.finditer(lowered):
        start = word.start()
        found = max((_length(lowered, start, each) for each in index.get(word[0], ()) if start >= end), default=0)
        if found:
            if start > end:
                yield text[end:start], False
            yield text[start : start + found], True
            end = start + found
    if end < len(text):
        yield text[end:], False


def _length(text: str, start: int, passage: str) -> int:
    """How many characters from here are the passage: all of it, the part before an ellipsis, or none."""
    if text.startswith(passage, start):
        return 0 if _WORD.match(text, start + len(passage)) else len(passage)
    cut = text.find(_CUT, start)
    shown = text[start : cut if cut > 0 else None].rstrip()
    return len(shown) if len(shown) >= _SHORTEST and passage.startswith(shown) else 0
