import pytest

from detente.errors import CodingFault
from detente.ontology import (
    CONTEXTS,
    DOMAINS,
    EVENT_TYPES,
    ONTOLOGY_VERSION,
    context,
    contexts,
    describe,
    domain_of,
    event_type,
    event_types,
    mode_names,
    quad_class,
    score,
)

COOPERATIVE = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}
CONFLICTUAL = {"REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}


def test_the_sixteen_types_of_the_manual_and_no_other():
    assert set(EVENT_TYPES) == COOPERATIVE | CONFLICTUAL
    assert len(EVENT_TYPES) == 16


def test_a_type_is_cooperative_when_its_quad_class_is_one_or_two():
    assert {name for name in EVENT_TYPES if event_type(name).cooperative} == COOPERATIVE


@pytest.mark.parametrize(
    ("kind", "quad"),
    [("AGREE", 1), ("CONCEDE", 1), ("AID", 2), ("RETREAT", 2), ("REQUEST", 3), ("THREATEN", 3), ("PROTEST", 4), ("ASSAULT", 4)],
)
def test_quad_classes_follow_the_manual(kind, quad):
    assert quad_class(kind) == quad


def test_accuse_is_hostile_although_the_manual_prints_a_plus():
    assert score("ACCUSE") == -3
    assert all(mode.score < 0 for mode in event_type("ACCUSE").modes.values())


def test_sanction_is_material_conflict():
    assert quad_class("SANCTION") == 4
    assert score("SANCTION") == -6


@pytest.mark.parametrize(
    ("kind", "mode", "expected"),
    [
        ("CONSULT", None, 2.5),
        ("CONSULT", "visit", 4),
        ("CONSULT", "third-party", 1),
        ("REQUEST", "assist", 0.5),
        ("RETREAT", "disarm", 10),
        ("SANCTION", "expel", -5.5),
        ("ASSAULT", "unconventional", -10),
    ],
)
def test_scores_of_modes_are_the_published_ones(kind, mode, expected):
    assert score(kind, mode) == expected


def test_a_mode_without_a_published_score_takes_that_of_its_type():
    mode = event_type("ASSAULT").modes["massacre"]
    assert not mode.score_published
    assert score("ASSAULT", "massacre") == score("ASSAULT") == -9


def test_every_score_lies_within_ten_and_bears_the_sign_of_its_class():
    for kind in event_types().values():
        scores = [kind.score, *(mode.score for mode in kind.modes.values())]
        assert all(-10 <= value <= 10 for value in scores)
        if kind.name != "REQUEST":
            assert all((value > 0) == kind.cooperative for value in scores), kind.name


def test_unknown_type_mode_and_context_are_refused_by_number():
    with pytest.raises(CodingFault, match="D590") as unknown_type:
        score("FIGHT")
    assert "ASSAULT" in str(unknown_type.value)
    with pytest.raises(CodingFault, match=r"D591: .visit. is not a mode of AGREE"):
        score("AGREE", "visit")
    with pytest.raises(CodingFault, match="D592"):
        domain_of("weather")


def test_modes_keep_the_order_of_the_list():
    assert mode_names("CONSULT") == ("visit", "third-party", "multilateral", "phone")
    assert mode_names("AID") == ()


def test_the_37_contexts_of_plover_are_kept_and_four_added():
    added = {name for name in CONTEXTS if context(name).added}
    assert added == {"ideology", "status", "culture", "education"}
    assert len(CONTEXTS) - len(added) == 37


def test_an_added_context_gives_its_reason_and_a_full_definition():
    for entry in contexts().values():
        assert bool(entry.why) == entry.added
        assert (entry.plover_name is None) == entry.added
    assert len(context("ideology").definition.split()) > 30


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("military", "security"),
        ("intelligence", "security"),
        ("cbrn", "security"),
        ("terrorism", "security"),
        ("cyber", "security"),
        ("economic", "economy"),
        ("resource", "economy"),
        ("natural_resource", "economy"),
        ("diplomatic", "diplomacy"),
        ("ideology", "ideology"),
        ("territory", "territory"),
        ("technology", "technology"),
        ("culture", "culture"),
        ("education", "culture"),
        ("status", "status"),
        ("election", "politics"),
        ("migration", "society"),
    ],
)
def test_each_context_is_counted_under_one_heading(name, domain):
    assert domain_of(name) == domain


def test_every_heading_has_a_context_and_every_context_a_known_heading():
    assert {entry.domain for entry in contexts().values()} == set(DOMAINS)


def test_definitions_are_sentences():
    definitions = [entry.definition for entry in contexts().values()]
    definitions += [kind.definition for kind in event_types().values()]
    definitions += [mode.definition for kind in event_types().values() for mode in kind.modes.values()]
    assert all(text[0].isupper() and text.endswith(".") for text in definitions)


def test_description_names_every_type_mode_and_context():
    text = describe()
    assert ONTOLOGY_VERSION in text
    assert all(f"### {name} (" in text for name in EVENT_TYPES)
    assert all(f"- `{name}`" in text for name in CONTEXTS)
    assert "- `massacre` (-9, the type's):" in text
    assert "- `resource` (PLOVER's `natural_resource`):" in text
