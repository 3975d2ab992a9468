"""What the measure of relations comes to: similarity, balance, panels, the score, the triangle, event rows at scale, readers fed bad files.

    python benchmarks/relations.py [--data DIR] [--scale DIR [--rows N] [--billion]] [--write FILE --date YYYY-MM-DD]

DIR is the folder of published data, by default that which DETENTE_DATA names. `--scale` names a folder for the made event rows
(0.4 GB a hundred million, 4 GB a thousand million); without it a temporary one is used. `make benchmark-relations` runs it and writes
the table. A part that fails is told in the table, the rest goes on, and the command ends with 1.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import latent
import networks
import panels
import scale
import triangles

from detente.version import __version__

Part = tuple[str, Callable[[], Iterable[str]]]


def readers() -> Iterator[str]:
    """How many layouts there are, and what the tests say that feed each of them six kinds of bad file."""
    from detente.datasets.events.layouts import event_layouts
    from detente.datasets.published_layout import published_layouts

    command = [sys.executable, "-m", "pytest", "-p", "no:xdist", "tests/datasets"]
    found = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    yield f"{len(published_layouts())} layouts of states and pairs, {len(event_layouts())} of events. `pytest tests/datasets`, in which"
    yield "each is fed ragged rows, extra tabs, wrong types, unknown codes, a byte-order mark and a file cut short:"
    yield found.stdout.strip().splitlines()[-1]


def parts(data: Path, folder: Path, rows: int, *, billion: bool) -> list[Part]:
    """The chapters of the table, in the order of what was asked."""
    return [
        ("1. Signorino and Ritter's table 6", lambda: networks.table_6(data)),
        ("2. All pairs of 190 states in one year", networks.all_pairs_timed),
        ("3. Frustration and balance", lambda: networks.frustration_tables(data)),
        ("4. All directed dyad-years, 1816-2016", lambda: panels.rows(data)),
        ("5. The score of every pair, 1946-2014", lambda: latent.lines(data)),
        ("6. The triangle, 1946-2014, from published data", lambda: triangles.lines(data)),
        ("7. Event rows at scale", lambda: scale.scale_lines(folder, rows=rows, billion=billion)),
        ("8. Readers fed bad files", readers),
    ]


def page(chapters: Iterable[Part], failed: list[str]) -> Iterator[str]:
    """The whole table; names of parts that fail are added to `failed`."""
    for title, lines in chapters:
        yield f"\n## {title}\n"
        try:
            yield from lines()
        except Exception as error:  # a part that fails must not hide the others
            failed.append(title)
            yield f"\nThis part failed: {type(error).__name__}: {error}"


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DETENTE_DATA", "data")))
    parser.add_argument("--scale", type=Path)
    parser.add_argument("--rows", type=int, default=100_000_000)
    parser.add_argument("--billion", action="store_true")
    parser.add_argument("--only", help="numbers of parts, as in 1,4")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--date", default="undated")
    args = parser.parse_args()
    wanted = set(args.only.split(",")) if args.only else None
    lines, failed = [f"# Relations: measured {args.date}\n", "Made by `make benchmark-relations`.\n"], list[str]()
    lines.append(f"détente {__version__}, Python {platform.python_version()}, {os.cpu_count()} cores.")
    with tempfile.TemporaryDirectory() as scratch:
        chapters = parts(args.data, args.scale or Path(scratch), args.rows, billion=args.billion)
        for line in page([part for part in chapters if wanted is None or part[0].partition(".")[0] in wanted], failed):
            print(line, flush=True)
            lines.append(line)
    if args.write:
        args.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
