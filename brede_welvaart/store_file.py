"""The DuckDB file of a tree from outside: whether it is current, and how it is opened with no right to write."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from brede_welvaart.definitions import Tree
from brede_welvaart.errors import StoreLocked
from brede_welvaart.language import _

LAYOUT = "6"
MEMORY = "2GB"
HARDENING = (
    "enable_external_access = false",
    "autoload_known_extensions = false",
    "autoinstall_known_extensions = false",
    "python_enable_replacements = false",
    "lock_configuration = true",
)


def is_current(path: Path, tree: Tree) -> bool:
    """Whether there is a sound store, of this program and of this tree as it is now; raises StoreLocked."""
    connection = open_current(path, tree)
    if connection is not None:
        connection.close()
    return connection is not None


def open_current(path: Path, tree: Tree) -> duckdb.DuckDBPyConnection | None:
    """A hardened connection to the store of a tree, or None if there is none that is current; raises StoreLocked."""
    try:
        connection = _attach(path)
    except (duckdb.Error, FileNotFoundError):
        return None
    try:
        if _fingerprint(connection) == expected_fingerprint(tree):
            return connection
    except duckdb.Error:
        pass
    connection.close()
    return None


def _attach(path: Path) -> duckdb.DuckDBPyConnection:
    """A hardened connection that reads this file as it is now, also when it replaced one that is still open."""
    if not path.is_file():
        raise FileNotFoundError(path)
    connection = duckdb.connect(":memory:", config={"memory_limit": MEMORY})
    try:
        connection.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as store (read_only)")
    except duckdb.IOException as error:
        connection.close()
        if holder := re.search(r"lock.*PID (\d+)", str(error)):
            message = _("De opslag {path} is in gebruik door een ander programma (proces {pid}). Sluit dat eerst.")
            raise StoreLocked(message.format(path=path, pid=holder[1])) from None
        raise
    for statement in ("use store", *(f"set {setting}" for setting in HARDENING)):
        connection.execute(statement)
    return connection


def _fingerprint(connection: duckdb.DuckDBPyConnection) -> str | None:
    rows = connection.execute("select value from meta where key = 'fingerprint'").fetchall()
    return str(rows[0][0]) if rows else None


def expected_fingerprint(tree: Tree) -> str:
    """What a store of this program and this tree says of itself."""
    return f"{LAYOUT}-{tree.fingerprint}"
