"""The memo opened in a word processor: LibreOffice finds the text, the table and the figure, on one page."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest

from brede_welvaart.reporting.memo import Memo
from brede_welvaart.reporting.memo_docx import memo_docx
from brede_welvaart.reporting.memo_odt import memo_odt

OFFICE = shutil.which("soffice")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")]


@pytest.fixture(scope="module")
def printed(memo: Memo, templates: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Both memos as PDF."""
    folder = tmp_path_factory.mktemp("memo")
    for write, form in ((memo_docx, "docx"), (memo_odt, "odt")):
        own = (templates / "memo" / f"memo.{form}").read_bytes()
        (folder / form).mkdir()
        (folder / form / f"memo.{form}").write_bytes(write(memo, own, f"memo.{form}"))
        command = [
            str(OFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
            "--outdir", str(folder / form), str(folder / form / f"memo.{form}"),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {form: (folder / form / "memo.pdf").read_bytes() for form in ("docx", "odt")}


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_text_table_and_figure_are_there_on_one_page(printed: dict[str, bytes], form: str, memo: Memo) -> None:
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(printed[form])).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert len(pages) == 1
    for row in memo.rows:
        assert row.theme in text
        assert all(" ".join(cell.numbers.split()) in text for cell in row.cells)
    assert memo.title in text
    assert "{{" not in text
    drawn = len(pages[0].images) > 0 if form == "docx" else "saldo met gevoeligheidsbereik" in text
    assert drawn
