"""Threat, breakdown and the onset of disputes, measured: requirement 6 of the benchmark of theories, and the treaties behind dyad-years.

    DETENTE_DATA=... python benchmarks/onset.py

Each function gives lines of Markdown, which `make benchmark-theories` joins with those of the other theories.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from detente.datasets.published import read_published
from detente.theories.breakdown import ALL, Hazard, breakdown, formation
from detente.theories.evaluation import Interval, p_text
from detente.theories.onset import HISTORY_ONLY, Onset, onset, onset_cases
from detente.theories.pacts import Pacts, find_pacts
from detente.theories.threat_world import DISPUTES, pair_world

ASKED_AUC, ASKED_SKILL = 0.911, 0.131
"""What history alone must reach."""
PACTS = {"alliances": "cow/cow_alliance_v41_directed_dyadyear.csv", "atop": "atop/atop_v51_directed_dyadyear.parquet"}
VARIANTS = (("gml", 1946, 1990, 2010), ("dispute", 1816, 1990, 2010), ("dispute", 1946, 1990, 2010), ("gml", 1816, 1970, 1989))
"""Other lists of disputes, other training years, and other years that are scored: list, first year, split, last year."""


def onset_table(world: pl.DataFrame, *, repeats: int = 2000) -> Iterator[str]:
    """History only, each theory block, and all; the gain of each over history with its interval, whatever its sign."""
    began = time.perf_counter()
    found = onset(onset_cases(world), repeats=repeats)
    seconds = time.perf_counter() - began
    first, last, cases, events = found.training
    begin, end, told, happened = found.scored
    yield f"New militarized disputes ({DISPUTES[found.disputes]}) of politically relevant pairs: fitted on {first}-{last}"
    yield f"({cases:,} pair-years, {events:,} onsets), scored on {begin}-{end} ({told:,} pair-years, {happened:,} onsets). Intervals of"
    yield f"95 per cent from {repeats:,} draws of pairs; p by Holm over all rows but the first. {seconds:.1f} s with the draws."
    yield ""
    yield "| model | AUC | Brier skill | average precision | gain in AUC | gain in Brier skill | gain in log score, x 1000 | p of it |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for model in found.models:
        scores = model.scores
        cells = [scores.auc, scores.brier_skill, f"{scores.average_precision:.3f}", *_gains(found, model.name)]
        yield f"| {model.name} | {' | '.join(map(str, cells))} |"
    yield ""
    yield from _asked(found)


def _gains(found: Onset, name: str) -> list[str]:
    if name == HISTORY_ONLY:
        return ["–"] * 4
    area, skill, log = (found.gain(name, measure) for measure in ("auc", "brier_skill", "log_score"))
    return [signed(area.gain), signed(skill.gain), signed(log.gain, 1000, 2), p_text(log.p_holm)]


def signed(value: Interval, times: float = 1, places: int = 4) -> str:
    """A gain with its sign and interval."""
    return f"{value.value * times:+.{places}f} [{value.lower * times:+.{places}f}, {value.upper * times:+.{places}f}]"


def _asked(found: Onset) -> Iterator[str]:
    model = found.model(HISTORY_ONLY)
    auc, skill = model.scores.auc.value, model.scores.brier_skill.value
    reached = "reached" if auc >= ASKED_AUC and skill >= ASKED_SKILL else "NOT reached"
    rate = found.scored[3] / found.scored[2]
    yield f"Asked of history: AUC {ASKED_AUC}, Brier skill {ASKED_SKILL}: {reached} ({auc:.4f}, {skill:.4f}; the reference is the share of"
    yield f"training cases; the mean forecast is {model.probabilities.mean():.4f} where {rate:.4f} happened)."


def variants(world: pl.DataFrame, *, repeats: int = 500) -> Iterator[str]:
    """The same with another list of disputes, other training years, other scored years, and without pairs already in a dispute."""
    heads = ("disputes", "fitted on", "scored on", "cases", "onsets", "history: AUC", "Brier skill", "all: AUC", "Brier skill")
    yield f"| {' | '.join(heads)} | gain of all in log score, x 1000 |"
    yield f"|{' --- |' * (len(heads) + 1)}"
    cases = {name: onset_cases(world, disputes=name) for name in DISPUTES}
    for name, first, split, last in VARIANTS:
        yield _variant(onset(cases[name], first=first, split=split, last=last, disputes=name, repeats=repeats), DISPUTES[name])
    ongoing = world.filter(pl.col.gml_ongoing).select("ccode1", "ccode2", pl.col.year + 1)
    quiet = cases["gml"].join(ongoing, on=["ccode1", "ccode2", "year"], how="anti", maintain_order="left")
    yield _variant(onset(quiet, repeats=repeats), "GML, none in the year before")


def _variant(found: Onset, disputes: str) -> str:
    history, whole = found.model(HISTORY_ONLY).scores, found.model(ALL).scores
    years = [f"{found.training[0]}-{found.training[1]}", f"{found.scored[0]}-{found.scored[1]}", f"{found.scored[2]:,}", found.scored[3]]
    scores = [f"{value.value:.3f}" for score in (history, whole) for value in (score.auc, score.brier_skill)]
    return f"| {' | '.join(map(str, [disputes, *years, *scores, signed(found.gain(ALL).gain, 1000, 2)]))} |"


def treaty_table(data: Path) -> Iterator[str]:
    """How many treaties are behind new defence ties, in both data sets."""
    yield "| defence pacts | years | since | new tied pairs | treaties | of two states | bilateral ties |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for kind in PACTS:
        pacts = pacts_of(data, kind)
        for since in (pacts.first + 1, 1946):
            told = pacts.counted(since)
            yield f"| {kind} | {pacts.first}-{pacts.last} | {since} | {' | '.join(f'{value:,}' for value in told.values())} |"


def pacts_of(data: Path, kind: str) -> Pacts:
    """The defence pacts of a data set."""
    return find_pacts(read_published(data / PACTS[kind]), kind=kind)


def hazard_tables(world: pl.DataFrame, data: Path, *, repeats: int = 1000) -> Iterator[str]:
    """Formation and breakdown of both data sets: coefficients, robust errors, and the gain of each term out of the sample."""
    for kind in PACTS:
        pacts = pacts_of(data, kind)
        for fitted in (formation(world, pacts, repeats=repeats), breakdown(world, pacts, repeats=repeats)):
            yield from _hazard(fitted, kind)


def _hazard(found: Hazard, kind: str) -> Iterator[str]:
    late = found.scores[0]
    yield f"**{found.kind.capitalize()}, {kind}** ({found.years[0]}-{found.years[1]}): {found.cases:,} unit-years of {found.units:,} units"
    yield f"in {found.clusters:,} clusters, {found.events} events; forecast from {found.origins[0]} ({late.events} events)."
    yield ""
    yield "| term | log odds | robust error | p | gain over duration in log score, x 1000 | p (Holm) |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name in found.terms:
        value, error, p = found.fit.of(name)
        gain = found.gain(name)
        yield f"| {name} | {value:.2f} | {error:.2f} | {p_text(p)} | {signed(gain.gain, 1000, 3)} | {p_text(gain.p_holm)} |"
    whole = found.gain(ALL)
    yield f"| all | | | | {signed(whole.gain, 1000, 3)} | {p_text(whole.p_holm)} |"
    yield ""
    yield f"AUC: {', '.join(f'{score.name} {score.auc.value:.3f}' for score in (found.scores[0], found.scores[-1]))}; Diebold-Mariano over"
    yield f"{found.test.n} years: p {p_text(found.test.p_value)}."
    yield ""


def rows(data: Path | None = None) -> Iterator[str]:
    """All tables; one line that says so where there are no data."""
    folder = data or Path(os.environ.get("DETENTE_DATA", "data"))
    if not (folder / "cow").is_dir():
        yield "The published data are not here: set DETENTE_DATA."
        return
    began = time.perf_counter()
    world = pair_world(folder)
    yield f"All pairs of states 1816-2010 with their terms: {world.height:,} rows in {time.perf_counter() - began:.1f} s."
    yield ""
    for part in (onset_table(world), variants(world), treaty_table(folder), hazard_tables(world, folder)):
        yield from part
        yield ""


def main() -> None:
    """Print the tables."""
    for line in rows():
        print(line)


if __name__ == "__main__":
    main()
