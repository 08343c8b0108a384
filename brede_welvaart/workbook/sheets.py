"""What the workbook asks, in plain Dutch: every sheet and its columns.

These words are not translated: they are the names by which a filled-in workbook is read back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from brede_welvaart.vocabulary import HORIZONS, PLACES, Label
from brede_welvaart.workbook.form import Column, Sheet


def _effect(example: str = "koele_plek") -> Column:
    text = "Kies een effect van het blad Effecten."
    return Column("effect", "Effect", text, example, 22, "choice", "effects", required=True)


def _alternative(*, required: bool = True) -> Column:
    text = "Kies een alternatief van het blad Alternatieven."
    return Column("alternative", "Alternatief", text, "heel_groen", 20, "choice", "alternatives", required=required)


def _scenario() -> Column:
    text = "Leeg laten als het voor alle scenario's geldt. Anders: een rij per scenario."
    return Column("scenario", "Scenario", text, "", 16, "choice", "scenarios")


def _name(example: str) -> Column:
    text = "Eén kort woord. Zo kiest u deze rij op de andere bladen."
    return Column("id", "Korte naam", text, example, 22, "name", required=True)


def _ticks(key: str, band: str, vocabulary: Mapping[Any, Label], example: str) -> Iterator[Column]:
    for word, label in vocabulary.items():
        text = f"{band} Zet een x als dit geldt: {label.nl}."
        sample = "x" if word == example else ""
        yield Column(f"{key}.{word}", label.nl, text, sample, 4, "tick", "tick", band=band)


ALTERNATIVES = Sheet(
    "alternatives",
    "Alternatieven",
    "Op welke manieren kan het project worden uitgevoerd? Minstens één, liever twee of meer.",
    (
        _name("heel_groen"),
        Column("label", "Naam", "Zo staat het in het rapport.", "Heel groen", 32, required=True),
        Column(
            "about", "Omschrijving", "Wat houdt het in? Eén of twee zinnen.",
            "De helft van de tegels gaat eruit. Er komen dertig bomen.", 70,
        ),
    ),
)  # fmt: skip

SCENARIOS = Sheet(
    "scenarios",
    "Scenario's",
    "Hangt de uitkomst af van wat er in de wereld gebeurt? Noem dan de toekomsten die u meeneemt. "
    "Leeg laten mag.",
    (
        _name("hoog"),
        Column("label", "Naam", "Zo staat het in het rapport.", "Hoge groei", 28, required=True),
        Column("about", "Omschrijving", "Wat gebeurt er in deze toekomst?", "De stad groeit met 10.000 inwoners.", 60),
        Column(
            "source", "Bron", "Waar komt dit scenario vandaan?", "PBL en CPB, Toekomstverkenning WLO, 2025", 40,
            required=True,
        ),
    ),
)  # fmt: skip

GROUPS = Sheet(
    "groups",
    "Groepen",
    "Mist u een groep mensen in de keuzelijst van het blad Voor wie? Voeg die hier toe. Leeg laten mag.",
    (
        _name("omwonenden"),
        Column("label.nl", "Naam", "Zo staat het in het rapport.", "Omwonenden van het plein", 32, required=True),
        Column("label.en", "Naam in het Engels", "Alleen voor een Engels rapport.", "People living nearby", 32),
        Column("about.nl", "Wie horen erbij?", "Eén zin.", "Mensen binnen 300 meter van het plein.", 50),
        Column("about.en", "Uitleg in het Engels", "Alleen voor een Engels rapport.", "", 40),
    ),
)

EFFECTS = Sheet(
    "effects",
    "Effecten",
    "Wat verandert er voor de brede welvaart? Eén rij per effect. Denk ook aan later, aan elders en aan wat er tegen "
    "pleit.",
    (
        _name("koele_plek"),
        Column(
            "title", "Wat verandert er?", "Schrijf het als een zin. Zo komt het in de tabellen.",
            "Wie kwetsbaar is, vindt bij hitte een koele plek", 34, required=True,
        ),
        Column("theme", "Thema", "Bij welk thema hoort dit?", "Gezondheid", 20, "choice", "themes", required=True),
        Column(
            "dimension", "Voor nu, later of elders", "Hier en nu, voor later, of voor mensen elders.", "Later", 14,
            "choice", "dimensions", required=True,
        ),
        Column(
            "fact", "Wat weten we?", "Alleen feiten, met een jaar. Weet u het nog niet, schrijf dan: nog te "
            "onderbouwen.", "In 2022 had 36,7 procent van de volwassenen een langdurige ziekte.", 44, required=True,
        ),
        Column(
            "argument", "Waarom is dat goed of slecht?", "De redenering achter het oordeel.",
            "Bomen geven schaduw. Zieken en ouderen hebben daar het meest aan.", 44,
        ),
        Column(
            "importance", "Belang", "Hoe zwaar telt dit effect mee in het thema?", "hoog", 11, "choice", "levels",
            required=True,
        ),
        Column(
            "certainty", "Zekerheid", "Hoe zeker is dit oordeel?", "midden", 13, "choice", "levels", required=True
        ),
        *_ticks("horizons", "Wanneer merken mensen het?", HORIZONS, "5-10"),
        *_ticks("places", "Waar merken mensen het?", PLACES, "buurt"),
        Column(
            "indicator", "Cijfer dat erbij past", "Het rapport laat zien hoe de gemeente er nu voor staat. Leeg laten "
            "mag.", "Langdurige ziekten", 24, "choice", "indicators",
        ),
        Column(
            "yardstick", "Waaraan ziet u het later?", "Wat kunt u meten?",
            "Deel van het plein dat om drie uur in de schaduw ligt", 30,
        ),
        Column(
            "unknowns", "Wat weten we niet?", "Wat is nog onzeker?", "Hoe snel de bomen groot zijn.", 30
        ),
        Column(
            "reversibility", "Terug te draaien?", "Leeg betekent: onbekend.", "omkeerbaar", 16, "choice",
            "reversibilities",
        ),
        Column(
            "discussion", "Vraag voor het gesprek", "Een vraag voor raad of college.",
            "Planten we grote bomen of kleine?", 30,
        ),
        Column("author", "Geschreven door", "Een rol, geen naam van een persoon.", "Projectteam", 18),
        Column("reviewer", "Nagekeken door", "Een rol, geen naam van een persoon.", "GGD-adviseur", 18),
        Column(
            "machine_proposed", "Voorstel van een machine?", "Kies ja als een computer dit effect heeft bedacht.",
            "nee", 14, "yes_no", "yes_no",
        ),
        Column("machine_proposal", "Tekst van dat voorstel", "Wat de computer schreef, voor u het aanpaste.", "", 30),
    ),
)  # fmt: skip

REACH = Sheet(
    "reach",
    "Voor wie",
    "Wie wint er bij een effect, en wie verliest? Eén rij per effect en groep.",
    (
        _effect(),
        Column(
            "group", "Groep", "Kies een groep. Staat die er niet bij? Voeg haar toe op het blad Groepen.", "Ouderen",
            36, "choice", "groups", required=True,
        ),
        Column(
            "side", "Wint of verliest", "Wint of verliest deze groep erbij? Allebei kan: maak dan twee rijen.", "wint",
            18, "choice", "sides", required=True,
        ),
    ),
)  # fmt: skip

REGIONS = Sheet(
    "regions",
    "Waar elders",
    "Alleen voor effecten elders. Welke gemeente of regio merkt er iets van? Eén rij per effect en regio. Leeg laten "
    "mag: het effect geldt dan voor alle regio's bij 'Regio elders' op het blad Project.",
    (
        _effect("steen_van_ver"),
        Column(
            "region", "Regio", "Kies een regio die op het blad Project bij 'Regio elders' staat.", "Wierden (GM0189)",
            36, "choice", "regions", required=True,
        ),
    ),
)  # fmt: skip

JUDGEMENTS = Sheet(
    "judgements",
    "Oordelen",
    "Hoe goed of slecht is het effect, vergeleken met de referentie? Eén rij per effect en alternatief. "
    "Oordelen meer mensen los van elkaar? Gebruik dan het blad Beoordelaars.",
    (
        _effect(),
        _alternative(),
        _scenario(),
        Column(
            "judgement", "Oordeel", "Weet u het niet? Kies onbekend. Dat telt niet mee als nul.", "positief", 22,
            "choice", "judgements", required=True,
        ),
    ),
)  # fmt: skip

ASSESSMENTS = Sheet(
    "assessments",
    "Beoordelaars",
    "Alleen als meer mensen los van elkaar over een effect oordelen. Het middelste oordeel telt; het verschil is te "
    "zien in het rapport.",
    (
        _effect("ontmoeten"),
        Column(
            "assessor", "Beoordelaar", "Een nummer of rol, geen naam van een persoon.", "beoordelaar_1", 22,
            required=True,
        ),
        Column("role", "Rol", "Vanuit welk vak of belang?", "Wijkagent", 24, required=True),
        Column(
            "argument", "Argument", "Waarom oordeelt deze persoon zo? Eén keer per beoordelaar is genoeg.",
            "In de avond is het er stil en donker.", 44,
        ),
        _alternative(required=False),
        _scenario(),
        Column(
            "judgement", "Oordeel", "Het oordeel van deze persoon.", "neutraal", 22, "choice", "judgements"
        ),
    ),
)  # fmt: skip

EVIDENCE = Sheet(
    "evidence",
    "Bronnen",
    "Waar blijkt het uit? Zoek ook een bron die het tegendeel zegt. Verzin nooit een bron.",
    (
        _effect(),
        Column(
            "side", "Voor of tegen", "Steunt de bron het oordeel, of spreekt die het tegen? Leeg betekent: voor.",
            "onderbouwing voor", 18, "choice", "evidence_sides",
        ),
        Column("kind", "Soort", "Wat voor bron is het?", "literatuur", 14, "choice", "evidence_kinds", required=True),
        Column("title", "Titel", "De volledige titel.", "GGD-richtlijn hitte en gezondheid", 44, required=True),
        Column("publisher", "Uitgever of schrijver", "Wie heeft het gemaakt?", "RIVM", 24),
        Column("year", "Jaar", "Jaar van uitgave, of van het cijfer.", "2021", 8, "year"),
        Column("address", "Adres", "Het webadres, als dat er is.", "https://www.rivm.nl/", 36),
        Column("page", "Bladzijde", "Waar staat het precies?", "12", 11),
        Column("identifier", "Kenmerk", "Nummer van een zaak, rapport of besluit.", "2021-0045", 16),
        Column("quote", "Citaat", "De zin waar het om gaat, letterlijk.", "", 40),
    ),
)  # fmt: skip

QUANTITIES = Sheet(
    "quantities",
    "Hoeveelheden",
    "Alleen als u het effect in cijfers kunt zeggen. Vul de verandering in tegenover de referentie, niet de stand.",
    (
        _effect("woningen"),
        Column(
            "indicator", "Cijfer", "Welk cijfer verandert er? Eén keer per effect is genoeg.", "Overgewicht", 28,
            "choice", "indicators",
        ),
        Column(
            "unit", "Eenheid",
            "De eenheid die achter het cijfer tussen haken staat. Is dat een percentage? Dan mag ook: procentpunt.",
            "procentpunt", 22,
        ),
        Column("period", "Jaar", "Het jaar waarin het effect er is.", "2030", 9),
        _alternative(required=False),
        _scenario(),
        Column("low", "Laag", "De kleinste verandering die u verwacht.", "-0,5", 11, "number"),
        Column("central", "Midden", "Uw beste schatting.", "-0,3", 11, "number"),
        Column("high", "Hoog", "De grootste verandering die u verwacht.", "0", 11, "number"),
    ),
)  # fmt: skip

MITIGATIONS = Sheet(
    "mitigations",
    "Maatregelen",
    "Wat doet u tegen een nadeel, en hoe is het oordeel daarna? Bij zeer negatief is dit verstandig.",
    (
        _effect("parkeren"),
        Column(
            "measure", "Maatregel", "Wat wordt er gedaan? Eén keer per effect is genoeg.",
            "Alle plekken voor mensen met een parkeerkaart blijven.", 60,
        ),
        _alternative(required=False),
        _scenario(),
        Column(
            "judgement", "Oordeel na de maatregel", "Hoe is het oordeel als dit is gedaan?", "licht negatief", 24,
            "choice", "judgements",
        ),
    ),
)  # fmt: skip

LOG = Sheet(
    "log",
    "Logboek",
    "Wie besprak of veranderde deze beoordeling, en wanneer? Ook vragen over één effect of thema kunnen hier staan.",
    (
        Column("date", "Datum", "Dag, maand, jaar.", "23-11-2026", 13, "date", required=True),
        Column("by", "Wie", "Een rol of team.", "Projectteam", 24, required=True),
        Column("note", "Wat", "Wat is besproken of veranderd?", "Bronnen nagelopen.", 60, required=True),
        Column("effect", "Over effect", "Alleen als het over één effect gaat.", "", 22, "choice", "effects"),
        Column("theme", "Over thema", "Alleen als het over één thema gaat.", "", 24, "choice", "themes"),
        Column("open", "Nog open?", "Kies ja als er nog een antwoord moet komen.", "nee", 11, "yes_no", "yes_no"),
    ),
)

TABLES = (
    ALTERNATIVES, SCENARIOS, GROUPS, EFFECTS, REACH, REGIONS, JUDGEMENTS, ASSESSMENTS, EVIDENCE, QUANTITIES,
    MITIGATIONS, LOG,
)  # fmt: skip
