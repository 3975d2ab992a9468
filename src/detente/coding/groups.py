"""Which states "the three powers" or "the allies" stands for: those that the text has joined in so many words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from detente.coding.grammar import children, dependents, prepositions
from detente.coding.mentions import ActorMention
from detente.coding.words import word_list

_BETWEEN = re.compile(r"(?:,|;|,? and|,? as well as| &|[-\u2013])(?: the| later| then)?\s?|\s?")
COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "2": 2, "3": 3, "4": 4, "5": 5}
_GROUPS = word_list("group_nouns")
_JOINED = word_list("joined_nouns")
_LEAST = 2


def joined_states(text: str, mentions: Sequence[ActorMention]) -> tuple[tuple[str, ...], ...]:
    """The lists of states that a sentence joins by commas and "and", and blocs read as their members; each of two or more."""
    found: list[tuple[str, ...]] = []
    run: list[ActorMention] = []
    named = sorted((m for m in mentions if m.states and not m.inferred and m.kind != "place"), key=lambda m: m.start)
    for mention in [*named, None]:
        if mention is not None and run and _joins(text[run[-1].end : mention.start]):
            run.append(mention)
            continue
        states = tuple(dict.fromkeys(state for each in run for state in each.states))
        if len(states) >= _LEAST:
            found.append(states)
        run = [mention] if mention is not None else []
    return tuple(found)


def _joins(between: str) -> bool:
    return bool(re.search(r"\w|,", between)) and _BETWEEN.fullmatch(between) is not None


def counted(token: Token) -> int | None:
    """How many "the three powers", "all four governments" or a bare "the three" speaks of; 0 for "the allies"; None for other words."""
    lemma = token.lemma_.lower()
    if token.lower_ not in COUNTS and lemma not in _GROUPS and lemma not in _JOINED:
        return None
    before = {child.lower_ for child in dependents(token) if child.i < token.i}
    if token.lower_ in COUNTS and token.dep_ in ("nsubj", "nsubjpass", "pobj", "dobj") and before & {"the", "these", "those", "all"}:
        return None if any(name == "of" for name, _ in prepositions(token)) else COUNTS[token.lower_]
    if token.tag_ not in ("NNS", "NNPS") or any(child.dep_ == "poss" for child in dependents(token)):
        return None
    numbers = [COUNTS[word] for word in before if word in COUNTS]
    if numbers and lemma in _GROUPS and before & {"the", "these", "those", "all", "their"}:
        return numbers[0]
    idle = not children(token, "amod", "compound", "nummod", "relcl", "acl") and not any(n == "of" for n, _ in prepositions(token))
    return 0 if lemma in _JOINED and before & {"the", "these", "all"} and idle else None


def group_of(count: int, groups: Sequence[tuple[str, ...]], recent: Iterable[Sequence[str]], often: Counter[str]) -> tuple[str, ...]:
    """The states that `count` names: the last list of so many, the states named lately, or those the text is about.

    `groups` are the lists joined so far, `recent` the states of this sentence and of those before, the latest
    first, `often` how often the text pairs each state. A `count` of 0 takes the last list of any length. Empty where none fits.
    """
    for states in reversed(groups):
        if len(states) == count or (count == 0 and len(states) >= _LEAST):
            return states
    if count == 0:
        return ()
    near: dict[str, None] = {}
    for sentence in recent:
        near |= dict.fromkeys(sentence)
        if len(near) == count:
            return tuple(near)
        if len(near) > count:
            break
    ordered = sorted(often.items(), key=lambda item: (-item[1], item[0]))
    if len(ordered) == count or (len(ordered) > count and ordered[count - 1][1] >= 2 * ordered[count][1]):
        return tuple(state for state, _ in ordered[:count])
    return ()
