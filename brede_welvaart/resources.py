"""Where the folders are, of a checkout, an installed program or `--root DIR`; and how a file gets there whole."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGE = Path(__file__).parent
INSTALLED_TREE = PACKAGE / "_tree"


def default_root() -> Path:
    """The tree that ships with the program: the checkout itself, or the copy in the installed package."""
    checkout = PACKAGE.parent
    return checkout if (checkout / "indicators" / "themes.yaml").is_file() else INSTALLED_TREE


def workspace(root: Path) -> Path:
    """Where the user's own files go: the tree itself, or the current folder if the tree is not the user's to write."""
    return root if _is_writable(root) else Path.cwd()


def data_folder(root: Path) -> Path:
    """Where the store and raw answers of a tree are kept."""
    if _is_writable(root):
        return root / "data"
    from platformdirs import user_cache_path  # noqa: PLC0415 -- only an installed program needs it

    return user_cache_path("welvaart") / hashlib.sha256(str(root).encode()).hexdigest()[:16]


def store_path(root: Path) -> Path:
    """The DuckDB file of a tree."""
    return data_folder(root) / "welvaart.duckdb"


def vintages_folder(root: Path) -> Path:
    """Where figures that `update` fetched are kept, one folder per source, one file per vintage."""
    return data_folder(root) / "vintages"


def raw_folder(root: Path) -> Path:
    """Where the answers of publishers are kept as they came."""
    return data_folder(root) / "raw"


def kept_folder(root: Path) -> Path:
    """Where texts that take long to make are kept between runs; see `kept`."""
    return data_folder(root) / "kept"


def output_folder(root: Path) -> Path:
    """Where reports of a tree are written."""
    return workspace(root) / "reports" / "output"


def project_folders(root: Path) -> tuple[Path, ...]:
    """Where project files are looked for, the user's own first."""
    return tuple(dict.fromkeys(folder / "reports" / "projects" for folder in (workspace(root), root)))


def write_whole(path: Path, content: bytes) -> Path:
    """Write beside the target and rename, so that an interruption leaves the old file; an OSError names the target.

    What a link leads to is replaced, not the link; a device is written to.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        with naming(path):
            path.write_bytes(content)
        return path
    if path.is_symlink():
        return write_whole(path.resolve(), content)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with naming(path):
            with aside.open("xb") as file:
                file.write(content)
            aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return path


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Within this block an OSError names this file."""
    try:
        yield
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, str(path)) from None


def sweep(folder: Path) -> None:
    """Remove what `write_whole` left half written under a folder when it was killed; nobody may be writing there."""
    for path in folder.rglob(".*"):
        if re.fullmatch(r"\..+\.[0-9a-f]{8}", path.name) and path.is_file():
            path.unlink()


def _is_writable(root: Path) -> bool:
    return root != INSTALLED_TREE and os.access(root, os.W_OK)
