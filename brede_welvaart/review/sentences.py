"""The sentences of the checks, in both languages; the only place where they are written."""

from __future__ import annotations

from brede_welvaart.vocabulary import Label

SENTENCES: dict[str, Label] = {
    "tekst_van_het_sjabloon": Label(
        "Hier staat nog tekst van het sjabloon: ‘{text}’. Vul het in, of haal het weg.",
        "This is still text of the template: ‘{text}’. Fill it in, or leave it out.",
    ),
    "geen_referentie": Label(
        "Er is geen referentiesituatie. Zonder die is niet duidelijk waarmee de oordelen vergelijken.",
        "There is no reference situation. Without it, it is not clear what the judgements compare with.",
    ),
    "een_alternatief": Label(
        "Er is maar één alternatief. De raad kan dan niet kiezen.",
        "There is only one alternative. The council then has nothing to choose from.",
    ),
    "geen_negatief_effect": Label(
        "Alternatief ‘{alternative}’ heeft geen enkel negatief effect. Ga na wat er tegen pleit.",
        "Alternative ‘{alternative}’ has no negative effect at all. Ask what speaks against it.",
    ),
    "geen_later": Label(
        "Geen enkel effect gaat over later. Denk aan volgende generaties.",
        "No effect is about later. Think of future generations.",
    ),
    "geen_elders": Label(
        "Geen enkel effect gaat over elders. Denk aan gebieden buiten de regio.",
        "No effect is about elsewhere. Think of areas outside the region.",
    ),
    "geen_bewijs_tegen": Label(
        "Bij geen enkel effect staat een bron die het oordeel tegenspreekt.",
        "No effect has a source that contradicts the judgement.",
    ),
    "geen_groepen": Label(
        "Bij geen enkel effect staat welke groepen winnen of verliezen.",
        "No effect says which groups gain or lose.",
    ),
    "een_beoordelaar": Label(
        "Aantal effecten met één beoordelaar: {count} (beoordeeld: {total}).",
        "Number of effects with one assessor: {count} (judged: {total}).",
    ),
    "thema_niet_onderzocht": Label(
        "Thema ‘{theme}’ is niet onderzocht.",
        "Theme ‘{theme}’ was not examined.",
    ),
    "alternatief_niet_beoordeeld": Label(
        "Effect ‘{effect}’ is niet onderzocht voor alternatief ‘{alternative}’.",
        "Effect ‘{effect}’ was not examined for alternative ‘{alternative}’.",
    ),
    "scenario_niet_beoordeeld": Label(
        "Effect ‘{effect}’ is voor alternatief ‘{alternative}’ niet in elk scenario onderzocht.",
        "Effect ‘{effect}’ was not examined in every scenario for alternative ‘{alternative}’.",
    ),
    "zeer_negatief_zonder_mitigatie": Label(
        "Effect ‘{effect}’ is zeer negatief in ‘{alternative}’, maar er staat niet wat daaraan te doen is.",
        "Effect ‘{effect}’ is very negative in ‘{alternative}’, but nothing is said about mitigating it there.",
    ),
    "mitigatie_zonder_oordeel": Label(
        "Effect ‘{effect}’ heeft een oordeel na maatregelen voor ‘{alternative}’, maar geen oordeel ervoor.",
        "Effect ‘{effect}’ has a judgement after mitigation for ‘{alternative}’, but none before it.",
    ),
    "mitigatie_verslechtert": Label(
        "Effect ‘{effect}’ is voor ‘{alternative}’ na de maatregelen slechter dan ervoor. Ga na of dat klopt.",
        "Effect ‘{effect}’ is worse after mitigation than before it for ‘{alternative}’. Make sure that this is right.",
    ),
    "oordeel_zonder_bewijs": Label(
        "Het oordeel over effect ‘{effect}’ heeft geen bron.",
        "The judgement of effect ‘{effect}’ has no source.",
    ),
    "bewijs_zonder_jaar": Label(
        "Bij effect ‘{effect}’ staat een bron zonder jaar: {source}.",
        "Effect ‘{effect}’ has a source without a year: {source}.",
    ),
    "spreiding_beoordelaars": Label(
        "Over effect ‘{effect}’ verschillen de beoordelaars {spread} stappen. Bespreek het.",
        "On effect ‘{effect}’ the assessors differ by {spread} steps. Discuss it.",
    ),
    "machinevoorstel_onbevestigd": Label(
        "Effect ‘{effect}’ is door een machine voorgesteld en door niemand nagekeken.",
        "Effect ‘{effect}’ was proposed by a machine and reviewed by nobody.",
    ),
    "voorgesteld_oordeel": Label(
        "Het oordeel over effect ‘{effect}’ komt van het programma, uit de hoeveelheid. Niemand heeft het bevestigd.",
        "The judgement of effect ‘{effect}’ was proposed by the program from its quantity. Nobody confirmed it.",
    ),
    "oordeel_wijkt_af": Label(
        "Effect ‘{effect}’ is ‘{judgement}’, maar uit de hoeveelheid volgt ‘{proposed}’. Schrijf op waarom.",
        "Effect ‘{effect}’ is ‘{judgement}’, but its quantity suggests ‘{proposed}’. Write down why.",
    ),
    "oordeel_tegengesteld": Label(
        "Effect ‘{effect}’ is ‘{judgement}’, maar de hoeveelheid gaat de andere kant op (‘{proposed}’). "
        "Ga na welk van beide klopt.",
        "Effect ‘{effect}’ is ‘{judgement}’, but its quantity goes the other way (‘{proposed}’). "
        "Make sure which of the two is right.",
    ),
    "hoeveelheid_zonder_cijfer": Label(
        "Voor effect ‘{effect}’ heeft de regio geen cijfer. De stand na het project is niet te berekenen.",
        "For effect ‘{effect}’ the region has no figure. The standing after the project cannot be computed.",
    ),
    "hoeveelheid_zonder_regio": Label(
        "Effect ‘{effect}’ raakt niet precies één regio elders. Noem die ene bij regions; anders is de stand na het "
        "project niet te berekenen.",
        "Effect ‘{effect}’ does not reach exactly one region elsewhere. Name that one under regions; otherwise the "
        "standing after the project cannot be computed.",
    ),
    "einde_van_de_schaal": Label(
        "Effect ‘{effect}’ komt voorbij het einde van de schaal. Daar beweegt de score niet verder, het cijfer wel.",
        "Effect ‘{effect}’ goes past the end of the scale. There the score stops and the figure goes on.",
    ),
    "indicator_dubbel": Label(
        "Meer effecten veranderen ‘{indicator}’: {effects}. De veranderingen zijn opgeteld. Ga na of dat klopt.",
        "Several effects change ‘{indicator}’: {effects}. The changes were added up. Make sure that this is right.",
    ),
    "groepen_bij_wisselend_teken": Label(
        "Effect ‘{effect}’ is soms positief en soms negatief. Noem wie dan winnen én wie dan verliezen.",
        "Effect ‘{effect}’ is sometimes positive and sometimes negative. Name both who then gain and who then lose.",
    ),
    "indicator_van_ander_thema": Label(
        "Effect ‘{effect}’ hoort bij thema ‘{theme}’, maar indicator ‘{indicator}’ niet.",
        "Effect ‘{effect}’ belongs to theme ‘{theme}’, but indicator ‘{indicator}’ does not.",
    ),
    "richting_betwist": Label(
        "Of meer van ‘{indicator}’ beter is, staat niet vast. Leg bij effect ‘{effect}’ uit hoe u het leest.",
        "Whether more of ‘{indicator}’ is better is open to debate. Explain how effect ‘{effect}’ reads it.",
    ),
    "cijfer_verouderd": Label(
        "Bij thema ‘{theme}’ zijn cijfers ouder dan {years} jaar: {indicators}.",
        "Theme ‘{theme}’ has figures older than {years} years: {indicators}.",
    ),
    "lage_dekking": Label(
        "Thema ‘{theme}’ heeft te weinig cijfers voor een score: {present} van {of}.",
        "Theme ‘{theme}’ has too few figures for a score: {present} of {of}.",
    ),
}
