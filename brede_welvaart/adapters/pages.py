"""A page of rows in JSON as a frame: strict about types, and quick for pages of a hundred thousand rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    import polars as pl


LARGEST_OBJECT = 20_000_000
"""Bytes of JSON that become objects of Python, which take up to thirty times as much memory."""


class WrongShapeError(ValueError):
    """JSON that is whole, but is not a page of such rows."""


def parse_page(content: bytes, columns: Mapping[str, type], link: str) -> tuple[pl.DataFrame, str | None]:
    """The rows of a page `{"value": [...], link: ...}` with these columns, and the address of the next page.

    Text is categorical. Raises WrongShapeError for another type, a column that a row lacks or has twice, or no list of
    rows, and ValueError for anything that is not whole JSON.
    """
    import polars as pl  # noqa: PLC0415 -- tenths of a second that an update without news need not wait for
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import json as arrow_json  # noqa: PLC0415

    types = {str: pa.string(), float: pa.float64()}
    row = pa.struct([(name, types[kind]) for name, kind in columns.items()])
    schema = pa.schema([("value", pa.list_(row)), (link, pa.string())])
    options = arrow_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore")
    whole = arrow_json.ReadOptions(block_size=len(content) + 1, use_threads=False)
    try:
        page = arrow_json.read_json(pa.BufferReader(content), parse_options=options, read_options=whole)
    except pa.ArrowInvalid as error:
        message = str(error).splitlines()[0]
        raise (WrongShapeError if "Column(" in message else ValueError)(message) from None
    if page.num_rows != 1 or not page["value"][0].is_valid:
        raise WrongShapeError("value")
    rows = page["value"].combine_chunks().flatten()
    found = rows.flatten()
    for name, field in zip(columns, found, strict=True):
        if field.null_count and content.count(f'"{name}"'.encode()) < len(rows):
            raise WrongShapeError(name)
    fields = [field.dictionary_encode() if pa.types.is_string(field.type) else field for field in found]
    table = pa.Table.from_arrays(fields, names=list(columns))
    return pl.DataFrame(pl.from_arrow(table)).cast({pl.Null: pl.Categorical}), page[link][0].as_py()


def following_page(content: bytes, link: str) -> str | None:
    """The address of the next page, from what stands around the rows of this one; raises as `parse_page` does.

    A bracket in a text around the rows makes it read the whole page.
    """
    start, end = content.find(b"["), content.rfind(b"]")
    try:
        page = parse_object(content[:start] + b"[]" + content[end + 1 :])
    except ValueError:
        if len(content) > LARGEST_OBJECT:
            raise
        page = parse_object(content)
    following = page.get(link)
    if not (following is None or isinstance(following, str)):
        raise WrongShapeError(link)
    return following


def parse_rows(content: bytes, link: str) -> tuple[list[dict[str, Any]], str | None]:
    """The rows of a page of a short list, with all their keys, and the address of the next page.

    Raises as `parse_page` does.
    """
    page = parse_object(content)
    rows = page.get("value")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise WrongShapeError("value")
    return rows, page.get(link)


def parse_object(content: bytes) -> dict[str, Any]:
    """A JSON object; raises WrongShapeError for another thing or one too large, ValueError for what is not JSON."""
    if len(content) > LARGEST_OBJECT:
        raise WrongShapeError(f"{len(content)} > {LARGEST_OBJECT} bytes")
    parsed = json.loads(content, parse_constant=_refuse)
    if not isinstance(parsed, dict):
        raise WrongShapeError(type(parsed).__name__)
    return parsed


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)
