"""What the adapter tests share: a publisher on loopback, and a tree whose sources point to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from brede_welvaart.adapters.http import Limits
from brede_welvaart.adapters.task import Options
from tests.adapters.publisher import Publisher, serving

SOURCE = """\
title: Tabel
publisher: Niemand
licence: CC0
citation: Verzonnen voor de tests
url: https://example.org/
refresh:
"""
TABLE4 = """\
  adapter: cbs_odata4
  address: {address}/odata/v1/CBS
  table: 83625NED
  region: {{dimension: RegioS, kinds: [GM, NL]}}
  period: {{dimension: Perioden, kinds: [JJ]}}
  measures: {{prijs: {{code: M001534, title: Gemiddelde verkoopprijs, unit: euro}}}}
"""
TABLE3 = """\
  adapter: cbs_odata3
  address: {address}/ODataFeed/odata
  table: 50120NED
  region: {{dimension: RegioS, kinds: [GM, NL], rename: {{NL01: NL}}}}
  period: {{dimension: Perioden}}
  filters: {{Leeftijd: "53115"}}
  margins: {{dimension: Marges, value: MW00000, lower: MOG0095, upper: MBG0095}}
  measures: {{overgewicht: {{stem: Overgewicht, unit: "%"}}}}
"""
QUICK = Options(limits=Limits(attempts=3, pause=0.01, longest_pause=0.02, timeout=5))


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with serving(Publisher()) as server:
        yield server


@pytest.fixture
def root4(small_root: Path, publisher: Publisher) -> Path:
    """The small tree with a source `prijs` of the v4 publisher."""
    (small_root / "sources" / "prijs.yaml").write_text(SOURCE + TABLE4.format(address=publisher.address))
    return small_root


@pytest.fixture
def root3(small_root: Path, publisher: Publisher) -> Path:
    """The small tree with a source `gezond` of the v3 publisher."""
    (small_root / "sources" / "gezond.yaml").write_text(SOURCE + TABLE3.format(address=publisher.address))
    return small_root
