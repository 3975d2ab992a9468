"""Similarity and balance beside published figures and other ways of reckoning (requirements 1, 2 and 3 of the benchmark of relations).

    python benchmarks/networks.py [--data DIR]

DIR is the folder of published data, by default that which DETENTE_DATA names. Each function yields lines of Markdown;
`make benchmark-relations` puts them into its table.
"""

from __future__ import annotations

import argparse
import csv
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

STATES = 190
PUBLISHED = {"s": "0.40", "s_weighted": "-0.46", "tau_b": "0.0303", "kappa": "-0.07758621", "pi": "-0.04477612"}
TRIBES = {"frustration": "7", "balance": "0.7586207", "triads_balanced": "0.8676471", "walk_balance": "0.3575761"}


def table_6(data: Path) -> Iterator[str]:
    """Germany and Russia in 1914 (Signorino and Ritter 1999, table 6)."""
    from detente.relations.similarity import MEASURES, similar

    with (data / "theory" / "signorino_ritter_table6_gmyrus14.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    germany, russia = ([int(row[name]) for row in rows] for name in ("gmy", "rus"))
    found = similar(germany, russia, levels=4, measures=MEASURES, weights=[float(row["syscap"]) for row in rows])
    yield "| Germany and Russia 1914 | published | here | alike |"
    yield "| --- | --- | --- | --- |"
    yield from _beside(PUBLISHED, found)


def _beside(published: dict[str, str], found: dict[str, Any]) -> Iterator[str]:
    for name, printed in published.items():
        ours = f"{found[name]:.{len(printed.partition('.')[2])}f}"
        yield f"| {name} | {printed} | {ours} | {'yes' if ours == printed else 'NO'} |"


def _by_loop(codes: Any) -> dict[str, Any]:
    """S, kappa (squared distances) and pi by numpy, one pair at a time."""
    count, items = codes.shape
    found = {name: np.full((count, count), np.nan) for name in ("s", "kappa", "pi")}
    shares = [np.bincount(row, minlength=4) / items for row in codes]
    for i in range(count):
        x = codes[i].astype(float)
        for j in range(i, count):
            y = codes[j].astype(float)
            squares = ((x - y) ** 2).mean()
            chance = (x**2).mean() + (y**2).mean() - 2 * x.mean() * y.mean()
            agreed, expected = (x == y).mean(), (((shares[i] + shares[j]) / 2) ** 2).sum()
            values = (1 - 2 * np.abs(x - y).sum() / (3 * items), 1 - squares / chance if chance else np.nan)
            values += ((agreed - expected) / (1 - expected) if expected < 1 else np.nan,)
            for name, value in zip(found, values, strict=True):
                found[name][i, j] = found[name][j, i] = value
    return found


def _by_pandas(codes: Any) -> dict[str, Any] | None:
    """The same of a long table of all pairs and items, grouped by pair; None where pandas is absent."""
    try:
        import pandas as pd
    except ImportError:
        return None
    count, items = codes.shape
    one = pd.DataFrame(
        {"i": np.repeat(np.arange(count), items), "item": np.tile(np.arange(items), count), "x": codes.ravel().astype(float)}
    )
    pairs = one.merge(one.rename(columns={"i": "j", "x": "y"}), on="item")
    pairs["d"] = (pairs.x - pairs.y).abs()
    pairs["dd"], pairs["xx"], pairs["yy"], pairs["alike"] = pairs.d**2, pairs.x**2, pairs.y**2, (pairs.d == 0).astype(float)
    names = ["d", "dd", "xx", "yy", "x", "y", "alike"]
    means = pairs.groupby(["i", "j"])[names].mean()
    shares = pd.get_dummies(one.set_index("i").x).groupby("i").mean().to_numpy()
    expected = (((shares[:, None] + shares[None]) / 2) ** 2).sum(axis=2).ravel()
    with np.errstate(invalid="ignore", divide="ignore"):
        kappa = 1 - means.dd / (means.xx + means.yy - 2 * means.x * means.y)
        columns = {"s": 1 - 2 * means.d / 3, "kappa": kappa, "pi": (means.alike - expected) / (1 - expected)}
    return {name: column.to_numpy().reshape(count, count) for name, column in columns.items()}


def _timed(work: Callable[[], Any], times: int) -> tuple[float, float, Any]:
    """The least and the median of the seconds it took, and what it gave."""
    taken, given = [], None
    for _ in range(times):
        begun = time.perf_counter()
        given = work()
        taken.append(time.perf_counter() - begun)
    return min(taken), float(np.median(taken)), given


def all_pairs_timed() -> Iterator[str]:
    """S, kappa and pi for all pairs of 190 states over 190 items, three ways in one run, with equal results."""
    from detente.relations.similarity import Portfolios, all_pairs

    draw = np.random.default_rng(1)
    codes = draw.choice(4, (STATES, STATES), p=[0.8, 0.05, 0.05, 0.1]).astype(np.int8)
    np.fill_diagonal(codes, 3)
    of = Portfolios(year=2000, states=tuple(range(STATES)), items=tuple(range(STATES)), codes=codes, levels=4)
    ways: list[tuple[str, Callable[[], Any], int]] = [
        ("here (one matrix product)", lambda: all_pairs(of), 30),
        ("numpy, pair by pair", lambda: _by_loop(codes), 2),
        ("pandas, all pairs and items in one table", lambda: _by_pandas(codes), 1),
    ]
    yield f"| S, kappa and pi of {STATES} x {STATES} pairs | least | median | alike |"
    yield "| --- | --- | --- | --- |"
    ours: Any = None
    for name, work, times in ways:
        least, median, given = _timed(work, times)
        if given is None:
            yield f"| {name} | not installed | | |"
            continue
        ours = ours or given
        for measure in ("s", "kappa", "pi"):
            np.testing.assert_allclose(given[measure], ours[measure], atol=1e-12)
        yield f"| {name} | {least * 1000:.1f} ms | {median * 1000:.1f} ms | yes |"


def frustration_tables(data: Path) -> Iterator[str]:
    """The tribes of highland New Guinea, and the 51 networks of states beside the reference."""
    from detente.relations.balance import balance_row, frustration, read_ties

    tribes = read_ties(data / "signed" / "signed_gahuku_gama.csv")[""]
    row = balance_row("", tribes, frustration(tribes))
    yield "| Gahuku-Gama | published | here | alike |"
    yield "| --- | --- | --- | --- |"
    yield from _beside(TRIBES, row)
    networks = read_ties(data / "signed" / "cow_signed_edges.csv")
    least, median, found = _timed(lambda: [frustration(graph) for graph in networks.values()], 3)
    with (data / "theory" / "cow_balance_reference.csv").open(encoding="utf-8", newline="") as stream:
        reference = {line["window"]: line for line in csv.DictReader(stream)}
    rows = [balance_row(window, graph, each) for (window, graph), each in zip(networks.items(), found, strict=True)]
    alike = sum(row["frustration"] == float(reference[row["window"]]["L"]) for row in rows)
    walks = sum(abs(row["walk_balance"] - float(reference[row["window"]]["walk_balance"])) < 1e-6 for row in rows)
    yield ""
    yield "| 51 networks of states, 1946-1999 | |"
    yield "| --- | --- |"
    yield f"| frustration equal to the reference | {alike} of {len(reference)} |"
    yield f"| certified | {sum(row['certified'] for row in rows)} |"
    yield f"| of these with cycles that were checked in whole numbers | {sum(row['checked'] for row in rows)} |"
    yield f"| walk balance equal to six decimals | {walks} |"
    yield f"| seconds for all, least and median of three | {least:.2f}, {median:.2f} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DETENTE_DATA", ".")))
    data = parser.parse_args().data
    for lines in (table_6(data), all_pairs_timed(), frustration_tables(data)):
        print("\n".join(lines), end="\n\n")


if __name__ == "__main__":
    main()
