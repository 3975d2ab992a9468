"""The linter: what can never take effect is found, with file and line; the package's own tables are clean."""

import re
from collections import Counter
from pathlib import Path

import pytest

from detente.codes import lint_built_in, lint_codes, read_codes
from detente.codes import words as words_module
from detente.coding.lexicon import default_lexicon

FOUND = {
    # doubles
    "verbs:\n  - {id: a, type: AID, words: [survey, survey]}": ("duplicate", 2, "twice in a"),
    "verbs:\n  - {id: a, type: AID, words: [survey]}\n  - {id: a, type: AID, words: [fish]}": ("duplicate", 3, "line 2 already"),
    "aliases:\n  - {name: Red Fort, state: CHN}\n  - {name: Red Fort, state: CHN}": ("duplicate", 3, "in line 2 already"),
    "aliases:\n  - {name: Red Fort, state: CHN}\n  - {name: Red Fort, state: IND}": ("duplicate", 3, "and so neither"),
    "aliases:\n  - {name: China, state: CHN, from: 1950}": ("duplicate", 2, "without the study's saying so"),
    "persons:\n  - {id: mao-zedong, name: X Y, state: CHN, offices: [{role: envoy, from: 1950}]}": ("duplicate", 2, "is taken"),
    "organisations:\n  - {id: un, name: Red League}": ("duplicate", 2, "'un' is taken"),
    "organisations:\n  - {id: lg, name: Red League, members: [{state: CHN, from: 1950}, {state: CHN, from: 1950}]}": (
        "duplicate",
        2,
        "stands there twice",
    ),
    "classes:\n  aid: [aid]": ("duplicate", 2, "has the class 'aid' without"),
    "roles:\n  people: [weaver]\n  leader: [weaver]": ("duplicate", 3, "has the role 'people' in line 2"),
    # what another always takes first
    "verbs:\n  - {id: a, type: SANCTION, words: [fish]}\n  - {id: b, type: AID, words: [fish]}": ("unreachable", 3, "a in line 2 takes it"),
    "verbs:\n  - {id: a, words: [fish], by_object: {aid: AID}}\n  - {id: b, words: [fish], by_object: {aid: AGREE}}": (
        "unreachable",
        3,
        "'fish' of b is never reached",
    ),
    "nouns:\n  - {id: a, type: AID, words: [palaver]}\n  - {id: b, words: [palaver], of_class: {aid: AID}}": (
        "unreachable",
        3,
        "a in line 2",
    ),
    # what no sentence brings
    "verbs:\n  - {id: a, type: AID, words: [lend_money]}": ("unreachable", 2, "'money' is no particle"),
    "verbs:\n  - {id: a, type: AID, words: [come_up_with]}": ("unreachable", 2, "one particle or preposition at most"),
    "verbs:\n  - {id: a, type: AID, words: [co-finance]}": ("unreachable", 2, "takes 'co-finance' apart"),
    "verbs:\n  - {id: a, type: AID, words: [attacked]}": ("unreachable", 2, "looks it up as 'attack'"),
    "verbs:\n  - {id: a, type: AID, words: [happiness]}": ("unreachable", 2, "never a verb"),
    "nouns:\n  - {id: a, type: AID, words: [quickly]}": ("unreachable", 2, "never a noun"),
    "nouns:\n  - {id: a, type: AID, words: [joint venture]}": ("unreachable", 2, "last word alone"),
    "classes:\n  - x": ("value", 2, "mapping"),
    "classes:\n  dams:\n    - hydro-dam": ("unreachable", 3, "apart"),
    "aliases:\n  - {name: the lotus land, state: CHN}": ("unreachable", 2, "begins with a capital"),
    "aliases:\n  - {name: Поднебесная, state: CHN}": ("unreachable", 2, "A to Z"),
    # dates
    "aliases:\n  - {name: Slovak Land, state: SLO, from: 1950, to: 1960}": ("dates", 2, "only from 1993-01-01"),
    "persons:\n  - {id: p, name: Jan Novak, offices: [{role: envoy, state: SLO, from: 1950, to: 1960}]}": (
        "dates",
        2,
        "'Jan Novak' as envoy SLO",
    ),
    "organisations:\n  - {id: lg, name: Red League, from: 1950, to: 1960, members: [{state: CHN, from: 1970}]}": (
        "dates",
        2,
        "when there is none",
    ),
    # what cannot be read at all
    "a: [1": ("syntax", 1, "not YAML"),
    "codebook:\n  X: {type: NONESUCH, definition: d}": ("unknown", 2, "NONESUCH"),
}


