"""Word lists of the coder, from `data/coding_words.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    data = yaml.safe_load(files("detente.data").joinpath("coding_words.yaml").read_text(encoding="utf-8"))
    return {name: frozenset(map(str, words)) for name, words in data.items()}


def word_list(name: str) -> frozenset[str]:
    """The words of one list; raises `KeyError` for a list there is not."""
    return _lists()[name]
