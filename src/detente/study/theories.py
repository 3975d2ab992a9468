"""Which theory adds what to history, in a study: each put to the study's own series and scores, and to the event data that it names.

A theory that the data cannot test has a row that says why. Theories of all pairs of states (blocs, threat, onset, breakdown) are put to a
folder of published data by `detente theories --data` (`detente.study.systems`), not within a study.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from detente.errors import DetenteError
from detente.model import DateMention, Event
from detente.study.relation import state_numbers
from detente.study.scope import Scope

if TYPE_CHECKING:
    import polars as pl

    from detente.datasets.published import Reading
    from detente.relations import Paths
    from detente.theories.findings import Finding
    from detente.theories.response.flows import Flows
    from detente.theories.response.stretches import Floats

OWN = "the study's own events by year"
SCORES = "the scores of the study's pairs"
ELSEWHERE = "it is of all pairs of states; detente theories --data DIR --scope system puts it to published data"
MONTHS = 120
"""Months of event data that a triangle of flows is tested with, at least."""
ACTIVE = 36
"""Months in which each state does anything to each other, at least."""
REPEATS, WILD = 1000, 499
MOST_TOLD = 3
"""Pairs of which it is said how thin they are; of more, how many."""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What the theories came to, none before they were tested."""

    findings: tuple[Finding, ...] = ()

    def frames(self) -> dict[str, pl.DataFrame | None]:
        """The table `theories`."""
        from detente.theories.findings import findings_frame  # noqa: PLC0415 - data frames are heavy

        return {"theories": findings_frame(self.findings) if self.findings else None}


def tested(
    events: Sequence[Event],
    dates: Sequence[DateMention],
    scope: Scope,
    *,
    paths: Paths | None,
    readings: Sequence[Reading] = (),
    named: Sequence[str] = (),
    seed: int = 0,
) -> Moved:
    """The findings of a study on the theories that it names, or on all; nothing where it has no pair of states or no year.

    `paths` are the study's scores with their draws. P-values are adjusted over all rows together.
    """
    from detente.theories.adapters import NAMES, cannot_test  # noqa: PLC0415
    from detente.theories.findings import side_by_side  # noqa: PLC0415

    if scope.is_open or scope.first_year is None or scope.last_year is None:
        return Moved()
    rows: list[Finding] = []
    for name in NAMES:
        if named and name not in named:
            continue
        if name == "reciprocity":
            rows += [*_own_reciprocity(events, dates, scope), *event_findings(readings, scope.states, seed=seed)]
        elif name == "triangles":
            rows += triangle_findings(paths, scope.states, SCORES, seed=seed)
        else:
            rows.append(cannot_test(name, ELSEWHERE))
    return Moved(findings=side_by_side(rows))


# reciprocity -----------------------------------------------------------------------------------------


def _own_reciprocity(events: Sequence[Event], dates: Sequence[DateMention], scope: Scope) -> Iterator[Finding]:
    """Each pair of the study by its own directed yearly series."""
    from detente import relations  # noqa: PLC0415
    from detente.theories.adapters import cannot_test, findings_of_answers  # noqa: PLC0415
    from detente.theories.answers import pair_answers  # noqa: PLC0415

    series = relations.dyad_series(
        events, dates, states=scope.states, first_year=scope.first_year or 0, last_year=scope.last_year or 0, directed=True, draws=1
    )
    thin: dict[str, str] = {}
    for a, b in scope.dyads:
        flows = [series.filter(dyad=f"{one}>{two}")["net"].to_numpy() for one, two in ((a, b), (b, a))]
        try:
            yield from findings_of_answers(pair_answers(_columns(flows), (a, b)), OWN)
        except DetenteError as error:
            thin[f"{a}-{b}"] = error.what
    if thin:
        more = f"; and {len(thin) - MOST_TOLD} pairs more" if len(thin) > MOST_TOLD else ""
        why = "; ".join(list(thin.values())[:MOST_TOLD])
        yield cannot_test("reciprocity", why + more, source=OWN, of=", ".join(thin))


