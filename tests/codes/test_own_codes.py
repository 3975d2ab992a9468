"""A study's own codes: read strictly, used by the coder, part of its version."""

from dataclasses import replace
from pathlib import Path

import pytest

from detente.codes import read_codes, with_codes
from detente.codes.own import OwnCodes
from detente.coding.coder import FastCoder, code_document
from detente.dates import day_number
from detente.documents import read_document
from detente.errors import CodingFault
from detente.ontology import OwnType
from detente.register import default_register

OWN = """
codebook:
  BORDER_TALKS: {type: CONSULT, definition: Talks on where the border runs., tone: cooperation, intensity: 2.5}
  DAM_AID: {type: AID, definition: Help in building dams.}
aliases:
  - {name: Lotus Kingdom, kind: state, state: CHN, from: 1949, to: 1990}
persons:
  - {id: ivan-petrov, name: Ivan Petrov, surname: Petrov, state: RUS, offices: [{role: envoy, from: 1955, to: 1960}]}
organisations:
  - {id: river-board, name: Amur River Board, from: 1950, members: [{state: RUS, from: 1950}, {state: CHN, from: 1951, to: 1960}]}
not_names: [China Clay]
classes: {dams: [dam, barrage]}
roles: {people: [surveyor]}
verbs:
  - {id: survey, type: BORDER_TALKS, reciprocal: true, target: [with], words: [survey]}
  - {id: build_dam, words: [build], target: [for, in], by_object: {dams: DAM_AID}}
  - {id: ferry, words: [give], target: [to], by_word: {ferry: DAM_AID}}
  - {id: calm, type: none, words: [criticise]}
nouns:
  - {id: palaver, type: BORDER_TALKS, reciprocal: true, source: [between, of], target: [with, between], words: [palaver]}
"""


