"""Each remark with a project that raises it; the clean project raises none."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from brede_welvaart.definition_parts import DutchText
from brede_welvaart.definitions import Tree
from brede_welvaart.language import speaking
from brede_welvaart.review import Check, review_project
from brede_welvaart.review.sentences import SENTENCES
from brede_welvaart.vocabulary import JUDGEMENTS

Data = dict[str, Any]
QUANTITY = {
    "indicator": "geluid", "unit": "dB", "period": "2030",
    "changes": {name: {"low": -1, "central": -1, "high": -1} for name in ("laag", "hoog")},
}  # fmt: skip
SCENARIOS = {"x": {"label": "X", "source": "-"}, "y": {"label": "Y", "source": "-"}}
CALM = {"2022": {"geluid": [55, 52, 53, 54, 56, 57, 58, 50], "groen": [40, 42, 43, 44, 38, 37, 36, 50]}}


def _judge(data: Data, effect: str, judgement: str) -> None:
    for each in data["effects"][effect]["assessments"]:
        each["judgements"] = dict.fromkeys(("laag", "hoog"), judgement)


def _one_alternative(data: Data) -> None:
    del data["alternatives"]["hoog"]
    for effect in data["effects"].values():
        for each in effect["assessments"]:
            del each["judgements"]["hoog"]


def _all_positive(data: Data) -> None:
    for effect in data["effects"]:
        _judge(data, effect, "positief")


def _dimension(data: Data, effect: str) -> None:
    data["effects"][effect]["dimension"] = "hier_en_nu"


def _for_all(**fields: Any) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        for effect in data["effects"].values():
            effect.update(fields)

    return change


def _stiller(**fields: Any) -> Callable[[Data], None]:
    return lambda data: data["effects"]["stiller"].update(fields)


def _with_quantity(judgement: str | None) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        data["effects"]["stiller"]["quantity"] = QUANTITY
        if judgement:
            _judge(data, "stiller", judgement)
        else:
            del data["effects"]["stiller"]["assessments"]

    return change


def _with_quantity_elsewhere(**fields: Any) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        data["elsewhere"] = ["R6", "R7"]
        data["effects"]["blik"] |= {"quantity": QUANTITY, **fields}

    return change


def _scenario_missing(data: Data) -> None:
    data["scenarios"] = SCENARIOS
    for each in data["effects"]["stiller"]["assessments"]:
        each["judgements"] = {"laag": {"x": "positief"}, "hoog": "positief"}


def _mitigation_alone(data: Data) -> None:
    for each in data["effects"]["heg"]["assessments"]:
        del each["judgements"]["hoog"]
    data["effects"]["heg"]["mitigation"] = {"measure": "Klimop.", "judgements": {"hoog": "neutraal"}}


def _gap(data: Data) -> None:
    for each in data["effects"]["stiller"]["assessments"]:
        del each["judgements"]["hoog"]


def _sometimes(data: Data) -> None:
    for each in data["effects"]["stiller"]["assessments"]:
        each["judgements"] = {"laag": "positief", "hoog": "negatief"}


def _sometimes_with_both(data: Data) -> None:
    _sometimes(data)
    data["effects"]["stiller"]["loses"] = ["buren"]


def _worst_mitigated(data: Data) -> None:
    _judge(data, "heg", "zeer_negatief")
    judgements = dict.fromkeys(("laag", "hoog"), "neutraal")
    data["effects"]["heg"]["mitigation"] = {"measure": "Klimop.", "judgements": judgements}


def _half_mitigated(data: Data) -> None:
    _worst_mitigated(data)
    del data["effects"]["heg"]["mitigation"]["judgements"]["hoog"]


def _divided(data: Data) -> None:
    first, _ = data["effects"]["stiller"]["assessments"]
    first["judgements"] = {"laag": "licht_negatief", "hoog": "positief"}


def _twice_the_same(data: Data) -> None:
    _with_quantity("positief")(data)
    data["effects"]["heg"]["quantity"] = QUANTITY


def _opposite(data: Data) -> None:
    """The noise falls, which is better; a reason for the judgement does not make it fit."""
    _with_quantity("negatief")(data)
    data["effects"]["stiller"]["argument"] = "Het is nu eenmaal zo."


def _worse_mitigated(data: Data) -> None:
    data["effects"]["heg"]["mitigation"] = {
        "measure": "Klimop.",
        "judgements": {"laag": "neutraal", "hoog": "zeer_negatief"},
    }


CASES: dict[str, tuple[Callable[[Data], object], str]] = {
    "geen_referentie": (lambda data: data.pop("reference"), "reference"),
    "een_alternatief": (_one_alternative, "alternatives"),
    "geen_later": (lambda data: _dimension(data, "heg"), "effects"),
    "geen_elders": (lambda data: _dimension(data, "blik"), "effects"),
    "hoeveelheid_zonder_regio": (_with_quantity_elsewhere(), "effects.blik.regions"),
    "geen_bewijs_tegen": (_for_all(evidence=[{"kind": "data", "title": "Meting", "year": 2022}]), "effects"),
    "geen_groepen": (_for_all(gains=[], loses=[]), "effects"),
    "geen_negatief_effect": (_all_positive, "effects"),
    "een_beoordelaar": (lambda data: data["effects"]["heg"]["assessments"].pop(), "effects"),
    "thema_niet_onderzocht": (_for_all(theme="ruimte"), "effects"),
    "alternatief_niet_beoordeeld": (_gap, "effects.stiller.assessments"),
    "scenario_niet_beoordeeld": (_scenario_missing, "effects.stiller.assessments"),
    "mitigatie_zonder_oordeel": (_mitigation_alone, "effects.heg.mitigation.judgements.hoog"),
    "zeer_negatief_zonder_mitigatie": (lambda data: _judge(data, "heg", "zeer_negatief"), "effects.heg.mitigation"),
    "oordeel_zonder_bewijs": (_stiller(evidence=[]), "effects.stiller.evidence"),
    "groepen_bij_wisselend_teken": (_sometimes, "effects.stiller.loses"),
    "spreiding_beoordelaars": (_divided, "effects.stiller.assessments"),
    "machinevoorstel_onbevestigd": (_stiller(machine_proposed=True), "effects.stiller.reviewer"),
    "bewijs_zonder_jaar": (_stiller(evidence=[{"kind": "data", "title": "Meting"}]), "effects.stiller.evidence.1.year"),
    "indicator_van_ander_thema": (_stiller(indicator="groen"), "effects.stiller.indicator"),
    "richting_betwist": (_stiller(indicator="inwoners"), "effects.stiller.indicator"),
    "voorgesteld_oordeel": (_with_quantity(None), "effects.stiller.judgements"),
    "oordeel_wijkt_af": (_with_quantity("zeer_positief"), "effects.stiller.argument"),
    "oordeel_tegengesteld": (_opposite, "effects.stiller.quantity"),
    "mitigatie_verslechtert": (_worse_mitigated, "effects.heg.mitigation.judgements.hoog"),
    "tekst_van_het_sjabloon": (_stiller(title="Voorbeeld: het wordt stiller"), "effects.stiller.title"),
    "indicator_dubbel": (_twice_the_same, "effects.stiller.quantity"),
}


def _checks(
    project_of: Any, context_of: Any, tree: Tree, change: Any = lambda data: None, **context: Any
) -> list[Check]:
    return list(review_project(project_of(change), tree, context_of(**{"series": CALM, **context})).checks)


def test_the_clean_project_raises_no_remark(project_of: Any, context_of: Any, tree: Tree) -> None:
    assert _checks(project_of, context_of, tree) == []


@pytest.mark.parametrize("code", CASES)
def test_a_remark_is_raised_at_its_place(project_of: Any, context_of: Any, tree: Tree, code: str) -> None:
    change, place = CASES[code]
    found = _checks(project_of, context_of, tree, change)
    assert (code, place) in [(each.code, each.place) for each in found]


NEGATIVES: dict[str, Callable[[Data], object]] = {
    "machinevoorstel_onbevestigd": _stiller(machine_proposed=True, reviewer="Cor"),
    "oordeel_wijkt_af": _with_quantity("positief"),
    "voorgesteld_oordeel": _with_quantity("positief"),
    "hoeveelheid_zonder_cijfer": _with_quantity("positief"),
    "hoeveelheid_zonder_regio": _with_quantity_elsewhere(regions=["R7"]),
    "richting_betwist": _stiller(indicator="geluid"),
    "indicator_van_ander_thema": _stiller(indicator="geluid"),
    "zeer_negatief_zonder_mitigatie": _worst_mitigated,
    "groepen_bij_wisselend_teken": _sometimes_with_both,
    "indicator_dubbel": _with_quantity("positief"),
    "oordeel_tegengesteld": _with_quantity("zeer_positief"),
    "mitigatie_verslechtert": _worst_mitigated,
}


@pytest.mark.parametrize("code", NEGATIVES)
def test_a_remark_stays_away_when_it_is_mended(project_of: Any, context_of: Any, tree: Tree, code: str) -> None:
    assert code not in [each.code for each in _checks(project_of, context_of, tree, NEGATIVES[code])]


def test_a_mitigation_must_reach_every_very_negative_alternative(project_of: Any, context_of: Any, tree: Tree) -> None:
    (check,) = _checks(project_of, context_of, tree, _half_mitigated)
    assert (check.code, check.place) == ("zeer_negatief_zonder_mitigatie", "effects.heg.mitigation")
    assert "in ‘Hoog’" in check.nl


def test_a_proposal_of_the_program_is_no_assessor(project_of: Any, context_of: Any, tree: Tree) -> None:
    found = _checks(project_of, context_of, tree, _with_quantity(None))
    assert "voorgesteld_oordeel" in [each.code for each in found]
    assert "een_beoordelaar" not in [each.code for each in found]


def test_a_deviation_with_an_argument_is_fine(project_of: Any, context_of: Any, tree: Tree) -> None:
    def change(data: Data) -> None:
        _with_quantity("zeer_positief")(data)
        data["effects"]["stiller"]["argument"] = "Het verkeer valt ook weg."

    assert _checks(project_of, context_of, tree, change) == []


def test_a_quantity_in_a_region_without_figure(project_of: Any, context_of: Any, tree: Tree) -> None:
    series = {"2022": {**CALM["2022"], "geluid": [None, *CALM["2022"]["geluid"][1:]]}}
    found = _checks(project_of, context_of, tree, _with_quantity("positief"), series=series)
    places = {each.code: each.place for each in found}
    assert places == {"hoeveelheid_zonder_cijfer": "effects.stiller.quantity", "lage_dekking": "region"}


@pytest.mark.parametrize(("noise", "codes"), [(50.0, ["einde_van_de_schaal"]), (51.0, []), (52.0, [])])
def test_a_change_past_the_end_of_the_scale(
    project_of: Any, context_of: Any, tree: Tree, noise: float, codes: list[str]
) -> None:
    """The ruler ends at 50 dB; the project takes away one."""
    series = {"2022": {**CALM["2022"], "geluid": [noise, *CALM["2022"]["geluid"][1:]]}}
    found = _checks(project_of, context_of, tree, _with_quantity("positief"), series=series)
    assert [each.code for each in found] == codes


@pytest.mark.parametrize(
    ("judged", "place"),
    [
        ({"judgements": {"laag": "positief"}}, "judgements.hoog"),
        ({"quantity": {**QUANTITY, "changes": {"laag": QUANTITY["changes"]["laag"]}}}, "judgements"),
    ],
)
def test_a_gap_is_mended_where_the_judgement_belongs(
    project_of: Any, context_of: Any, tree: Tree, judged: Data, place: str
) -> None:
    def change(data: Data) -> None:
        del data["effects"]["stiller"]["assessments"]
        data["effects"]["stiller"].update(judged)

    gaps = [each for each in _checks(project_of, context_of, tree, change) if each.code.endswith("niet_beoordeeld")]
    assert [each.place for each in gaps] == [f"effects.stiller.{place}"]


@pytest.mark.parametrize("code", CASES)
def test_a_place_is_a_key_that_exists_or_can_be_added(project_of: Any, context_of: Any, tree: Tree, code: str) -> None:
    data: Data = {}

    def change(found: Data) -> None:
        CASES[code][0](found)
        data.update(found)

    for check in _checks(project_of, context_of, tree, change):
        *parents, last = check.place.split(".")
        here: Any = data
        for key in parents:
            here = here[int(key) - 1] if isinstance(here, list) else here[key]
        assert last in here or isinstance(here, dict)


def test_low_coverage_counts_the_figures(project_of: Any, context_of: Any, tree: Tree) -> None:
    series = {"2022": {**CALM["2022"], "groen": [None, *CALM["2022"]["groen"][1:]]}}
    (check,) = _checks(project_of, context_of, tree, series=series)
    assert check == Check(
        "lage_dekking",
        "Thema ‘Ruimte’ heeft te weinig cijfers voor een score: 0 van 1.",
        "Theme ‘Space’ has too few figures for a score: 0 of 1.",
        "region",
    )


def test_stale_figures_are_named_per_theme(project_of: Any, context_of: Any, tree: Tree) -> None:
    found = [each for each in _checks(project_of, context_of, tree, year=2033) if each.code == "cijfer_verouderd"]
    assert [each.nl for each in found] == [
        "Bij thema ‘Rust’ zijn cijfers ouder dan 10 jaar: Geluid.",
        "Bij thema ‘Ruimte’ zijn cijfers ouder dan 10 jaar: Groen.",
    ]
    fresh = _checks(project_of, context_of, tree, year=2032)
    assert "cijfer_verouderd" not in [each.code for each in fresh]


def test_a_contested_polarity_is_asked_about(project_of: Any, context_of: Any, tree: Tree) -> None:
    contested = tree.indicators["geluid"].model_copy(
        update={"polarity_note": DutchText(nl="Stil is niet altijd goed.")}
    )
    spoiled = tree.model_copy(update={"indicators": {**tree.indicators, "geluid": contested}})
    (check,) = _checks(project_of, context_of, spoiled, _stiller(indicator="geluid"))
    assert check.code == "richting_betwist"


def test_every_sentence_is_tested_and_filled_in_both_languages(project_of: Any, context_of: Any, tree: Tree) -> None:
    elsewhere = {"einde_van_de_schaal", "hoeveelheid_zonder_cijfer", "lage_dekking", "cijfer_verouderd"}
    assert CASES.keys() | elsewhere == SENTENCES.keys()
    for change, _ in CASES.values():
        for check in _checks(project_of, context_of, tree, change):
            assert not re.search(r"[{}]|None|Label\(|Text\(", check.nl + check.en)
            assert check.nl != check.en


def test_labels_in_a_sentence_follow_its_language(project_of: Any, context_of: Any, tree: Tree) -> None:
    (check,) = _checks(project_of, context_of, tree, _with_quantity("zeer_positief"))
    for language in ("nl", "en"):
        sentence = getattr(check, language)
        assert all(f"‘{getattr(JUDGEMENTS[each], language)}’" in sentence for each in ("zeer_positief", "positief"))


def test_a_remark_as_plain_data_speaks_the_readers_language(project_of: Any, context_of: Any, tree: Tree) -> None:
    (check,) = _checks(project_of, context_of, tree, CASES["geen_referentie"][0])
    assert check.as_dict()["message"] == check.nl
    with speaking("en"):
        assert check.as_dict()["message"] == check.en
    assert check.as_dict().keys() == {"code", "message", "nl", "en", "place"}
