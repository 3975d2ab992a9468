"""How a request is put: structured output where the server knows it, and less where it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Form = Literal["schema", "object", "plain"]
"""What is asked of the answer: to fit the schema, to be some JSON, or nothing but what the prompt says."""

_WEAKER: Mapping[Form, Form] = {"schema": "object", "object": "plain"}


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """The part of the protocol that one server understands."""

    form: Form = "schema"
    seed: bool = True
    temperature: bool = True
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"

    @property
    def name(self) -> str:
        """The dialect in a few words, kept with an answer."""
        parts = [self.form, "seed" if self.seed else "no seed", "temperature 0" if self.temperature else "the server's temperature"]
        return ", ".join(parts)

    def gentler(self, told: str) -> Dialect | None:
        """What to try when a request in this dialect was refused with the words `told`; None when nothing is left to leave out."""
        said = told.lower()
        if "max_tokens" in said and self.limit == "max_tokens":
            return replace(self, limit="max_completion_tokens")
        if "temperature" in said and self.temperature:
            return replace(self, temperature=False)
        if "seed" in said and self.seed:
            return replace(self, seed=False)
        if self.form in _WEAKER:
            return replace(self, form=_WEAKER[self.form])
        return replace(self, seed=False) if self.seed else None


def request_of(dialect: Dialect, *, model: str, system: str, user: str, schema: Mapping[str, Any], seed: int, most: int) -> dict[str, Any]:
    """The body of a request for one answer; `most` is the tokens it may have."""
    body: dict[str, Any] = {
        "model": model,
        "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
        dialect.limit: most,
    }
    if dialect.temperature:
        body["temperature"] = 0
    if dialect.seed:
        body["seed"] = seed
    if dialect.form == "schema":
        body["response_format"] = {"type": "json_schema", "json_schema": {"name": "events", "strict": True, "schema": dict(schema)}}
    elif dialect.form == "object":
        body["response_format"] = {"type": "json_object"}
    return body
