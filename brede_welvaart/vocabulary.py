"""The closed lists of the program, with their Dutch and English labels.

What a municipality may change (themes, indicators, weights, groups, method) is not here but in YAML.
"""

from __future__ import annotations

from typing import Literal, NamedTuple


class Label(NamedTuple):
    """A word in both languages."""

    nl: str
    en: str


STARTER_TEXTS = {
    "to_fill_in": "Nog in te vullen.",
    "to_support": "Nog te onderbouwen.",
    "not_filled_in": "Nog niet ingevuld.",
    "example": "Voorbeeld:",
}
"""What a new project says where its makers must write, by the name that its template has for it."""

Dimension = Literal["hier_en_nu", "later", "elders"]
DIMENSIONS: dict[Dimension, Label] = {
    "hier_en_nu": Label("Hier en nu", "Here and now"),
    "later": Label("Later", "Later"),
    "elders": Label("Elders", "Elsewhere"),
}

Polarity = Literal["higher_is_better", "lower_is_better", "none"]
POLARITIES: dict[Polarity, Label] = {
    "higher_is_better": Label("hoger is beter", "higher is better"),
    "lower_is_better": Label("lager is beter", "lower is better"),
    "none": Label("geen oordeel", "no judgement"),
}

MissingReason = Literal["niet_gepubliceerd", "geheim", "niet_van_toepassing", "nog_niet_beschikbaar", "reeksbreuk"]
MISSING_REASONS: dict[MissingReason, Label] = {
    "niet_gepubliceerd": Label("niet gepubliceerd", "not published"),
    "geheim": Label("geheim", "confidential"),
    "niet_van_toepassing": Label("niet van toepassing", "not applicable"),
    "nog_niet_beschikbaar": Label("nog niet beschikbaar", "not yet available"),
    "reeksbreuk": Label("reeksbreuk", "break in the series"),
}

NoScoreReason = Literal[
    "geen_cijfer", "geen_richting", "geen_liniaal", "alle_gelijk", "te_oud", "onvoldoende_gegevens", "geen_indicatoren",
    "niet_positief",
]  # fmt: skip
NO_SCORE_REASONS: dict[NoScoreReason, Label] = {
    "geen_cijfer": Label("geen cijfer", "no figure"),
    "geen_richting": Label("geen oordeel over hoog of laag", "no judgement of high or low"),
    "geen_liniaal": Label("geen vergelijkingsgroep met cijfers", "no reference group with figures"),
    "alle_gelijk": Label("alle regio's gelijk", "all regions equal"),
    "te_oud": Label("cijfer te oud", "figure too old"),
    "onvoldoende_gegevens": Label("onvoldoende gegevens", "insufficient data"),
    "geen_indicatoren": Label("geen indicatoren", "no indicators"),
    "niet_positief": Label("de formule vraagt getallen boven nul", "the formula needs numbers above zero"),
}

FigureStatus = Literal["definitief", "voorlopig", "nader_voorlopig", "onbekend"]
FIGURE_STATUSES: dict[FigureStatus, Label] = {
    "definitief": Label("definitief", "final"),
    "voorlopig": Label("voorlopig", "provisional"),
    "nader_voorlopig": Label("nader voorlopig", "revised provisional"),
    "onbekend": Label("status onbekend", "status unknown"),
}

OutcomeState = Literal["bijgewerkt", "zou_wijzigen", "ongewijzigd", "geen_tabel", "mislukt"]
OUTCOMES: dict[OutcomeState, Label] = {
    "bijgewerkt": Label("bijgewerkt", "updated"),
    "zou_wijzigen": Label("zou wijzigen", "would change"),
    "ongewijzigd": Label("ongewijzigd", "unchanged"),
    "geen_tabel": Label("geen tabel om op te halen", "no table to fetch"),
    "mislukt": Label("mislukt", "failed"),
}

CORRECTION = "correctie"
"""The vintage of figures that replace what a publisher said."""

Quartile = Literal["best", "middle", "worst"]
QUARTILES: dict[Quartile, Label] = {
    "best": Label("beste kwart", "best quarter"),
    "middle": Label("middengroep", "middle group"),
    "worst": Label("slechtste kwart", "worst quarter"),
}

ZClass = Literal["veel_slechter", "slechter", "rond_het_gemiddelde", "beter", "veel_beter"]
Z_CLASSES: dict[ZClass, Label] = {
    "veel_slechter": Label("veel slechter dan gemiddeld", "much worse than average"),
    "slechter": Label("slechter dan gemiddeld", "worse than average"),
    "rond_het_gemiddelde": Label("rond het gemiddelde", "around the average"),
    "beter": Label("beter dan gemiddeld", "better than average"),
    "veel_beter": Label("veel beter dan gemiddeld", "much better than average"),
}

