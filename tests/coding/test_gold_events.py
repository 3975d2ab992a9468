"""The coder against sentences written for it, each with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from coding_documents import document_of

from detente.coding.coder import FastCoder
from detente.model import Event

ROWS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("gold_events.yaml").read_text(encoding="utf-8"))


def row_of(event: Event) -> str:
    one, two = event.source.state or "", event.target.state or ""
    said = "" if event.modality == "asserted" else f" {event.modality}"
    if event.reciprocal:
        return f"{min(one, two)}={max(one, two)} {event.event_type}{said}"
    return f"{one}>{two} {event.event_type}{said}"


def normal(expected: str) -> str:
    pair, _, rest = expected.partition(" ")
    if "=" in pair:
        one, two = sorted(pair.split("="))
        return f"{one}={two} {rest}"
    return expected


@pytest.fixture(scope="module")
def coder() -> FastCoder:
    return FastCoder()


@pytest.mark.parametrize("row", [row for row in ROWS if "skip" not in row], ids=lambda row: row["text"][:50])
def test_sentence_gives_the_events_it_tells(row: dict[str, Any], coder: FastCoder) -> None:
    found = sorted({row_of(event) for event in coder.code(document_of(row["text"])).events})
    assert found == sorted(normal(expected) for expected in row["expect"]), f"{row['text']}  ({row['why']})"
