"""Small stand-ins for the trained reader: a vocabulary, random weights of the right shapes, a network that says what it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from detente.coding.learned.network import Floats, Network, Scores
from detente.coding.learned.pieces import END, PADDING, START, UNKNOWN, WordPieces
from detente.coding.learned.reading import Line
from detente.coding.learned.slate import SLOTS
from detente.coding.mentions import ActorMention, MentionKind
from detente.ontology import EVENT_TYPES

TYPES = len(EVENT_TYPES)
WORDS = (
    "the", "of", "and", "person", "place", "another", "treat", "##y", "##ies", "sign", "##ed", "attack", "with", "cafe", "s", "a", "##a",
    "b", "##b", ".", ",", "-", "'", "’", "(", ")", "1", "##9", "##5", "talks", "its",
)  # fmt: skip
HIDDEN, WIDE, LAYERS, PAIR, ROLE = 24, 32, 4, 8, 64


def small_pieces() -> WordPieces:
    """A vocabulary in the order of the shipped one: padding, the marks of the slots, the special pieces, words."""
    return WordPieces.of([PADDING, *(f"[unused{n}]" for n in range(SLOTS)), UNKNOWN, START, END, *WORDS])


def small_network(seed: int = 1, positions: int = 256) -> Network:
    """A network of random weights, of the shapes that the shipped one has, but few numbers a piece."""
    draw = np.random.default_rng(seed)

    def some(*shape: int) -> Floats:
        return (draw.standard_normal(shape) * 0.3).astype(np.float32)

    weights = {"words": some(len(small_pieces().ids), HIDDEN), "positions": some(positions, HIDDEN), "parts": some(2, HIDDEN)}
    linear = {"types.0": (HIDDEN, 16), "types.1": (16, 2 * TYPES), "roles.words": (HIDDEN, 3 * ROLE), "roles.slots": (2 * HIDDEN, 3 * ROLE)}
    linear |= {"sides": (2 * HIDDEN, 2 * PAIR), "pair": (PAIR, 2 * TYPES)}
    for layer in range(LAYERS):
        linear |= {f"{layer}.attend": (HIDDEN, 3 * HIDDEN), f"{layer}.attention": (HIDDEN, HIDDEN)}
        linear |= {f"{layer}.in": (HIDDEN, WIDE), f"{layer}.out": (WIDE, HIDDEN)}
    for name, shape in linear.items():
        weights |= {f"{name}.w": some(*shape), f"{name}.b": some(shape[1])}
    for name in ("norm", *(f"{layer}.{part}" for layer in range(LAYERS) for part in ("attention.norm", "out.norm"))):
        weights |= {f"{name}.w": 1 + some(HIDDEN), f"{name}.b": some(HIDDEN)}
    return Network(weights, LAYERS, TYPES)


def mention(start: int, end: int, *states: str, kind: MentionKind = "state", inferred: bool = False) -> ActorMention:
    return ActorMention(start=start, end=end, states=states, name="made up", role="state", kind=kind, inferred=inferred)


@dataclass(frozen=True)
class Says:
    """What the stand-in is to find: the slots, the type, the probability, and the words of the text that speak for it."""

    source: int
    target: int
    kind: str
    chance: float
    at: int = -1
    mutual: bool = False


@dataclass
class ToldNetwork:
    """Finds what it was told to, in every sentence that has the slots; remembers the lines it was shown."""

    says: Sequence[Says] = ()
    seen: list[Line] = field(default_factory=list)

    def scores(self, lines: Sequence[Line]) -> list[Scores]:
        return [self.score(line) for line in lines]

    def score(self, line: Line) -> Scores:
        self.seen.append(line)
        here = line.offsets[line.begins :]
        chance = np.zeros((line.keys, line.keys, 2 * TYPES), dtype=np.float32)
        kinds = np.zeros((len(here), 2 * TYPES), dtype=np.float32)
        for one in self.says:
            if max(one.source, one.target) < line.keys:
                column = EVENT_TYPES.index(one.kind) + (TYPES if one.mutual else 0)
                ways = [(one.source, one.target)] + ([(one.target, one.source)] if one.mutual else [])
                for way in ways:
                    chance[(*way, column)] = one.chance
                kinds[:, column] += [9.0 if at == one.at else 0.0 for at in here]
        seen = np.zeros((line.keys + 2 + len(here), HIDDEN), dtype=np.float32)
        return Scores(chance, np.zeros((3, line.keys, len(here)), dtype=np.float32), kinds, seen)
