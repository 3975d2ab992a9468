"""What the panel of all directed dyad-years 1816-2016 costs: time, memory, rows and columns, from the makers' own files.

    python benchmarks/panels.py

The data are those of the folder that DETENTE_DATA names. Each run is a process of its own, so that its peak memory is its own. The time
is that of all: finding the files, reading them strictly, making the rows and putting the values beside them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ADDED = ("alliances", "atop", "capabilities", "disputes", "trade", "contiguity", "distance", "igos")
SECONDS, GIGABYTES = 20, 4
"""What was asked for."""

RUN = """
import json, resource, sys, time
began = time.perf_counter()
from detente.relations.panels import build_panel
made = build_panel(sys.argv[1], first=1816, last=2016, add=sys.argv[2].split(","))
read = time.perf_counter()
frame = made.panel.collect()
done = time.perf_counter()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps([read - began, done - read, peak / 1e9, frame.height, frame.width]))
"""


def run(folder: Path) -> tuple[float, float, float, int, int]:
    """Seconds of reading and of joining, peak memory in GB, rows and columns of one run."""
    command = [sys.executable, "-c", RUN, str(folder), ",".join(ADDED)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    read, joined, peak, rows, columns = json.loads(done.stdout)
    return read, joined, peak, rows, columns


def rows(folder: Path | None = None, *, times: int = 2) -> Iterator[str]:
    """The table of requirement 4 as lines of Markdown; one line that says so where there are no data."""
    folder = folder or Path(os.environ.get("DETENTE_DATA", "data"))
    if not (folder / "cow").is_dir():
        yield "The published data are not here: set DETENTE_DATA."
        return
    yield "| run | reading, s | joining, s | together, s | asked, s | peak, GB | asked, GB | rows | columns |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for number in range(1, times + 1):
        read, joined, peak, height, width = run(folder)
        cells = (f"{read:.1f}", f"{joined:.1f}", f"{read + joined:.1f}", SECONDS, f"{peak:.2f}", GIGABYTES, f"{height:,}", width)
        yield f"| {number} | {' | '.join(map(str, cells))} |"


def main() -> None:
    """Print the table."""
    for line in rows():
        print(line)


if __name__ == "__main__":
    main()
