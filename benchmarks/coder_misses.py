"""The commonest kinds of miss, with an example each: on the texts that were looked at while the coder was written."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

KINDS = {
    "unseen": "a side of the event is not among the states that the coder sees there",
    "unfound": "both states are seen, and no event is found between them",
    "second": "one event of the pair is found in the sentence, this other one is not",
    "tone": "found, with the other tone",
    "type": "found, with another type of the same tone",
    "date": "right but for the date",
    "direction": "right but for the direction",
    "false pair": "an event where the hand coding has none between the two",
    "false second": "one event too many between two who have another there",
}


def slates(path: Path) -> list[tuple[int, int, frozenset[str]]]:
    """Where each sentence stands, and which states the coder sees in it or before it."""
    from detente.coding.coder import FastCoder, readings_of
    from detente.documents import read_file

    coder = FastCoder()
    return [
        (reading.sentence.span.start, reading.sentence.span.end, frozenset(reading.slate.keys))
        for document in read_file(path)
        for reading in readings_of(coder, document)
    ]


def kinds(scorer: ModuleType, path: Path, text: str, gold: list[dict[str, Any]], events: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Each miss of a text as its kind and an example."""
    _, taken_p, taken_g = scorer.score(events, gold)
    seen = slates(path)
    out = []
    for number, row in enumerate(gold):
        level = taken_g.get(number, (0, 0))[1]
        if row["core"] and level < 5:
            kind = ("tone", "type", "date", "direction")[level - 1] if level else missed(scorer, row, seen, events)
            code = f"{row['source_state']}>{row['target_state']} {row['plover']}"
            out.append((kind, f"{code}: {row['quote'][:110]!r}"))
    for number, event in enumerate(events):
        if number not in taken_p and not any(scorer.depth(event, row) >= 3 for row in gold):
            kind = "false second" if any(scorer.depth(event, row) for row in gold) else "false pair"
            code = f"{event['source_state']}>{event['target_state']} {event['event_type']}"
            out.append((kind, f"{code}: {text[event['char_start'] : event['char_end']][:110]!r}"))
    return out


def missed(scorer: ModuleType, row: dict[str, Any], seen: list[tuple[int, int, frozenset[str]]], events: list[dict[str, Any]]) -> str:
    """Why an event was not found at all."""
    pair = {scorer.state(row["source_state"]), scorer.state(row["target_state"])}
    begin, end = row["span"]
    here = [states for start, stop, states in seen if start < end and begin < stop]
    if not any(pair <= {scorer.state(state) for state in states} for states in here):
        return "unseen"
    return "second" if any(scorer.depth(event, row) for event in events) else "unfound"


def miss_table(found: list[tuple[str, str]]) -> list[str]:
    """The kinds by how often they happen, with the first example of the commonest type of each."""
    counted = Counter(kind for kind, _ in found)
    lines = ["| kind | times | for example |", "| --- | --- | --- |"]
    for kind, times in counted.most_common(10):
        example = next(words for name, words in found if name == kind)
        lines.append(f"| {KINDS[kind]} | {times} | {example.replace('|', '/')} |")
    return lines
