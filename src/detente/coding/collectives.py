"""Sides that prose names by a region or a camp and a word for states: "West European governments", "the colonial powers"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import yaml

from detente.coding.mentions import ActorMention
from detente.register import Register


@cache
def _patterns() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """What finds such names, and the register's id for their first words or, where they are listed as they stand, for all."""
    table = yaml.safe_load(files("detente.data").joinpath("collectives.yaml").read_text(encoding="utf-8"))
    refs = {word: ref for part in ("regions", "phrases") for ref, words in table[part].items() for word in words}
    powers = {f"{word} powers": ref for ref, words in table["powers"].items() for word in words}
    regions = _any(word for words in table["regions"].values() for word in words)
    nouns = _any(table["region_nouns"])
    whole = _any([*powers, *(word for words in table["phrases"].values() for word in words)])
    return re.compile(rf"\b(?:(?P<whole>{whole})|(?P<first>{regions}) (?:{nouns}))\b", re.IGNORECASE), refs | powers


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def collective_mentions(text: str, register: Register, *, on: int | None) -> list[ActorMention]:
    """Such names in a sentence, each as a bloc without members; on a day at which nobody was called so, none."""
    pattern, refs = _patterns()
    found = []
    for match in pattern.finditer(text):
        side = register.organisation(refs[(match["whole"] or match["first"]).lower()])
        if on is None or ((side.start is None or side.start <= on) and (side.end is None or on <= side.end)):
            begins, ends = match.span()
            found.append(
                ActorMention(start=begins, end=ends, states=(), name=side.name, role="organisation", kind="bloc", organisation=side.ref)
            )
    return found
