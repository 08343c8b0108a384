"""Some regions of a context, beside their peers and with their sensitivity ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brede_welvaart.errors import UsageFault
from brede_welvaart.language import _
from brede_welvaart.scoring.context import Context
from brede_welvaart.scoring.figures import Figures
from brede_welvaart.scoring.naming import region_codes
from brede_welvaart.scoring.peers import Peers, find_peers
from brede_welvaart.scoring.uncertainty import Sensitivity, sensitivity


@dataclass(frozen=True)
class Overview:
    """The regions (codes) that were asked for in a context; `peers` and `sensitivity` are None if not asked for.

    With an overall score there is always a `sensitivity`: the one is never shown without the other.
    """

    context: Context
    regions: tuple[str, ...]
    peers: Peers | None = None
    sensitivity: Sensitivity | None = None


def overview(
    context: Context, figures: Figures, regions: Sequence[str] | None, peers: str | None, uncertain: bool
) -> Overview:
    """These regions (None: all current ones), their peers by a trait (see `peers_of`), and their sensitivity.

    Pairs and Sobol indices are made of regions that were named. Raises UsageFault for unknown or no regions.
    """
    if regions is not None and not regions:
        raise UsageFault(
            _("Noem een regio, bijvoorbeeld {code}, of kies --all. `welvaart regions` toont de regio's.").format(
                code=next(iter(context.regions.filter("current")["region"]), "R1")
            )
        )
    named = context.regions.filter("current")["region"] if regions is None else regions
    chosen = tuple(region_codes(context.regions, named))
    runs = uncertain or context.overall is not None
    return Overview(
        context,
        chosen,
        find_peers(context, chosen, peers) if peers else None,
        sensitivity(figures, context.standing, regions and chosen) if runs else None,
    )
