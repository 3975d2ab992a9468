"""The coder by language model: events from kept or asked answers, all else from the default coder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from detente.coding.coder import DefaultCoder, Prepared
from detente.coding.remote.acceptance import Acceptance
from detente.coding.remote.answers import Answer, Answers
from detente.coding.remote.budget import OUT_SHARE, Meter, Plan, Usage, tokens_of
from detente.coding.remote.claims import claims_in
from detente.coding.remote.client import Client
from detente.coding.remote.passages import Passage, passages_of
from detente.coding.remote.prompt import answer_schema, prompt_version, system_prompt
from detente.coding.remote.settings import UNREAD, ModelSettings
from detente.coding.remote.sides import Shown
from detente.documents import split_sentences
from detente.errors import CodingFault
from detente.model import Coding, Document

READINGS = 3
"""How often a passage is asked whose answer cannot be read, each time with another seed."""

_AHEAD = 4
"""For each request under way, so many passages are in hand."""


class ModelCoder:
    """A language model behind an OpenAI-compatible server, as a coder.

    Its events are those of the model that stand in the text and in the lists; sentences, figures,
    agreements and dates are those of `rules` (the default coder where none is given), whose register,
    with a study's own names, says who is who. `folder` keeps the answers: what is kept there is never
    asked again, and with all kept neither server nor key is needed. Raises `WrongSetting` for a setting
    that cannot be.
    """

    def __init__(self, settings: ModelSettings, folder: Path, *, client: Client | None = None, rules: DefaultCoder | None = None) -> None:
        settings.check()
        self.settings, self.answers = settings, Answers(folder)
        self.meter = Meter(settings)
        self.name = f"model:{settings.model}"
        self._client, self._rules = client or Client(settings), rules or DefaultCoder()

    @cached_property
    def version(self) -> str:
        """Changes with the prompt and the schema, with what is asked, and with the rules by which answers are taken."""
        own = sorted((file.name, file.read_bytes()) for file in files(__package__).iterdir() if file.name.endswith(".py"))
        parts = (prompt_version(), self.settings.identity, self._rules.version, repr(own))
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]

    def plan(self, documents: Iterable[Document]) -> Plan:
        """What coding these documents will ask, and about what it will take; nothing is asked."""
        passages = kept = 0
        estimate = Usage()
        for _, passage in self._each(documents):
            missing = self._missing(passage)
            passages, kept = passages + 1, kept + (not missing)
            for part in missing:
                estimate = Usage(
                    answers=estimate.answers + 1,
                    tokens_in=estimate.tokens_in + tokens_of(_asked(part)),
                    tokens_out=estimate.tokens_out + round(OUT_SHARE * tokens_of(part.message)),
                )
        return Plan(passages=passages, kept=kept, estimate=estimate, settings=self.settings)

    def ask(self, documents: Iterable[Document], *, step: Callable[[str], None] = lambda _: None) -> None:
        """Ask for all answers that are not kept yet, a few at once; `step` is called for each passage with its document's key.

        Answers that came are kept whatever happens: after a fault (510 to 517) or an interruption the
        requests under way end, and no further one is sent.
        """
        self._client.stopping.clear()
        pool = ThreadPoolExecutor(self.settings.at_once)
        running: dict[Future[Any], str] = {}
        try:
            for key, passage in self._each(documents):
                running[pool.submit(self._read_ahead, passage)] = key
                if len(running) >= _AHEAD * self.settings.at_once:
                    _take_finished(running, step)
            while running:
                _take_finished(running, step)
        except BaseException:
            self._client.stopping.set()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def code(self, document: Document) -> Coding:
        """Code one document, asking for the answers that are not kept."""
        base = self._rules.code(document)
        prepared = {item.sentence.sentence_id: item for item in self._rules.prepare(document, base.sentences)}
        taken = Acceptance(document=document, coder=self.name, coder_version=self.version)
        notes = self._not_asked()
        for passage in passages_of(document, base.sentences):
            for part, answer in self._read(passage):
                told = claims_in(answer.content) if answer.end != "length" else None
                if told is None:
                    notes.append(self._unread(part, answer))
                else:
                    taken.take(told, self._shown(part, prepared))
        return replace(
            base,
            coder=self.name,
            coder_version=self.version,
            events=taken.in_order(),
            notes=(*base.notes, *taken.notes(), *notes),
        )

    def _not_asked(self) -> list[str]:
        """That a study's own event types are not among those asked for, where it has some."""
        own = self._rules.lexicon.own_types
        return [f"not asked of the model, which knows PLOVER's event types: {', '.join(own)}"] if own else []

    def _shown(self, passage: Passage, prepared: dict[str, Prepared]) -> Shown:
        items = [prepared[sentence.sentence_id] for sentence in passage.sentences]
        return Shown(passage=passage, prepared=items, register=self._rules.register)

    def _unread(self, passage: Passage, answer: Answer) -> str:
        first, last = passage.sentences[0].index, passage.sentences[-1].index
        file = self.answers.path(self._key(passage)).name
        why = {"length": "was cut off", "withheld": "repeated the key", "content_filter": "was kept back by its server"}
        return f"{UNREAD}, sentences {first} to {last}: the answer {file} {why.get(answer.end, 'is not the JSON that was asked for')}"

    def _each(self, documents: Iterable[Document]) -> Iterator[tuple[str, Passage]]:
        """The passages of some documents with the documents' keys, each text once."""
        seen: set[str] = set()
        for document in documents:
            for passage in passages_of(document, split_sentences(document)):
                if (key := self._key(passage)) not in seen:
                    seen.add(key)
                    yield document.key, passage

    def _key(self, passage: Passage) -> str:
        return passage.key(self.settings.identity)

    def _read_ahead(self, passage: Passage) -> None:
        """Have the answer to a passage kept; after a fault in any thread nothing more is begun."""
        if self._client.stopping.is_set():
            return
        try:
            self._read(passage)
        except CodingFault:
            if self._client.stopping.is_set():
                return  # given up because of another's fault, which is the one to tell
            self._client.stopping.set()
            raise
        except BaseException:
            self._client.stopping.set()
            raise

    def _read(self, passage: Passage) -> list[tuple[Passage, Answer]]:
        """The answer to a passage, kept or asked; where it was cut off, those to its halves."""
        answer = self.answers.get(self._key(passage)) or self._ask(passage)
        parts = _parts(passage, answer)
        return [each for part in parts for each in self._read(part)] if parts else [(passage, answer)]

    def _missing(self, passage: Passage) -> list[Passage]:
        """What of a passage has no answer yet: itself, or some of the halves of one that was cut off."""
        answer = self.answers.get(self._key(passage))
        if answer is None:
            return [passage]
        return [each for part in _parts(passage, answer) for each in self._missing(part)]

    def _ask(self, passage: Passage) -> Answer:
        """Ask until the answer can be read or was cut off, a few times at most; keep the last, however it is."""
        for attempt in range(READINGS):
            self.meter.check()
            reply = self._client.ask(system_prompt(), passage.message, answer_schema(), seed=self.settings.seed + attempt)
            answer = Answer(
                content=reply.content,
                end=reply.end,
                tokens_in=reply.tokens_in,
                tokens_out=reply.tokens_out,
                model=self.settings.model,
                prompt=prompt_version(),
                asked=self._client.dialect.name,
            )
            self.meter.add(answer, _asked(passage))
            if answer.end == "length" or claims_in(answer.content) is not None:
                break
            if self._client.stopping.is_set():
                return answer  # not the last word on this passage: the next run asks again
        self.answers.put(self._key(passage), answer)
        return answer


def _parts(passage: Passage, answer: Answer) -> tuple[Passage, ...]:
    """The halves that take the place of a passage whose answer was cut off; none where it was not, or cannot be halved."""
    if answer.end != "length" or len(passage.sentences) < 2:
        return ()
    return tuple(half for half in passage.halves() if half.told)


def _asked(passage: Passage) -> str:
    return system_prompt() + passage.message


def _take_finished(running: dict[Future[Any], str], step: Callable[[str], None]) -> None:
    """Wait for at least one request to end and take out those that did; raises what went wrong in one."""
    for future in wait(running, return_when=FIRST_COMPLETED).done:
        key = running.pop(future)
        future.result()
        step(key)
