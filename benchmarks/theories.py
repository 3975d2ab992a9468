"""What the theories come to: reciprocity, blocs, onset and pacts, triads, and all of them side by side; one table.

    python benchmarks/theories.py [--data DIR] [--only 1,4] [--write FILE --date YYYY-MM-DD]

DIR is the folder of published data, by default that which DETENTE_DATA names. The parts are those of `response.py`, `blocs.py` and
`onset.py`, and of this file; a part that fails is told in the table, the rest goes on, and the command ends with 1.
`make benchmark-theories` runs it and writes the table.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import polars as pl

from detente.theories.evaluation import p_text
from detente.theories.triads import TriadClaims
from detente.version import __version__

PACKAGES = ("numpy", "scipy", "polars", "scikit-learn", "statsmodels")
SYSTEMS = {
    "China, Russia, United States and the major states since 1946": (),
    "sixteen states of the Cold War and after": (
        *("USA", "UKG", "FRN", "GMY", "GFR", "RUS", "CHN", "JPN", "IND", "BRA", "ITA", "TUR", "IRN", "EGY", "PAK", "KOR"),
    ),
}
"""Systems whose triads are put to balance, pivot and independence, beside the three of the study."""
LAST = 2014

Part = tuple[str, Callable[[], Iterable[str]]]


def of(module: str, name: str) -> Callable[..., Iterable[str]]:
    """A function of another file of this folder, looked for only when its part runs: a file that is broken fails its own part."""

    def later(*given: object) -> Iterable[str]:
        return getattr(importlib.import_module(module), name)(*given)  # type: ignore[no-any-return]

    return later


def parts(data: Path) -> list[Part]:
    """The parts of the table, in the order of what was asked."""
    return [
        ("1. Israel-Palestine: published and here", lambda: of("response", "published")(data)),
        ("2. Bootstrap responses beside statsmodels", of("response", "speed")),
        ("3. Axelrod and Bennett's landscape", lambda: of("blocs", "landscape_tables")(data)),
        ("4. Frustration: windows and planted networks", lambda: of("blocs", "frustration_tables")(data)),
        ("5. Dynamics of balance", of("blocs", "dynamics_tables")),
        ("6. Dispute onset, pacts and their breakdown", lambda: of("onset", "rows")(data)),
        ("7. Reciprocity in the great-power triangle", lambda: of("response", "triangle")(data)),
        ("8. Signs that change, and balance", lambda: of("blocs", "sign_change_tables")(data)),
        ("9. Balance against pivot against independence", lambda: triads(data)),
        ("10. All theories side by side", lambda: side_by_side(data)),
    ]


# triads ----------------------------------------------------------------------------------------------


def triads(data: Path) -> Iterator[str]:
    """Heider, Dittmer and independence over triads of two systems of scores, and of the published signed networks."""
    from detente.theories.triads import ties_of_networks, ties_of_paths, triad_claims

    paths, majors = scores(data)
    yield "Gain in log score per triad and period; p by Diebold and Mariano over periods, Holm over the five tests of a system in brackets."
    yield ""
    yield from HEAD
    for title, states in SYSTEMS.items():
        began = time.perf_counter()
        found = triad_claims(ties_of_paths(paths, states or majors))
        yield claims_row(f"{title} ({len(states or majors)})", found, time.perf_counter() - began)
    began = time.perf_counter()
    found = triad_claims(ties_of_networks(networks(data)), width=4)
    yield claims_row("COW signed networks, windows of four years", found, time.perf_counter() - began)


HEAD = (
    "| system | years forecast | triads | changed pattern | changes of sign | no change | types | shared shocks | balance | pivot |"
    " balance beside shared | pivot beside shared | s |",
    f"|{' --- |' * 13}",
)


def claims_row(title: str, found: TriadClaims, seconds: float) -> str:
    """A system as a row of the table."""
    compared = [
        *((name, "independence") for name in ("no change", "types", "shared shocks", "balance", "pivot")),
        *((f"{name} and shared shocks", "shared shocks") for name in ("balance", "pivot")),
    ]
    cells = [cell(found, *each) for each in compared]
    counted = f"{found.first}-{found.last} | {found.triads:,} | {found.changed:,} | {found.ties_changed:,}"
    return f"| {title} | {counted} | {' | '.join(cells)} | {seconds:.1f} |"


def cell(found: TriadClaims, model: str, over: str) -> str:
    """A gain with its p-values."""
    each = found.of(model, over)
    holm = "" if each.p_holm is None else f" ({p_text(each.p_holm)})"
    return f"{each.gain:+.4f}, p {p_text(each.test.p_value)}{holm}"


def scores(data: Path) -> tuple[object, tuple[str, ...]]:
    """Scores of all states of the systems, from published data to 2014, and the letters of the major states."""
    from itertools import combinations

    from detente import relations
    from detente.study.published import files_in, read_files
    from detente.study.relation import FIRST_YEAR, state_numbers
    from detente.study.systems import major_states

    readings = read_files([path for path in files_in(data) if "raw" not in path.name and "icews0515" not in path.name])
    majors = major_states(readings, ("CHN", "RUS", "USA"))
    states = tuple(dict.fromkeys((*majors, *(state for each in SYSTEMS.values() for state in each))))
    model = relations.fit_published(readings, (FIRST_YEAR, LAST))
    return relations.model_scores(model, tuple(combinations(states, 2)), state_numbers(states), draws=50).paths, majors


def networks(data: Path) -> dict[str, object]:
    """The published signed networks by year of their window's beginning."""
    from detente.relations.balance import signed_graph

    rows: dict[str, list[tuple[str, str, int, float]]] = {}
    with (data / "signed" / "cow_signed_networks_1946_1999.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            rows.setdefault(row["year"], []).append((row["a"], row["b"], int(row["sign"]), 1.0))
    return {year: signed_graph(each) for year, each in rows.items()}


# side by side ----------------------------------------------------------------------------------------


def side_by_side(data: Path) -> Iterator[str]:
    """What `detente theories --data` prints: claims that were tested, and how many baselines and untested theories stand beside."""
    from detente.study import theory_rows

    began = time.perf_counter()
    rows = pl.DataFrame(theory_rows(None, data=data), infer_schema_length=None)
    seconds = time.perf_counter() - began
    kinds = dict(rows.group_by("kind").len().sort("kind").iter_rows())
    counted = ", ".join(f"{n} {kind}" for kind, n in kinds.items())
    yield f"`detente theories --data`: {counted}; {seconds:.0f} s. p by Holm over all theories."
    yield ""
    yield "| theory | of | claim | n | gain | 95% | p, adjusted | verdict |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for row in rows.filter(pl.col.kind == "theory").iter_rows(named=True):
        interval = "" if row["low"] is None else f"{row['low']:+.4f} to {row['high']:+.4f}"
        gain = "" if row["gain"] is None else f"{row['gain']:+.4f}"
        said = f"{gain} | {interval} | {p_text(row['p_adjusted'])} | {row['verdict']}"
        yield f"| {row['theory']} | {row['of']} | {row['claim']} | {row['n']} | {said} |"


# the page --------------------------------------------------------------------------------------------


def page(chapters: Iterable[Part], failed: list[str]) -> Iterator[str]:
    """The whole table; names of parts that fail are added to `failed`."""
    for title, lines in chapters:
        yield f"\n## {title}\n"
        began = time.perf_counter()
        try:
            yield from lines()
        except Exception as error:  # a part that fails must not hide the others
            failed.append(title)
            yield f"\nThis part failed: {type(error).__name__}: {error}"
        yield f"\n({time.perf_counter() - began:.0f} s)"


def versions() -> str:
    """The versions of what was measured."""
    found = [f"détente {__version__}", f"Python {platform.python_version()}"]
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} not installed")
    return f"{', '.join(found)}; {os.cpu_count()} cores."


def main() -> None:
    """Measure, print and write; 1 where a part failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DETENTE_DATA", "data")))
    parser.add_argument("--only", help="numbers of parts, as in 1,4")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--date", default="undated")
    args = parser.parse_args()
    wanted = set(args.only.split(",")) if args.only else None
    lines, failed = [f"# Theories: measured {args.date}\n", "Made by `make benchmark-theories`.\n", versions()], list[str]()
    chosen = [part for part in parts(args.data) if wanted is None or part[0].partition(".")[0] in wanted]
    for line in page(chosen, failed):
        print(line, flush=True)
        lines.append(line)
    if failed:
        lines.append(f"\nFailed: {', '.join(failed)}.")
    if args.write:
        args.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
