"""How far a run has come, on stderr: a bar on a terminal, plain lines elsewhere, nothing when not wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TextIO

Step = Callable[[str], None]
"""Called once for each thing that is done, with its name."""


class Progress(Protocol):
    """Something that shows stages and their steps."""

    def stage(self, title: str, total: int) -> AbstractContextManager[Step]:
        """A stage of `total` steps; the step it gives is called after each."""
        ...


class Silent:
    """Shows nothing."""

    @contextmanager
    def stage(self, title: str, total: int) -> Iterator[Step]:
        """A stage that shows nothing."""
        yield lambda _: None


class Lines:
    """A plain line each time a step is done, at most about twenty a stage."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    @contextmanager
    def stage(self, title: str, total: int) -> Iterator[Step]:
        """A stage as lines such as `Coding 3 of 10: chronology`."""
        done = 0
        each = max(1, total // 20)

        def step(name: str) -> None:
            nonlocal done
            done += 1
            if done % each == 0 or done == total:
                of = f" of {total}" if total else ""
                self.stream.write(f"{title} {done}{of}: {name}\n")
                self.stream.flush()

        yield step


class Bars:
    """A bar for each stage, drawn by rich."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    @contextmanager
    def stage(self, title: str, total: int) -> Iterator[Step]:
        """A stage as one bar."""
        # a run with nothing to do shows no bar and loads no rich
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
        from rich.progress import Progress as RichProgress  # noqa: PLC0415

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[now]}"),
        )
        with RichProgress(*columns, console=Console(file=self.stream)) as bars:
            task = bars.add_task(title, total=total, now="")
            yield lambda name: bars.update(task, advance=1, now=name)


def progress_on(stream: TextIO) -> Progress:
    """Bars where `stream` is a terminal, lines where it is not."""
    return Bars(stream) if stream.isatty() else Lines(stream)
