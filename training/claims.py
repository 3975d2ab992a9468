"""Read the written passages under `training/reasons/`, in which the claims are coded that a sentence makes: reasons and periods.

A passage is a run of lines, one sentence each, `text => CLAIMS`, as in `training/passages/`; `training/CARD.md` gives the
notation. Run it as

    python training/claims.py [FILE ...]

It prints each fault as `file:line: words`, then counts, and ends with 1 if there were faults.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "reasons"
MOTIVES = {
    "sec": "security",
    "eco": "economy",
    "ide": "ideology",
    "sta": "status",
    "thi": "third_party",
    "lea": "leadership",
    "dom": "domestic",
}
DIRECTIONS = ("up", "down", "high", "low")
ARROW = " => "
REASON = re.compile(r'R ([a-z]{3}(?:\+[a-z]{3})*) (\^|"[^"]+") -> (\^|"[^"]+")(?: by "([^"]+)")?( !no)?')
PERIOD = re.compile(r'P ([A-Z]{3})-([A-Z]{3}) (\d{4})?\.\.(\d{4})? (up|down|high|low) "([^"]+)"')
HEAD = re.compile(r"@ (.+) \| (1[89]\d\d|20\d\d)")


class ClaimFault(ValueError):
    """A line that is no sentence of a passage; the message says what is wrong."""


@dataclass(frozen=True)
class WrittenReason:
    """A reason as written; `cause` and `effect` are words of the sentence, None where they stand outside it."""

    motives: tuple[str, ...]
    cause: str | None
    effect: str | None
    holder: str | None
    rejected: bool


@dataclass(frozen=True)
class WrittenPeriod:
    """A period as written, with the words that say it."""

    states: tuple[str, str]
    first: int | None
    last: int | None
    direction: str
    words: str


@dataclass(frozen=True)
class ClaimSentence:
    """A sentence and the claims it makes."""

    text: str
    reasons: tuple[WrittenReason, ...]
    periods: tuple[WrittenPeriod, ...]


@dataclass(frozen=True)
class ClaimPassage:
    """Sentences that follow one another, with a title and the year of writing."""

    title: str | None
    year: int | None
    sentences: tuple[ClaimSentence, ...]


Range = tuple[int, int]
"""Pieces of a sentence from the first to the last, not included, counted from the sentence's first."""


@dataclass(frozen=True)
class ClaimExample:
    """One sentence: what the encoder makes of it, how many of the rows stand before its pieces, and its claims."""

    seen: NDArray[np.float16]
    words: NDArray[np.float16]
    begins: int
    reasons: tuple[tuple[tuple[int, ...], Range | None, Range | None, bool], ...]
    periods: tuple[tuple[int, Range | None], ...]
    held_out: bool


def parse_claims(line: str) -> ClaimSentence:
    """The sentence of a line; raises `ClaimFault`."""
    text, arrow, said = line.rpartition(ARROW)
    if not arrow:
        raise ClaimFault("no arrow")
    reasons: list[WrittenReason] = []
    periods: list[WrittenPeriod] = []
    for claim in () if said == "-" else said.split(" | "):
        if found := REASON.fullmatch(claim):
            reasons.append(_reason(found, text))
        elif found := PERIOD.fullmatch(claim):
            words = _within(found.group(6), text)
            first, last = (int(year) if year else None for year in found.group(3, 4))
            periods.append(WrittenPeriod((found.group(1), found.group(2)), first, last, found.group(5), words))
        else:
            raise ClaimFault(f"cannot read {claim!r}")
    return ClaimSentence(text, tuple(reasons), tuple(periods))


def _reason(found: re.Match[str], text: str) -> WrittenReason:
    motives = found.group(1).split("+")
    unknown = [motive for motive in motives if motive not in MOTIVES]
    if unknown:
        raise ClaimFault(f"no motive {unknown[0]}")
    cause, effect = (None if words == "^" else _within(words.strip('"'), text) for words in found.group(2, 3))
    holder = _within(found.group(4), text) if found.group(4) else None
    return WrittenReason(tuple(MOTIVES[motive] for motive in motives), cause, effect, holder, bool(found.group(5)))


def _within(words: str, text: str) -> str:
    if words not in text:
        raise ClaimFault(f"not in the sentence: {words!r}")
    return words


def read_claims(paths: list[Path]) -> Iterator[tuple[Path, int, ClaimPassage | ClaimFault]]:
    """Each passage with where it begins, and each fault with its line."""
    for path in paths:
        title: str | None = None
        year: int | None = None
        begins, sentences = 1, list[ClaimSentence]()
        lines = path.read_text(encoding="utf-8").split("\n")
        for number, line in enumerate([*lines, ""], 1):
            if not line.strip():
                if sentences:
                    yield path, begins, ClaimPassage(title, year, tuple(sentences))
                title, year, sentences, begins = None, None, [], number + 1
                continue
            try:
                if head := HEAD.fullmatch(line):
                    title, year = head.group(1), int(head.group(2))
                else:
                    sentences.append(parse_claims(line))
            except ClaimFault as fault:
                yield path, number, fault


def main(names: list[str]) -> int:
    """Print faults and counts."""
    counts: Counter[str] = Counter()
    faults = 0
    for path, number, found in read_claims([Path(name) for name in names] or sorted(FOLDER.glob("*.txt"))):
        if isinstance(found, ClaimFault):
            faults += 1
            print(f"{path}:{number}: {found}")
            continue
        counts["passages"] += 1
        for sentence in found.sentences:
            counts["sentences"] += 1
            counts["without a claim"] += not (sentence.reasons or sentence.periods)
            counts.update(f"reason: {reason.motives[0]}" for reason in sentence.reasons)
            counts["reason rejected"] += sum(reason.rejected for reason in sentence.reasons)
            counts["reason with a holder"] += sum(reason.holder is not None for reason in sentence.reasons)
            counts.update(f"period: {period.direction}" for period in sentence.periods)
    print(f"{faults} faults;", ", ".join(f"{name} {n}" for name, n in sorted(counts.items())))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
