"""What asking costs: the estimate before, the server's count after, and the limits between."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass

from detente.coding.remote import faults
from detente.coding.remote.answers import Answer
from detente.coding.remote.settings import ModelSettings

CHARS_A_TOKEN = 3.5
"""English prose has about four characters a token, JSON and names fewer."""

OUT_SHARE = 0.6
"""Tokens of an answer for each token of text to be coded, as an estimate."""


def tokens_of(text: str) -> int:
    """About how many tokens a text has."""
    return math.ceil(len(text) / CHARS_A_TOKEN)


def counted(n: int, noun: str) -> str:
    """A number with its noun: `1 answer`, `2 answers`."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _amount(cost: float) -> str:
    return f"{cost:.4f}" if cost >= 0.0001 or cost == 0 else "less than 0.0001"


@dataclass(frozen=True, kw_only=True)
class Usage:
    """Tokens that went in and out in some answers; `untold` counts those of which the server said nothing and we reckoned."""

    answers: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    untold: int = 0

    def cost(self, settings: ModelSettings) -> float | None:
        """The cost at the prices of the settings, in their currency; None where these name none."""
        if settings.price_in is None or settings.price_out is None:
            return None
        return (self.tokens_in * settings.price_in + self.tokens_out * settings.price_out) / 1e6

    def told(self, settings: ModelSettings) -> str:
        """Tokens and cost in words."""
        cost = self.cost(settings)
        price = "cost unknown: no prices were given" if cost is None else f"{_amount(cost)} {settings.currency}"
        return f"{self.tokens_in:,} tokens in, {self.tokens_out:,} out, {price}"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What coding will ask: how many passages there are, how many answers are kept already, and about what the rest will take."""

    passages: int
    kept: int
    estimate: Usage
    settings: ModelSettings

    def line(self) -> str:
        """The plan in one line."""
        text = f"{self.settings.model} at {self.settings.server}: {counted(self.passages, 'passage')}, {counted(self.kept, 'answer')} kept"
        if not self.estimate.answers:
            return f"{text}; nothing to ask"
        return f"{text}, {self.estimate.answers} to ask: about {self.estimate.told(self.settings)}"

    def check(self) -> None:
        """Raise `CodingFault` 517 where the estimate is beyond the limits already."""
        check_limits(self.estimate, self.settings, "the estimate")


class Meter:
    """Counts what the server says it used, in all threads of a run."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._usage = Usage()

    @property
    def usage(self) -> Usage:
        """What was used so far."""
        with self._lock:
            return self._usage

    def add(self, answer: Answer, asked: str) -> None:
        """Count one answer to the words `asked`; where the server counted nothing, by our own reckoning."""
        told = answer.tokens_in is not None and answer.tokens_out is not None
        came = answer.tokens_in if answer.tokens_in is not None else tokens_of(asked)
        went = answer.tokens_out if answer.tokens_out is not None else tokens_of(answer.content)
        with self._lock:
            used = self._usage
            self._usage = Usage(
                answers=used.answers + 1,
                tokens_in=used.tokens_in + came,
                tokens_out=used.tokens_out + went,
                untold=used.untold + (not told),
            )

    def check(self) -> None:
        """Raise `CodingFault` 517 where a limit is reached: asked before each request, so that those under way still end."""
        check_limits(self.usage, self._settings, "this run", reached=True)


def check_limits(usage: Usage, settings: ModelSettings, who: str, *, reached: bool = False) -> None:
    """Raise `CodingFault` 517 where `usage` is beyond a limit, or with `reached` at it."""
    tokens, cost = usage.tokens_in + usage.tokens_out, usage.cost(settings)
    for name, used, most in (("most_tokens", tokens, settings.most_tokens), ("most_cost", cost, settings.most_cost)):
        if used is not None and most is not None and (used > most or (reached and used >= most)):
            raise faults.fault(faults.LIMIT, f"{who} has {used:,.4g}, {name} is {most:,.4g}")
