"""Fit the network that reads sentences for the default coder.

    python training/train.py EXAMPLES.pickle OUT.pt [--share 1.0] [--threads 2]

EXAMPLES is what `prepare.py` wrote: the passages' sentences and the single ones are read together. `--share` takes that part of the
examples of each kind, for a learning curve. The seed is fixed; sums over threads may differ in their last digits from machine to machine.
"""

from __future__ import annotations

import argparse
import math
import pickle
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
import torch.nn.functional as F
from network import MINILM, SLOTS, TYPES, VOCABULARY, Network
from torch import Tensor

from detente.coding.learned.pieces import WordPieces
from detente.coding.learned.reading import mark, read_slate

SEED = 1
BATCH = 24
RATE_ENCODER, RATE_HEAD = 1.5e-4, 1e-3
WARM = 300
SAID = 100
POSITIVE = 2.0
"""Each event weighs as much as two cells without one, of which there are some hundred times as many."""
POINTING = 0.3
FROZEN = 1
MARKED_AS = ("france", "russia", "china", "britain", "japan", "germany", "egypt", "india", "italy", "turkey", "spain", "poland")
"""The slots' marks begin as names of states, which the encoder knows already as those who act; the slots change names in every round."""
FAR_LETTERS = 25


@dataclass(frozen=True)
class Cycle:
    """Rounds over the examples and the highest rate, as a share of the two rates above; `falls` to nothing or stays.

    `wide` cycles read also the passages in which organisations are sides.
    """

    rounds: int
    highest: float
    falls: bool = True
    wide: bool = True
    after: tuple[float, ...] = ()
    """What the cycle goes on from, as shares of the networks at the ends of those before; where there are none, the last one."""


CYCLES = (
    Cycle(5, 1.0, wide=False),
    Cycle(2, 0.7, wide=False),
    Cycle(3, 0.6, falls=False, after=(0.5, 0.5)),
    Cycle(4, 0.8),
)
"""After a rate has fallen, the next begins anew (Loshchilov and Hutter 2017)."""
KEPT = (0.075, 0.075, 0.2, 0.65)
"""The shares of the networks at the ends of the cycles in the one that is kept (Izmailov et al. 2018)."""

Example = tuple[dict[str, Any], list[tuple[int, int, int, bool, int | None, str]]]


@dataclass(frozen=True)
class Pointer:
    """Which pieces of a row tell one event: cell (source, target, type) of row `row`."""

    row: int
    cell: tuple[int, int, int]
    pieces: tuple[int, ...]


