"""The lexicon of predicates says only what it can mean."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from typing import Any

import pytest
import yaml

from detente.coding.contexts import context_words
from detente.coding.lexicon import default_lexicon, read_lexicon
from detente.errors import CodingFault
from detente.ontology import CONTEXTS, EVENT_TYPES, mode_names

TEXT = files("detente.data").joinpath("predicates.yaml").read_text(encoding="utf-8")
DATA: dict[str, Any] = yaml.safe_load(TEXT)
FRAMES = [(key, row) for part, key in (("verbs", "by_object"), ("nouns", "of_class")) for row in DATA[part]]
KNOWN = {*EVENT_TYPES, "none"}
KEYS = {"id", "type", "mode", "words", "source", "target", "needs", "reciprocal", "motion", "bare", "intransitive", "by_object", "of_class"}


@pytest.mark.parametrize(("key", "row"), FRAMES, ids=lambda value: value["id"] if isinstance(value, dict) else "")
def test_a_frame_names_known_types_modes_classes_and_no_word_twice(key: str, row: dict[str, Any]) -> None:
    assert set(row) <= KEYS
    assert {row.get("type", "none"), row.get("bare", "none"), row.get("intransitive", "none"), *row.get(key, {}).values()} <= KNOWN
    assert row.get("mode") is None or row["mode"] in mode_names(row["type"])
    assert row.get("needs", "") in {"", "target", "object", "two", "dated", "person", "active"}
    assert not [word for word, times in Counter(row["words"]).items() if times > 1]
    assert set(row.get(key, {})) <= set(DATA["classes"])


def test_frames_have_ids_of_their_own() -> None:
    names = [(key, row["id"]) for key, row in FRAMES]
    assert len(set(names)) == len(names)


def test_every_word_is_text() -> None:
    """YAML reads a bare `on` or `no` as true or false."""
    for _, row in FRAMES:
        assert all(isinstance(word, str) for word in (*row["words"], *row.get("target", []))), row["id"]
    assert all(isinstance(word, str) for words in DATA["classes"].values() for word in words)


def test_the_object_decides_what_a_general_verb_means() -> None:
    frames = {frame.frame_id: frame for frame in default_lexicon().verbs["withdraw"]}
    assert frames["withdraw"].type_for("diplomat") == "SANCTION"
    assert frames["withdraw"].type_for("forces") == "RETREAT"
    assert frames["withdraw"].type_for(None) is None


def test_words_of_contexts_stand_for_contexts_there_are() -> None:
    assert {context for contexts in context_words().values() for context in contexts} <= set(CONTEXTS)


def test_a_lexicon_that_lacks_a_part_is_refused() -> None:
    with pytest.raises(CodingFault, match="D501"):
        read_lexicon("verbs: []\nnouns: []\n")


def test_the_version_changes_with_the_words() -> None:
    assert read_lexicon(TEXT).version == default_lexicon().version
    assert read_lexicon(TEXT + "\n# one more word\n").version != default_lexicon().version
