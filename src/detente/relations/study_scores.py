"""The scores of a study's pairs: its own coded events, and rows of published data where it names some, in one model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from detente.relations.latent.defaults import default_parameters
from detente.relations.latent.evidence import Indicator
from detente.relations.latent.indicators import per_year, rooted
from detente.relations.latent.model import START, RelationModel, fit_relation
from detente.relations.paths import Floats, Paths
from detente.relations.score_tables import Scores

OWN = "the study's own events"
"""What the page calls the study's own series, as a source that moves a score."""

DRAWS = 1000
"""Joint draws of the paths of a study: a share of them is known to about one part in thirty at worst."""

_OWN = "study"


def own_events(series: pl.DataFrame, numbers: Mapping[str, int], intensity: Mapping[str, float]) -> Indicator:
    """The study's series as an indicator, as the model has event sets: the mean signed root of the scores of a pair's statements in a
    year, weighted as the series weighs them, with how many deeds they tell of.

    `numbers` gives the COW number of each state by its letters, `intensity` the score (-10 to 10) of each statement by its id. A year
    without a deed has no mean, and says nothing.
    """
    told = series.filter(pl.col("n_deeds") > 0).with_columns(row=pl.int_range(pl.len())).explode("event_ids", "weights")
    known = told.with_columns(score=rooted(pl.col("event_ids").replace_strict(intensity, default=None, return_dtype=pl.Float64)))
    weight = pl.col("weights")
    means = (
        known.drop_nulls("score")
        .group_by("row", maintain_order=True)
        .agg(pl.col("state_a", "state_b", "year", "n_deeds").first(), value=(pl.col("score") * weight).sum() / weight.sum())
    )
    frame = means.select(
        ccode1=pl.col("state_a").replace_strict(numbers, return_dtype=pl.Int64),
        ccode2=pl.col("state_b").replace_strict(numbers, return_dtype=pl.Int64),
        period=pl.col("year").cast(pl.Int64),
        value="value",
        n=pl.col("n_deeds").cast(pl.Float64),
    )
    return Indicator(name=_OWN, frame=frame, events=True, source=OWN)


def own_scores(
    own: Indicator,
    dyads: Sequence[tuple[str, str]],
    numbers: Mapping[str, int],
    years: tuple[int, int],
    *,
    seed: int = 0,
    draws: int = DRAWS,
) -> Scores | None:
    """The scores of pairs from a study's events alone, with the pooled numbers that come along; None where no deed is told of.

    A pair of which nothing is told is all NaN.
    """
    if not own.frame["period"].is_between(*years).any():
        return None
    rows = [(numbers[a], numbers[b]) for a, b in dyads]
    wanted = pl.DataFrame(rows, schema={"ccode1": pl.Int64, "ccode2": pl.Int64}, orient="row")
    model = fit_relation([own], first=years[0], last=years[1], dyads=wanted, parameters=default_parameters([_OWN]))
    return model_scores(model, dyads, numbers, seed=seed, draws=draws)


def model_scores(
    model: RelationModel, dyads: Sequence[tuple[str, str]], numbers: Mapping[str, int], *, seed: int = 0, draws: int = DRAWS
) -> Scores:
    """The scores of some pairs in a fitted model, with joint draws of their paths.

    A pair has no score, NaN, where the model has no evidence on it at all, and in periods in which it does not exist.
    """
    known = {(int(low), int(high)): at for at, (low, high) in enumerate(model.evidence.pairs)}
    places = [known.get((min(pair), max(pair))) for pair in ((numbers[a], numbers[b]) for a, b in dyads)]
    told = [None if at is None or not model.seen[:, at].any() else at for at in places]
    chosen = np.array([at for at in told if at is not None], dtype=np.int64)
    pairs = [(int(low), int(high)) for low, high in model.evidence.pairs[chosen]]
    alive = np.ones((len(model.labels), len(chosen)), dtype=np.bool_) if model.members is None else model.members[:, chosen]
    drawn = np.where(alive.T, model.draw_paths(pairs, draws, seed), np.nan)
    where = [at for at, place in enumerate(told) if place is not None]

    def placed(values: Floats) -> Floats:
        """(P, T) in the order of the pairs asked for, from (T, the pairs with evidence)."""
        full = np.full((len(dyads), len(model.labels)), np.nan)
        full[where] = np.where(alive, values, np.nan).T
        return full

    evidence = np.zeros((len(dyads), len(model.labels)), dtype=np.bool_)
    evidence[where] = (model.seen[:, chosen] > 0).T
    draws_of_all = np.full((draws, len(dyads), len(model.labels)), np.nan)
    draws_of_all[:, where] = drawn
    parts = model.parts(chosen)
    paths = Paths(
        dyads=tuple(dyads),
        labels=model.labels,
        years=tuple(number // per_year(model.unit) for number in model.periods),
        x=placed(model.state.mean[:, chosen]),
        se=placed(np.sqrt(model.state.variance[:, chosen])),
        draws=draws_of_all,
        evidence=evidence,
        seed=seed,
    )
    return Scores(paths=paths, moved={name: placed(part) for name, part in parts.items() if name != START})
