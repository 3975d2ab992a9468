"""Blocs and dynamics of balance beside published figures, planted answers and formulas (requirements 3, 4 and 5 of the benchmark of
theories).

    python benchmarks/blocs.py [--data DIR]

DIR is the folder of published data, by default that which DETENTE_DATA names. Each function yields lines of Markdown;
`make benchmark-theories` puts them into its table.
"""

from __future__ import annotations

import argparse
import csv
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

MIDDLE = 3
"""The middle of the published scale of propensities, from 1 to 5."""
PLANTED = [(4, 0.05), (4, 0.15), (8, 0.05), (8, 0.15), (16, 0.15), (16, 0.3), (8, 0.5)]
SECONDS = 30.0


def published_energies(path: Path) -> Iterator[tuple[tuple[int, ...], int, list[int], bool]]:
    """The divisions of the published table (sides 0 and 1), with their energy, each actor's frustration and the mark of a local minimum."""
    for row in csv.reader(path.read_text(encoding="utf-8").splitlines()):
        if row and row[0].strip().isdigit():
            sides = tuple(int(cell) - 1 for cell in row[1:12])
            yield sides, int(row[12]), [int(cell) for cell in row[13:24]], row[24].strip() == "TRUE"


def landscape_tables(data: Path) -> Iterator[str]:
    """Axelrod and Furnas 2016: the minimum, all energies; Axelrod and Bennett 1993: the predicted divisions and the actual one."""
    from detente.relations.balance import check, frustration
    from detente.theories.landscape import minima, read_landscape

    folder = data / "theory" / "axelrod_isis"
    world = read_landscape(folder / "Actor_data.csv", folder / "Pairwise_propensity_Feb_20.csv", neutral=MIDDLE)
    rows = list(published_energies(folder / "Landscape_Results_2016-02-20.csv"))
    energies = sum(world.energy(sides) == energy for sides, energy, _, _ in rows)
    burdens = sum((world.frustration(sides) * world.sizes).tolist() == each for sides, _, each, _ in rows)
    found = minima(world)
    proof = frustration(world.graph)
    least = found.minima[0]
    marked = {sides for sides, _, _, lowest in rows if lowest} == {each.sides for each in found.minima}
    by_solver = world.in_weight(2 * (round(proof.upper) - int(world.graph.weight[world.graph.sign < 0].sum())))
    yield "| Axelrod and Furnas 2016, 11 actors | published | here |"
    yield "| --- | --- | --- |"
    yield f"| energies alike | 1024 | {energies} of {len(rows)} |"
    yield f"| divisions with all 11 frustrations (times size) alike | 1024 | {burdens} |"
    yield f"| least energy | -83,200 | {least.energy:,.0f} |"
    yield f"| the same by the exact solver | | {by_solver:,.0f} ({proof.proof}, checked: {'yes' if check(world.graph, proof) else 'NO'}) |"
    yield f"| smaller camp | Turkey, ISIS, Nursa | {', '.join(least.camps[1])} |"
    yield f"| local minima | 1 | {found.found} ({'the same' if marked else 'NOT the same'}), basin {least.basin} of {found.tried} |"
    yield ""
    yield from case_table()


def case_table() -> Iterator[str]:
    """The case of 1936, with what is missing."""
    from detente.theories.alignment import case_1936

    case = case_1936()
    yield "| Axelrod and Bennett 1993, 16 states whose side is known | first division | second division |"
    yield "| --- | --- | --- |"
    one, two = case.agreement("first"), case.agreement("second")
    for name, words in (
        ("states on the predicted side", [f"{each.states} ({each.share:.3f})" for each in (one, two)]),
        ("by size", [f"{each.size:.3f}" for each in (one, two)]),
        ("all divisions on average: states, size", [f"{each.chance_states:.3f}, {each.chance_size:.3f}" for each in (one, two)]),
        ("divisions that agree as well or better: states", [f"{each.p_states:.5f}" for each in (one, two)]),
        ("of these with camps as large", [f"{each.p_same_camps:.5f}" for each in (one, two)]),
        ("divisions that agree as well or better: size", [f"{each.p_size:.4f}" for each in (one, two)]),
        ("wrong", [", ".join(each.wrong) for each in (one, two)]),
    ):
        yield f"| {name} | {words[0]} | {words[1]} |"
    yield ""
    yield f"Missing: {case.missing}"


def planted(nodes: int, degree: float, noise: float, seed: int) -> tuple[Any, float, Any]:
    """A network of two camps of half the nodes each, a `noise` of its ties turned, weights from a gamma law: with the weight turned and
    the sides."""
    from detente.relations.balance import signed_graph

    chance = np.random.default_rng(seed)
    sides = np.arange(nodes) % 2
    first, second = np.triu_indices(nodes, 1)
    kept = chance.random(len(first)) < degree / (nodes - 1)
    first, second = first[kept], second[kept]
    turned = chance.random(len(first)) < noise
    signs = np.where((sides[first] == sides[second]) != turned, 1, -1)
    weights = np.round(chance.gamma(2.0, 0.5, len(first)) + 0.01, 3)
    ties = zip([f"n{at:03d}" for at in first], [f"n{at:03d}" for at in second], signs.tolist(), weights.tolist(), strict=True)
    return signed_graph(ties, [f"n{at:03d}" for at in range(nodes)]), float(weights[turned].sum()), sides


