"""The blocs of a system of states at a time, out of its latent relations, and all findings on blocs and balance as rows.

Blocs are the two camps with the least weight of relations against them (the weighted frustration problem of `detente.relations.balance`,
solved exactly or with bounds): a relation x_ij above 0 asks for one camp, below 0 for two, with weight |x_ij|. The same solver serves
Axelrod and Bennett's landscape (`detente.theories.landscape`), of which this is the case of equal sizes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from detente.register import default_register
from detente.relations.balance import SECONDS, Frustration, SignedGraph, camps, frustration, signed_graph
from detente.theories.alignment import Case, case_1936
from detente.theories.evaluation import p_text
from detente.theories.flips import SignChanges, sign_changes
from detente.theories.landscape import Landscape, faults, minima

_LEAST = 5e-7
"""Relations nearer 0 than half of a sixth decimal are neither friendly nor hostile: the solver's weights have six decimals."""
LANDSCAPE_REFUTED_BY = (
    "The landscape theory is refuted for a case if the division that came about is no local minimum, or no nearer to one than divisions "
    "drawn at random. Sizes and propensities must be fixed before the division is known."
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Blocs:
    """The blocs of a system of states.

    `graph` has the relations that count; `solved` the division with its proof or its bounds; `camps` a row a state (`camp`, `against`,
    `undecided` and so on). Of the dyads given `unknown` have no x and `unsure` one that cannot be told from 0: neither is a tie, and a
    state without ties is in no camp. `value` is None where the bounds do not meet: the division is then the best found, no more.
    """

    graph: SignedGraph
    solved: Frustration
    camps: pl.DataFrame
    unknown: int
    unsure: int

    @property
    def value(self) -> float | None:
        """The least weight of relations against any division, in units of x; None where it is not certified."""
        return self.solved.value

    @property
    def share(self) -> tuple[float, float] | None:
        """The share of all weight that must go against any division, as the least and most it can be; None without ties."""
        whole = self.solved.whole_weight
        return (self.solved.lower / whole, self.solved.upper / whole) if whole else None

    def statement(self) -> str:
        """What is known, in words: exact with its proof, or the two bounds."""
        found = self.solved
        if found.certified:
            return f"exactly {found.upper:.6g} of {found.whole_weight:.6g} goes against the best division ({found.proof})"
        return f"between {found.lower:.6g} and {found.upper:.6g} of {found.whole_weight:.6g}; the best division is not proved"


def blocs_at(
    relation: pl.DataFrame, *, sure: float = 0.0, seconds: float | None = SECONDS, nodes: int | None = None, letters: bool = True
) -> Blocs:
    """The blocs of one time's relations: `ccode1`, `ccode2`, `x` (null where not known) and, where errors are to count, `sd`.

    Each two states stand once, in either direction. `sure` leaves out relations with |x| below so many sd (1.64: nine in ten sure of their
    sign); it needs `sd`, and an x without sd is then unsure. `x` counts to six decimals. `letters` names states by COW letters. `seconds`
    and `nodes` as `frustration`. Raises `DetenteError` 717 for another table; an empty one has no blocs and no conflict.
    """
    wanted = {"ccode1", "ccode2", "x"} | ({"sd"} if sure > 0 else set())
    if not wanted <= set(relation.columns):
        raise faults.fault(faults.NO_RELATION, ", ".join(relation.columns[:8]))
    low, high = pl.min_horizontal("ccode1", "ccode2"), pl.max_horizontal("ccode1", "ccode2")
    table = relation.with_columns(low.alias("ccode1"), high.alias("ccode2"), pl.col("x").cast(pl.Float64).fill_nan(None).round(6))
    if table.select("ccode1", "ccode2").is_duplicated().any() or (table["ccode1"] == table["ccode2"]).any():
        raise faults.fault(faults.NO_RELATION, "two states stand twice, or one with itself")
    if table["x"].is_infinite().any():
        raise faults.fault(faults.NO_RELATION, "an x is infinite")
    known = table.filter(pl.col("x").is_not_null())
    told = known.filter(pl.col("x").abs() > _LEAST)
    if sure > 0:
        told = told.filter(pl.col("x").abs() >= sure * pl.col("sd"))
    names = _names(table, letters)
    rows = ((names[a], names[b], 1 if x > 0 else -1, abs(x)) for a, b, x in told.select("ccode1", "ccode2", "x").iter_rows())
    graph = signed_graph(rows, names.values())
    solved = frustration(graph, seconds=seconds, nodes=nodes)
    return Blocs(graph=graph, solved=solved, camps=camps(graph, solved), unknown=len(table) - len(known), unsure=len(known) - len(told))


def _names(table: pl.DataFrame, letters: bool) -> dict[int, str]:
    """The name of each state in the table: COW letters, or its number in three figures where it has none."""
    codes = sorted({*table["ccode1"].to_list(), *table["ccode2"].to_list()})
    known = {state.ccode: code for code, state in default_register().states.items()} if letters else {}
    return {number: known.get(number, f"{number:03d}") for number in codes}


@dataclass(frozen=True, kw_only=True)
class BlocFinding:
    """One finding, as a row for the command line and the report.

    `theory`, `claim` and `measure` say what; `value` with its interval `lower` and `upper` (bounds, where `certainty` says so) over `n`
    cases; `against` what it is held against; `verdict` `supported`, `refuted`, `undecided` or `described` (nothing was put to a test);
    `refuted_by` what would refute it; `remark` what a reader must know beside.
    """

    theory: str
    claim: str
    measure: str
    value: float | None
    lower: float | None
    upper: float | None
    n: int
    against: str
    certainty: str
    verdict: str
    refuted_by: str
    remark: str


def blocs_findings(
    *,
    networks: Mapping[str, SignedGraph] | None = None,
    world: Landscape | None = None,
    horizons: Sequence[int] = (1, 4),
    width: int = 4,
    seconds: float | None = SECONDS,
    seed: int = 0,
) -> tuple[BlocFinding, ...]:
    """All findings on blocs: the case of 1936 always; of `networks` by window their blocs and whether balance foretells changes of sign at
    each of the `horizons`; of a `world` its local minima. Raises as the parts do (710, 716); numbers to six decimals."""
    found = list(_of_case(case_1936()))
    if world is not None:
        found += _of_landscape(world, seconds)
    if networks:
        solved = {window: frustration(networks[window], seconds=seconds) for window in sorted(networks)}
        found.append(_of_windows(solved))
        for horizon in horizons:
            found += _of_signs(sign_changes(networks, horizon=horizon, width=width, solved=solved, seed=seed))
    return tuple(found)


def _of_case(case: Case) -> Iterator[BlocFinding]:
    for division in ("first", "second"):
        seen = case.agreement(division)
        # two tries, so that each p counts twice
        verdict = "supported" if 2 * seen.p_states < 0.05 else "undecided"
        yield BlocFinding(
            theory="landscape",
            claim=f"Europe divided before 1939 as in the {division} predicted division",
            measure="share of states on the predicted side",
            value=round(seen.share, 6),
            lower=None,
            upper=None,
            n=seen.known,
            against=f"all divisions: {seen.chance_states:.3f} on average, as well or better p {p_text(seen.p_states)}",
            certainty="exact",
            verdict=verdict,
            refuted_by=case.refuted_by,
            remark=f"By size {seen.size:.3f} (p {p_text(seen.p_size)}). Wrong: {', '.join(seen.wrong) or 'none'}. {case.missing}",
        )


def _of_landscape(world: Landscape, seconds: float | None) -> Iterator[BlocFinding]:
    found = minima(world, seconds=seconds)
    lowest = found.minima[0]
    others = f"{found.found} local minima" if found.complete else f"{found.found} local minima found, which need not be all"
    yield BlocFinding(
        theory="landscape",
        claim=f"The actors divide into {', '.join(lowest.camps[0]) or 'nobody'} and {', '.join(lowest.camps[1]) or 'nobody'}",
        measure="energy",
        value=lowest.energy if found.certified else None,
        lower=found.lower,
        upper=lowest.energy,
        n=len(world.actors),
        against=others,
        certainty=f"exact ({found.proof})" if found.certified else "bounds",
        verdict="described",
        refuted_by=LANDSCAPE_REFUTED_BY,
        remark=f"Steepest descent leads here from {lowest.basin} of {found.tried} divisions.",
    )


def _of_windows(solved: Mapping[str, Frustration]) -> BlocFinding:
    certain = [each for each in solved.values() if each.certified]
    weight = sum(each.whole_weight for each in solved.values())
    lower, upper = (sum(values) / weight for values in ([e.lower for e in solved.values()], [e.upper for e in solved.values()]))
    return BlocFinding(
        theory="balance",
        claim="States stand in two camps",
        measure="share of ties against the best division",
        value=round(upper, 6) if len(certain) == len(solved) else None,
        lower=round(lower, 6),
        upper=round(upper, 6),
        n=len(solved),
        against="0 is two camps without exception",
        certainty=f"{len(certain)} of {len(solved)} windows exact",
        verdict="described",
        refuted_by="No number refutes it: how few ties against the best division are few is for the reader to say.",
        remark="",
    )


def _of_signs(found: SignChanges) -> Iterator[BlocFinding]:
    for at, gain in enumerate(found.gains):
        yield BlocFinding(
            theory="balance",
            claim=f"Knowing of {gain.model} foretells which ties change sign {found.horizon} windows on",
            measure="gain in log score a tie",
            value=round(gain.log_score.value, 6),
            lower=round(gain.log_score.lower, 6),
            upper=round(gain.log_score.upper, 6),
            n=found.forecasts,
            against=gain.over,
            certainty="interval by dyads",
            verdict=found.verdict(gain.model, gain.over),
            refuted_by=found.refuted_by,
            remark=f"Brier skill {gain.skill}; over {found.origins} origins p {p_text(gain.test.p_value)}, "
            f"adjusted {p_text(found.holm[at])}; {found.changed} of {found.cases} ties changed.",
        )
