"""The latent relation measured: seconds, coverage on made worlds, held-out event sets, and what each source adds.

    python benchmarks/latent.py [--data DIR] [--defaults FILE]

DIR is by default what DETENTE_DATA names. `--defaults` writes the pooled parameters that come along with the program.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from detente.datasets.events import read_any
from detente.datasets.published import Reading, read_published
from detente.relations.latent import Ground, Indicator, RelationModel, fit_relation, ground_of, published_indicators
from detente.relations.latent.evidence import gather
from detente.relations.latent.holdout import against_last_value, against_sources, hold_out, log_score
from detente.relations.latent.simulate import simulate

FILES = (
    "cow/cow_states.csv",
    "cow/cow_contiguity_v32_spells.csv",
    "cow/cow_majors.csv",
    "events/weis_events_1966_1992.parquet",
    "events/icews0515_decoded.parquet",
    "events/icews_dyadyear_2002_2014.parquet",
    "events/copdab_monthly_1948_1978.csv",
    "cow/cow_alliance_v41_directed_dyadyear.csv",
    "atop/atop_v51_directed_dyadyear.parquet",
    "cow/dyadic_mid_4_02.csv",
    "other/icb2v14.csv",
    "other/td_rivalries.csv",
    "un/un_votes.parquet",
    "cow/cow_trade_v4_dyadyear.parquet",
    "cow/cow_gdp_pop_stateyear.csv",
    "cow/cow_mindist_dyadyear.parquet",
    "cow/cow_igo_v3_dyadyear.parquet",
    "other/sipri_tiv_orders_1950_2018.csv",
    "other/treaties_ggo_agreements.csv",
    "cow/cow_diplomatic_exchange_v2006_extract.csv",
)
FIRST, LAST = 1946, 2014
HELD = {"weis": (), "icews_decoded": ("icews_yearly",)}
"""Each event set held out, with the sets made of the same reports, which go with it."""


def readings(data: Path) -> list[Reading]:
    """The shared files that the relation is made of."""
    read = [read_any(data / name) if name.startswith("events") else read_published(data / name) for name in FILES]
    return [*read, *(read_published(path) for path in sorted(data.glob("visits/*/*.xml")))]


def fitted(read: list[Reading]) -> tuple[RelationModel, list[Indicator], Ground, list[float]]:
    """The relation of all dyads, and the seconds of indicators, of estimation and smoothing, of the table of scores."""
    begun = [time.perf_counter()]
    ground = ground_of(read, FIRST, LAST)
    indicators = published_indicators(read, ground)
    begun.append(time.perf_counter())
    relevant = ground.relevant.select("ccode1", "ccode2").unique()
    model = fit_relation(indicators, first=FIRST, last=LAST, dyads=ground.all, relevant=relevant)
    assert model.state is not None
    begun.append(time.perf_counter())
    model.scores()
    begun.append(time.perf_counter())
    return model, indicators, ground, list(np.diff(begun))


def coverage_lines(model: RelationModel) -> Iterator[str]:
    """Coverage of 90 per cent intervals on worlds made from the fitted parameters of some sources, estimated anew in each."""
    names = ("disputes", "icews_decoded", "votes", "weis")
    parameters = model.parameters.__class__(
        dynamics=model.parameters.dynamics, measures={name: model.parameters.measures[name] for name in names}
    )
    yield "| made world | 90 per cent intervals cover |"
    yield "| --- | ---: |"
    for what, stubborn in (("the model itself", 0.0), ("six tenths of the error of other sources stays with the dyad", 0.6)):
        for seed in (1, 2, 3):
            world = simulate(parameters, dyads=1500, periods=69, seed=seed, shown=0.4, stubborn=stubborn)
            made = sorted(world.indicators, key=lambda one: (not one.events, one.name != "weis"))
            found = fit_relation(made, first=0, last=68)
            shift = found.parameters.measures["weis"].intercept - parameters.measures["weis"].intercept
            miss = np.abs(found.state.mean + shift - world.truth)
            yield f"| {what}, seed {seed} | {100 * (miss <= 1.6449 * np.sqrt(found.state.variance)).mean():.1f} % |"


def held_out_lines(indicators: list[Indicator], ground: Ground) -> Iterator[str]:
    """Each event set held out: the score beside its rivals, and what each source adds to it."""
    pairs, relevant = (frame.select("ccode1", "ccode2").unique() for frame in (ground.all, ground.relevant))
    evidence = gather(indicators, first=FIRST, last=LAST, dyads=pairs, relevant=relevant)
    for name, kin in [*HELD.items(), ("icews_decoded", ())]:
        held = hold_out(evidence, name, *kin)
        yield f"\n{name} held out{', with ' + ', '.join(kin) if kin else ', its kin kept'}\n"
        yield "| rival | score, RMSE | rival, RMSE | dyad-years | |"
        yield "| --- | ---: | ---: | ---: | --- |"
        for one in (*against_last_value(held), *against_sources(held)):
            yield f"| {one.rival} | {one.score:.4f} | {one.other:.4f} | {one.rows:,} | {'' if one.score < one.other else 'lost'} |"
        if kin or name == "weis":
            whole = log_score(held)
            yield "\n| left out too | log score lost, of 1000 |"
            yield "| --- | ---: |"
            for column in held.evidence.columns:
                yield f"| {column.name} | {1000 * (whole - log_score(held, [column.name])):+.2f} |"


def lines(data: Path) -> Iterator[str]:
    """The table for requirement 5, as markdown."""
    begun = time.perf_counter()
    read = readings(data)
    reading = time.perf_counter() - begun
    model, indicators, ground, (making, fitting, writing) = fitted(read)
    yield f"All {len(model.evidence.pairs):,} dyads, {FIRST} to {LAST}: {ground.all.height:,} dyad-years, {len(indicators)} indicators."
    yield f"Indicators {making:.1f} s, estimation and smoothing {fitting:.1f} s, table with the part of each source {writing:.1f} s"
    yield f"(reading the files {reading:.1f} s).\n"
    yield "| indicator | intercept | loading | spread | sampling | repeats | offset |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for row in model.parameters.frame().iter_rows():
        yield f"| {row[0]} | " + " | ".join(f"{value:.3f}" for value in row[1:]) + " |"
    moves = model.parameters.dynamics
    yield f"\nInertia {moves.inertia:.3f}; mean {moves.mean[0]:.3f} (relevant dyads {moves.mean[1]:.3f});"
    yield f"step {moves.step[0]:.3f} ({moves.step[1]:.3f}).\n"
    yield from coverage_lines(model)
    yield from held_out_lines(indicators, ground)


HEAD = """# Pooled parameters of the latent relation, for a study that has no published data of its own.
#
# Made by `python benchmarks/latent.py --defaults FILE` from WEIS, ICEWS, COW, ATOP, MID, ICB, UN votes and others over all dyads 1946 to
# 2014; numbers alone, no rows of data. `own` is how a study's events are read: as WEIS, with 0 where the mean of their rooted scores is 0.
# To change: fit again with more data and write the file anew; never by hand to make one relation look right.
"""


def write_defaults(model: RelationModel, path: Path) -> None:
    """The parameters with their zero where the rooted Goldstein scale has it."""
    parameters = model.parameters.moved(-model.parameters.measures["weis"].intercept)
    moves, weis = parameters.dynamics, parameters.measures["weis"]
    rows = [HEAD, "dynamics:", f"  inertia: {moves.inertia:.5f}", f"  mean: [{moves.mean[0]:.5f}, {moves.mean[1]:.5f}]"]
    rows += [
        f"  step: [{moves.step[0]:.5f}, {moves.step[1]:.5f}]",
        f"own: {{spread: {weis.spread:.5f}, sampling: {weis.sampling:.5f}}}",
        "measures:",
    ]
    for name, *values in parameters.frame().iter_rows():
        words = ("intercept", "loading", "spread", "sampling", "repeats", "offset")
        rows.append(f"  {name}: {{" + ", ".join(f"{word}: {value:.6f}" for word, value in zip(words, values, strict=True)) + "}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def main() -> None:
    """Print the table, or write the defaults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("DETENTE_DATA"))
    parser.add_argument("--defaults", type=Path)
    asked = parser.parse_args()
    if asked.data is None:
        parser.exit(2, "skipped: DETENTE_DATA names no folder\n")
    pl.Config.set_tbl_rows(40)
    if asked.defaults:
        write_defaults(fitted(readings(Path(asked.data)))[0], asked.defaults)
        return
    for line in lines(Path(asked.data)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
