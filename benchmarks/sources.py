"""What the comparison of sources comes to: agreements, reasons and periods against hand coding, pairs of statements, grouping at scale.

    python benchmarks/sources.py [--eval DIR] [--write FILE --date YYYY-MM-DD]

DIR holds the hand-coded tables and their scorer (see its README); by default the folder `eval` beside the one that DETENTE_DATA
names. `make benchmark-sources` runs it and writes the table.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import platform
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pairs
from coder import load, said_by

import incidents

GOLD = {"agreements": "agreements", "reasons": "causes", "periods": "periods"}
"""The tables of the coder, and what the hand coders' files call them."""
FLOORS = {"agreements": (0.70, 0.92), "reasons": (0.50, 0.89), "periods": (0.50, 0.80)}
"""What was asked for, and what the two hand codings come to against each other."""
EVENTS = 100_000


def score_tables(folder: Path, coder: Any) -> Iterator[str]:
    """Precision, recall and F1 of each table on the essay that two hand coders read."""
    from detente.documents import read_file
    from detente.study import coded_rows

    path = folder.parent / "corpus" / "njal-2014.txt"
    codings = [(document, coder.code(document)) for document in read_file(path)]
    scorer = load(folder, "score_tables")
    yield "| table | rows | precision | recall | F1 | asked | the two hand codings |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for table, name in GOLD.items():
        rows = list(coded_rows(table, codings))
        golds = [part for n in (1, 2) for part in ("--gold", str(folder / "hand_coded" / f"njal-2014.{name}.coder{n}.jsonl"))]
        said = said_by(scorer, [table, *golds, "--text", str(path)], rows)
        precision, recall, f1 = (float(number) for number in re.findall(r" (\d\.\d+)", said))
        asked, ceiling = FLOORS[table]
        yield f"| {table} | {len(rows)} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {asked:.2f} | {ceiling:.2f} |"


def score_pairs() -> Iterator[str]:
    """The example's table of pairs of statements, by the verdict owed."""
    judged, lost = pairs.judge(pairs.read_pairs(), pairs.code_sources())
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        pairs.print_table(judged)
    yield said.getvalue().strip()
    yield f"\n{len(lost)} rows more have a statement that the coder does not find."


def time_grouping() -> Iterator[str]:
    """Seconds to group a quarter of the events and all, beside sorting and reading the same events once."""
    yield "| made events | bare pass, s | grouping, s of one process | by the clock, s | times the quarter |"
    yield "| --- | --- | --- | --- | --- |"
    before = 0.0
    for count in (EVENTS // 4, EVENTS):
        events = incidents.make_events(count, incidents.SCENES[0])
        bare = incidents.bare_pass(events)
        clock, own, _ = incidents.measure(events)
        times = f"{own / before:.1f}" if before else ""
        yield f"| {count:,} | {bare:.1f} | {own:.1f} | {clock:.1f} | {times} |"
        before = own


def page(folder: Path) -> Iterator[str]:
    """The whole table."""
    from detente.coding.coder import DefaultCoder

    coder = DefaultCoder()
    yield f"{coder.name} {coder.version}, Python {platform.python_version()}, {os.cpu_count()} cores.\n"
    yield "## Agreements, reasons and periods of an essay\n"
    yield from score_tables(folder, coder)
    yield "\n## Pairs of statements of the example's sources\n"
    yield from score_pairs()
    yield "\n## Grouping events into incidents\n"
    yield from time_grouping()


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, default=Path(os.environ.get("DETENTE_DATA", "../shared/data")).parent / "eval")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--date", default="undated")
    args = parser.parse_args()
    if not args.eval.is_dir():
        parser.exit(2, "the hand-coded texts are not here: set DETENTE_DATA, or give --eval DIR\n")
    lines = [f"# Sources compared: measured {args.date}\n", "Made by `make benchmark-sources`.\n"]
    for line in page(args.eval):
        print(line, flush=True)
        lines.append(line)
    if args.write:
        args.write.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
