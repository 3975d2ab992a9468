"""The answers of a model, kept one file each under the hash of what was asked: a study is coded again from them without it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from detente.coding.remote.reply import loads
from detente.record import whole_file


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A model's answer to one passage: its words as they came, why it ended, the tokens counted, who was asked and how."""

    content: str
    end: str
    tokens_in: int | None
    tokens_out: int | None
    model: str
    prompt: str
    asked: str


class Answers:
    """The folder of answers; each is written whole or not at all, so that a run may end at any moment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """The file of the answer with this hash."""
        return self.folder / f"{key}.json"

    def get(self, key: str) -> Answer | None:
        """The answer with this hash, None where there is none or its file is damaged."""
        try:
            told = loads(self.path(key).read_bytes())
        except OSError:
            return None
        if not isinstance(told, dict) or set(told) != set(Answer.__dataclass_fields__):
            return None
        answer = Answer(**told)
        sound = all(isinstance(getattr(answer, name), str) for name in ("content", "end", "model", "prompt", "asked"))
        return answer if sound else None

    def put(self, key: str, answer: Answer) -> None:
        """Keep an answer; raises `RecordFault` 412 where the folder cannot be written."""
        with whole_file(self.path(key)) as stream:
            stream.write(json.dumps(asdict(answer), indent=1).encode() + b"\n")