def frustration_tables(data: Path) -> Iterator[str]:
    """Planted networks of 200 nodes; the 51 windows stand in the tables of `networks.py`, and their sum here."""
    from detente.relations.balance import check, frustration

    yield f"At most {SECONDS:.0f} s for each network."
    yield ""
    yield "| 200 nodes: mean degree, share turned | ties | planted against | found | no less than | how known | checked | s |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for degree, noise in PLANTED:
        graph, turned, _ = planted(200, degree, noise, seed=1)
        start = time.perf_counter()
        found = frustration(graph, seconds=SECONDS)
        spent = time.perf_counter() - start
        how = found.proof if found.certified else f"bounds only, {found.gap / found.upper:.1%} apart"
        checked = "yes" if check(graph, found) else "by the solver" if found.certified else "–"
        value = f"{found.upper:.3f}" if found.certified else f"at most {found.upper:.3f}"
        yield f"| {degree}, {noise:.0%} | {graph.ties} | {turned:.3f} | {value} | {found.lower:.3f} | {how} | {checked} | {spent:.1f} |"
    yield ""
    yield from _windows(data)


def _windows(data: Path) -> Iterator[str]:
    from detente.relations.balance import frustration, read_ties

    networks = read_ties(data / "signed" / "cow_signed_edges.csv")
    with (data / "theory" / "cow_balance_reference.csv").open(encoding="utf-8", newline="") as stream:
        reference = {line["window"]: float(line["L"]) for line in csv.DictReader(stream)}
    found = {window: frustration(graph) for window, graph in networks.items()}
    alike = sum(found[window].value == value for window, value in reference.items())
    yield f"51 windows: {alike} equal to the reference, {sum(each.certified for each in found.values())} certified."


def dynamics_tables() -> Iterator[str]:
    """Local triad dynamics beside the formula; dX/dt = X^2 beside its closed form."""
    from detente.simulate.triads import local_triads, stationary_friends

    yield "| local triad dynamics, 32 states, 64 runs, 60 sweeps (30 left out) | formula | here | standard error | within 0.01 | s |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for p in (0.0, 0.25, 0.4):
        start = time.perf_counter()
        mean, error = local_triads(32, p, sweeps=60, runs=64, seed=1).density(30)
        said, spent = stationary_friends(p), time.perf_counter() - start
        yield f"| p = {p:g} | {said:.4f} | {mean:.4f} | {error:.4f} | {'yes' if abs(mean - said) < 0.01 else 'NO'} | {spent:.1f} |"
    yield ""
    yield from _squares()


def _squares(nodes: int = 60, times: int = 50) -> Iterator[str]:
    from detente.simulate.squares import squares

    worst, agreed, grown, start = 0.0, 0, 0, time.perf_counter()
    for seed in range(times):
        drawn = np.random.default_rng(seed).normal(size=(nodes, nodes))
        run = squares((drawn + drawn.T) / 2)
        before = 0.9 * (run.blow_up or 0.0)
        worst = max(worst, float(np.abs(run.at(before) - run.stepped(before)).max() / np.abs(run.at(before)).max()))
        late = run.at((run.blow_up or 0.0) * (1 - 1e-9))
        grown += bool(np.abs(late).max() > 1e6)
        agreed += bool((np.sign(late) == np.outer(signs := 1 - 2 * np.array(run.factions, dtype=int), signs)).all())
    yield f"| dX/dt = X^2, {times} drawn matrices of {nodes} states | |"
    yield "| --- | --- |"
    yield f"| greatest relative difference of closed form and Runge-Kutta at 0.9 of the blow-up | {worst:.1e} |"
    yield f"| beyond all bounds just before 1 / l1 | {grown} |"
    yield f"| all signs then are those of the leading eigenvector's factions | {agreed} |"
    yield f"| seconds | {time.perf_counter() - start:.1f} |"


def sign_change_tables(data: Path) -> Iterator[str]:
    """Whether balance foretells changes of sign in the 51 windows, against history alone."""
    from detente.relations.balance import frustration, read_ties
    from detente.theories.evaluation import p_text
    from detente.theories.flips import sign_changes

    networks = read_ties(data / "signed" / "cow_signed_edges.csv")
    solved = {window: frustration(graph) for window, graph in networks.items()}
    yield "| windows ahead | model | over | gain in log score a tie, x 1000 | Brier skill | p by origins, adjusted | verdict |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    notes = []
    for horizon in (1, 4):
        found = sign_changes(networks, horizon=horizon, solved=solved)
        for gain, p in zip(found.gains, found.holm, strict=True):
            score = gain.log_score
            thousands = f"{1000 * score.value:.2f} [{1000 * score.lower:.2f}, {1000 * score.upper:.2f}]"
            verdict = found.verdict(gain.model, gain.over)
            yield f"| {horizon} | {gain.model} | {gain.over} | {thousands} | {gain.skill} | {p_text(p)} | {verdict} |"
        notes.append(
            f"{horizon} ahead: {found.changed} of {found.cases} ties changed ({found.lost} more were gone); {found.rate_frustrated:.3f} of "
            f"those against the best division, {found.rate_balanced:.3f} of the others, difference {found.difference}; "
            f"{found.forecasts} forecasts."
        )
    yield ""
    yield from notes


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DETENTE_DATA", ".")))
    data = parser.parse_args().data
    for lines in (landscape_tables(data), frustration_tables(data), dynamics_tables(), sign_change_tables(data)):
        print("\n".join(lines), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
