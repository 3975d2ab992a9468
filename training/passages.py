"""Read the written passages under `training/passages/` and say what is wrong with them.

A passage is a run of lines, one sentence each, `text => EVENTS`, that follow one another as in a document; a blank line ends it,
and a line `@ title | year` may begin it (the year of writing). `training/CARD.md` gives the notation. Run it as

    python training/passages.py [FILE ...]

It prints each fault as `file:line: words`, then counts by file and by type, and ends with 1 if there were faults.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

FOLDER = Path(__file__).parent / "passages"
STATES_ONLY = ("w1_", "w2_", "w3_", "w4_", "w5_")
"""How the names of the files begin in which organisations are never coded as sides."""
TYPES = ("AGR", "CON", "SUP", "CNC", "COO", "AID", "RET", "REQ", "ACC", "REJ", "THR", "PRO", "SAN", "MOB", "COE", "ASS")
MODALITIES = {"p": "planned", "d": "denied", "a": "alleged", None: "asserted"}
ARROW = " => "
SIDE = r"(?:[A-Z]{3}|@[a-z0-9-]+)"
SIDES = rf"{SIDE}(?:,{SIDE})*"
EVENT = re.compile(rf"({SIDES})(?:>({SIDES})|((?:={SIDE})+)) ([A-Z]{{3}}) (\S+)(?: !([pda]))?")
HEAD = re.compile(r"@ (.+) \| (1[89]\d\d|20\d\d)")


class PassageFault(ValueError):
    """A line that is no sentence of a passage; the message says what is wrong."""


@dataclass(frozen=True)
class WrittenEvent:
    """One event as written: sides are COW letter codes, `word` the word of the sentence that tells it."""

    source: str
    target: str
    reciprocal: bool
    type: str
    word: str
    modality: str


@dataclass(frozen=True)
class WrittenSentence:
    """A sentence and the events that it tells."""

    text: str
    events: tuple[WrittenEvent, ...]


@dataclass(frozen=True)
class Passage:
    """Sentences that follow one another, with a title and the year of writing where one is given.

    `organisations` is false where the writer coded states alone, so that nothing is known of what organisations did.
    """

    title: str | None
    year: int | None
    sentences: tuple[WrittenSentence, ...]
    organisations: bool


def states() -> frozenset[str]:
    """The letter codes of the register, and the organisations' as they are written here: `@nato`."""
    data = Path(__file__).parent.parent / "src/detente/data"
    letters, groups = (
        [line.split(",")[0] for line in (data / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")][1:]
        for name in ("states.csv", "organisations.csv")
    )
    return frozenset((*letters, *(f"@{each}" for each in groups)))


def parse_sentence(line: str, known: frozenset[str]) -> WrittenSentence:
    """`text => EVENTS`; raises PassageFault."""
    text, arrow, coded = line.rpartition(ARROW)
    text = text.strip()
    if not arrow or not text:
        raise PassageFault("expected 'text => EVENTS'")
    if coded.strip() == "-":
        return WrittenSentence(text, ())
    events: list[WrittenEvent] = []
    for words in coded.strip().rstrip(";").split(";"):
        events += parse_events(words.strip(), text, known)
    return WrittenSentence(text, tuple(dict.fromkeys(events)))


def parse_events(words: str, text: str, known: frozenset[str]) -> list[WrittenEvent]:
    """`USA,UKG>RUS REQ asked !p` or `USA=UKG=FRN SUP signed`, one event a pair; raises PassageFault."""
    found = EVENT.fullmatch(words)
    if not found:
        raise PassageFault(f"not an event: {words!r}")
    left, right, others, kind, word, mark = found.groups()
    if kind not in TYPES:
        raise PassageFault(f"unknown type {kind}")
    if word.lower() not in text.lower():
        raise PassageFault(f"{word!r} is not in the sentence")
    if right:
        pairs = [(a, b) for a in left.split(",") for b in right.split(",")]
    else:
        pairs = list(combinations([*left.split(","), *others.strip("=").split("=")], 2))
    for code in {side for pair in pairs for side in pair}:
        if code not in known:
            raise PassageFault(f"unknown side {code}")
    if any(a.startswith("@") and b.startswith("@") for a, b in pairs):
        raise PassageFault(f"no state among the sides: {words!r}")
    if any(a == b for a, b in pairs):
        raise PassageFault(f"both sides are one: {words!r}")
    return [WrittenEvent(a, b, not right, kind, word, MODALITIES[mark]) for a, b in pairs]


def read_passages(files: Iterable[Path]) -> Iterator[tuple[Path, int, Passage | PassageFault]]:
    """Each passage, or fault, with its file and the number of its first line; a faulty sentence is left out of its passage."""
    known = states()
    for file in files:
        title: str | None = None
        year: int | None = None
        begun, told = 0, []
        for number, line in enumerate([*file.read_text(encoding="utf-8").splitlines(), ""], 1):
            if line.startswith("#"):
                continue
            if head := HEAD.fullmatch(line.strip()):
                title, year = head.group(1), int(head.group(2))
            elif line.strip():
                begun = begun or number
                try:
                    told.append(parse_sentence(line, known))
                except PassageFault as fault:
                    yield file, number, fault
            elif told:
                yield file, begun, Passage(title, year, tuple(told), not file.name.startswith(STATES_ONLY))
                title, year, begun, told = None, None, 0, []


def main(names: list[str]) -> int:
    """Print faults and counts; 1 if there were faults."""
    files = [Path(name) for name in names] or sorted(FOLDER.glob("*.txt"))
    faults, types, sentences, silent, passages = 0, Counter[str](), 0, 0, 0
    for file, number, found in read_passages(files):
        if isinstance(found, PassageFault):
            faults += 1
            print(f"{file}:{number}: {found}")
            continue
        passages += 1
        sentences += len(found.sentences)
        silent += sum(1 for each in found.sentences if not each.events)
        types.update(event.type for each in found.sentences for event in each.events)
    print(f"{passages} passages, {sentences} sentences ({silent} without an event), {sum(types.values())} events, {faults} faults")
    print(" ".join(f"{kind} {types[kind]}" for kind in TYPES))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