Direction = Literal["stijgend", "dalend", "geen_verandering", "onbekend"]
DIRECTIONS: dict[Direction, Label] = {
    "stijgend": Label("stijgend", "rising"),
    "dalend": Label("dalend", "falling"),
    "geen_verandering": Label("geen verandering", "no change"),
    "onbekend": Label("trend onbekend", "trend unknown"),
}

Welfare = Literal["better", "worse", "none"]
WELFARES: dict[Welfare, Label] = {
    "better": Label("wordt beter", "getting better"),
    "worse": Label("wordt slechter", "getting worse"),
    "none": Label("geen oordeel", "no judgement"),
}

Cause = Literal["figure", "ruler", "weight", "aggregation"]
CAUSES: dict[Cause, Label] = {
    "figure": Label("cijfer", "figure"),
    "ruler": Label("liniaal", "ruler"),
    "weight": Label("gewicht", "weight"),
    "aggregation": Label("soort gemiddelde", "kind of mean"),
}

Choice = Literal["figures", "normalisation", "aggregation", "weights", "leave_one_out"]
CHOICES: dict[Choice, Label] = {
    "figures": Label("marges van de cijfers", "margins of the figures"),
    "normalisation": Label("soort liniaal", "kind of ruler"),
    "aggregation": Label("soort gemiddelde", "kind of mean"),
    "weights": Label("gewichten", "weights"),
    "leave_one_out": Label("een indicator weglaten", "leaving an indicator out"),
}

MeanKind = Literal["arithmetic_mean", "geometric_mean", "harmonic_mean", "minimum"]
MEANS: dict[MeanKind, Label] = {
    "arithmetic_mean": Label("rekenkundig gemiddelde", "arithmetic mean"),
    "geometric_mean": Label("meetkundig gemiddelde", "geometric mean"),
    "harmonic_mean": Label("harmonisch gemiddelde", "harmonic mean"),
    "minimum": Label("de laagste", "the lowest"),
}

OVERALL = "overall"
"""What stands in the place of a theme for the score over all themes."""

REGION_LEVELS: dict[str, Label] = {
    "municipality": Label("gemeente", "municipality"),
    "province": Label("provincie", "province"),
    "country": Label("land", "country"),
}
"""Words for the levels of regions that have one; a tree may use any others."""

Judgement = Literal[
    "zeer_negatief", "negatief", "licht_negatief", "neutraal", "licht_positief", "positief", "zeer_positief",
    "onbekend", "niet_van_toepassing",
]  # fmt: skip
JUDGEMENTS: dict[Judgement, Label] = {
    "zeer_negatief": Label("zeer negatief", "very negative"),
    "negatief": Label("negatief", "negative"),
    "licht_negatief": Label("licht negatief", "slightly negative"),
    "neutraal": Label("neutraal", "neutral"),
    "licht_positief": Label("licht positief", "slightly positive"),
    "positief": Label("positief", "positive"),
    "zeer_positief": Label("zeer positief", "very positive"),
    "onbekend": Label("onbekend", "unknown"),
    "niet_van_toepassing": Label("niet van toepassing", "not applicable"),
}
STEPS: dict[Judgement, int] = {
    "zeer_negatief": -3,
    "negatief": -2,
    "licht_negatief": -1,
    "neutraal": 0,
    "licht_positief": 1,
    "positief": 2,
    "zeer_positief": 3,
}
SYMBOLS: dict[Judgement, str] = {
    "zeer_negatief": "--",
    "negatief": "-",
    "licht_negatief": "0/-",
    "neutraal": "0",
    "licht_positief": "0/+",
    "positief": "+",
    "zeer_positief": "++",
    "onbekend": "?",
    "niet_van_toepassing": "n.v.t.",
}

ThemeLabel = Literal[
    "niet_onderzocht", "niet_van_toepassing", "onbekend", "neutraal", "positief", "negatief", "gemengd"
]  # fmt: skip
THEME_LABELS: dict[ThemeLabel, Label] = {
    "niet_onderzocht": Label("niet onderzocht", "not examined"),
    "niet_van_toepassing": Label("niet van toepassing", "not applicable"),
    "onbekend": Label("onbekend", "unknown"),
    "neutraal": Label("neutraal", "neutral"),
    "positief": Label("positief", "positive"),
    "negatief": Label("negatief", "negative"),
    "gemengd": Label("gemengd", "mixed"),
}

