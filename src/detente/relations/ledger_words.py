"""The words that agreements and flows are counted by, read from `ledger_words.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

from detente.register import default_register

_NAMES = ("state", "demonym", "people")
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _lists() -> Mapping[str, Any]:
    text = resources.files("detente").joinpath("data", "ledger_words.yaml").read_text(encoding="utf-8")
    return MappingProxyType(yaml.safe_load(text))


@cache
def name_words(name: str) -> frozenset[str]:
    """The words of an agreement's name that tell it from others; none in "the treaty" and "the Sino-Soviet treaty": its parties do that."""
    rest, at = [], 0
    for match in default_register().find_names(name):
        if any(entry.kind in _NAMES for entry in match.entries):
            rest.append(name[at : match.start])
            at = match.end
    return frozenset(_WORD.findall(" ".join([*rest, name[at:]]).casefold())) - frozenset(_lists()["plain"])


def binding_kinds() -> frozenset[str]:
    """The kinds of agreement that may be an alliance though the sources name no obligation."""
    return frozenset(_lists()["binding"])


def yearly_kinds() -> frozenset[str]:
    """The kinds of agreement that may be an alliance in data by years though the sources name no obligation."""
    return frozenset(_lists()["binding_by_years"])


@cache
def flow_kinds() -> Mapping[str, str]:
    """The kind of flow of each `what` of a figure, in the order of the kinds; what is not there is no flow."""
    return MappingProxyType({what: kind for kind, whats in _lists()["flows"].items() for what in whats})
