"""Fit what stands upon the event reader's encoder to find reasons and periods, and write it as the package reads it.

    python training/train_claims.py EXAMPLES.pickle OUT.npz [--rounds 7] [--all]

EXAMPLES is what `prepare_claims.py` wrote. One passage in twelve is kept back and the scores on it are printed; `--all` fits on
these too, for the weights that ship. The seed is fixed.
"""

from __future__ import annotations

import argparse
import pickle
import random
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from claims import MOTIVES, ClaimExample
from claims_network import HOW, WHY, ClaimNetwork, collate, of_cause, of_period
from export import halved
from numpy.typing import NDArray
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

SEED, BATCH, RATE, DECAY, KEPT = 1, 24, 3e-4, 0.05, 0.998
MARK_WEIGHTS = (2.0, 2.0, 3.0)
FIRST_MOTIVE = 0.7
"""Of a reason with several classes the first has this share, the others the rest."""


def loss_of(net: ClaimNetwork, examples: list[ClaimExample]) -> Tensor:
    """Cross-entropy of each question that is asked of the sentences."""
    seen, mask, here, marks = collate(examples)
    hidden, sums = net(seen, mask, here)
    claims = torch.tensor([[float(bool(e.reasons)), float(bool(e.periods))] for e in examples])
    total = F.binary_cross_entropy_with_logits(net.sentence(sums.flatten(1)), claims)
    told = F.binary_cross_entropy_with_logits(net.marks(hidden), marks, reduction="none", pos_weight=torch.tensor(MARK_WEIGHTS))
    total = total + (told * here[..., None]).sum() / here.sum()
    causes = [(of_cause(e, cause, hidden[n], sums[n, WHY]), kinds, no) for n, e in enumerate(examples) for kinds, cause, _, no in e.reasons]
    if causes:
        scores = net.motives(torch.stack([row for row, _, _ in causes]))
        rejected = torch.tensor([float(no) for _, _, no in causes])
        total = total + 0.7 * F.cross_entropy(scores[:, : len(MOTIVES)], torch.stack([shares(kinds) for _, kinds, _ in causes]))
        total = total + 0.3 * F.binary_cross_entropy_with_logits(scores[:, len(MOTIVES)], rejected)
    periods = [(of_period(e, at, hidden[n], sums[n, HOW]), way) for n, e in enumerate(examples) for way, at in e.periods]
    if periods:
        scores = net.directions(torch.stack([row for row, _ in periods]))
        total = total + 0.5 * F.cross_entropy(scores, torch.tensor([way for _, way in periods]))
    return total


def shares(kinds: tuple[int, ...]) -> Tensor:
    """A reason's classes as shares of one."""
    out = torch.zeros(len(MOTIVES))
    out[list(kinds)] = (1 - FIRST_MOTIVE) / max(len(kinds) - 1, 1)
    out[kinds[0]] = FIRST_MOTIVE if len(kinds) > 1 else 1.0
    return out


def fit(net: ClaimNetwork, examples: list[ClaimExample], rounds: int) -> ClaimNetwork:
    """The rounds, with a rate that rises and falls once; what is kept is a running mean of the weights (Polyak and Juditsky 1992)."""
    mean = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(KEPT))
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = rounds * -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.1)
    net.train()
    for each in range(rounds):
        rng, total = random.Random(f"{SEED}.{each}"), 0.0
        order = sorted(range(len(examples)), key=lambda n: len(examples[n].seen) + 12 * rng.random())
        chunks = [order[n : n + BATCH] for n in range(0, len(order), BATCH)]
        rng.shuffle(chunks)
        for chunk in chunks:
            loss = loss_of(net, [examples[n] for n in chunk])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            mean.update_parameters(net)
            total += loss.item()
        print(f"round {each + 1} of {rounds}: loss {total / len(chunks):.3f}", flush=True)
    kept: ClaimNetwork = mean.module
    return kept


def exported(net: ClaimNetwork) -> dict[str, NDArray[np.generic]]:
    """The arrays of the package's file by name."""
    state = {name: weight.detach().float().numpy() for name, weight in net.state_dict().items()}
    out: dict[str, NDArray[np.generic]] = {}
    for ours, theirs in (
        ("layer.attend", "layer.self_attn.in_proj_"),
        ("layer.attention", "layer.self_attn.out_proj."),
        ("layer.in", "layer.linear1."),
        ("layer.out", "layer.linear2."),
    ):
        halved(out, ours + ".w", state[theirs + "weight"].T, 0)
        out[ours + ".b"] = state[theirs + "bias"]
    for ours, theirs in (("layer.attention.norm", "layer.norm1"), ("layer.out.norm", "layer.norm2")):
        out[ours + ".w"], out[ours + ".b"] = state[theirs + ".weight"], state[theirs + ".bias"]
    out["asked.w"], out["asked.b"] = state["asked.weight"].T.astype(np.float16), state["asked.bias"]
    for name in ("sentence", "marks", "motives", "directions"):
        for ours, theirs in ((0, 1), (1, 3)):
            out[f"{name}.{ours}.w"] = state[f"{name}.{theirs}.weight"].T.astype(np.float16)
            out[f"{name}.{ours}.b"] = state[f"{name}.{theirs}.bias"]
    return out


@torch.no_grad()
def scored(net: ClaimNetwork, examples: list[ClaimExample]) -> str:
    """How well sentences with claims are told from those without, and classes from each other, on passages kept back."""
    net.eval()
    counts = dict.fromkeys(("reason", "period", "motive", "direction"), (0, 0, 0))
    for n in range(0, len(examples), BATCH):
        some = examples[n : n + BATCH]
        seen, mask, here, _ = collate(some)
        hidden, sums = net(seen, mask, here)
        said = net.sentence(sums.flatten(1)) > 0
        for row, e in enumerate(some):
            for name, claims, found in (("reason", e.reasons, said[row, 0]), ("period", e.periods, said[row, 1])):
                counts[name] = _added(counts[name], bool(claims) and bool(found), bool(claims), bool(found))
            for kinds, cause, _, _ in e.reasons:
                best = int(net.motives(of_cause(e, cause, hidden[row], sums[row, WHY]))[: len(MOTIVES)].argmax())
                counts["motive"] = _added(counts["motive"], best in kinds, True, True)
            for way, at in e.periods:
                best = int(net.directions(of_period(e, at, hidden[row], sums[row, HOW])).argmax())
                counts["direction"] = _added(counts["direction"], best % 2 == way % 2, True, True)
    return ", ".join(f"{name} F1 {2 * both / max(owed + found, 1):.3f} of {owed}" for name, (both, owed, found) in counts.items())


def _added(counts: tuple[int, int, int], *more: bool) -> tuple[int, int, int]:
    return (counts[0] + more[0], counts[1] + more[1], counts[2] + more[2])


def main() -> None:
    """Fit, say how good it is, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--all", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    examples: list[ClaimExample] = pickle.loads(args.examples.read_bytes())
    net = ClaimNetwork()
    net = fit(net, [example for example in examples if args.all or not example.held_out], args.rounds)
    if not args.all:
        print(scored(net, [example for example in examples if example.held_out]))
    np.savez_compressed(args.out, **exported(net))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