@pytest.mark.parametrize(("text", "expected"), FOUND.items(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_fault_is_found_where_it_stands(tmp_path, text, expected):
    check, line, words = expected
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    (problem,) = lint_codes([path])
    assert (problem.check, problem.file, problem.line, problem.note) == (check, "own.yaml", line, False)
    assert words in problem.what and problem.todo


NOTED = {
    "verbs:\n  - {id: a, type: ASSAULT, words: [invade]}": "tells ASSAULT without the study's saying so",
    "classes:\n  arms: [aid]": "changes its class from 'aid' to 'arms'",
    "roles:\n  people: [president]": "changes its role from 'leader' to 'people'",
    "persons:\n  - {id: other, name: Mao Zedong, state: CHN, offices: [{role: envoy, from: 1950}]}": "'Mao Zedong' is mao-zedong",
}


@pytest.mark.parametrize(("text", "words"), NOTED.items())
def test_what_differs_from_the_package_or_repeats_it_is_a_note(tmp_path, text, words):
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    (problem,) = lint_codes([path])
    assert problem.note and problem.line == 2 and words in problem.what


CLEAN = """
codebook: {RIVER_AID: {type: AID, definition: d}}
aliases: [{name: Red Fort, state: CHN, from: 1950, to: 1960}, {name: Red Fort, state: IND, from: 1970}]
verbs:
  - {id: a, type: RIVER_AID, words: [dredge, call_off, be_ready], target: [for]}
  - {id: b, words: [survey], by_object: {aid: AID}}
  - {id: c, type: CONSULT, words: [survey]}
  - {id: d, type: REQUEST, words: [prowl]}
  - {id: e, motion: true, words: [prowl]}
roles: {minister: [vice-consul]}
"""


def test_codes_that_take_effect_have_no_fault(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(CLEAN, encoding="utf-8")
    assert lint_codes([path]) == []
    assert lint_codes([]) == []


def test_the_example_of_the_documentation_has_no_fault(tmp_path):
    page = (Path(__file__).resolve().parents[2] / "docs" / "howto" / "own-codes.md").read_text(encoding="utf-8")
    path = tmp_path / "own.yaml"
    path.write_text(re.search(r"```yaml\n(.*?)```", page, re.DOTALL)[1], encoding="utf-8")
    assert lint_codes([path]) == []
    assert [kind.name for kind in read_codes([path]).codebook] == ["BORDER_TALKS"]


def test_one_broken_file_does_not_hide_the_faults_of_another(tmp_path):
    (tmp_path / "a.yaml").write_text("a: [1", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("nouns: [{id: a, type: AID, words: [quickly]}]", encoding="utf-8")
    assert [(each.file, each.check) for each in lint_codes([tmp_path / "a.yaml", tmp_path / "b.yaml"])] == [
        ("a.yaml", "syntax"),
        ("b.yaml", "unreachable"),
    ]


def test_the_packages_own_tables_have_notes_alone():
    found = lint_built_in()
    assert [each for each in found if not each.note] == []
    assert set(Counter(each.check for each in found)) <= {"dates"}


def test_the_linter_sees_a_fault_of_the_packages_own_predicates(monkeypatch):
    """Without this the test above could pass by reading nothing."""
    monkeypatch.setattr(words_module, "particles", frozenset)
    named = " ".join(each.what for each in lint_built_in() if not each.note)
    assert "'break_off' of stop" in named and "'side_with' of support" in named
    assert "break off" in default_lexicon().verbs