def _columns(flows: Sequence[Floats]) -> Floats:
    import numpy as np  # noqa: PLC0415

    return np.asarray(np.column_stack([np.asarray(flow, dtype=np.float64) for flow in flows]))


def event_findings(readings: Iterable[Reading], states: Sequence[str], *, seed: int = 0) -> Iterator[Finding]:
    """Reciprocity and triangular response of three states in each set of event data, by month; of more than three states the first."""
    from detente.theories.adapters import cannot_test, findings_of_reciprocity  # noqa: PLC0415
    from detente.theories.reciprocity import reciprocity  # noqa: PLC0415

    for reading in readings:
        if reading.layout.family != "events":
            continue
        source = f"{reading.layout.data_set}, monthly"
        try:
            flows = monthly(reading, states)
            yield from findings_of_reciprocity(reciprocity(flows, repeats=REPEATS, wild=WILD, seed=seed), source)
        except DetenteError as error:
            yield cannot_test("reciprocity", error.what, source=source, of="-".join(states[:3]))


def monthly(reading: Reading, states: Sequence[str]) -> Flows:
    """The six directed monthly series of three states in a set of event data, tamed; `DetenteError` 735 where it has none to speak of."""
    import numpy as np  # noqa: PLC0415
    import polars as pl  # noqa: PLC0415

    from detente.relations.event_series import covered_spans  # noqa: PLC0415
    from detente.theories.response.flows import directed_flows  # noqa: PLC0415

    numbers = state_numbers(states[:3])
    frame = reading.frame.filter(pl.col("day").is_not_null(), pl.col("source") != pl.col("target"))
    fine = frame.filter(pl.col("scale").is_not_null())
    if "last_day" in fine.columns:
        fine = fine.filter(pl.col("last_day") - pl.col("day") <= 31)
    among = fine.filter(pl.col("source").is_in(list(numbers.values())) & pl.col("target").is_in(list(numbers.values())))
    spans = covered_spans(frame) if among.height else []
    months = sum(last - first + 1 for first, last in spans) // 30
    if len(numbers) < 3 or months < MONTHS:
        raise DetenteError(
            735,
            f"{reading.layout.data_set} has {among.height} scored events by month among {', '.join(states[:3])}, over {months} months",
            todo=f"At least {MONTHS} months with three states are wanted.",
        )
    inside = [pl.col("day").is_between(first, last) for first, last in spans]
    flows = directed_flows(among.filter(pl.any_horizontal(inside)), numbers, coverage=spans).tamed()
    acts = (np.nan_to_num(flows.values) != 0).sum(axis=0)
    if acts.min() < ACTIVE:
        todo = f"At least {ACTIVE} in each direction are wanted: a series of zeros answers nobody."
        raise DetenteError(
            735, f"{flows.names[int(acts.argmin())]} has deeds in {int(acts.min())} of {len(flows.labels)} months", todo=todo
        )
    return flows


# triangles -------------------------------------------------------------------------------------------


def triangle_findings(paths: Paths | None, states: Sequence[str], source: str, *, seed: int = 0) -> Iterator[Finding]:
    """The types of the first four states' triangles over time, and balance, pivot and independence over all triads of the states."""
    from detente.theories.adapters import cannot_test, findings_of_triangles  # noqa: PLC0415
    from detente.theories.triads import ties_of_paths, triad_claims  # noqa: PLC0415
    from detente.theories.triangles import type_times  # noqa: PLC0415

    known = [state for state in states if state in state_numbers(states)]
    if paths is None or len(known) < 3:
        yield cannot_test("triangles", "three states with scores are wanted", source=source)
        return
    times = []
    for three in combinations(known[:4], 3):
        try:
            times.append(type_times(paths, three, seed=seed))
        except DetenteError as error:
            yield cannot_test("triangles", error.what, source=source, of="-".join(three))
    try:
        claims = triad_claims(ties_of_paths(paths, known))
    except DetenteError as error:
        yield from findings_of_triangles(times, None, source)
        yield cannot_test("triangles", error.what, source=source, of=", ".join(known))
    else:
        yield from findings_of_triangles(times, claims, source)
