"""Two judges of markup find nothing to say about any page: html-validate and the Nu Html Checker."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.proofs.conftest import EDITIONS, HERE, Press, judge, tool

SPOILT = (
    '<!DOCTYPE html><html lang="nl"><head><title>x</title></head><body><img src="#"><p><div></div></p></body></html>'
)


@pytest.fixture(scope="module")
def pages(press: Press) -> list[Path]:
    return [page for each in EDITIONS for page in (press(*each).html, press(*each).memo)]


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    page = tmp_path_factory.mktemp("spoilt") / "page.html"
    page.write_text(SPOILT, "utf-8")
    return page


def html_validate(*pages: Path) -> str:
    command = [tool("node"), judge("html-validate", "bin", "html-validate.mjs"), "-f", "text"]
    config = ["--config", HERE / "html-validate.config.mjs"]
    return subprocess.run([*command, *config, *pages], capture_output=True, text=True, check=False, cwd=HERE).stdout


def vnu(*pages: Path) -> str:
    """The messages of the checker that count, a line each; its filter takes patterns without comments."""
    lines = (HERE / "vnu-filter.txt").read_text("utf-8").splitlines()
    pattern = "|".join(line for line in lines if line and not line.startswith("#"))
    jar = judge("vnu-jar", "build", "dist", "vnu.jar")
    command = [tool("java"), "-jar", jar, "--stdout", "--format", "gnu", "--filterpattern", pattern, *pages]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_html_validate_is_content(pages: list[Path]) -> None:
    assert html_validate(*pages) == ""


def test_html_validate_would_say_so(spoilt: Path) -> None:
    assert "alt" in html_validate(spoilt)


def test_the_nu_html_checker_is_content(pages: list[Path]) -> None:
    assert vnu(*pages) == ""


def test_the_nu_html_checker_would_say_so(spoilt: Path) -> None:
    assert "alt" in vnu(spoilt)
