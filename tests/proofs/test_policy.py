"""The page asks nothing of any other place: no request leaves it, and its own policy would stop one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.proofs.conftest import EDITIONS, OpenPage, Press, Printed, eventually

RECORD = "addEventListener('securitypolicyviolation', each => (window.refused ??= []).push(each.violatedDirective))"
ATTEMPTS = {
    "img-src": '<img src="{elsewhere}/x.png" alt="">',
    "script-src-elem": '<script src="{elsewhere}/x.js"></script>',
    "style-src-elem": '<link rel="stylesheet" href="{elsewhere}/x.css">',
    "frame-src": '<iframe src="{elsewhere}/x.html" title="x"></iframe>',
    "style-src-attr": '<p style="background: url({elsewhere}/y.png)">x</p>',
    "script-src-attr": '<img src="data:," alt="" onerror="window.ran = true">',
}


class Log:
    """What a page asks for, and what its console says."""

    def __init__(self, page: Page) -> None:
        self.asked: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and the paths that anyone asked of it."""
    asked: list[str] = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_words: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_request_leaves_and_the_console_is_silent(edition: Printed, open_page: OpenPage, scheme: str) -> None:
    page = open_page(edition.html, color_scheme=scheme, init_script=RECORD)
    log = Log(page)
    page.reload()
    for button in page.locator("th button").all()[:3]:
        button.click()
    page.emulate_media(media="print")
    page.wait_for_load_state("networkidle")
    assert [url for url in log.asked if not url.startswith("data:")] == [edition.html.as_uri()]
    assert log.said == []
    assert page.evaluate("window.refused") is None
    assert page.evaluate("document.fonts.size") >= 3
    assert page.evaluate("document.fonts.check('16px \"Source Sans 3\"')")


@pytest.mark.parametrize("directive", ATTEMPTS)
def test_the_policy_stops_what_should_not_be_there(
    edition: Printed, open_page: OpenPage, tmp_path: Path, elsewhere: tuple[str, list[str]], directive: str
) -> None:
    address, asked = elsewhere
    html, attempt = edition.html.read_text("utf-8"), ATTEMPTS[directive].format(elsewhere=address)
    (tmp_path / "spoilt.html").write_text(html.replace("</main>", f"{attempt}</main>"), "utf-8")
    page = open_page(tmp_path / "spoilt.html", init_script=RECORD)
    eventually(page, "window.refused !== undefined")
    assert page.evaluate("window.refused") == [directive]
    assert page.evaluate("window.ran") is None
    assert asked == []


def test_without_the_policy_it_would_have_asked(
    press: Press, open_page: OpenPage, tmp_path: Path, elsewhere: tuple[str, list[str]]
) -> None:
    address, asked = elsewhere
    html = press(*EDITIONS[0]).html.read_text("utf-8").replace("Content-Security-Policy", "X-Nothing")
    (tmp_path / "spoilt.html").write_text(
        html.replace("</main>", f'<img src="{address}/z.png" alt=""></main>'), "utf-8"
    )
    open_page(tmp_path / "spoilt.html")
    assert asked == ["/z.png"]
    asked.clear()
