"""Dictionaries of TABARI and PETRARCH: what can be said becomes own codes, the rest is named by line with its reason."""

import os
from pathlib import Path

import pytest
import yaml

from detente.codes import import_dictionaries, lint_codes, read_codes, with_codes
from detente.codes.actor_dictionary import spelled
from detente.coding.coder import FastCoder, code_document
from detente.dates import day_number
from detente.documents import read_document
from detente.errors import CodingFault
from detente.ontology import cameo_codes, cameo_to_plover

VERBS = """<!-- made up,
in the grammar of PETRARCH -->
&MONEY
+DOLLARS
+GOLD_COINS
+&METAL
&METAL
+SILVER
####### VERB PATTERNS #######
--- ASK [020] ---
ASK   # a note
GRILL [110]
QUERY {QUERYING QUERIES QUERIED }
+ASK_FOR {+ASKED_FOR} [020]
+ASK_PRETTY_PLEASE [020]
- * LOANS [0211]   # ASK
- * &MONEY [0231]
- * {FINANCIAL AID} [0231]
- * (FOR TALKS) [026]
- * ^ TALKS [026]
- SAID * TRUCE [020]
- * AMBASSADOR $ [020]
- * OFF_MEETING [164]
- * OFF [160]
- * LOANS [0213]
- * HAPPILY [020]
- * WITH % [031:031]
- * FOR PEACE [026]
- * WEATHER [---]
- * TREATY [042:043]
- * PARDON [:173]
- * VIEWS [010]
- * BOMBS [904]
- * &NOSUCH [020]
- $ * + [020]
- VERB IS MISSING [020]
--- MUTTER [010] ---
MUTTER
- * THREATS + [130]
~ odd line [010]
"""
OUTCOMES = {
    4: ("kept", ""),
    5: ("refused", "last word alone"),
    6: ("kept", ""),
    8: ("kept", ""),
    11: ("kept", ""),
    12: ("kept", ""),
    13: ("kept", ""),
    14: ("kept", ""),
    15: ("refused", "one particle"),
    16: ("kept", ""),
    17: ("kept", ""),
    18: ("refused", "last word alone"),
    19: ("refused", "prepositional phrase"),
    20: ("refused", "beside the object"),
    21: ("refused", "'SAID' stands before the verb"),
    22: ("refused", "'$' stands beside"),
    23: ("kept", ""),
    24: ("kept", ""),
    25: ("refused", "another code"),
    26: ("refused", "never a noun"),
    27: ("kept", ""),
    28: ("refused", "after a preposition"),
    29: ("kept", ""),
    30: ("refused", "two codes"),
    31: ("refused", "other direction"),
    32: ("refused", "statement"),
    33: ("refused", "no CAMEO code"),
    34: ("refused", "no synset 'NOSUCH'"),
    35: ("refused", "no more than the verb"),
    36: ("refused", "not once"),
    38: ("refused", "statement"),
    39: ("kept", ""),
    40: ("refused", "not read"),
}
ACTORS = """<!-- made up -->
RUSSIA  [RUS]
+MUSCOVY_REALM
;GREAT_BEAR_STATE
; a remark of the coder
RIVER_PALACE  [RUSGOV] # note
PYOTR_VASSILYEV [RUS]
+P.V._VASSILYEV
	[RUSELI <910101]
	[RUSGOV 19911227 - 19951231]
	[RUSMIL >960101]
	[--- <800101]
	[RUSGOV 19991341-20000101]
LAKE_COUNCIL [IGOLKC]
+LAKES_BOARD
SHADOWY_BAND [RUSREB]
MORDOR [MOR]
NAMELESS
UNITED_NATIONS [IGOUNO]
TWO_WAYS [RUS] [CHN]
NOBODY_AT_ALL [---]
INTERPOL [IGOITP]
+WORLD_POLICE_OFFICE
"""
AGENTS = """!PERSON! = MAN, WOMAN
COLONEL {COLONELS} [~MIL]
ALDER!PERSON! [~LEG]
BANKER [~BUS]
PRIME_MINISTER [~GOV]
MINISTER [~GOV]
BANDIT [~CRM]
X!NOBODY! [~GOV]
"""


