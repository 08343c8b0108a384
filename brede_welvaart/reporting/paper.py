"""From the page as HTML to the tree of elements that the style sheet of the paper report (`paper.typ`) sets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import html as parser

INLINE = frozenset({"a", "b", "em", "i", "q", "small", "span", "strong", "sub", "sup"})
ATTRIBUTES = ("id", "href", "src", "alt", "lang", "colspan", "width")
_SPACE = re.compile(r"[ \t\r\n]+")

Node = dict[str, Any]


def read_tree(page: str) -> Node:
    """The outermost element of a page: `tag`, `class` (names), `body` (texts and elements), and ATTRIBUTES it has.

    White space is what a reader would see of it: none where a line begins or ends.
    """
    return _node(parser.fragment_fromstring(page))


def identifiers(node: Node) -> Iterator[str]:
    """The `id` of every element that has one."""
    if "id" in node:
        yield node["id"]
    for each in node["body"]:
        if not isinstance(each, str):
            yield from identifiers(each)


def _node(element: Any) -> Node:
    named = {name: element.get(name) for name in ATTRIBUTES if element.get(name) is not None}
    body = _trimmed(list(_content(element)), element.tag not in INLINE)
    return {"tag": element.tag, "class": element.get("class", "").split(), "body": body, **named}


def _content(element: Any) -> Iterator[str | Node]:
    if element.text:
        yield _SPACE.sub(" ", element.text)
    for child in element:
        if isinstance(child.tag, str):
            yield _node(child)
        if child.tail:
            yield _SPACE.sub(" ", child.tail)


def _trimmed(content: list[str | Node], is_block: bool) -> list[str | Node]:
    """Content without the spaces beside the edges of blocks."""
    edges = [is_block, *map(_is_block, content), is_block]
    trimmed = [
        _stripped(each, edges[place], edges[place + 2]) if isinstance(each, str) else each
        for place, each in enumerate(content)
    ]
    return [each for each in trimmed if each != ""]


def _stripped(text: str, start: bool, end: bool) -> str:
    text = text.lstrip(" ") if start else text
    return text.rstrip(" ") if end else text


def _is_block(content: str | Node) -> bool:
    return not isinstance(content, str) and content["tag"] not in INLINE
