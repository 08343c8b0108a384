"""How long a report takes: `python tests/benchmarks/report.py`; prints, and judges nothing.

Beside it the same HTML printed to PDF by headless Chromium, where that is installed.
"""

from __future__ import annotations

import gc
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from brede_welvaart import delivery, pipeline
from brede_welvaart.loading import load
from brede_welvaart.projects import project_names
from brede_welvaart.reporting.context import make_page
from brede_welvaart.reporting.html import render_html
from brede_welvaart.reporting.material import Facts, Material
from brede_welvaart.reporting.page import Page
from brede_welvaart.reporting.pdf import write_pdf
from brede_welvaart.resources import default_root
from sources import run

PROJECTS = ("verstedelijkingsstrategie-twente", "stationsplein-vergroenen")
BATCH = 20


def material(name: str) -> Material:
    tree, file = load(), default_root() / "reports" / "projects" / f"{name}.yaml"
    scored = pipeline.score(tree, name)
    facts = Facts("0", file.name, file.read_bytes())
    templates = default_root() / "reports" / "templates"
    return Material(name, scored.project, tree, scored.context, scored.review, scored.figures, facts, templates)


def timed(label: str, work: Callable[[], object]) -> None:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    print(f"  {label:34} {time.perf_counter() - wall:6.2f} s wall {time.process_time() - cpu:6.2f} s cpu")


def whole(made: Material) -> None:
    """Page, HTML and PDF of one report, nothing of the page kept from before."""
    page = make_page(replace(made))
    render_html(page, made.templates)
    write_pdf(page, made.templates, made.context.as_of)


def reworded(page: Page) -> Page:
    """The page with another sentence in front of each theme, for Typst remembers what it has set before."""
    themes = (replace(theme, lead=(f"Over {theme.title} dit.", *theme.lead)) for theme in page.themes)
    return replace(page, title=f"{page.title} II", goal=f"{page.goal} Ook later.", themes=tuple(themes))


def one(name: str) -> None:
    print(name)
    made = material(name)
    timed("page with figures, first", lambda: make_page(made))
    page = make_page(made)
    timed("page with figures, warm", lambda: make_page(made))
    timed("HTML", lambda: render_html(page, made.templates))
    timed("PDF, first", lambda: write_pdf(page, made.templates, made.context.as_of))
    other = reworded(page)
    timed("PDF, warm, other words", lambda: write_pdf(other, made.templates, made.context.as_of))
    timed("all of it, warm, the same words", lambda: whole(made))
    html, pdf = render_html(page, made.templates), write_pdf(page, made.templates, made.context.as_of)
    print(
        f"  {len(PdfReader(BytesIO(pdf)).pages)} pages, {len(page.drawings)} drawings, "
        f"HTML {len(html) // 1024} kB, PDF {len(pdf) // 1024} kB"
    )
    chromium(html)


def cold(label: str, *arguments: str) -> None:
    """A command of its own, start and imports included."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "brede_welvaart", *arguments, "--output", folder]
        seconds, megabytes, processor = run(command)
    print(f"  {label:34} {seconds:6.2f} s wall {processor:6.2f} s cpu {megabytes:6.0f} MB")


def chromium(html: str) -> None:
    browser = shutil.which("chromium")
    if browser is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.html"
        file.write_text(html, "utf-8")
        command = [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--print-to-pdf={folder}/out.pdf",
            file.as_uri(),
        ]
        timed("Chromium prints the same HTML", lambda: subprocess.run(command, capture_output=True, check=False))


def batch() -> None:
    """Reports as `welvaart report --all --jobs 2` makes them, of so many versions of the small project."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "tree"
        for part in ("indicators", "sources", "reports/templates"):
            shutil.copytree(default_root() / part, root / part)
        for number in range(BATCH):
            copy = root / "reports" / "projects" / f"project{number}.yaml"
            copy.parent.mkdir(exist_ok=True)
            text = (default_root() / "reports" / "projects" / f"{PROJECTS[1]}.yaml").read_text("utf-8")
            copy.write_text(re.sub(r"(?m)^( *title: \w.*)$", rf"\1 {number}", text), "utf-8")
        tree, order = load(root), delivery.Order(("html", "pdf"), Path(folder) / "out")
        pipeline.read_figures(tree)
        start = time.perf_counter()
        outcomes = list(delivery.reports(tree, project_names(tree), order, 2))
        assert all(outcome.result is not None for outcome in outcomes), outcomes
        seconds = (time.perf_counter() - start) / BATCH
        megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"{BATCH} small reports, two processes: {seconds:.2f} s wall each, at most {megabytes} MB a process")


def memo(name: str) -> None:
    """A memo in every format, warm."""
    tree = load()
    scored = pipeline.score(tree, name)

    def made() -> None:
        making = delivery.Making(scored, tree, delivery.Order())
        for write in delivery.MEMO_FORMATS.values():
            write(making, {})

    made()
    timed("memo in six formats, warm", made)


if __name__ == "__main__":
    gc.disable()  # as the command line does
    for project in PROJECTS:  # before this process grows, for a new one counts as large as the one that started it
        print(project)
        cold("HTML and PDF, cold command", "report", project)
        cold("memo in six formats, cold command", "memo", project)
    batch()
    for project in PROJECTS:
        one(project)
        memo(project)
