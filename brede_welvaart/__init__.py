"""Brede welvaart: weigh municipal plans on the themes of broad welfare.

The public API, loaded on first use so that `import brede_welvaart` stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brede_welvaart.archiving import export, verify
    from brede_welvaart.delivery import Order, memo, report, reports
    from brede_welvaart.inquiry import compare, explain, overview
    from brede_welvaart.intake import import_workbook, init
    from brede_welvaart.loading import load
    from brede_welvaart.pipeline import check, context, coverage, regions, score
    from brede_welvaart.projects import project_names
    from brede_welvaart.publishing import update
    from brede_welvaart.store import Store

__all__ = [
    "Order", "Store", "check", "compare", "context", "coverage", "explain", "export", "import_workbook", "init", "load",
    "memo", "overview", "project_names", "regions", "report", "reports", "score", "update", "verify",
]  # fmt: skip

_HOMES = {
    "load": "loading", "project_names": "projects", "Store": "store", "update": "publishing",
    "export": "archiving", "verify": "archiving",
    "import_workbook": "intake", "init": "intake",
    **dict.fromkeys(("Order", "memo", "report", "reports"), "delivery"),
    **dict.fromkeys(("compare", "explain", "overview"), "inquiry"),
}  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"brede_welvaart.{_HOMES.get(name, 'pipeline')}"), name)
