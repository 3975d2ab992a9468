"""Coding with a language model: what it will cost is told and agreed to first, what it did cost is told after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from detente.coding.remote.settings import ModelSettings
from detente.model import Document
from detente.study.progress import Progress
from detente.study.rooms import Rooms, made_coder
from detente.study.workers import Coded, guarded

if TYPE_CHECKING:
    from detente.coding.remote.budget import Plan
    from detente.coding.remote.coder import ModelCoder


@dataclass(frozen=True, kw_only=True)
class Purse:
    """Who is asked whether a plan may be carried out, and is told in one line what was used."""

    agrees: Callable[[Plan], bool]
    told: Callable[[str], None]


def model_coder(settings: ModelSettings, folder: Path, rooms: Rooms) -> ModelCoder:
    """The coder that asks a model and keeps its answers in `folder`; all but events is read by the coder of `rooms`, with its own codes.

    Raises `CodingFault` 540 to 543 where own codes cannot be used.
    """
    from detente.coding.remote.coder import ModelCoder  # noqa: PLC0415 - the parser comes with it

    return ModelCoder(settings, folder, rules=made_coder(rooms.coder, rooms.codes))


def code_by_model(
    coder: ModelCoder, documents: Callable[[], Iterable[Document]], *, purse: Purse | None, progress: Progress
) -> Iterator[tuple[Document, Coded]]:
    """Ask for all that is not kept, then give each document with its coding, in the order given.

    `documents` is called for each time they are gone through. `purse` is asked first; without one, or where it does
    not agree, nothing is sent and `CodingFault` 518 raised. Raises 510 to 517 where asking fails.
    """
    plan = coder.plan(documents())
    if plan.estimate.answers:
        _ask(coder, plan, documents, purse, progress)
    return ((document, guarded(coder, document)) for document in documents())


def _ask(coder: ModelCoder, plan: Plan, documents: Callable[[], Iterable[Document]], purse: Purse | None, progress: Progress) -> None:
    from detente.coding.remote import faults  # noqa: PLC0415 - only where a model is asked

    plan.check()
    if purse is None or not purse.agrees(plan):
        raise faults.fault(faults.NOT_AGREED, plan.line())
    try:
        with progress.stage("Asking", plan.passages) as step:
            coder.ask(documents(), step=step)
    finally:
        purse.told(_used(coder))


def _used(coder: ModelCoder) -> str:
    from detente.coding.remote.budget import counted  # noqa: PLC0415 - only where a model was asked

    usage = coder.meter.usage
    text = f"{coder.settings.model}: {counted(usage.answers, 'answer')}, {usage.told(coder.settings)}"
    return (
        f"{text}; of {usage.untold} the server counted nothing, and they are reckoned" if usage.untold else f"{text}, as the server counts"
    )
