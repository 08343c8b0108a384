"""Every document of every shipped project in both languages, as users get them, and the tools that judge them.

These tests need Chromium, Java, Node and their packages; `make proof` installs all of it. A missing tool is a failure.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import brede_welvaart as bw
from brede_welvaart.definitions import Tree
from brede_welvaart.language import LANGUAGES, speaking
from brede_welvaart.resources import default_root

HERE = Path(__file__).parent
AS_OF = date(2026, 11, 23)
PROJECTS = tuple(sorted(path.stem for path in (default_root() / "reports" / "projects").glob("*.yaml")))
EDITIONS = tuple((project, language) for project in PROJECTS for language in LANGUAGES)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Printed:
    """The files of one project in one language; the fragment of the memo stands in a page around it."""

    project: str
    language: str
    html: Path
    pdf: Path
    memo: Path


Press = Callable[[str, str], Printed]
OpenPage = Callable[..., Page]


def tool(*names: str) -> str:
    """Where a program is; fails if the machine has none of these."""
    found = next((where for where in map(shutil.which, names) if where), None)
    return found or pytest.fail(f"no {' or '.join(names)} on this machine: run `make proof`")


def judge(*parts: str) -> Path:
    """A file of the npm packages; fails if they are not installed."""
    path = HERE.joinpath("node_modules", *parts)
    return path if path.exists() else pytest.fail(f"{path.name} is not installed: run `make proof`")


def eventually(page: Page, condition: str) -> None:
    """Wait until a JavaScript condition holds; playwright's own waiting asks for an `eval` that the policy forbids."""
    for _turn in range(50):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never became true: {condition}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder is a proof."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.proof)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes `edition` runs for every project in every language."""
    if "edition" in metafunc.fixturenames:
        metafunc.parametrize("edition", EDITIONS, ids=["-".join(each) for each in EDITIONS], indirect=True)


@pytest.fixture(scope="session")
def tree() -> Tree:
    return bw.load()


@pytest.fixture(scope="session")
def press(tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Makes the documents of a project in a language, once."""

    @cache
    def printed(project: str, language: str) -> Printed:
        order = bw.Order(output=tmp_path_factory.mktemp(language), as_of=AS_OF)
        with speaking(language):
            report = bw.report(tree, project, order)
            (fragment,) = bw.memo(tree, project, replace(order, formats=("html",))).paths
        assert not report.warnings
        return Printed(project, language, *report.paths, around(fragment, language))

    return printed


def around(fragment: Path, language: str) -> Path:
    """A plain page with the fragment in it, as a website or council information system would have."""
    head = f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>Memo</title></head>'
    page = fragment.with_name("around.html")
    page.write_text(f"{head}<body><main><h1>Memo</h1>\n{fragment.read_text('utf-8')}</main></body></html>", "utf-8")
    return page


@pytest.fixture
def edition(request: pytest.FixtureRequest, press: Press) -> Printed:
    return press(*request.param)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as player:
        yield player.chromium.launch(executable_path=tool(*BROWSERS), args=["--no-sandbox"])


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens a file in a browser window of its own, as wide and as dark as asked."""
    contexts = []

    def opened(file: Path, width: int = 1280, height: int = 900, init_script: str = "", **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(init_script)
        page.goto(file.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