def renamed(example: Example, rng: random.Random) -> Example:
    """The same example with its slots in another order."""
    slate, events = example
    order = rng.sample(range(SLOTS), SLOTS)

    def put(parts: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(order[part] if isinstance(part, int) else tuple(part) for part in parts)

    return {key: put(slate[key]) for key in ("central", "before", "parts", "untold")}, [(order[e[0]], order[e[1]], *e[2:]) for e in events]


def collate(examples: list[Example], pieces: WordPieces) -> tuple[dict[str, Tensor], Tensor, list[Pointer]]:
    """Examples as arrays, the events as ones in (row, source, target, 2 * TYPES), and the pieces that tell them.

    A side's place in the arrays is its place among the central ones, so that they are no wider than the sentences need.
    """
    lines = [read_slate(SimpleNamespace(**slate, keys=slate["central"]), pieces) for slate, _ in examples]
    places = [{slot: n for n, slot in enumerate(slate["central"])} for slate, _ in examples]
    slots = max(map(len, places))
    shape = (len(lines), max(len(line.ids) for line in lines))
    batch = {name: torch.zeros(shape, dtype=torch.long) for name in ("ids", "mask", "segment", "here")}
    batch |= {name: torch.zeros(len(lines), slots, shape[1]) for name in ("prefix", "named")}
    batch["valid"], batch["untold"] = torch.zeros(2, len(lines), slots)
    wanted = torch.zeros(len(lines), slots, slots, 2 * TYPES)
    pointers = []
    for row, (line, (_, events)) in enumerate(zip(lines, examples, strict=True)):
        length, place = len(line.ids), places[row]
        batch["untold"][row, [place[slot] for slot in examples[row][0]["untold"]]] = 1
        batch["ids"][row, :length] = torch.tensor(line.ids)
        batch["mask"][row, :length] = 1
        batch["segment"][row, line.begins : length] = 1
        batch["here"][row, line.begins : length] = 1
        for at, slot in enumerate(line.slots):
            if slot >= 0 and at <= line.keys:
                batch["prefix"][row, place[slot], at] = batch["valid"][row, place[slot]] = 1
            elif slot >= 0 and at >= line.begins:
                batch["named"][row, place[slot], at] = 1
        for source, target, kind, mutual, word, _ in events:
            one, two = place[source], place[target]
            cells = [(one, two, kind + TYPES), (two, one, kind + TYPES)] if mutual else [(one, two, kind)]
            told = pieces_at(line, word)
            for cell in cells:
                wanted[(row, *cell)] = 1
                pointers += [Pointer(row, cell, told)] if told else []
    return batch, wanted, pointers


def pieces_at(line: Any, word: int | None) -> tuple[int, ...]:  # noqa: ANN401 - the package's Line
    """The pieces of the word at an offset of the sentence; none where a mark has taken its place."""
    if word is None:
        return ()
    begins = max((at for at in line.offsets[line.begins :] if 0 <= at <= word), default=-1)
    if begins < 0 or word - begins > FAR_LETTERS:
        return ()
    return tuple(n for n in range(line.begins, len(line.ids)) if line.offsets[n] == begins)


def loss_of(net: Network, batch: dict[str, Tensor], wanted: Tensor, pointers: list[Pointer]) -> Tensor:
    """Cross-entropy over the cells of different slots, and how little the right words speak for their events."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        out, said = net(batch)
    valid = batch["valid"] * (1 - batch["untold"])
    cells = (valid[:, :, None] * valid[:, None] * (1 - torch.eye(valid.shape[1])))[..., None]
    weight = torch.ones(2 * TYPES)
    weight[TYPES:] = 0.5  # what two do to each other stands in two cells
    loss = F.binary_cross_entropy_with_logits(out.float(), wanted, reduction="none")
    total = (loss * (1 + wanted * (POSITIVE - 1)) * cells * weight).sum()
    if pointers:
        where = torch.tensor([(p.row, *p.cell) for p in pointers])
        told = torch.zeros(len(pointers), said.shape[3])
        for n, pointer in enumerate(pointers):
            told[n, list(pointer.pieces)] = 1
        rows = said[where[:, 0], where[:, 1], where[:, 2], :, where[:, 3]].float()
        total = total - POINTING * (torch.logsumexp(rows + (told - 1) * 1e4, -1) - torch.logsumexp(rows, -1)).sum()
    return total / len(wanted)


def batches(examples: list[Example], rng: random.Random) -> Iterator[list[Example]]:
    """The examples with their slots renamed, those of like length together, in a random order of batches."""
    put = [renamed(example, rng) for example in examples]
    order = sorted(range(len(put)), key=lambda n: length_of(put[n]) + 12 * rng.random())
    chunks = [order[n : n + BATCH] for n in range(0, len(order), BATCH)]
    rng.shuffle(chunks)
    for chunk in chunks:
        yield [put[n] for n in chunk]


def length_of(example: Example) -> int:
    """About how many pieces a slate has."""
    return sum(1 if isinstance(part, int) else len(part[0]) // 5 for part in (*example[0]["parts"], *example[0]["before"]))


def started(model: Path, pieces: WordPieces) -> Network:
    """The network before it has seen an example."""
    torch.manual_seed(SEED)
    net = Network(model)
    table = net.encoder.embeddings.word_embeddings.weight
    with torch.no_grad():
        for slot, name in enumerate(MARKED_AS):
            table[mark(slot)] = table[pieces.ids[name]].clone()
    for part in (net.encoder.embeddings, *net.encoder.encoder.layer[:FROZEN]):
        part.requires_grad_(False)
    return net


def fit(net: Network, examples: list[Example], pieces: WordPieces, out: Path, cycle: int) -> None:
    """One cycle; the network is saved after each round."""
    rounds, highest = CYCLES[cycle].rounds, CYCLES[cycle].highest
    encoder = [p for p in net.encoder.parameters() if p.requires_grad]
    head = [p for name, p in net.named_parameters() if not name.startswith("encoder")]
    groups: list[dict[str, Any]] = [{"params": encoder, "lr": highest * RATE_ENCODER}, {"params": head, "lr": highest * RATE_HEAD}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = rounds * -(-len(examples) // BATCH)
    left = max(1, steps - WARM) if CYCLES[cycle].falls else math.inf
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: min(n / WARM, max(0.0, 1 - (n - WARM) / left)))
    net.train()
    began, done, total = time.monotonic(), 0, 0.0
    for each in range(rounds):
        for chunk in batches(examples, random.Random(f"{SEED}.{cycle}.{each}")):
            loss = loss_of(net, *collate(chunk, pieces))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for g in groups for p in g["params"]], 1.0)
            optimizer.step()
            schedule.step()
            done, total = done + 1, total + loss.item()
            if done % SAID == 0:
                print(f"step {done} of {steps}: loss {total / SAID:.2f}, {time.monotonic() - began:.0f} s", flush=True)
                total = 0.0
        torch.save(net.state_dict(), out)


def part_of(examples: list[Example], share: float, rng: random.Random) -> list[Example]:
    """A share of the examples, drawn once."""
    return examples if share >= 1 else rng.sample(examples, round(share * len(examples)))


def mean_of(networks: list[dict[str, Tensor]], shares: tuple[float, ...]) -> dict[str, Tensor]:
    """The weights of several networks, each by its share."""
    return {
        name: sum((share * each[name] for share, each in zip(shares, networks, strict=True)), torch.tensor(0.0)) for name in networks[0]
    }


def main() -> None:
    """Fit and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    data = pickle.loads(args.examples.read_bytes())
    pieces = WordPieces.of(VOCABULARY.read_text(encoding="utf-8").rstrip("\n").split("\n"))
    rng = random.Random(SEED)
    some = {name: part_of(data[name], args.share, rng) for name in ("states_only", "passages", "singles")}
    net = started(MINILM, pieces)
    ends: list[dict[str, Tensor]] = []
    for number, cycle in enumerate(CYCLES):
        if cycle.after:
            net.load_state_dict(mean_of(ends, cycle.after))
        fit(net, [*some["states_only"], *(some["passages"] if cycle.wide else ()), *some["singles"]], pieces, args.out, number)
        ends.append({name: weight.clone() for name, weight in net.state_dict().items()})
    torch.save(mean_of(ends, KEPT), args.out)


if __name__ == "__main__":
    main()
