"""Reciprocity and triangular response, measured: the published values, the speed of bootstrap responses, and the great-power triangle.

    DETENTE_DATA=... python benchmarks/response.py

Each function gives lines of Markdown, which `make benchmark-theories` joins with those of the other theories. One and two threads of BLAS
are set with threadpoolctl, ours and the peer's alike.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from threadpoolctl import threadpool_limits

from detente.dates import UNIX_DAY, day_number
from detente.theories.evaluation import p_text
from detente.theories.reciprocity import Direction, Gain, Reciprocity, reciprocity
from detente.theories.response.bvar import Prior, fit_bvar
from detente.theories.response.flows import Flows, directed_flows
from detente.theories.response.impulse import bootstrap
from detente.theories.response.var import block_test, choose_lags, fit_var

STATES = {"USA": 2, "RUS": 365, "CHN": 710}
ICEWS_NAMES = {"United States": 2, "Russian Federation": 365, "China": 710}
PERIODS, SERIES, LAGS, REPEATS, STEPS = 800, 6, 4, 1000, 24
"""Requirement 2: six series of 800 months, four lags, 1,000 bootstrap responses of two years."""


def published(data: Path) -> list[str]:
    """Requirement 1: the weekly Israel-Palestine series, and the conjugate posterior beside its closed form."""
    y = np.loadtxt(data / "theory" / "msbvar" / "IsraelPalestineConflict.csv", delimiter=",")
    fit, choice = fit_var(y, 6, names=["i2p", "p2i"]), choose_lags(y, 12)
    first, second = (block_test(fit, [effect], [cause], wild=1999) for effect, cause in (("i2p", "p2i"), ("p2i", "i2p")))
    return [
        f"| Israel-Palestine, {len(y):,} weeks, VAR(6) | published | here |",
        "| --- | --- | --- |",
        f"| past of p2i in the equation of i2p (wild bootstrap p {p_text(first.p_wild)}) | F(6, 2518) = 17.63 | {first} |",
        f"| past of i2p in the equation of p2i (wild bootstrap p {p_text(second.p_wild)}) | F(6, 2518) = 10.91 | {second} |",
        f"| lags by AIC, of at most 12 | 12 | {choice.best('aic')} |",
        f"| lags by BIC, of at most 12 | 11 | {choice.best('bic')} |",
        f"| Sims-Zha posterior mean against least squares on dummy rows, largest difference | 0 | {closed_form(y):.1e} |",
    ]


def closed_form(y: np.ndarray, lags: int = 6) -> float:
    """The largest relative difference of the posterior mean from least squares on the prior written as rows."""
    prior = Prior(lambda0=0.6, lambda1=0.1, lambda3=2.0, lambda4=0.5, mu5=0.0, mu6=0.0)
    scales = np.asarray([np.sqrt(fit_var(y[:, [at]], lags).covariance[0, 0]) for at in range(2)])
    weights = np.append(np.concatenate([scales * lag**2.0 / 0.06 for lag in range(1, lags + 1)]), 1 / 0.3)
    target = np.zeros((len(weights), 2))
    target[0, 0], target[1, 1] = weights[0], weights[1]
    found = fit_bvar(y, lags, prior=prior)
    rows, wanted = np.vstack([np.diag(weights), found.x]), np.vstack([target, found.y])
    exact = np.linalg.lstsq(rows, wanted, rcond=None)[0]
    return float(np.abs(found.mean - exact).max() / np.abs(exact).max())


# speed -----------------------------------------------------------------------------------------------


def made_series(seed: int = 1) -> np.ndarray:
    """Six series of 800 periods that answer one another."""
    chance = np.random.default_rng(seed)
    effect = 0.3 * np.eye(SERIES) + 0.08 * chance.standard_normal((SERIES, SERIES))
    y = np.zeros((PERIODS, SERIES))
    for t in range(1, PERIODS):
        y[t] = effect @ y[t - 1] + chance.standard_normal(SERIES)
    return y


def timed(work: Callable[[], object], threads: int) -> float:
    """Seconds of the work with so many threads of BLAS."""
    with threadpool_limits(limits=threads, user_api="blas"):
        begun = time.perf_counter()
        work()
        return time.perf_counter() - begun


def speed(repeats: int = 3) -> list[str]:
    """Requirement 2: bootstrap responses here and by statsmodels, in turn, with one and two threads; medians, the peer at its best."""
    from statsmodels.tsa.api import VAR

    y = made_series()
    fit, peer = fit_var(y, LAGS), VAR(y).fit(LAGS)
    works: dict[str, Callable[[], object]] = {
        "détente, bootstrap corrected for bias": lambda: bootstrap(fit, STEPS, repeats=REPEATS),
        "détente, without the correction": lambda: bootstrap(fit, STEPS, repeats=REPEATS, unbiased=False),
        "statsmodels irf_errband_mc": lambda: peer.irf_errband_mc(orth=True, repl=REPEATS, steps=STEPS, signif=0.1),
        "statsmodels irf_resim": lambda: peer.irf_resim(orth=True, repl=REPEATS, steps=STEPS),
    }
    bootstrap(fit, STEPS, repeats=10)
    seconds: dict[tuple[str, int], list[float]] = {}
    for _ in range(repeats):
        for name, work in works.items():
            for threads in (1, 2):
                seconds.setdefault((name, threads), []).append(timed(work, threads))
    middle = {key: statistics.median(values) for key, values in seconds.items()}
    best = {name: min(middle[name, 1], middle[name, 2]) for name in works}
    ours, theirs = best["détente, bootstrap corrected for bias"], min(value for name, value in best.items() if name.startswith("stats"))
    return [
        f"| {REPEATS:,} responses over {STEPS} periods, {SERIES} series of {PERIODS}, p = {LAGS} | 1 thread, s | 2 threads, s |",
        "| --- | --- | --- |",
        *(f"| {name} | {middle[name, 1]:.2f} | {middle[name, 2]:.2f} |" for name in works),
        "",
        f"Median of {repeats}, in turn. {theirs / ours:.0f} times as fast as statsmodels, each at its better number of threads.",
    ]


# the great-power triangle ----------------------------------------------------------------------------


def days_of(column: str) -> pl.Expr:
    """ISO dates as day numbers."""
    return pl.col(column).str.to_date().to_physical().cast(pl.Int64) + UNIX_DAY


def weis(data: Path, *, once: bool = False) -> Flows:
    """WEIS, January 1966 to December 1992; `once` takes exact repeats of a row once."""
    frame = pl.read_parquet(data / "events" / "weis_events_1966_1992.parquet")
    frame = frame.unique(maintain_order=True) if once else frame
    events = frame.select(day=days_of("date"), source="srccc", target="targcc", scale="gscale")
    return directed_flows(events, STATES, coverage=[(day_number(1966), day_number(1992, 12, 31))])


def icews(data: Path, every: str = "month") -> Flows:
    """ICEWS 2005 to 2015, actors by their country."""
    frame = pl.read_parquet(data / "events" / "icews0515_decoded.parquet")
    codes = [pl.col(f"{side}_country").replace_strict(ICEWS_NAMES, default=None).alias(side) for side in ("source", "target")]
    events = frame.select(days_of("date").alias("day"), *codes, pl.col("goldstein").alias("scale"))
    return directed_flows(events, STATES, coverage=[(day_number(2005), day_number(2015, 12, 31))], every=every)


def gain_text(gain: Gain) -> str:
    """Gain in log score per forecast, ratio of errors, p and adjusted p."""
    return f"{gain.log_score:+.3f} ({gain.rmse_ratio:.3f}; {p_text(gain.test.p_value)}, {p_text(gain.p_holm)})"


def direction_row(each: Direction) -> str:
    """One direction as a row of the table."""
    answer = each.answer
    blocks = [f"{test.f:.2f} ({p_text(test.p_value)}, {p_text(test.p_wild)})" for test in each.blocks]
    gains = [gain_text(each.gain(model)) for model in ("reciprocity", "triangular", "all")]
    said = f"**{answer.label}** | {answer.total:+.2f} [{answer.lower:+.2f}, {answer.upper:+.2f}] | {p_text(answer.p_holm)}"
    return f"| {each.name} | {said} | {each.same_period:+.2f} | {' | '.join(blocks)} | {' | '.join(gains)} |"


def triangle_table(title: str, found: Reciprocity) -> list[str]:
    """The table of one data set."""
    n = found.directions[0].gains[0].n
    mean = statistics.mean(each.gain("mean").log_score for each in found.directions)
    still = statistics.mean(each.gain("no change").log_score for each in found.directions)
    triangular = sum(answer.label != "none" for each in found.directions for answer in each.third)
    fit = found.fit
    return [
        f"**{title}**: {fit.observations} rows, {fit.lags} lags (AIC), largest root {fit.roots[0]:.2f}, {n} one-step forecasts. History "
        f"without a model, mean gain over routine: its mean {mean:+.3f}, no change {still:+.3f}. Triangular answers labelled: "
        f"{triangular} of 24.",
        "",
        "| direction | label | answer in 12 periods [90%] | p, Holm | same period | routine F (p, wild p) | reciprocity F | triangular F | "
        "gain of reciprocity (rmse ratio; p, Holm) | of triangular | of both |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        *(direction_row(each) for each in found.directions),
        "",
    ]


def triangle(data: Path) -> list[str]:
    """Requirement 7: blocks, labels and gains out of sample, six directions, two data sets, monthly; with sums tamed as a check."""
    lines: list[str] = []
    sets: Sequence[tuple[str, Flows]] = (
        ("WEIS 1966-1992, monthly Goldstein sums", weis(data)),
        ("WEIS, tamed (asinh)", weis(data).tamed()),
        ("ICEWS 2005-2015, monthly Goldstein sums", icews(data)),
        ("ICEWS, tamed (asinh)", icews(data).tamed()),
    )
    for title, flows in sets:
        lines += triangle_table(title, reciprocity(flows))
    return [
        *lines,
        "Labels: cumulative answer for each point of the partner's acts beyond what was to be expected, from the next period on; Holm over "
        "six at 10%. Gains: log score per forecast over routine; Diebold-Mariano with the small-sample correction; Holm over 18.",
    ]


def main() -> None:
    """Print the three parts."""
    data = Path(os.environ["DETENTE_DATA"])
    for part in (published(data), speed(), triangle(data)):
        print("\n".join(part), end="\n\n")


if __name__ == "__main__":
    main()
