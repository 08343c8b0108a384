"""Answers as they came, on disk: bytes, address, time and sha256, so that a fetch can resume and be read again."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from brede_welvaart.resources import naming, write_whole

MANIFEST = "manifest.jsonl"
REFUSED = "-geweigerd-"


@dataclass(frozen=True)
class Answer:
    """An answer as it came over the wire; `gzipped` says how its bytes are to be read."""

    address: str
    wire: bytes
    gzipped: bool
    etag: str | None


@dataclass(frozen=True)
class RawFolder:
    """The answers of one fetch of one table; every one is a file, and a line in the manifest."""

    path: Path

    def find(self, address: str) -> Answer | None:
        """The answer that was kept for an address, if its file is whole."""
        for line in reversed(self._lines()):
            if line["address"] == address and (wire := self._bytes(line)) is not None:
                return Answer(address, wire, line["file"].endswith(".gz"), line.get("etag"))
        return None

    def keep(self, answer: Answer) -> None:
        """Write an answer, and only then its line, so that a kill leaves no half answer in use."""
        digest = hashlib.sha256(answer.wire).hexdigest()
        name = f"{digest[:16]}.json.gz" if answer.gzipped else f"{digest[:16]}.json"
        write_whole(self.path / name, answer.wire)
        line = {
            "address": answer.address,
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "sha256": digest,
            "bytes": len(answer.wire),
            "etag": answer.etag,
            "file": name,
        }
        path = self.path / MANIFEST
        with naming(path), path.open("a", encoding="utf-8") as manifest:
            manifest.write(json.dumps(line) + "\n")

    def forget(self, address: str) -> None:
        """Keep no answer for an address."""
        for line in self._lines():
            if line["address"] == address:
                (self.path / line["file"]).unlink(missing_ok=True)

    def put_aside(self) -> None:
        """Keep the answers as evidence, under a name that no fetch resumes from, instead of any that were there."""
        if not self.path.is_dir():
            return
        for older in self.path.parent.glob(f"*{REFUSED}*"):
            shutil.rmtree(older, ignore_errors=True)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        self.path.rename(self.path.with_name(f"{self.path.name}{REFUSED}{stamp}"))

    def _lines(self) -> list[dict[str, str]]:
        path = self.path / MANIFEST
        if not path.is_file():
            return []
        return [line for text in path.read_text("utf-8", "replace").splitlines() if (line := _line(text)) is not None]

    def _bytes(self, line: dict[str, str]) -> bytes | None:
        path = self.path / line["file"]
        wire = path.read_bytes() if path.is_file() else b""
        return wire if hashlib.sha256(wire).hexdigest() == line["sha256"] else None


def _line(text: str) -> dict[str, str] | None:
    """A line of the manifest; None for the torn last line of a process that was killed, and for what is no line."""
    try:
        line = json.loads(text)
    except ValueError:
        return None
    whole = isinstance(line, dict) and all(isinstance(line.get(name), str) for name in ("address", "file", "sha256"))
    return line if whole else None
