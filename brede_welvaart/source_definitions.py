"""What the files in `sources/` may say: where figures come from, and where regions lie."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from brede_welvaart.definition_parts import Break, Definition, DutchText, Finite, Slug, Words, contradiction
from brede_welvaart.language import _
from brede_welvaart.vocabulary import MissingReason


class Columns(Definition):
    """Which column of a table holds what; absent ones are null."""

    region: Words = "region"
    period: Words | None = "period"
    measure: Words | None = "measure"
    value: Words | None = "value"
    lower: Words | None = None
    upper: Words | None = None
    status: Words | None = None


class Correction(Definition):
    """A figure that the publisher got wrong: fails as soon as the publisher has mended it."""

    region: Words
    period: Words
    measure: Words
    expected: Finite
    value: Finite | None
    reason: DutchText
    source: Words


class TableMeasure(Definition):
    """Which measure of a publisher's table an indicator needs: by code, title or the stem of a drifting column name.

    Where more are given, all must hold. `group` is the title of the group that the measure stands in, for tables that
    use a title more than once (cbs_odata3). `unit` is the unit that the table stated when this was written.
    """

    code: Words | None = None
    title: Words | None = None
    stem: Words | None = None
    group: Words | None = None
    unit: Words | None = None

    @model_validator(mode="after")
    def _findable(self) -> Self:
        if self.code is None and self.title is None and self.stem is None:
            raise contradiction(_("geen maat"), _("code, title of stem"))
        return self


class Axis(Definition):
    """A dimension of a table, or the one code that stands for it in a table without."""

    dimension: Words | None = None
    code: Words | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.dimension is None) == (self.code is None):
            raise contradiction(_("geen of meer dan één keuze"), _("precies een van dimension en code"))
        return self


class RegionAxis(Axis):
    """The regions of a table; `kinds` are the prefixes to keep (GM, WK, BU), `rename` maps its codes to ours."""

    kinds: tuple[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], ...] = ()
    rename: dict[Words, Words] = {}


class PeriodAxis(Axis):
    """The periods of a table; `kinds` are years (JJ), quarters (KW) or months (MM) to keep."""

    kinds: tuple[Literal["JJ", "KW", "MM"], ...] = ()


class MarginAxis(Definition):
    """The dimension that sets a figure beside its margins, and the codes of each."""

    dimension: Words
    value: Words
    lower: Words
    upper: Words


class ODataTable(Definition):
    """A table of an OData service: what to ask for, and how its answer becomes observations."""

    adapter: str
    address: Annotated[str, Field(pattern=r"^https?://[^?#]+[^/?#]$")]
    table: Annotated[str, Field(pattern=r"^[A-Za-z0-9_]+$")]
    verified: bool = False
    region: RegionAxis
    period: PeriodAxis
    filters: dict[Words, Words] = {}
    margins: MarginAxis | None = None
    measures: Annotated[dict[Slug, TableMeasure], Field(min_length=1)]


class OData4(ODataTable):
    """A table of datasets.cbs.nl: one row per observation."""

    adapter: Literal["cbs_odata4"]
    address: Annotated[str, Field(pattern=r"^https?://[^?#]+[^/?#]$")] = "https://datasets.cbs.nl/odata/v1/CBS"


class OData3(ODataTable):
    """A table of opendata.cbs.nl or dataderden.cbs.nl: one column per measure."""

    adapter: Literal["cbs_odata3"]
    address: Annotated[str, Field(pattern=r"^https?://[^?#]+[^/?#]$")] = "https://opendata.cbs.nl/ODataFeed/odata"


Refresh = Annotated[OData4 | OData3, Field(discriminator="adapter")]


class Source(Definition):
    """Where figures come from: one edition of one publication in a file, a table that `update` fetches, or both.

    `classification` is the year whose regions all figures are in; without it, each is in the regions of its own year.
    """

    title: Words
    publisher: Words
    licence: Words
    citation: Words
    url: Words
    table: Words | None = None
    edition: Words | None = None
    retrieved: date | None = None
    verified: bool = True
    remarks: DutchText | None = None
    classification: Annotated[int, Field(ge=1900, le=2200)] | None = None
    breaks: tuple[Break, ...] = ()
    corrections: tuple[Correction, ...] = ()
    adapter: Literal["table_file"] | None = None
    file: Words | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    layout: Literal["long", "wide"] = "long"
    columns: Columns = Columns()
    measures: dict[Words, Words] = {}
    period: Words | None = None
    sheet: Words | None = None
    decimal: Literal[".", ","] | None = None
    empty: MissingReason = "niet_gepubliceerd"
    refresh: Refresh | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if (self.adapter, self.file, self.sha256, self.refresh) == (None, None, None, None):
            raise contradiction(_("geen cijfers"), _("adapter, file en sha256, of refresh"))
        if len({part is None for part in (self.adapter, self.file, self.sha256)}) > 1:
            raise contradiction(_("een deel van adapter, file en sha256"), _("alle drie, of geen"))
        if self.file is not None and self.edition is None and self.retrieved is None:
            raise contradiction(_("geen datum"), _("edition of retrieved"))
        if self.layout == "wide" and (self.columns.lower or self.columns.upper):
            raise contradiction(_("marges in een brede tabel"), _("columns zonder lower en upper, of layout: long"))
        if len(set(self.measures.values())) < len(self.measures):
            raise contradiction(_("twee namen voor dezelfde maat van het bestand"), _("één naam per maat"))
        return self

    @property
    def vintage(self) -> str:
        """Which version of the figures in the file this is: the date they were retrieved, else the edition."""
        return self.retrieved.isoformat() if self.retrieved else str(self.edition)


class Boundaries(Definition):
    """Where regions lie, for a map: a TopoJSON file beside this one, whose shapes carry the codes of regions as id."""

    title: Words
    publisher: Words
    licence: Words
    citation: Words
    url: Words
    edition: Words
    remarks: DutchText | None = None
    file: Words
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
