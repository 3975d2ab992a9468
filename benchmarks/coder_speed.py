"""How many sentences a second the coder reads, beside the bare parse of the same text in the same run."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.model import Document

if TYPE_CHECKING:
    from spacy.language import Language

    from detente.coding.parsing import Parser

VOLUMES = 543
"""Volumes of the series Foreign Relations of the United States that the Office of the Historian counts."""
NODES = 32
CORES = 2


def seconds(run: Callable[[], object]) -> float:
    """Wall time of one run."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def speed(documents: Sequence[Document], sentences: Sequence[str], *, volume: Path | None) -> list[str]:
    """The table: bare parse, fast coder and default coder in one process; the default on two; a volume where one is given."""
    from detente.coding.coder import DefaultCoder, EightBitCoder, FastCoder
    from detente.coding.parsing import load_language, load_parser
    from detente.study import code_all

    makers, parser, fast, default, eight_bit = load_language(), load_parser(), FastCoder(), DefaultCoder(), EightBitCoder()
    for coder in (fast, default, eight_bit):
        coder.code(documents[0])

    def coded(coder: DefaultCoder) -> Callable[[], object]:
        return lambda: [coder.code(document) for document in documents]

    def parsed(one: Language | Parser) -> Callable[[], object]:
        return lambda: [0 for _ in one.pipe(sentences, batch_size=64)]

    bare, own = (min(seconds(parsed(one)) for _ in range(2)) for one in (makers, parser))
    alone = min(seconds(coded(fast)) for _ in range(2))
    full, rough = seconds(coded(default)), seconds(coded(eight_bit))
    many = [*documents] * 3
    two, two_fast, two_rough = (
        seconds(lambda name=name: list(code_all(many, f"detente.coding.coder:{name}", workers=CORES)))  # type: ignore[misc] # bound here
        for name in ("DefaultCoder", "FastCoder", "EightBitCoder")
    )
    count = len(sentences)
    lines = [
        "| what | sentences a second | times the bare parse |",
        "| --- | --- | --- |",
        f"| bare parse as its makers ship it (no names), 1 process | {count / bare:.0f} | 1 |",
        f"| the same parse as the coder runs it, 1 process | {count / own:.0f} | {own / bare:.2f} |",
        f"| `--fast`, 1 process | {count / alone:.0f} | {alone / bare:.2f} |",
        f"| default, 1 process | {count / full:.0f} | {full / bare:.2f} |",
        f"| `--eight-bit`, 1 process | {count / rough:.0f} | {rough / bare:.2f} |",
        f"| `--fast`, {CORES} processes, their start included | {3 * count / two_fast:.0f} | |",
        f"| default, {CORES} processes, their start included | {3 * count / two:.0f} | |",
        f"| `--eight-bit`, {CORES} processes, their start included | {3 * count / two_rough:.0f} | |",
    ]
    return [*lines, "", *(frus(volume) if volume else [])]


def frus(volume: Path) -> list[str]:
    """A volume of archive papers on two cores, and what that makes of the whole series."""
    lines = [
        f"One volume ({volume.stat().st_size / 1e6:.1f} MB) on {CORES} cores, and all {VOLUMES} at that rate:",
        "",
        f"| coder | a volume, s | larger process, MB | all, hours here | all, minutes on {NODES} such machines |",
        "| --- | --- | --- | --- | --- |",
    ]
    for said, name in (("`--eight-bit`", "EightBitCoder"), ("default", "DefaultCoder")):
        done = subprocess.run([sys.executable, __file__, str(volume), name], capture_output=True, text=True, check=True)
        took, memory = json.loads(done.stdout)
        series = took * VOLUMES / 3600
        lines.append(f"| {said} | {took:.0f} | {memory} | {series:.1f} | {60 * series / NODES:.0f} |")
    return lines


def main(volume: str, name: str) -> None:
    """Code one volume in processes of this one's, and print the seconds and the megabytes of the larger process."""
    from detente.documents import read_file
    from detente.study import code_all

    documents = list(read_file(Path(volume)))
    took = seconds(lambda: list(code_all(documents, f"detente.coding.coder:{name}", workers=CORES)))
    print(json.dumps([took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024]))


if __name__ == "__main__":
    main(*sys.argv[1:])