def made(tmp_path, **texts):
    paths = []
    for name, text in texts.items():
        paths.append(tmp_path / f"{name}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    return import_dictionaries(paths)


def written(tmp_path, imported):
    path = tmp_path / "imported.yaml"
    path.write_text(imported.text, encoding="utf-8")
    return path


def test_every_line_of_a_verb_dictionary_is_accounted_for(tmp_path):
    imported = made(tmp_path, verbs=VERBS)
    told = {entry.line: (entry.outcome, entry.reason) for entry in imported.entries}
    assert told.keys() == OUTCOMES.keys() and len(imported.entries) == len(OUTCOMES)
    assert not {line: told[line] for line, (outcome, words) in OUTCOMES.items() if told[line][0] != outcome or words not in told[line][1]}
    refused = sum(outcome == "refused" for outcome, _ in OUTCOMES.values())
    assert imported.counts == {"read": len(OUTCOMES), "kept": len(OUTCOMES) - refused, "known": 0, "refused": refused}


@pytest.mark.parametrize("line", ["&MONEY\n+", "&MONEY\n+_", "_ [020]", "{ [020]", "+ [020]", "[020]", "- * + [020]"])
def test_a_line_without_a_word_is_accounted_for(tmp_path, line):
    imported = made(tmp_path, verbs=f"--- ASK [020] ---\nASK\n{line}\n--- GRILL [110] ---\nGRILL\n")
    assert [entry.outcome for entry in imported.entries if entry.reason] and imported.counts["kept"] >= 1


def test_codes_become_own_types_by_the_map_of_cameo_to_plover(tmp_path):
    own = read_codes([written(tmp_path, made(tmp_path, verbs=VERBS))])
    codes = ["020", "110", "0211", "0231", "0213", "164", "160", "031", "130"]
    assert {kind.name for kind in own.codebook} == {f"CAMEO_{code}" for code in codes}
    for kind in own.codebook:
        plover = cameo_to_plover(kind.name.removeprefix("CAMEO_"))
        assert (kind.event_type, kind.mode) == (plover.event_type, plover.mode)
    assert {kind.name: kind.intensity for kind in own.codebook}["CAMEO_130"] == cameo_codes()["130"].goldstein
    asked = next(kind for kind in own.codebook if kind.name == "CAMEO_020")
    assert asked.intensity is None and "3" in asked.definition, "a weight of the other side is told, not taken"


@pytest.mark.parametrize(
    ("sentence", "own", "type_"),
    [
        ("China queried the Soviet Union.", "CAMEO_020", "REQUEST"),
        ("China grilled the Soviet Union.", "CAMEO_110", "ACCUSE"),
        ("China muttered threats against the Soviet Union.", "CAMEO_130", "THREATEN"),
        ("China queried Soviet dollars.", "CAMEO_0231", "REQUEST"),
    ],
)
def test_what_was_imported_codes_sentences(tmp_path, sentence, own, type_):
    coder = with_codes(FastCoder(), read_codes([written(tmp_path, made(tmp_path, verbs=VERBS))]))
    (tmp_path / "t.txt").write_text(sentence, encoding="utf-8")
    (event,) = code_document(read_document(tmp_path / "t.txt"), coder=coder).events
    assert (event.own_type, event.event_type) == (own, type_)
    assert (event.source.state, event.target.state) == ("CHN", "RUS")


def test_an_actor_dictionary_gives_aliases_persons_and_organisations(tmp_path):
    imported = made(tmp_path, actors=ACTORS)
    own = read_codes([written(tmp_path, imported)])
    named = {(entry.value.name, entry.value.kind, entry.value.ref) for entry in own.entries if entry.value.kind != "leader"}
    assert named == {
        ("Muscovy Realm", "state", "RUS"),
        ("Great Bear State", "state", "RUS"),
        ("River Palace", "metonym", "RUS"),
        ("Lake Council", "organisation", "lake-council-14"),
        ("Lakes Board", "organisation", "lake-council-14"),
    }
    (person,) = (each.value for each in own.persons)
    assert (person.name, person.names) == ("Pyotr Vassilyev", ("Pyotr Vassilyev", "P.V. Vassilyev"))
    assert [(office.role, office.start, office.end) for office in person.offices] == [
        ("statesman", day_number(1991, 12, 27), day_number(1995, 12, 31)),
        ("commander", day_number(1996), None),
    ]


def test_what_an_actor_dictionary_says_beyond_that_is_named(tmp_path):
    told = {(entry.line, entry.outcome): entry.reason for entry in made(tmp_path, actors=ACTORS).entries}
    assert (2, "known") in told and (19, "known") in told
    for line, words in {
        7: "all other times",
        9: "no official",
        12: "no code",
        13: "no such day",
        16: "alias",
        17: "no state has these ISO letters",
        18: "no code",
        20: "several codes",
        21: "no code",
        23: "another name of what the register has as 'Interpol'",
    }.items():
        assert words in told[line, "refused"], line


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("UNITED_STATES_OF_AMERICA", "United States of America"),
        ("U.S.", "U.S."),
        ("THE_PLO_OFFICE", "THE PLO Office"),
        ("AL-QAEDA", "Al-Qaeda"),
        ("NKVD", "NKVD"),
    ],
)
def test_names_in_capitals_are_spelled_as_prose_does(name, expected):
    assert spelled(name) == expected


