"""The network that `train_claims.py` fits; `src/detente/coding/learned/claims.py` runs the same on plain arrays."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from claims import DIRECTIONS, MOTIVES, ClaimExample, Range
from torch import Tensor, nn

HIDDEN, HEADS, WIDE, DROP = 384, 12, 1536, 0.3
WORDS_WORTH = 20.0
WHY, HOW = 0, 1
"""Which of the two sums over a sentence is asked for reasons, and which for periods."""


def _scores(inputs: int, between: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(nn.Dropout(DROP), nn.Linear(inputs, between), nn.GELU(), nn.Linear(between, outputs))


class ClaimNetwork(nn.Module):
    """A layer on the encoder's rows; whether the sentence claims; which words are cause, effect, period; of what class these are."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.TransformerEncoderLayer(HIDDEN, HEADS, WIDE, DROP, activation="gelu", batch_first=True, layer_norm_eps=1e-12)
        self.asked = nn.Linear(HIDDEN, 2)
        self.sentence = _scores(2 * HIDDEN, 64, 2)
        self.marks = _scores(HIDDEN, 64, 3)
        self.motives = _scores(3 * HIDDEN, 96, len(MOTIVES) + 1)
        self.directions = _scores(2 * HIDDEN, 48, len(DIRECTIONS))

    def forward(self, seen: Tensor, mask: Tensor, here: Tensor) -> tuple[Tensor, Tensor]:
        """The rows (batch, pieces, HIDDEN) after the layer, and the two sums over each sentence (batch, 2, HIDDEN)."""
        hidden = self.layer(seen, src_key_padding_mask=~mask)
        asked = self.asked(hidden).masked_fill(~here[..., None], -1e4).softmax(1)
        return hidden, torch.einsum("blk,blh->bkh", asked, hidden)


def of_cause(example: ClaimExample, at: Range | None, hidden: Tensor, why: Tensor) -> Tensor:
    """What a cause's class is told from: its rows, the sentence's, and its pieces' own vectors."""
    words = torch.from_numpy(example.words[:-1].astype("float32"))
    seen = hidden[example.begins + at[0] : example.begins + at[1]].mean(0) if at else why
    return torch.cat([seen, why, (words[at[0] : at[1]] if at else words).mean(0) * WORDS_WORTH])


def of_period(example: ClaimExample, at: Range | None, hidden: Tensor, how: Tensor) -> Tensor:
    """What a period's direction is told from: its rows and the sentence's."""
    return torch.cat([hidden[example.begins + at[0] : example.begins + at[1]].mean(0) if at else how, how])


def collate(examples: Sequence[ClaimExample]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The rows, which of them there are, which are the sentence's, and which of these are cause, effect and period."""
    longest = max(len(example.seen) for example in examples)
    seen = torch.zeros(len(examples), longest, HIDDEN)
    mask, here = torch.zeros(2, len(examples), longest, dtype=torch.bool)
    marks = torch.zeros(len(examples), longest, 3)
    for row, example in enumerate(examples):
        length = len(example.seen)
        seen[row, :length] = torch.from_numpy(example.seen.astype("float32"))
        mask[row, :length] = True
        here[row, example.begins : length - 1] = True
        stretches = [(at, n) for _, cause, effect, _ in example.reasons for n, at in enumerate((cause, effect))]
        for at, n in (*stretches, *((at, 2) for _, at in example.periods)):
            if at:
                marks[row, example.begins + at[0] : example.begins + at[1], n] = 1
    return seen, mask, here, marks