ScenarioVerdict = Literal["robuust", "scenario-afhankelijk", "onbekend"]
SCENARIO_VERDICTS: dict[ScenarioVerdict, Label] = {
    "robuust": Label("robuust", "robust"),
    "scenario-afhankelijk": Label("scenario-afhankelijk", "depends on the scenario"),
    "onbekend": Label("onbekend", "unknown"),
}

Distribution = Literal["wint", "verliest", "beide", "neutraal", "onbekend", "niet_onderzocht"]
DISTRIBUTIONS: dict[Distribution, Label] = {
    "wint": Label("wint", "gains"),
    "verliest": Label("verliest", "loses"),
    "beide": Label("wint en verliest", "gains and loses"),
    "neutraal": Label("neutraal", "neutral"),
    "onbekend": Label("onbekend", "unknown"),
    "niet_onderzocht": Label("niet onderzocht", "not examined"),
}

Level = Literal["laag", "midden", "hoog"]
LEVELS: dict[Level, Label] = {
    "laag": Label("laag", "low"),
    "midden": Label("midden", "medium"),
    "hoog": Label("hoog", "high"),
}

Horizon = Literal["nu", "1-5", "5-10", "10-20", "20-40", "40+"]
HORIZONS: dict[Horizon, Label] = {
    "nu": Label("nu", "now"),
    "1-5": Label("1 tot 5 jaar", "1 to 5 years"),
    "5-10": Label("5 tot 10 jaar", "5 to 10 years"),
    "10-20": Label("10 tot 20 jaar", "10 to 20 years"),
    "20-40": Label("20 tot 40 jaar", "20 to 40 years"),
    "40+": Label("na 40 jaar", "after 40 years"),
}

Place = Literal[
    "straat", "buurt", "wijk", "stadsdeel", "stad", "regio", "provincie", "land", "eu", "buiten_eu"
]  # fmt: skip
PLACES: dict[Place, Label] = {
    "straat": Label("straat", "street"),
    "buurt": Label("buurt", "neighbourhood"),
    "wijk": Label("wijk", "district"),
    "stadsdeel": Label("stadsdeel", "borough"),
    "stad": Label("stad", "city"),
    "regio": Label("regio", "region"),
    "provincie": Label("provincie", "province"),
    "land": Label("land", "country"),
    "eu": Label("EU", "EU"),
    "buiten_eu": Label("buiten de EU", "outside the EU"),
}

Reversibility = Literal["omkeerbaar", "deels_omkeerbaar", "onomkeerbaar", "onbekend"]
REVERSIBILITIES: dict[Reversibility, Label] = {
    "omkeerbaar": Label("omkeerbaar", "reversible"),
    "deels_omkeerbaar": Label("deels omkeerbaar", "partly reversible"),
    "onomkeerbaar": Label("onomkeerbaar", "irreversible"),
    "onbekend": Label("onbekend", "unknown"),
}

EvidenceSide = Literal["voor", "tegen"]
EVIDENCE_SIDES: dict[EvidenceSide, Label] = {
    "voor": Label("onderbouwing voor", "evidence for"),
    "tegen": Label("onderbouwing tegen", "evidence against"),
}

EvidenceKind = Literal["data", "expert", "beleid", "bewoners", "literatuur", "link"]
EVIDENCE_KINDS: dict[EvidenceKind, Label] = {
    "data": Label("cijfers", "data"),
    "expert": Label("deskundige", "expert"),
    "beleid": Label("beleid", "policy"),
    "bewoners": Label("bewoners", "residents"),
    "literatuur": Label("literatuur", "literature"),
    "link": Label("webpagina", "web page"),
}

Occasion = Literal["raadsvoorstel", "raadsbrief", "collegebesluit", "nieuw_beleid", "projectvoorstel", "anders"]
OCCASIONS: dict[Occasion, Label] = {
    "raadsvoorstel": Label("raadsvoorstel", "council proposal"),
    "raadsbrief": Label("raadsbrief", "letter to the council"),
    "collegebesluit": Label("collegebesluit", "decision of the executive"),
    "nieuw_beleid": Label("nieuw beleid", "new policy"),
    "projectvoorstel": Label("projectvoorstel", "project proposal"),
    "anders": Label("anders", "other"),
}

ProjectStatus = Literal["concept", "besproken", "vastgesteld"]
PROJECT_STATUSES: dict[ProjectStatus, Label] = {
    "concept": Label("concept", "draft"),
    "besproken": Label("besproken", "discussed"),
    "vastgesteld": Label("vastgesteld", "adopted"),
}
