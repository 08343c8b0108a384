"""What the workbook asks about the project as a whole; not translated, see `sheets`."""

from __future__ import annotations

from dataclasses import replace

from brede_welvaart.workbook.form import Column, Sheet

QUESTIONS: dict[str, tuple[Column, ...]] = {
    "De beoordeling": (
        Column("title", "Naam van het project", "Zo heet het rapport.", "Stationsplein vergroenen", required=True),
        Column("owner", "Wie maakt deze beoordeling?", "De gemeente of afdeling.", "Gemeente Almelo", required=True),
        Column("status", "Status", "Hoe ver is deze beoordeling?", "concept", 18, "choice", "statuses", required=True),
        Column(
            "occasion", "Aanleiding", "Waarvoor is de beoordeling nodig?", "collegebesluit", 18, "choice", "occasions",
            required=True,
        ),
        Column(
            "other_occasions", "Nog een aanleiding", "Alleen als er meer aanleidingen zijn.", "", 18, "choice",
            "occasions", times=2,
        ),
        Column(
            "occasion_note", "Toelichting op de aanleiding", "Bijvoorbeeld bij 'anders': wat dan wel.",
            "Onderdeel van het hitteplan.",
        ),
        Column(
            "decision", "Gevraagd besluit", "Wat wordt er gevraagd, en aan wie?",
            "Het college wordt gevraagd te kiezen hoe het plein wordt ingericht.",
        ),
        Column(
            "purpose", "Doel van deze beoordeling", "Waarom beoordeelt u dit plan op brede welvaart?",
            "Het college wil weten wat bewoners winnen en verliezen.",
        ),
        Column(
            "illustration", "Oefening of voorbeeld?",
            "Alleen invullen als dit geen echte beoordeling is. Deze zin komt dan op elke bladzijde van het rapport.",
            "Oefening, geen oordeel van de gemeente.",
        ),
    ),
    "Het plan": (
        Column(
            "about", "Wat is het plan?", "In twee of drie zinnen, voor wie het plan niet kent.",
            "De helft van de tegels gaat eruit. Er komen bomen, banken en een plek voor regenwater.",
        ),
        Column(
            "goal", "Doel van het project", "Wat moet het project bereiken?",
            "Een koel en prettig plein, waar regenwater de grond in kan.", required=True,
        ),
        Column(
            "scope", "Afbakening", "Wat hoort er wel bij, en wat niet?",
            "Het plein en twee straten. Het busstation valt erbuiten.",
        ),
        Column(
            "background", "Achtergrond", "Wat moet de lezer verder weten?",
            "Het plein is toe aan groot onderhoud.",
        ),
        Column(
            "introduction", "Inleiding voor de lezer", "Een korte tekst vooraf, of een leeswijzer.",
            "Deze beoordeling is gemaakt met drie collega's en een bewoner.",
        ),
        Column(
            "key_message", "Kernboodschap",
            "De boodschap in twee of drie zinnen. Schrijf deze als laatste, als de oordelen er staan.",
            "Een groen plein is goed voor gezondheid en natuur. De prijs is minder parkeerplek.", required=True,
        ),
    ),
    "De plek en de tijd": (
        Column(
            "region", "Gemeente of regio", "Kies uit de lijst. Zo vindt het programma de cijfers.", "Almelo (GM0141)",
            18, "choice", "regions", required=True,
        ),
        Column("area", "Gebied", "Waar in de gemeente of regio?", "Stationsplein en omgeving"),
        Column(
            "elsewhere", "Regio elders",
            "Welke gemeente of regio merkt er ook iets van? Eén per rij. Leeg laten mag.", "Wierden (GM0189)", 18,
            "choice", "regions", times=5,
        ),
        Column(
            "as_of", "Peildatum",
            "Vanaf deze dag telt hoe oud een cijfer is. Leeg laten mag: dan telt de dag van het rapport.",
            "23-11-2026", 18, "date",
        ),
    ),
    "De vergelijking": (
        Column(
            "reference.description", "Referentie",
            "Wat gebeurt er als dit project niet doorgaat? Elk oordeel vergelijkt daarmee.",
            "Het plein blijft zoals het is. Alleen het gewone onderhoud gaat door.",
        ),
        Column("reference.year", "Jaar van de referentie", "In welk jaar vergelijkt u?", "2030", 18, "year"),
    ),
}  # fmt: skip

PROJECT = Sheet(
    "project",
    "Project",
    "Waar gaat het over? Vul de witte en oranje cellen in. Rechts staat wat de bedoeling is, met een voorbeeld.",
    tuple(replace(column, band=band) for band, columns in QUESTIONS.items() for column in columns),
)
