"""The word lists of the reader of documents, loaded once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml


@cache
def word_list(name: str) -> frozenset[str]:
    """The list `name` of `data/document_words.yaml`; raises `KeyError` when there is none."""
    return frozenset(str(word) for word in _lists()[name])


@cache
def _lists() -> dict[str, list[str]]:
    text = files("detente.data").joinpath("document_words.yaml").read_text(encoding="utf-8")
    lists: dict[str, list[str]] = yaml.safe_load(text)
    return lists
