"""Write a fitted network's weights as the package reads them: 8-bit numbers with one scale a row, and the pieces' names."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch
from network import VOCABULARY
from numpy.typing import NDArray

Array = NDArray[np.float32]


def halved(out: dict[str, NDArray[np.generic]], name: str, array: Array, axis: int) -> None:
    """Add an array as 8-bit numbers and the scales of its rows."""
    scale = np.abs(array).max(axis=axis, keepdims=True) / 127.0
    scale[scale == 0] = 1.0
    out[name + ":q"] = np.round(array / scale).astype(np.int8)
    out[name + ":s"] = scale.astype(np.float32)


def exported(state: dict[str, torch.Tensor], pieces: str) -> dict[str, NDArray[np.generic]]:
    """The arrays of the package's file by name."""

    def get(name: str) -> Array:
        return state[name].float().numpy()

    out: dict[str, NDArray[np.generic]] = {}
    at = "encoder.embeddings."
    halved(out, "words", get(at + "word_embeddings.weight"), 1)
    out["positions"] = get(at + "position_embeddings.weight")[:256].astype(np.float16)
    out["parts"] = get(at + "token_type_embeddings.weight")
    out["norm.w"], out["norm.b"] = get(at + "LayerNorm.weight"), get(at + "LayerNorm.bias")
    layers = 1 + max(int(name.split(".")[3]) for name in state if name.startswith("encoder.encoder.layer."))
    for n in range(layers):
        layer = f"encoder.encoder.layer.{n}."
        three = [layer + f"attention.self.{part}" for part in ("query", "key", "value")]
        halved(out, f"{n}.attend.w", np.concatenate([get(name + ".weight").T for name in three], axis=1), 0)
        out[f"{n}.attend.b"] = np.concatenate([get(name + ".bias") for name in three])
        for ours, theirs in (("attention", "attention.output.dense"), ("in", "intermediate.dense"), ("out", "output.dense")):
            halved(out, f"{n}.{ours}.w", get(layer + theirs + ".weight").T, 0)
            out[f"{n}.{ours}.b"] = get(layer + theirs + ".bias")
        for ours, theirs in (("attention.norm", "attention.output.LayerNorm"), ("out.norm", "output.LayerNorm")):
            out[f"{n}.{ours}.w"], out[f"{n}.{ours}.b"] = get(layer + theirs + ".weight"), get(layer + theirs + ".bias")
    for ours, theirs in (
        ("types.0", "types.0"),
        ("types.1", "types.2"),
        ("roles.words", "words"),
        ("roles.slots", "slots"),
        ("sides", "sides"),
        ("pair", "pair"),
    ):
        out[ours + ".w"], out[ours + ".b"] = get(theirs + ".weight").T.astype(np.float16), get(theirs + ".bias")
    out["pieces"] = np.frombuffer(pieces.encode(), dtype=np.uint8)
    return out


def export(weights: Path, to: Path) -> None:
    """Write `to` from the fitted `weights`."""
    state = torch.load(weights, map_location="cpu")
    np.savez_compressed(to, **exported(state, VOCABULARY.read_text(encoding="utf-8").rstrip("\n")))


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
