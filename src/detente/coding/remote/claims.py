"""One event as a model claims it, and the reasons for which a claim is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from detente.coding.remote.prompt import FIELDS
from detente.coding.remote.reply import loads
from detente.model import Modality
from detente.ontology import CONTEXTS, EVENT_TYPES, mode_names

REASONS: Mapping[str, str] = {
    "shape": "it has not the form that was asked for",
    "sentence": "no sentence of the passage has that number",
    "quote": "the quoted words are not in that sentence",
    "type": "the type is not one of PLOVER's",
    "mode": "the mode is not one of that type's",
    "context": "a context is not one of ours",
    "modality": "the modality is not one of ours",
    "date_words": "the words of the date are not in the text",
    "date": "the date cannot be read",
    "actor": "the words of an actor are not in the text",
    "state": "the register has no such state",
    "state_then": "the state was not there at that date",
    "state_named": "the text does not name that state, or the words name another",
    "pair": "it names no two actors of which one is a state",
    "more": "the sentence has as many events as one may give",
}
"""Why a claim is refused; each is counted in the notes of a coding."""


class ClaimRefused(ValueError):
    """A claim that is not taken; `reason` is a key of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One event of an answer, each field of the right sort; whether it is true of the text is still to be seen."""

    sentence: int
    quote: str
    source: str
    source_state: str | None
    target: str
    target_state: str | None
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    modality: Modality
    reciprocal: bool
    date_words: str | None
    date: str | None


def claims_in(content: str) -> list[Any] | None:
    """The claims of an answer as JSON has them; None where it is no object with a list of events.

    What a thinking model says before, and a fence around the object, are passed over.
    """
    _, closed, after = content.rpartition("</think>")
    text = (after if closed else content).strip()
    if text.startswith("```") and text.endswith("```"):
        text = text.partition("\n")[2].removesuffix("```")
    told = loads(text)
    events = told.get("events") if isinstance(told, dict) else None
    return events if isinstance(events, list) else None


def claim_of(told: Any) -> Claim:  # noqa: ANN401 - as JSON has it
    """A claim whose fields and codes are in order; raises `ClaimRefused`."""
    if not isinstance(told, dict) or set(told) != set(FIELDS):
        raise ClaimRefused("shape")
    _check_sorts(told)
    if told["type"] not in EVENT_TYPES:
        raise ClaimRefused("type")
    if told["mode"] is not None and told["mode"] not in mode_names(told["type"]):
        raise ClaimRefused("mode")
    contexts = tuple(dict.fromkeys(told["contexts"]))
    if not set(contexts) <= set(CONTEXTS):
        raise ClaimRefused("context")
    if told["modality"] not in get_args(Modality):
        raise ClaimRefused("modality")
    return Claim(**told | {"contexts": contexts[:3]})


def _check_sorts(told: Mapping[str, Any]) -> None:
    words = all(isinstance(told[name], str) for name in ("quote", "source", "target", "type", "modality"))
    optional = ("source_state", "target_state", "mode", "date_words", "date")
    absent = all(told[name] is None or isinstance(told[name], str) for name in optional)
    listed = isinstance(told["contexts"], list) and all(isinstance(each, str) for each in told["contexts"])
    number = isinstance(told["sentence"], int) and not isinstance(told["sentence"], bool)
    if not (words and absent and listed and number and isinstance(told["reciprocal"], bool)):
        raise ClaimRefused("shape")
