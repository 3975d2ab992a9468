"""Reading what a server sends back; whatever is not as it should be is nothing, not an error."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from detente.coding.remote.secret import Secret

_ENDS = frozenset({"stop", "length", "content_filter"})


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer: its words, why it ended (stop, length, content_filter, withheld or other), and the tokens the server counted."""

    content: str
    end: str
    tokens_in: int | None = None
    tokens_out: int | None = None


def read_reply(body: bytes, key: Secret | None) -> Reply | None:
    """The reply in a response's body, None where there is none.

    One that repeats the key comes back without its words and with the end "withheld".
    """
    told = loads(body)
    choices = told.get("choices") if isinstance(told, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    if not isinstance(message, dict):
        return None
    content, end = message.get("content"), first.get("finish_reason")  # type: ignore[union-attr]  # a dict, as message is
    usage = told.get("usage")
    counted = {
        "tokens_in": _count(usage, "prompt_tokens"),
        "tokens_out": _count(usage, "completion_tokens"),
    }
    words = content if isinstance(content, str) else ""
    if key is not None and (key.shown_in(words) or key.shown_in(json.dumps(loads(words), ensure_ascii=False))):
        return Reply(content="", end="withheld", **counted)
    return Reply(content=words, end=end if isinstance(end, str) and end in _ENDS else "other", **counted)


def loads(text: str | bytes) -> Any:  # noqa: ANN401 - as JSON has it
    """What a text says in JSON, None where it says nothing in JSON (or is nested beyond reason)."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _count(usage: Any, name: str) -> int | None:  # noqa: ANN401
    value = usage.get(name) if isinstance(usage, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None


def complaint(body: bytes, key: Secret | None) -> str:
    """What a server says went wrong, on one line of at most 200 characters; nothing where it repeats any of the key."""
    told = loads(body)
    error = told.get("error", told) if isinstance(told, dict) else None
    message = error.get("message") if isinstance(error, dict) else error
    text = message if isinstance(message, str) else body[:2000].decode("utf-8", "replace")
    if key is not None and key.shown_in(text):
        return "(its words are left out: they repeat the key)"
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]
