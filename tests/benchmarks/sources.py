"""How long a v4 table of 1,000,000 observations takes from a publisher on loopback to the published store.

Run `python tests/benchmarks/sources.py`: it prints seconds and peak memory of `welvaart update`, of a second one with
nothing changed, and of the client `cbsodata4` that only reads the same pages, each a program of its own with its start
and imports; it fails above the limits.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import unquote

MEASURES, REGIONS, YEARS, PAGE = 100, 400, 25, 100_000
LIMIT_SECONDS, LIMIT_MEGABYTES, LIMIT_AGAIN, LIMIT_RATIO = 6.0, 600.0, 1.0, 3.0
ROOT = "/odata/v1/CBS/99999NED"
CLIENT = """
import sys
import cbsodata4
address, folder = sys.argv[1:]
frame = cbsodata4.get_observations("99999NED", download_dir=folder, base_url=f"{address}/odata/v1", overwrite=True)
assert len(frame) == 1_000_000
"""


def rows() -> list[dict[str, object]]:
    """The observations of the table, in the shape of the service."""
    return [
        {
            "Id": number, "Measure": f"M{number % MEASURES:06}", "ValueAttribute": "None",
            "Value": (number * 7919 % 99_991) / 10, "StringValue": None,
            "RegioS": f"GM{number // MEASURES % REGIONS:04}",
            "Perioden": f"{2000 + number // MEASURES // REGIONS}JJ00",
        }
        for number in range(MEASURES * REGIONS * YEARS)
    ]  # fmt: skip


def answers(address: str) -> dict[str, bytes]:
    """Every answer of the service, ready to send."""
    table, replies = rows(), {}
    for start in range(0, len(table), PAGE):
        page: dict[str, object] = {"@odata.context": f"{address}$metadata", "value": table[start : start + PAGE]}
        if start + PAGE < len(table):
            page["@odata.nextLink"] = f"{address}/Observations?$skip={start + PAGE}"
        replies[f"Observations{start or ''}"] = json.dumps(page, separators=(",", ":")).encode()
    periods = [{"Identifier": f"{2000 + year}JJ00", "Title": "", "Status": "Definitief"} for year in range(YEARS)]
    measures = [{"Identifier": f"M{i:06}", "Title": f"Maat {i}", "Unit": "aantal"} for i in range(MEASURES)]
    lists: dict[str, list[object]] = {
        "": [{"name": name, "url": name} for name in ("MeasureCodes", "PeriodenCodes", "RegioSCodes")],
        "Dimensions": [
            {"Identifier": "RegioS", "Kind": "GeoDimension"},
            {"Identifier": "Perioden", "Kind": "TimeDimension"},
        ],
        "MeasureCodes": [*measures],
        "PeriodenCodes": [*periods],
        "RegioSCodes": [{"Identifier": f"GM{region:04}", "Title": ""} for region in range(REGIONS)],
        "Datasets": [{"Identifier": "99999NED", "Catalog": "CBS"}],
    }
    replies |= {name: json.dumps({"value": value}).encode() for name, value in lists.items()}
    replies["Properties"] = json.dumps({"Identifier": "99999NED", "Modified": "2026-01-01T00:00:00"}).encode()
    replies["Observations/$count"] = str(len(table)).encode()
    return replies


def serve(connection: Connection) -> None:
    """Answer from memory, in a process of its own."""
    replies: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            path, _, query = unquote(self.path).partition("?")
            name = path.removeprefix("/odata/v1/").removeprefix("CBS/99999NED").strip("/")
            content = replies[name + (query.partition("$skip=")[2] if name == "Observations" else "")]
            self.send_response(200)
            self.send_header("Content-Type", "text/plain" if name.endswith("$count") else "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_request(self, code: object = "-", size: object = "-") -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        address = f"http://127.0.0.1:{server.server_address[1]}"
        replies |= answers(f"{address}{ROOT}")
        connection.send(address)
        server.serve_forever()


def make_tree(root: Path, address: str) -> None:
    """A tree with one theme, one indicator per measure, and the table as its only source."""
    theme = root / "indicators" / "thema"
    theme.mkdir(parents=True)
    (root / "sources").mkdir()
    text = "{nl: a, en: a}"
    (root / "indicators" / "themes.yaml").write_text(f"thema: {{label: {text}, about: {text}, source: a}}\n")
    (root / "indicators" / "method.yaml").write_text(
        "normalisation: {method: min_max}\nreference_group: {all: true}\neffects:\n"
        "  importance: {laag: 1, midden: 2, hoog: 3}\n  certainty: {hoog: [1], midden: [1], laag: [1]}\n"
    )
    for number in range(MEASURES):
        (theme / f"m{number}.yaml").write_text(
            f"label: {text}\ndefinition: {text}\nunit: {text}\npolarity: higher_is_better\nrange: [0, 100000]\n"
            f"figures: [{{source: tabel, measure: m{number}}}]\n"
        )
    measures = "".join(f"    m{number}: {{code: M{number:06}, unit: aantal}}\n" for number in range(MEASURES))
    (root / "sources" / "tabel.yaml").write_text(
        "title: a\npublisher: a\nlicence: a\ncitation: a\nurl: a\nrefresh:\n  adapter: cbs_odata4\n"
        f"  address: {address}/odata/v1/CBS\n  table: 99999NED\n  region: {{dimension: RegioS}}\n"
        f"  period: {{dimension: Perioden}}\n  measures:\n{measures}"
    )


def run(command: list[str]) -> tuple[float, float, float]:
    """Seconds from start to end, peak megabytes and processor seconds of a program of its own."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command}: {process.returncode}\n{said}")
    megabytes = usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return time.perf_counter() - started, megabytes, usage.ru_utime + usage.ru_stime


