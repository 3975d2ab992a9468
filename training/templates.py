"""Make training examples of the single sentences under `training/sentences/`: slots for holes, and made-up neighbours."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from check import IMPLIED, PLACEHOLDER, Template, read_templates
from passages import TYPES

from detente.coding.learned.slate import PERSON, PLACE, SLOTS

Example = tuple[dict[str, Any], list[tuple[int, int, int, bool, int | None, str]]]
_UNRESOLVED = 0.15
_WITH_NEIGHBOUR = 0.5
_JOINED = (", while ", "; ", ", and ", ", but ", ". ", ". ")


def templates(rng: random.Random) -> list[Example]:
    """One example of each sentence, and one more of each where two are joined."""
    every = [each for each in read_templates([Path(__file__).parent / "sentences"]) if letters(each)]
    rng.shuffle(every)
    out = [example([each], rng.choice(every) if rng.random() < _WITH_NEIGHBOUR else None, rng) for each in every]
    for one, two in zip(every[::3], every[1::3], strict=False):
        out.append(example([one, two], None, rng))
    rng.shuffle(out)
    return out


def letters(template: Template) -> list[str]:
    """The states of a template."""
    return sorted({letter for hole in PLACEHOLDER.finditer(template.text) for letter in (hole.group(1) or hole.group(3))})


def example(told: list[Template], neighbour: Template | None, rng: random.Random) -> Example:
    """One or two templates as a sentence, a neighbour as the sentence before; sides left out stand in the neighbour or nowhere."""
    states: dict[tuple[int, str], int] = {}
    for n, template in enumerate(told):
        pool = [slot for slot in range(SLOTS) if slot not in {s for (m, _), s in states.items() if m == n}]
        shared = [slot for (m, _), slot in states.items() if m != n]
        for letter in letters(template):
            fresh = [slot for slot in pool if slot not in states.values()]
            slot = rng.choice(shared) if shared and rng.random() < 0.5 else fresh[0] if fresh else pool[0]
            if slot in {s for (m, _), s in states.items() if m == n}:
                slot = next(s for s in range(SLOTS) if s not in states.values())
            states[n, letter] = slot
    used = sorted(set(states.values()))
    unsaid = _unsaid(told, states, used, rng)
    extra = [] if rng.random() < 0.4 else [slot for slot in range(SLOTS) if slot not in used][: rng.randrange(3)]
    context = list(dict.fromkeys([*([unsaid] if unsaid is not None else []), *extra]))
    before = _neighbour(neighbour, used, context, rng)
    parts: list[Any] = []
    events = []
    for n, template in enumerate(told):
        join = "" if not n else rng.choice(_JOINED)
        parts += [(join, 0)] if join else []
        parts += filled(template, {letter: states[n, letter] for letter in letters(template)}, rng)
        for event in template.events:
            source = unsaid if event.source == IMPLIED else states.get((n, event.source))
            target = unsaid if event.target == IMPLIED else states.get((n, event.target))
            if source is not None and target is not None and source != target:
                events.append((source, target, TYPES.index(event.type), event.reciprocal, None, event.modality))
    central = list(dict.fromkeys([*used, *context, *(p for p in before if isinstance(p, int))]))
    rng.shuffle(central)
    keys = tuple(str(slot) for slot in central)
    slate = {"keys": keys, "central": tuple(central), "before": tuple(before), "parts": tuple(parts), "untold": ()}
    return _renumbered(slate, events)


def _unsaid(told: list[Template], states: dict[tuple[int, str], int], used: list[int], rng: random.Random) -> int | None:
    """The slot of a side that the sentences leave out, where one is left out."""
    if not any(IMPLIED in (event.source, event.target) for template in told for event in template.events):
        return None
    return next((slot for slot in range(SLOTS) if slot not in used), None)


def _neighbour(neighbour: Template | None, used: list[int], context: list[int], rng: random.Random) -> list[Any]:
    if neighbour is None:
        return []
    pool = list(dict.fromkeys([*context, *rng.sample(used, len(used))]))
    names = letters(neighbour)
    if len(names) > len(pool):
        return []
    return filled(neighbour, dict(zip(names, pool, strict=False)), rng)


def filled(template: Template, slots: dict[str, int], rng: random.Random) -> list[Any]:
    """The template's words and slots; now and then a word that stands for a state is left without its slot, as in real reading."""
    parts: list[Any] = []
    at = 0
    for hole in PLACEHOLDER.finditer(template.text):
        if template.text[at : hole.start()].strip():
            parts.append((template.text[at : hole.start()], at))
        at = hole.end()
        letter, form, several, words = hole.groups()
        if several:
            parts.append((words, hole.start()))
            parts += [] if rng.random() < _UNRESOLVED else [slots[each] for each in several]
            continue
        if form == "l":
            parts.append((PERSON, hole.start()))
        elif form == "c" and template.text[: hole.start()].rstrip().lower().endswith((" in", " at")):
            parts.append((PLACE, hole.start()))
        parts.append(slots[letter])
    if template.text[at:].strip():
        parts.append((template.text[at:], at))
    return parts


def _renumbered(slate: dict[str, Any], events: list[Any]) -> Example:
    """Slots counted from 0 without gaps."""
    number = {slot: n for n, slot in enumerate(sorted(slate["central"]))}

    def put(parts: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(number[part] if isinstance(part, int) else part for part in parts)

    slate = {**slate, "central": put(slate["central"]), "before": put(slate["before"]), "parts": put(slate["parts"])}
    return slate, [(number[e[0]], number[e[1]], *e[2:]) for e in events]
