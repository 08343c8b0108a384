"""Every PDF is PDF/A-3a and PDF/UA-1 at once, in the judgement of veraPDF."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst

from tests.proofs.conftest import Printed
from tests.proofs.vera import PROFILES, violations


@pytest.mark.parametrize("flavour", PROFILES)
def test_nothing_is_broken(edition: Printed, flavour: str) -> None:
    assert violations(edition.pdf, flavour) == []


@pytest.mark.parametrize("flavour", PROFILES)
def test_a_plain_pdf_would_not_pass(tmp_path: Path, flavour: str) -> None:
    typst.compile(b"Een gewone alinea.\n\n" * 900, output=str(tmp_path / "plain.pdf"), pdf_tags=False)
    assert violations(tmp_path / "plain.pdf", flavour) != []
