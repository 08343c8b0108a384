"""What can go wrong, and with which exit code the program then stops."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from brede_welvaart.language import _


@dataclass(frozen=True)
class Finding:
    """One fault in an input: where it is, what was found, what was expected, how to mend it."""

    file: str
    place: str
    found: str
    expected: str
    remedy: str = ""

    def __str__(self) -> str:
        where = ": ".join(part for part in (self.file, self.place) if part)
        sentence = _("{where}: gevonden {found}; verwacht {expected}.").format(
            where=where, found=self.found, expected=self.expected
        )
        return f"{sentence} {self.remedy}".rstrip()

    def as_dict(self) -> dict[str, str]:
        """The finding as plain text fields, for JSON."""
        return asdict(self)


class Rest(Finding):
    """So many more faults of a file; comes after the ones that are told."""


def _order(finding: Finding) -> tuple[object, ...]:
    numbers = re.split("([0-9]+)", finding.place)
    place = [(len(part.lstrip("0")), part) if index % 2 else (0, part) for index, part in enumerate(numbers)]
    return finding.file, isinstance(finding, Rest), place, finding.found, finding.expected, finding.remedy


class WelvaartError(Exception):
    """A fault that the reader can understand and mend; never a bug of the program."""

    exit_code = 1


class InputFault(WelvaartError):
    """The input is wrong; carries every finding, sorted by file and place: row 10 comes after row 9."""

    exit_code = 1

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(findings, key=_order))
        super().__init__("\n".join(str(finding) for finding in self.findings))


class UsageFault(WelvaartError):
    """The command was called with something that does not exist or cannot be combined."""

    exit_code = 2


class SourceFault(WelvaartError):
    """A source could not be reached, or its answer was refused."""

    exit_code = 3


class StoreLocked(WelvaartError):
    """Another process is writing the store."""

    exit_code = 4


class BatchFault(WelvaartError):
    """Part of a batch failed; the rest is done."""

    exit_code = 5


class OutdatedWarning(UserWarning):
    """Figures that were fetched could not be put to use: what was asked is answered with those of before."""


@contextmanager
def noting(findings: list[Finding]) -> Iterator[None]:
    """Go on after an input that is wrong, with its findings added to these."""
    try:
        yield
    except InputFault as fault:
        findings += fault.findings


def unlisted(file: str, number: int, place: str = "") -> Finding:
    """The finding that stands for so many more faults of a file."""
    return Rest(file, place, _("nog {number} fouten").format(number=number), _("geen fouten"))


def suggestion(guess: str, otherwise: str = "") -> str:
    """The question whether this name was meant; where none comes near, the advice that stands in for it."""
    return _("Bedoelt u {guess}?").format(guess=guess) if guess else otherwise


def refusal(fault: OSError) -> str:
    """What the operating system refused and why, in a sentence."""
    if fault.errno is None:
        return str(fault)
    remedies = {
        **dict.fromkeys((errno.ENOENT, errno.EISDIR), _("Controleer de naam.")),
        **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _("Maak ruimte vrij; er is niets half geschreven.")),
        **dict.fromkeys(
            (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST),
            _("Kies een plaats waar u mag lezen en schrijven; er is niets half geschreven."),
        ),
    }
    remedy = remedies.get(fault.errno, _("Er is niets half geschreven."))
    return _("{file}: {reason}. {remedy}").format(file=fault.filename or "?", reason=reason(fault), remedy=remedy)


def reason(fault: OSError) -> str:
    """Why the operating system refused, in the reader's words where there are any."""
    reasons = {
        errno.ENOSPC: _("de schijf is vol"),
        errno.EDQUOT: _("uw ruimte op de schijf is op"),
        errno.EFBIG: _("het bestand wordt te groot"),
        errno.EACCES: _("u hebt hier geen rechten"),
        errno.EPERM: _("u hebt hier geen rechten"),
        errno.EROFS: _("deze map is alleen-lezen"),
        errno.ENOENT: _("bestaat niet"),
        errno.EISDIR: _("is een map, geen bestand"),
        errno.ENOTDIR: _("ligt onder een bestand, niet onder een map"),
        errno.EEXIST: _("is al een bestand, geen map"),
    }
    return reasons.get(fault.errno or 0, fault.strerror or str(fault))
