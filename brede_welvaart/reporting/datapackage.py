"""Figures and scores as a data package: CSV files, and a description of each column with licences, sources and hashes.

The description follows the Data Package standard, version 1 (specs.frictionlessdata.io).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from typing import Any

import polars as pl

from brede_welvaart.definitions import Tree
from brede_welvaart.language import _
from brede_welvaart.reporting.listings import as_json
from brede_welvaart.reporting.records import as_csv

KEYS: Mapping[str, tuple[str, ...]] = {
    "regions": ("region",),
    "observations": ("source", "measure", "region", "period", "vintage"),
    "context_indicators": ("region", "indicator"),
    "context_themes": ("region", "theme"),
    "scores": ("project", "theme", "alternative", "scenario"),
}


def write_package(tables: Mapping[str, pl.DataFrame], tree: Tree, dated: date) -> dict[str, bytes]:
    """The files of a package by name: one CSV per table (of KEYS), and `datapackage.json`, which comes last."""
    files = {f"data/{name}.csv": as_csv(frame).encode() for name, frame in tables.items()}
    description = {
        "profile": "tabular-data-package",
        "name": "brede-welvaart",
        "title": _("Brede welvaart: cijfers, stand van regio's en scores van projecten"),
        "version": version("brede-welvaart"),
        "created": f"{dated.isoformat()}T00:00:00Z",
        "licenses": [{"name": name, "title": name} for name in _licences(tree)],
        "sources": _sources(tree),
        "method": {"sha256": tree.method_hash, "fingerprint": tree.fingerprint},
        "resources": [_resource(name, frame, files[f"data/{name}.csv"]) for name, frame in tables.items()],
    }
    return {**files, "datapackage.json": as_json(description).encode()}


def _resource(name: str, frame: pl.DataFrame, content: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": _titles()[name],
        "path": f"data/{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [_field(column, kind) for column, kind in frame.schema.items()],
            "missingValues": [""],
            "primaryKey": list(KEYS[name]),
        },
    }


def _field(name: str, kind: pl.DataType) -> dict[str, str]:
    described = _descriptions().get(name.removesuffix("_after"), "")
    after = _(" Na de maatregelen.") if name.endswith("_after") else ""
    return {"name": name, "type": _type(kind), **({"description": described + after} if described else {})}


def _type(kind: pl.DataType) -> str:
    if kind.is_integer():
        return "integer"
    if kind.is_float():
        return "number"
    return "boolean" if kind == pl.Boolean else "string"


def _licences(tree: Tree) -> list[str]:
    return sorted({source.licence for source in tree.sources.values()})


def _sources(tree: Tree) -> list[dict[str, object]]:
    """Every source: its name in the tables, publisher, licence, citation, address, edition and the hash of its file."""
    return [
        {
            "name": name, "title": source.title, "path": source.url, "publisher": source.publisher,
            "licence": source.licence, "citation": source.citation, "edition": source.edition,
            "retrieved": source.retrieved, "sha256": source.sha256,
        }
        for name, source in tree.sources.items()
    ]  # fmt: skip


def _titles() -> dict[str, str]:
    return {
        "regions": _("Regio's"),
        "observations": _("Cijfers zoals de bron ze geeft"),
        "context_indicators": _("Stand van elke regio per indicator"),
        "context_themes": _("Stand van elke regio per thema"),
        "scores": _("Scores van projecten per thema, alternatief en scenario"),
    }


def _descriptions() -> dict[str, str]:
    """What each column holds; free columns of the region table describe themselves."""
    return {
        "source": _("Bron van het cijfer; zie sources in datapackage.json."),
        "measure": _("Naam van de maat in de bron."),
        "region": _("Code van de regio, met voorvoegsel."),
        "name": _("Naam van de regio."),
        "level": _("Soort regio."),
        "parent": _("Code van de regio waar deze in ligt."),
        "current": _("Of de regio nu bestaat."),
        "valid_from": _("Vanaf wanneer de regio bestaat."),
        "valid_to": _("Tot wanneer de regio bestond."),
        "period": _("Jaar, kwartaal of maand waarop het cijfer slaat."),
        "value": _("Het cijfer, in de eenheid van de indicator; leeg is geen cijfer."),
        "lower": _("Ondergrens van de marge die de bron geeft."),
        "upper": _("Bovengrens van de marge die de bron geeft."),
        "status": _("Of het cijfer definitief is."),
        "missing": _("Waarom er geen cijfer is."),
        "missing_reason": _("Waarom er geen cijfer is."),
        "vintage": _("Welke uitgave van de bron."),
        "theme": _("Thema."),
        "indicator": _("Indicator."),
        "unit": _("Eenheid."),
        "age_years": _("Leeftijd van het cijfer in jaren op de peildatum."),
        "polarity": _("Of hoger beter is, lager beter, of geen van beide."),
        "score": _("Score van 0 tot 100; 100 is het gunstigst."),
        "score_reason": _("Waarom er geen score is."),
        "reason": _("Waarom er geen score is."),
        "rank": _("Plaats; 1 is het gunstigst."),
        "rank_label": _("Plaats zoals gedrukt; 3/4 is een gedeelde plaats."),
        "ranked": _("Aantal regio's met een plaats."),
        "quartile": _("Beste kwart, middengroep of slechtste kwart."),
        "z": _("Afstand tot het gemiddelde in standaardafwijkingen; positief is gunstig."),
        "z_class": _("Die afstand in een woord, van veel slechter tot veel beter dan gemiddeld."),
        "weight": _("Aandeel van de indicator in de themascore."),
        "contribution": _("Bijdrage aan de themascore."),
        "carried": _("Of het cijfer van een eerder jaar is overgenomen."),
        "converted": _("Of het cijfer is omgerekend naar een andere indeling in regio's."),
        "trend_direction": _("Richting van de trend."),
        "trend_welfare": _("Wat de trend betekent voor de welvaart."),
        "trend_points": _("Aantal jaren in de trend."),
        "trend_slope": _("Verandering per jaar."),
        "trend_p_value": _("Overschrijdingskans van de trend."),
        "present": _("Aantal indicatoren met een score."),
        "of": _("Aantal indicatoren van het thema."),
        "weight_share": _("Deel van het gewicht dat een score heeft."),
        "low": _("Laagste score van een indicator in het thema."),
        "high": _("Hoogste score van een indicator in het thema."),
        "project": _("Project."),
        "illustration": _("Bij een voorbeeld: dat het een voorbeeld is, en geen oordeel."),
        "alternative": _("Alternatief."),
        "scenario": _("Scenario."),
        "plus": _("Gewogen plus, 0 tot 3."),
        "minus": _("Gewogen min, 0 tot 3."),
        "balance": _("Plus min min, van -3 tot 3."),
        "balance_low": _("Ondergrens van het gevoeligheidsbereik."),
        "balance_high": _("Bovengrens van het gevoeligheidsbereik."),
        "p_positive": _("Deel van de trekkingen met een saldo boven nul."),
        "label": _("Uitkomst in een woord."),
        "word": _("Oordeel van het sterkste effect."),
        "strongest_plus": _("Effect met de sterkste plus."),
        "strongest_minus": _("Effect met de sterkste min."),
        "effects": _("Aantal effecten met een bekend oordeel."),
        "unknown": _("Aantal effecten dat op onbekend staat."),
        "not_applicable": _("Aantal effecten dat niet van toepassing is."),
    }