def test_short_names_of_persons_are_no_abbreviations():
    assert (spelled("KIM_IL_SUNG", person=True), spelled("P.V._NG", person=True)) == ("Kim Il Sung", "P.V. NG")


def test_agents_become_nouns_that_stand_for_a_state(tmp_path):
    imported = made(tmp_path, agents=AGENTS)
    assert [(entry.line, entry.outcome) for entry in imported.entries] == [
        (2, "kept"),
        (3, "kept"),
        (4, "kept"),
        (5, "refused"),
        (6, "known"),
        (7, "refused"),
        (8, "refused"),
    ]
    roles = yaml.safe_load(imported.text)["roles"]
    assert roles == {"armed forces": ["colonel"], "government": ["alderman", "alderwoman"], "people": ["banker"]}


@pytest.mark.parametrize(
    "text", ["code,name\n036,Meet\n010,Say\n999,None\n", "036\tMeet\n010\tSay\n999\tNone\n", "036: Meet\n010: Say\n999: None\n"]
)
def test_a_list_of_codes_names_the_types(tmp_path, text):
    imported = made(tmp_path, codes=text, verbs="--- DINE [036] ---\nDINE\n")
    assert [entry.outcome for entry in imported.entries] == ["kept", "refused", "refused", "kept"]
    (kind,) = read_codes([written(tmp_path, imported)]).codebook
    assert (kind.name, kind.definition, kind.event_type) == ("CAMEO_036", "CAMEO 036: Meet", "AGREE")


def test_what_is_imported_has_no_fault_and_is_the_same_each_time(tmp_path):
    imported = made(tmp_path, verbs=VERBS, actors=ACTORS, agents=AGENTS)
    assert lint_codes([written(tmp_path, imported)]) == []
    assert made(tmp_path, verbs=VERBS, actors=ACTORS, agents=AGENTS) == imported


def test_latin_letters_of_an_old_file_are_read(tmp_path):
    (tmp_path / "old.txt").write_bytes("CÔTE_ROUGE [CIV]\n".encode("latin-1"))
    assert "Côte Rouge" in import_dictionaries([tmp_path / "old.txt"]).text


def test_what_is_no_dictionary_is_refused(tmp_path):
    with pytest.raises(CodingFault, match="D544"):
        made(tmp_path, prose="Once upon a time.\n")
    with pytest.raises(CodingFault, match="D544"):
        made(tmp_path, empty="")
    with pytest.raises(CodingFault, match="D540"):
        import_dictionaries([tmp_path / "none.txt"])


@pytest.mark.data
def test_the_published_cameo_codes_are_all_known_but_statements(tmp_path):
    folder = os.environ.get("DETENTE_DATA")
    if not folder:
        pytest.skip("DETENTE_DATA is not set: the published code list is not here")
    imported = import_dictionaries([Path(folder) / "ontology" / "cameo_codes.csv"])
    refused = [entry for entry in imported.entries if entry.outcome == "refused"]
    assert len(imported.entries) > 300 and {entry.text[:2] for entry in refused} == {"01"}
    assert lint_codes([written(tmp_path, imported)]) == []


@pytest.mark.data
def test_published_dictionaries_import_without_a_fault(tmp_path):
    """Dictionaries of verbs, actors and agents as their makers publish them, put beside the other data by who has them."""
    folder = Path(os.environ.get("DETENTE_DATA", "")) / "dictionaries"
    paths = sorted(folder.glob("*.txt")) if os.environ.get("DETENTE_DATA") else []
    if not paths:
        pytest.skip("there are no dictionaries in DETENTE_DATA/dictionaries")
    for path in paths:
        imported = import_dictionaries([path])
        assert imported.counts["read"] > 0
        read_codes([written(tmp_path, imported)])
