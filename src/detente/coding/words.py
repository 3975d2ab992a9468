"""Word lists of the coder, from `data/coding_words.yaml` and `data/coreference_words.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

_FILES = ("coding_words.yaml", "coreference_words.yaml")


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name in _FILES:
        found |= lists_of(name)
    return found


@cache
def lists_of(file: str) -> Mapping[str, frozenset[str]]:
    """The lists of a file of `detente/data` that holds nothing but lists of words, by name."""
    data = yaml.safe_load(files("detente.data").joinpath(file).read_text(encoding="utf-8"))
    return {name: frozenset(map(str, words)) for name, words in data.items()}


def word_list(name: str) -> frozenset[str]:
    """The words of one list; raises `KeyError` for a list there is not."""
    return _lists()[name]


@cache
def word_table(prefix: str) -> Mapping[str, tuple[str, ...]]:
    """Word to what follows `prefix` in the names of the lists that hold it: `word_table("own_")["tsar"]` is `("RUS",)`."""
    found: dict[str, tuple[str, ...]] = {}
    for name, words in _lists().items():
        if name.startswith(prefix):
            for word in words:
                found[word] = (*found.get(word, ()), name.removeprefix(prefix))
    return found
