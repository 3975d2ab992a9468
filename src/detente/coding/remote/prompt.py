"""What the model is told, and the form its answer must have; both made from the lists of the package."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import resources
from typing import Any

import yaml

from detente.model import Modality
from detente.ontology import CONTEXTS, EVENT_TYPES, event_types

MODALITIES: tuple[Modality, ...] = ("asserted", "planned", "denied", "alleged", "hypothetical", "opinion")
FIELDS = (
    "sentence", "quote", "source", "source_state", "target", "target_state", "type", "mode", "contexts", "modality", "reciprocal",
    "date_words", "date",
)  # fmt: skip
"""The fields of one event in an answer: all are asked for, and no other is taken."""


@cache
def system_prompt() -> str:
    """The instructions with the types and their modes, the contexts, and letters of states."""
    words = yaml.safe_load(resources.files("detente").joinpath("data", "model_prompt.yaml").read_text(encoding="utf-8"))
    kinds = [
        f"{kind.name}: {kind.definition}" + (f" Modes: {', '.join(kind.modes)}." if kind.modes else "") for kind in event_types().values()
    ]
    letters = "; ".join(words["letters"].split("\n")).strip("; ")
    parts = [words["instructions"].strip(), "Types:\n" + "\n".join(kinds), "Contexts: " + ", ".join(CONTEXTS), "Letters: " + letters]
    return "\n\n".join(parts)


@cache
def answer_schema() -> dict[str, Any]:
    """The JSON schema of an answer. Numbers of sentences are positions that we gave; no offset is asked for."""
    words, none = {"type": "string"}, {"type": ["string", "null"]}
    modes = sorted({mode for kind in event_types().values() for mode in kind.modes})
    event: dict[str, Any] = dict.fromkeys(("quote", "source", "target"), words)
    event |= dict.fromkeys(("source_state", "target_state", "date_words", "date"), none)
    event |= {
        "sentence": {"type": "integer"},
        "type": {"type": "string", "enum": list(EVENT_TYPES)},
        "mode": {"type": ["string", "null"], "enum": [*modes, None]},
        "contexts": {"type": "array", "items": {"type": "string", "enum": list(CONTEXTS)}},
        "modality": {"type": "string", "enum": list(MODALITIES)},
        "reciprocal": {"type": "boolean"},
    }
    return _object({"events": {"type": "array", "items": _object({name: event[name] for name in FIELDS})}})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


@cache
def prompt_version() -> str:
    """A hash of the prompt and the schema: with another, every passage is asked again."""
    return hashlib.sha256((system_prompt() + "\0" + json.dumps(answer_schema(), sort_keys=True)).encode()).hexdigest()[:12]