def codes(tmp_path, text=OWN, name="own.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def coder(tmp_path_factory):
    return with_codes(FastCoder(), read_codes([codes(tmp_path_factory.mktemp("own"))]))


def coded(coder, tmp_path, text):
    path = tmp_path / "t.txt"
    path.write_text(text, encoding="utf-8")
    document = read_document(path)
    return code_document(document, coder=coder).events


@pytest.mark.parametrize(
    ("sentence", "type_", "own", "intensity"),
    [
        ("In 1955 China and Russia surveyed the valley.", "CONSULT", "BORDER_TALKS", 2.5),
        ("In 1957 the Soviet Union built a dam for China.", "AID", "DAM_AID", 10.0),
        ("Russia gave China a ferry.", "AID", "DAM_AID", 10.0),
        ("The palaver between China and the Soviet Union took place in 1960.", "CONSULT", "BORDER_TALKS", 2.5),
        ("In 1961 China accused the Soviet Union of betrayal.", "ACCUSE", None, -3.0),
    ],
)
def test_an_own_type_stands_beside_the_plover_type(coder, tmp_path, sentence, type_, own, intensity):
    (event,) = coded(coder, tmp_path, sentence)
    assert (event.event_type, event.own_type, event.intensity) == (type_, own, intensity)
    assert {event.source.state, event.target.state} == {"CHN", "RUS"}


def test_the_package_still_reads_what_an_own_frame_leaves_open(coder, tmp_path):
    (event,) = coded(coder, tmp_path, "Russia gave China a loan.")
    assert (event.event_type, event.own_type, event.rule) == ("AID", None, "verb:give:give+loan")


def test_a_frame_of_no_event_silences_its_word_for_the_study_alone(coder, tmp_path):
    sentence = "In 1961 China criticised the Soviet Union."
    assert coded(coder, tmp_path, sentence) == ()
    assert len(coded(FastCoder(), tmp_path, sentence)) == 1


def test_a_deed_that_is_only_planned_is_a_promise_and_has_no_own_type(coder, tmp_path):
    (event,) = coded(coder, tmp_path, "The Soviet Union will build a dam for China.")
    assert (event.event_type, event.own_type, event.modality) == ("AGREE", None, "planned")


def test_own_names_persons_and_organisations_are_actors_at_their_time(coder, tmp_path):
    (event,) = coded(coder, tmp_path, "In 1956 Ivan Petrov accused the Lotus Kingdom of treason.")
    assert (event.source.name, event.source.state, event.target.state) == ("Ivan Petrov", "RUS", "CHN")
    (event,) = coded(coder, tmp_path, "In 1959 China accused the Amur River Board of theft.")
    assert (event.target.name, event.target.state) == ("Amur River Board", None)
    assert coder.register.members("river-board", day_number(1955)) == ("RUS", "CHN")
    assert coder.register.members("river-board", day_number(1965)) == ("RUS",)
    assert coder.register.office_of("ivan-petrov", day_number(1957)).role == "envoy"
    assert coder.register.office_of("ivan-petrov", day_number(1961)) is None
    assert coder.register.find_names("China Clay") == ()


def test_an_own_sense_goes_before_the_registers_within_its_dates(tmp_path):
    text = "aliases: [{name: Georgia, kind: state, state: USA, from: 1992, to: 1993}]"
    register = read_codes([codes(tmp_path, text)]).register(default_register())
    assert register.state_of("Georgia", on=day_number(1992, 6)).code == "USA"
    assert register.state_of("Georgia", on=day_number(2001)).code == "GRG"


def test_other_codes_are_another_coder_and_none_are_the_same(tmp_path, coder):
    plain = FastCoder()
    moved = with_codes(FastCoder(), read_codes([codes(tmp_path, name="elsewhere.yaml")]))
    changed = with_codes(FastCoder(), read_codes([codes(tmp_path, OWN.replace("2.5", "3"))]))
    assert len({plain.version, coder.version, changed.version}) == 3
    assert moved.version == coder.version
    assert with_codes(plain, read_codes([])) is plain


def test_the_own_type_is_part_of_what_an_event_says(coder, tmp_path):
    from detente.coding.ids import event_id

    (event,) = coded(coder, tmp_path, "In 1955 China and Russia surveyed the valley.")
    assert event_id(event) == event.event_id != event_id(replace(event, own_type=None))


def test_a_coder_without_register_and_lexicon_takes_no_codes(tmp_path):
    with pytest.raises(CodingFault, match="D543"):
        with_codes(object(), read_codes([codes(tmp_path)]))


def test_the_score_of_an_own_type_is_its_own_or_plovers():
    kind = OwnType(name="X", event_type="AID", definition="x", tone="cooperation")
    assert (kind.score, replace(kind, intensity=1.5).score) == (10.0, 1.5)


def test_types_of_one_file_are_known_in_another(tmp_path):
    files = [codes(tmp_path, "verbs: [{id: a, type: MINE, words: [survey]}]", "a.yaml")]
    files.append(codes(tmp_path, "codebook: {MINE: {type: AID, definition: d}}", "b.yaml"))
    assert [kind.name for kind in read_codes(files).codebook] == ["MINE"]
    assert read_codes([]) == OwnCodes()


REFUSED = {
    "codebok: {}": ("542", 1, "codebok"),
    "\naliases:\n  - {name: X, state: ZZZ}": ("542", 3, "ZZZ"),
    "aliases:\n  - {name: X, kind: river, state: CHN}": ("542", 2, "river"),
    "aliases:\n  - {name: X, state: CHN, from: 1960, to: 1950}": ("542", 2, "ends before it starts"),
    "aliases:\n  - {name: X, state: CHN, from: 1960-13}": ("542", 2, "no date"),
    "aliases:\n  - {name: '', state: CHN}": ("542", 2, "wanted here"),
    "aliases:\n  - {name: X}": ("542", 2, "'state' is missing"),
    "aliases: X": ("542", 1, "a list is wanted"),
    "codebook:\n  X: {type: TALK, definition: d}": ("542", 2, "TALK"),
    "codebook:\n  X: {type: AID, definition: d, tone: conflict}": ("542", 2, "cooperation"),
    "codebook:\n  X: {type: AID, definition: d, intensity: -4}": ("542", 2, "cooperation"),
    "codebook:\n  X: {type: AID, definition: d, intensity: 11}": ("542", 2, "no number"),
    "codebook:\n  X: {type: AID, definition: d, mode: visit}": ("542", 2, "visit"),
    "codebook:\n  AID: {type: AID, definition: d}": ("542", 2, "PLOVER"),
    "verbs:\n  - {id: a, words: [run], type: MINE}": ("542", 2, "MINE"),
    "verbs:\n  - {id: a, words: [run], by_object: {unicorn: AID}}": ("542", 2, "unicorn"),
    "verbs:\n  - {id: a, words: [run]}": ("542", 2, "gives no type"),
    "verbs:\n  - {id: a, words: [], type: AID}": ("542", 2, "the list is empty"),
    "verbs:\n  - {id: a, words: [run], type: AID, reciprocal: maybe}": ("542", 2, "neither true nor false"),
    "verbs:\n  - {id: a, words: [run], type: AID, needs: luck}": ("542", 2, "luck"),
    "nouns:\n  - {id: a, words: [run], type: AID, by_object: {aid: AID}}": ("542", 2, "by_object"),
    "roles:\n  wizard: [mage]": ("542", 2, "wizard"),
    "persons:\n  - {id: a, name: A B, state: RUS, offices: []}": ("542", 2, "no office"),
    "organisations:\n  - {id: a, name: A, members: [{state: XXX}]}": ("542", 2, "XXX"),
    "a: 1\na: 2": ("541", 2, "twice"),
    "a: &x [1]\nb: *x": ("541", 1, "alias"),
    "a: [1": ("541", 1, ""),
    "\ta: 1": ("541", 1, ""),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.items(), ids=lambda value: value if isinstance(value, str) else "")
def test_what_cannot_be_used_is_refused_with_its_file_and_line(tmp_path, text, expected):
    number, line, words = expected
    with pytest.raises(CodingFault) as refused:
        read_codes([codes(tmp_path, text)])
    assert (str(refused.value.number), refused.value.where.file, refused.value.where.line) == (number, "own.yaml", line)
    assert words in refused.value.what and refused.value.todo


def test_words_are_read_as_they_are_written(tmp_path):
    """YAML would make `on` and `no` true and false."""
    own = read_codes([codes(tmp_path, "verbs: [{id: a, type: AID, words: [call_on], target: [on, no]}]")])
    assert own.frames[0].value.row["target"] == ["on", "no"]


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    with pytest.raises(CodingFault, match="D540"):
        read_codes([tmp_path / "none.yaml"])
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CodingFault, match="D540"):
        read_codes([tmp_path / "bytes.yaml"])
    (tmp_path / "deep.yaml").write_text("[" * 5000, encoding="utf-8")
    with pytest.raises(CodingFault, match="D541"):
        read_codes([tmp_path / "deep.yaml"])


def test_two_files_of_one_name_are_told_apart_by_their_folder(tmp_path):
    paths = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        paths.append(codes(tmp_path / folder, "roles: {people: [weaver]}"))
    paths[1].write_text("nonsense: 1", encoding="utf-8")
    with pytest.raises(CodingFault) as refused:
        read_codes(paths)
    assert refused.value.where.file == str(Path("b") / "own.yaml")