def check_store(root: Path) -> None:
    """All observations are figures of the published store."""
    from brede_welvaart import store
    from brede_welvaart.loading import load

    with store.open_store(root / "data" / "welvaart.duckdb", load(root)) as opened:
        assert opened.query("select count(*) as n from figures")["n"].item() == MEASURES * REGIONS * YEARS


def main() -> int:
    here, there = multiprocessing.get_context("spawn").Pipe(duplex=False)
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    address = here.recv()
    with tempfile.TemporaryDirectory() as folder:
        root, pages = Path(folder, "tree"), str(Path(folder, "pages"))
        make_tree(root, address)
        update = [sys.executable, "-m", "brede_welvaart", "--root", str(root), "update"]
        first, again = run(update), run(update)
        check_store(root)
        client = run([sys.executable, "-c", CLIENT, address, pages])
    server.kill()
    ratio = client[0] / first[0]
    for what, (seconds, megabytes, processor) in {
        "update of 1,000,000 observations to the published store": first,
        "second update, nothing changed": again,
        "cbsodata4, reading the pages only": client,
    }.items():
        print(f"{what}: {seconds:.2f} s, {megabytes:.0f} MB, {processor:.2f} s of processor time")
    print(f"cbsodata4 takes {ratio:.1f} times as long, {client[2] / first[2]:.1f} times as much processor time")
    limits = {
        f"at most {LIMIT_SECONDS:.0f} s": first[0] <= LIMIT_SECONDS,
        f"at most {LIMIT_MEGABYTES:.0f} MB": first[1] <= LIMIT_MEGABYTES,
        f"nothing changed in at most {LIMIT_AGAIN:.0f} s": again[0] <= LIMIT_AGAIN,
        f"at least {LIMIT_RATIO:.0f} times as fast as cbsodata4": ratio >= LIMIT_RATIO,
    }
    for limit, held in limits.items():
        print(f"  {limit}: {'yes' if held else 'NO'}")
    return 0 if all(limits.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
